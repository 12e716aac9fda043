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

/// What a connection may take of the server.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// How long a client may take for the head of a request, and a connection may lie idle between two: whoever is
    /// slower holds a place that somebody else needs.
    head: Duration,
    /// How long a client may take no part of an answer that waits for it. Live streams wait for nobody.
    taking: Duration,
    /// Connections at once; further ones wait.
    places: usize,
}

impl Bounds {
    /// The bounds of a server: as many connections as its limit of open files leaves room for.
    pub(super) fn of_server() -> Self {
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        Self {
            head: Duration::from_secs(30),
            taking: Duration::from_secs(30),
            places: places(&limits),
        }
    }
}

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
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(bounds.places));
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
                    connect(&router, (stream, address), bounds, (&graceful, place));
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
    bounds: Bounds,
    (graceful, place): (&GracefulShutdown, OwnedSemaphorePermit),
) {
    let service = router.clone().map_request(move |request: Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(Peer(address)));
        request
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(bounds.taking));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // What a client does wrong concerns its connection alone.
        let _ = connection.await;
        drop(place);
    });
}

/// Connections that the limit of open files leaves room for, of what the system tells about limits.
fn places(limits: &str) -> usize {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let files = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    files.map_or(CONNECTIONS, |files| files.saturating_sub(FILES_KEPT).clamp(16, CONNECTIONS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::time::Instant;

    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    const HEAD: Duration = Duration::from_millis(300);

    /// A server with one place.
    fn server(runtime: &tokio::runtime::Runtime) -> SocketAddr {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let peer =
            |ConnectInfo(Peer(peer)): ConnectInfo<Peer>| async move { peer.ip().to_string() };
        let router = Router::new().fallback(peer);
        let bounds = Bounds { head: HEAD, taking: Duration::from_secs(30), places: 1 };
        runtime.spawn(serve(router, listener, bounds, std::future::pending()));
        address
    }

    fn all_of(mut stream: std::net::TcpStream) -> String {
        let mut answer = Vec::new();
        // A closed connection may end with a reset.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[test]
    fn who_is_slow_loses_the_connection_and_who_waits_gets_its_place() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let address = server(&runtime);
        let began = Instant::now();
        let mut slow = std::net::TcpStream::connect(address).unwrap();
        slow.write_all(&REQUEST[..10]).unwrap();
        let mut waiting = std::net::TcpStream::connect(address).unwrap();
        waiting.write_all(REQUEST).unwrap();
        assert!(!all_of(slow).contains("200 OK"));
        assert!(began.elapsed() >= HEAD, "the head had its time");
        // It is idle after the answer, and closed too.
        let answer = all_of(waiting);
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
        assert!(answer.ends_with("127.0.0.1"), "the peer is known: {answer}");
        runtime.shutdown_background();
    }

    #[test]
    fn as_many_connections_as_files_leave_room_for() {
        let limits = |files: &str| {
            format!("Max processes  1  1  processes\nMax open files   {files}   4096   files\n")
        };
        assert_eq!(places(&limits("1024")), 1024 - FILES_KEPT);
        assert_eq!(places(&limits("100")), 16, "few, but somebody is served");
        assert_eq!(places(&limits("1000000")), CONNECTIONS);
        assert_eq!(places(&limits("unlimited")), CONNECTIONS);
        assert_eq!(places(""), CONNECTIONS, "no such system");
    }
}
