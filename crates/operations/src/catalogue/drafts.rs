//! Drafts: written by the agency that handles the item or by the legal office, one for each item at a time.

use super::documents::{Amendment, DRAFT, Draft, Imported, Signature, read, record};
use super::shortcomings;
use super::trail::{self, Step, StepKind};
use crate::caller::{Caller, Forbidden};
use crate::desk::{Failure, Records};
use crate::permissions::DRAFT_ITEM;
use crate::platform::Platform;
use crate::register::{LEGAL_OFFICER, Register};
use domain::catalogue::check::Shortcoming;
use domain::item::Item;
use domain::text::{Language, Text};
use store::connection::StoreError;
use store::records::{From, of_kind, of_owner};
use store::settings::EVERYWHERE;

/// The longest law file of an item, in bytes.
pub const LONGEST: usize = 200 * 1024;
/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 1_000;
/// Drafts read at once.
const PAGE: u32 = 500;

/// What is to be drafted.
#[derive(Debug, Clone)]
pub struct Drafting {
    /// The item as it is to be.
    pub item: Item,
    /// What the version is to do.
    pub amendment: Amendment,
    /// Why.
    pub reason: String,
    /// Where it was imported from.
    pub imported: Option<Imported>,
}

/// Whether a caller may draft an item: its agency handles it, or it belongs to the legal office.
fn may_draft(register: &Register, caller: &Caller, code: &str) -> Result<(), Failure> {
    DRAFT_ITEM.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Official { agency, roles, .. } = caller else { return Ok(()) };
    let legal = roles.iter().any(|role| **role == *LEGAL_OFFICER);
    let handles = || register.agencies_of_item(code).any(|handling| handling.id == *agency);
    if legal || handles() {
        return Ok(());
    }
    Err(Failure::Forbidden(Forbidden { operation: DRAFT_ITEM.operation }))
}

/// Whether a caller may change or drop a draft that is there: the agency that began it, and the legal office, which keeps the
/// catalogue. Others that handle the item wait until it is published or dropped.
#[must_use]
pub fn is_ones_own(caller: &Caller, draft: &Draft) -> bool {
    let Caller::Official { agency, roles, .. } = caller else { return true };
    *draft.agency() == **agency || roles.iter().any(|role| **role == *LEGAL_OFFICER)
}

/// The draft that is there, unless it is another agency's.
fn own_draft(
    records: &mut Records<'_>,
    register: &Register,
    caller: &Caller,
    code: &str,
) -> Result<Result<Option<Draft>, Failure>, StoreError> {
    let known = records.find([EVERYWHERE, DRAFT, code])?;
    let known = known.as_ref().map(read::<Draft>).transpose()?;
    Ok(match known {
        Some(draft) if !is_ones_own(caller, &draft) => Err(of_another(register, &draft)),
        known => Ok(known),
    })
}

/// Whether a caller may draft all of several items, before the first of them is written.
pub(super) fn check_own<'a>(
    platform: &Platform,
    caller: &Caller,
    codes: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    let register = platform.register();
    for code in codes {
        may_draft(&register, caller, code)?;
        let known = find(platform, code).map_err(|error| Failure::Stopped(error.to_string()))?;
        if let Some(draft) = known.filter(|draft| !is_ones_own(caller, draft)) {
            return Err(of_another(&register, &draft));
        }
    }
    Ok(())
}

fn of_another(register: &Register, draft: &Draft) -> Failure {
    let name = register.agency(draft.agency()).map(|agency| agency.name.clone());
    let name =
        name.unwrap_or_else(|| Text { simplified: draft.agency().into(), ..Text::default() });
    let code = &draft.item.code;
    let [simplified, traditional, english] =
        [Language::SimplifiedChinese, Language::TraditionalChinese, Language::English]
            .map(|language| name.in_language(language));
    invalid(
        &format!(
            "事项 {code} 已有“{simplified}”起草的草稿，只有起草机关和法制机构可以修改或者撤下。请与其商定，或者等它公布之后再起草。"
        ),
        &format!(
            "事項 {code} 已有「{traditional}」起草的草稿，只有起草機關和法制機構可以修改或者撤下。請與其商定，或者等它公布之後再起草。"
        ),
        &format!(
            "“{english}” has a draft of the item {code}: only it and the legal office change or drop it. Agree with it, or draft after it is published."
        ),
    )
}

/// Something that was entered cannot be kept.
pub(super) fn invalid(simplified: &str, traditional: &str, english: &str) -> Failure {
    Failure::invalid([simplified, traditional, english])
}

/// A reason is required, and has an end.
pub(super) fn check_reason(reason: &str) -> Result<(), Failure> {
    if reason.trim().is_empty() {
        return Err(invalid(
            "请写明理由：设立、调整、取消事项都须说明理由（意见（六））。",
            "請寫明理由：設立、調整、取消事項都須說明理由（意見（六））。",
            "Give the reason: establishing, adjusting and cancelling an item need one (Opinion, 6).",
        ));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(invalid(
            "理由过长：最多 1000 个字，请精简。",
            "理由過長：最多 1000 個字，請精簡。",
            "The reason is too long: shorten it to 1,000 characters.",
        ));
    }
    Ok(())
}

/// Writes a draft, in place of the one that was there.
///
/// # Errors
/// The caller may not, there is a draft of another agency, the code cannot be kept, or the writer has stopped.
pub fn save(platform: &Platform, caller: &Caller, drafting: Drafting) -> Result<(), Failure> {
    let register = platform.register();
    may_draft(&register, caller, &drafting.item.code)?;
    check_reason(&drafting.reason)?;
    let step = if drafting.imported.is_some() { StepKind::Imported } else { StepKind::Drafted };
    let caller_of = caller.clone();
    let done = platform.keep(caller, &DRAFT_ITEM, move |records| {
        write(records, (&register, &caller_of), drafting, step)
    });
    platform.finder().forget();
    done
}

