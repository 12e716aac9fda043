//! The terminal: progress where somebody watches, quiet in a pipe, errors that say what to do.

use indicatif::{ProgressBar, ProgressStyle};
use operations::log_file::Progress;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

const REFRESH: Duration = Duration::from_millis(100);

/// Prints an error with its causes.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut output = io::stderr().lock();
    // Nobody is left to tell when the error stream itself is closed.
    let mut told = error.to_string();
    let _ = writeln!(output, "error: {told}");
    for cause in error.chain().skip(1) {
        let cause = cause.to_string().trim_end().to_owned();
        // Many errors already say what they come from.
        if !told.contains(&cause) {
            let _ = writeln!(output, "  because: {cause}");
            told = cause;
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

const BUFFER: usize = 1 << 16;

/// The standard output.
pub(crate) fn stdout() -> Box<dyn Write> {
    Box::new(BufWriter::with_capacity(BUFFER, io::stdout().lock()))
}

/// Where a report goes. A file appears under its name only when it is complete: what stood there before is not
/// lost to a run that fails.
pub(crate) struct Output {
    /// The unfinished file and the name that it will get.
    file: Option<(PathBuf, PathBuf)>,
}

impl Output {
    /// Opens the standard output, or a file that is to become `path`. A device or pipe is written to directly, a
    /// link is followed.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<(Self, Box<dyn Write>)> {
        let Some(path) = path else { return Ok((Self { file: None }, stdout())) };
        let wrong = |error: io::Error| anyhow::anyhow!("{}: {error}", path.display());
        let existing = std::fs::metadata(path).ok();
        if existing.as_ref().is_some_and(|known| !known.is_file()) {
            let file = std::fs::OpenOptions::new().write(true).open(path).map_err(wrong)?;
            return Ok((Self { file: None }, Box::new(BufWriter::with_capacity(BUFFER, file))));
        }
        let path = match &existing {
            Some(_) => std::fs::canonicalize(path).map_err(wrong)?,
            None => path.to_owned(),
        };
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.unfinished", std::process::id()));
        let unfinished = path.with_file_name(name);
        let file = std::fs::File::create_new(&unfinished).map_err(wrong)?;
        let output = Self { file: Some((unfinished, path.clone())) };
        if let Some(known) = existing {
            file.set_permissions(known.permissions()).map_err(wrong)?;
        }
        Ok((output, Box::new(BufWriter::with_capacity(BUFFER, file))))
    }

    /// Gives the finished file its name. The writer must have been flushed and dropped.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        if let Some((unfinished, path)) = self.file.take() {
            std::fs::rename(&unfinished, &path)
                .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((unfinished, _)) = &self.file {
            // The run has failed already; a leftover is only untidy.
            let _ = std::fs::remove_file(unfinished);
        }
    }
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

/// Refuses an output that is one of the inputs: they would be lost.
pub(crate) fn refuse_overwriting(output: Option<&Path>, inputs: &[&Path]) -> anyhow::Result<()> {
    let Some(output) = output.and_then(|output| std::fs::canonicalize(output).ok()) else {
        return Ok(());
    };
    let regular = output.is_file();
    let same =
        inputs.iter().find(|input| std::fs::canonicalize(input).ok().as_ref() == Some(&output));
    match same.filter(|_| regular) {
        Some(input) => anyhow::bail!("{}: the output would overwrite this input", input.display()),
        None => Ok(()),
    }
}
