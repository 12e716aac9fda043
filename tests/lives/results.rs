//! The result of a case as a file of its holder: made for nobody else, checked by everybody, read and printed on one page.

use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, FOOD, apply};
use super::steps::pictures::picture;
use crate::live::server::{Answer, send_to};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{Request, StepCase};

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
fn address(house: &House, case: &str) -> String {
    let shown = page(house, &format!("/cases/{COUNTY}/{case}"), APPLICANT);
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

#[test]
fn the_result_is_a_file_of_its_holder_that_everybody_can_check() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, FOOD, COUNTY).number;
    prints_its_receipt(&citizen, &case);
    issue(&house, &case);
    let address = address(&house, &case);
    let file = page(&house, &address, APPLICANT);
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
    let code = file.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("result.html");
    std::fs::write(&path, &file.body).unwrap();
    look_at(&house, &path);
    // Everybody can check it; only who has the code reads the holder.
    let holder = file.body.split("<strong>").nth(1).unwrap().split('<').next().unwrap();
    let genuine = check(&house, &code.to_lowercase().replace('-', " ").replace(' ', "%20"));
    assert!(genuine.contains("真实、有效") && genuine.contains(holder), "{genuine}");
    let without = check(&house, "");
    assert!(!without.contains("真实、有效") && !without.contains(holder), "{without}");
    let mut wrong: Vec<char> = code.chars().collect();
    wrong[0] = if wrong[0] == '7' { '8' } else { '7' };
    let wrong: String = wrong.into_iter().collect();
    let forged = check(&house, &wrong);
    assert!(forged.contains("校验码与编号不符") && !forged.contains(holder), "{forged}");
    citizen.go(&format!("/verify?number={NUMBER}&code={code}"));
    picture(&citizen, "verify-phone");
}