/// Writes several drafts in one transaction: those of an import.
///
/// # Errors
/// As [`save`].
pub fn save_all(
    platform: &Platform,
    caller: &Caller,
    drafts: Vec<Drafting>,
) -> Result<usize, Failure> {
    let register = platform.register();
    for drafting in &drafts {
        may_draft(&register, caller, &drafting.item.code)?;
        check_reason(&drafting.reason)?;
    }
    let caller_of = caller.clone();
    let done = platform.keep(caller, &DRAFT_ITEM, move |records| {
        let number = drafts.len();
        for drafting in drafts {
            let written = write(records, (&register, &caller_of), drafting, StepKind::Imported)?;
            if let Err(failure) = written {
                return Ok(Err(failure));
            }
        }
        Ok(Ok(number))
    });
    platform.finder().forget();
    done
}

fn write(
    records: &mut Records<'_>,
    (register, caller): (&Register, &Caller),
    drafting: Drafting,
    kind: StepKind,
) -> Result<Result<(), Failure>, StoreError> {
    let now = records.now();
    let code = drafting.item.code.clone();
    let before = match own_draft(records, register, caller, &code)? {
        Ok(before) => before,
        Err(failure) => return Ok(Err(failure)),
    };
    let about = drafting.imported.as_ref();
    let about = about.map(|from| format!("{}:{}", from.file, from.row)).unwrap_or_default();
    let saved = Signature::of(caller, now);
    let reason = drafting.reason.clone();
    let step = Step { kind, code: code.clone(), by: saved.clone(), reason, about };
    let draft = Draft {
        item: drafting.item,
        amendment: drafting.amendment,
        reason: drafting.reason,
        begun_by: Some(before.map_or_else(|| saved.agency.clone(), |draft| draft.agency().into())),
        saved,
        imported: drafting.imported,
    };
    records.write(record([DRAFT, &code, ""], now, &draft));
    trail::add(records, &step).map(Ok)
}

/// Drops a draft.
///
/// # Errors
/// There is none, it is another agency's, the caller may not, or the writer has stopped.
pub fn discard(
    platform: &Platform,
    caller: &Caller,
    code: &str,
    reason: &str,
) -> Result<(), Failure> {
    let register = platform.register();
    may_draft(&register, caller, code)?;
    check_reason(reason)?;
    let (code, reason, caller_of) = (code.to_owned(), reason.to_owned(), caller.clone());
    let done = platform.keep(caller, &DRAFT_ITEM, move |records| {
        match own_draft(records, &register, &caller_of, &code)? {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(Err(Failure::Unknown("draft", code.as_str().into()))),
            Err(failure) => return Ok(Err(failure)),
        }
        records.remove([EVERYWHERE, DRAFT, &code]);
        let by = Signature::of(&caller_of, records.now());
        let about = String::new();
        trail::add(records, &Step { kind: StepKind::Discarded, code, by, reason, about })?;
        Ok(Ok(()))
    });
    platform.finder().forget();
    done
}

/// The draft of an item.
///
/// # Errors
/// The store says no.
pub fn find(platform: &Platform, code: &str) -> Result<Option<Draft>, StoreError> {
    let found = platform
        .readers()
        .read(|connection| store::records::find(connection, [EVERYWHERE, DRAFT, code]))?;
    found.as_ref().map(read).transpose()
}

/// A draft with what it lacks.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The draft.
    pub draft: Draft,
    /// What it lacks, under the law in force.
    pub shortcomings: Vec<Shortcoming>,
}

impl Checked {
    /// Whether nothing keeps it from being published.
    #[must_use]
    pub fn may_be_published(&self) -> bool {
        self.shortcomings.iter().all(|shortcoming| !shortcoming.blocks)
    }
}

/// What a draft lacks: a cancelled item need not be whole.
#[must_use]
pub fn checked(platform: &Platform, draft: Draft) -> Checked {
    let law = platform.law();
    let shortcomings = match draft.amendment {
        Amendment::Cancel => Vec::new(),
        _ => shortcomings(law, &draft.item, draft.item.valid_from.max(law.today(platform.now()))),
    };
    Checked { draft, shortcomings }
}

/// A page of drafts, those that were written last first.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn newest(
    platform: &Platform,
    caller: &Caller,
    before: Option<(i64, &str)>,
    at_most: u32,
) -> Result<Result<Vec<Draft>, Failure>, StoreError> {
    if let Err(forbidden) = DRAFT_ITEM.check(caller, None) {
        return Ok(Err(Failure::Forbidden(forbidden)));
    }
    let from = before.map_or(From::Newest, |(at, key)| From::Before(at, key));
    let found = platform
        .readers()
        .read(|connection| of_owner(connection, [EVERYWHERE, DRAFT, ""], from, at_most))?;
    found.iter().map(read).collect::<Result<_, _>>().map(Ok)
}

/// All drafts, for the index of the search.
///
/// # Errors
/// The store says no.
pub fn all(platform: &Platform) -> Result<Vec<Draft>, StoreError> {
    platform.readers().read(|connection| {
        let (mut found, mut after): (Vec<Draft>, Box<str>) = (Vec::new(), "".into());
        loop {
            let page = of_kind(connection, [EVERYWHERE, DRAFT, &after], PAGE)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.key.clone();
            for record in &page {
                found.push(read(record)?);
            }
        }
    })
}
