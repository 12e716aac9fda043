//! The desk: what the writer runs. It holds the cases that are being worked on, folded, and for each act decides,
//! judges, proves and writes, all in the transaction of the act itself.

mod acts;
mod append;
mod audit;
mod bounds;
mod cards;
mod certificates;
mod delegating;
mod escalation;
mod examination;
mod impartiality;
mod law;
mod live;
mod log;
mod numbers;
mod party;
mod payments;
mod pick_up;
mod quota;
mod records;
mod replay;
mod reports;
mod settle;
mod standing;
pub(crate) mod targets;
mod tasks;
mod wake;

use crate::caller::{Caller, Forbidden};
use crate::catalogue::in_force::SharedLaw;
use crate::law_library::LawError;
use crate::law_version::{LawShelf, LawVersion};
use crate::notice::{Listener, Notice};
use crate::register::Register;
pub use crate::spelling::hex;
use crate::time_source::TimeSource;
use domain::case::decide::Command;
use domain::case::refusal::Refusal;
use domain::event::Event;
use domain::supervision::panel::Panel;
pub use examination::{Difference, Gravity};
use ledger::note::SigningKey;
use live::Live;
pub use live::{fold_events, others};
pub use log::{checkpoint_file, origin};
use lru::LruCache;
use rand::SeedableRng;
use rand::rngs::StdRng;
pub use records::{Beside, Record, Records, Work, WriteBeside};
pub use settle::{date_of, day_number};
use std::collections::HashMap;
use std::mem::take;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::requests::Answered;
use store::writer::{Clerk, Finish};

/// Cases kept folded in memory.
const CASES_KEPT: usize = 8_192;

/// The register, replaced as a whole when it changes.
pub type SharedRegister = Arc<RwLock<Arc<Register>>>;

/// The register as it stands.
#[must_use]
pub fn current(register: &SharedRegister) -> Arc<Register> {
    Arc::clone(&register.read().unwrap_or_else(PoisonError::into_inner))
}

/// A request that may be repeated without being done twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// The key that the client chose.
    pub key: Box<str>,
    /// SHA-256 of what is asked.
    pub hash: [u8; 32],
}

/// Opens a case with its first act.
#[derive(Debug, Clone)]
pub struct OpenCase {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Code of the item.
    pub item: Box<str>,
    /// The agency that is to handle it.
    pub agency: Box<str>,
    /// The applicant or party, as an opaque id.
    pub applicant: Option<Box<str>>,
    /// The first act.
    pub command: Command,
}

/// Does one act in a case.
#[derive(Debug, Clone)]
pub struct StepCase {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case_id: Box<str>,
    /// The act.
    pub command: Command,
}

/// Reports what an agency's own system says was done; believed, and judged.
#[derive(Debug, Clone)]
pub struct ReportActs {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case; none for a case that the report opens.
    pub case_id: Option<Box<str>>,
    /// Code of the item, for a case that the report opens.
    pub item: Box<str>,
    /// The agency that reports.
    pub agency: Box<str>,
    /// The applicant or party, as an opaque id.
    pub applicant: Option<Box<str>>,
    /// The acts, in order; number and recording time are given by the desk.
    pub events: Vec<Event>,
}

/// Writes rows that are no official acts, such as the register; handed the time of the transaction.
pub type WriteRows = Box<dyn FnOnce(&mut Changes, i64) + Send>;

/// What is asked of the desk.
pub enum Request {
    /// A new case.
    Open(OpenCase),
    /// An act.
    Step(StepCase),
    /// An act of somebody who has seen the case when it had so many acts: it is refused when there are others since.
    StepSeen(StepCase, u32),
    /// A report.
    Report(ReportActs),
    /// Rows of the register and of settings.
    Write(WriteRows),
    /// Work on records.
    Keep(Work),
    /// An act with records that are written in its transaction.
    With(Box<Request>, Beside),
}

/// Why an act was not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The law does not allow it.
    Refused(Box<Refusal>),
    /// The caller may not.
    Forbidden(Forbidden),
    /// What was entered cannot be kept as it is.
    Invalid(Box<domain::text::Text>),
    /// More than one account may have or do.
    Exceeded(Box<crate::quotas::Exceeded>),
    /// There is no such case, item or agency.
    Unknown(&'static str, Box<str>),
    /// The key was used for another request.
    KeyReused,
    /// The clock is not to be trusted: no official act until it is.
    Clock(String),
    /// What is stored of the case does not fit together.
    Damaged(String),
    /// Too much is waiting.
    Busy,
    /// The writer has stopped.
    Stopped(String),
}

