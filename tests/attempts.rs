//! What the law forbids, tried three ways: through the operation, through the JSON API, and from a page. Each is refused
//! by the same rule, with the article that forbids it, and leaves no trace.

mod cards;
mod delivery;
mod deputies;
mod forbidden;
mod forms;

use crate::live::server::{Answer, send_to};
use crate::lives::house::House;
use domain::case::decide::Command;
use forbidden::accept;
use operations::caller::{AdministratorKind, Caller};
use operations::desk::{Failure, OpenCase, Request, StepCase};
use operations::register::RegisterFile;
use operations::tokens::{Holder, create};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

const COUNTY: &str = "990101";
/// 食品经营许可.
const FOOD: &str = "0100020001";
/// Registration of an enterprise: on the spot, with no special procedures.
const REGISTRATION: &str = "0100010001";

const WINDOW: &str = "990101-mr-clerk-1";
/// Holds this post and that of [`CHIEF`].
const EXAMINER: &str = "990101-mr-examiner-1";
const OTHER_EXAMINER: &str = "990101-mr-examiner-2";
const CHIEF: &str = "990101-mr-chief-1";
/// Transfer of a house: an item with a fee.
const TRANSFER: &str = "0700010001";
const REGISTRY: &str = "990101-nr-clerk-1";
const REGISTRAR: &str = "990101-nr-examiner-1";
/// Holds this post and that of [`REGISTRY`].
const REGISTRY_CHIEF: &str = "990101-nr-chief-1";

/// Supervises the county, and answers cards about the centre that it leads.
const SUPERVISOR: &str = "990100-sv-chief-1";

/// Stands for no post: what the applicant has to show at the window.
const WITH_CODE: &str = "code";

/// The county's market regulation and land registry, with a token for each who acts.
struct Scene {
    house: House,
    tokens: HashMap<&'static str, String>,
}

