//! The web server: routes, what every request has, and nothing that decides.
//!
//! A handler parses, calls an operation where blocking is allowed, and words what comes back. Every page is sent with a
//! content security policy that forbids scripts and styles of strangers.

mod account;
mod acting;
mod answered;
mod api;
mod apply;
mod assets;
mod back_office;
mod board;
mod bulk;
mod cards;
mod case_work;
mod cases;
mod catalogue;
mod delegations;
mod delivery;
mod deputies;
mod device;
mod disclosure;
mod documents;
mod downloads;
mod drafts;
mod errands;
mod faults;
mod figures;
mod hall;
mod item_versions;
mod items;
mod leaving;
mod mail;
mod metrics;
mod my;
mod notices;
mod own;
mod party_acts;
mod payments;
mod people;
mod problems;
mod proof;
mod queue;
mod results;
mod routes;
mod serving;
mod setup;
mod shown;
mod sign_in;
mod sign_up;
mod status;
mod stream;
mod tasks;
mod uploads;
mod verification;
mod views;
mod visitor;
mod window;
mod worn;

pub use api::openapi;
pub use routes::Declared;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use domain::calendar::Calendar;
use domain::case::refusal::Refusal;
use operations::caller::Caller;
use operations::cases::show::StoreError;
use operations::desk::Failure;
use operations::people::{People, standing};
use operations::platform::Platform;
use operations::tokens::Tokens;
use routes::Routes;
use std::future::Future;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// What the server serves.
pub struct Site {
    platform: Arc<Platform>,
    tokens: RwLock<Tokens>,
    calendar: &'static Calendar,
    people: People,
    demonstration: bool,
    metrics: metrics::Metrics,
    live: stream::Live,
}

/// A site, shared by all requests.
pub type Shared = Arc<Site>;

impl Site {
    /// A site of a platform; in a demonstration anyone may act as anyone.
    ///
    /// # Errors
    /// The tokens cannot be read, or the law has no calendar.
    pub fn new(platform: Arc<Platform>, demonstration: bool) -> io::Result<Shared> {
        let tokens = platform.readers().read(Tokens::load).map_err(io::Error::other)?;
        let calendar = platform.law().calendar("cn");
        let calendar = calendar.ok_or_else(|| io::Error::other("there is no calendar `cn`"))?;
        let live = stream::Live::of(&platform);
        let metrics = metrics::Metrics::new();
        let tokens = RwLock::new(tokens);
        let people = People::new(Arc::clone(&platform)).map_err(io::Error::other)?;
        Ok(Arc::new(Self { platform, tokens, calendar, people, demonstration, metrics, live }))
    }

    /// The caller for whom a token stands.
    fn caller_of_token(&self, token: &str) -> Option<Caller> {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        tokens.holder(token)?.caller(&self.platform.register(), self.platform.now())
    }

    /// What a program is told whose token stands for a post that nobody holds.
    fn refusal_of_token(&self, token: &str) -> Option<Refusal> {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        let post = standing::vacant_post(&self.platform, tokens.holder(token)?)?;
        Some(standing::post_not_held(&self.platform, post))
    }

    /// Reads the tokens again, after one was made or revoked.
    fn reload_tokens(&self) -> Result<(), Failure> {
        let mut tokens = self.tokens.write().unwrap_or_else(PoisonError::into_inner);
        let stopped = |error: StoreError| Failure::Stopped(error.to_string());
        *tokens = self.platform.readers().read(Tokens::load).map_err(stopped)?;
        Ok(())
    }

    /// Accounts, sessions and the back office.
    #[must_use]
    pub fn people(&self) -> &People {
        &self.people
    }

    /// The platform.
    #[must_use]
    pub fn platform(&self) -> &Arc<Platform> {
        &self.platform
    }

    /// Runs what reads the store where blocking is allowed.
    async fn blocking<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, problems::Problem> {
        let site = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || work(&site)).await;
        done.map_err(|error| problems::Problem::internal(&error))
    }
}

