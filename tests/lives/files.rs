//! A file that was changed on the disk after it was handed in is sent to nobody.

use super::house::House;
use super::steps::applying::{APPLICANT, COUNTY, FOOD, demanded};
use crate::live::server::{Answer, send_to};
use operations::caller::Caller;
use operations::drafts::{Purpose, begin};
use operations::files::take;
use std::collections::BTreeMap;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

#[test]
fn what_was_changed_on_the_disk_is_a_problem_and_no_file() {
    let house = House::open("2026-03-02T09:00:00");
    let me = Caller::Party { person: APPLICANT.strip_prefix("party:").unwrap().into() };
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(FOOD);
    let agency = agencies.find(|agency| &*agency.jurisdiction == COUNTY).unwrap().id.to_string();
    let purpose = Purpose::Application {
        jurisdiction: COUNTY.into(),
        item: FOOD.into(),
        agency: agency.into(),
    };
    let draft = begin(&house.platform, &me, purpose, BTreeMap::new()).unwrap();
    let material = demanded(&house.platform.law().items[FOOD]).remove(0);
    let file = take(&house.platform, &me, [&draft, &material], ("材料.pdf", PDF)).unwrap();
    let ask = || -> Answer {
        let cookie = format!("acts-as={APPLICANT}; lang=zh-Hans");
        let path = format!("/drafts/{draft}/files/{}", file.id);
        send_to(house.address(), "GET", &path, &[("Cookie", &cookie)], "")
    };
    let sent = ask();
    assert_eq!((sent.status, sent.body.as_bytes()), (200, PDF));
    let (folder, name) = file.digest.split_at(2);
    let content = house.place().folder.join("files").join(folder).join(name);
    let forged = String::from_utf8(PDF.to_vec()).unwrap().replace("trailer", "forgery");
    assert_eq!(forged.len(), PDF.len());
    std::fs::write(&content, &forged).unwrap();
    let refused = ask();
    assert_eq!(refused.status, 500, "{}", refused.body);
    assert!(refused.body.contains("已经不是提交时的内容"), "{}", refused.body);
    assert!(!refused.body.contains("forgery"), "{}", refused.body);
    std::fs::remove_file(&content).unwrap();
    assert_eq!(ask().status, 500);
}
