//! Connections: accepted, bounded in time and number, ended when the server ends.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) SocketAddr);

/// How long a client may take for the head of a request, and a connection may lie idle between two: whoever is slower
/// holds a place that somebody else needs.
const HEAD: Duration = Duration::from_secs(30);
/// How long a client may take no part of an answer that waits for it. Live streams send something more often.
const TAKING: Duration = Duration::from_secs(30);
/// How long a client may pause within the body of a request.
pub(super) const PAUSE_OF_BODY: Duration = Duration::from_secs(30);
/// How long open requests may go on when the server ends.
const ENDING: Duration = Duration::from_secs(10);
/// Connections at once; further ones wait. Each costs a file and some kilobytes.
const CONNECTIONS: usize = 8_192;
/// Files that the process needs for itself.
const FILES_KEPT: usize = 128;

/// Serves a router until `stop` comes; requests get their [`Peer`].
///
/// # Errors
/// None that ends the server: a connection that cannot be accepted is tried again.
pub(super) async fn serve(
    router: Router,
    listener: TcpListener,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(places()));
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            () = &mut stop => break,
            place = Arc::clone(&places).acquire_owned() => place,
        };
        let Ok(place) = place else { break };
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => {
                    // Without it an answer waits for more, which costs time and saves nothing here.
                    let _ = stream.set_nodelay(true);
                    connect(&router, (stream, address), &graceful, place);
                }
                // Such as too many open files: others end by and by.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
    drop(listener);
    tokio::select! {
        () = graceful.shutdown() => {}
        () = tokio::time::sleep(ENDING) => {}
    }
    Ok(())
}

fn connect(
    router: &Router,
    (stream, address): (TcpStream, SocketAddr),
    graceful: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) {
    let service = router.clone().map_request(move |request: Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(Peer(address)));
        request
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(TAKING));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // What a client does wrong concerns its connection alone.
        let _ = connection.await;
        drop(place);
    });
}

/// Connections that the limit of open files leaves room for.
fn places() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let files = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    files.map_or(CONNECTIONS, |files| files.saturating_sub(FILES_KEPT).clamp(16, CONNECTIONS))
}