/// The routes of a site.
pub fn router(site: &Shared) -> Router {
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    let policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
    let routes = routes(site);
    let pages: Arc<[&str]> = routes.pages().into();
    let other = move |visitor, method, headers| answered::method(visitor, method, headers, pages);
    routes
        .with(|router| {
            router
                .fallback(problems::not_found)
                .method_not_allowed_fallback(other)
                .layer(fixed(header::CONTENT_SECURITY_POLICY, policy))
                .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(fixed(header::REFERRER_POLICY, "same-origin"))
                .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
                .layer(RequestBodyTimeoutLayer::new(serving::PAUSE_OF_BODY))
                .layer(CatchPanicLayer::new())
        })
        .into_router()
}

/// The routes of a site with the permissions that they declare.
#[must_use]
pub fn declared(site: &Shared) -> Vec<Declared> {
    routes(site).declared()
}

fn routes(site: &Shared) -> Routes {
    use operations::permissions as may;
    let new = || Routes::new(Arc::clone(site));
    let pages = disclosure::routes(catalogue::routes(items::routes(new())))
        .page("/", &may::READ_ITEMS, hall::home)
        .page("/track", &may::TRACK, cases::track)
        .page("/cases/{jurisdiction}/{case}", &may::TRACK, cases::case)
        .page("/cases/{jurisdiction}/{case}/acts/{option}", &may::STEP, acting::form)
        .act("/cases/{jurisdiction}/{case}/acts/{option}", &may::STEP, acting::act)
        .page("/cases/{jurisdiction}/{case}/documents/{number}", &may::TRACK, documents::document)
        .page("/board", &may::READ_BOARD, board::board)
        .page("/cards", &may::READ_CARDS, cards::cards)
        .page("/cards/{jurisdiction}/{card}", &may::READ_CARDS, cards::card)
        .page("/status", &may::READ_STATUS, status::status)
        .merge(of_people(new()))
        .merge(back_office::routes(new()));
    // Live streams must not wait for a compressor to fill its block.
    let plain = new()
        .program(Method::GET, "/assets/{name}", &may::READ_STATUS, assets::asset)
        .program(Method::GET, "/board/events", &may::READ_BOARD, stream::events)
        .program(Method::POST, "/payments/callback", &may::CONFIRM_PAYMENT, payments::confirmed)
        .program(Method::GET, "/healthz", &may::READ_STATUS, status::alive)
        .program(Method::GET, "/readyz", &may::READ_STATUS, status::ready)
        .program(Method::GET, "/metrics", &may::READ_STATUS, metrics::metrics);
    pages
        .merge(workspace(new()))
        .with(|router| router.layer(CompressionLayer::new()))
        .merge(of_parties(site))
        .merge(plain)
        .merge(api::routes(new()))
}

