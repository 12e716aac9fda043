//! What time does by itself where an office is silent.

use super::driver::Scripts;
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, FOOD, apply};
use super::steps::ending::holds;
use super::steps::office::offers;

#[test]
fn after_five_working_days_of_silence_an_application_counts_as_accepted() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, FOOD, COUNTY);
    house.at("2026-03-09T23:59:00");
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::Off, DESK) else { return };
    assert!(offers(&window, &case, "request-supplement~"), "the fifth day is not over");
    house.at("2026-03-10T00:01:00");
    citizen.go(&case.path());
    citizen.reads("已受理");
    citizen.reads("依法自动产生");
    assert!(!offers(&window, &case, "accept~"), "there is nothing left to accept");
    assert!(!offers(&window, &case, "request-supplement~"), "it is too late to ask for more");
    assert!(!offers(&window, &case, "decline~"), "and to decline");
    window.go(&case.path());
    window.reads("监察卡");
    let Some(examiner) = house.browser("990101-mr-examiner-1", Scripts::On, DESK) else { return };
    assert!(offers(&examiner, &case, "complete~examine~"), "it goes on");
    holds(&house, &case);
}
