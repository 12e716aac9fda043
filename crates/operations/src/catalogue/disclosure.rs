//! Disclosure catalogues (政务公开目录): of each level of government and of each agency, made from the items in force; and
//! the exceptions, on the legal grounds alone, with who decided.

use super::documents::{Signature, read, record};
use super::drafts::{check_reason, invalid};
use super::trail::{self, Step, StepKind};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::permissions::WITHHOLD_ITEM;
use crate::platform::Platform;
use domain::catalogue::Ground;
use domain::item::guide::GovernmentLevel;
use domain::item::{Item, ItemKind};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use store::connection::StoreError;
use store::records::of_kind;
use store::settings::EVERYWHERE;

/// The kind of records of what is withheld; the key is the code of the item.
pub const WITHHELD: &str = "item-withheld";
/// Records read at once.
const PAGE: u32 = 500;

/// That an entry is withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Code of the item.
    pub code: String,
    /// Id of the ground.
    pub ground: String,
    /// Why, in words that give nothing away.
    pub reason: String,
    /// Who decided, and when.
    pub by: Signature,
}

/// Of what a catalogue is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// What is exercised at a level of government.
    Level(GovernmentLevel),
    /// What an agency handles.
    Agency(String),
    /// Public services: what public utilities and service bodies promise (意见（四）).
    PublicServices,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item.
    pub item: &'static Item,
    /// It is withheld, on this ground.
    pub withheld: Option<(Withheld, Option<&'static Ground>)>,
}

/// The entries of a catalogue, by kind and code.
///
/// # Errors
/// The store says no.
pub fn catalogue(platform: &Platform, scope: &Scope) -> Result<Vec<Entry>, StoreError> {
    let withheld = all_withheld(platform)?;
    let (law, register) = (platform.law(), platform.register());
    let belongs = |item: &Item| match scope {
        Scope::All => true,
        Scope::Level(level) => item.levels.contains(level),
        Scope::Agency(agency) => {
            register.agencies_of_item(&item.code).any(|handling| *handling.id == **agency)
        }
        Scope::PublicServices => {
            matches!(
                item.kind,
                ItemKind::PublicService | ItemKind::Payment | ItemKind::Confirmation
            )
        }
    };
    let ground = |id: &str| law.catalogue.as_ref().and_then(|all| all.ground(id));
    let mut entries: Vec<Entry> = law
        .items
        .values()
        .filter(|item| belongs(item))
        .map(|item| Entry {
            item,
            withheld: withheld.get(&item.code).map(|found| (found.clone(), ground(&found.ground))),
        })
        .collect();
    entries.sort_by_key(|entry| (entry.item.kind as usize, entry.item.code.clone()));
    Ok(entries)
}

/// Everything that is withheld, by code.
///
/// # Errors
/// The store says no.
pub(crate) fn all_withheld(platform: &Platform) -> Result<HashMap<String, Withheld>, StoreError> {
    platform.readers().read(|connection| {
        let (mut found, mut after): (HashMap<String, Withheld>, Box<str>) =
            (HashMap::new(), "".into());
        loop {
            let page = of_kind(connection, [EVERYWHERE, WITHHELD, &after], PAGE)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.key.clone();
            for record in &page {
                let withheld: Withheld = read(record)?;
                found.insert(withheld.code.clone(), withheld);
            }
        }
    })
}

/// Whether the entry of an item is withheld.
///
/// # Errors
/// The store says no.
pub fn withheld(platform: &Platform, code: &str) -> Result<Option<Withheld>, StoreError> {
    let found = platform
        .readers()
        .read(|connection| store::records::find(connection, [EVERYWHERE, WITHHELD, code]))?;
    found.as_ref().map(read).transpose()
}

/// Withholds the entry of an item, on one of the grounds of the law.
///
/// # Errors
/// There is no such item, the ground is none of the law, no reason is given, or the caller may not.
pub fn withhold(
    platform: &Platform,
    caller: &Caller,
    (code, ground): (&str, &str),
    reason: &str,
) -> Result<(), Failure> {
    WITHHOLD_ITEM.check(caller, None).map_err(Failure::Forbidden)?;
    check_reason(reason)?;
    let law = platform.law();
    if !law.items.contains_key(code) {
        return Err(Failure::Unknown("item", code.into()));
    }
    if law.catalogue.as_ref().is_none_or(|all| all.ground(ground).is_none()) {
        return Err(invalid(
            "不予公开的理由只有国家秘密、商业秘密和个人隐私三种（政府信息公开条例 第十四条、第十五条）。请从中选择，否则应当公开。",
            "不予公開的理由只有國家秘密、商業秘密和個人隱私三種（政府信息公開條例 第十四條、第十五條）。請從中選擇，否則應當公開。",
            "There are three grounds for withholding: state secret, trade secret and privacy (Regulations on Government Information, arts 14 and 15). Choose one, or disclose.",
        ));
    }
    let (code, ground, reason) = (code.to_owned(), ground.to_owned(), reason.to_owned());
    let caller_of = caller.clone();
    let done = platform.keep(caller, &WITHHOLD_ITEM, move |records| {
        let by = Signature::of(&caller_of, records.now());
        let (kind, about) = (StepKind::Withheld, ground.clone());
        let step = Step { kind, code: code.clone(), by: by.clone(), reason: reason.clone(), about };
        let withheld = Withheld { code, ground, reason, by };
        records.write(record([WITHHELD, &withheld.code, ""], withheld.by.at, &withheld));
        trail::add(records, &step)?;
        Ok(Ok(()))
    });
    platform.finder().forget();
    done
}

/// Discloses the entry of an item again.
///
/// # Errors
/// It is not withheld, no reason is given, or the caller may not.
pub fn disclose(
    platform: &Platform,
    caller: &Caller,
    code: &str,
    reason: &str,
) -> Result<(), Failure> {
    WITHHOLD_ITEM.check(caller, None).map_err(Failure::Forbidden)?;
    check_reason(reason)?;
    let (code, reason, caller_of) = (code.to_owned(), reason.to_owned(), caller.clone());
    let done = platform.keep(caller, &WITHHOLD_ITEM, move |records| {
        if records.find([EVERYWHERE, WITHHELD, &code])?.is_none() {
            return Ok(Err(Failure::Unknown("exception", code.as_str().into())));
        }
        records.remove([EVERYWHERE, WITHHELD, &code]);
        let by = Signature::of(&caller_of, records.now());
        let about = String::new();
        trail::add(records, &Step { kind: StepKind::Disclosed, code, by, reason, about })?;
        Ok(Ok(()))
    });
    platform.finder().forget();
    done
}
