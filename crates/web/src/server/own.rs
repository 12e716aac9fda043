//! Who may open the pages of one's own account: whoever signed in. The handler says by its argument which of them it wants.

use super::Shared;
use super::problems::Problem;
use super::visitor::Visitor;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use operations::people::sessions::Present;
use std::sync::Arc;

/// A visitor with a session. A token or a demonstration has none, and no account to change: nothing is there for it.
pub(super) struct Own {
    pub(super) visitor: Visitor,
    pub(super) present: Arc<Present>,
}

impl FromRequestParts<Shared> for Own {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Shared) -> Result<Self, Response> {
        of(parts, site, |_| true).await
    }
}

/// One who is written to: administrators are not.
pub(super) struct Reader {
    pub(super) visitor: Visitor,
    pub(super) present: Arc<Present>,
}

impl FromRequestParts<Shared> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Shared) -> Result<Self, Response> {
        let own = of(parts, site, |present| present.account.administrator.is_none()).await;
        own.map(|Own { visitor, present }| Self { visitor, present })
    }
}

async fn of(
    parts: &mut Parts,
    site: &Shared,
    may: impl Fn(&Present) -> bool,
) -> Result<Own, Response> {
    let Ok(visitor) = <Visitor as FromRequestParts<Shared>>::from_request_parts(parts, site).await;
    match visitor.present.clone().filter(|present| may(present)) {
        Some(present) => Ok(Own { visitor, present }),
        None => Err(Problem::status(StatusCode::NOT_FOUND).page(&visitor)),
    }
}
