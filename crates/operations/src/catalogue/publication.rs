//! Publishing a version: by the legal office, whole, and only for the future; taken back only before it is in force.

use super::documents::{
    Amendment, DRAFT, Draft, Signature, VERSION, Version, Withdrawal, read, record, version_key,
};
use super::drafts::{check_reason, invalid};
use super::shortcomings;
use super::trail::{self, Step, StepKind};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::law_version::LawVersion;
use crate::permissions::PUBLISH_ITEM;
use crate::platform::Platform;
use domain::text::Text;
use jiff::civil::Date;
use store::connection::StoreError;
use store::records::{From, of_owner};
use store::settings::EVERYWHERE;

/// Versions of one item that a page shows.
const VERSIONS: u32 = 100;

/// Publishes the draft of an item with a first day in the future.
///
/// # Errors
/// There is no draft, it lacks something, the day is not in the future, or the caller may not.
pub fn publish(
    platform: &Platform,
    caller: &Caller,
    code: &str,
    from: Date,
) -> Result<(), Failure> {
    PUBLISH_ITEM.check(caller, None).map_err(Failure::Forbidden)?;
    let (law, code, caller_of) = (platform.law(), code.to_owned(), caller.clone());
    let done = platform.keep(caller, &PUBLISH_ITEM, move |records| {
        let Some(found) = records.find([EVERYWHERE, DRAFT, &code])? else {
            return Ok(Err(Failure::Unknown("draft", code.as_str().into())));
        };
        let mut draft: Draft = read(&found)?;
        let now = records.now();
        if let Err(failure) = may_stand(law, &mut draft, from, law.today(now)) {
            return Ok(Err(failure));
        }
        let key = version_key(&code, from);
        let same_day = records.find([EVERYWHERE, VERSION, &key])?;
        if same_day.as_ref().map(read::<Version>).transpose()?.is_some_and(|v| v.withdrawn.is_none()) {
            return Ok(Err(invalid(
                "该事项已有同日生效的版本。请先撤销该版本，或者另定生效日期。",
                "該事項已有同日生效的版本。請先撤銷該版本，或者另定生效日期。",
                "A version of this item comes into force on that day already. Take it back first, or choose another day.",
            )));
        }
        let published = Signature::of(&caller_of, now);
        let kind = StepKind::Published;
        let (reason, about) = (draft.reason.clone(), from.to_string());
        let step = Step { kind, code: code.clone(), by: published.clone(), reason, about };
        let version = Version {
            item: draft.item,
            amendment: draft.amendment,
            reason: draft.reason,
            drafted: draft.saved,
            published,
            withdrawn: None,
        };
        records.write(record([VERSION, &key, &code], now, &version));
        records.remove([EVERYWHERE, DRAFT, &code]);
        trail::add(records, &step)?;
        Ok(Ok(()))
    });
    platform.finder().forget();
    done
}

/// Whether a draft may stand from a day on; gives it the number of its version and the day.
fn may_stand(law: &LawVersion, draft: &mut Draft, from: Date, today: Date) -> Result<(), Failure> {
    if from <= today {
        return Err(invalid(
            "生效日期须晚于今天：目录的变更只能面向将来，不得溯及既往（立法法 第一百零四条）。",
            "生效日期須晚於今天：目錄的變更只能面向將來，不得溯及既往（立法法 第一百零四條）。",
            "The first day must be after today: the catalogue changes for the future only (Legislation Law, art. 104).",
        ));
    }
    let standing = law.items.get(&draft.item.code);
    match (draft.amendment, standing) {
        (Amendment::Adjust | Amendment::Cancel, None) => {
            return Err(invalid(
                "目录中没有该事项，不能调整或者取消。请选择“新增”。",
                "目錄中沒有該事項，不能調整或者取消。請選擇「新增」。",
                "The item is not in the catalogue and can be neither adjusted nor cancelled. Choose to establish it.",
            ));
        }
        (Amendment::Establish, Some(_)) => {
            return Err(invalid(
                "目录中已有该事项。请选择“调整”。",
                "目錄中已有該事項。請選擇「調整」。",
                "The item is in the catalogue already. Choose to adjust it.",
            ));
        }
        _ => {}
    }
    draft.item.valid_from = from;
    draft.item.version =
        standing.map_or_else(|| draft.item.version.clone(), |item| next_version(&item.version));
    if draft.amendment == Amendment::Cancel {
        return Ok(());
    }
    let lacks = shortcomings(law, &draft.item, from);
    match lacks.into_iter().find(|shortcoming| shortcoming.blocks) {
        None => Ok(()),
        Some(first) => Err(Failure::Invalid(Box::new(with_rule(&first.message, &first.rule)))),
    }
}

/// A message with its rule after it.
fn with_rule(message: &Text, rule: &Text) -> Text {
    let join = |message: &str, rule: &str| format!("{message}（{rule}）");
    let traditional = message.traditional.as_deref().unwrap_or(&message.simplified);
    let english = message.english.as_deref().unwrap_or(&message.simplified);
    let rule_in_english = rule.english.as_deref().unwrap_or(&rule.simplified);
    let rule_in_traditional = rule.traditional.as_deref().unwrap_or(&rule.simplified);
    Text {
        simplified: join(&message.simplified, &rule.simplified),
        traditional: Some(join(traditional, rule_in_traditional)),
        english: Some(format!("{english} ({rule_in_english})")),
    }
}

fn next_version(version: &str) -> String {
    match version.parse::<u32>() {
        Ok(number) => number.saturating_add(1).to_string(),
        Err(_) => format!("{version}+1"),
    }
}

/// Takes a version back before it comes into force.
///
/// # Errors
/// There is none, it is in force already, or the caller may not.
pub fn withdraw(
    platform: &Platform,
    caller: &Caller,
    (code, from): (&str, Date),
    reason: &str,
) -> Result<(), Failure> {
    PUBLISH_ITEM.check(caller, None).map_err(Failure::Forbidden)?;
    check_reason(reason)?;
    let (law, caller_of) = (platform.law(), caller.clone());
    let (code, reason) = (code.to_owned(), reason.to_owned());
    platform.keep(caller, &PUBLISH_ITEM, move |records| {
        let key = version_key(&code, from);
        let Some(mut found) = records.find([EVERYWHERE, VERSION, &key])? else {
            return Ok(Err(Failure::Unknown("version", key.as_str().into())));
        };
        let mut version: Version = read(&found)?;
        let now = records.now();
        if version.withdrawn.is_some() || version.from() <= law.today(now) {
            return Ok(Err(invalid(
                "该版本已经生效或者已经撤销。已生效的版本只能由新的版本调整或者取消。",
                "該版本已經生效或者已經撤銷。已生效的版本只能由新的版本調整或者取消。",
                "The version is in force or was taken back. What is in force is adjusted or cancelled by a new version.",
            )));
        }
        let by = Signature::of(&caller_of, now);
        let about = from.to_string();
        let step = Step { kind: StepKind::Withdrawn, code, by: by.clone(), reason: reason.clone(), about };
        version.withdrawn = Some(Withdrawal { by, reason });
        found.document = serde_json::to_string(&version).unwrap_or_default().into();
        records.write(found);
        trail::add(records, &step)?;
        Ok(Ok(()))
    })
}

/// The versions of an item that were published here, the newest publication first.
///
/// # Errors
/// The store says no.
pub fn versions(platform: &Platform, code: &str) -> Result<Vec<Version>, StoreError> {
    let found = platform.readers().read(|connection| {
        of_owner(connection, [EVERYWHERE, VERSION, code], From::Newest, VERSIONS)
    })?;
    found.iter().map(read).collect()
}
