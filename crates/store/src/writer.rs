//! The writer: one thread decides, one commits. What waits is collected into one transaction while the one before it is
//! being made durable (group commit), and only what is durable is acknowledged. After a fault of the database or of the
//! program it stops: what it could not say for sure, it does not say.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Jobs that may wait; more are turned away.
const QUEUE: usize = 8_192;

/// What is to be told once a transaction is durable, or has failed with a fault.
pub type Finish = Box<dyn FnOnce(Result<(), &str>) + Send>;

/// What the writer runs: it decides, the writer commits. It sees what is durable, and must remember itself what it has
/// decided since: at most two transactions are on their way.
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

    /// What time asks for; called between jobs. Returns whether there is more to do at once, in the next transaction.
    ///
    /// # Errors
    /// The database says no.
    fn tick(
        &mut self,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<bool, StoreError>;

    /// The last word before a commit: state that is written once per transaction, and what to tell when it is done.
    fn seal(&mut self, changes: &mut Changes) -> Finish;

    /// No job comes any more: what is still to be written before the end; whether anything is.
    fn end(&mut self, changes: &mut Changes) -> bool;

    /// Nothing more is recorded: answer what is not on its way with the fault, and forget what was decided.
    fn stopped(&mut self, fault: &str);

    /// Answers a job that came after the writer had stopped.
    fn turn_away(&mut self, job: Self::Job, fault: &str);
}

enum Message<J> {
    Job(J),
    /// The committer is free: its transaction is durable.
    Ready,
    /// The committer has failed.
    Failed(String),
    Stop,
}

type Batch = (Changes, Finish);

/// The writing end.
pub struct Writer<J> {
    sender: SyncSender<Message<J>>,
    threads: Vec<JoinHandle<()>>,
}

impl<J: Send + 'static> Writer<J> {
    /// Starts the writer: `writing` commits, `reading` is what the clerk reads with. The tick runs every `tick`.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start<C: Clerk<Job = J>>(
        [writing, reading]: [Connection; 2],
        clerk: C,
        tick: Duration,
    ) -> Result<Self, StoreError> {
        let (sender, receiver) = sync_channel(QUEUE);
        let (batches, committing) = sync_channel(1);
        let told = sender.clone();
        let committer = start("committer", move || commit(writing, &committing, &told))?;
        let work = Work {
            connection: reading,
            clerk,
            receiver,
            batches,
            tick,
            next_tick: Instant::now(),
            more: false,
            ticked: false,
            changes: Changes::new(),
            free: true,
            decided: false,
            ending: false,
        };
        let decider = start("decider", move || work.run())?;
        Ok(Self { sender, threads: vec![decider, committer] })
    }

    /// Hands a job to the writer; returns it when the queue is full or the writer is gone.
    ///
    /// # Errors
    /// The job itself.
    pub fn submit(&self, job: J) -> Result<(), J> {
        match self.sender.try_send(Message::Job(job)) {
            Err(
                TrySendError::Full(Message::Job(job))
                | TrySendError::Disconnected(Message::Job(job)),
            ) => Err(job),
            _ => Ok(()),
        }
    }
}

