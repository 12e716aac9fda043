//! A citizen's whole way, from the guide to the rating, on a telephone without a script; and on a desk with one.

use super::accessibility::{axe, violations};
use super::driver::{Browser, Scripts};
use super::house::{DESK, House, PHONE};
use domain::case::decide::Command;
use domain::item::MaterialSource;
use domain::item::form::FieldKind;
use operations::caller::Caller;
use operations::desk::{Request, StepCase};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// 食品经营许可.
const FOOD: &str = "0100020001";
const COUNTY: &str = "990101";
const ME: &str = "party:citizen-1";

/// Files as people have them on their telephones.
struct Papers {
    folder: TempDir,
}

impl Papers {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
        std::fs::write(folder.path().join("材料.pdf"), pdf).unwrap();
        std::fs::write(folder.path().join("补正.pdf"), [pdf, &b"%new"[..]].concat()).unwrap();
        std::fs::write(folder.path().join("压缩包.pdf"), b"PK\x03\x04 and more").unwrap();
        std::fs::write(folder.path().join("空.pdf"), b"").unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// The agency of the county, and posts that act in the story.
struct Office<'a> {
    house: &'a House,
    agency: String,
}

impl<'a> Office<'a> {
    fn of(house: &'a House) -> Self {
        let register = house.platform.register();
        let agency = register.agencies_of_item(FOOD).find(|a| &*a.jurisdiction == COUNTY).unwrap();
        Self { house, agency: agency.id.to_string() }
    }

    fn does(&self, role: &str, case: &str, command: Command) {
        let register = self.house.platform.register();
        let mut posts = register.posts_of(&self.agency);
        let post = posts.find(|post| post.roles.iter().any(|known| &**known == role)).unwrap();
        let caller = Caller::of_post(&register, post);
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
        self.house.platform.ask(caller, Request::Step(step), None).unwrap();
    }
}

/// Looks at pages with axe-core, where the tests have it: in a second browser, because axe-core is a script itself.
struct Eyes(Option<(Browser, String)>);

impl Eyes {
    fn of(house: &House) -> Self {
        let axe = axe();
        Self(axe.and_then(|axe| Some((house.browser(ME, Scripts::On, PHONE)?, axe))))
    }

    fn look_at(&self, shown: &Browser) {
        let Some((browser, axe)) = &self.0 else { return };
        let path = shown.path();
        browser.go(&path);
        let found = violations(browser, axe);
        assert!(found.is_empty(), "{path}: {}", found.join("\n"));
    }
}

fn demanded(house: &House) -> Vec<String> {
    let materials = house.platform.law().items[FOOD].materials.iter();
    let needed = materials.filter(|m| m.required && m.source != MaterialSource::Shared);
    needed.map(|material| material.id.clone()).collect()
}

/// Fills in the form as somebody would who mistypes the credit code.
fn fill_in(house: &House, browser: &Browser, credit_code: &str) {
    for field in &house.platform.law().items[FOOD].fields {
        let id = format!("#f-{}", field.id);
        match field.kind {
            FieldKind::Choice | FieldKind::Several => browser.click(&format!("{id}-1")),
            FieldKind::YesNo => browser.click(&format!("{id}-2")),
            FieldKind::CreditCode => browser.fill(&id, credit_code),
            FieldKind::Phone => browser.fill(&id, "13800138000"),
            FieldKind::Number | FieldKind::Amount => browser.fill(&id, "12"),
            _ => browser.fill(&id, "青溪县某某"),
        }
    }
}

/// Uploads a file for a material, and waits for what the page says of it.
fn upload(browser: &Browser, material: &str, file: &Path, says: &str) {
    let input = browser.wait(&format!("#f-{material}"));
    browser.type_into(&input, file.to_str().unwrap());
    browser.click(&format!("#m-{material} form.upload button"));
    browser.reads(says);
}