type Acts = Vec<(&'static str, Value)>;

/// An attempt: what was done before by whom, who tries what, and what stands against it.
struct Attempt {
    name: &'static str,
    item: &'static str,
    before: Acts,
    who: &'static str,
    act: Value,
    /// Option and fields of the form on the page.
    form: (&'static str, Vec<(&'static str, &'static str)>),
    rule: &'static str,
    article: &'static str,
}

fn scene() -> Scene {
    let kept: Arc<Mutex<HashMap<&'static str, String>>> = Arc::default();
    let house = House::open_with("2026-03-02T09:00:00", |platform| {
        platform.write_register(one_person_in_two_posts()).unwrap();
        let market = [WINDOW, EXAMINER, OTHER_EXAMINER, CHIEF, SUPERVISOR];
        for post in market.into_iter().chain([REGISTRY, REGISTRAR, REGISTRY_CHIEF]) {
            let token = create(platform, &Holder::Post(post.into())).unwrap();
            kept.lock().unwrap().insert(post, token);
        }
    });
    let tokens = kept.lock().unwrap().clone();
    Scene { house, tokens }
}

fn one_person_in_two_posts() -> RegisterFile {
    let path = crate::support::root().join("examples/province/province.toml");
    let mut file = RegisterFile::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
    for (chief, other) in [(CHIEF, EXAMINER), (REGISTRY_CHIEF, REGISTRY)] {
        let chief = file.posts.iter().find(|post| *post.id == *chief).unwrap().person.clone();
        file.posts.iter_mut().find(|post| *post.id == *other).unwrap().person = chief;
    }
    file
}

impl Scene {
    fn caller(&self, post: &str) -> Caller {
        let register = self.house.platform.register();
        Caller::of_post(&register, register.post(post).unwrap())
    }

    fn agency(&self, item: &str) -> Box<str> {
        let register = self.house.platform.register();
        let mut handling = register.agencies_of_item(item);
        let here = handling.find(|agency| &*agency.jurisdiction == COUNTY).unwrap();
        here.id.to_string().into()
    }

    /// A case with what was done in it.
    fn case(&self, item: &str, before: &[(&'static str, Value)]) -> Box<str> {
        let party = Caller::Party { person: "citizen-1".into() };
        let open = OpenCase {
            jurisdiction: COUNTY.into(),
            item: item.into(),
            agency: self.agency(item),
            applicant: Some("citizen-1".into()),
            command: Command::Submit { materials: vec!["application-form".into()] },
        };
        let case = self.house.platform.ask(party.clone(), Request::Open(open), None).unwrap();
        for (who, act) in before {
            if *who == WITH_CODE {
                self.keep_code(&case.case_id, act);
                continue;
            }
            let caller = if *who == "party" { party.clone() } else { self.caller(who) };
            let done = self.operation(caller, &case.case_id, act);
            done.unwrap_or_else(|failure| panic!("{act} by {who}: {failure:?}"));
        }
        case.case_id
    }

    /// The applicant has a code with which the result is picked up.
    fn keep_code(&self, case: &str, code: &Value) {
        use operations::caller::{Permission, Who};
        use operations::desk::{Record, Records};
        const KEEP: Permission = Permission { operation: "keep", allowed: &[Who::Anyone] };
        let record = Record {
            jurisdiction: COUNTY.into(),
            kind: "application".into(),
            key: case.into(),
            owner: "citizen-1".into(),
            at: 0,
            document: json!({"pick_up_code": code}).to_string().into(),
        };
        let keep = move |records: &mut Records<'_>| {
            records.write(record);
            Ok(Ok(()))
        };
        self.house.platform.keep(&Caller::Anyone, &KEEP, keep).unwrap();
    }

    fn operation(&self, caller: Caller, case: &str, act: &Value) -> Result<(), Failure> {
        let command = serde_json::from_value(act.clone()).unwrap();
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
        self.house.platform.ask(caller, Request::Step(step), None).map(|_| ())
    }

    fn api(&self, who: &str, case: &str, act: &Value) -> Answer {
        let authorization = format!("Bearer {}", self.tokens[who]);
        let path = format!("/api/v1/jurisdictions/{COUNTY}/cases/{case}/steps");
        let headers = [("Authorization", authorization.as_str())];
        send_to(self.house.address(), "POST", &path, &headers, &act.to_string())
    }

    fn page(&self, who: &str, case: &str, form: &(&str, Vec<(&str, &str)>)) -> Answer {
        let (option, fields) = form;
        let path = format!("/cases/{COUNTY}/{case}/acts/{option}");
        let (cookie, n) = (format!("acts-as={who}; lang=zh-Hans"), self.acts(case).to_string());
        let headers = [
            ("Cookie", cookie.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        let counted = ("acts", n.as_str());
        let fields = fields.iter().chain([&counted]);
        let pairs: Vec<String> =
            fields.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        send_to(self.house.address(), "POST", &path, &headers, &pairs.join("&"))
    }

    fn acts(&self, case: &str) -> u32 {
        let head = self.house.platform.readers().read(|c| store::cases::find(c, COUNTY, case));
        head.unwrap().unwrap().n
    }

    /// The attempt fails three times, and nothing is recorded.
    fn is_refused(&self, attempt: &Attempt) {
        let Attempt { name, who, act, rule, article, .. } = attempt;
        let case = self.case(attempt.item, &attempt.before);
        let before = self.acts(&case);
        match self.operation(self.caller(who), &case, act) {
            Err(Failure::Refused(refusal)) => {
                assert_eq!(refusal.rule.word(), *rule, "{name}: {refusal}");
                let basis = refusal.basis.as_ref().map(|basis| basis.citation());
                let basis = basis.unwrap_or_default();
                assert!(basis.contains(article), "{name}: `{basis}` is not {article}");
            }
            other => panic!("{name}: {other:?}"),
        }
        let answer = self.api(who, &case, act);
        assert_eq!(answer.status, 409, "{name}: {}", answer.body);
        let problem = answer.json();
        assert_eq!(problem["rule"], *rule, "{name}: {problem}");
        assert!(problem["article"].as_str().unwrap().contains(article), "{name}: {problem}");
        let shown = self.page(who, &case, &attempt.form);
        assert_eq!(shown.status, 409, "{name}: {}", shown.body);
        assert!(shown.body.contains(article), "{name}: no {article} in {}", shown.body);
        assert_eq!(self.acts(&case), before, "{name}: it left a trace");
    }
}

/// A value in a form.
fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn what_the_law_forbids_is_refused_whatever_way_it_comes() {
    let scene = scene();
    for attempt in &forbidden::all() {
        scene.is_refused(attempt);
    }
}

#[test]
fn nobody_acts_in_a_post_of_somebody_else() {
    let scene = scene();
    let case = scene.case(FOOD, &[]);
    let mut other = scene.caller(WINDOW);
    if let Caller::Official { person, .. } = &mut other {
        *person = "p-nobody".into();
    }
    match scene.operation(other, &case, &json!({"act": "accept"})) {
        Err(Failure::Refused(refusal)) => {
            assert_eq!(refusal.rule.word(), "post-not-held");
            assert!(refusal.basis.as_ref().unwrap().article.contains("离岗即止"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(scene.acts(&case), 1);
}

#[test]
fn nothing_is_dated_back() {
    let scene = scene();
    let case = scene.case(FOOD, &[]);
    // The operation takes no time at all; what takes one from outside refuses it.
    let told =
        operations::claimed_time::refusal(&scene.house.platform, "2026-02-01T09:00:00+08:00");
    assert!(told.basis.as_ref().unwrap().article.contains("不得倒填"));
    for field in ["occurred_at", "recorded_at"] {
        let act = json!({"act": "accept", field: "2026-02-01T09:00:00+08:00"});
        let answer = scene.api(WINDOW, &case, &act);
        assert_eq!((answer.status, &answer.json()["rule"]), (409, &json!("backdated")), "{field}");
        assert!(answer.json()["article"].as_str().unwrap().contains("不得倒填"));
        let shown = scene.page(WINDOW, &case, &("accept~accept~", vec![(field, "2026-02-01")]));
        assert_eq!(shown.status, 409, "{}", shown.body);
        assert!(shown.body.contains("不得倒填"), "{}", shown.body);
    }
    assert_eq!(scene.acts(&case), 1);
}

#[test]
fn an_administrator_reads_no_case_and_acts_in_none() {
    let scene = scene();
    let case = scene.case(FOOD, &[accept()]);
    for kind in [AdministratorKind::System, AdministratorKind::Security, AdministratorKind::Audit] {
        let administrator = Caller::Administrator { account: "admin-1".into(), kind };
        let platform = &scene.house.platform;
        let seen = operations::cases::options::options(platform, &administrator, COUNTY, &case);
        assert!(matches!(seen, Err(operations::cases::options::OptionsError::Forbidden(_))));
        let act = scene.operation(administrator.clone(), &case, &json!({"act": "urge"}));
        assert!(matches!(act, Err(Failure::Forbidden(_))), "{act:?}");
        let read = operations::cases::show::show(platform, &administrator, COUNTY, &case);
        assert!(matches!(read, Err(operations::cases::show::ShowError::Forbidden(_))), "{read:?}");
        let word = operations::people::setup::kind_word(kind);
        let cookie = format!("acts-as=administrator:{word}; lang=zh-Hans");
        let of_page = ["", "/receipt", "/acts/accept~accept~", "/documents/1"];
        let pages = of_page.map(|rest| format!("/cases/{COUNTY}/{case}{rest}"));
        let api = ["", "/events"]
            .map(|rest| format!("/api/v1/jurisdictions/{COUNTY}/cases/{case}{rest}"));
        for path in pages.iter().chain(&api) {
            let headers = [("Cookie", cookie.as_str())];
            let answer = send_to(scene.house.address(), "GET", path, &headers, "");
            assert_eq!(answer.status, 403, "{word} at {path}: {}", answer.body);
            assert!(answer.body.contains("51(4)"), "{word} at {path}: {}", answer.body);
        }
    }
    let clauses = &scene.house.platform.law().clauses;
    assert!(clauses.basis("forbidden").unwrap().article.contains("51(4)"));
}
