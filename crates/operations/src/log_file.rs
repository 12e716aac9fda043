//! Log files: opened with progress, and errors given the line that people look for.

use exchange::input_error::{InputError, Place};
use exchange::source::{self, CaseSource, Format, ReadOptions};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why a log could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file cannot be opened.
    #[error("{path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Its content is wrong.
    #[error("{path}: {error}")]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Where and why.
        error: InputError,
    },
}

/// How much of a file has been read.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    read: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
}

impl Progress {
    /// Bytes read and bytes there are.
    #[must_use]
    pub fn bytes(&self) -> (u64, u64) {
        (self.read.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

struct Counted {
    file: File,
    progress: Progress,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.progress.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// An opened log.
pub struct LogFile {
    /// Its path.
    pub path: PathBuf,
    /// What it is.
    pub format: Format,
    /// Its cases.
    pub source: Box<dyn CaseSource + Send>,
}

impl LogFile {
    /// Opens a log.
    ///
    /// # Errors
    /// The file cannot be opened, or is of no known kind.
    pub fn open(path: &Path, options: ReadOptions, progress: &Progress) -> Result<Self, LogError> {
        let unreadable = |source| LogError::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let metadata = file.metadata().map_err(unreadable)?;
        if metadata.is_dir() {
            let source = io::Error::new(io::ErrorKind::IsADirectory, "this is a folder, not a log");
            return Err(unreadable(source));
        }
        progress.total.store(metadata.len(), Ordering::Relaxed);
        progress.read.store(0, Ordering::Relaxed);
        let counted = Counted { file, progress: progress.clone() };
        let (format, source) =
            source::open(Box::new(counted), options).map_err(|error| malformed(path, error))?;
        Ok(Self { path: path.to_owned(), format, source })
    }
}

/// An error of content with the line that its byte offset stands on.
pub(crate) fn malformed(path: &Path, error: InputError) -> LogError {
    let place = with_line(path, error.place);
    LogError::Malformed { path: path.to_owned(), error: InputError { place, ..error } }
}

/// Adds the line to a byte offset by counting, once, the lines before it.
pub(crate) fn with_line(path: &Path, place: Place) -> Place {
    let (None, Some(offset)) = (place.line, place.offset) else { return place };
    let line = File::open(path).and_then(|file| {
        let mut file = BufReader::new(file);
        if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
            // The offset counts decompressed bytes, which an editor does not show.
            return Ok(None);
        }
        let mut lines = 1;
        let mut left = offset;
        loop {
            let chunk = file.fill_buf()?;
            let taken = chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if taken == 0 {
                return Ok(Some(lines));
            }
            let newlines = chunk.iter().take(taken).filter(|byte| **byte == b'\n').count();
            lines += newlines as u64;
            left -= taken as u64;
            file.consume(taken);
        }
    });
    Place { line: line.ok().flatten(), ..place }
}
