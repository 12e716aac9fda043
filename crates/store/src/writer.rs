//! The writer: one thread that collects what waits into one transaction (group commit) and acknowledges only what is
//! durable. After a fault of the database it stops: what it could not say for sure, it does not say.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Jobs in one transaction at most.
const BATCH: usize = 256;
/// Jobs that may wait; more are turned away.
const QUEUE: usize = 8_192;

/// What the writer runs: it decides, the writer commits.
pub trait Clerk: Send + 'static {
    /// What is asked of it.
    type Job: Send + 'static;

    /// Decides a job: writes to `changes` and remembers what to answer once they are durable. A job that is refused
    /// writes nothing. An error stops the writer.
    ///
    /// # Errors
    /// The database says no.
    fn run(
        &mut self,
        job: Self::Job,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<(), StoreError>;

    /// What time asks for; called between jobs. Returns whether there is more to do at once.
    ///
    /// # Errors
    /// The database says no.
    fn tick(
        &mut self,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<bool, StoreError>;

    /// The last word before a commit with changes: state that is written once per transaction.
    fn seal(&mut self, changes: &mut Changes);

    /// Everything is durable: answer.
    fn committed(&mut self);

    /// Nothing more is recorded: answer with the fault, forget what was decided.
    fn stopped(&mut self, fault: &str);

    /// Answers a job that came after the writer had stopped.
    fn turn_away(&mut self, job: Self::Job, fault: &str);
}

enum Message<J> {
    Job(J),
    Stop,
}

/// The writing end.
pub struct Writer<J> {
    sender: SyncSender<Message<J>>,
    thread: Option<JoinHandle<()>>,
}

impl<J: Send + 'static> Writer<J> {
    /// Starts the writer on a thread of its own; the tick runs every `tick`.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start<C: Clerk<Job = J>>(
        connection: Connection,
        clerk: C,
        tick: Duration,
    ) -> Result<Self, StoreError> {
        let (sender, receiver) = sync_channel(QUEUE);
        let work = move || Work { connection, clerk, receiver, tick }.run();
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(work);
        let thread = thread.map_err(|source| StoreError::File {
            path: "the writer's thread".to_owned(),
            source,
        })?;
        Ok(Self { sender, thread: Some(thread) })
    }

    /// Hands a job to the writer; returns it when the queue is full or the writer is gone.
    ///
    /// # Errors
    /// The job itself.
    pub fn submit(&self, job: J) -> Result<(), J> {
        self.sender.try_send(Message::Job(job)).map_err(|error| match error {
            TrySendError::Full(Message::Job(job))
            | TrySendError::Disconnected(Message::Job(job)) => job,
            // Only jobs are sent here.
            _ => unreachable!("a job was sent"),
        })
    }
}

impl<J> Drop for Writer<J> {
    /// Lets the writer finish what waits.
    fn drop(&mut self) {
        // A queue that is full empties itself, so this waits and does not fail.
        let _ = self.sender.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Work<C: Clerk> {
    connection: Connection,
    clerk: C,
    receiver: Receiver<Message<C::Job>>,
    tick: Duration,
}

enum Next {
    Go,
    Stop,
}

impl<C: Clerk> Work<C> {
    fn run(mut self) {
        let mut next_tick = Instant::now();
        loop {
            // What a panic leaves behind is not used again: the writer stops as after any other fault.
            let round = catch_unwind(AssertUnwindSafe(|| self.round(&mut next_tick)));
            match round.unwrap_or_else(|panic| Err(panicked(&*panic))) {
                Ok(Next::Go) => {}
                Ok(Next::Stop) => return,
                Err(fault) => {
                    let fault = fault.to_string();
                    self.clerk.stopped(&fault);
                    return self.turn_away(&fault);
                }
            }
        }
    }

    /// One transaction: what waits, and what time asks for.
    fn round(&mut self, next_tick: &mut Instant) -> Result<Next, StoreError> {
        let mut changes = Changes::new();
        let wait = next_tick.saturating_duration_since(Instant::now());
        let mut next = Next::Go;
        match self.receiver.recv_timeout(wait) {
            Ok(Message::Job(job)) => {
                self.clerk.run(job, &mut self.connection, &mut changes)?;
                next = self.drain(&mut changes)?;
            }
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => next = Next::Stop,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if Instant::now() >= *next_tick {
            let more = self.clerk.tick(&mut self.connection, &mut changes)?;
            *next_tick = Instant::now() + if more { Duration::ZERO } else { self.tick };
        }
        if !changes.is_empty() {
            self.clerk.seal(&mut changes);
            self.connection.commit(&changes)?;
        }
        self.clerk.committed();
        Ok(next)
    }

    fn drain(&mut self, changes: &mut Changes) -> Result<Next, StoreError> {
        for _ in 1..BATCH {
            match self.receiver.try_recv() {
                Ok(Message::Job(job)) => self.clerk.run(job, &mut self.connection, changes)?,
                Ok(Message::Stop) => return Ok(Next::Stop),
                Err(_) => break,
            }
        }
        Ok(Next::Go)
    }

    fn turn_away(&mut self, fault: &str) {
        while let Ok(Message::Job(job)) = self.receiver.recv() {
            self.clerk.turn_away(job, fault);
        }
    }
}

fn panicked(panic: &(dyn Any + Send)) -> StoreError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    StoreError::unexpected(format!("a fault of the program: {}", text.unwrap_or("it panicked")))
}
