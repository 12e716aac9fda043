//! The result of a case as a file of its holder: made for nobody else, checked by everybody, read and printed on one page.

use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, FOOD, apply, demanded};
use super::steps::pictures::picture;
use crate::live::server::{Answer, send_to};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{OpenCase, Request, StepCase};
use operations::people::{From, People, sign_up::SignUp};
use std::sync::Arc;

const CODE: &str = "91350100M000100Y43";
const NUMBER: &str = "JY199990101000088";

fn step(house: &House, case: &str, role: &str, command: Command) {
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(FOOD);
    let agency = agencies.find(|agency| &*agency.jurisdiction == COUNTY).unwrap();
    let mut posts = register.posts_of(&agency.id);
    let post = posts.find(|post| post.roles.iter().any(|known| &**known == role)).unwrap();
    let caller = Caller::of_post(&register, post);
    let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
    house.platform.ask(caller, Request::Step(step), None).unwrap();
}

/// From acceptance to the number of the result.
fn issue(house: &House, case: &str) {
    step(house, case, "window", Command::Accept);
    let examine = Command::Complete { stage: "examine".to_owned(), outcome: None, reason: None };
    step(house, case, "examiner", examine);
    let decide = Command::Decide { outcome: "granted".to_owned(), reason: None };
    step(house, case, "approver", decide);
    step(house, case, "certificate-officer", Command::Issue { number: NUMBER.to_owned() });
}

fn page(house: &House, path: &str, who: &str) -> Answer {
    let cookie = format!("acts-as={who}; lang=zh-Hans");
    send_to(house.address(), "GET", path, &[("Cookie", &cookie)], "")
}

/// Where the holder finds the file.
fn address(house: &House, case: &str, holder: &str) -> String {
    let shown = page(house, &format!("/cases/{COUNTY}/{case}"), holder);
    let links = shown.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    let mut files = links.filter(|link| link.contains("/results/"));
    files.next().unwrap_or_else(|| panic!("{}", shown.body)).to_owned()
}

fn check(house: &House, code: &str) -> String {
    page(house, &format!("/verify?number={NUMBER}&code={code}"), "").body
}

/// The file as it lies on the disk of its holder.
fn look_at(house: &House, file: &std::path::Path) {
    for (size, name) in [(PHONE, "result-phone"), (DESK, "result-desk")] {
        let Some(browser) = house.browser(APPLICANT, Scripts::Off, size) else { return };
        browser.visit(&format!("file://{}", file.display()));
        browser.reads(NUMBER);
        let wide = browser.run("return document.documentElement.scrollWidth").as_u64();
        assert!(wide <= Some(u64::from(size[0])), "{wide:?} at {size:?}");
        picture(&browser, name);
        assert_eq!(browser.sheets(name), 1, "one page of A4");
    }
}

fn prints_its_receipt(citizen: &Browser, case: &str) {
    citizen.go(&format!("/cases/{COUNTY}/{case}/receipt"));
    citizen.wait(".receipt svg.qr");
    assert_eq!(citizen.sheets("receipt"), 1, "one page of A4");
}

/// The account of an enterprise that typed a name and a credit code when it signed up, which nobody has verified.
fn enterprise(house: &House, name: &str) -> String {
    let people = People::new(Arc::clone(&house.platform)).unwrap();
    let wanted =
        SignUp { name: name.to_owned(), credit_code: Some(CODE.to_owned()), ..SignUp::default() };
    let (contact, code) = people.sign_up(&wanted, "13800138000", &From::default()).unwrap();
    people.confirm_sign_up(&contact, &code, &From::default()).unwrap();
    let key = [store::settings::EVERYWHERE, "account", "enterprise"];
    let newest = store::records::From::Newest;
    let accounts = house.platform.readers().read(|c| store::records::of_owner(c, key, newest, 1));
    accounts.unwrap()[0].key.to_string()
}

