//! Importing a catalogue: a dry run that says of each row what is wrong and what to do, then drafts. Nothing that is
//! imported stands before the legal office has published it.

use super::documents::{Amendment, Imported};
use super::drafts::{self, Drafting};
use super::shortcomings;
use crate::caller::Caller;
use crate::desk::Failure;
use crate::law_version::LawVersion;
use crate::permissions::DRAFT_ITEM;
use crate::platform::Platform;
use domain::item::Item;
use domain::text::Text;
use exchange::catalogue::{CatalogueError, ReadRow, RowFault, read};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::io::Read;

/// Drafts written in one transaction, so that acts need not wait.
const AT_ONCE: usize = 200;

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Row, from 1, the header not counted; 0 for the file.
    pub row: usize,
    /// The column.
    pub column: String,
    /// Which rule says so.
    pub rule: Text,
    /// What is wrong and what to do.
    pub message: Text,
    /// How much it keeps from.
    pub weight: Weight,
}

/// How much a fault keeps from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// The row cannot become a draft.
    Unreadable,
    /// The draft cannot be published.
    Incomplete,
    /// Somebody should look at it.
    Advice,
}

/// A row that becomes a draft.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Row, from 1.
    pub row: usize,
    /// The item.
    pub item: Item,
    /// What it would do.
    pub amendment: Amendment,
    /// Nothing keeps it from being published.
    pub complete: bool,
    /// What the source calls the department.
    pub department: Option<String>,
    /// The catalogue has it exactly like this: there is nothing to do.
    pub unchanged: bool,
}

/// What an import would do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Name of the file.
    pub file: String,
    /// Rows in it.
    pub total: usize,
    /// The rows that become drafts.
    pub planned: Vec<Planned>,
    /// What is wrong, by row.
    pub faults: Vec<Fault>,
}

impl Plan {
    /// Drafts that could be published.
    #[must_use]
    pub fn complete(&self) -> usize {
        self.planned.iter().filter(|planned| planned.complete && !planned.unchanged).count()
    }

    /// Drafts that lack something.
    #[must_use]
    pub fn incomplete(&self) -> usize {
        self.planned.iter().filter(|planned| !planned.complete).count()
    }

    /// Rows that cannot become drafts.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.total.saturating_sub(self.planned.len())
    }

    /// Rows that the catalogue has exactly like this.
    #[must_use]
    pub fn unchanged(&self) -> usize {
        self.planned.iter().filter(|planned| planned.unchanged).count()
    }
}

