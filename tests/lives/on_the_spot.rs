//! An on-the-spot matter: applied for, accepted, decided, handed out and rated within a morning.

use super::driver::Scripts;
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, apply, rate};
use super::steps::ending::holds;
use super::steps::office::{act, hand_out, offers, open};
use super::steps::pictures::picture;

/// 企业设立登记.
const REGISTRATION: &str = "0100010001";

#[test]
fn a_business_is_registered_within_a_morning() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    citizen.go("/");
    citizen.wait("#q");
    picture(&citizen, "hall-phone");
    citizen.fill("#q", "企业设立");
    citizen.click("form.search button");
    citizen.click(&format!("main a[href='/items/{REGISTRATION}']"));
    let case = apply(&house, &citizen, REGISTRATION, COUNTY);
    house.at("2026-03-02T09:25:00");
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::On, DESK) else { return };
    open(&window, &case);
    window.reads("现在可以办理");
    act(&window, &case, "accept~accept~", &[]);
    assert!(!offers(&window, &case, "decide~"), "the window does not decide");
    house.at("2026-03-02T09:40:00");
    let Some(chief) = house.browser("990101-mr-chief-1", Scripts::Off, DESK) else { return };
    open(&chief, &case);
    act(&chief, &case, "decide~decide~granted", &[]);
    house.at("2026-03-02T10:00:00");
    act(&window, &case, "issue~issue~", &[("number", "91990101QC00001234")]);
    house.at("2026-03-02T10:20:00");
    hand_out(&window, &case);
    act(&window, &case, "close~close~", &[]);
    citizen.go(&case.path());
    citizen.reads("准予许可");
    citizen.reads("91990101QC00001234");
    rate(&citizen, &case, 5);
    holds(&house, &case);
}
