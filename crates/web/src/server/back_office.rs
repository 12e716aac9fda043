//! The back office: each of the three administrators sees the own third, and nothing of any case.

mod accounts;
mod administrators;
mod audit;
mod posts;
mod settings;
mod tokens;

use super::Shared;
use super::problems::{Problem, answer};
use super::routes::Routes;
use super::visitor::Visitor;
use crate::pages::back_office::{BackOfficePage, OncePage};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use operations::caller::{AdministratorKind, Caller};
use operations::desk::Failure;

/// The routes of the back office.
pub(super) fn routes(routes: Routes) -> Routes {
    use operations::permissions as may;
    routes
        .page("/admin", &may::BACK_OFFICE, home)
        .page("/admin/accounts", &may::MANAGE_ACCOUNTS, accounts::list)
        .page("/admin/accounts/new", &may::MANAGE_ACCOUNTS, accounts::asked)
        .act("/admin/accounts/new", &may::MANAGE_ACCOUNTS, accounts::create)
        .page("/admin/accounts/{account}", &may::MANAGE_ACCOUNTS, accounts::one)
        .page("/admin/accounts/{account}/{change}", &may::MANAGE_ACCOUNTS, accounts::change)
        .act("/admin/accounts/{account}/{change}", &may::MANAGE_ACCOUNTS, accounts::changed)
        .page("/admin/administrators", &may::REPLACE_ADMINISTRATOR, administrators::list)
        .page(
            "/admin/administrators/{account}/{change}",
            &may::REPLACE_ADMINISTRATOR,
            administrators::asked,
        )
        .act(
            "/admin/administrators/{account}/{change}",
            &may::REPLACE_ADMINISTRATOR,
            administrators::changed,
        )
        .page("/admin/posts", &may::MANAGE_POSTS, posts::list)
        .page("/admin/posts/{post}", &may::MANAGE_POSTS, posts::one)
        .page("/admin/posts/{post}/assign", &may::MANAGE_POSTS, posts::asked)
        .act("/admin/posts/{post}/assign", &may::MANAGE_POSTS, posts::assign)
        .page("/admin/posts/{post}/end", &may::MANAGE_POSTS, posts::asked_to_end)
        .act("/admin/posts/{post}/end", &may::MANAGE_POSTS, posts::end)
        .page("/admin/tokens", &may::MANAGE_TOKENS, tokens::list)
        .page("/admin/tokens/new", &may::MANAGE_TOKENS, tokens::asked)
        .act("/admin/tokens/new", &may::MANAGE_TOKENS, tokens::create)
        .page("/admin/tokens/{token}/revoke", &may::MANAGE_TOKENS, tokens::asked_to_revoke)
        .act("/admin/tokens/{token}/revoke", &may::MANAGE_TOKENS, tokens::revoke)
        .page("/admin/health", &may::READ_HEALTH, settings::health)
        .page("/admin/settings", &may::CHANGE_SETTINGS, settings::list)
        .page("/admin/settings/{setting}", &may::CHANGE_SETTINGS, settings::asked)
        .act("/admin/settings/{setting}", &may::CHANGE_SETTINGS, settings::change)
        .page("/admin/audit", &may::READ_AUDIT, audit::list)
        .page("/admin/audit.csv", &may::EXPORT_AUDIT, audit::csv)
}

/// Leads to the first page of the administrator's third.
async fn home(visitor: Visitor) -> Response {
    let Caller::Administrator { kind, .. } = visitor.caller else {
        return Redirect::to("/").into_response();
    };
    let address = match kind {
        AdministratorKind::System => "/admin/health",
        AdministratorKind::Security => "/admin/accounts",
        AdministratorKind::Audit => "/admin/audit",
    };
    Redirect::to(address).into_response()
}

/// Fills a page where blocking is allowed, and shows it.
async fn filled(
    site: &Shared,
    visitor: &Visitor,
    fill: impl FnOnce(&super::Site) -> Result<BackOfficePage, Failure> + Send + 'static,
) -> Response {
    let (shell, language) = (visitor.shell.clone(), visitor.language());
    let html = site.blocking(move |site| {
        let page = fill(site).map_err(|failure| Problem::of(failure, language))?;
        page.render(&shell).map_err(Problem::from)
    });
    answer(visitor, html.await.and_then(|html| html).map(|html| visitor.page(html)))
}

/// Shows a secret this once. It is in no history and no cache.
fn once(visitor: &Visitor, page: &OncePage) -> Response {
    let html = page.render(&visitor.shell).map_err(Problem::from);
    let mut response = answer(visitor, html.map(|html| visitor.page(html)));
    let kept = axum::http::HeaderValue::from_static("no-store");
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, kept);
    response
}

/// The address under which the visitor reached the site, for links that are handed over.
fn origin(headers: &axum::http::HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("x-forwarded-host").or_else(|| text("host")).unwrap_or_default();
    let scheme = text("x-forwarded-proto").unwrap_or("http");
    format!("{scheme}://{host}")
}

/// Used by handlers that need nothing but the site.
type Site = State<Shared>;
