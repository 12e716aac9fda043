//! A parallel approval: one agency leads, three give their opinions, one of them late.

use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use super::steps::applying::{APPLICANT, CITY, Filed, apply, rate};
use super::steps::ending::holds;
use super::steps::office::{act, hand_out, offers, open};

/// 占用、挖掘城市道路审批.
const ROAD: &str = "0100060001";
/// Who speaks for the police, for transport and for housing.
const JOINT: [&str; 3] = ["990100-ps-examiner-1", "990100-tr-examiner-1", "990100-hc-examiner-1"];

fn agency(house: &House, post: &str) -> String {
    house.platform.register().post(post).unwrap().agency.to_string()
}

/// One of the three reads the shared materials and gives its opinion.
fn give_opinion(house: &House, case: &Filed, (post, text): (&str, &str)) {
    let Some(browser) = house.browser(post, Scripts::Off, DESK) else { return };
    open(&browser, case);
    browser.reads("有关设计文件");
    browser.wait("#checklist ~ ul a[href*='/files/']");
    assert!(!offers(&browser, case, "decide~"), "it decides nothing");
    act(&browser, case, "give-opinion~joint-opinion~agreed", &[("text", text)]);
    assert!(!offers(&browser, case, "give-opinion~"), "it answers once");
}

/// From the application to the splitting.
fn split(house: &House, citizen: &Browser, coordinator: &Browser) -> Filed {
    let case = apply(house, citizen, ROAD, CITY);
    house.at("2026-03-03T09:00:00");
    open(coordinator, &case);
    act(coordinator, &case, "accept~accept~", &[]);
    let agencies = JOINT.map(|post| agency(house, post));
    let chosen: Vec<_> = agencies.iter().map(|id| ("agencies", id.as_str())).collect();
    act(coordinator, &case, "split~split~", &chosen);
    assert_eq!(coordinator.all("ul.joint > li.open").len(), 3);
    case
}

#[test]
fn three_agencies_are_asked_and_one_is_late() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let Some(window) = house.browser("990100-cm-clerk-1", Scripts::Off, DESK) else { return };
    let case = split(&house, &citizen, &window);
    house.at("2026-03-10T09:00:00");
    give_opinion(&house, &case, (JOINT[0], "同意，施工期间保留一条车道。"));
    house.at("2026-03-12T09:00:00");
    give_opinion(&house, &case, (JOINT[1], "同意，公交站点临时迁移。"));
    let Some(lead) = house.browser("990100-cm-examiner-1", Scripts::On, DESK) else { return };
    act(&lead, &case, "complete~lead-examine~", &[]);
    assert!(!offers(&lead, &case, "complete~consolidate~"), "one opinion is missing");
    house.at("2026-03-24T23:00:00");
    lead.go(&case.path());
    assert_eq!(lead.all("ul.joint > li.answered").len(), 2);
    // Housing is silent until its limit is over: it counts as agreeing, and is late all the same.
    house.at("2026-03-25T09:00:00");
    lead.go(&case.path());
    lead.reads("同意，施工期间保留一条车道。");
    let late = lead.text_of(&lead.wait("ul.joint > li.late"));
    assert!(late.contains("住房和城乡建设局") && late.contains("视为同意"), "{late}");
    lead.reads("并联审批部门逾期反馈");
    let Some(housing) = house.browser(JOINT[2], Scripts::Off, DESK) else { return };
    assert!(!offers(&housing, &case, "give-opinion~"), "what silence said stands");
    let Some(supervisor) = house.browser("990100-sv-duty-1", Scripts::On, DESK) else { return };
    supervisor.go("/cards");
    supervisor.reads("并联审批部门逾期反馈");
    finish(&house, &case, &window);
    citizen.go(&case.path());
    citizen.reads("准予许可");
    rate(&citizen, &case, 4);
    holds(&house, &case);
}

#[test]
fn an_agency_that_is_asked_finds_the_question_in_its_inbox() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(citizen) = house.browser(APPLICANT, Scripts::Off, PHONE) else { return };
    let Some(window) = house.browser("990100-cm-clerk-1", Scripts::Off, DESK) else { return };
    let case = apply(&house, &citizen, ROAD, CITY);
    house.at("2026-03-03T09:00:00");
    open(&window, &case);
    act(&window, &case, "accept~accept~", &[]);
    let Some(lead) = house.browser("990100-cm-examiner-1", Scripts::Off, DESK) else { return };
    let asked = agency(&house, JOINT[2]);
    act(&lead, &case, "consult~~", &[("agency", &asked), ("question", "沿线地下管线有无冲突？")]);
    let Some(housing) = house.browser(JOINT[2], Scripts::Off, DESK) else { return };
    housing.go("/desk?mine=1");
    let task = housing.text_of(&housing.wait("ul.tasks > li"));
    assert!(task.contains("答复征求意见") && task.contains("3月10日"), "{task}");
    open(&housing, &case);
    housing.reads("沿线地下管线有无冲突？");
    act(&housing, &case, "answer-consultation~~", &[("agency", &asked), ("text", "没有冲突。")]);
    housing.go("/desk?mine=1");
    assert_eq!(housing.all("ul.tasks > li").len(), 0);
    lead.go(&case.path());
    lead.reads("没有冲突。");
}

/// From the opinions to the closing, by the lead agency.
fn finish(house: &House, case: &Filed, window: &Browser) {
    let Some(lead) = house.browser("990100-cm-examiner-2", Scripts::Off, DESK) else { return };
    open(&lead, case);
    act(&lead, case, "complete~consolidate~", &[]);
    house.at("2026-03-26T09:00:00");
    let Some(chief) = house.browser("990100-cm-chief-1", Scripts::Off, PHONE) else { return };
    open(&chief, case);
    act(&chief, case, "decide~decide~granted", &[]);
    house.at("2026-03-27T09:00:00");
    act(window, case, "issue~issue~", &[("number", "望城道〔2026〕17号")]);
    hand_out(window, case);
    act(window, case, "close~close~", &[]);
}
