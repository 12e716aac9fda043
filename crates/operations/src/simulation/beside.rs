//! What happens beside the course of stages: supplements, special procedures, extensions, consultations, returns.

use super::commands::{materials, missing};
use super::hours::{HOUR, MINUTE};
use super::people;
use super::planner::{Planned, Planner};
use super::wording::{self, About};
use super::work::{Act, Mark, Work};
use crate::caller::Caller;
use crate::register::Post;
use domain::case::decide::Command;
use domain::event::ActKind;
use domain::procedure::{PauseRule, Performer, Stage, StageIndex};
use jiff::ToSpan;

impl<'a> Planner<'a> {
    /// Something that happens before the stage is completed.
    pub(super) fn beside(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        let stage = work.procedure.stage(index)?;
        if work.misdeed.is_some() || work.around.is_some() || stage.performer == Performer::Party {
            return None;
        }
        if stage.act == ActKind::Accept && &*work.phase == "received" {
            return self.asking(work, index, now);
        }
        if stage.act == ActKind::Decide
            && let Some(returned) = self.returning(work, index, now)
        {
            return Some(returned);
        }
        if &*work.phase != "accepted" {
            return None;
        }
        self.fee(work, now)
            .or_else(|| self.withdrawing(work, now))
            .or_else(|| self.pausing(work, index, now))
            .or_else(|| self.consulting(work, index, now))
            .or_else(|| self.extending(work, now))
            .or_else(|| self.urging(work, index, now))
    }

    /// The notice of what is missing.
    fn asking(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        work.procedure.supplement.as_ref()?;
        let asked = Self::happens(work, "supplement", self.settings.supplements);
        if work.supplements > 0 || !asked || materials(work.item).is_empty() {
            return None;
        }
        let post = self.post_for(work, index)?;
        let caller = Caller::of_post(self.register, post);
        let at = self.hours.after(now, self.chance.between(20, 18 * 60) * MINUTE);
        let command = Command::RequestSupplement {
            materials: missing(work.item, self.chance),
            reason: wording::text(About::Missing, self.chance),
        };
        Some((at, Act::of(caller, command).marked(Mark::Supplement)))
    }

    /// The party hands in what was missing.
    pub(super) fn supplementing(&mut self, work: &Work, now: i64) -> Option<Planned> {
        let person = work.applicant.clone()?;
        let command = Command::ReceiveSupplement { materials: missing(work.item, self.chance) };
        Some((self.leisure(now, 3, 5 * 24), Act::of(Caller::Party { person }, command)))
    }

    fn fee(&mut self, work: &Work, now: i64) -> Option<Planned> {
        let fee = work.item?.fees.first()?;
        if !work.charged {
            let window = self.window(work)?;
            let caller = Caller::of_post(self.register, window);
            let command = Command::ChargeFee { fee: fee.id.clone(), amount_fen: fee.amount_fen };
            let at = self.hours.after(now, self.chance.between(5, 90) * MINUTE);
            return Some((at, Act::of(caller, command).marked(Mark::Fee)));
        }
        if work.paid {
            return None;
        }
        let caller = Caller::Party { person: work.applicant.clone()? };
        let command = Command::PayFee { number: self.number("缴"), amount_fen: fee.amount_fen };
        Some((self.leisure(now, 0, 30), Act::of(caller, command).marked(Mark::Payment)))
    }

