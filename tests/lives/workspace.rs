//! A day in the workspace, role by role: the window with its queue, the inbox, the desk by keyboard alone, several cases
//! at once, a parallel approval, the delivery window, the head of an agency.

use super::accessibility::{axe, violations};
use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{OpenCase, Request, StepCase};

/// 食品经营许可.
const FOOD: &str = "0100020001";
const COUNTY: &str = "990101";
const ENTER: &str = "\u{E007}";
const TAB: &str = "\u{E004}";

fn agency(house: &House, item: &str, place: &str) -> String {
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(item);
    agencies.find(|agency| &*agency.jurisdiction == place).unwrap().id.to_string()
}

/// An application that a citizen handed in elsewhere; its number.
fn applied(house: &House, item: &str, place: &str) -> String {
    let materials = house.platform.law().items[item].materials.iter();
    let open = OpenCase {
        jurisdiction: place.into(),
        item: item.into(),
        agency: agency(house, item, place).into(),
        applicant: Some("citizen-1".into()),
        command: Command::Submit { materials: materials.map(|m| m.id.clone()).collect() },
    };
    let caller = Caller::Party { person: "citizen-1".into() };
    house.platform.ask(caller, Request::Open(open), None).unwrap().case_id.into()
}

/// An act of the holder of a post, done elsewhere.
fn step(house: &House, post: &str, (place, case): (&str, &str), command: Command) {
    let register = house.platform.register();
    let caller = Caller::of_post(&register, register.post(post).unwrap());
    let step = StepCase { jurisdiction: place.into(), case_id: case.into(), command };
    house.platform.ask(caller, Request::Step(step), None).unwrap();
}

/// Presses Tab until what has the focus says a text, and Enter there.
fn press_by_keyboard(browser: &Browser, text: &str) {
    for _ in 0..80 {
        let focused = browser.run(
            "const it = document.activeElement; return (it.innerText || it.value || '').trim()",
        );
        if focused.as_str() == Some(text) {
            browser.keys(ENTER);
            return;
        }
        browser.keys(TAB);
    }
    panic!("no way to `{text}` by keyboard on {}:\n{}", browser.path(), browser.text());
}

#[test]
fn a_queue_a_window_and_an_application_without_a_script() {
    let house = House::open("2026-03-02T09:00:00");
    let register = house.platform.register();
    let centre = register.post("990101-as-clerk-1").unwrap().agency.to_string();
    let Some(citizen) = house.browser("party:citizen-9", Scripts::Off, PHONE) else { return };
    citizen.go("/queue");
    citizen.click(&format!("a[href='/queue/{centre}']"));
    citizen.click_text("取号");
    citizen.reads("A001");
    citizen.reads("前面还有 0 位");
    let Some(clerk) = house.browser("990101-as-clerk-1", Scripts::Off, DESK) else { return };
    clerk.go("/desk/window");
    clerk.fill("#counter", "3");
    clerk.click_text("叫下一位");
    clerk.reads("A001");
    citizen.go(&format!("/queue/{centre}?number=1"));
    citizen.reads("3 号窗口");
    clerk.click_text("开始办理");
    clerk.click_text("收件登记");
    clerk.fill("#q", "食品经营");
    clerk.click("form.search button");
    clerk.click(&format!("a[href*='item={FOOD}']"));
    clerk.fill("#name", "李四");
    clerk.fill("#document", "110105194912310021");
    clerk.click("#material-1");
    clerk.click_text("收件并出具凭证");
    // What was typed is still there, and what is wrong is said.
    clerk.reads("证件号码不对");
    let name = clerk.run("return document.getElementById('name').value");
    assert_eq!(name.as_str(), Some("李四"));
    clerk.fill("#document", "11010519491231002X");
    clerk.click_text("收件并出具凭证");
    clerk.reads("收件凭证");
    clerk.reads("李四");
    assert!(clerk.find("svg[role=img]").is_some());
    clerk.go("/desk/window");
    assert!(clerk.find("a[href*='/desk/window/receipts/']").is_some(), "the ticket knows its case");
    clerk.click_text("办完");
    clerk.reads("现在没有人等候");
    // It waits at the agency that handles it, and there for its window.
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::Off, DESK) else { return };
    window.go("/desk?mine=1");
    window.reads("食品经营许可");
}

