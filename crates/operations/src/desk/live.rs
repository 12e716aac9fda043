//! A case that is being worked on: its head and its fold, rebuilt from its events when it is not in memory.

use super::{Desk, Failure};
use crate::event_text::{EventText, Opening};
use crate::law_version::CARD_PROCEDURE;
use crate::register::Register;
use crate::tasks::ANSWER;
use domain::case::{Case, Change};
use domain::event::{ActKind, Name};
use domain::procedure::{Procedure, StageIndex};
use store::cards::CardRow;
use store::cases::{CaseHead, CaseKind};
use store::connection::{Connection, StoreError};

/// What of a case waits for an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A stage is to be completed.
    Stage(StageIndex),
    /// A consultation is to be answered.
    Answer,
}

impl Waiting {
    /// The stage, where it is one.
    pub(super) fn stage(self) -> Option<StageIndex> {
        match self {
            Self::Stage(stage) => Some(stage),
            Self::Answer => None,
        }
    }

    /// What the store says of it: id, and the role that does it. Whoever holds a post of a consulted agency may answer for it.
    pub(super) fn named(self, procedure: &Procedure) -> Option<(&str, &str)> {
        match self {
            Self::Stage(stage) => {
                let stage = procedure.stage(stage)?;
                Some((&stage.id, stage.role.as_deref().unwrap_or_default()))
            }
            Self::Answer => Some((ANSWER, "")),
        }
    }
}

/// A task as it stands in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Task {
    /// What of the case waits.
    pub(super) waiting: Waiting,
    /// The agency for which it waits.
    pub(super) agency: Name,
    /// The post to which the case was handed over.
    pub(super) post: Option<Name>,
    /// The last day of its nearest limit.
    pub(super) due_day: Option<i64>,
    /// A special procedure stops the clock.
    pub(super) paused: bool,
}

/// A case in the desk's memory.
pub(super) struct Live {
    pub(super) head: CaseHead,
    pub(super) case: Case,
    /// Position of its panel.
    pub(super) panel: usize,
    /// Its timer, in milliseconds since 1970.
    pub(super) timer: Option<i64>,
    /// Its open tasks.
    pub(super) tasks: Vec<Task>,
    /// Agencies beside the handling one that may act: joint ones, the supervising one of a card.
    pub(super) joint: Vec<Name>,
    /// Numbers of the results that it has given.
    pub(super) results: Vec<Box<str>>,
    /// The cards that fell in it.
    pub(super) cards: Vec<CardRow>,
    /// When it is a card: the card.
    pub(super) card: Option<Box<CardRow>>,
    /// It has just been opened: nothing of it is stored yet.
    pub(super) is_new: bool,
    /// Number of the transaction that has last changed it.
    pub(super) transaction: u64,
}

/// The key under which the desk remembers a case.
pub(super) fn key(jurisdiction: &str, case_id: &str) -> String {
    [jurisdiction, "/", case_id].concat()
}

impl Desk {
    /// Takes a case out of memory, or rebuilds it. Put it back with [`Self::put_back`].
    pub(super) fn take(
        &mut self,
        jurisdiction: &str,
        case_id: &str,
        connection: &mut Connection,
    ) -> Result<Result<Live, Failure>, StoreError> {
        if let Some(live) = self.cases.pop(&key(jurisdiction, case_id)) {
            return Ok(Ok(live));
        }
        let Some(head) = store::cases::find(connection, jurisdiction, case_id)? else {
            return Ok(Err(Failure::Unknown("case", case_id.into())));
        };
        match self.rebuild(head, connection)? {
            Ok(live) => Ok(Ok(live)),
            Err(damage) => {
                let message = format!("case {jurisdiction}/{case_id}: {damage}");
                self.fittings.alarms.raise("case", message.clone());
                Ok(Err(Failure::Damaged(message)))
            }
        }
    }

    pub(super) fn put_back(&mut self, mut live: Live) {
        live.is_new = false;
        live.transaction = self.transaction;
        self.cases.put(key(&live.head.jurisdiction, &live.head.case_id), live);
    }