/// A case of somebody, handed in without a form.
fn open(house: &House, person: &str) -> String {
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(FOOD);
    let agency = agencies.find(|agency| &*agency.jurisdiction == COUNTY).unwrap();
    let item = &house.platform.law().items[FOOD];
    let open = OpenCase {
        jurisdiction: COUNTY.into(),
        item: FOOD.into(),
        agency: (&*agency.id).into(),
        applicant: Some(person.into()),
        command: Command::Submit { materials: demanded(item) },
    };
    let party = Caller::Party { person: person.into() };
    let answer = house.platform.ask(party, Request::Open(open), None).unwrap();
    answer.case_id.to_string()
}

/// What stands first between two marks.
fn between<'a>(text: &'a str, [from, to]: [&str; 2]) -> &'a str {
    text.split(from)
        .nth(1)
        .and_then(|rest| rest.split(to).next())
        .unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn the_result_is_its_holders_alone_and_everybody_can_check_it() {
    let house = House::open("2026-03-02T09:00:00");
    let person = enterprise(&house, "晴川一号公司");
    let owner = format!("party:{person}");
    let case = open(&house, &person);
    issue(&house, &case);
    let address = address(&house, &case, &owner);
    let file = page(&house, &address, &owner);
    assert_eq!(file.status, 200, "{}", file.body);
    let disposition = file.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment"), "{disposition}");
    // It needs nothing from anywhere, and runs nothing.
    for outside in ["<script", "src=", "<link", "@import", "url("] {
        assert!(!file.body.contains(outside), "{outside}: {}", file.body);
    }
    for who in ["party:citizen-8", "990101-mr-clerk-1", "administrator:security", ""] {
        assert!(matches!(page(&house, &address, who).status, 303 | 403 | 404), "{who}");
    }
    // A code that nobody has verified, and that no check covers, does not stand there.
    assert!(!file.body.contains(CODE), "{}", file.body);
    // Everybody can check it; only who has the code reads the holder.
    let code = between(&file.body, ["<code>", "</code>"]);
    let holder = between(&file.body, ["<strong>", "</strong>"]);
    assert_eq!(holder, "晴川一号公司");
    let genuine = check(&house, &code.to_lowercase().replace('-', "%20"));
    assert!(genuine.contains("真实、有效") && genuine.contains(holder), "{genuine}");
    let without = check(&house, "");
    assert!(!without.contains("真实、有效") && !without.contains(holder), "{without}");
    let mut wrong: Vec<char> = code.chars().collect();
    wrong[0] = if wrong[0] == '7' { '8' } else { '7' };
    let wrong: String = wrong.into_iter().collect();
    let forged = check(&house, &wrong);
    assert!(forged.contains("校验码与编号不符") && !forged.contains(holder), "{forged}");
}

#[test]
fn a_register_that_was_changed_is_a_problem_and_never_genuine() {
    let house = House::open("2026-03-02T09:00:00");
    let case = open(&house, "citizen-7");
    issue(&house, &case);
    let address = address(&house, &case, APPLICANT);
    let file = page(&house, &address, APPLICANT);
    let code = between(&file.body, ["<code>", "</code>"]).to_owned();
    assert!(check(&house, &code).contains("真实、有效"));
    let database = rusqlite::Connection::open(house.place().folder.join("yangguang.db")).unwrap();
    let later = "update records set document = replace(document, '\"n\":', '\"valid_until\":\"2099-01-01\",\"n\":') where kind = 'certificate'";
    assert_eq!(database.execute(later, []).unwrap(), 1);
    for code in [&*code, ""] {
        let seen = check(&house, code);
        assert!(seen.contains("证照登记与日志不符"), "{seen}");
        assert!(!seen.contains("真实、有效") && !seen.contains("<code>"), "{seen}");
    }
    let file = page(&house, &address, APPLICANT);
    assert_eq!(file.status, 500);
    assert!(file.body.contains("与公开日志中该办件的记录不一致"), "{}", file.body);
}

#[test]
fn the_result_is_read_and_printed_on_one_page() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, FOOD, COUNTY).number;
    prints_its_receipt(&citizen, &case);
    issue(&house, &case);
    let file = page(&house, &address(&house, &case, APPLICANT), APPLICANT);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.html");
    std::fs::write(&path, &file.body).unwrap();
    look_at(&house, &path);
    let code = between(&file.body, ["<code>", "</code>"]);
    citizen.go(&format!("/verify?number={NUMBER}&code={code}"));
    picture(&citizen, "verify-phone");
}