impl<J> Drop for Writer<J> {
    /// Lets the writer finish what waits.
    fn drop(&mut self) {
        // A queue that is full empties itself, so this waits and does not fail.
        let _ = self.sender.send(Message::Stop);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn start(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let thread = std::thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map_err(|source| StoreError::File { path: format!("the thread `{name}`"), source })
}

/// Commits one transaction after another until none comes any more or one fails.
fn commit<J>(
    mut connection: Connection,
    batches: &Receiver<Batch>,
    decider: &SyncSender<Message<J>>,
) {
    while let Ok((changes, finish)) = batches.recv() {
        let committed = catch_unwind(AssertUnwindSafe(|| {
            if changes.is_empty() { Ok(()) } else { connection.commit(&changes) }
        }));
        let committed = committed.unwrap_or_else(|panic| Err(panicked(&*panic)));
        let fault = committed.err().map(|fault| fault.to_string());
        // Telling runs code of others; what it may break is told of as a fault too.
        let telling = catch_unwind(AssertUnwindSafe(|| {
            finish(fault.as_deref().map_or(Ok(()), Err));
        }));
        let told = match (fault, telling) {
            (Some(fault), _) => Message::Failed(fault),
            (None, Err(panic)) => Message::Failed(panicked(&*panic).to_string()),
            (None, Ok(())) => Message::Ready,
        };
        let failed = matches!(told, Message::Failed(_));
        // The decider always empties its queue; when it is gone nobody needs to be told.
        let _ = decider.send(told);
        if failed {
            return;
        }
    }
}

struct Work<C: Clerk> {
    connection: Connection,
    clerk: C,
    receiver: Receiver<Message<C::Job>>,
    batches: SyncSender<Batch>,
    tick: Duration,
    next_tick: Instant,
    /// The last tick has left something to do.
    more: bool,
    /// A tick has written to the transaction that is being collected; one is enough, so that acts need not wait.
    ticked: bool,
    changes: Changes,
    /// The committer waits for a transaction.
    free: bool,
    /// Something was decided since the last transaction was handed over, were it only a refusal.
    decided: bool,
    /// The end was asked for: no further message comes from there.
    ending: bool,
}

enum Next {
    Go,
    Stop,
}

impl<C: Clerk> Work<C> {
    fn run(mut self) {
        loop {
            // What a panic leaves behind is not used again: the writer stops as after any other fault.
            let round = catch_unwind(AssertUnwindSafe(|| self.round()));
            match round.unwrap_or_else(|panic| Err(panicked(&*panic))) {
                Ok(Next::Go) => {}
                Ok(Next::Stop) => return,
                Err(fault) => {
                    let fault = match fault {
                        StoreError::Stopped(fault) => fault,
                        other => other.to_string(),
                    };
                    self.clerk.stopped(&fault);
                    return self.turn_away(&fault);
                }
            }
        }
    }

    /// Decides what waits and what time asks for; hands it over when the committer is free.
    fn round(&mut self) -> Result<Next, StoreError> {
        let first = match self.receiver.recv_timeout(self.until_tick()) {
            Ok(message) => self.take(message)?,
            Err(RecvTimeoutError::Disconnected) => Next::Stop,
            Err(RecvTimeoutError::Timeout) => Next::Go,
        };
        if let Next::Stop = first {
            return self.finish();
        }
        while let Ok(message) = self.receiver.try_recv() {
            if let Next::Stop = self.take(message)? {
                return self.finish();
            }
        }
        if self.until_tick().is_zero() {
            self.more = self.clerk.tick(&mut self.connection, &mut self.changes)?;
            self.decided |= !self.changes.is_empty();
            self.ticked = self.decided;
            self.next_tick = Instant::now() + self.tick;
        }
        self.hand_over();
        Ok(Next::Go)
    }

    fn until_tick(&self) -> Duration {
        if self.more && !self.ticked {
            return Duration::ZERO;
        }
        self.next_tick.saturating_duration_since(Instant::now())
    }

    fn take(&mut self, message: Message<C::Job>) -> Result<Next, StoreError> {
        match message {
            Message::Job(job) => {
                self.clerk.run(job, &mut self.connection, &mut self.changes)?;
                self.decided = true;
            }
            Message::Ready => self.free = true,
            Message::Failed(fault) => return Err(StoreError::Stopped(fault)),
            Message::Stop => {
                self.ending = true;
                return Ok(Next::Stop);
            }
        }
        Ok(Next::Go)
    }

    fn hand_over(&mut self) {
        if !(self.free && self.decided) {
            return;
        }
        let mut changes = std::mem::take(&mut self.changes);
        let finish = self.clerk.seal(&mut changes);
        (self.decided, self.ticked) = (false, false);
        // The committer is free, so this does not wait; if it is gone it has said why.
        self.free = self.batches.send((changes, finish)).is_err();
    }

    /// Hands over what is left, and waits until it is durable.
    fn finish(&mut self) -> Result<Next, StoreError> {
        self.decided |= self.clerk.end(&mut self.changes);
        while !self.free || self.decided {
            self.hand_over();
            match self.receiver.recv() {
                Ok(message) => {
                    self.take(message)?;
                }
                Err(_) => break,
            }
        }
        Ok(Next::Stop)
    }

    fn turn_away(&mut self, fault: &str) {
        while !self.ending {
            match self.receiver.recv() {
                Ok(Message::Job(job)) => self.clerk.turn_away(job, fault),
                Ok(Message::Ready | Message::Failed(_)) => {}
                Ok(Message::Stop) | Err(_) => self.ending = true,
            }
        }
        while let Ok(Message::Job(job)) = self.receiver.try_recv() {
            self.clerk.turn_away(job, fault);
        }
    }
}

fn panicked(panic: &(dyn Any + Send)) -> StoreError {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    StoreError::unexpected(format!("a fault of the program: {}", text.unwrap_or("it panicked")))
}