    /// A case from its events; what does not fit is said, and stops only this case.
    fn rebuild(
        &mut self,
        head: CaseHead,
        connection: &mut Connection,
    ) -> Result<Result<Live, String>, StoreError> {
        let stored = store::log::events_of(connection, &head.jurisdiction, &head.case_id)?;
        if stored.len() != usize::try_from(head.n).unwrap_or(usize::MAX) {
            let (known, told) = (stored.len(), head.n);
            return Ok(Err(format!("{known} events are stored, its head says {told}")));
        }
        let law = match self.law(&head.law, connection)? {
            Ok(law) => law,
            Err(damage) => return Ok(Err(damage)),
        };
        let panel = match self.panel(law, &head.procedure, &head.item) {
            Ok(panel) => panel,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let card = match head.kind {
            CaseKind::Card => store::cards::find(connection, &head.jurisdiction, &head.case_id)?,
            CaseKind::Case => None,
        };
        let timer = store::timers::of_case(connection, &head.jurisdiction, &head.case_id)?;
        let cards = store::cards::of_case(connection, &head.jurisdiction, &head.case_id)?;
        let texts = stored.iter().map(|event| &*event.event);
        let case = match self.fold(panel, texts) {
            Ok(case) => case,
            Err(damage) => return Ok(Err(damage)),
        };
        let mut live = Live {
            joint: Vec::new(),
            head,
            case,
            panel,
            timer,
            tasks: Vec::new(),
            results: results_of(&stored),
            cards,
            card: card.map(Box::new),
            is_new: false,
            transaction: 0,
        };
        live.tasks = self.tasks_of(&live);
        self.admit_others(&mut live);
        Ok(Ok(live))
    }

    fn fold<'t>(
        &mut self,
        panel: usize,
        texts: impl Iterator<Item = &'t str>,
    ) -> Result<Case, String> {
        let Some(panel) = self.panels.get_mut(panel) else { return Err("no panel".to_owned()) };
        fold_events(&mut panel.fold, texts).map(|(case, _)| case)
    }

    /// Admits the agencies that take part beside the handling one.
    pub(super) fn admit_others(&self, live: &mut Live) {
        let register = super::current(&self.fittings.register);
        live.joint = others(&register, &live.case, live.card.as_deref());
    }
}

/// The agencies that take part in a case beside the one that handles it: joint agencies; for a card also who supervises
/// and who decides appeals.
#[must_use]
pub fn others(register: &Register, case: &Case, card: Option<&CardRow>) -> Vec<Name> {
    let mut others: Vec<Name> =
        case.joint_agencies.iter().map(|joint| joint.name.clone()).collect();
    others.extend(case.consulted.iter().cloned());
    if let Some(card) = card {
        others.extend(card.supervisor.as_deref().map(Name::from));
        let appeal = register.responsible(crate::register::APPEAL, &card.agency);
        others.extend(appeal.map(|agency| agency.id.clone()));
    }
    others
}

/// The numbers of results among stored events.
fn results_of(stored: &[store::log::StoredEvent]) -> Vec<Box<str>> {
    // Few events issue anything: the others are not read a second time.
    let issues = stored.iter().filter(|event| event.event.contains("\"issue\""));
    let parsed = issues.filter_map(|event| EventText::parse(&event.event).ok());
    let issued = parsed.filter(|event| event.kind == ActKind::Issue);
    issued.filter_map(|event| event.body.and_then(|body| body.number)).collect()
}

/// Folds stored events, checking that they are numbered densely; returns the case and what the first one opened.
///
/// # Errors
/// A text is no event, or a number is missing.
pub fn fold_events<'t>(
    fold: &mut domain::case::fold::Fold<'_>,
    texts: impl Iterator<Item = &'t str>,
) -> Result<(Case, Option<Opening>), String> {
    let mut case = fold.new_case();
    let mut change = Change::default();
    let mut opening = None;
    for (text, n) in texts.zip(1_u32..) {
        let mut event = EventText::parse(text).map_err(|error| format!("event {n}: {error}"))?;
        if event.n != n {
            return Err(format!("event {n} says that it is number {}", event.n));
        }
        opening = opening.or(event.opening.take());
        let event = event.into_event().map_err(|error| format!("event {n}: {error}"))?;
        fold.apply(&mut case, &event, &mut change);
    }
    Ok((case, opening))
}

/// Whether a case on this procedure is a card.
#[must_use]
pub(super) fn kind_of(procedure: &str) -> CaseKind {
    if procedure == CARD_PROCEDURE { CaseKind::Card } else { CaseKind::Case }
}
