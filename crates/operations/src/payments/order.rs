//! What is due in a case, and an order for it.

use super::{PAYMENT, Payment, State};
use crate::caller::Caller;
use crate::cases::show::{ShowError, show};
use crate::desk::Failure;
use crate::document::{At, random_id, read};
use crate::permissions;
use crate::platform::Platform;
use domain::basis::Basis;
use domain::event::ActKind;
use domain::text::Text;
use store::connection::StoreError;

/// A fee as it was charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Its name.
    pub name: Text,
    /// Amount in fen.
    pub amount_fen: i64,
    /// Why it may be charged.
    pub basis: Option<Basis>,
}

/// What is due in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// What is still to be paid, in fen.
    pub amount_fen: i64,
    /// What was charged.
    pub fees: Vec<Priced>,
}

/// Why there is no order.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// There is no such case of the caller.
    #[error("there is no such case")]
    Missing,
    /// Nothing is due.
    #[error("nothing is due")]
    Nothing,
    /// The case cannot be read.
    #[error(transparent)]
    Show(#[from] ShowError),
    /// The records say no.
    #[error("{0:?}")]
    Failure(Failure),
}

/// What the caller has to pay in a case of its own; none where there is no such case.
///
/// # Errors
/// The case cannot be read.
pub fn due(
    platform: &Platform,
    caller: &Caller,
    [jurisdiction, case]: [&str; 2],
) -> Result<Option<Due>, ShowError> {
    let Caller::Party { person } = caller else { return Ok(None) };
    let Some(shown) = show(platform, caller, jurisdiction, case)? else { return Ok(None) };
    if shown.head.applicant.as_deref() != Some(&**person) {
        return Ok(None);
    }
    let item = shown.law.items.get(&*shown.head.item);
    let (mut amount_fen, mut fees) = (0, Vec::new());
    for act in &shown.acts {
        let body = act.event.body.as_deref();
        let amount = body.and_then(|body| body.amount_fen).unwrap_or(0);
        match act.event.kind {
            ActKind::ChargeFee => {
                amount_fen += amount;
                let id = body.and_then(|body| body.text.as_deref()).unwrap_or_default();
                let fee = item.and_then(|item| item.fees.iter().find(|fee| fee.id == id));
                let unknown = || Text { simplified: id.to_owned(), ..Text::default() };
                fees.push(Priced {
                    name: fee.map_or_else(unknown, |fee| fee.name.clone()),
                    amount_fen: amount,
                    basis: fee.map(|fee| fee.basis.clone()),
                });
            }
            ActKind::PayFee => amount_fen -= amount,
            _ => {}
        }
    }
    Ok(Some(Due { amount_fen: amount_fen.max(0), fees }))
}

/// A payment of the caller, by its number.
///
/// # Errors
/// The store says no.
pub fn find(
    platform: &Platform,
    caller: &Caller,
    [jurisdiction, number]: [&str; 2],
) -> Result<Option<Payment>, StoreError> {
    let Caller::Party { person } = caller else { return Ok(None) };
    let key = [jurisdiction, PAYMENT, number];
    let found = platform.readers().read(|connection| store::records::find(connection, key))?;
    let found = found.map(read::<Payment>).transpose()?.map(|(_, payment)| payment);
    Ok(found.filter(|payment| *payment.payer == **person))
}

/// Whether an order can be paid: it is for what is due now. Another one was begun, or something was charged or paid since,
/// where it is not.
///
/// # Errors
/// The case cannot be read.
pub fn stands(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: &str,
    payment: &Payment,
) -> Result<bool, ShowError> {
    let due = due(platform, caller, [jurisdiction, &payment.case])?;
    let same = due.is_some_and(|due| due.amount_fen == payment.amount_fen);
    Ok(same && payment.state == State::Asked)
}

/// An order for what is due in a case of the caller: the number of the payment. What was begun and not paid is gone on with.
///
/// # Errors
/// See [`OrderError`].
pub fn begin(
    platform: &Platform,
    caller: &Caller,
    place: [&str; 2],
) -> Result<Box<str>, OrderError> {
    permissions::PAY.check(caller, None).map_err(|f| OrderError::Failure(Failure::Forbidden(f)))?;
    let Caller::Party { person } = caller else { return Err(OrderError::Missing) };
    let due = due(platform, caller, place)?.ok_or(OrderError::Missing)?;
    if due.amount_fen == 0 {
        return Err(OrderError::Nothing);
    }
    let [jurisdiction, case] = place;
    /// Orders of a case that are looked at: nobody begins more by hand.
    const LOOKED_AT: u32 = 50;
    let number: Box<str> = random_id().into();
    let payment = Payment {
        case: case.into(),
        payer: (&**person).into(),
        amount_fen: due.amount_fen,
        state: State::Asked,
        reference: None,
        refund_fen: 0,
        refund_number: None,
    };
    let jurisdiction: Box<str> = jurisdiction.into();
    let kept = platform.keep(caller, &permissions::PAY, move |records| {
        let known = records.of_owner([&jurisdiction, PAYMENT, &payment.case], LOOKED_AT)?;
        for record in known {
            let (record, known) = read::<Payment>(record)?;
            // Two that begin at once go on with one.
            if known == payment {
                return Ok(Ok(record.key));
            }
        }
        let at = At { jurisdiction: &jurisdiction, kind: PAYMENT, key: &number };
        let now = records.now();
        records.write(at.record(&payment.case, now, &payment)?);
        Ok(Ok(number))
    });
    kept.map_err(OrderError::Failure)
}
