//! An ordinary licence with all that can come between: supplement, expert review, extension, a second person, a fee.

use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, CITY, FOREST, Filed, apply, pay, rate, supplement};
use super::steps::ending::holds;
use super::steps::office::{act, hand_out, offers, open};
use super::steps::pictures::picture;

const CLERK: &str = "990100-nr-clerk-1";

/// Asked once for a material of the catalogue, brought, and accepted.
fn accept(house: &House, citizen: &Browser, case: &Filed, window: &Browser) {
    house.at("2026-03-03T10:00:00");
    window.go("/desk?mine=1");
    window.wait("#tasks");
    picture(window, "inbox-desk");
    open(window, case);
    let asks = [("materials", "report"), ("reason", "调查材料没有标明林地四至")];
    act(window, case, "request-supplement~~", &asks);
    citizen.go("/my");
    citizen.reads("等您办理");
    house.at("2026-03-05T15:00:00");
    supplement(citizen, case, "report");
    house.at("2026-03-06T09:00:00");
    assert!(!offers(window, case, "request-supplement~"), "it is asked once");
    act(window, case, "accept~accept~", &[]);
}

/// Stops the clock for a review by experts and lets it run again.
fn review(house: &House, case: &Filed, examiner: &Browser) {
    house.at("2026-03-09T09:00:00");
    open(examiner, case);
    let papers = [
        ("until", "2026-03-20"),
        ("evidence", "专家评审通知〔2026〕3号"),
        ("notice", "特别程序告知书〔2026〕3号"),
    ];
    act(examiner, case, "start-pause~~expert-review", &papers);
    examiner.reads("专家评审");
    examiner.reads("2026年3月20日");
    assert!(!offers(examiner, case, "start-pause~"), "one review at a time");
    house.at("2026-03-18T16:00:00");
    act(examiner, case, "end-pause~~", &[]);
    house.at("2026-03-20T10:00:00");
    picture(examiner, "examiner-case-desk");
    act(examiner, case, "complete~examine~", &[]);
    assert!(!offers(examiner, case, "decide~"), "who examined does not approve");
    assert!(!offers(examiner, case, "extend~"), "nor lengthens the limit");
}

/// The window says in writing what is owed, by area; the applicant pays it at the cashier.
fn charge(house: &House, case: &Filed, [window, citizen]: [&Browser; 2], judges: [&Browser; 2]) {
    assert!(!offers(citizen, case, "pay-fee~"), "nothing is due");
    house.at("2026-03-25T10:00:00");
    act(window, case, "charge-fee~~forest", &[("amount_fen", "1500")]);
    window.reads("¥15000.00");
    citizen.go(&case.path());
    picture(citizen, "fee-phone");
    assert!(offers(window, case, "pay-fee~"), "the window records what the bank reports");
    for judge in judges {
        assert!(!offers(judge, case, "pay-fee~"), "who examines or decides does not collect");
        assert!(judge.source().contains("收缴分离"), "and is told why");
    }
    pay(citizen, case, "15,000");
}

#[test]
fn a_licence_with_supplement_review_extension_fee_and_a_second_person() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &citizen, FOREST, CITY);
    let Some(window) = house.browser(CLERK, Scripts::Off, DESK) else { return };
    accept(&house, &citizen, &case, &window);
    let Some(examiner) = house.browser("990100-nr-examiner-1", Scripts::On, DESK) else { return };
    review(&house, &case, &examiner);
    let Some(chief) = house.browser("990100-nr-chief-1", Scripts::Off, DESK) else { return };
    house.at("2026-03-23T09:00:00");
    let why = [("reason", "专家意见需要复核"), ("notice", "延期告知书〔2026〕5号")];
    act(&chief, &case, "extend~~statutory", &why);
    assert!(!offers(&chief, &case, "extend~"), "it is lengthened once");
    citizen.go(&case.path());
    citizen.reads("延期告知书〔2026〕5号");
    house.at("2026-03-25T09:00:00");
    act(&chief, &case, "decide~decide~granted", &[]);
    charge(&house, &case, [&window, &citizen], [&examiner, &chief]);
    house.at("2026-03-26T09:00:00");
    act(&window, &case, "issue~issue~", &[("number", "林许准〔2026〕17号")]);
    citizen.go(&case.path());
    citizen.reads("林许准〔2026〕17号");
    picture(&citizen, "case-phone");
    house.at("2026-03-27T09:00:00");
    hand_out(&window, &case);
    act(&window, &case, "close~close~", &[]);
    rate(&citizen, &case, 4);
    holds(&house, &case);
}
