//! What was paid above what was due: kept as to be refunded, told to the party, listed for the agency until it puts the
//! refund on file.

use super::{PAYMENT, Payment, State, TO_RECORD};
use crate::caller::Caller;
use crate::desk::{Answer, Beside, Failure, Records, Request, StepCase};
use crate::document::{At, read};
use crate::inbox::{INBOX, Told};
use crate::permissions;
use crate::platform::Platform;
use domain::case::decide::Command;
use domain::event::{ActKind, Body};
use serde::{Deserialize, Serialize};
use store::cases::CaseHead;
use store::connection::StoreError;
use store::records::From;
use store::settings::EVERYWHERE;

/// The kind of the records of what is to be refunded; their owner is the agency, their key place and number of the payment.
const TO_REFUND: &str = "payment-to-refund";
/// Payments of a case that are looked at.
const LOOKED_AT: u32 = 200;

/// What is to be refunded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToRefund {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case: Box<str>,
    /// Code of the item.
    pub item: Box<str>,
    /// Procedure of the case.
    pub procedure: Box<str>,
    /// Number of the payment.
    pub payment: Box<str>,
    /// Amount in fen.
    pub amount_fen: i64,
    /// Since when, in milliseconds since 1970.
    pub since: i64,
}

impl ToRefund {
    /// What names it in forms.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}/{}", self.jurisdiction, self.payment)
    }
}

/// What a party has paid above what was due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refunding {
    /// Amount in fen.
    pub amount_fen: i64,
    /// Number under which it was refunded; none while it waits.
    pub number: Option<Box<str>>,
}

/// Settles a confirmed payment of which so much stands in the case now; the rest is to be refunded.
pub(crate) fn settled(
    records: &mut Records<'_>,
    (head, letters): (&CaseHead, bool),
    (number, recorded_fen): (&str, i64),
) -> Result<(), StoreError> {
    let at = At { jurisdiction: &head.jurisdiction, kind: PAYMENT, key: number };
    let Some((record, mut payment)) = at.find::<Payment>(records)? else { return Ok(()) };
    payment.state = State::Recorded;
    payment.refund_fen = (payment.amount_fen - recorded_fen).max(0);
    records.write(at.record(&record.owner, record.at, &payment)?);
    records.remove(At::everywhere(TO_RECORD, number).key());
    if payment.refund_fen == 0 {
        return Ok(());
    }
    let waits = ToRefund {
        jurisdiction: head.jurisdiction.clone(),
        case: head.case_id.clone(),
        item: head.item.clone(),
        procedure: head.procedure.clone(),
        payment: number.into(),
        amount_fen: payment.refund_fen,
        since: records.now(),
    };
    let since = waits.since;
    records.write(At::everywhere(TO_REFUND, &waits.key()).record(&head.agency, since, &waits)?);
    tell(records, (&waits, &head.agency, &payment.payer), None, letters)
}

/// Tells the payer what is to be refunded, or under which number it was.
fn tell(
    records: &mut Records<'_>,
    (waits, agency, payer): (&ToRefund, &str, &str),
    number: Option<Box<str>>,
    letters: bool,
) -> Result<(), StoreError> {
    let now = records.now();
    let step = if number.is_some() { "refund-2" } else { "refund-1" };
    let told = Told {
        jurisdiction: waits.jurisdiction.clone(),
        case: waits.case.clone(),
        n: 0,
        kind: ActKind::PayFee,
        item: waits.item.clone(),
        agency: agency.into(),
        procedure: waits.procedure.clone(),
        stage: None,
        outcome: None,
        body: Body { amount_fen: Some(waits.amount_fen), number, ..Body::default() },
        refund: true,
    };
    let key = format!("{now:015}-{}/{step}-{}", waits.jurisdiction, waits.payment);
    records.write(At::everywhere(INBOX, &key).record(payer, now, &told)?);
    if letters {
        records.write(crate::mail::asked_for(&key, now));
    }
    Ok(())
}

