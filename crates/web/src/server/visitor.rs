//! Who visits: language, identity, and what surrounds the page.

use super::Shared;
use crate::pages::{Demonstration, Shell, SignedIn};
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use domain::text::Language;
use jiff::civil::DateTime;
use operations::caller::Caller;
use operations::cases::show::moment;
use operations::tokens::Holder;
use std::convert::Infallible;

/// The cookie of the language.
const LANGUAGE: &str = "lang";
/// The cookie of the post for which a visitor of a demonstration acts.
pub(super) const ACTS_AS: &str = "acts-as";

/// A visitor.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) caller: Caller,
    pub(super) shell: Shell,
    /// The language was chosen by the address: it is kept in a cookie.
    chosen: bool,
}

impl Visitor {
    pub(super) fn language(&self) -> Language {
        self.shell.language
    }

    /// A page, with the cookie of a language that was just chosen.
    pub(super) fn page(&self, html: String) -> Response {
        let mut response = Html(html).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if self.chosen {
            let tag = self.shell.language.tag();
            let cookie = format!("{LANGUAGE}={tag}; Path=/; Max-Age=31536000; SameSite=Lax");
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                headers.insert(header::SET_COOKIE, cookie);
            }
        }
        response
    }
}

/// The civil time now, in the zone of the house.
pub(super) fn now(site: &super::Site) -> DateTime {
    site.calendar.time_zone.to_datetime(moment(site.platform.now()))
}

impl FromRequestParts<Shared> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Shared) -> Result<Self, Infallible> {
        // The guard of the route has found out already.
        if let Some(visitor) = parts.extensions.get::<Self>() {
            return Ok(visitor.clone());
        }
        let asked = asked_language(parts.uri.query().unwrap_or_default());
        let language = asked.unwrap_or_else(|| language_of(&parts.headers));
        let (caller, signed_in) = identity(site, &parts.headers, language);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let time = site.platform.time();
        let demonstration =
            site.demonstration.then(|| Demonstration { clock: now(site), speed: time.speed() });
        let shell = Shell { language, path, signed_in, demonstration };
        Ok(Self { caller, shell, chosen: asked.is_some() })
    }
}

impl OptionalFromRequestParts<Shared> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Shared,
    ) -> Result<Option<Self>, Infallible> {
        <Self as FromRequestParts<Shared>>::from_request_parts(parts, site).await.map(Some)
    }
}

fn asked_language(query: &str) -> Option<Language> {
    let of_pair = |pair: &str| pair.strip_prefix("lang=").and_then(Language::from_tag);
    query.split('&').find_map(of_pair)
}

/// The language of a cookie, else the first of the browser's that we speak, else the source language.
pub(super) fn language_of(headers: &HeaderMap) -> Language {
    let kept = cookie(headers, LANGUAGE).and_then(Language::from_tag);
    kept.or_else(|| accepted(headers)).unwrap_or_default()
}

fn accepted(headers: &HeaderMap) -> Option<Language> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let tags = accepted.split(',').map(|tag| tag.split(';').next().unwrap_or_default().trim());
    tags.filter_map(Language::from_tag).next()
}

/// The value of a cookie.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

fn identity(site: &Shared, headers: &HeaderMap, language: Language) -> (Caller, Option<SignedIn>) {
    if let Some(caller) = bearer(headers).and_then(|token| site.caller_of_token(token)) {
        return (caller, None);
    }
    // Only a demonstration lets a visitor say who it is.
    let acts_as = cookie(headers, ACTS_AS).filter(|_| site.demonstration);
    acts_as.and_then(|who| acting_as(site, who, language)).unwrap_or((Caller::Anyone, None))
}

/// Whom a visitor of a demonstration plays: the holder of a post, or a party.
fn acting_as(site: &Shared, who: &str, language: Language) -> Option<(Caller, Option<SignedIn>)> {
    let register = site.platform.register();
    if let Some(person) = who.strip_prefix("party:") {
        let signed_in =
            SignedIn { name: person.to_owned(), post: String::new(), agency: String::new() };
        return Some((Caller::Party { person: person.into() }, Some(signed_in)));
    }
    let post = register.post(who)?;
    let agency = register.agency(&post.agency);
    let signed_in = SignedIn {
        name: post.person.name.to_string(),
        post: post.title.in_language(language).to_owned(),
        agency: agency.map_or("", |agency| agency.name.in_language(language)).to_owned(),
    };
    let caller = Holder::Post(post.id.as_ref().into()).caller(&register)?;
    Some((caller, Some(signed_in)))
}

/// The token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
