//! What misbehaving officials do: first what the platform refuses, then what their own system reports as done.

use super::hours::MINUTE;
use super::planner::{Planned, Planner};
use super::reports;
use super::work::{Act, Mark, Wish, Work};
use crate::caller::Caller;
use crate::register::Post;
use domain::case::decide::Command;
use domain::event::{ActKind, Event, Name};
use domain::procedure::{LimitKind, Performer, Procedure, StageIndex};

/// What somebody does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// 先办后录.
    EntersAfterwards,
    /// 整件数分钟办结.
    WholeCaseInMinutes,
    /// 假办结.
    ClosesWithoutResult,
    /// 反复补正.
    RepeatedSupplement,
    /// 受理后补正.
    LateSupplement,
    /// 滥用特别程序, late in the limit.
    StopsClockLate,
    /// 滥用特别程序, without evidence.
    StopsClockWithoutEvidence,
    /// 收件不受理.
    Limbo,
    /// 一人包办.
    OnePersonAllRoles,
    /// 目录外收费.
    FeesOutsideCatalogue,
    /// 跳过环节.
    SkipsStages,
}

/// A misdeed in one case, and how far it has come.
#[derive(Debug, Clone)]
pub(super) struct Misdeed {
    pub(super) wrong: Wrong,
    /// Whose post it is.
    pub(super) post: Name,
    pub(super) step: u32,
}

/// Whose turn it is.
pub(super) enum Turn {
    /// The misdeed's.
    Act(i64, Box<Act>),
    /// Nobody's: the file lies there.
    Idle,
    /// The ordinary course's.
    Go,
}

impl Misdeed {
    pub(super) fn is_hasty(&self) -> bool {
        self.wrong == Wrong::WholeCaseInMinutes
    }
}

/// The misdeed that the word of a post means, for a case on this procedure; each word has two kinds where it says so.
pub(super) fn wrong(word: &str, procedure: &Procedure, other_kind: bool) -> Option<Wrong> {
    let has = |kind: LimitKind| procedure.limits.iter().any(|limit| limit.kind == kind);
    let is_licence = procedure.stage_index("examine").is_some()
        && procedure.stage_index("issue").is_some()
        && procedure.supplement.is_some();
    Some(match word {
        "enters-afterwards" if is_licence && other_kind => Wrong::WholeCaseInMinutes,
        "enters-afterwards" if is_licence => Wrong::EntersAfterwards,
        "closes-without-result" if is_licence => Wrong::ClosesWithoutResult,
        "repeated-supplement" if is_licence && other_kind => Wrong::LateSupplement,
        "repeated-supplement" if procedure.supplement.is_some() && has(LimitKind::Intake) => {
            Wrong::RepeatedSupplement
        }
        "stops-clock" if is_licence && has(LimitKind::Statutory) && other_kind => {
            Wrong::StopsClockLate
        }
        "stops-clock" if is_licence && !procedure.pauses.is_empty() => {
            Wrong::StopsClockWithoutEvidence
        }
        "limbo" if has(LimitKind::Intake) => Wrong::Limbo,
        "one-person-all-roles" if is_licence => Wrong::OnePersonAllRoles,
        "fees-outside-catalogue" if is_licence => Wrong::FeesOutsideCatalogue,
        "skips-stages" if is_licence => Wrong::SkipsStages,
        _ => return None,
    })
}

impl<'a> Planner<'a> {
    /// What the misdeed of a case asks for now.
    pub(super) fn misdeed(&mut self, work: &Work, now: i64) -> Turn {
        let Some(misdeed) = &work.misdeed else { return Turn::Go };
        let step = misdeed.step;
        let planned = match misdeed.wrong {
            Wrong::Limbo if self.is_intake(work) => return Turn::Idle,
            Wrong::ClosesWithoutResult if work.is_possible("issue") => {
                self.close_at_once(work, step, now)
            }
            Wrong::RepeatedSupplement if self.is_intake(work) => self.ask_again(work, step, now),
            Wrong::LateSupplement if work.is_possible("examine") => self.ask_late(work, step, now),
            Wrong::StopsClockWithoutEvidence if work.is_possible("examine") => {
                self.stop_without_evidence(work, step, now)
            }
            Wrong::StopsClockLate if work.is_possible("examine") => self.stop_late(work, step, now),
            Wrong::OnePersonAllRoles => self.do_everything(work, step, now),
            Wrong::FeesOutsideCatalogue if work.is_possible("examine") => {
                self.charge(work, step, now)
            }
            Wrong::SkipsStages if work.is_possible("examine") => self.skip(work, step, now),
            _ => None,
        };
        planned.map_or(Turn::Go, |(at, act)| Turn::Act(at, Box::new(act)))
    }

    fn is_intake(&self, work: &Work) -> bool {
        let accepts = |stage: &StageIndex| {
            work.procedure.stage(*stage).is_some_and(|stage| stage.act == ActKind::Accept)
        };
        &*work.phase == "received" && work.stages.iter().any(accepts)
    }

    pub(super) fn culprit(&self, work: &Work) -> Option<&'a Post> {
        self.register.post(&work.misdeed.as_ref()?.post)
    }

    /// What the platform is to refuse.
    pub(super) fn attempt(&mut self, work: &Work, command: Command, now: i64) -> Option<Planned> {
        let caller = Caller::of_post(self.register, self.culprit(work)?);
        let at = self.hours.after(now, self.chance.between(20, 5 * 60) * MINUTE);
        let act =
            Act { to_be_refused: true, ..Act::of(caller, command).marked(Mark::Misdeed(None)) };
        Some((at, act))
    }

    /// What the agency's own system reports, `lag` milliseconds after it is said to have been done.
    pub(super) fn report(&mut self, work: &Work, event: Event, now: i64) -> Option<Planned> {
        let at = self.hours.after(now, self.chance.between(10, 3 * 60) * MINUTE);
        let lag = self.chance.between(20 * 60, 50 * 60) * MINUTE;
        let stage = event.stage.as_deref().and_then(|stage| work.procedure.stage_index(stage));
        let completes = stage.map(|stage| (stage, event.outcome.clone()));
        let event = reports::claimed(event, at - lag);
        Some((
            at,
            Act {
                caller: Caller::Feed { agency: work.agency.clone() },
                wish: Wish::Report(vec![event]),
                completes,
                mark: Mark::Misdeed(None),
                to_be_refused: false,
            },
        ))
    }
}

/// Whether a case on a procedure begins with what a party hands in.
pub(super) fn begins_with_party(procedure: &Procedure) -> bool {
    procedure.stages.first().is_some_and(|stage| stage.performer == Performer::Party)
}
