//! Taking up what the store has: after a restart, and when something moved by itself.

use super::outcome::stages_of;
use super::work::{Around, Done, Mark, Work, key};
use super::{Simulation, SimulationError};
use crate::event_text::EventText;
use crate::register::APPEAL;
use domain::event::{ActKind, Body, Name};
use domain::procedure::StageIndex;
use store::cases::{CaseHead, CaseKind};
use store::connection::{Connection, StoreError};

impl Simulation {
    /// Takes up the open cases and cards of the store, so that a restart goes on where it stopped. How many there were.
    ///
    /// # Errors
    /// The store says no.
    pub fn resume(&mut self) -> Result<usize, SimulationError> {
        let most = self.settings.resumed_cases;
        let heads = self.platform.readers().read(|connection| {
            let mut heads = Vec::new();
            store::cases::for_each(connection, |head| {
                if head.closed_at.is_none() && heads.len() < most {
                    heads.push(head);
                }
                Ok::<_, StoreError>(())
            })?;
            Ok::<_, StoreError>(heads)
        })?;
        let now = self.platform.now();
        let mut taken = 0;
        for head in heads {
            if self.works.contains_key(&key(&head.jurisdiction, &head.case_id)) {
                continue;
            }
            if let Some(work) = self.rebuild(&head)? {
                self.keep(work, now);
                taken += 1;
            }
        }
        Ok(taken)
    }

    /// Looks at a case as the store has it; what was planned stands while the case stands where it stood.
    pub(super) fn look_at(&mut self, key: &str) -> Result<(), SimulationError> {
        let Some((place, number)) = key.split_once('/') else { return Ok(()) };
        let read = |connection: &mut Connection| store::cases::find(connection, place, number);
        let head = self.platform.readers().read(read)?;
        let known = self.works.remove(key);
        let Some(head) = head.filter(|head| head.closed_at.is_none()) else { return Ok(()) };
        let Some(mut fresh) = self.rebuild(&head)? else { return Ok(()) };
        if let Some(mut known) = known {
            let stands =
                known.next.is_some() && known.stages == fresh.stages && known.phase == fresh.phase;
            if stands {
                known.events = fresh.events;
                known.heard = fresh.events;
                self.works.insert(key.to_owned(), known);
                return Ok(());
            }
            fresh.misdeed = known.misdeed;
            fresh.tries = known.tries;
        }
        let now = self.platform.now();
        self.keep(fresh, now);
        Ok(())
    }

    /// A case from its head and its events.
    fn rebuild(&self, head: &CaseHead) -> Result<Option<Work>, SimulationError> {
        let law = self.platform.law();
        let Some(procedure) = law.procedures.get(&*head.procedure) else { return Ok(None) };
        let mut work = Work::new(head.jurisdiction.clone(), head.case_id.clone(), procedure);
        work.agency = (&*head.agency).into();
        work.applicant = head.applicant.as_deref().map(Name::from);
        work.item = law.items.get(&*head.item);
        work.item_code = head.item.clone();
        work.phase = head.phase.clone();
        work.stages = stages_of(procedure, head.stages.split_whitespace());
        work.events = head.n;
        work.heard = head.n;
        let stored = self.platform.readers().read(|connection| {
            store::log::events_of(connection, &head.jurisdiction, &head.case_id)
        })?;
        for event in stored.iter().filter_map(|event| EventText::parse(&event.event).ok()) {
            self.recall(&mut work, event);
        }
        if head.kind == CaseKind::Card {
            let card = self.platform.readers().read(|connection| {
                store::cards::find(connection, &head.jurisdiction, &head.case_id)
            })?;
            let Some(supervisor) = card.and_then(|card| card.supervisor) else { return Ok(None) };
            let appeal = self.register.responsible(APPEAL, &head.agency);
            work.around = Some(Around {
                supervisor: (&*supervisor).into(),
                appeal: appeal.map(|agency| agency.id.clone()),
            });
        }
        Ok(Some(work))
    }

    /// Notes what an event of the past left behind.
    fn recall(&self, work: &mut Work, event: EventText) {
        let at = event.recorded_at.parse::<jiff::Timestamp>().map_or(0, |at| at.as_millisecond());
        let targets = event.body.as_deref().map(|body| body.targets.as_slice()).unwrap_or_default();
        let target = targets.first().and_then(|id| work.procedure.stage_index(id));
        let mark = match event.kind {
            ActKind::RequestSupplement => Mark::Supplement,
            ActKind::StartPause => {
                event.body.as_deref().and_then(|body| body.until).map_or(Mark::Nothing, Mark::Pause)
            }
            ActKind::EndPause => Mark::PauseOver,
            ActKind::Extend => Mark::Extension,
            ActKind::Consult => Mark::Consultation,
            ActKind::AnswerConsultation => Mark::Answer,
            ActKind::Return => target.map_or(Mark::Nothing, Mark::Return),
            ActKind::Transfer => Mark::Transfer,
            ActKind::Urge => Mark::Urging,
            ActKind::ChargeFee => Mark::Fee,
            ActKind::PayFee => Mark::Payment,
            ActKind::Split => {
                Mark::Split(targets.iter().map(|agency| Name::from(&**agency)).collect())
            }
            ActKind::Accept => event.body.as_deref().map_or(Mark::Nothing, owed),
            ActKind::HandIn => Mark::HandedIn,
            ActKind::Rate => Mark::Rating,
            ActKind::GiveOpinion => event.actor.agency.clone().map_or(Mark::Nothing, Mark::Opinion),
            _ => Mark::Nothing,
        };
        let stage = event.stage.as_deref().and_then(|stage| work.procedure.stage_index(stage));
        let completed = stage.filter(|_| event.kind != ActKind::Return);
        if let Some(stage) = completed {
            let (outcome, person) = (event.outcome, event.actor.person);
            work.done.push(Done { stage, outcome, person, at });
        } else if event.n == 1 {
            let person = event.actor.person;
            work.done.push(Done { stage: StageIndex(0), outcome: None, person, at });
        }
        work.mark(&mark);
    }
}

/// What an acceptance lets follow.
fn owed(body: &Body) -> Mark {
    match body.until {
        Some(_) => Mark::Owed(body.materials.iter().map(ToString::to_string).collect()),
        None => Mark::Nothing,
    }
}
