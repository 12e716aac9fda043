//! A provider confirms a payment, and it goes into the case.

use super::provider::provider;
use super::{PAYMENT, Payment, State, TO_RECORD, settled};
use crate::caller::Caller;
use crate::cases::show::{CaseHead, show};
use crate::desk::{Answer, Beside, Failure, Records, Request, StepCase};
use crate::document::{At, read};
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
    let (mut done, all) = (0, waiting.len());
    for found in waiting {
        let (found, waiting) = read::<Waiting>(found).map_err(stopped)?;
        match record(platform, &waiting.jurisdiction, &found.key) {
            Ok(()) => done += 1,
            Err(failure) => {
                platform.alarms().raise("payment", format!("payment {}: {failure:?}", found.key));
            }
        }
    }
    if done == all {
        platform.alarms().clear("payment");
    }
    Ok(done)
}

/// Times that a payment is tried with what is due then: somebody may charge or pay at the same moment.
const TRIES: usize = 5;

/// Records a confirmed payment in its case, once, up to what is due; the rest is to be refunded.
fn record(platform: &Platform, jurisdiction: &str, number: &str) -> Result<(), Failure> {
    let mut last = Ok(());
    for _ in 0..TRIES {
        last = try_record(platform, [jurisdiction, number]);
        if !matches!(last, Err(Failure::Refused(_) | Failure::Invalid(_))) {
            return last;
        }
    }
    last
}

fn try_record(platform: &Platform, [jurisdiction, number]: [&str; 2]) -> Result<(), Failure> {
    let stopped = |error: &dyn std::fmt::Display| Failure::Stopped(error.to_string());
    let key = [jurisdiction, PAYMENT, number];
    let found = platform.readers().read(|connection| store::records::find(connection, key));
    let found = found.map_err(|error: StoreError| stopped(&error))?;
    let found = found.ok_or_else(|| Failure::Unknown("payment", number.into()))?;
    let (_, payment) = read::<Payment>(found).map_err(|error| stopped(&error))?;
    if payment.state != State::Confirmed {
        return Ok(());
    }
    let payer = Caller::Party { person: (&*payment.payer).into() };
    let shown = show(platform, &payer, jurisdiction, &payment.case);
    let shown = shown.map_err(|error| stopped(&error))?;
    let shown = shown.ok_or_else(|| Failure::Unknown("case", payment.case.clone()))?;
    let amount_fen = payment.amount_fen.min(shown.case.owed_fen);
    let (place, key): (Box<str>, Box<str>) = (jurisdiction.into(), number.into());
    let waits = move |records: &mut Records<'_>| {
        let at = At { jurisdiction: &place, kind: PAYMENT, key: &key };
        let known = at.find::<Payment>(records)?;
        let waits = known.is_some_and(|(_, known)| known.state == State::Confirmed);
        Ok(if waits { Ok(()) } else { Err(Failure::KeyReused) })
    };
    let done = if amount_fen > 0 {
        let command = Command::PayFee { number: number.to_owned(), amount_fen };
        let step = StepCase { jurisdiction: jurisdiction.into(), case_id: payment.case, command };
        let write = |_: &mut Records<'_>, _: &Answer| Ok(());
        let beside = Beside { check: Box::new(waits), write: Box::new(write), evidence: None };
        platform.ask_with(payer, Request::Step(step), beside).map(|_| ())
    } else {
        let (head, letters) = (shown.head, platform.hall().mail.is_some());
        let number: Box<str> = number.into();
        platform.keep(&Caller::Platform, &permissions::CONFIRM_PAYMENT, move |records| {
            if let Err(failure) = waits(records)? {
                return Ok(Err(failure));
            }
            settled(records, (&head, letters), (&number, 0)).map(Ok)
        })
    };
    match done {
        // Somebody else was quicker.
        Ok(()) | Err(Failure::KeyReused) => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// Whether a party may record a payment under a number: the provider has confirmed it, for this case, and it is recorded
/// with all of it that is due. It is used up by that.
pub(crate) fn is_confirmed(
    records: &mut Records<'_>,
    ((head, owed_fen), payer, letters): ((&CaseHead, i64), &str, bool),
    (number, amount_fen): (&str, i64),
) -> Result<Result<(), Failure>, StoreError> {
    let at = At { jurisdiction: &head.jurisdiction, kind: PAYMENT, key: number };
    // Where paying is a stage of its own nothing was charged, and what is paid is what was decided.
    let due = |paid: i64| if owed_fen > 0 { paid.min(owed_fen) } else { paid };
    let known = at.find::<Payment>(records)?.is_some_and(|(_, payment)| {
        payment.state == State::Confirmed
            && *payment.case == *head.case_id
            && *payment.payer == *payer
            && due(payment.amount_fen) == amount_fen
    });
    if !known {
        return Ok(Err(Failure::Invalid(Box::new(not_confirmed()))));
    }
    settled(records, (head, letters), (number, amount_fen)).map(Ok)
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
        refund_fen: 0,
        refund_number: None,
    };
    let now = records.now();
    records.write(at.record(case, now, &payment)?);
    Ok(())
}