/// What citizens and enterprises do in the hall. Files are not compressed: they are already, or too large.
fn of_parties(site: &Shared) -> Routes {
    use operations::permissions as may;
    let pages = Routes::new(Arc::clone(site))
        .page(
            "/cases/{jurisdiction}/{case}/results/{number}",
            &may::OWN_CERTIFICATES,
            results::result,
        )
        .page("/cases/{jurisdiction}/{case}/receipt", &may::READ_APPLICATION, my::receipt)
        .page("/apply/{code}", &may::DRAFT, apply::begin)
        .act("/apply/{code}", &may::DRAFT, apply::start)
        .page("/my", &may::MY_CASES, my::my)
        .page("/my/notices", &may::INBOX, notices::notices)
        .act("/my/notices/{until}/read", &may::INBOX, notices::read)
        .page("/cases/{jurisdiction}/{case}/pay", &may::PAY, payments::due)
        .act("/cases/{jurisdiction}/{case}/pay", &may::PAY, payments::begin)
        .page("/cashier/{jurisdiction}/{payment}", &may::PAY, payments::cashier)
        .act("/cashier/{jurisdiction}/{payment}", &may::PAY, payments::pay)
        .page("/cases/{jurisdiction}/{case}/supplement", &may::DRAFT, party_acts::supplement)
        .act("/cases/{jurisdiction}/{case}/supplement", &may::DRAFT, party_acts::begin_supplement)
        .page("/cases/{jurisdiction}/{case}/withdrawal", &may::STEP, party_acts::withdrawal)
        .act("/cases/{jurisdiction}/{case}/withdrawal", &may::STEP, party_acts::withdraw)
        .page("/cases/{jurisdiction}/{case}/rating", &may::STEP, party_acts::rating)
        .act("/cases/{jurisdiction}/{case}/rating", &may::STEP, party_acts::rate)
        .page("/verify", &may::VERIFY_CERTIFICATE, verification::verify)
        .page("/drafts/{draft}", &may::DRAFT, drafts::form)
        .act("/drafts/{draft}", &may::DRAFT, drafts::keep)
        .act("/drafts/{draft}/discard", &may::DRAFT, drafts::discard)
        .page("/drafts/{draft}/materials", &may::DRAFT, drafts::bring)
        .act("/drafts/{draft}/files/{file}/remove", &may::DRAFT, drafts::remove_file)
        .page("/drafts/{draft}/check", &may::DRAFT, drafts::check)
        .act("/drafts/{draft}/hand-in", &may::DRAFT, drafts::submit);
    let largest = uploads::largest_form(&site.platform.hall().files);
    let files = Routes::new(Arc::clone(site))
        .guarded(
            (Method::POST, largest),
            "/drafts/{draft}/materials/{material}",
            &may::DRAFT,
            uploads::form,
        )
        .act("/uploads", &may::DRAFT, uploads::begin)
        .page("/uploads/{upload}", &may::DRAFT, uploads::offset)
        .guarded((Method::PATCH, uploads::PIECE), "/uploads/{upload}", &may::DRAFT, uploads::piece)
        .page("/drafts/{draft}/files/{file}", &may::DRAFT, downloads::of_draft)
        .page(
            "/cases/{jurisdiction}/{case}/files/{file}",
            &may::READ_APPLICATION,
            downloads::of_case,
        );
    pages.with(|router| router.layer(CompressionLayer::new())).merge(files)
}

/// The rooms of those at work, and the queue before their windows.
fn workspace(routes: Routes) -> Routes {
    use operations::permissions as may;
    routes
        .page("/desk", &may::READ_TASKS, tasks::tasks)
        .page("/desk.csv", &may::READ_TASKS, tasks::csv)
        .page("/desk/bulk", &may::STEP, bulk::choose)
        .act("/desk/bulk", &may::STEP, bulk::act)
        .page("/desk/delivery", &may::READ_TASKS, delivery::list)
        .act("/desk/delivery", &may::STEP, delivery::act)
        .page("/desk/figures", &may::READ_FIGURES, figures::figures)
        .page("/desk/delegations", &may::READ_DELEGATIONS, delegations::shown)
        .act("/desk/delegations", &may::DELEGATE, delegations::act)
        .page("/desk/window", &may::WORK_QUEUE, window::window)
        .act("/desk/window", &may::WORK_QUEUE, window::work)
        .page("/desk/window/new", &may::TAKE_IN, window::choose)
        .act("/desk/window/new", &may::TAKE_IN, window::take_in)
        .page("/desk/window/receipts/{jurisdiction}/{case}", &may::TAKE_IN, window::receipt)
        .page("/queue", &may::READ_QUEUE, queue::queues)
        .page("/queue/{agency}", &may::READ_QUEUE, queue::queue)
        .act("/queue/{agency}", &may::TAKE_TICKET, queue::take)
        .page("/queue/{agency}/board", &may::READ_QUEUE, queue::board)
}

