//! What an applicant does: finds the guide, answers the questions, fills in the form, brings the materials, hands in.

use super::pictures::picture;
use crate::lives::driver::Browser;
use crate::lives::house::House;
use domain::item::form::{Field, FieldKind};
use domain::item::{Item, MaterialSource};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tempfile::TempDir;

/// Who applies in the stories.
pub(crate) const APPLICANT: &str = "party:citizen-7";
/// The name that is written into the forms; nobody else may read it.
pub(crate) const NAME: &str = "程晚意";
/// 食品经营许可.
pub(crate) const FOOD: &str = "0100020001";
/// 占用林地审核: a licence with an expert review and a fee.
pub(crate) const FOREST: &str = "0100190002";
/// 揽月县.
pub(crate) const COUNTY: &str = "990101";
/// 望舒市.
pub(crate) const CITY: &str = "990100";

/// A case that was handed in.
pub(crate) struct Filed {
    pub(crate) place: String,
    pub(crate) number: String,
    /// The code with which the result is fetched, where it is fetched.
    pub(crate) code: Option<String>,
}

impl Filed {
    /// The address of its page.
    pub(crate) fn path(&self) -> String {
        format!("/cases/{}/{}", self.place, self.number)
    }
}

/// A file as people have it on their telephones.
pub(crate) struct Paper {
    folder: TempDir,
    name: &'static str,
}

impl Paper {
    pub(crate) fn called(name: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n% {name}\n%%EOF\n");
        std::fs::write(folder.path().join(name), text).unwrap();
        Self { folder, name }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(self.name)
    }

    /// Gives it to the field of a material.
    pub(crate) fn give(&self, browser: &Browser, material: &str) {
        let input = browser.wait(&format!("#f-{material}"));
        browser.type_into(&input, self.path().to_str().unwrap());
    }
}

fn item(house: &House, code: &str) -> Item {
    house.platform.law().items[code].clone()
}

/// From the guide of an item to the receipt.
pub(crate) fn apply(house: &House, browser: &Browser, code: &str, place: &str) -> Filed {
    browser.go(&format!("/items/{code}"));
    begin(house, browser, code, place);
    fill_in(&item(house, code), browser);
    let paper = Paper::called("材料.pdf");
    for material in demanded(&item(house, code)) {
        upload(browser, &material, &paper);
    }
    browser.click("form[action$='/check'] button");
    hand_in(browser)
}

/// From the guide that is open to a new form: the questions are answered so that the item fits.
pub(crate) fn begin(house: &House, browser: &Browser, code: &str, place: &str) {
    browser.click(&format!("main a[href='/apply/{code}']"));
    browser.wait("#agency");
    for question in &item(house, code).questions {
        let known = question.choices.iter().map(|choice| choice.id.as_str());
        let answers: Vec<&str> =
            if question.choices.is_empty() { vec!["yes", "no"] } else { known.collect() };
        let fits = answers.iter().find(|answer| question.excluded_by(answer).is_none()).unwrap();
        browser.click(&format!("input[name='q-{}'][value='{fits}']", question.id));
    }
    let register = house.platform.register();
    let mut agencies = register.agencies_of_item(code);
    let agency = agencies.find(|agency| &*agency.jurisdiction == place).unwrap();
    browser.choose("#agency", &agency.id);
    browser.click("form.act button");
    browser.wait("form.act button[value=continue]");
}

/// The fields that are asked for with these answers, in their order.
pub(crate) fn asked(item: &Item) -> Vec<&Field> {
    let mut answers: BTreeMap<&str, String> = BTreeMap::new();
    let mut asked = Vec::new();
    for field in &item.fields {
        let is_asked = field.when.as_ref().is_none_or(|when| {
            let given = answers.get(when.field.as_str());
            given.is_some_and(|given| when.is.contains(given))
        });
        if is_asked {
            answers.insert(&field.id, answer(field));
            asked.push(field);
        }
    }
    asked
}

/// Fills in every field that is asked for, and goes on to the materials.
pub(crate) fn fill_in(item: &Item, browser: &Browser) {
    for field in asked(item) {
        let answer = answer(field);
        match field.kind {
            FieldKind::Choice | FieldKind::Several | FieldKind::YesNo => {
                browser.click(&format!("input[name='f-{}'][value='{answer}']", field.id));
            }
            _ => browser.fill(&format!("#f-{}", field.id), &answer),
        }
    }
    browser.click("#delivery-1");
    picture(browser, "form-phone");
    browser.click("button[value=continue]");
    browser.wait("form[action$='/check']");
}

