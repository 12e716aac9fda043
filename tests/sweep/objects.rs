//! What belongs to somebody: one of each kind of object, with texts planted in it that nobody else may ever read.

use super::callers::{PASSWORD, security, session_of};
use crate::lives::house::House;
use domain::item::MaterialSource;
use domain::item::form::FieldKind;
use operations::caller::Caller;
use operations::desk::{OpenCase, Request, StepCase};
use operations::drafts::{self, Delivery, Purpose};
use operations::people::People;
use operations::people::posts::Wanted;
use operations::register::Interval;
use operations::{applications, cards, catalogue, delegations, files, payments, queue};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const COUNTY: &str = "990101";
const AGENCY: &str = "11990101QC0000249M";
const LAND: &str = "11990101QC0000257G";
const FOOD: &str = "0100020001";
const TRANSFER: &str = "0700010001";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

/// The ids of what there is, by the name of the kind.
pub(super) type Objects = BTreeMap<&'static str, Vec<String>>;

/// Somebody with a case, and those who handle it.
pub(super) struct Scene<'h> {
    pub(super) house: &'h House,
    pub(super) people: &'h People,
    pub(super) owner: Caller,
}

impl Scene<'_> {
    fn post(&self, id: &str) -> Caller {
        let register = self.house.platform.register();
        Caller::of_post(&register, register.post(id).unwrap())
    }

    fn step(&self, case: &str, who: &str, act: Value) {
        let caller = if who == "party" { self.owner.clone() } else { self.post(who) };
        let command = serde_json::from_value(act).unwrap();
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
        let done = self.house.platform.ask(caller, Request::Step(step), None);
        done.unwrap_or_else(|failure| panic!("{who}: {failure:?}"));
    }

    pub(super) fn open(&self, [item, agency]: [&str; 2]) -> String {
        let Caller::Party { person } = &self.owner else { panic!("a party owns it") };
        let open = OpenCase {
            jurisdiction: COUNTY.into(),
            item: item.into(),
            agency: agency.into(),
            applicant: Some((&**person).into()),
            command: serde_json::from_value(
                json!({"act": "submit", "materials": ["application-form"]}),
            )
            .unwrap(),
        };
        let asked = self.house.platform.ask(self.owner.clone(), Request::Open(open), None);
        asked.unwrap().case_id.to_string()
    }

    /// A draft with all answers and files; its id and that of a file.
    fn draft(&self) -> [String; 2] {
        let platform = &self.house.platform;
        let purpose = Purpose::Application {
            jurisdiction: COUNTY.into(),
            item: FOOD.into(),
            agency: AGENCY.into(),
        };
        let id = drafts::begin(platform, &self.owner, purpose, BTreeMap::new()).unwrap();
        let law = platform.law();
        let item = law.items.get(FOOD).unwrap();
        let answers = item.fields.iter().map(|field| {
            let answer = match field.kind {
                FieldKind::Choice | FieldKind::Several => field.choices[0].id.clone(),
                FieldKind::YesNo => "no".to_owned(),
                FieldKind::Number | FieldKind::Amount => field.minimum.unwrap_or(1).to_string(),
                FieldKind::Date => "2026-03-20".to_owned(),
                FieldKind::IdNumber => "11010519491231002X".to_owned(),
                FieldKind::CreditCode => "91350100M000100Y43".to_owned(),
                FieldKind::Phone => "13800138000".to_owned(),
                FieldKind::Email => "a@example.cn".to_owned(),
                FieldKind::Postcode => "330000".to_owned(),
                _ => "机密商号".to_owned(),
            };
            (field.id.clone(), answer)
        });
        let sent = (answers.collect(), Some(Delivery::PickUp));
        drafts::answer(platform, &self.owner, &id, sent).unwrap();
        let mut file = String::new();
        for material in &item.materials {
            if material.required && material.source != MaterialSource::Shared {
                let target = [&*id, material.id.as_str()];
                let taken = files::take(platform, &self.owner, target, ("机密附件.pdf", PDF));
                file = taken.unwrap().id.to_string();
            }
        }
        [id.to_string(), file]
    }

    fn handed_in(&self) -> String {
        let [draft, _] = self.draft();
        let filed = applications::hand_in(&self.house.platform, &self.owner, &draft);
        filed.unwrap().case.to_string()
    }

    fn granted(&self, case: &str, number: &str) {
        self.step(case, "990101-mr-clerk-1", json!({"act": "accept"}));
        self.step(case, "990101-mr-examiner-2", json!({"act": "complete", "stage": "examine"}));
        self.step(case, "990101-mr-chief-1", json!({"act": "decide", "outcome": "granted"}));
        self.step(case, "990101-mr-clerk-1", json!({"act": "issue", "number": number}));
    }

    /// Cases: asked for a supplement, waiting to be handed out, rated, and with a fee to pay.
    fn cases(&self) -> [String; 4] {
        let asked = self.handed_in();
        let supplement =
            json!({"act": "request-supplement", "materials": ["layout"], "reason": "机密理由"});
        self.step(&asked, "990101-mr-clerk-1", supplement);
        let granted = self.handed_in();
        self.granted(&granted, "证-扫-1");
        let rated = self.open([FOOD, AGENCY]);
        self.granted(&rated, "证-扫-2");
        self.step(&rated, "990101-mr-clerk-1", json!({"act": "deliver", "way": "机密方式"}));
        self.step(&rated, "990101-mr-clerk-1", json!({"act": "close"}));
        let rating = json!({"act": "rate", "level": 1, "labels": [], "text": "机密评语"});
        self.step(&rated, "party", rating);
        let charged = self.open([TRANSFER, LAND]);
        self.step(&charged, "990101-nr-clerk-1", json!({"act": "accept"}));
        let fee = json!({"act": "charge-fee", "fee": "residential", "amount_fen": 8_000});
        self.step(&charged, "990101-nr-clerk-1", fee);
        [asked, granted, rated, charged]
    }

    /// One of each kind.
    pub(super) fn objects(&self) -> Objects {
        let (platform, owner) = (&self.house.platform, &self.owner);
        let [draft, draft_file] = self.draft();
        let target = [draft.as_str(), "layout"];
        let upload = files::begin(platform, owner, target, ("机密.pdf", Some(9))).unwrap();
        let cases = self.cases();
        let known = applications::of_case(platform, owner, COUNTY, &cases[0]).unwrap().unwrap();
        let code = applications::of_case(platform, owner, COUNTY, &cases[1]).unwrap().unwrap();
        let payment = payments::begin(platform, owner, [COUNTY, &cases[3]]).unwrap();
        let wanted = cards::Filter { jurisdiction: COUNTY.into(), ..cards::Filter::default() };
        let (cards, _) = cards::list(platform, &wanted, 3).unwrap();
        let ticket = queue::take(platform, &Caller::Anyone, AGENCY).unwrap();
        queue::call_next(platform, &self.post("990101-mr-clerk-1"), "1").unwrap();
        let token = self.people.tokens(&security()).unwrap().remove(0).key;
        let Caller::Party { person } = owner else { panic!("a party owns it") };
        let person = person.to_string();
        let one = |id: &str| vec![id.to_owned()];
        Objects::from([
            ("card", cards.iter().map(|card| card.card_id.to_string()).collect()),
            ("document", one("2")),
            ("result", one("5")),
            ("case-file", one(&known.files[0].id)),
            ("pick-up-code", one(&code.pick_up_code)),
            ("certificate", one("证-扫-1")),
            ("case", cases.to_vec()),
            ("draft", one(&draft)),
            ("draft-file", one(&draft_file)),
            ("upload", one(&upload)),
            ("payment", one(&payment)),
            ("ticket", one(&ticket.to_string())),
            ("token", one(&token)),
            ("account", one(&person)),
            ("person", one(&person)),
            ("post", one("990101-mr-clerk-1")),
            ("catalogue-draft", one(&self.catalogue_draft())),
            ("session", one(&self.session())),
            ("deputy", one(&self.deputy())),
            ("delegation", one(&self.delegation())),
        ])
    }

    fn session(&self) -> String {
        let Caller::Party { person } = &self.owner else { panic!("a party owns it") };
        let account = self.people.account(&security(), person).unwrap();
        self.people.sessions(&account).unwrap().remove(0).0
    }

    /// Of an item that the agencies of the strangers do not handle: whoever handles it may change its draft.
    fn catalogue_draft(&self) -> String {
        let item = self.house.platform.law().items.get(TRANSFER).unwrap().clone();
        let (code, amendment) = (item.code.clone(), catalogue::documents::Amendment::Adjust);
        let reason = "起草秘".to_owned();
        let drafting = catalogue::drafts::Drafting { item, amendment, reason, imported: None };
        let caller = self.post("990101-nr-clerk-1");
        catalogue::drafts::save(&self.house.platform, &caller, drafting).unwrap();
        code
    }

    /// Who stands in for an examiner of the agency for a week.
    pub(super) fn deputy(&self) -> String {
        self.stands_in("990101-mr-examiner-1")
    }

    /// Names somebody of the agency to stand in for a post.
    pub(super) fn stands_in(&self, post: &str) -> String {
        let now = self.house.platform.now();
        let wanted = Wanted {
            post: post.into(),
            person: "p-0099".into(),
            interval: Interval { from: Some(now), until: Some(now + 7 * 86_400_000) },
            reason: "任秘".into(),
        };
        self.people.deputise(&security(), &wanted).unwrap();
        let register = self.house.platform.register();
        let named = register.deputies().find(|deputy| *deputy.post == *post);
        named.unwrap().id.to_string()
    }

    fn delegation(&self) -> String {
        let today = "2026-03-20".parse().unwrap();
        let delegation = delegations::Delegation {
            post: "990101-mr-examiner-1".into(),
            items: Vec::new(),
            outcomes: Vec::new(),
            from: today,
            until: "2026-04-20".parse().unwrap(),
            by: "".into(),
            document: "机密授权".into(),
            ended: None,
        };
        let head = self.post("990101-mr-chief-1");
        delegations::give(&self.house.platform, &head, (delegation, today)).unwrap().to_string()
    }

    /// Somebody of the register with an account, signed in; the cookie.
    pub(super) fn signed_in(&self, [name, login, person]: [&str; 3]) -> String {
        let new = operations::people::accounts::NewAccount {
            name: name.into(),
            login: login.into(),
            person: person.into(),
        };
        let (_, link) = self.people.create_account(&security(), &new).unwrap();
        self.people.set_password(&link, "", PASSWORD).unwrap();
        let fields = format!("name={login}&password={}", PASSWORD.replace(' ', "+"));
        session_of(self.house.address(), "/sign-in", "", &fields)
    }
}
