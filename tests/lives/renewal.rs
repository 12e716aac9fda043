//! A licence whose renewal is left undecided until it ends: it counts as renewed.

use super::driver::Scripts;
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, apply, rate};
use super::steps::ending::holds;
use super::steps::office::{act, hand_out, offers};

/// 食品经营许可证延续.
const RENEWAL: &str = "0100020091";

#[test]
fn a_renewal_left_undecided_counts_as_renewed() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, RENEWAL, COUNTY);
    let licence = [("number", "JY29901010000003"), ("until", "2026-04-20")];
    act(&citizen, &case, "name-licence~name-licence~", &licence);
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::On, DESK) else { return };
    house.at("2026-03-04T09:00:00");
    act(&window, &case, "accept~accept~", &[]);
    house.at("2026-04-20T23:59:00");
    citizen.go(&case.path());
    citizen.reads("已受理");
    let Some(chief) = house.browser("990101-mr-chief-1", Scripts::Off, DESK) else { return };
    house.at("2026-04-21T00:01:00");
    citizen.go(&case.path());
    citizen.reads("准予延续");
    citizen.reads("依法自动产生");
    citizen.reads("法定时限已过尚未办结");
    assert!(!offers(&chief, &case, "decide~"), "there is nothing left to decide");
    house.at("2026-04-21T09:00:00");
    act(&window, &case, "issue~issue~", &[("number", "JY29901010000004")]);
    hand_out(&window, &case);
    act(&window, &case, "close~close~", &[]);
    citizen.go(&case.path());
    citizen.reads("JY29901010000004");
    rate(&citizen, &case, 2);
    holds(&house, &case);
}
