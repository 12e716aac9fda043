//! A provider confirms a payment, and it goes into the case.

use super::provider::provider;
use super::{PAYMENT, Payment, State, TO_RECORD};
use crate::caller::Caller;
use crate::desk::{Answer, Beside, Failure, Records, Request, StepCase};
use crate::document::At;
use crate::permissions;
use crate::platform::Platform;
use domain::case::decide::Command;
use domain::text::Text;
use serde::{Deserialize, Serialize};
use store::connection::StoreError;

/// Payments that are looked at in one go.
const AT_ONCE: u32 = 200;

/// Why a confirmation does not count.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmError {
    /// The signature is not that of the provider, or there is no provider.
    #[error("the signature is not the provider's")]
    Forged,
    /// There is no such payment.
    #[error("there is no such payment")]
    Unknown,
    /// Another amount was asked for.
    #[error("another amount was asked for")]
    Amount,
    /// The records say no.
    #[error("{0:?}")]
    Failure(Failure),
}

/// A payment that is confirmed and stands in no case yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    jurisdiction: Box<str>,
}

/// Takes a message of the provider. What was confirmed before is confirmed again without any effect.
///
/// # Errors
/// See [`ConfirmError`].
pub fn confirm(platform: &Platform, message: &[u8], signature: &str) -> Result<(), ConfirmError> {
    let known = provider(platform).ok().flatten().ok_or(ConfirmError::Forged)?;
    let said = known.read(message, signature).ok_or(ConfirmError::Forged)?;
    let number = said.payment.clone();
    let jurisdiction = said.jurisdiction.clone();
    let confirmed =
        platform.keep(&Caller::Platform, &permissions::CONFIRM_PAYMENT, move |records| {
            let at = At { jurisdiction: &said.jurisdiction, kind: PAYMENT, key: &said.payment };
            let Some((record, mut payment)) = at.find::<Payment>(records)? else {
                return Ok(Ok(Err(ConfirmError::Unknown)));
            };
            if payment.amount_fen != said.amount_fen {
                return Ok(Ok(Err(ConfirmError::Amount)));
            }
            if payment.state == State::Asked {
                payment.state = State::Confirmed;
                payment.reference = Some(said.reference);
                records.write(at.record(&record.owner, record.at, &payment)?);
                let waiting = Waiting { jurisdiction: said.jurisdiction.clone() };
                let now = records.now();
                records.write(At::everywhere(TO_RECORD, &said.payment).record("", now, &waiting)?);
            }
            Ok(Ok(Ok(())))
        });
    confirmed.map_err(ConfirmError::Failure)??;
    // What does not succeed now is tried again by the errands of the platform.
    if let Err(failure) = record(platform, &jurisdiction, &number) {
        platform.alarms().raise("payment", format!("payment {number}: {failure:?}"));
    }
    Ok(())
}

/// Puts payments into their cases that were confirmed and are not there yet, as after a crash; how many.
///
/// # Errors
/// The store says no.
pub fn settle(platform: &Platform) -> Result<usize, Failure> {
    let stopped = |error: StoreError| Failure::Stopped(error.to_string());
    let key = [store::settings::EVERYWHERE, TO_RECORD, ""];
    let waiting = platform
        .readers()
        .read(|connection| store::records::of_kind(connection, key, AT_ONCE))
        .map_err(stopped)?;
    let mut done = 0;
    for found in waiting {
        let (found, waiting) = crate::document::read::<Waiting>(found).map_err(stopped)?;
        match record(platform, &waiting.jurisdiction, &found.key) {
            Ok(()) => done += 1,
            Err(failure) => {
                platform.alarms().raise("payment", format!("payment {}: {failure:?}", found.key));
            }
        }
    }
    Ok(done)
}

