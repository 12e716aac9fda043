//! The hall, the desk, the catalogue and what everybody may read, in a house where every kind of thing has happened.

use super::{Visits, look};
use crate::lives::driver::{Browser, Scripts};
use crate::lives::house::{House, PHONE};
use crate::lives::steps::applying::{APPLICANT, COUNTY, FOOD, Filed, apply, begin};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{OpenCase, Request, StepCase};
use std::sync::Arc;

const CLERK: &str = "990101-mr-clerk-1";
const CHIEF: &str = "990101-mr-chief-1";

/// Opens a case of the applicant at the agency of the county that handles an item; agency and number.
fn opened(house: &House, item: &str) -> (String, String) {
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(item);
    let agency = agencies.find(|agency| &*agency.jurisdiction == COUNTY).unwrap().id.to_string();
    let person: Arc<str> = APPLICANT.trim_start_matches("party:").into();
    let materials = house.platform.law().items[item].materials.iter();
    let open = OpenCase {
        jurisdiction: COUNTY.into(),
        item: item.into(),
        agency: agency.as_str().into(),
        applicant: Some(person.as_ref().into()),
        command: Command::Submit { materials: materials.map(|known| known.id.clone()).collect() },
    };
    let caller = Caller::Party { person };
    let done = house.platform.ask(caller, Request::Open(open), None).unwrap();
    (agency, done.case_id.to_string())
}

/// An act by the holder of a role in an agency.
fn step(house: &House, (agency, case): (&str, &str), role: &str, command: Command) {
    let register = house.platform.register();
    let mut posts = register.posts_of(agency);
    let post = posts.find(|post| post.roles.iter().any(|known| &**known == role)).unwrap();
    let caller = Caller::of_post(&register, post);
    let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
    house.platform.ask(caller, Request::Step(step), None).unwrap();
}

/// A case whose result waits to be handed out; its number.
fn issued(house: &House) -> String {
    let (agency, case) = opened(house, FOOD);
    let of = (agency.as_str(), case.as_str());
    step(house, of, "window", Command::Accept);
    let examine = Command::Complete { stage: "examine".to_owned(), outcome: None, reason: None };
    step(house, of, "examiner", examine);
    let decide = Command::Decide { outcome: "granted".to_owned(), reason: None };
    step(house, of, "approver", decide);
    step(house, of, "certificate-officer", Command::Issue { number: NUMBER.to_owned() });
    case
}

const NUMBER: &str = "JY199990101000077";

/// A case in which something is missing; its number.
fn incomplete(house: &House) -> String {
    let (agency, case) = opened(house, FOOD);
    let materials = house.platform.law().items[FOOD].materials.iter();
    let asked = materials.filter(|known| known.source != domain::item::MaterialSource::Shared);
    let materials = asked.take(1).map(|known| known.id.clone()).collect();
    let command =
        Command::RequestSupplement { materials, reason: "申请书没有签名".to_owned() };
    step(house, (&agency, &case), "window", command);
    case
}

/// A case with a fee, and the address of its cashier.
fn charged(house: &House, citizen: &Browser) -> (String, String) {
    let (register, law) = (house.platform.register(), house.platform.law());
    let mut agencies = register.agencies().filter(|agency| &*agency.jurisdiction == COUNTY);
    let item = agencies
        .find_map(|agency| {
            let mut items = agency.items.iter().filter_map(|code| law.items.get(&**code));
            items.find(|item| !item.fees.is_empty())
        })
        .unwrap();
    let (agency, case) = opened(house, &item.code);
    step(house, (&agency, &case), "window", Command::Accept);
    let (fee, amount_fen) = (item.fees[0].id.clone(), item.fees[0].amount_fen);
    step(house, (&agency, &case), "window", Command::ChargeFee { fee, amount_fen });
    citizen.go(&format!("/cases/{COUNTY}/{case}/pay"));
    citizen.click("main form button");
    let cashier = citizen.wait_for("the cashier", || {
        Some(citizen.path()).filter(|path| path.starts_with("/cashier/"))
    });
    (case, cashier)
}