/// The materials that the applicant must bring.
pub(crate) fn demanded(item: &Item) -> Vec<String> {
    let needed = item.materials.iter();
    let needed = needed.filter(|known| known.required && known.source != MaterialSource::Shared);
    needed.map(|known| known.id.clone()).collect()
}

/// A good answer to a field.
pub(crate) fn answer(field: &Field) -> String {
    let answer = match field.kind {
        FieldKind::Text => NAME,
        FieldKind::LongText => "按照规范表述填写，没有其他说明。",
        FieldKind::Number => return field.minimum.unwrap_or(1).max(12).to_string(),
        FieldKind::Amount => "100000",
        FieldKind::Date => "2026-06-15",
        FieldKind::Choice | FieldKind::Several => &field.choices[0].id,
        FieldKind::YesNo => "no",
        FieldKind::IdNumber => "11010519491231002X",
        FieldKind::CreditCode => "91350100M000100Y43",
        FieldKind::Phone => "13800138000",
        FieldKind::Email => "wanyi@example.com",
        FieldKind::Address => "揽月县星河路8号二楼201",
        FieldKind::Postcode => "330000",
    };
    answer.to_owned()
}

/// Uploads a file for a material.
pub(crate) fn upload(browser: &Browser, material: &str, paper: &Paper) {
    paper.give(browser, material);
    browser.click(&format!("#m-{material} form.upload button"));
    let link = browser.wait(&format!("#m-{material} .files a"));
    assert_eq!(browser.text_of(&link), paper.name);
}

/// From the last look to the receipt.
pub(crate) fn hand_in(browser: &Browser) -> Filed {
    browser.click("form[action$='/hand-in'] button");
    filed(browser)
}

/// What a receipt that is open says.
pub(crate) fn filed(browser: &Browser) -> Filed {
    browser.wait("section.receipt");
    let path = browser.path();
    let parts: Vec<&str> = path.trim_end_matches("/receipt").split('/').collect();
    let ["", "cases", place, number] = parts[..] else { panic!("{path}") };
    let receipt = browser.text();
    assert!(receipt.contains(number), "the receipt says its number: {receipt}");
    let code = browser.find("dl.pairs dd strong").map(|code| browser.text_of(&code));
    Filed { place: place.to_owned(), number: number.to_owned(), code }
}

/// Brings what a notice asks for, by the page of the case.
pub(crate) fn supplement(browser: &Browser, case: &Filed, material: &str) {
    browser.go(&case.path());
    browser.click(&format!("main a[href='{}/supplement']", case.path()));
    browser.click("form[method=post] button");
    upload(browser, material, &Paper::called("补正.pdf"));
    browser.click("form[action$='/check'] button");
    browser.click("form[action$='/hand-in'] button");
    browser.wait("section.receipt");
    browser.reads("补正.pdf");
}

/// Pays what is due in a case, from the notice of the fee to the receipt of the cashier.
pub(crate) fn pay(browser: &Browser, case: &Filed, amount: &str) {
    browser.go("/my/notices");
    browser.click(&format!("main a[href='{}/pay']", case.path()));
    browser.reads(amount);
    browser.click("form[method=post] button");
    browser.reads("不会扣款");
    browser.reads(amount);
    browser.click("form[method=post] button");
    browser.wait("#status");
    browser.go(&format!("{}/pay", case.path()));
    browser.reads("已经缴清");
}

/// Rates a case with a level, by its page.
pub(crate) fn rate(browser: &Browser, case: &Filed, level: u8) {
    browser.go(&case.path());
    browser.click("main a[href$='/rating']");
    browser.wait("input[name=level]");
    assert!(browser.find("input[name=level]:checked").is_none(), "no level is chosen beforehand");
    browser.click(&format!("input[name=level][value='{level}']"));
    browser.click("form.act button");
    browser.wait("#acts");
    let again = browser.find("main a[href$='/rating']");
    assert!(again.is_none(), "it is rated once");
}