/// Records a confirmed payment in its case, once.
fn record(platform: &Platform, jurisdiction: &str, number: &str) -> Result<(), Failure> {
    let stopped = |error: StoreError| Failure::Stopped(error.to_string());
    let key = [jurisdiction, PAYMENT, number];
    let found = platform.readers().read(|connection| store::records::find(connection, key));
    let found =
        found.map_err(stopped)?.ok_or_else(|| Failure::Unknown("payment", number.into()))?;
    let (_, payment) = crate::document::read::<Payment>(found).map_err(stopped)?;
    if payment.state != State::Confirmed {
        return Ok(());
    }
    let (place, key): (Box<str>, Box<str>) = (jurisdiction.into(), number.into());
    let (same_place, same_key) = (place.clone(), key.clone());
    let check = move |records: &mut Records<'_>| {
        let at = At { jurisdiction: &same_place, kind: PAYMENT, key: &same_key };
        let known = at.find::<Payment>(records)?;
        let waits = known.is_some_and(|(_, known)| known.state == State::Confirmed);
        Ok(if waits { Ok(()) } else { Err(Failure::KeyReused) })
    };
    let write = move |records: &mut Records<'_>, _: &Answer| {
        let at = At { jurisdiction: &place, kind: PAYMENT, key: &key };
        records.remove(At::everywhere(TO_RECORD, &key).key());
        if let Some((record, mut payment)) = at.find::<Payment>(records)? {
            payment.state = State::Recorded;
            records.write(at.record(&record.owner, record.at, &payment)?);
        }
        Ok(())
    };
    let step = StepCase {
        jurisdiction: jurisdiction.into(),
        case_id: payment.case.clone(),
        command: Command::PayFee { number: number.to_owned(), amount_fen: payment.amount_fen },
    };
    let payer = Caller::Party { person: (&*payment.payer).into() };
    let beside = Beside { check: Box::new(check), write: Box::new(write), evidence: None };
    match platform.ask_with(payer, Request::Step(step), beside) {
        // Somebody else was quicker.
        Ok(_) | Err(Failure::KeyReused) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// Whether a party may record a payment under a number: the provider has confirmed it, for this case, with this amount.
pub(crate) fn is_confirmed(
    records: &mut Records<'_>,
    [jurisdiction, case, payer]: [&str; 3],
    (number, amount_fen): (&str, i64),
) -> Result<Result<(), Failure>, StoreError> {
    let at = At { jurisdiction, kind: PAYMENT, key: number };
    let known = at.find::<Payment>(records)?.is_some_and(|(_, payment)| {
        payment.state == State::Confirmed
            && *payment.case == *case
            && *payment.payer == *payer
            && payment.amount_fen == amount_fen
    });
    Ok(if known { Ok(()) } else { Err(Failure::Invalid(Box::new(not_confirmed()))) })
}

fn not_confirmed() -> Text {
    Text {
        simplified: "缴费以收款机构的确认为准，不能自行申报已经缴纳（《中华人民共和国行政许可法》第五十九条）。请在办件页选择“缴费”，或者到窗口缴纳。".to_owned(),
        traditional: Some("繳費以收款機構的確認為準，不能自行申報已經繳納（《中華人民共和國行政許可法》第五十九條）。請在辦件頁選擇「繳費」，或者到窗口繳納。".to_owned()),
        english: Some("A payment counts when the provider confirms it; nobody declares itself paid (Administrative Licensing Law, art. 59). Choose “Pay” on the page of the case, or pay at the window.".to_owned()),
    }
}

/// A payment that needs no provider: a demonstration's applicant has paid at a counter. Written before the act is asked for.
pub(crate) fn at_counter(
    records: &mut Records<'_>,
    [jurisdiction, case, payer]: [&str; 3],
    (number, amount_fen): (&str, i64),
) -> Result<(), StoreError> {
    let at = At { jurisdiction, kind: PAYMENT, key: number };
    let payment = Payment {
        case: case.into(),
        payer: payer.into(),
        amount_fen,
        state: State::Confirmed,
        reference: Some("counter".into()),
    };
    let now = records.now();
    records.write(at.record(case, now, &payment)?);
    Ok(())
}
