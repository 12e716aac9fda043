//! The words by which columns and activities are recognised: those of XES, of national reporting tables
//! (`up_pro_accept`, …), of GB/T 39046 and of everyday spreadsheets.

use domain::event::ActKind;

/// What an attribute may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    CaseId,
    Authority,
    Activity,
    Time,
    RecordedAt,
    Lifecycle,
    Person,
    Post,
    Agency,
    Outcome,
    Reason,
    Deadline,
}

/// Optional attributes of events with their keys in the mapping.
pub(super) const OPTIONAL: &[(&str, Role)] = &[
    ("recorded_at", Role::RecordedAt),
    ("lifecycle", Role::Lifecycle),
    ("person", Role::Person),
    ("post", Role::Post),
    ("agency", Role::Agency),
    ("outcome", Role::Outcome),
    ("reason", Role::Reason),
];

impl Role {
    /// Whether its values are dates.
    pub(super) fn needs_time(self) -> bool {
        matches!(self, Self::Time | Self::RecordedAt | Self::Deadline)
    }

    /// Names, the best first; a name that ends with `*` may go on, one that begins with it may begin otherwise.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::CaseId => CASE_ID,
            Self::Authority => AUTHORITY,
            Self::Activity => ACTIVITY,
            Self::Time => TIME,
            Self::RecordedAt => RECORDED_AT,
            Self::Lifecycle => LIFECYCLE,
            Self::Person => PERSON,
            Self::Post => POST,
            Self::Agency => AGENCY,
            Self::Outcome => OUTCOME,
            Self::Reason => REASON,
            Self::Deadline => DEADLINE,
        }
    }
}

const CASE_ID: &[&str] = &[
    "concept:name",
    "case:concept:name",
    "case_id",
    "caseid",
    "case",
    "case number",
    "application",
    "reference",
    "project_no",
    "sblsh",
    "办件编号",
    "办件流水号",
    "申办流水号",
    "业务流水号",
    "受理编号",
    "案号",
    "案件编号",
    "编号",
    "*流水号",
    "*编号",
    "id",
];
const AUTHORITY: &[&str] = &[
    "authority",
    "org_code",
    "org_name",
    "dept_name",
    "办理机关",
    "受理机关",
    "实施机关",
    "办理部门",
    "受理部门",
    "department",
    "机关",
    "部门",
    "*机关",
    "*部门",
];
const ACTIVITY: &[&str] = &[
    "step",
    "stage",
    "concept:name",
    "activity",
    "event_name",
    "process_name",
    "task",
    "环节名称",
    "环节",
    "步骤",
    "办理环节",
    "事件",
    "操作",
    "活动",
    "*环节*",
    "*activity*",
];
const TIME: &[&str] = &[
    "time:timestamp",
    "timestamp",
    "event_end_time",
    "event_time",
    "time",
    "办理时间",
    "发生时间",
    "完成时间",
    "操作时间",
    "时间",
    "日期",
    "*时间",
    "*日期",
    "*time*",
    "*date*",
];
const RECORDED_AT: &[&str] =
    &["recorded_at", "cd_time", "录入时间", "入库时间", "登记时间", "*录入*"];
const LIFECYCLE: &[&str] = &["lifecycle:transition", "lifecycle"];
const PERSON: &[&str] = &[
    "person",
    "officer",
    "employee",
    "handler",
    "org:resource",
    "resource",
    "handle_user_name",
    "user",
    "办理人",
    "经办人",
    "承办人",
    "操作人",
    "*人员",
    "*办人",
];
const POST: &[&str] = &["post", "岗位", "职务"];
const AGENCY: &[&str] =
    &["org:group", "group", "agency", "科室", "处室", "办理单位", "承办单位", "*科室"];
const OUTCOME: &[&str] =
    &["outcome", "result", "result_type", "办理结果", "结果", "审批结果", "意见类型"];