/// A form that was begun; its address.
fn draft(house: &House, citizen: &Browser) -> String {
    citizen.go(&format!("/items/{FOOD}"));
    begin(house, citizen, FOOD, COUNTY);
    citizen.path()
}

/// An application taken in at a window; the address of its receipt.
fn taken_in(house: &House) -> Option<String> {
    let agency = house.platform.register().post(CLERK)?.agency.to_string();
    let clerk = house.browser(CLERK, Scripts::On, PHONE)?;
    clerk.go(&format!("/desk/window/new?item={FOOD}&agency={agency}"));
    clerk.fill("#name", "李四");
    clerk.fill("#document", "11010519491231002X");
    clerk.click_text("收件并出具凭证");
    clerk.wait_for("the receipt", || {
        Some(Some(clerk.path()).filter(|path| path.contains("/receipts/"))).filter(Option::is_some)
    })
}

/// What has happened in the house.
struct Happened {
    /// Handed in on the pages, with files.
    filed: Filed,
    incomplete: String,
    issued: String,
    charged: String,
    cashier: String,
    draft: String,
    card: String,
    receipt: String,
    legal: String,
}

fn happen(house: &House) -> Option<Happened> {
    // Far beyond every limit: cards fall.
    opened(house, FOOD);
    house.at("2026-06-01T09:00:00");
    let citizen = house.browser(APPLICANT, Scripts::On, PHONE)?;
    let filed = apply(house, &citizen, FOOD, COUNTY);
    let (charged, cashier) = charged(house, &citizen);
    let draft = draft(house, &citizen);
    citizen.go("/cards");
    let card = citizen.wait("a[href^='/cards/9']");
    let card = citizen.attribute(&card, "href").unwrap();
    let register = house.platform.register();
    let mut posts = register.posts();
    let is_legal = |role: &Arc<str>| &**role == "legal-officer";
    let legal = posts.find(|post| post.roles.iter().any(is_legal)).unwrap().id.to_string();
    let (incomplete, issued, receipt) = (incomplete(house), issued(house), taken_in(house)?);
    Some(Happened { filed, incomplete, issued, charged, cashier, draft, card, receipt, legal })
}

/// The routes that were visited, and what is wrong with their pages.
pub(super) fn looked_at(house: &House) -> Option<(Vec<&'static str>, Vec<String>)> {
    let happened = happen(house)?;
    let visits = visits(house, &happened);
    let mut wrong = Vec::new();
    look(&|who, size| house.browser(who, Scripts::On, size), &visits, &mut wrong);
    let all = visits.iter().flat_map(|visits| visits.pages.iter().map(|(route, _)| *route));
    Some((all.collect(), wrong))
}

