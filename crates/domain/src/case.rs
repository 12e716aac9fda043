//! Cases (办件): one run of a procedure, folded from its events.
//!
//! The state is never stored as truth: it is what [`fold::Fold::apply`] makes of the events. `apply` is total,
//! because an organ may report anything and what does not fit is a finding, not a crash. Acts in Yangguang itself
//! pass [`decide`] first, which refuses what the law forbids, with the article.

pub(crate) mod collection;
pub mod decide;
pub mod fold;
pub mod options;
pub mod phase;
pub mod refusal;
mod running;

use crate::clock::Clock;
use crate::event::{ActKind, Name, Source};
use crate::procedure::StageIndex;
use crate::procedure::automaton::{Fit, State};
use jiff::civil::{Date, DateTime};
use phase::Phase;

/// A running or stopped limit of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseClock {
    /// Position in the procedure's limits.
    pub limit: usize,
    /// The joint agency whose clock it is.
    pub agency: Option<Name>,
    /// The budget and ledger.
    pub clock: Clock,
}

/// A special procedure that is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPause {
    /// Its ground, as recorded.
    pub ground: Name,
    /// The day on which it began.
    pub from: Date,
    /// Its declared last day.
    pub until: Option<Date>,
    /// Whether it stops clocks: only with a listed ground, evidence, notice and a lawful time.
    pub effective: bool,
}

/// When an act of one kind happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// First time.
    pub first: DateTime,
    /// Last time.
    pub last: DateTime,
    /// How often.
    pub times: u32,
}

/// Who completed a stage, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// When, for the last time.
    pub at: DateTime,
    /// By whom.
    pub person: Option<Name>,
    /// The outcome, where the stage has several and it is known.
    pub outcome: Option<Name>,
}

/// A waiting period that has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenWait {
    /// Position in the procedure's waits.
    pub wait: usize,
    /// The day on which it began.
    pub started: Date,
    /// The first day on which the awaited act is allowed.
    pub opens: Date,
}

/// A joint agency of a parallel approval (并联审批).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointAgency {
    /// The agency.
    pub name: Name,
    /// Whether it has given its opinion.
    pub answered: bool,
    /// Whether it is against.
    pub opposed: bool,
    /// Whether its silence has spoken for it.
    pub silent: bool,
}

/// Materials that were allowed to follow (容缺).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deferred {
    /// The materials that are still owed.
    pub materials: Vec<Name>,
    /// The day by which the party has promised them.
    pub until: Date,
}

/// A warning or excess that time has said about a case, so that it is said once. A due date that moves, because a
/// limit was extended or begins anew, may be spoken of again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Id of the rule that spoke.
    pub rule: Name,
    /// The limit; `None` for a special procedure.
    pub limit: Option<usize>,
    /// The joint agency whose clock it is.
    pub agency: Option<Name>,
    /// The last day, as it stood.
    pub due: Option<Date>,
}

/// A duty that is kept apart from collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Completing a stage, or sending a case back from it.
    Stage(StageIndex),
    /// Lengthening a limit.
    Extension,
}

/// The state of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Where it stands in its life.
    pub phase: Phase,
    /// Where it stands in its procedure.
    pub state: State,
    /// Number of events so far.
    pub events: u32,
    /// Where its first event comes from.
    pub opened_by: Option<Source>,
    /// Running clocks.
    pub clocks: Vec<CaseClock>,
    /// Waiting periods.
    pub waits: Vec<OpenWait>,
    /// The special procedure that is going on.
    pub pause: Option<OpenPause>,
    /// Notices of missing materials so far.
    pub supplement_notices: u32,
    /// How often each limit was extended.
    pub extensions: Vec<(usize, u32)>,
    /// Joint agencies.
    pub joint_agencies: Vec<JointAgency>,
    /// Agencies that were asked for their opinion and have not answered.
    pub consulted: Vec<Name>,
    /// The post to which the case was handed over, until a stage is completed or the case goes back.
    pub holder: Option<Name>,
    /// Materials that are still owed.
    pub deferred: Option<Deferred>,
    /// What was charged and is not paid, in fen; never below nothing.
    pub owed_fen: i64,
    /// What was charged, by id of the fee, in fen.
    pub charged_fen: Vec<(Name, i64)>,
    /// Who had a duty that is kept apart from collection, and which.
    pub judged: Vec<(Name, Duty)>,
    /// Who recorded that money was received, or paid it.
    pub collected: Vec<Name>,
    /// Completions by stage position.
    pub completions: Vec<Option<Completion>>,
    /// Occurrences by kind of act.
    occurrences: [Option<Occurrence>; ActKind::ALL.len()],
    /// What time has said about it already.
    pub spoken: Vec<Spoken>,
    /// Deadlines that the log carries itself, by limit.
    pub reported_dues: Vec<(usize, Date)>,
    /// The first moment seen.
    pub first_at: Option<DateTime>,
    /// The last moment seen.
    pub last_at: Option<DateTime>,
}

