//! Whether an item may be published: what it lacks, by which rule, and what to do about it (合法性审核).

mod wording;

use super::CatalogueLaw;
use crate::item::{Item, ItemKind, Material, MaterialSource};
use crate::limit::Period;
use crate::procedure::{LimitKind, Procedure};
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that an item lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortcoming {
    /// The column of the import, and the name of the field in forms: `basis`, `procedure`, `material`.
    pub column: String,
    /// Id of the material, fee, question or field that it is about.
    pub subject: Option<String>,
    /// The rule: law and article.
    pub rule: Text,
    /// What is wrong and what to do.
    pub message: Text,
    /// Whether the item cannot be published with it.
    pub blocks: bool,
}

/// What an item is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Its procedure, when it is published.
    pub procedure: Option<&'a Procedure>,
    /// What holds for the catalogue as a whole.
    pub law: Option<&'a CatalogueLaw>,
    /// Ids of the life events.
    pub life_events: &'a BTreeSet<String>,
    /// Codes of the items that stand.
    pub codes: &'a BTreeSet<String>,
    /// The first day on which it is to stand.
    pub from: Date,
}

/// What an item lacks, what blocks first.
#[must_use]
pub fn check(item: &Item, around: Surroundings<'_>) -> Vec<Shortcoming> {
    let mut found = Findings::default();
    identity(item, around, &mut found);
    course(item, around, &mut found);
    materials(item, around, &mut found);
    fees(item, &mut found);
    disclosure(item, around, &mut found);
    found.0.sort_by_key(|shortcoming| !shortcoming.blocks);
    found.0
}

#[derive(Default)]
struct Findings(Vec<Shortcoming>);

impl Findings {
    fn block(&mut self, column: &str, subject: Option<&str>, said: wording::Said) {
        self.add(column, subject, said, true);
    }

    fn advise(&mut self, column: &str, subject: Option<&str>, said: wording::Said) {
        self.add(column, subject, said, false);
    }

    fn add(&mut self, column: &str, subject: Option<&str>, said: wording::Said, blocks: bool) {
        self.0.push(Shortcoming {
            column: column.to_owned(),
            subject: subject.map(str::to_owned),
            rule: said.rule,
            message: said.message,
            blocks,
        });
    }
}

fn identity(item: &Item, around: Surroundings<'_>, found: &mut Findings) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if item.code.is_empty() || !item.code.chars().all(plain) {
        found.block("code", None, wording::code());
    }
    if item.name.simplified.trim().is_empty() {
        found.block("name", None, wording::name());
    }
    if !item.basis.is_complete() {
        found.block("basis", None, wording::basis());
    } else if !item.basis.stands_on(around.from) {
        found.block("basis", None, wording::basis_does_not_stand(&item.basis, around.from));
    }
    if item.name.traditional.is_none() || item.name.english.is_none() {
        found.advise("name", None, wording::languages());
    }
}

fn course(item: &Item, around: Surroundings<'_>, found: &mut Findings) {
    let Some(procedure) = around.procedure else {
        found.block("procedure", None, wording::procedure(&item.procedure));
        return;
    };
    if let Some(promised) = &item.promised {
        if !promised.basis.is_complete() {
            found.block("promised", None, wording::promise_without_basis());
        }
        let bound = [LimitKind::Statutory, LimitKind::Promised].map(|kind| {
            let mut limits = procedure.limits.iter();
            limits.find(|limit| limit.kind == kind).map(|limit| limit.period)
        });
        match bound {
            [_, None] => found.block("promised", None, wording::nothing_promised()),
            [statutory, Some(own)] => {
                let said = bounded(promised.period(), own, statutory);
                said.into_iter().for_each(|said| found.block("promised", None, said));
            }
        }
    }
    let known = |ground: &String| procedure.pauses.iter().any(|pause| *pause.ground == **ground);
    for ground in item.special_procedures.iter().filter(|ground| !known(ground)) {
        found.block("special_procedures", Some(ground), wording::special_procedure(ground));
    }
}

/// Whether a promise lies within that of the procedure and within what the law allows.
fn bounded(promised: Period, own: Period, statutory: Option<Period>) -> Option<wording::Said> {
    if promised.amount == 0 {
        return Some(wording::promise_of_nothing());
    }
    if promised.unit != own.unit {
        return Some(wording::promise_in_other_unit(own));
    }
    let over_law =
        statutory.filter(|law| law.unit == promised.unit && promised.amount > law.amount);
    if let Some(law) = over_law {
        return Some(wording::promise_beyond_law(promised, law));
    }
    (promised.amount > own.amount).then(|| wording::promise_beyond_procedure(promised, own))
}

fn materials(item: &Item, around: Surroundings<'_>, found: &mut Findings) {
    let mut seen = BTreeSet::new();
    for material in &item.materials {
        let id = Some(material.id.as_str());
        if !seen.insert(material.id.as_str()) {
            found.block("material", id, wording::material_twice(material));
        }
        if !material.basis.is_complete() {
            found.block("material", id, wording::material_without_basis(material));
        }
        if let Some(document) = held_by_government(material, around) {
            found.block("material", id, wording::material_is_held(material, document));
        }
    }
}

/// The document that the government has already, when the material asks an applicant for it.
fn held_by_government<'a>(material: &Material, around: Surroundings<'a>) -> Option<&'a str> {
    if material.source != MaterialSource::Applicant {
        return None;
    }
    let documents = &around.law?.shared_documents;
    let name = &material.name.simplified;
    documents.iter().map(String::as_str).find(|document| {
        let rest = name.strip_prefix(document).unwrap_or("-");
        // 营业执照, 营业执照复印件, 营业执照（副本）: not 营业执照遗失声明.
        matches!(rest, "" | "复印件" | "原件" | "副本" | "原件及复印件" | "信息")
            || rest.starts_with('（')
    })
}

fn fees(item: &Item, found: &mut Findings) {
    for fee in &item.fees {
        let id = Some(fee.id.as_str());
        if !fee.basis.is_complete() {
            found.block("fee", id, wording::fee_without_basis(fee));
        }
        if fee.amount_fen < 0 {
            found.block("fee", id, wording::fee_negative(fee));
        }
    }
}

fn disclosure(item: &Item, around: Surroundings<'_>, found: &mut Findings) {
    let missing = [
        ("holder", item.holder.is_none()),
        ("levels", item.levels.is_empty()),
        ("forms", item.forms.is_empty()),
        ("result", item.result.is_none()),
    ];
    for (column, _) in missing.into_iter().filter(|(_, missing)| *missing) {
        found.block(column, None, wording::not_disclosed(column));
    }
    let channels = around.law.map_or(&item.channels[..], |law| law.channels_of(item));
    if channels.is_empty() {
        found.block("channel", None, wording::not_disclosed("channel"));
    }
    if item.conditions.is_empty() && matches!(item.kind, ItemKind::Licence) {
        found.advise("conditions", None, wording::conditions());
    }
    for event in item.life_events.iter().filter(|id| !around.life_events.contains(*id)) {
        found.block("life_events", Some(event), wording::life_event(event));
    }
    for question in &item.questions {
        let named = question.exclusions.iter().filter_map(|why| why.instead.as_ref());
        for code in named.filter(|code| !around.codes.contains(*code)) {
            found.block("question", Some(&question.id), wording::instead(code));
        }
    }
    let forms = crate::item::question::fault(&item.questions)
        .or_else(|| crate::item::form::fault(&item.fields));
    if let Some(fault) = forms {
        found.block("field", None, wording::form(&fault));
    }
}
