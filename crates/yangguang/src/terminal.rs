//! The terminal: progress where somebody watches, quiet in a pipe, errors that say what to do.

use indicatif::{ProgressBar, ProgressStyle};
use operations::log_file::Progress;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

const REFRESH: Duration = Duration::from_millis(100);

/// Prints an error with its causes.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut output = io::stderr().lock();
    // Nobody is left to tell when the error stream itself is closed.
    let _ = writeln!(output, "error: {error}");
    for cause in error.chain().skip(1) {
        if !error.to_string().contains(&cause.to_string()) {
            let _ = writeln!(output, "  because: {cause}");
        }
    }
}

/// Whether the reader at the other end of the pipe simply stopped reading (`| head`).
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let direct = cause.downcast_ref::<io::Error>();
        direct.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// A note for the person at the terminal; standard output stays clean.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// The standard output or a file.
pub(crate) fn target(path: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    const BUFFER: usize = 1 << 16;
    Ok(match path {
        Some(path) => {
            let file = std::fs::File::create(path)
                .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
            Box::new(BufWriter::with_capacity(BUFFER, file))
        }
        None => Box::new(BufWriter::with_capacity(BUFFER, io::stdout().lock())),
    })
}

/// A progress bar over the bytes of a log; drawn only where a person watches.
pub(crate) struct Watching {
    stop: Arc<AtomicBool>,
    painter: Option<JoinHandle<()>>,
}

impl Watching {
    /// Starts to draw.
    pub(crate) fn start(progress: &Progress) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        if !io::stderr().is_terminal() {
            return Self { stop, painter: None };
        }
        let (progress, stopped) = (progress.clone(), Arc::clone(&stop));
        let painter = std::thread::spawn(move || {
            let bar = ProgressBar::new(0);
            let form = "{bar:32} {bytes} of {total_bytes}, {eta} left";
            bar.set_style(
                ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            while !stopped.load(Ordering::Relaxed) {
                let (read, total) = progress.bytes();
                bar.set_length(total);
                bar.set_position(read);
                std::thread::sleep(REFRESH);
            }
            bar.finish_and_clear();
        });
        Self { stop, painter: Some(painter) }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(painter) = self.painter.take() {
            // A painter that failed has painted nothing that matters.
            let _ = painter.join();
        }
    }
}