/// Signing in and up, and one's own account.
fn of_people(routes: Routes) -> Routes {
    use operations::permissions as may;
    routes
        .page("/demo/people", &may::DEMONSTRATE, people::people)
        .act("/demo/act-as", &may::DEMONSTRATE, people::act_as)
        .page("/sign-in", &may::SIGN_IN, sign_in::asked)
        .act("/sign-in", &may::SIGN_IN, sign_in::by_password)
        .act("/sign-in/second-factor", &may::SIGN_IN, sign_in::by_second_factor)
        .page("/sign-in/code", &may::SIGN_IN, sign_in::asked_for_code)
        .act("/sign-in/code", &may::SIGN_IN, sign_in::send_code)
        .act("/sign-in/code/confirm", &may::SIGN_IN, sign_in::by_code)
        .page("/set-password", &may::SIGN_IN, sign_in::link)
        .act("/set-password", &may::SIGN_IN, sign_in::set_password)
        .page("/sign-up", &may::SIGN_UP, sign_up::asked)
        .act("/sign-up", &may::SIGN_UP, sign_up::send_code)
        .act("/sign-up/confirm", &may::SIGN_UP, sign_up::confirm)
        .act("/sign-out", &may::SIGN_IN, sign_in::sign_out)
        .page("/setup", &may::SET_UP, setup::asked)
        .act("/setup", &may::SET_UP, setup::set_up)
        .page("/account", &may::OWN_ACCOUNT, account::account)
        .page("/account/capacity", &may::OWN_ACCOUNT, account::capacity)
        .act("/account/capacity", &may::OWN_ACCOUNT, account::change_capacity)
        .page("/account/password", &may::OWN_ACCOUNT, account::password)
        .act("/account/password", &may::OWN_ACCOUNT, account::change_password)
        .page("/account/second-factor", &may::OWN_ACCOUNT, account::second_factor)
        .act("/account/second-factor", &may::OWN_ACCOUNT, account::enrol)
        .page("/account/second-factor/remove", &may::OWN_ACCOUNT, account::removal)
        .act("/account/second-factor/remove", &may::OWN_ACCOUNT, account::remove_second_factor)
        .page("/account/close", &may::OWN_ACCOUNT, leaving::asked)
        .act("/account/close", &may::OWN_ACCOUNT, leaving::begin)
        .page("/account/close/confirm", &may::OWN_ACCOUNT, leaving::back)
        .act("/account/close/confirm", &may::OWN_ACCOUNT, leaving::confirm)
        .page("/account/mail", &may::OWN_ACCOUNT, mail::mail)
        .act("/account/mail", &may::OWN_ACCOUNT, mail::ask)
        .page("/account/mail/confirm", &may::OWN_ACCOUNT, mail::back)
        .act("/account/mail/confirm", &may::OWN_ACCOUNT, mail::confirm)
        .page("/account/mail/choose", &may::OWN_ACCOUNT, mail::back)
        .act("/account/mail/choose", &may::OWN_ACCOUNT, mail::choose)
        .act("/account/mail/remove", &may::OWN_ACCOUNT, mail::remove)
        .act("/account/sessions/end", &may::OWN_ACCOUNT, account::end_session)
        .page("/account/deputies", &may::DEPUTISE, deputies::deputies)
        .act("/account/deputies", &may::DEPUTISE, deputies::name_deputy)
        .act("/account/deputies/end", &may::DEPUTISE, deputies::end_deputy)
}

/// Serves a site until `stop` comes.
///
/// # Errors
/// The listener fails.
pub async fn serve(
    site: Shared,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let live = Arc::clone(&site);
    tokio::spawn(errands::run(Arc::clone(&site)));
    let stopping = async move {
        stop.await;
        live.live.end();
    };
    let bounds = serving::Bounds::of_server();
    serving::serve(router(&site), listener, bounds, stopping).await
}
