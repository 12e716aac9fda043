//! Paying a fee: what is due, the cashier, and the message by which a provider confirms.

use super::acting::case_address;
use super::my::item_name;
use super::problems::Problem;
use super::shown::{Shown, answered, rendered};
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::payment::{CashierPage, PaymentPage};
use crate::pages::segment;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use operations::caller::Caller;
use operations::payments::{
    self, ConfirmError, Confirmation, LocalProvider, OrderError, Payment, State as Stands,
};

/// The header in which a provider signs its message.
const SIGNATURE: &str = "payment-signature";

type Place = Path<(String, String)>;

/// What was paid above what was due in a case, for pages.
pub(super) fn refunds(
    site: &Site,
    place: [&str; 2],
) -> Result<Vec<(i64, Option<String>)>, Problem> {
    let found = payments::refunds(&site.platform, place)?.into_iter();
    Ok(found.map(|one| (one.amount_fen, one.number.map(String::from))).collect())
}

fn not_there() -> Problem {
    Problem::status(StatusCode::NOT_FOUND)
}

pub(super) async fn due(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let due = payments::due(&site.platform, caller, [&place, &case])?.ok_or_else(not_there)?;
        let known = operations::cases::show::show(&site.platform, caller, &place, &case)?;
        let head = known.ok_or_else(not_there)?.head;
        let online =
            payments::provider(&site.platform).map_err(|error| Problem::internal(&error))?;
        let page = PaymentPage {
            case: case_address([&place, &case]),
            number: case.clone(),
            item: item_name(site, &head.item),
            fees: due.fees.into_iter().map(|fee| (fee.name, fee.amount_fen, fee.basis)).collect(),
            due_fen: due.amount_fen,
            online: online.is_some(),
            refunds: refunds(site, [&place, &case])?,
        };
        rendered(page.render(shell))
    })
    .await
}

pub(super) async fn begin(
    State(site): State<Shared>,
    Path((place, case)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let provider = payments::provider(&site.platform);
        let provider =
            provider.map_err(|error| Problem::internal(&error))?.ok_or_else(not_there)?;
        match payments::begin(&site.platform, caller, [&place, &case]) {
            Ok(number) => Ok(Shown::Go(provider.cashier(&place, &number))),
            Err(OrderError::Missing) => Err(not_there()),
            Err(OrderError::Nothing) => {
                Ok(Shown::Go(format!("{}/pay", case_address([&place, &case]))))
            }
            Err(OrderError::Show(error)) => Err(error.into()),
            Err(OrderError::Failure(failure)) => Err(Problem::of(failure, shell.language)),
        }
    })
    .await
}

/// A payment of the visitor, where the cashier is the platform's own.
fn payment(site: &Site, caller: &Caller, [place, number]: [&str; 2]) -> Result<Payment, Problem> {
    use operations::hall_settings::ProviderKind;
    if site.platform.hall().payment.provider != ProviderKind::Local {
        return Err(not_there());
    }
    payments::find(&site.platform, caller, [place, number])?.ok_or_else(not_there)
}

pub(super) async fn cashier(
    State(site): State<Shared>,
    Path((place, number)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let payment = payment(site, caller, [&place, &number])?;
        let stands = payments::stands(&site.platform, caller, &place, &payment)?;
        let page = CashierPage {
            case: case_address([&place, &payment.case]),
            payment: number,
            amount_fen: payment.amount_fen,
            paid: payment.state != Stands::Asked,
            void: payment.state == Stands::Asked && !stands,
        };
        rendered(page.render(shell))
    })
    .await
}

/// Somebody pays at the cashier: it signs a message, and that is all the platform believes.
pub(super) async fn pay(
    State(site): State<Shared>,
    Path((place, number)): Place,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, _| {
        let payment = payment(site, caller, [&place, &number])?;
        // Nothing is taken for an order that does not stand: its page says why.
        if !payments::stands(&site.platform, caller, &place, &payment)? {
            return Ok(Shown::Go(format!("/cashier/{}/{}", segment(&place), segment(&number))));
        }
        let internal = |error: &dyn std::fmt::Display| Problem::internal(error);
        let cashier = LocalProvider::open(&site.platform.place().folder);
        let said = Confirmation {
            jurisdiction: place.as_str().into(),
            payment: number.as_str().into(),
            amount_fen: payment.amount_fen,
            reference: format!("local-{number}").into(),
        };
        let message = cashier.map_err(|error| internal(&error))?.message(&said);
        let (message, signature) = message.ok_or_else(|| internal(&"no message"))?;
        payments::confirm(&site.platform, &message, &signature)
            .map_err(|error| internal(&error))?;
        Ok(Shown::Go(case_address([&place, &payment.case])))
    })
    .await
}

/// The message of a provider. Sent twice it says the same and does nothing more.
pub(super) async fn confirmed(
    State(site): State<Shared>,
    headers: HeaderMap,
    message: Bytes,
) -> StatusCode {
    let signature = headers.get(SIGNATURE).and_then(|signature| signature.to_str().ok());
    let Some(signature) = signature.map(str::to_owned) else { return StatusCode::BAD_REQUEST };
    let done =
        site.blocking(move |site| payments::confirm(&site.platform, &message, &signature)).await;
    match done {
        Ok(Ok(())) => StatusCode::NO_CONTENT,
        Ok(Err(ConfirmError::Forged)) => StatusCode::FORBIDDEN,
        Ok(Err(ConfirmError::Unknown)) => StatusCode::NOT_FOUND,
        Ok(Err(ConfirmError::Amount)) => StatusCode::CONFLICT,
        Ok(Err(ConfirmError::Failure(_))) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
