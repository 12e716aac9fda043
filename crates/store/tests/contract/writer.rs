//! Group commit: a job is acknowledged when it is durable, a fault stops everything, the end waits for what waits.

use crate::place::Place;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::database::Database;
use store::settings;
use store::writer::{Clerk, Finish, Writer};

on_both!(
    a_job_is_acknowledged_only_when_it_is_durable,
    a_fault_of_the_commit_stops_the_writer,
    a_fault_of_a_job_stops_the_writer,
    a_clerk_that_panics_stops_the_writer,
    the_end_finishes_what_waits,
    what_waits_goes_into_one_commit,
    a_full_queue_turns_away,
);

const SELDOM: Duration = Duration::from_secs(3_600);

/// What a job asks of the clerk.
enum Asked {
    Write(u32),
    WriteTwice,
    Fail,
    Panic,
    /// Waits until the gate is open.
    Wait(Arc<Gate>),
}

#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    fn open(&self) {
        *self.open.lock().unwrap() = true;
        self.opened.notify_all();
    }

    fn pass(&self) {
        let open = self.open.lock().unwrap();
        let _open = self.opened.wait_while(open, |open| !*open).unwrap();
    }
}

type Outcome = Result<bool, String>;

/// Asked, and where the answer goes.
type Job = (Asked, Sender<Outcome>);

/// Acknowledges a job with whether another connection sees what it wrote.
struct Witness {
    database: Database,
    waiting: Vec<(Option<u32>, Sender<Outcome>)>,
    commits: Sender<usize>,
}

impl Clerk for Witness {
    type Job = Job;

    fn run(
        &mut self,
        (asked, reply): Job,
        _connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        let written = match asked {
            Asked::Write(n) => Some(n),
            _ => None,
        };
        self.waiting.push((written, reply));
        match asked {
            Asked::Write(n) => settings::write(changes, &n.to_string(), "written"),
            Asked::WriteTwice => {
                settings::keep_law(changes, "same", "{}", 1);
                settings::keep_law(changes, "same", "{}", 1);
            }
            Asked::Fail => return Err(StoreError::Unexpected("the job fails".to_owned())),
            Asked::Panic => panic!("the clerk panics"),
            Asked::Wait(gate) => gate.pass(),
        }
        Ok(())
    }

    fn tick(&mut self, _: &mut Connection, _: &mut Changes) -> Result<bool, StoreError> {
        Ok(false)
    }

    fn seal(&mut self, _changes: &mut Changes) -> Finish {
        let (waiting, commits) = (std::mem::take(&mut self.waiting), self.commits.clone());
        let database = self.database.clone();
        Box::new(move |done| {
            if let Err(fault) = done {
                for (_, reply) in waiting {
                    let _ = reply.send(Err(fault.to_owned()));
                }
                return;
            }
            let mut other = database.open_reader().unwrap();
            let answered = waiting.len();
            for (written, reply) in waiting {
                let seen = written.is_none_or(|n| {
                    settings::find(&mut other, &n.to_string()).unwrap().as_deref()
                        == Some("written")
                });
                let _ = reply.send(Ok(seen));
            }
            let _ = commits.send(answered);
        })
    }

    fn end(&mut self, changes: &mut Changes) -> bool {
        settings::write(changes, "end", "written");
        true
    }

    fn stopped(&mut self, fault: &str) {
        for (_, reply) in self.waiting.drain(..) {
            let _ = reply.send(Err(fault.to_owned()));
        }
    }

    fn turn_away(&mut self, (_, reply): Job, fault: &str) {
        let _ = reply.send(Err(fault.to_owned()));
    }
}

fn start(place: &Place) -> (Writer<Job>, Receiver<usize>) {
    let (commits, counted) = channel();
    let witness = Witness { database: place.database.clone(), waiting: Vec::new(), commits };
    (Writer::start([place.writer(), place.reader()], witness, SELDOM).unwrap(), counted)
}

fn submit(writer: &Writer<Job>, asked: Asked) -> Receiver<Outcome> {
    let (reply, answer) = channel();
    assert!(writer.submit((asked, reply)).is_ok(), "the queue has room");
    answer
}