    /// The post that accepted, or another that may.
    pub(super) fn window(&self, work: &Work) -> Option<&'a Post> {
        let accepts = |stage: &&Stage| stage.act == ActKind::Accept;
        let role = work.procedure.stages.iter().find(accepts)?.role.as_deref()?;
        people::post(self.register, (&work.agency, role), &[], work)
    }

    fn withdrawing(&mut self, work: &Work, now: i64) -> Option<Planned> {
        let rule = work.procedure.withdraw.as_ref()?;
        let wanted = Self::happens(work, "withdraw", self.settings.withdrawals);
        if !wanted || work.completion(rule.until).is_some() {
            return None;
        }
        let command = Command::Withdraw {
            confirmation: work.number.to_string(),
            reason: Some(wording::text(About::Withdrawn, self.chance)),
        };
        let caller = Caller::Party { person: work.applicant.clone()? };
        Some((self.leisure(now, 2, 3 * 24), Act::of(caller, command)))
    }

    /// A special procedure, in the first days of the examination, and its end.
    fn pausing(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        let post = self.post_for(work, index)?;
        if let Some(until) = work.paused_until {
            let left = self.hours.begin_of(until) - now;
            if left < 8 * HOUR || !Self::happens(work, "end-pause", 400) {
                return None;
            }
            let caller = Caller::of_post(self.register, post);
            let at = self.hours.after(now + left * self.chance.between(30, 80) / 100, 0);
            let ended = (at, Act::of(caller, Command::EndPause).marked(Mark::PauseOver));
            return (at < now + left).then_some(ended);
        }
        let stage = work.procedure.stage(index)?;
        if stage.act != ActKind::Complete || work.pauses > 0 {
            return None;
        }
        let own = work.item.is_some_and(|item| !item.special_procedures.is_empty());
        let rate = if own {
            self.settings.special_procedures
        } else {
            self.settings.rare_special_procedures
        };
        if !Self::happens(work, "pause", rate) {
            return None;
        }
        let rule = self.ground(work)?;
        let caller = Caller::of_post(self.register, post);
        let at = self.hours.after(now, self.chance.between(60, 16 * 60) * MINUTE);
        self.pause(rule, caller, at)
    }

    /// A ground of the procedure that the item may use and that stops something that runs.
    pub(super) fn ground(&mut self, work: &Work) -> Option<&'static PauseRule> {
        let listed = |rule: &&PauseRule| {
            let item = work.item.map(|item| &item.special_procedures);
            let allowed =
                item.is_none_or(|own| own.is_empty() || own.contains(&(*rule.ground).to_owned()));
            allowed && rule.stops.iter().any(|limit| work.runs(*limit).is_some())
        };
        let grounds: Vec<&'static PauseRule> =
            work.procedure.pauses.iter().filter(listed).collect();
        self.chance.pick(&grounds).copied()
    }

    /// The start of a special procedure with everything that the law asks for.
    pub(super) fn pause(&mut self, rule: &PauseRule, caller: Caller, at: i64) -> Option<Planned> {
        let begins = self.hours.date(at);
        let longest = rule.at_once().and_then(|longest| self.hours.last_day(longest.period(), at));
        let days = self.chance.between(4, 16);
        let until = begins.checked_add(days.days()).ok()?;
        let until = longest.map_or(until, |longest| until.min(longest));
        let command = Command::StartPause {
            ground: rule.ground.to_string(),
            until: Some(until),
            evidence: Some(self.number("委")),
            notice: Some(self.number("告")),
        };
        Some((at, Act::of(caller, command).marked(Mark::Pause(until))))
    }

    fn consulting(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        work.procedure.consult.as_ref()?;
        let stage = work.procedure.stage(index)?;
        let asked = Self::happens(work, "consult", self.settings.consultations);
        if !asked || work.answered || stage.act != ActKind::Complete {
            return None;
        }
        let asks = |agency: &&crate::register::Agency| {
            agency.id != work.agency
                && agency.jurisdiction == work.place
                && !agency.items.is_empty()
        };
        let others: Vec<String> =
            self.register.agencies().filter(asks).map(|a| a.id.to_string()).collect();
        let thrown = work.dice("consulted") as usize;
        let agency = others.get(thrown.checked_rem(others.len())?)?.clone();
        let caller = Caller::of_post(self.register, self.post_for(work, index)?);
        if work.consulted {
            // Nobody answers in the name of another agency.
            let post = self.register.posts_of(&agency).next()?;
            let caller = Caller::of_post(self.register, post);
            let at = self.hours.after(now, self.chance.between(2 * 60, 30 * 60) * MINUTE);
            let text = wording::text(About::Reply, self.chance);
            let command = Command::AnswerConsultation { agency, text };
            return Some((at, Act::of(caller, command).marked(Mark::Answer)));
        }
        let at = self.hours.after(now, self.chance.between(30, 8 * 60) * MINUTE);
        let question = wording::text(About::Question, self.chance);
        let command = Command::Consult { agency, question };
        Some((at, Act::of(caller, command).marked(Mark::Consultation)))
    }

    fn extending(&mut self, work: &Work, now: i64) -> Option<Planned> {
        if work.extended || !Self::happens(work, "extend", self.settings.extensions) {
            return None;
        }
        let running = |rule: &&domain::procedure::ExtensionRule| work.runs(rule.limit).is_some();
        let rule = work.procedure.extensions.iter().find(running)?;
        let limit = work.procedure.limits.get(rule.limit)?;
        let post = people::post(self.register, (&work.agency, &rule.approver), &[], work)?;
        let command = Command::Extend {
            limit: limit.id.to_string(),
            reason: Some(wording::text(About::Extended, self.chance)),
            approver: rule.approver.to_string(),
            notice: Some(self.number("延")),
        };
        let at = self.hours.after(now, self.chance.between(60, 20 * 60) * MINUTE);
        let caller = Caller::of_post(self.register, post);
        Some((at, Act::of(caller, command).marked(Mark::Extension)))
    }

    /// The party urges, or a colleague takes over.
    fn urging(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        if !work.urged && Self::happens(work, "urge", self.settings.urgings) {
            let caller = Caller::Party { person: work.applicant.clone()? };
            let at = self.leisure(now, 24, 4 * 24);
            return Some((at, Act::of(caller, Command::Urge).marked(Mark::Urging)));
        }
        work.procedure.transfer.as_ref()?;
        if work.transferred || !Self::happens(work, "transfer", self.settings.transfers) {
            return None;
        }
        let post = self.post_for(work, index)?;
        let at = self.hours.after(now, self.chance.between(30, 8 * 60) * MINUTE);
        let command = Command::Transfer { to_post: post.id.to_string() };
        // Whoever else could do it hands it over.
        let role = work.procedure.stage(index)?.role.clone()?;
        let colleague = self
            .register
            .posts_of(&work.agency)
            .find(|other| other.id != post.id && other.roles.contains(&role))?;
        let caller = Caller::of_post(self.register, colleague);
        Some((at, Act::of(caller, command).marked(Mark::Transfer)))
    }

    fn returning(&mut self, work: &Work, index: StageIndex, now: i64) -> Option<Planned> {
        let rule = work.procedure.returns.iter().find(|rule| rule.from == index)?;
        if work.returned || !Self::happens(work, "return", self.settings.returns) {
            return None;
        }
        let to = *rule.to.first()?;
        let command = Command::Return {
            to: work.procedure.stage(to)?.id.to_string(),
            reason: wording::text(About::Returned, self.chance),
        };
        let caller = Caller::of_post(self.register, self.post_for(work, index)?);
        let at = self.hours.after(now, self.chance.between(30, 10 * 60) * MINUTE);
        Some((at, Act::of(caller, command).marked(Mark::Return(to))))
    }
}