impl Case {
    /// A case of which nothing is known yet, standing at `state` in its procedure.
    #[must_use]
    pub fn new(state: State, stages: usize) -> Self {
        Self {
            phase: Phase::New,
            state,
            events: 0,
            opened_by: None,
            clocks: Vec::new(),
            waits: Vec::new(),
            pause: None,
            supplement_notices: 0,
            extensions: Vec::new(),
            joint_agencies: Vec::new(),
            consulted: Vec::new(),
            holder: None,
            deferred: None,
            owed_fen: 0,
            charged_fen: Vec::new(),
            judged: Vec::new(),
            collected: Vec::new(),
            completions: vec![None; stages],
            occurrences: [None; ActKind::ALL.len()],
            spoken: Vec::new(),
            reported_dues: Vec::new(),
            first_at: None,
            last_at: None,
        }
    }

    /// Forgets everything, keeping the memory, to fold the next case.
    pub fn reset(&mut self, state: State) {
        self.phase = Phase::New;
        self.state = state;
        self.events = 0;
        self.opened_by = None;
        self.clocks.clear();
        self.waits.clear();
        self.pause = None;
        self.supplement_notices = 0;
        self.extensions.clear();
        self.joint_agencies.clear();
        self.consulted.clear();
        self.holder = None;
        self.deferred = None;
        self.owed_fen = 0;
        self.charged_fen.clear();
        self.judged.clear();
        self.collected.clear();
        self.completions.fill(None);
        self.occurrences = [None; ActKind::ALL.len()];
        self.spoken.clear();
        self.reported_dues.clear();
        self.first_at = None;
        self.last_at = None;
    }

    /// When acts of a kind happened, if any did.
    #[must_use]
    pub fn occurrence(&self, kind: ActKind) -> Option<Occurrence> {
        self.occurrences.get(kind as usize).copied().flatten()
    }

    /// The completion of a stage, if it was completed.
    #[must_use]
    pub fn completion(&self, stage: StageIndex) -> Option<&Completion> {
        self.completions.get(usize::from(stage.0)).and_then(Option::as_ref)
    }

    fn note(&mut self, kind: ActKind, at: DateTime) {
        if let Some(slot) = self.occurrences.get_mut(kind as usize) {
            *slot = Some(match *slot {
                Some(known) => Occurrence { last: at, times: known.times + 1, ..known },
                None => Occurrence { first: at, last: at, times: 1 },
            });
        }
    }

    /// The limit's due date that the log itself carries.
    #[must_use]
    pub fn reported_due(&self, limit: usize) -> Option<Date> {
        self.reported_dues.iter().find(|(position, _)| *position == limit).map(|(_, date)| *date)
    }
}

/// A clock that an act stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoppedClock {
    /// The clock as it stood.
    pub clock: CaseClock,
    /// Its due date; `None` when the calendar cannot say.
    pub due: Option<crate::limit::Due>,
}

/// An act that came before its waiting period was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlyAct {
    /// The wait.
    pub wait: OpenWait,
}

/// What is wrong with the start of a special procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PauseFault {
    /// The ground is not on the procedure's list.
    UnlistedGround,
    /// No evidence.
    NoEvidence,
    /// No notice to the applicant.
    NoNotice,
    /// No declared end.
    NoDeclaredEnd,
    /// It began before acceptance.
    BeforeAcceptance,
    /// Another one was still going on.
    Overlap,
    /// Its declared time is longer than the ground allows.
    TooLong,
}

/// What one event changed: everything a rule needs to judge it in constant time.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The moment on which limits run, in the zone of the jurisdiction.
    pub at: DateTime,
    /// The kind of act, with `complete` resolved to the act of its stage.
    pub kind: Option<ActKind>,
    /// The stage that the event concerns.
    pub stage: Option<StageIndex>,
    /// The outcome that it chose.
    pub outcome: Option<Name>,
    /// How its stage fitted; `None` when it completed none.
    pub fit: Option<Fit>,
    /// Clocks that it stopped.
    pub stopped: Vec<StoppedClock>,
    /// Waiting periods that it did not keep.
    pub early: Vec<EarlyAct>,
    /// Faults of the special procedure that it started.
    pub pause_faults: Vec<PauseFault>,
    /// The special procedure that it ended.
    pub ended_pause: Option<OpenPause>,
    /// When the stage before it was completed, for waiting times.
    pub previous_at: Option<DateTime>,
    /// Questions that the calendar could not answer.
    pub alarms: Vec<crate::calendar::CalendarError>,
}

impl Change {
    fn clear(&mut self, at: DateTime) {
        self.at = at;
        self.kind = None;
        self.stage = None;
        self.outcome = None;
        self.fit = None;
        self.stopped.clear();
        self.early.clear();
        self.pause_faults.clear();
        self.ended_pause = None;
        self.previous_at = None;
        self.alarms.clear();
    }
}
