//! Routes, each with the permission that it declares: there is no way to add one without.
//!
//! Before a handler runs, a visitor who can never have the permission is turned away: to the sign-in page when nobody
//! has signed in, else with the reason. A request that changes something must come from a page of our own. What the
//! permission says about a case is checked by the operation, which knows the case.

use super::problems::Problem;
use super::visitor::Visitor;
use super::{Shared, answered};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, on};
use operations::caller::{Caller, Permission};
use operations::people::audit::{Entry, Subject, name_of};
use operations::people::standing;
use tower_http::catch_panic::CatchPanicLayer;

/// The largest body of a form, in bytes: long texts, no files.
const FORM: usize = 256 * 1024;

/// A route as it was declared.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The method.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// What it takes to come here.
    pub permission: &'static Permission,
}

/// Routes under construction.
pub(super) struct Routes {
    site: Shared,
    router: Router<Shared>,
    declared: Vec<Declared>,
}

impl Routes {
    pub(super) fn new(site: Shared) -> Self {
        Self { site, router: Router::new(), declared: Vec::new() }
    }

    /// A page to read.
    pub(super) fn page<H: Handler<T, Shared>, T: 'static>(
        self,
        path: &'static str,
        permission: &'static Permission,
        handler: H,
    ) -> Self {
        self.guarded((Method::GET, FORM), path, permission, handler)
    }

    /// A form that changes something.
    pub(super) fn act<H: Handler<T, Shared>, T: 'static>(
        self,
        path: &'static str,
        permission: &'static Permission,
        handler: H,
    ) -> Self {
        self.guarded((Method::POST, FORM), path, permission, handler)
    }

    /// A route of a method whose body may have up to a number of bytes: files.
    pub(super) fn guarded<H: Handler<T, Shared>, T: 'static>(
        self,
        (method, largest): (Method, usize),
        path: &'static str,
        permission: &'static Permission,
        handler: H,
    ) -> Self {
        let guard = from_fn_with_state((self.site.clone(), permission, largest), guard);
        let limit = DefaultBodyLimit::max(largest);
        let inner = (CatchPanicLayer::new(), limit);
        self.add(method, path, permission, |filter| on(filter, handler).layer(inner).layer(guard))
    }

    /// A route for programs: its handler finds the caller by the token and checks the permission itself.
    pub(super) fn program<H: Handler<T, Shared>, T: 'static>(
        self,
        method: Method,
        path: &'static str,
        permission: &'static Permission,
        handler: H,
    ) -> Self {
        self.add(method, path, permission, |filter| {
            on(filter, handler).layer(DefaultBodyLimit::max(FORM))
        })
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where routes are added")]
    fn add(
        self,
        method: Method,
        path: &'static str,
        permission: &'static Permission,
        handle: impl FnOnce(MethodFilter) -> axum::routing::MethodRouter<Shared>,
    ) -> Self {
        let Self { site, router, mut declared } = self;
        let filter = MethodFilter::try_from(method.clone()).unwrap_or(MethodFilter::GET);
        declared.push(Declared { method, path, permission });
        Self { router: router.route(path, handle(filter)), site, declared }
    }

    /// Changes the router, such as by a layer around the routes so far.
    pub(super) fn with(self, change: impl FnOnce(Router<Shared>) -> Router<Shared>) -> Self {
        Self { router: change(self.router), ..self }
    }

    /// Adds other routes.
    pub(super) fn merge(mut self, other: Self) -> Self {
        self.declared.extend(other.declared);
        Self { router: self.router.merge(other.router), ..self }
    }

    /// The addresses that can be opened.
    pub(super) fn pages(&self) -> Vec<&'static str> {
        let pages = self.declared.iter().filter(|route| route.method == Method::GET);
        pages.map(|route| route.path).collect()
    }

    /// The routes as they were declared.
    pub(super) fn declared(self) -> Vec<Declared> {
        self.declared
    }

    /// The router.
    pub(super) fn into_router(self) -> Router {
        self.router.with_state(self.site)
    }
}

async fn guard(
    State((site, permission, largest)): State<(Shared, &'static Permission, usize)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let visitor =
        match <Visitor as FromRequestParts<Shared>>::from_request_parts(&mut parts, &site).await {
            Ok(visitor) => visitor,
            Err(never) => match never {},
        };
    if !parts.method.is_safe() && !is_same_site(&parts.headers) {
        return Problem::status(StatusCode::FORBIDDEN).page(&visitor);
    }
    // A form of a post that has ended since it was opened is not taken as one of the citizen that is left.
    let lost = visitor.present.as_deref().and_then(|present| present.lost_post());
    if let Some(post) = lost.filter(|_| !parts.method.is_safe() && permission.takes_a_post()) {
        let refusal = standing::post_not_held(&site.platform, post);
        return Problem::refused(&refusal, visitor.language()).page(&visitor);
    }
    if let Err(forbidden) = permission.check(&visitor.caller, None) {
        if visitor.caller != Caller::Anyone {
            let who = name_of(&visitor.caller);
            let entry = Entry::done(Subject::Refusal, forbidden.operation, &who).refused();
            site.people.note(&entry.on(parts.uri.path()).from(&visitor.from));
            return Problem::from(forbidden).page(&visitor);
        }
        // After signing in a page is looked at again; what was sent cannot be repeated.
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let next = if parts.method == Method::GET { path } else { "/" };
        let target = format!("/sign-in?next={}", crate::pages::segment(next));
        return Redirect::to(&target).into_response();
    }
    parts.extensions.insert(visitor.clone());
    let response = next.run(Request::from_parts(parts, body)).await;
    answered::worded(&visitor, response, largest)
}

/// Whether a request was sent from a page of our own, as far as the browser says; programs say nothing.
pub(super) fn is_same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, at)| at == host),
        // A browser that says neither: nothing that is kept in a cookie may be used.
        (None, _) => headers.get(header::COOKIE).is_none(),
        (Some(_), None) => false,
    }
}