type Pages = Vec<(&'static str, String)>;

fn plain(routes: &[&'static str]) -> Pages {
    routes.iter().map(|route| (*route, (*route).to_owned())).collect()
}

fn visits(house: &House, happened: &Happened) -> Vec<Visits> {
    let agency = {
        let register = house.platform.register();
        register.post(CLERK).unwrap().agency.to_string()
    };
    let of = |who: &str, pages: Pages| Visits { who: who.to_owned(), pages };
    vec![
        of("nobody", of_everybody(happened, &agency)),
        of(APPLICANT, of_the_applicant(happened)),
        of(CLERK, of_the_window(happened)),
        of(CHIEF, plain(&["/desk/figures", "/desk/delegations"])),
        of(&happened.legal, of_the_legal_office()),
    ]
}

fn of_everybody(happened: &Happened, agency: &str) -> Pages {
    let lists = plain(&[
        "/",
        "/board",
        "/cards",
        "/demo/people",
        "/departments",
        "/disclosure",
        "/items",
        "/life-events",
        "/queue",
        "/status",
        "/track",
        "/verify",
    ]);
    let case = "/cases/{jurisdiction}/{case}";
    let single = [
        ("/items", "/items?q=食品".to_owned()),
        ("/items", "/items?q=没有这样的事".to_owned()),
        ("/items/{code}", format!("/items/{FOOD}")),
        ("/items/{code}/versions", format!("/items/{FOOD}/versions")),
        ("/track", "/track?number=没有".to_owned()),
        ("/verify", format!("/verify?number={NUMBER}")),
        ("/verify", "/verify?number=没有".to_owned()),
        ("/cards/{jurisdiction}/{card}", happened.card.clone()),
        (case, happened.filed.path()),
        (case, format!("/cases/{COUNTY}/{}", happened.issued)),
        ("/queue/{agency}", format!("/queue/{agency}")),
        ("/queue/{agency}/board", format!("/queue/{agency}/board")),
        ("/disclosure/{scope}", "/disclosure/county".to_owned()),
        ("/disclosure/agencies/{agency}", format!("/disclosure/agencies/{agency}")),
    ];
    lists.into_iter().chain(single).collect()
}

fn of_the_applicant(happened: &Happened) -> Pages {
    let of = |case: &str, end: &str| format!("/cases/{COUNTY}/{case}{end}");
    let filed = &happened.filed;
    let single = [
        ("/apply/{code}", format!("/apply/{FOOD}")),
        ("/my", "/my?show=closed".to_owned()),
        ("/drafts/{draft}", happened.draft.clone()),
        ("/drafts/{draft}/materials", format!("{}/materials", happened.draft)),
        ("/drafts/{draft}/check", format!("{}/check", happened.draft)),
        ("/cases/{jurisdiction}/{case}", filed.path()),
        ("/cases/{jurisdiction}/{case}", of(&happened.issued, "")),
        ("/cases/{jurisdiction}/{case}/receipt", format!("{}/receipt", filed.path())),
        ("/cases/{jurisdiction}/{case}/withdrawal", format!("{}/withdrawal", filed.path())),
        ("/cases/{jurisdiction}/{case}/supplement", of(&happened.incomplete, "/supplement")),
        ("/cases/{jurisdiction}/{case}/rating", of(&happened.issued, "/rating")),
        ("/cases/{jurisdiction}/{case}/pay", of(&happened.charged, "/pay")),
        ("/cashier/{jurisdiction}/{payment}", happened.cashier.clone()),
        ("/cases/{jurisdiction}/{case}/acts/{option}", of(&filed.number, "/acts/urge~~")),
    ];
    plain(&["/my", "/my/notices"]).into_iter().chain(single).collect()
}

fn of_the_window(happened: &Happened) -> Pages {
    let lists =
        plain(&["/desk", "/desk/bulk", "/desk/delivery", "/desk/window", "/desk/window/new"]);
    let filed = &happened.filed;
    let chosen = format!("case={COUNTY}%2F{}", filed.number);
    let act = "/cases/{jurisdiction}/{case}/acts/{option}";
    let document = |number: u32| format!("/cases/{COUNTY}/{}/documents/{number}", happened.issued);
    let single = [
        ("/desk", "/desk?standing=overdue".to_owned()),
        ("/desk/bulk", format!("/desk/bulk?{chosen}")),
        ("/desk/bulk", format!("/desk/bulk?{chosen}&act=accept~accept~")),
        ("/desk/window/new", "/desk/window/new?q=食品".to_owned()),
        ("/desk/window/receipts/{jurisdiction}/{case}", happened.receipt.clone()),
        ("/cases/{jurisdiction}/{case}", filed.path()),
        ("/cases/{jurisdiction}/{case}/documents/{number}", document(1)),
        ("/cases/{jurisdiction}/{case}/documents/{number}", document(4)),
        (act, format!("{}/acts/accept~accept~", filed.path())),
        (act, format!("{}/acts/request-supplement~~", filed.path())),
        (act, format!("{}/acts/transfer~~", filed.path())),
        (act, format!("{}/acts/consult~~", filed.path())),
    ];
    lists.into_iter().chain(single).collect()
}

fn of_the_legal_office() -> Pages {
    let lists = plain(&["/catalogue", "/catalogue/import", "/catalogue/reviews", "/disclosure"]);
    let draft = ("/catalogue/drafts/{code}", format!("/catalogue/drafts/{FOOD}"));
    lists.into_iter().chain([draft]).collect()
}
