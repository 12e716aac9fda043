//! What misbehaving officials do: first what the platform refuses, then what their own system reports as done.

use super::commands::materials;
use super::hours::{HOUR, MINUTE};
use super::people;
use super::planner::{Planned, Planner};
use super::reports;
use super::work::{Act, Mark, Wish, Work};
use crate::caller::Caller;
use crate::register::Post;
use domain::case::decide::Command;
use domain::event::{ActKind, Body, Event, Name};
use domain::procedure::{LimitKind, Performer, Procedure, StageIndex};
use jiff::ToSpan;

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

    fn culprit(&self, work: &Work) -> Option<&'a Post> {
        self.register.post(&work.misdeed.as_ref()?.post)
    }

    /// What the platform is to refuse.
    fn attempt(&mut self, work: &Work, command: Command, now: i64) -> Option<Planned> {
        let caller = Caller::of_post(self.register, self.culprit(work)?);
        let at = self.hours.after(now, self.chance.between(20, 5 * 60) * MINUTE);
        let act =
            Act { to_be_refused: true, ..Act::of(caller, command).marked(Mark::Misdeed(None)) };
        Some((at, act))
    }

    /// What the agency's own system reports, `lag` milliseconds after it is said to have been done.
    fn report(&mut self, work: &Work, event: Event, now: i64) -> Option<Planned> {
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

    fn close_at_once(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        match step {
            0 => self.attempt(work, Command::Close { outcome: None, reason: None }, now),
            1 => {
                let event = reports::of_stage(work.procedure, "close", None)?;
                let event = reports::by(event, self.culprit(work)?, "window");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    fn ask_again(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        let wanted = materials(work.item);
        let first = wanted.first()?.clone();
        let reason = "请提交加盖公章的原件并补充说明。".to_owned();
        let ask = Command::RequestSupplement { materials: vec![first.clone()], reason };
        match step {
            0 => {
                let caller = Caller::of_post(self.register, self.culprit(work)?);
                let at = self.hours.after(now, self.chance.between(2 * 60, 20 * 60) * MINUTE);
                let mut act = Act::of(caller, ask).marked(Mark::Misdeed(None));
                act.completes = None;
                Some((at, act))
            }
            1 => self.attempt(work, ask, now),
            2 => {
                let mut event = reports::bare(ActKind::RequestSupplement);
                let outside = if work.dice("outside") < 600 {
                    "近三年无违法违规证明".to_owned()
                } else {
                    first
                };
                event.body = Some(Box::new(Body {
                    materials: vec![outside.into()],
                    reason: Some("上次补正仍不完整。".into()),
                    ..Body::default()
                }));
                let event = reports::by(event, self.culprit(work)?, "window");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    fn stop_without_evidence(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        let ground = work.procedure.pauses.last()?.ground.clone();
        let until = self.hours.date(now).checked_add(9.days()).ok();
        match step {
            0 => {
                let command = Command::StartPause {
                    ground: self
                        .ground(work)
                        .map_or(ground, |rule| rule.ground.clone())
                        .to_string(),
                    until,
                    evidence: None,
                    notice: None,
                };
                self.attempt(work, command, now)
            }
            1 => {
                let mut event = reports::bare(ActKind::StartPause);
                let ground = self.ground(work).map_or(ground, |rule| rule.ground.clone());
                event.body = Some(Box::new(Body {
                    ground: Some((*ground).into()),
                    until,
                    ..Body::default()
                }));
                let event = reports::by(event, self.culprit(work)?, "examiner");
                let (at, act) = self.report(work, event, now)?;
                Some((at, act.marked(Mark::Misdeed(until))))
            }
            _ => None,
        }
    }

    /// With all papers, when the limit is nearly used up.
    fn stop_late(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        const USED: i64 = 88;
        if step > 0 {
            return None;
        }
        let statutory = |limit: &usize| {
            let rule = work.procedure.limits.get(*limit);
            rule.is_some_and(|rule| rule.kind == LimitKind::Statutory)
        };
        let rule = self.ground(work)?;
        let limit = rule.stops.iter().find(|limit| statutory(limit)).copied()?;
        let began = work.runs(limit)?;
        let period = work.procedure.limits.get(limit)?.period;
        let late = self.hours.after(began, self.hours.office_time(period) * USED / 100);
        let caller = Caller::of_post(self.register, self.culprit(work)?);
        let (at, act) = self.pause(rule, caller, late.max(now + HOUR))?;
        let Mark::Pause(until) = act.mark else { return None };
        Some((at, act.marked(Mark::Misdeed(Some(until)))))
    }

    /// The chief examines and decides.
    fn do_everything(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        let procedure = work.procedure;
        match step {
            0 | 1 if work.is_possible("examine") => {
                if step == 0 {
                    let stage = "examine".to_owned();
                    let command = Command::Complete { stage, outcome: None, reason: None };
                    return self.attempt(work, command, now);
                }
                let event = reports::of_stage(procedure, "examine", None)?;
                let event = reports::by(event, self.culprit(work)?, "examiner");
                self.report(work, event, now)
            }
            2 | 3 if work.is_possible("decide") => {
                if step == 2 {
                    let outcome = "granted".to_owned();
                    return self.attempt(work, Command::Decide { outcome, reason: None }, now);
                }
                let event = reports::of_stage(procedure, "decide", Some("granted"))?;
                let event = reports::by(event, self.culprit(work)?, "approver");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    fn charge(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        const AMOUNT_FEN: i64 = 20_000;
        let fee = "加急服务费";
        match step {
            0 => {
                let command = Command::ChargeFee { fee: fee.to_owned(), amount_fen: AMOUNT_FEN };
                self.attempt(work, command, now)
            }
            1 => {
                let mut event = reports::bare(ActKind::ChargeFee);
                event.body = Some(Box::new(Body {
                    text: Some(fee.into()),
                    amount_fen: Some(AMOUNT_FEN),
                    ..Body::default()
                }));
                let event = reports::by(event, self.culprit(work)?, "window");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    /// The decision comes without the examination.
    fn skip(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        let decides = work.procedure.stage_index("decide")?;
        let role = work.procedure.stage(decides)?.role.clone()?;
        match step {
            0 => {
                let outcome = "granted".to_owned();
                let (at, mut act) =
                    self.attempt(work, Command::Decide { outcome, reason: None }, now)?;
                let post = people::post(self.register, (&work.agency, &role), &[], work)?;
                act.caller = Caller::of_post(self.register, post);
                Some((at, act))
            }
            1 => {
                let event = reports::of_stage(work.procedure, "decide", Some("granted"))?;
                let post = people::post(self.register, (&work.agency, &role), &[], work)?;
                self.report(work, reports::by(event, post, &role), now)
            }
            _ => None,
        }
    }
}

/// Whether a case on a procedure begins with what a party hands in.
pub(super) fn begins_with_party(procedure: &Procedure) -> bool {
    procedure.stages.first().is_some_and(|stage| stage.performer == Performer::Party)
}
