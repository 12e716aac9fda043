//! The web server: routes, what every request has, and nothing that decides.
//!
//! A handler parses, calls an operation where blocking is allowed, and words what comes back. Every page is sent with a
//! content security policy that forbids scripts and styles of strangers.

mod acting;
mod api;
mod apply;
mod assets;
mod board;
mod bulk;
mod cards;
mod case_work;
mod cases;
mod delegations;
mod delivery;
mod documents;
mod downloads;
mod drafts;
mod figures;
mod hall;
mod metrics;
mod my;
mod people;
mod problems;
mod queue;
mod routes;
mod status;
mod stream;
mod tasks;
mod uploads;
mod views;
mod visitor;
mod window;

pub use api::openapi;
pub use routes::Declared;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use domain::calendar::Calendar;
use operations::caller::Caller;
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

/// What the server serves.
pub struct Site {
    platform: Arc<Platform>,
    tokens: RwLock<Tokens>,
    calendar: &'static Calendar,
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
        Ok(Arc::new(Self { platform, tokens, calendar, demonstration, metrics, live }))
    }

    /// The caller for whom a token stands.
    fn caller_of_token(&self, token: &str) -> Option<Caller> {
        let tokens = self.tokens.read().unwrap_or_else(PoisonError::into_inner);
        tokens.holder(token)?.caller(&self.platform.register())
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
    routes(site)
        .with(|router| {
            router
                .fallback(problems::not_found)
                .layer(fixed(header::CONTENT_SECURITY_POLICY, policy))
                .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(fixed(header::REFERRER_POLICY, "same-origin"))
                .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
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
    let pages = new()
        .page("/", &may::READ_ITEMS, hall::home)
        .page("/items", &may::READ_ITEMS, hall::items)
        .page("/items/{code}", &may::READ_ITEMS, hall::item)
        .page("/track", &may::TRACK, cases::track)
        .page("/cases/{jurisdiction}/{case}", &may::TRACK, cases::case)
        .page("/cases/{jurisdiction}/{case}/acts/{option}", &may::STEP, acting::form)
        .act("/cases/{jurisdiction}/{case}/acts/{option}", &may::STEP, acting::act)
        .page("/cases/{jurisdiction}/{case}/documents/{number}", &may::TRACK, documents::document)
        .page("/cases/{jurisdiction}/{case}/receipt", &may::READ_APPLICATION, my::receipt)
        .page("/apply/{code}", &may::DRAFT, apply::begin)
        .act("/apply/{code}", &may::DRAFT, apply::start)
        .page("/my", &may::MY_CASES, my::my)
        .page("/drafts/{draft}", &may::DRAFT, drafts::form)
        .act("/drafts/{draft}", &may::DRAFT, drafts::keep)
        .act("/drafts/{draft}/discard", &may::DRAFT, drafts::discard)
        .page("/drafts/{draft}/materials", &may::DRAFT, drafts::bring)
        .act("/drafts/{draft}/files/{file}/remove", &may::DRAFT, drafts::remove_file)
        .page("/drafts/{draft}/check", &may::DRAFT, drafts::check)
        .act("/drafts/{draft}/hand-in", &may::DRAFT, drafts::submit)
        .page("/board", &may::READ_BOARD, board::board)
        .page("/cards", &may::READ_CARDS, cards::cards)
        .page("/cards/{jurisdiction}/{card}", &may::READ_CARDS, cards::card)
        .page("/status", &may::READ_STATUS, status::status)
        .page("/demo/people", &may::DEMONSTRATE, people::people)
        .act("/demo/act-as", &may::DEMONSTRATE, people::act_as);
    let largest = uploads::largest_form(&site.platform.hall().files);
    let files = new()
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
    // Live streams must not wait for a compressor to fill its block.
    let plain = new()
        .program(Method::GET, "/assets/{name}", &may::READ_STATUS, assets::asset)
        .program(Method::GET, "/board/events", &may::READ_BOARD, stream::events)
        .program(Method::GET, "/healthz", &may::READ_STATUS, status::alive)
        .program(Method::GET, "/readyz", &may::READ_STATUS, status::ready)
        .program(Method::GET, "/metrics", &may::READ_STATUS, metrics::metrics);
    pages
        .merge(workspace(new()))
        .with(|router| router.layer(CompressionLayer::new()))
        .merge(files)
        .merge(plain)
        .merge(api::routes(new()))
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
    let stopping = async move {
        stop.await;
        live.live.end();
    };
    axum::serve(Tuned(listener), router(&site)).with_graceful_shutdown(stopping).await
}

/// A listener whose connections send small answers at once.
struct Tuned(TcpListener);

impl axum::serve::Listener for Tuned {
    type Io = tokio::net::TcpStream;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = axum::serve::Listener::accept(&mut self.0).await;
        // Without it an answer waits for more, which costs time and saves nothing here.
        let _ = stream.set_nodelay(true);
        (stream, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}
