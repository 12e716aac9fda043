//! Pages of those who keep the catalogue, and of disclosure.

use super::super::{housing, text};
use super::{LAW, channels, food};
use domain::catalogue::CatalogueLaw;
use domain::catalogue::check::Shortcoming;
use domain::catalogue::difference::differences;
use domain::item::Item;
use domain::text::Text;
use jiff::civil::date;
use std::sync::LazyLock;
use web::pages::catalogue::{
    CataloguePage, DraftPage, DraftRow, FaultLine, ImportPage, ImportReport, ReviewRow, ReviewsPage,
};
use web::pages::disclosure::{DisclosedItem, DisclosureIndexPage, DisclosurePage, WithheldItem};

static CATALOGUE: LazyLock<CatalogueLaw> = LazyLock::new(|| LAW.catalogue().unwrap().unwrap());
static FOOD: LazyLock<Item> = LazyLock::new(food);

fn because() -> Text {
    text("没有<设定依据>。", "沒有<設定依據>。", "There is no <basis>.")
}

pub(super) fn overview(some: bool) -> CataloguePage {
    let draft = |lacks| DraftRow {
        code: format!("A-{lacks}"),
        name: housing(),
        lacks,
        day: date(2026, 3, 12),
        by: housing(),
    };
    CataloguePage {
        items: 89,
        overdue: 12,
        drafts: if some { vec![draft(0), draft(3)] } else { Vec::new() },
        older: some.then(|| "/catalogue?before=1&key=A-0".to_owned()),
        may_draft: some,
    }
}

pub(super) fn draft(blocked: bool) -> DraftPage {
    let mut after = food();
    after.promised = None;
    let lack = Shortcoming {
        column: "basis".to_owned(),
        subject: None,
        rule: because(),
        message: because(),
        blocks: blocked,
    };
    DraftPage {
        code: "0100020001".to_owned(),
        name: FOOD.name.clone(),
        exists: true,
        shortcomings: vec![lack],
        differences: differences(&FOOD, &after),
        file: "code = \"<x>\"".to_owned(),
        amendment: "adjust",
        reason: "</textarea>".to_owned(),
        earliest: date(2026, 3, 13),
        refusal: blocked.then(|| "没有写明理由".to_owned()),
        may_draft: blocked,
        may_publish: true,
    }
}

pub(super) fn reviews(may_review: bool) -> ReviewsPage {
    let row = |code: &str, last| ReviewRow {
        code: code.to_owned(),
        name: housing(),
        due: Some(date(2026, 3, 12)),
        overdue: last,
        last: last.then(|| ("review-keep", date(2025, 3, 12), "仍有必要".to_owned())),
    };
    let period = Some(CATALOGUE.review.clone());
    ReviewsPage { period, rows: vec![row("a", true), row("b", false)], may_review }
}

pub(super) fn import(taken: bool) -> ImportPage {
    let fault = |weight| FaultLine {
        row: 7,
        column: "code".to_owned(),
        rule: because(),
        message: because(),
        weight,
    };
    let report = ImportReport {
        file: "items<1>.csv".to_owned(),
        counts: [
            ("import-total", 1_135),
            ("import-complete", 0),
            ("import-incomplete", 1_135),
            ("import-unchanged", 0),
            ("import-unreadable", 0),
        ],
        faults: ["weight-unreadable", "weight-incomplete", "weight-advice"].map(fault).to_vec(),
        total: 3,
        made: taken.then_some(1_135),
    };
    ImportPage { refusal: (!taken).then(|| "no catalogue".to_owned()), report: Some(report) }
}

pub(super) fn disclosures(may_withhold: bool) -> DisclosureIndexPage<'static> {
    DisclosureIndexPage {
        levels: vec![("county", 71), ("province", 30)],
        agencies: vec![("1136".to_owned(), housing(), 12)],
        grounds: &CATALOGUE.grounds,
        may_withhold,
        refusal: may_withhold.then(|| "理由只有三种".to_owned()),
    }
}

pub(super) fn disclosed(in_full: bool) -> DisclosurePage<'static> {
    let entry = DisclosedItem {
        item: &FOOD,
        procedure: Some((&FOOD.name, 6)),
        promised: FOOD.promised.as_ref().map(domain::limit::Limit::period),
        statutory: FOOD.promised.as_ref().map(domain::limit::Limit::period),
        channels: channels(),
    };
    let withheld = WithheldItem {
        code: "0100020002",
        ground: CATALOGUE.grounds.first(),
        reason: "涉密".to_owned(),
        by: housing(),
    };
    DisclosurePage {
        title: "disclosure-title",
        of: in_full.then(housing),
        address: "/disclosure/county".to_owned(),
        entries: vec![entry],
        withheld: vec![withheld],
        in_full,
        basis: Some(&CATALOGUE.basis),
    }
}
