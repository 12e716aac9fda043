//! What people write in the simulation. Texts are Chinese, as officials and parties of the province would write them.

use super::chance::Chance;

const MISSING: &[&str] = &[
    "提交的材料未加盖公章，且缺少经办人签字，请一次性补齐。",
    "申请书填写不完整，住所信息与证照记载不一致，请更正后重新提交。",
    "材料扫描件模糊无法辨认，请重新上传清晰的彩色扫描件。",
    "所附材料已超过有效期，请提交在有效期内的材料。",
    "缺少法定代表人签名的原件，请补充。",
    "平面图未标注面积和功能分区，请按要求补正。",
];
const DECLINED: &[&str] = &[
    "申请事项依法不属于本机关职权范围，请向有权机关申请。",
    "申请人主体资格不符合规定，依法不予受理；可以在六十日内申请行政复议。",
    "同一事项已由本机关受理且尚在办理中，不重复受理。",
    "申请事项依法不需要取得许可，即时告知不受理。",
];
const REFUSED: &[&str] = &[
    "经现场核查，场所布局和设施不符合规定条件，整改后可以重新申请。",
    "提交的面积数据与登记信息不一致，经核实不符合规定条件。",
    "专业技术人员数量未达到法定标准。",
    "申请人在一年内因同类违法行为受到行政处罚，依法不予批准。",
    "选址位于规划控制范围内，与控制性详细规划不符。",
    "提供的检测报告结论为不合格，整改后可以重新申请。",
];
const NO_ASSISTANCE: &[&str] = &[
    "家庭人均收入高于当地标准，经入户调查和信息核对，不符合救助条件。",
    "经信息核对，申请人名下有两套住房，家庭财产超过规定限额。",
    "申请人户籍不在本辖区，已告知向户籍所在地申请。",
];
const NO_INJURY: &[&str] = &[
    "事故发生在非工作时间、非工作场所，且与履行工作职责无关，不予认定。",
    "现有证据不能证明伤害与工作原因有关，不予认定。",
];
const PENALISED: &[&str] = &[
    "违法事实清楚，证据确凿，现场检查笔录、询问笔录和照片相互印证。",
    "当事人主动消除危害后果，依法从轻处罚。",
];
const NOT_PENALISED: &[&str] = &["初次违法且危害后果轻微并及时改正，依法不予行政处罚。"];
const TRANSFERRED: &[&str] = &["违法行为涉嫌犯罪，依法移送公安机关处理。"];
const DISPOSED: &[&str] =
    &["经检验不符合安全标准，依法没收销毁。", "当事人无正当理由逾期不来处理，依法公告后处置。"];
const NOT_APPROVED: &[&str] = &[
    "现有证据不足以证明确有采取强制措施的必要，改用责令改正。",
    "情节显著轻微，不采取行政强制措施。",
];
const EXECUTION: &[&str] =
    &["当事人与本机关达成执行协议，约定分阶段履行。", "执行标的已由当事人自行处理，不再执行。"];
const TO_CORRECT: &[&str] = &[
    "现场发现两处安全通道堆放杂物，责令三日内改正。",
    "台账记录不完整，未按规定公示证照，责令限期改正。",
];
const TO_PENALTY: &[&str] = &["发现涉嫌违法线索，移送执法机构立案调查。"];
const NO_INSPECTION: &[&str] = &["与其他部门的检查计划重复，调整为联合检查。"];
const NOT_CORRECTED: &[&str] = &["复查时仍未改正，另行立案处理。"];
const THIRD_PARTY: &[&str] =
    &["涉及第三方商业秘密，经征求意见第三方不同意公开。", "部分内容属于个人隐私，已作区分处理。"];