/// From the guide to the receipt; the number of the case.
fn apply(house: &House, browser: &Browser, papers: &Papers, eyes: &Eyes) -> String {
    browser.go(&format!("/items/{FOOD}"));
    browser.click_text("在线申请");
    browser.reads("向哪个机关申请");
    eyes.look_at(browser);
    // Who only sells packed food is told of the item that fits.
    for (question, answer) in [("registered", 1), ("prepackaged-only", 1), ("barred", 2)] {
        browser.click(&format!("#q-{question}-{answer}"));
    }
    let office = Office::of(house).agency;
    browser.choose("#agency", &office);
    browser.click_text("开始填写");
    browser.reads("不适合您");
    eyes.look_at(browser);
    browser.click("#q-prepackaged-only-2");
    browser.click_text("开始填写");
    browser.reads("送达方式");
    fill_in(house, browser, "12345");
    browser.click_text("保存并继续");
    browser.reads("您填写的内容都已保存");
    eyes.look_at(browser);
    let typed = browser.wait("#f-credit-code");
    assert_eq!(browser.attribute(&typed, "value").as_deref(), Some("12345"), "nothing is lost");
    browser.fill("#f-credit-code", "91350100M000100Y43");
    browser.click("#delivery-1");
    browser.click_text("保存并继续");
    browser.reads("政府自行核验");
    let materials = demanded(house);
    upload(browser, &materials[0], &papers.path("压缩包.pdf"), "不接收压缩包");
    upload(browser, &materials[0], &papers.path("空.pdf"), "空的");
    for material in &materials {
        upload(browser, material, &papers.path("材料.pdf"), "材料.pdf");
        browser.wait(&format!("#m-{material} .files a"));
    }
    eyes.look_at(browser);
    browser.click_text("保存并继续");
    browser.reads("提交即表示您确认");
    eyes.look_at(browser);
    browser.click_text("确认提交");
    browser.reads("查询号");
    eyes.look_at(browser);
    let path = browser.path();
    path.split('/').nth(3).unwrap_or_else(|| panic!("{path}")).to_owned()
}

#[test]
fn a_citizen_applies_supplements_and_rates_without_a_script() {
    let house = House::open("2026-03-02T09:00:00");
    let (office, papers, eyes) = (Office::of(&house), Papers::new(), Eyes::of(&house));
    let Some(browser) = house.browser(ME, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &browser, &papers, &eyes);
    let asked = demanded(&house).remove(0);
    let reason = "申请书没有签名".to_owned();
    office.does(
        "window",
        &case,
        Command::RequestSupplement { materials: vec![asked.clone()], reason },
    );
    browser.go("/my/notices");
    browser.reads("申请书没有签名");
    eyes.look_at(&browser);
    browser.click_text("查看并补正");
    browser.reads("需要补正的材料");
    eyes.look_at(&browser);
    browser.click_text("上传补正材料");
    upload(&browser, &asked, &papers.path("补正.pdf"), "补正.pdf");
    browser.click_text("保存并继续");
    browser.click_text("提交补正材料");
    browser.reads("收到的材料");
    assert!(browser.text().contains("补正.pdf"));
    office.does("window", &case, Command::Accept);
    office.does(
        "examiner",
        &case,
        Command::Complete { stage: "examine".into(), outcome: None, reason: None },
    );
    let decided = Command::Decide { outcome: "granted".into(), reason: None };
    office.does("approver", &case, decided);
    browser.go(&format!("/cases/{COUNTY}/{case}"));
    eyes.look_at(&browser);
    browser.click(&format!("a[href='/cases/{COUNTY}/{case}/rating']"));
    browser.reads("总体评价");
    assert!(browser.find("input[name=level]:checked").is_none(), "no level is chosen beforehand");
    eyes.look_at(&browser);
    browser.click("#level-5");
    browser.click_text("提交评价");
    browser.wait("#status");
    // Once: the page says why not again, and asks for nothing.
    browser.go(&format!("/cases/{COUNTY}/{case}/rating"));
    browser.reads("没有办成");
    assert!(browser.find("#level-1").is_none(), "there is no form for a second rating");
    browser.go("/my");
    browser.reads(&case);
    eyes.look_at(&browser);
}