const REASON: &[&str] = &["reason", "理由", "原因", "*理由", "*原因"];
const DEADLINE: &[&str] = &[
    "deadline",
    "due",
    "due_date",
    "promise_date",
    "承诺办结时间",
    "承诺期限",
    "法定期限",
    "到期日",
    "办理期限",
    "*期限",
    "*到期*",
    "*deadline*",
];

/// How well a name fits a role: smaller is better, `None` is not at all.
pub(super) fn score(name: &str, role: Role) -> Option<usize> {
    let name = name.trim().to_lowercase();
    role.names().iter().position(|pattern| matches(&name, pattern))
}

fn matches(name: &str, pattern: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => name.contains(rest.trim_end_matches('*')),
        (Some(ending), None) => name.ends_with(ending),
        (None, Some(beginning)) => name.starts_with(beginning),
        (None, None) => name == pattern,
    }
}

/// The act that the words of an activity or milestone speak for; the first that fits.
pub(super) fn act_of(words: &str) -> Option<ActKind> {
    const WORDS: &[(&str, ActKind)] = &[
        ("不予受理", ActKind::Decline),
        ("补正告知", ActKind::RequestSupplement),
        ("补交告知", ActKind::RequestSupplement),
        ("补正受理", ActKind::ReceiveSupplement),
        ("补交受理", ActKind::ReceiveSupplement),
        ("预受理", ActKind::Submit),
        ("受理", ActKind::Accept),
        ("申办", ActKind::Submit),
        ("申请时间", ActKind::Submit),
        ("申请日期", ActKind::Submit),
        ("收件", ActKind::Submit),
        ("特别程序结果", ActKind::EndPause),
        ("特别程序结束", ActKind::EndPause),
        ("特别程序", ActKind::StartPause),
        ("退回", ActKind::Return),
        ("撤件", ActKind::Withdraw),
        ("撤回", ActKind::Withdraw),
        ("延期", ActKind::Extend),
        ("缴费", ActKind::PayFee),
        ("制证", ActKind::Issue),
        ("发证", ActKind::Deliver),
        ("送达", ActKind::Deliver),
        ("领取", ActKind::Deliver),
        ("办结", ActKind::Close),
        ("结案", ActKind::Close),
        ("补正", ActKind::ReceiveSupplement),
        ("延长", ActKind::Extend),
        ("申请", ActKind::Submit),
        ("决定", ActKind::Decide),
        ("批准", ActKind::Decide),
        ("payment", ActKind::PayFee),
        ("submit", ActKind::Submit),
        ("startdate", ActKind::Submit),
        ("start_date", ActKind::Submit),
        ("apply_date", ActKind::Submit),
        ("accept_date", ActKind::Accept),
        ("accept", ActKind::Accept),
        ("enddate", ActKind::Close),
        ("end_date", ActKind::Close),
        ("closed", ActKind::Close),
    ];
    let words = words.to_lowercase();
    // What the house itself exports.
    if let Some(kind) = ActKind::from_word(&words) {
        return Some(kind);
    }
    let exact = |(word, _): &&(&str, ActKind)| words == *word;
    let contained = |(word, _): &&(&str, ActKind)| !word.is_ascii() && words.contains(word);
    let latin = |(word, _): &&(&str, ActKind)| word.is_ascii() && words == *word;
    let found = WORDS.iter().find(exact).or_else(|| WORDS.iter().find(contained));
    found.or_else(|| WORDS.iter().find(latin)).map(|(_, kind)| *kind)
}

/// Values that stand for "nothing recorded".
pub(super) fn is_placeholder(value: &str) -> bool {
    const WORDS: &[&str] = &["unknown", "null", "none", "n/a", "-", "无", "空", "nil"];
    let lower = value.to_lowercase();
    WORDS.contains(&lower.as_str())
        || ["1970-01-01", "1900-01-01", "1899-12-30", "0001-01-01"]
            .iter()
            .any(|date| value.starts_with(date))
}
