//! A refusal: never without a reason, and printed with it and with what can be done against it.

use super::driver::Scripts;
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, COUNTY, FOOD, apply};
use super::steps::ending::holds;
use super::steps::office::{act, begin, enter, hand_out, offers, open};

const REASON: &str = "操作间与卫生间相邻，不符合防止交叉污染的要求。";

#[test]
fn a_refusal_says_why_and_what_can_be_done_against_it() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, FOOD, COUNTY);
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::Off, DESK) else { return };
    house.at("2026-03-03T09:00:00");
    act(&window, &case, "accept~accept~", &[]);
    let Some(examiner) = house.browser("990101-mr-examiner-1", Scripts::On, DESK) else { return };
    house.at("2026-03-05T09:00:00");
    open(&examiner, &case);
    act(&examiner, &case, "complete~examine~", &[("reason", REASON)]);
    let Some(chief) = house.browser("990101-mr-chief-1", Scripts::On, DESK) else { return };
    house.at("2026-03-06T09:00:00");
    open(&chief, &case);
    begin(&chief, &case, "decide~decide~refused");
    enter(&chief, "reason", "   ");
    chief.click("form.act button");
    chief.wait(".refusal");
    chief.reads("行政许可法");
    assert!(offers(&chief, &case, "decide~decide~refused"), "nothing was decided");
    act(&chief, &case, "decide~decide~refused", &[("reason", REASON)]);
    citizen.go(&case.path());
    citizen.reads("不予许可");
    citizen.click_text("不予许可（办理）决定书");
    citizen.wait("article.paper");
    let paper = citizen.text();
    for words in [REASON, "行政复议", "行政诉讼", "揽月县市场监督管理局", &case.number]
    {
        assert!(paper.contains(words), "the decision says {words}:\n{paper}");
    }
    assert!(!offers(&window, &case, "issue~"), "what is refused gets no certificate");
    house.at("2026-03-09T09:00:00");
    hand_out(&window, &case);
    act(&window, &case, "close~close~", &[]);
    citizen.go("/my?show=closed");
    citizen.reads(&case.number);
    holds(&house, &case);
}