#[test]
fn a_licence_is_decided_by_keyboard_alone() {
    let house = House::open("2026-03-02T09:00:00");
    let case = applied(&house, FOOD, COUNTY);
    step(&house, "990101-mr-clerk-1", (COUNTY, &case), Command::Accept);
    let Some(examiner) = house.browser("990101-mr-examiner-1", Scripts::On, DESK) else { return };
    examiner.go("/desk?mine=1");
    examiner.wait("#keys:not([hidden])");
    examiner.keys("j");
    examiner.keys(ENTER);
    examiner.reads("现在可以办理");
    let stage = examiner.text_of(&examiner.wait("ul.options a.button"));
    press_by_keyboard(&examiner, &stage);
    examiner.reads("确认办理");
    press_by_keyboard(&examiner, "确认办理");
    examiner.reads("办理经过");
    house.at("2026-03-03T10:00:00");
    let Some(approver) = house.browser("990101-mr-chief-1", Scripts::On, DESK) else { return };
    approver.go("/desk?mine=1");
    approver.wait("#keys:not([hidden])");
    approver.keys("j");
    approver.keys(ENTER);
    approver.reads("现在可以办理");
    press_by_keyboard(&approver, "决定 · 准予许可");
    press_by_keyboard(&approver, "确认办理");
    approver.reads("准予许可");
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::Off, DESK) else { return };
    window.go(&format!("/cases/{COUNTY}/{case}"));
    window.click("a[href*='/acts/issue~']");
    window.fill("#number", "JY199990101000001");
    window.click_text("确认办理");
    window.go("/desk/delivery");
    window.reads("JY199990101000001");
    window.click_text("办理送达");
    window.click_text("当面交付");
    window.reads("请填写核对证件后的领取人");
    window.fill("input[name=receiver]", "李四");
    window.click_text("当面交付");
    window.reads("没有等待送达的结果");
    // The decision can be printed.
    window.go(&format!("/cases/{COUNTY}/{case}"));
    window.click_text("决定书");
    window.reads("决定：准予许可");
}

#[test]
fn several_cases_at_once_each_on_its_own() {
    let house = House::open("2026-03-02T09:00:00");
    let cases = [0; 3].map(|_| applied(&house, FOOD, COUNTY));
    let Some(window) = house.browser("990101-mr-clerk-1", Scripts::Off, PHONE) else { return };
    window.go("/desk?mine=1");
    for box_of in window.all("ul.tasks input[type=checkbox]") {
        window.press(&box_of);
    }
    window.click_text("办理选中的");
    window.reads("这 3 件现在都可以");
    window.click("a[href*='act=accept~']");
    window.reads("确认办理 3 件");
    // Meanwhile somebody else accepts one of them.
    step(&house, "990101-mr-clerk-1", (COUNTY, &cases[1]), Command::Accept);
    window.click_text("确认办理 3 件");
    window.reads("已办 2 件");
    window.reads("未办 1 件");
    for case in &cases {
        assert!(window.text().contains(case.as_str()), "{case} is told of");
    }
}

#[test]
fn a_parallel_approval_shows_who_is_late() {
    const CITY: &str = "990100";
    const PERMIT: &str = "0100060002";
    let house = House::open("2026-03-02T09:00:00");
    let case = applied(&house, PERMIT, CITY);
    let lead = agency(&house, PERMIT, CITY);
    let register = house.platform.register();
    let post = |agency: &str, role: &str| {
        let mut posts = register.posts_of(agency);
        let found = posts.find(|post| post.roles.iter().any(|known| &**known == role));
        found.map(|post| post.id.to_string())
    };
    step(&house, &post(&lead, "window").unwrap(), (CITY, &case), Command::Accept);
    let joint = register.agencies().find(|other| {
        &*other.jurisdiction == CITY
            && *other.id != *lead
            && post(&other.id, "joint-examiner").is_some()
    });
    let joint = joint.unwrap();
    let silent = register
        .agencies()
        .find(|other| &*other.jurisdiction == CITY && *other.id != *lead && other.id != joint.id);
    let silent = silent.unwrap();
    let coordinator = post(&lead, "lead-coordinator").unwrap();
    let Some(browser) = house.browser(&coordinator, Scripts::Off, DESK) else { return };
    browser.go(&format!("/cases/{CITY}/{case}"));
    browser.click("a[href*='/acts/split~']");
    for agency in [&joint.id, &silent.id] {
        browser.click(&format!("input[value='{agency}']"));
    }
    browser.click_text("确认办理");
    browser.reads("并联审批");
    browser.reads("尚未答复");
    let examiner = post(&joint.id, "joint-examiner").unwrap();
    let Some(other) = house.browser(&examiner, Scripts::Off, PHONE) else { return };
    other.go("/desk?mine=1");
    other.click("ul.tasks div > a");
    // It sees the materials that everybody works with.
    other.reads("申请材料核对");
    other.click("a[href*='/acts/give-opinion~']");
    other.fill("#text", "同意，消防设计符合标准。");
    other.click_text("确认办理");
    other.reads("已答复");
    house.at("2026-04-20T09:00:00");
    browser.go(&format!("/cases/{CITY}/{case}"));
    browser.reads("同意，消防设计符合标准。");
    assert_eq!(browser.all("ul.joint > li.answered").len(), 1);
    assert_eq!(browser.all("ul.joint > li.late").len(), 1);
}