fn a_job_is_acknowledged_only_when_it_is_durable(place: &Place) {
    let (writer, _) = start(place);
    let answers: Vec<_> = (0..300).map(|n| submit(&writer, Asked::Write(n))).collect();
    for answer in answers {
        assert_eq!(answer.recv().unwrap(), Ok(true));
    }
}

/// After a fault: who was in the transaction, who waits and who comes later is told of it, and nothing was written.
fn assert_stops(place: &Place, fault: Asked, says: &str) {
    let (writer, _) = start(place);
    let gate = Arc::new(Gate::default());
    let first = submit(&writer, Asked::Wait(Arc::clone(&gate)));
    let in_batch = submit(&writer, Asked::Write(1));
    let faulty = submit(&writer, fault);
    let waiting: Vec<_> = (2..600).map(|n| submit(&writer, Asked::Write(n))).collect();
    gate.open();
    for answer in [faulty].into_iter().chain(waiting) {
        let told = answer.recv().unwrap().unwrap_err();
        assert!(told.contains(says), "{told}");
    }
    let _ = (first.recv().unwrap(), in_batch.recv().unwrap());
    let late = submit(&writer, Asked::Write(601)).recv().unwrap();
    assert!(late.unwrap_err().contains(says));
    drop(writer);
    let mut reader = place.reader();
    for n in 2..=601 {
        assert_eq!(settings::find(&mut reader, &n.to_string()).unwrap(), None);
    }
    assert_eq!(settings::law(&mut reader, "same").unwrap(), None);
}

fn a_fault_of_the_commit_stops_the_writer(place: &Place) {
    let says = if place.is_sqlite() { "SQLite" } else { "PostgreSQL" };
    assert_stops(place, Asked::WriteTwice, says);
}

fn a_fault_of_a_job_stops_the_writer(place: &Place) {
    assert_stops(place, Asked::Fail, "the job fails");
}

fn a_clerk_that_panics_stops_the_writer(place: &Place) {
    assert_stops(place, Asked::Panic, "the clerk panics");
}

fn the_end_finishes_what_waits(place: &Place) {
    let (writer, _) = start(place);
    let gate = Arc::new(Gate::default());
    let first = submit(&writer, Asked::Wait(Arc::clone(&gate)));
    let waiting: Vec<_> = (0..1_000).map(|n| submit(&writer, Asked::Write(n))).collect();
    let end = std::thread::spawn(move || drop(writer));
    gate.open();
    end.join().unwrap();
    assert_eq!(first.recv().unwrap(), Ok(true));
    for answer in waiting {
        assert_eq!(answer.recv().unwrap(), Ok(true));
    }
    // What the clerk has to say at the end is written too.
    let last = settings::find(&mut place.reader(), "end").unwrap();
    assert_eq!(last.as_deref(), Some("written"));
}

fn what_waits_goes_into_one_commit(place: &Place) {
    let (writer, counted) = start(place);
    let gate = Arc::new(Gate::default());
    let first = submit(&writer, Asked::Wait(Arc::clone(&gate)));
    let waiting: Vec<_> = (0..500).map(|n| submit(&writer, Asked::Write(n))).collect();
    gate.open();
    for answer in [first].into_iter().chain(waiting) {
        assert_eq!(answer.recv().unwrap(), Ok(true));
    }
    drop(writer);
    let commits: Vec<usize> = counted.iter().filter(|jobs| *jobs > 0).collect();
    assert_eq!(commits.iter().sum::<usize>(), 501);
    assert!(commits.len() <= 4, "{commits:?}");
}

fn a_full_queue_turns_away(place: &Place) {
    let (writer, _) = start(place);
    let gate = Arc::new(Gate::default());
    let _first = submit(&writer, Asked::Wait(Arc::clone(&gate)));
    let mut answers = Vec::new();
    let turned_away = loop {
        let (reply, answer) = channel();
        match writer.submit((Asked::Write(1), reply)) {
            Ok(()) => answers.push(answer),
            Err((asked, _)) => break asked,
        }
        assert!(answers.len() < 1_000_000, "the queue has no end");
    };
    assert!(matches!(turned_away, Asked::Write(1)));
    gate.open();
    for answer in answers {
        assert_eq!(answer.recv().unwrap(), Ok(true));
    }
}
