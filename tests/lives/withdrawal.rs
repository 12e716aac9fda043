//! A withdrawal: only by the applicant's own confirmation.

use super::driver::Scripts;
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, FOOD, apply};
use super::steps::ending::holds;
use super::steps::office::{act, offers};

#[test]
fn only_the_applicant_withdraws() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, FOOD, COUNTY);
    house.at("2026-03-03T09:00:00");
    for post in ["990101-mr-clerk-1", "990101-mr-chief-1"] {
        let Some(official) = house.browser(post, Scripts::Off, DESK) else { return };
        assert!(!offers(&official, &case, "withdraw~"), "{post} cannot withdraw it");
        if post == "990101-mr-clerk-1" {
            act(&official, &case, "accept~accept~", &[]);
        }
    }
    citizen.go(&case.path());
    citizen.click(&format!("main a[href='{}/withdrawal']", case.path()));
    citizen.fill("#number", "260302-0000000000");
    citizen.click("form.act button");
    citizen.wait("#number-fault");
    citizen.fill("#number", &case.number);
    citizen.click("form.act button");
    citizen.wait("#acts");
    citizen.reads("已撤回");
    let Some(examiner) = house.browser("990101-mr-examiner-1", Scripts::On, DESK) else { return };
    assert!(!offers(&examiner, &case, "complete~"), "nothing goes on");
    holds(&house, &case);
}