impl Failure {
    /// What was entered cannot be kept, in simplified and traditional Chinese and in English.
    pub(crate) fn invalid(words: [&str; 3]) -> Self {
        let [simplified, traditional, english] = words.map(str::to_owned);
        Self::Invalid(Box::new(domain::text::Text {
            simplified,
            traditional: Some(traditional),
            english: Some(english),
        }))
    }
}

/// A recorded act: the answer as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Number of the case.
    pub case_id: Box<str>,
    /// The answer as JSON.
    pub text: Box<str>,
    /// The request had been answered before, and nothing was done again.
    pub repeated: bool,
}

impl Answer {
    /// The answer to what concerns no case.
    pub(crate) fn of_nothing() -> Self {
        Self { case_id: "".into(), text: "{}".into(), repeated: false }
    }
}

/// Where the answer goes.
pub type Reply = Box<dyn FnOnce(Result<Answer, Failure>) + Send>;

/// A request on its way to the desk.
pub struct Job {
    /// Who asks.
    pub caller: Caller,
    /// What is asked.
    pub request: Request,
    /// Under which key.
    pub key: Option<RequestKey>,
    /// Where the answer goes.
    pub reply: Reply,
}

/// What a desk is made of.
pub struct Fittings {
    /// The clock.
    pub time: Arc<dyn TimeSource>,
    /// The law inside the program, to which the installation adds its own items.
    pub base: &'static LawVersion,
    /// The law in force, for everybody who reads.
    pub law: SharedLaw,
    /// The register.
    pub register: SharedRegister,
    /// Who is told what was committed.
    pub listener: Listener,
    /// What stands wrong with clock and law.
    pub alarms: Arc<crate::alarms::Alarms>,
    /// Signs checkpoints.
    pub key: SigningKey,
    /// Where the newest checkpoints are kept outside the database.
    pub checkpoints: PathBuf,
    /// On a server: the right to write.
    pub lease: Option<store::leases::Lease>,
    /// Whether time acts by itself.
    pub timers: crate::platform::Timers,
    /// Whether notices go out as letters too.
    pub letters: bool,
}

/// What the writer runs.
pub struct Desk {
    fittings: Fittings,
    laws: LawShelf,
    /// The day for which the law in force was last made, and the one that comes with this transaction.
    law_day: Option<jiff::civil::Date>,
    new_law: Option<&'static LawVersion>,
    panels: Vec<Panel<'static>>,
    panel_places: HashMap<String, usize>,
    cases: LruCache<String, Live>,
    logs: log::Logs,
    random: StdRng,
    /// Numbers that cases got lately.
    given: numbers::Given,
    answers: Vec<(Reply, Result<Answer, Failure>)>,
    /// Answers that are not durable yet under the keys of their requests, with the number of their transaction.
    answered: HashMap<String, (Answered, u64)>,
    /// What the act that is being decided hands in, as its event is to name it.
    evidence: Option<Box<str>>,
    /// How much parties have handed in.
    acts_of_parties: crate::quotas::ActsOfParties,
    /// The newest link of the audit log.
    audit: audit::Anchor,
    /// Records that are not durable yet.
    unsettled: records::Unsettled,
    /// Number of the transaction that is being collected.
    transaction: u64,
    /// Number of the last transaction that is durable.
    durable: Arc<AtomicU64>,
    notices: Vec<Notice>,
    /// The clock and real time when the clock was last known to be right.
    compared: Option<(i64, Instant)>,
}

impl Desk {
    /// A desk that goes on where the logs of the store end.
    ///
    /// # Errors
    /// The store says no, or a log does not fit what was signed before.
    pub fn open(fittings: Fittings, connection: &mut Connection) -> Result<Self, StoreError> {
        let logs = log::Logs::open(connection, &fittings)?;
        let mut changes = Changes::new();
        let law = fittings.base;
        if store::settings::law(connection, &law.hash)?.is_none() {
            store::settings::keep_law(&mut changes, &law.hash, &law.files, fittings.time.now());
            connection.commit(&changes)?;
        }
        let audit = audit::Anchor::open(connection, &fittings)?;
        let mut desk = Self { audit, ..Self::with(fittings, logs) };
        let (mut changes, now) = (Changes::new(), desk.fittings.time.now());
        desk.renew_law(now, connection, &mut changes)?;
        if !changes.is_empty() {
            connection.commit(&changes)?;
        }
        if let Some(law) = desk.new_law.take() {
            desk.fittings.law.replace(law);
        }
        Ok(desk)
    }

