//! One thread reads the log, the caller judges: each core has its work, and little is in memory at once.

use super::CheckError;
use crate::log_file::{LogFile, malformed};
use exchange::input_error::InputError;
use exchange::raw::RawCase;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Cases handed over at a time.
const CASES_PER_BATCH: usize = 128;
/// Batches on the way at most.
const BATCHES_AHEAD: usize = 4;

/// Some cases, and what could not be read between them.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) cases: Vec<RawCase>,
    /// Cases of `cases` that are filled.
    pub(super) filled: usize,
    pub(super) errors: Vec<InputError>,
}

pub(super) fn run(
    mut log: LogFile,
    judge: &mut dyn FnMut(&Batch) -> Result<(), CheckError>,
    lenient: bool,
) -> Result<(), CheckError> {
    let (full_sender, full) = sync_channel::<Batch>(BATCHES_AHEAD);
    let (empty_sender, empty) = sync_channel::<Batch>(BATCHES_AHEAD + 2);
    let path = log.path.clone();
    let outcome = std::thread::scope(|scope| {
        let reader = scope.spawn(move || read(&mut log, &full_sender, &empty, lenient));
        let mut outcome = Ok(());
        while let Ok(batch) = full.recv() {
            outcome = judge(&batch);
            if outcome.is_err() {
                break;
            }
            // The reader may have ended already; then the batch is simply dropped.
            let _ = empty_sender.try_send(batch);
        }
        drop(full);
        let read = reader.join().unwrap_or_else(|_| {
            Err(InputError::at(Default::default(), "reading stopped unexpectedly"))
        });
        outcome.map(|()| read)
    });
    outcome?.map_err(|error| malformed(&path, error).into())
}

fn read(
    log: &mut LogFile,
    full: &SyncSender<Batch>,
    empty: &Receiver<Batch>,
    lenient: bool,
) -> Result<(), InputError> {
    loop {
        let mut batch = empty.try_recv().unwrap_or_default();
        let more = fill(log, &mut batch, lenient)?;
        // A judge that has stopped wants no more.
        if full.send(batch).is_err() || !more {
            return Ok(());
        }
    }
}

fn fill(log: &mut LogFile, batch: &mut Batch, lenient: bool) -> Result<bool, InputError> {
    batch.filled = 0;
    batch.errors.clear();
    while batch.filled < CASES_PER_BATCH {
        if batch.cases.len() == batch.filled {
            batch.cases.push(RawCase::default());
        }
        let Some(case) = batch.cases.get_mut(batch.filled) else { return Ok(false) };
        match log.source.next_case(case) {
            Ok(true) => batch.filled += 1,
            Ok(false) => return Ok(false),
            Err(error) if lenient => batch.errors.push(error),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