#[test]
fn a_card_is_answered_corrected_and_closed_by_those_whom_it_concerns() {
    let house = House::open("2026-03-02T09:00:00");
    let case = applied(&house, FOOD, COUNTY);
    step(&house, "990101-mr-clerk-1", (COUNTY, &case), Command::Accept);
    // Far beyond every limit: cards fall.
    house.at("2026-06-01T09:00:00");
    let Some(head) = house.browser("990101-mr-chief-1", Scripts::Off, DESK) else { return };
    head.go("/desk?stage=answer");
    head.click("ul.tasks div > a");
    head.reads("现在可以办理");
    let card = head.path();
    assert!(card.starts_with("/cards/"), "{card}");
    head.click("a[href*='/acts/complete~answer~answered']");
    head.fill("#reason", "经办人请假，已经调整岗位。");
    head.click_text("确认办理");
    head.reads("已答复");
    assert!(head.path().starts_with(&card), "back at the card");
    head.click("a[href*='/acts/correct~']");
    head.fill("#event", "1");
    head.fill("#text", "已经办结并告知申请人。");
    head.click_text("确认办理");
    head.reads("已整改");
    let register = house.platform.register();
    let mr = agency(&house, FOOD, COUNTY);
    let watching = register.responsible("supervision", &mr).unwrap();
    let mut posts = register.posts_of(&watching.id);
    let supervisor = posts.find(|post| post.roles.iter().any(|role| &**role == "supervisor"));
    let Some(supervisor) = house.browser(&supervisor.unwrap().id, Scripts::Off, PHONE) else {
        return;
    };
    supervisor.go("/desk?mine=1&stage=close");
    supervisor.click("ul.tasks div > a");
    supervisor.click("a[href*='/acts/close~close~']");
    supervisor.click_text("确认办理");
    supervisor.reads("已销卡");
}

#[test]
fn the_head_delegates_and_looks_at_the_figures() {
    let house = House::open("2026-03-02T09:00:00");
    let Some(head) = house.browser("990101-mr-chief-1", Scripts::Off, DESK) else { return };
    head.go("/desk/delegations");
    head.run("document.getElementById('post').value = '990101-mr-examiner-1'");
    head.fill("#document", "授权书〔2026〕1号");
    head.run("document.getElementById('from').value = '2026-03-01'");
    head.run("document.getElementById('until').value = '2026-12-31'");
    head.click_text("授权");
    head.reads("授权不能追溯");
    head.run("document.getElementById('from').value = '2026-03-02'");
    head.click_text("授权");
    head.reads("有效");
    head.click_text("终止");
    head.reads("提前终止");
    head.go("/desk/figures");
    head.reads("按时办结率");
    let Some(examiner) = house.browser("990101-mr-examiner-1", Scripts::Off, DESK) else { return };
    examiner.go("/desk/delegations");
    examiner.reads("授权书〔2026〕1号");
    assert!(examiner.find("form.act").is_none());
}

#[test]
fn no_page_of_the_workspace_has_a_violation() {
    let Some(axe) = axe() else { return };
    let house = House::open("2026-03-02T09:00:00");
    let case = applied(&house, FOOD, COUNTY);
    let second = applied(&house, FOOD, COUNTY);
    let issued = applied(&house, FOOD, COUNTY);
    let place = (COUNTY, issued.as_str());
    step(&house, "990101-mr-clerk-1", place, Command::Accept);
    let examine = Command::Complete { stage: "examine".to_owned(), outcome: None, reason: None };
    step(&house, "990101-mr-examiner-1", place, examine);
    let decide = Command::Decide { outcome: "granted".to_owned(), reason: None };
    step(&house, "990101-mr-chief-1", place, decide);
    let number = "JY199990101000002".to_owned();
    step(&house, "990101-mr-clerk-1", place, Command::Issue { number });
    let mr = agency(&house, FOOD, COUNTY);
    let chosen = format!("case={COUNTY}%2F{case}&case={COUNTY}%2F{second}");
    let pages = [
        "/desk".to_owned(),
        "/desk?standing=overdue".to_owned(),
        format!("/cases/{COUNTY}/{case}"),
        format!("/cases/{COUNTY}/{case}/acts/accept~accept~"),
        format!("/cases/{COUNTY}/{case}/acts/request-supplement~~"),
        format!("/cases/{COUNTY}/{case}/acts/transfer~~"),
        format!("/cases/{COUNTY}/{case}/acts/consult~~"),
        format!("/cases/{COUNTY}/{case}/documents/1"),
        format!("/cases/{COUNTY}/{issued}/documents/4"),
        format!("/desk/bulk?{chosen}"),
        format!("/desk/bulk?{chosen}&act=accept~accept~"),
        "/desk/window".to_owned(),
        "/desk/window/new?q=食品".to_owned(),
        format!("/desk/window/new?item={FOOD}&agency={mr}"),
        "/desk/delivery".to_owned(),
        "/desk/figures".to_owned(),
        "/desk/delegations".to_owned(),
        "/queue".to_owned(),
        format!("/queue/{mr}"),
        format!("/queue/{mr}/board"),
    ];
    let mut wrong = Vec::new();
    for (who, size) in [("990101-mr-clerk-1", PHONE), ("990101-mr-chief-1", DESK)] {
        let Some(browser) = house.browser(who, Scripts::On, size) else { return };
        for page in &pages {
            browser.go(page);
            let found = violations(&browser, &axe);
            wrong.extend(found.into_iter().map(|found| format!("{page} at {size:?}: {found}")));
            let width = browser.run("return document.documentElement.scrollWidth");
            if width.as_u64() > Some(u64::from(size[0])) {
                wrong.push(format!("{page} is {width} wide at {size:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