#[test]
fn a_citizen_applies_with_a_script_and_withdraws_by_the_number() {
    let house = House::open("2026-03-02T09:00:00");
    let (papers, eyes) = (Papers::new(), Eyes::of(&house));
    let Some(browser) = house.browser(ME, Scripts::On, DESK) else { return };
    let case = apply(&house, &browser, &papers, &eyes);
    browser.go(&format!("/cases/{COUNTY}/{case}"));
    browser.click(&format!("a[href='/cases/{COUNTY}/{case}/withdrawal']"));
    browser.reads("任何人不得要求您撤回");
    browser.fill("#number", "不是这个号");
    browser.click_text("确认撤回");
    browser.reads("没有撤回");
    eyes.look_at(&browser);
    browser.fill("#number", &case);
    browser.click_text("确认撤回");
    browser.reads("已撤回");
    browser.go("/my?show=closed");
    browser.reads(&case);
}

/// An item with a fee, and an agency of the county that handles it.
fn priced(house: &House) -> (String, String, i64, String) {
    let (register, law) = (house.platform.register(), house.platform.law());
    let found =
        register.agencies().filter(|agency| &*agency.jurisdiction == COUNTY).find_map(|agency| {
            let mut items = agency.items.iter().filter_map(|code| law.items.get(&**code));
            let item = items.find(|item| !item.fees.is_empty())?;
            Some((
                agency.id.to_string(),
                item.code.clone(),
                item.fees[0].amount_fen,
                item.fees[0].id.clone(),
            ))
        });
    found.unwrap()
}

#[test]
fn a_fee_is_paid_at_the_cashier_without_a_script() {
    let house = House::open("2026-03-02T09:00:00");
    let eyes = Eyes::of(&house);
    let (agency, item, amount_fen, fee) = priced(&house);
    let open = operations::desk::OpenCase {
        jurisdiction: COUNTY.into(),
        item: item.into(),
        agency: agency.as_str().into(),
        applicant: Some("citizen-1".into()),
        command: Command::Submit { materials: Vec::new() },
    };
    let me = Caller::Party { person: "citizen-1".into() };
    let case = house.platform.ask(me, Request::Open(open), None).unwrap().case_id.to_string();
    let office = Office { house: &house, agency };
    office.does("window", &case, Command::Accept);
    office.does("window", &case, Command::ChargeFee { fee, amount_fen });
    let Some(browser) = house.browser(ME, Scripts::Off, PHONE) else { return };
    browser.go("/my/notices");
    browser.click_text("去缴费");
    browser.reads("应缴");
    eyes.look_at(&browser);
    browser.click_text("去缴费");
    browser.reads("不会扣款");
    eyes.look_at(&browser);
    browser.click_text("确认付款");
    browser.wait("#status");
    browser.go(&format!("/cases/{COUNTY}/{case}/pay"));
    browser.reads("已经缴清");
}

#[test]
fn what_is_somebody_elses_looks_like_what_is_not_there() {
    let house = House::open("2026-03-02T09:00:00");
    let papers = Papers::new();
    let Some(browser) = house.browser(ME, Scripts::Off, PHONE) else { return };
    let case = apply(&house, &browser, &papers, &Eyes(None));
    let file = browser.wait(".materials a");
    let file = browser.attribute(&file, "href").unwrap();
    browser.go(&format!("/apply/{FOOD}"));
    for question in ["registered-1", "prepackaged-only-2", "barred-2"] {
        browser.click(&format!("#q-{question}"));
    }
    browser.choose("#agency", &Office::of(&house).agency);
    browser.click_text("开始填写");
    browser.reads("送达方式");
    let draft = browser.path();
    let of_case = |end: &str| format!("/cases/{COUNTY}/{case}/{end}");
    let nowhere = |end: &str| format!("/cases/{COUNTY}/260302-0000000000/{end}");
    let absent = format!("/drafts/{}", "0".repeat(32));
    let mut pairs: Vec<(String, String)> = ["", "/materials", "/check", "/files/1"]
        .map(|end| (format!("{draft}{end}"), format!("{absent}{end}")))
        .into();
    for end in ["receipt", "pay", "supplement", "withdrawal", "rating", "files/1"] {
        pairs.push((of_case(end), nowhere(end)));
    }
    pairs.push((file.clone(), nowhere("files/1")));
    for who in ["party:citizen-2", "990102-mr-clerk-1"] {
        let Some(stranger) = house.browser(who, Scripts::Off, DESK) else { return };
        for (theirs, nothing) in &pairs {
            stranger.go(nothing);
            let expected = stranger.text();
            stranger.go(theirs);
            assert_eq!(stranger.text(), expected, "{who} at {theirs}");
        }
    }
}
