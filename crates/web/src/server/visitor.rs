//! Who visits: language, identity, and what surrounds the page.

use super::Shared;
use super::serving::Peer;
use super::sign_in::SESSION;
use super::views::{in_all_languages, name_of, played_name};
use super::worn::worn;
use crate::pages::{Demonstration, Shell, SignedIn};
use crate::wording::Wording;
use axum::extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use domain::case::refusal::clauses::Clauses;
use domain::text::{Language, Text};
use jiff::civil::DateTime;
use operations::caller::Caller;
use operations::cases::show::moment;
use operations::people::From;
use operations::people::sessions::{Capacity, Present};
use operations::people::setup::{KINDS, kind_word};
use operations::permissions::{PUBLISH_ITEM, WORK_QUEUE};
use operations::register::{Post, Register};
use operations::tokens::Holder;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

/// The cookie of the language.
const LANGUAGE: &str = "lang";
/// The cookie of the post for which a visitor of a demonstration acts.
pub(super) const ACTS_AS: &str = "acts-as";

/// A visitor.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    pub(super) caller: Caller,
    pub(super) shell: Shell,
    /// The session with which the visitor comes.
    pub(super) present: Option<Arc<Present>>,
    /// Whence the visitor comes.
    pub(super) from: From,
    /// The clauses behind what is refused to the visitor.
    pub(super) clauses: &'static Clauses,
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
        // What somebody saw who was signed in must not be seen by whoever uses the machine next.
        let kept = if self.present.is_some() { "no-store" } else { "private, no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        self.keep_language(&mut response);
        response
    }

    /// Adds the cookie of a language that was just chosen, such as to an answer that leads on.
    pub(super) fn keep_language(&self, response: &mut Response) {
        let tag = self.shell.language.tag();
        let cookie = format!("{LANGUAGE}={tag}; Path=/; Max-Age=31536000; SameSite=Lax");
        if let Some(cookie) = HeaderValue::from_str(&cookie).ok().filter(|_| self.chosen) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
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
        let from = from_of(parts);
        let found = identity(site, &parts.headers, language).await;
        let Identity { caller, signed_in, present } = found;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let time = site.platform.time();
        let demonstration =
            site.demonstration.then(|| Demonstration { clock: now(site), speed: time.speed() });
        let shell = Shell { language, path, signed_in, demonstration };
        let clauses = &site.platform.law().clauses;
        Ok(Self { caller, shell, present, from, clauses, chosen: asked.is_some() })
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

/// Who a visitor is.
struct Identity {
    caller: Caller,
    signed_in: Option<SignedIn>,
    present: Option<Arc<Present>>,
}

/// The administrator who has signed in, when one has.
pub(super) async fn administrator(site: &Shared, headers: &HeaderMap) -> Option<Caller> {
    let caller = identity(site, headers, Language::default()).await.caller;
    matches!(caller, Caller::Administrator { .. }).then_some(caller)
}

/// Who a visitor is: by the token, by the session, or in a demonstration by choice.
async fn identity(site: &Shared, headers: &HeaderMap, language: Language) -> Identity {
    if let Some(caller) = bearer(headers).and_then(|token| site.caller_of_token(token)) {
        return Identity { caller, signed_in: None, present: None };
    }
    if let Some(secret) = cookie(headers, SESSION).map(str::to_owned) {
        let found = site.blocking(move |site| {
            let present = site.people.present(&secret).ok().flatten()?;
            let unread = unread(site, &present.caller);
            Some((present, unread))
        });
        // A store that cannot be read lets nobody in.
        if let Some((present, unread)) = found.await.ok().flatten() {
            let signed_in = Some(SignedIn { unread, ..signed_in(site, &present, language) });
            let caller = present.caller.clone();
            return Identity { caller, signed_in, present: Some(Arc::new(present)) };
        }
    }
    // Only a demonstration lets a visitor say who it is.
    let acts_as = cookie(headers, ACTS_AS).filter(|_| site.demonstration);
    let (caller, mut signed_in) =
        acts_as.and_then(|who| acting_as(site, who, language)).unwrap_or((Caller::Anyone, None));
    if let (Caller::Party { .. }, Some(shown)) = (&caller, &mut signed_in) {
        let party = caller.clone();
        shown.unread = site.blocking(move |site| unread(site, &party)).await.ok().flatten();
    }
    Identity { caller, signed_in, present: None }
}

/// Notices of a party that are unread; nobody else is asked about.
fn unread(site: &super::Site, caller: &Caller) -> Option<u32> {
    let Caller::Party { .. } = caller else { return None };
    operations::inbox::unread(&site.platform, caller).ok()
}

fn signed_in(site: &Shared, present: &Present, language: Language) -> SignedIn {
    let register = site.platform.register();
    let agency = present.capacity.post().and_then(|post| register.post(post));
    let agency = agency.and_then(|post| register.agency(&post.agency));
    SignedIn {
        name: present.account.name.clone(),
        post: role_name(&register, present).in_language(language).to_owned(),
        agency: agency.map_or("", |agency| agency.name.in_language(language)).to_owned(),
        session: true,
        keeps_catalogue: keeps_catalogue(&present.caller),
        administrator: present.account.administrator.is_some(),
        calls_numbers: calls_numbers(&present.caller),
        unread: None,
        worn: worn(&present.caller),
    }
}

fn keeps_catalogue(caller: &Caller) -> bool {
    PUBLISH_ITEM.check(caller, None).is_ok()
}

/// Whether somebody works at a window.
fn calls_numbers(caller: &Caller) -> bool {
    WORK_QUEUE.check(caller, None).is_ok()
}

/// What stands beside the name: the post alone, the agency comes after it.
fn role_name(register: &Register, present: &Present) -> Text {
    match (&present.capacity, present.account.administrator) {
        (Capacity::Post { post }, _) => {
            register.post(post).map(|post| post.title.clone()).unwrap_or_default()
        }
        (Capacity::Administrator, Some(kind)) => {
            in_all_languages(&format!("administrator-{}", kind_word(kind)))
        }
        (Capacity::Deputy { post, absent }, _) => {
            let name = register.person_name(absent).unwrap_or_default();
            let title = register.post(post).map(|post| post.title.clone()).unwrap_or_default();
            let words = |language: Language| {
                let arguments = [("title", title.in_language(language)), ("name", name)];
                Wording::shared(language).fill("capacity-deputy-here", &arguments)
            };
            in_each(words)
        }
        (capacity, _) => capacity_name(register, capacity),
    }
}

/// The name of a capacity, with its agency.
pub(super) fn capacity_name(register: &Register, capacity: &Capacity) -> Text {
    let Some(post) = capacity.post().and_then(|post| register.post(post)) else {
        return match capacity {
            Capacity::Administrator => in_all_languages("capacity-administrator"),
            _ => in_all_languages("capacity-party"),
        };
    };
    let agency = name_of(register, &post.agency);
    let absent = match capacity {
        Capacity::Deputy { absent, .. } => register.person_name(absent),
        _ => None,
    };
    let named = |language: Language| {
        let words = Wording::shared(language);
        let (title, agency) = (post.title.in_language(language), agency.in_language(language));
        match absent {
            Some(name) => words
                .fill("capacity-deputy", &[("title", title), ("agency", agency), ("name", name)]),
            None => words.fill("capacity-post", &[("title", title), ("agency", agency)]),
        }
    };
    in_each(named)
}

/// The roles of a post, as the office calls them.
pub(super) fn role_names(post: &Post) -> Text {
    in_each(|language| {
        let words = Wording::shared(language);
        let named: Vec<String> = post.roles.iter().map(|role| words.role(role)).collect();
        named.join(if language == Language::English { ", " } else { "、" })
    })
}

fn in_each(words: impl Fn(Language) -> String) -> Text {
    Text {
        simplified: words(Language::SimplifiedChinese),
        traditional: Some(words(Language::TraditionalChinese)),
        english: Some(words(Language::English)),
    }
}

/// The address of a visitor: that of the connection, or of the one before a proxy on this machine.
fn from_of(parts: &Parts) -> From {
    let header = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let peer = parts.extensions.get::<ConnectInfo<Peer>>().map(|ConnectInfo(Peer(peer))| peer.ip());
    let near = peer.is_none_or(|peer| peer.is_loopback());
    let before = header("x-forwarded-for").filter(|_| near);
    let before = before.and_then(|all| all.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    let address = before.or(peer).map(|address| address.to_string()).unwrap_or_default();
    From { address, agent: header("user-agent").unwrap_or_default().to_owned() }
}

/// Whom a visitor of a demonstration plays: the holder of a post, or a party.
fn acting_as(site: &Shared, who: &str, language: Language) -> Option<(Caller, Option<SignedIn>)> {
    let register = site.platform.register();
    let who = &who.replace("%3A", ":");
    if let Some(person) = who.strip_prefix("party:") {
        let name = played_name(site, person).unwrap_or_else(|| person.to_owned());
        let caller = Caller::Party { person: person.into() };
        let signed_in = SignedIn { name, worn: worn(&caller), ..SignedIn::default() };
        return Some((caller, Some(signed_in)));
    }
    if let Some(kind) =
        KINDS.into_iter().find(|kind| *who == format!("administrator:{}", kind_word(*kind)))
    {
        let title = in_all_languages(&format!("administrator-{}", kind_word(kind)));
        let name = title.in_language(language).to_owned();
        let account = format!("demo-{}", kind_word(kind)).as_str().into();
        let signed_in = SignedIn { name, administrator: true, ..SignedIn::default() };
        return Some((Caller::Administrator { account, kind }, Some(signed_in)));
    }
    let post = register.post(who)?;
    let agency = register.agency(&post.agency);
    let caller = Holder::Post(post.id.as_ref().into()).caller(&register, site.platform.now())?;
    let signed_in = SignedIn {
        name: register.holder(who, site.platform.now())?.name.to_string(),
        post: post.title.in_language(language).to_owned(),
        agency: agency.map_or("", |agency| agency.name.in_language(language)).to_owned(),
        session: false,
        keeps_catalogue: keeps_catalogue(&caller),
        administrator: false,
        calls_numbers: calls_numbers(&caller),
        unread: None,
        worn: worn(&caller),
    };
    Some((caller, Some(signed_in)))
}

/// The token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
