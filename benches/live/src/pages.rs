//! Pages as a browser asks for them, and how long they take.

use crate::figures::percentile;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often each page is asked for.
const TIMES: usize = 50;
/// A page that takes longer counts as lost.
const WAIT: Duration = Duration::from_secs(60);

/// Asks for a page and reads all of it; returns the status.
pub fn get(address: SocketAddr, path: &str) -> Result<u16, String> {
    let failed = |error: std::io::Error| format!("{path}: {error}");
    let mut connection = TcpStream::connect(address).map_err(failed)?;
    connection.set_read_timeout(Some(WAIT)).map_err(failed)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).map_err(failed)?;
    let head = answer.get(..12).and_then(|head| std::str::from_utf8(head).ok());
    let status = head.and_then(|head| head.split(' ').nth(1)?.parse().ok());
    status.ok_or_else(|| format!("{path}: no answer"))
}

/// How long a page took.
pub struct Times {
    path: String,
    milliseconds: Vec<f64>,
}

impl Times {
    fn ask(&mut self, address: SocketAddr) -> Result<(), String> {
        let began = Instant::now();
        let status = get(address, &self.path)?;
        self.milliseconds.push(began.elapsed().as_secs_f64() * 1e3);
        // A case that is tracked by its number answers with where it is.
        if !(200..400).contains(&status) {
            return Err(format!("{}: status {status}", self.path));
        }
        Ok(())
    }

    pub fn print(&self) {
        let [p50, p95, max] =
            [50.0, 95.0, 100.0].map(|percent| percentile(&self.milliseconds, percent));
        let count = self.milliseconds.len();
        println!(
            "| {} | p50 {p50:.1} ms | p95 {p95:.1} ms | max {max:.1} ms | of {count} |",
            self.path
        );
    }
}

fn times(paths: &[String]) -> Vec<Times> {
    let of = |path: &String| Times { path: path.clone(), milliseconds: Vec::new() };
    paths.iter().map(of).collect()
}

/// Asks for each page many times, and prints how long it took.
pub fn print(address: SocketAddr, paths: &[String]) -> Result<(), String> {
    for mut page in times(paths) {
        for _ in 0..TIMES {
            page.ask(address)?;
        }
        page.print();
    }
    Ok(())
}

/// Somebody who reads one page after the other.
pub struct Reader {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Times>>,
}

impl Reader {
    /// Begins to read: a page, a fifth of a second, the next page.
    pub fn start(address: SocketAddr, paths: Vec<String>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let end = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let mut pages = times(&paths);
            while !end.load(Ordering::Relaxed) {
                for page in &mut pages {
                    if let Err(error) = page.ask(address) {
                        eprintln!("{error}");
                    }
                    std::thread::sleep(Duration::from_millis(200));
                }
            }
            pages
        });
        Self { stop, thread }
    }

    /// How long the pages took.
    pub fn stop(self) -> Vec<Times> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_default()
    }
}
