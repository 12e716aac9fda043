//! The misdeeds step by step: an attempt, then a report. Each answers none when its own steps are done.

use super::commands::materials;
use super::hours::{HOUR, MINUTE};
use super::people;
use super::planner::{Planned, Planner};
use super::reports;
use super::settings::EXPRESS_SERVICE;
use super::work::{Act, Mark, Work};
use crate::caller::Caller;
use domain::case::decide::Command;
use domain::event::{ActKind, Body};
use domain::procedure::LimitKind;
use jiff::ToSpan;

impl Planner<'_> {
    pub(super) fn close_at_once(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
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

    pub(super) fn ask_again(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
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
                let outside = "近三年无违法违规证明";
                event.body = Some(Box::new(Body {
                    materials: vec![first.into(), outside.into()],
                    reason: Some("上次补正仍不完整。".into()),
                    ..Body::default()
                }));
                let event = reports::by(event, self.culprit(work)?, "window");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    /// After the acceptance, when nothing can be asked for any more.
    pub(super) fn ask_late(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        let material = materials(work.item).first()?.clone();
        let reason = "审查中发现材料仍需补充。";
        match step {
            0 => {
                let (materials, reason) = (vec![material], reason.to_owned());
                self.attempt(work, Command::RequestSupplement { materials, reason }, now)
            }
            1 => {
                let mut event = reports::bare(ActKind::RequestSupplement);
                event.body = Some(Box::new(Body {
                    materials: vec![material.into()],
                    reason: Some(reason.into()),
                    ..Body::default()
                }));
                let event = reports::by(event, self.culprit(work)?, "window");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    pub(super) fn stop_without_evidence(
        &mut self,
        work: &Work,
        step: u32,
        now: i64,
    ) -> Option<Planned> {
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
    pub(super) fn stop_late(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
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
    pub(super) fn do_everything(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
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

    pub(super) fn charge(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
        let fee = "加急服务费";
        match step {
            0 => {
                let command =
                    Command::ChargeFee { fee: fee.to_owned(), amount_fen: EXPRESS_SERVICE };
                self.attempt(work, command, now)
            }
            1 => {
                let mut event = reports::bare(ActKind::ChargeFee);
                event.body = Some(Box::new(Body {
                    text: Some(fee.into()),
                    amount_fen: Some(EXPRESS_SERVICE),
                    ..Body::default()
                }));
                let event = reports::by(event, self.culprit(work)?, "window");
                self.report(work, event, now)
            }
            _ => None,
        }
    }

    /// The decision comes without the examination.
    pub(super) fn skip(&mut self, work: &Work, step: u32, now: i64) -> Option<Planned> {
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