const NOT_HELD: &[&str] = &["经检索，本机关未制作或者获取该信息。"];
const NOT_OURS: &[&str] = &["该信息由其他行政机关负责公开，已告知名称和联系方式。"];
const EXEMPT: &[&str] = &["符合免征条件，凭证已核对。", "属于政策规定的减免情形。"];
const PETITION: &[&str] = &[
    "反映的问题部分属实，已责成有关单位整改，其余诉求缺乏政策依据，予以解释说明。",
    "经调查，诉求缺乏事实和政策依据，不予支持。",
    "该诉求应当通过行政复议、诉讼途径解决，已告知。",
];
const RULED: &[&str] = &[
    "依据权属来源证明和实地调查，争议范围归申请人使用。",
    "双方证据比较，申请人主张证据充分，予以支持。",
];
const NOT_RULED: &[&str] = &["申请人未能举证证明其主张，驳回申请。"];
const RETURNED: &[&str] = &[
    "审查意见未说明事实依据，请补充核查笔录后再报。",
    "引用条款有误，请核对现行有效的规定。",
    "现场核查照片缺少拍摄时间，请补充。",
];
const EXTENDED: &[&str] = &[
    "案情复杂，需要进一步核实。",
    "涉及多个利害关系人，需要补充听取意见。",
    "需等待上级机关对法律适用的答复。",
];
const WITHDRAWN: &[&str] = &[
    "因经营计划调整，申请人自愿撤回申请。",
    "材料需要重新准备，申请人要求撤回。",
    "申请人已选择其他场所，撤回本次申请。",
];
const QUESTIONS: &[&str] = &[
    "该地块是否涉及生态保护红线？请予核实。",
    "请就该项目的消防安全条件提出意见。",
    "请核实申请人社会保险缴纳情况。",
    "该场所是否位于历史文化街区保护范围内？",
];
const REPLIES: &[&str] = &[
    "经核实，不涉及，无不同意见。",
    "原则同意，建议办理时一并告知后续监管要求。",
    "经查询，情况属实。",
];
const OPINIONS: &[&str] = &[
    "经审查，符合本部门管理要求，同意。",
    "原则同意，施工期间须落实交通疏导方案。",
    "同意，涉及地下管线部分应当在开工前现场交底。",
];
const ANSWERS: &[&str] = &[
    "经核查属实。原因是经办人外出培训未及时移交，已调整岗位并建立交接清单，超时件已办结。",
    "情况属实。因当月办件量激增，窗口人员不足，已增派一名工作人员并设置到期提醒。",
    "属实。已约谈责任人，组织学习一次性告知制度，并对同类办件进行自查。",
    "系统录入滞后造成，已要求当日事当日录，由科室负责人每日核对。",
    "属实，已补办送达手续并向申请人致歉。",
];
const APPEALS: &[&str] = &[
    "该件在特别程序期间，检测机构出具报告延迟，附委托书和报告签收单，申请撤销。",
    "当日系统故障无法提交，附运维单位出具的故障说明，请求核减等级。",
    "申请人两次变更联系方式致送达延误，责任不在我单位，附邮寄退回凭证。",
    "超时系联办部门未按时反馈所致，附催办记录，请重新认定责任单位。",
];
const APPEAL_DECISIONS: &[&str] = &[
    "申诉理由与在案证据一致，主要责任不在申诉单位。",
    "经调阅系统日志，未发现申诉所称故障，维持原认定。",
    "情况部分属实，后果轻微且已及时补救，予以降级。",
    "所附材料不足以证明超时由第三方造成，不予采纳。",
];
const DISMISSED: &[&str] = &[
    "经核对影像档案和取号记录，办理时间真实，不予确认。",
    "补录系因停电后集中录入，有值班记录佐证，不予确认。",
    "特别程序启动时间与检验委托书一致，不予确认。",
];
const GENERAL: &[&str] = &[
    "依据调查核实的事实和有关规定作出，理由见文书。",
    "经集体讨论研究决定，依据和理由已载入文书。",
];
const WAYS: &[&str] = &["窗口领取", "邮寄送达", "电子送达", "直接送达", "电子证照推送"];

/// What a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Missing,
    Returned,
    Extended,
    Withdrawn,
    Question,
    Reply,
    Opinion,
    Answer,
    Way,
}

/// A text about something.
pub(super) fn text(about: About, chance: &mut Chance) -> String {
    let texts = match about {
        About::Missing => MISSING,
        About::Returned => RETURNED,
        About::Extended => EXTENDED,
        About::Withdrawn => WITHDRAWN,
        About::Question => QUESTIONS,
        About::Reply => REPLIES,
        About::Opinion => OPINIONS,
        About::Answer => ANSWERS,
        About::Way => WAYS,
    };
    chance.pick(texts).map_or_else(String::new, |text| (*text).to_owned())
}

/// The reason of an outcome.
pub(super) fn reason(procedure: &str, stage: &str, outcome: &str, chance: &mut Chance) -> String {
    let texts = match (procedure, outcome) {
        ("supervision-card", _) => of_card(stage, outcome),
        ("administrative-inspection", "declined") => NO_INSPECTION,
        (_, "declined") => DECLINED,
        ("social-assistance", "refused") => NO_ASSISTANCE,
        (_, "refused") => REFUSED,
        (_, "not-recognised") => NO_INJURY,
        (_, "penalised") => PENALISED,
        (_, "not-penalised") => NOT_PENALISED,
        (_, "transferred") => TRANSFERRED,
        (_, "disposed") => DISPOSED,
        (_, "not-approved" | "not-confirmed") => NOT_APPROVED,
        (_, "agreement") => EXECUTION.get(..1).unwrap_or_default(),
        (_, "not-executed") => EXECUTION.get(1..).unwrap_or_default(),
        (_, "correct") => TO_CORRECT,
        (_, "penalty-case") => TO_PENALTY,
        (_, "not-corrected") => NOT_CORRECTED,
        (_, "partly-disclosed" | "withheld") => THIRD_PARTY,
        (_, "not-held") => NOT_HELD,
        (_, "not-this-organ" | "special-channel") => NOT_OURS,
        (_, "exempt") => EXEMPT,
        (_, "explained") => PETITION.get(..1).unwrap_or_default(),
        (_, "not-supported") => PETITION.get(1..2).unwrap_or_default(),
        (_, "other-procedure") => PETITION.get(2..).unwrap_or_default(),
        (_, "ruled") => RULED,
        (_, "dismissed") => NOT_RULED,
        _ => GENERAL,
    };
    chance.pick(texts).map_or_else(String::new, |text| (*text).to_owned())
}

fn of_card(stage: &str, outcome: &str) -> &'static [&'static str] {
    match (stage, outcome) {
        ("confirm", _) => DISMISSED,
        (_, "appealed") => APPEALS,
        ("answer", _) => ANSWERS,
        (_, "revoked") => APPEAL_DECISIONS.get(..1).unwrap_or_default(),
        (_, "downgraded") => APPEAL_DECISIONS.get(2..3).unwrap_or_default(),
        (_, "upheld") => APPEAL_DECISIONS.get(3..).unwrap_or_default(),
        _ => GENERAL,
    }
}

/// The number of a document.
pub(super) fn document(kind: &str, year: i16, chance: &mut Chance) -> String {
    let number = chance.between(1, 99_999);
    format!("晴{kind}〔{year}〕{number:05}号")
}