/// What was paid above what was due in a case, by whoever the case shows to.
///
/// # Errors
/// The store says no.
pub fn refunds(
    platform: &Platform,
    [jurisdiction, case]: [&str; 2],
) -> Result<Vec<Refunding>, StoreError> {
    let owner = [jurisdiction, PAYMENT, case];
    let found = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, owner, From::Oldest, LOOKED_AT))?;
    let mut all = Vec::new();
    for record in found {
        let (_, payment) = read::<Payment>(record)?;
        if payment.refund_fen > 0 {
            let Payment { refund_fen: amount_fen, refund_number: number, .. } = payment;
            all.push(Refunding { amount_fen, number });
        }
    }
    Ok(all)
}

/// What the caller's agency has to refund, the oldest first.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn to_refund(
    platform: &Platform,
    caller: &Caller,
    length: u32,
) -> Result<Vec<ToRefund>, Failure> {
    permissions::READ_TASKS.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Official { agency, .. } = caller else { return Ok(Vec::new()) };
    let owner = [EVERYWHERE, TO_REFUND, &**agency];
    let found = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, owner, From::Oldest, length));
    let stopped = |error: StoreError| Failure::Stopped(error.to_string());
    let found = found.map_err(stopped)?.into_iter();
    found
        .map(|record| read::<ToRefund>(record).map(|(_, waits)| waits))
        .collect::<Result<_, _>>()
        .map_err(stopped)
}

/// Puts a refund on file, in the case and beside the payment, under the number of the refund; the payer is told.
///
/// # Errors
/// It is not one of the caller's agency, was put on file before, has no number, or the law does not allow the act.
pub fn record_refund(
    platform: &Platform,
    caller: &Caller,
    key: &str,
    number: &str,
) -> Result<(), Failure> {
    let number = number.trim();
    if number.is_empty() {
        return Err(Failure::invalid([
            "请填写退款单号。",
            "請填寫退款單號。",
            "Enter the number of the refund.",
        ]));
    }
    let unknown = || Failure::Unknown("payment", key.into());
    let Caller::Official { agency, .. } = caller else { return Err(unknown()) };
    let found = platform
        .readers()
        .read(|connection| store::records::find(connection, [EVERYWHERE, TO_REFUND, key]));
    let found = found.map_err(|error: StoreError| Failure::Stopped(error.to_string()))?;
    let found = found.filter(|record| *record.owner == **agency).ok_or_else(unknown)?;
    let (record, waits) =
        read::<ToRefund>(found).map_err(|error| Failure::Stopped(error.to_string()))?;
    let yuan = format!("{}.{:02}", waits.amount_fen / 100, waits.amount_fen % 100);
    let text = format!("退还多缴款项{yuan}元，缴费编号{}，退款单号{number}", waits.payment);
    let step = StepCase {
        jurisdiction: waits.jurisdiction.clone(),
        case_id: waits.case.clone(),
        command: Command::Record { text },
    };
    let (again, letters) = (record.key.clone(), platform.hall().mail.is_some());
    let number: Box<str> = number.into();
    let check = move |records: &mut Records<'_>| {
        let there = records.find([EVERYWHERE, TO_REFUND, &again])?.is_some();
        Ok(if there { Ok(()) } else { Err(Failure::Unknown("payment", again)) })
    };
    let write = move |records: &mut Records<'_>, _: &Answer| {
        records.remove([EVERYWHERE, TO_REFUND, &record.key]);
        let at = At { jurisdiction: &waits.jurisdiction, kind: PAYMENT, key: &waits.payment };
        let Some((kept, mut payment)) = at.find::<Payment>(records)? else { return Ok(()) };
        payment.refund_number = Some(number.clone());
        records.write(at.record(&kept.owner, kept.at, &payment)?);
        tell(records, (&waits, &record.owner, &payment.payer), Some(number), letters)
    };
    let beside = Beside { check: Box::new(check), write: Box::new(write), evidence: None };
    platform.ask_with(caller.clone(), Request::Step(step), beside).map(|_| ())
}