/// Why an import cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file is no catalogue.
    #[error(transparent)]
    File(#[from] CatalogueError),
    /// The caller may not.
    #[error(transparent)]
    Forbidden(#[from] crate::caller::Forbidden),
}

/// What an import would do; writes nothing.
///
/// # Errors
/// The file is no catalogue, or the caller may not.
pub fn plan(
    platform: &Platform,
    caller: &Caller,
    file: &str,
    reader: impl Read,
) -> Result<Plan, ImportError> {
    DRAFT_ITEM.check(caller, None)?;
    let law = platform.law();
    let today = law.today(platform.now());
    Ok(planned(law, today, file, read(reader)?))
}

fn planned(
    law: &LawVersion,
    today: Date,
    file: &str,
    reading: exchange::catalogue::Reading,
) -> Plan {
    let mut plan = Plan {
        file: file.to_owned(),
        total: reading.total,
        planned: Vec::new(),
        faults: reading.faults.into_iter().map(of_reading).collect(),
    };
    for row in reading.rows {
        let (planned, faults) = planned_row(law, today, (row, reading.whole));
        plan.planned.push(planned);
        plan.faults.extend(faults);
    }
    plan.faults.sort_by_key(|fault| (fault.row, fault.weight));
    plan
}

fn of_reading(fault: RowFault) -> Fault {
    Fault {
        row: fault.row,
        column: fault.column,
        rule: fault.rule,
        message: fault.message,
        weight: if fault.fatal { Weight::Unreadable } else { Weight::Advice },
    }
}

fn planned_row(
    law: &LawVersion,
    today: Date,
    (row, whole): (ReadRow, bool),
) -> (Planned, Vec<Fault>) {
    let standing = law.items.get(&row.item.code);
    let mut item = row.item;
    if let Some(standing) = standing {
        keep_what_tables_lack(&mut item, standing, whole);
    } else if item.valid_from < today {
        item.valid_from = today;
    }
    let lacks = shortcomings(law, &item, today);
    let complete = lacks.iter().all(|shortcoming| !shortcoming.blocks);
    let faults = lacks.into_iter().map(|lack| Fault {
        row: row.row,
        column: lack.column,
        rule: lack.rule,
        message: lack.message,
        weight: if lack.blocks { Weight::Incomplete } else { Weight::Advice },
    });
    let amendment = if standing.is_some() { Amendment::Adjust } else { Amendment::Establish };
    let unchanged = standing.is_some_and(|standing| {
        domain::catalogue::difference::differences(standing, &item).is_empty()
    });
    let faults = faults.collect();
    let (row, department) = (row.row, row.department);
    (Planned { row, item, amendment, complete, department, unchanged }, faults)
}

/// A table says nothing of questions, forms, translations and the like: those that stand are kept.
fn keep_what_tables_lack(item: &mut Item, standing: &Item, whole: bool) {
    item.valid_from = standing.valid_from;
    item.version.clone_from(&standing.version);
    if whole {
        return;
    }
    item.questions.clone_from(&standing.questions);
    item.fields.clone_from(&standing.fields);
    item.review.clone_from(&standing.review);
    item.certificate.clone_from(&standing.certificate);
    item.special_procedures.clone_from(&standing.special_procedures);
    same_words(item.holder.as_mut(), standing.holder.as_ref());
    for condition in &mut item.conditions {
        let known =
            standing.conditions.iter().find(|known| known.simplified == condition.simplified);
        same_words(Some(condition), known);
    }
    for material in &mut item.materials {
        let known = standing
            .materials
            .iter()
            .find(|known| known.name.simplified == material.name.simplified);
        if let Some(known) = known {
            let (source, required, basis) =
                (material.source, material.required, material.basis.clone());
            let same_law = basis.citation() == known.basis.citation();
            *material = known.clone();
            (material.source, material.required) = (source, required);
            if !same_law {
                material.basis = basis;
            }
        }
    }
    for fee in &mut item.fees {
        let known = standing.fees.iter().find(|known| known.name.simplified == fee.name.simplified);
        if let Some(known) = known {
            let amount = fee.amount_fen;
            *fee = known.clone();
            fee.amount_fen = amount;
        }
    }
    if let (Some(result), Some(known)) = (&mut item.result, &standing.result)
        && result.name.simplified == known.name.simplified
    {
        *result = known.clone();
    }
    if item.basis.citation() == standing.basis.citation() {
        item.basis.clone_from(&standing.basis);
    }
    if let (Some(promised), Some(known)) = (&mut item.promised, &standing.promised)
        && promised.basis.citation() == known.basis.citation()
    {
        promised.basis.clone_from(&known.basis);
    }
    if item.channels.is_empty() {
        item.channels.clone_from(&standing.channels);
    }
}

/// Translations that stand, when the words are the same.
fn same_words(text: Option<&mut Text>, known: Option<&Text>) {
    if let (Some(text), Some(known)) = (text, known)
        && text.simplified == known.simplified
    {
        text.clone_from(known);
    }
}

/// Makes drafts of what was planned, except of what the catalogue has already; how many.
///
/// # Errors
/// The caller may not draft one of them, or the writer has stopped.
pub fn carry_out(
    platform: &Platform,
    caller: &Caller,
    plan: &Plan,
    reason: &str,
) -> Result<usize, Failure> {
    let changed: Vec<&Planned> = plan.planned.iter().filter(|planned| !planned.unchanged).collect();
    drafts::check_own(platform, caller, changed.iter().map(|planned| &*planned.item.code))?;
    let mut done = 0;
    for several in changed.chunks(AT_ONCE) {
        let drafts = several.iter().map(|planned| Drafting {
            item: planned.item.clone(),
            amendment: planned.amendment,
            reason: reason.to_owned(),
            imported: Some(Imported {
                file: plan.file.clone(),
                row: planned.row,
                department: planned.department.clone(),
            }),
        });
        done += drafts::save_all(platform, caller, drafts.collect())?;
    }
    Ok(done)
}