    fn with(fittings: Fittings, logs: log::Logs) -> Self {
        Self {
            laws: LawShelf::new(fittings.base),
            law_day: None,
            new_law: None,
            panels: Vec::new(),
            panel_places: HashMap::new(),
            cases: LruCache::unbounded(),
            logs,
            random: StdRng::from_os_rng(),
            given: numbers::Given::default(),
            answers: Vec::new(),
            acts_of_parties: crate::quotas::ActsOfParties::default(),
            answered: HashMap::new(),
            evidence: None,
            audit: audit::Anchor::default(),
            unsettled: records::Unsettled::default(),
            transaction: 1,
            durable: Arc::new(AtomicU64::new(0)),
            notices: Vec::new(),
            compared: None,
            fittings,
        }
    }

    /// The position of the panel for cases of an item on a procedure under a law.
    fn panel(
        &mut self,
        law: &'static LawVersion,
        procedure: &str,
        item: &str,
    ) -> Result<usize, LawError> {
        let key = format!("{} {procedure} {item}", law.hash);
        if let Some(place) = self.panel_places.get(&key) {
            return Ok(*place);
        }
        let panel = law.panel(procedure, item, self.laws.current())?;
        self.panels.push(panel);
        let place = self.panels.len() - 1;
        self.panel_places.insert(key, place);
        Ok(place)
    }
}

impl Desk {
    /// Begins the next transaction, and forgets answers and cases that the store has by now.
    fn begin_transaction(&mut self) {
        let durable = self.durable.load(Ordering::SeqCst);
        self.answered.retain(|_, (_, transaction)| *transaction > durable);
        self.unsettled.forget(durable);
        self.transaction += 1;
        while self.cases.len() > CASES_KEPT {
            // What is not durable yet must not be read from the store again.
            match self.cases.peek_lru() {
                Some((_, live)) if live.transaction <= durable => self.cases.pop_lru(),
                _ => break,
            };
        }
    }
}

impl Clerk for Desk {
    type Job = Job;

    fn run(
        &mut self,
        job: Job,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<(), StoreError> {
        let outcome = self.act(&job.caller, job.request, job.key, (connection, changes))?;
        self.answers.push((job.reply, outcome));
        Ok(())
    }

    fn tick(
        &mut self,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<bool, StoreError> {
        if let Some(lease) = &mut self.fittings.lease {
            lease.renew(connection, changes)?;
        }
        self.renew_law(self.fittings.time.now(), connection, changes)?;
        match self.fittings.timers {
            crate::platform::Timers::Run => self.wake_what_is_due(connection, changes),
            crate::platform::Timers::Stand => Ok(false),
        }
    }

    fn seal(&mut self, changes: &mut Changes) -> Finish {
        let signed = self.logs.seal(&self.fittings, self.audit.line().as_deref(), changes);
        let audited = self.audit.next_to_keep(&self.fittings);
        let (answers, notices) = (take(&mut self.answers), take(&mut self.notices));
        let (number, durable) = (self.transaction, Arc::clone(&self.durable));
        self.begin_transaction();
        let (alarms, listener) =
            (Arc::clone(&self.fittings.alarms), Arc::clone(&self.fittings.listener));
        let folder = self.fittings.checkpoints.clone();
        let (new_law, in_force) = (self.new_law.take(), self.fittings.law.clone());
        Box::new(move |done| match done {
            Ok(()) => {
                durable.store(number, Ordering::SeqCst);
                if let Some(law) = new_law {
                    in_force.replace(law);
                }
                for (reply, outcome) in answers {
                    reply(outcome);
                }
                log::keep_outside(&signed, &folder, &alarms);
                audit::keep_outside(audited, &alarms);
                if !notices.is_empty() {
                    listener(&notices);
                }
            }
            Err(fault) => {
                alarms.raise("writer", fault.to_owned());
                for (reply, _) in answers {
                    reply(Err(Failure::Stopped(fault.to_owned())));
                }
            }
        })
    }

    fn end(&mut self, _changes: &mut Changes) -> bool {
        self.logs.sign_what_is_left()
    }

    fn stopped(&mut self, fault: &str) {
        self.fittings.alarms.raise("writer", fault.to_owned());
        self.notices.clear();
        self.cases.clear();
        for (reply, _) in self.answers.drain(..) {
            reply(Err(Failure::Stopped(fault.to_owned())));
        }
    }

    fn turn_away(&mut self, job: Job, fault: &str) {
        (job.reply)(Err(Failure::Stopped(fault.to_owned())));
    }
}
