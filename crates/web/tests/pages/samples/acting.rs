//! Acting in a case: what may be done and what not, and the forms of acts.

use super::{basis, text};
use domain::basis::Basis;
use jiff::civil::date;
use web::pages::acting::{
    ActPage, AllowedOption, Choice, ChoiceGroup, Field, Input, Options, Refused, RefusedOption,
};

fn article() -> Basis {
    basis("中华人民共和国行政许可法", "42")
}

pub(super) fn options() -> Options {
    let grant = AllowedOption {
        address: "/cases/360100/NC20260204-00871/acts/decide-grant".to_owned(),
        name: text("决定", "決定", "Decision"),
        stage: Some(text("决定", "決定", "Decision")),
        choice: Some(text("准予", "准予", "Grant")),
        plain: false,
        leads_on: true,
    };
    let urge = AllowedOption {
        address: "/cases/360100/NC20260204-00871/acts/urge".to_owned(),
        name: text("催办", "催辦", "Urge"),
        stage: None,
        choice: None,
        plain: true,
        leads_on: false,
    };
    let extend = RefusedOption {
        name: text("延期", "延期", "Extension"),
        choice: None,
        why: text("期限只能延长一次。", "期限只能延長一次。", "A limit is extended once only."),
        basis: Some(article()),
    };
    Options { allowed: vec![grant, urge], refused: vec![extend], ..Options::default() }
}

/// The same as the party has them, to whom something is asked.
pub(super) fn of_party() -> Options {
    Options { of_party: true, asked: super::hall::asked(), ..options() }
}

fn field(name: &'static str, input: Input) -> Field {
    Field { name, required: name != "labels", input, value: String::new() }
}

fn groups() -> Vec<ChoiceGroup> {
    let choice = |id: &str, chosen| Choice {
        id: id.to_owned(),
        name: text("审查岗 陈一鸣", "審查崗 陳一鳴", "Examiner 陈一鸣"),
        chosen,
    };
    let group = |id: &str, chosen| ChoiceGroup {
        name: text("南川市", "南川市", "Nanchuan"),
        choices: vec![choice(id, chosen)],
    };
    vec![group("p-1", true), group("p-2", false)]
}

pub(super) fn act() -> ActPage {
    let choice = |id: &str, chosen| Choice {
        id: id.to_owned(),
        name: text("营业执照", "營業執照", "Business licence"),
        chosen,
    };
    let fields = vec![
        field("reason", Input::LongText),
        field("number", Input::Text),
        field("until", Input::Date(Some(date(2026, 4, 1)))),
        field("level", Input::Number(Some(5))),
        field(
            "amount_fen",
            Input::Units { amount_fen: 1050, unit: text("件", "件", "piece"), most: Some(3) },
        ),
        field("amount_due", Input::Money(Some(8_000))),
        field("amount_fixed", Input::Fixed(8_000)),
        field("outcome", Input::One(vec![choice("a", true), choice("b", false)])),
        field("materials", Input::Several(vec![choice("c", true), choice("d", false)])),
        field("labels", Input::Text),
        field("to_post", Input::Pick(groups())),
        field("agencies", Input::Groups(groups())),
    ];
    ActPage {
        case: "/cases/360100/NC20260204-00871".to_owned(),
        number: "NC20260204-00871".to_owned(),
        item: text("建筑工程施工许可", "建築工程施工許可", "Construction permit"),
        acts: 6,
        option: options().allowed.swap_remove(0),
        basis: Some(article()),
        fields,
        refusal: Some(Refused { message: "须写明理由。".to_owned(), basis: Some(article()) }),
    }
}
