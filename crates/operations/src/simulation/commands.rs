//! The command that completes a stage, with what it has to say.

use super::chance::Chance;
use super::planner::Planner;
use super::wording::{self, About};
use super::work::{Act, Mark, Work};
use crate::caller::Caller;
use crate::register::Post;
use domain::case::decide::Command;
use domain::event::{ActKind, Name};
use domain::item::{Item, MaterialSource};
use domain::procedure::{Procedure, Stage, StageIndex};

/// Agencies that are asked in a parallel approval, where there are as many.
const ASKED: usize = 3;

/// What the party hands in: everything that the catalogue asks of it.
pub(super) fn materials(item: Option<&Item>) -> Vec<String> {
    let of_party = |item: &Item| {
        let all = item.materials.iter();
        let handed = all.filter(|material| material.source != MaterialSource::Shared);
        handed.map(|material| material.id.clone()).collect()
    };
    item.map(of_party).unwrap_or_default()
}

/// Some of what may be demanded.
pub(super) fn missing(item: Option<&Item>, chance: &mut Chance) -> Vec<String> {
    let all = materials(item);
    let first = chance.pick(&all).cloned();
    let second = chance.pick(&all).cloned().filter(|other| Some(other) != first.as_ref());
    let both = chance.once_in(400);
    first.into_iter().chain(second.filter(|_| both)).collect()
}

/// Whether an outcome is given with a reason.
fn needs_reason(procedure: &Procedure, stage: &Stage, outcome: &str) -> bool {
    let of_stage = stage.outcome(outcome).is_some_and(|(_, outcome)| outcome.reason_required);
    let closing = procedure.closing.as_ref();
    of_stage || closing.is_some_and(|closing| closing.reason_for.iter().any(|o| o == outcome))
}

/// The word in the number of a result.
fn of_result(procedure: &Procedure, stage: &Stage) -> &'static str {
    match (&*procedure.id, &*stage.id) {
        ("supervision-card", _) => "监",
        (_, "pay-out") => "付",
        (_, "receipt") => "票",
        (_, "record") => "备",
        ("ordinary-application", _) => "登",
        _ => "许可",
    }
}

impl Planner<'_> {
    /// The act that completes a stage, by a post or by the party.
    pub(super) fn completing(
        &mut self,
        work: &Work,
        index: StageIndex,
        outcome: Option<Name>,
        post: Option<&Post>,
    ) -> Option<Act> {
        let stage = work.procedure.stage(index)?;
        let caller = match post {
            Some(post) => Caller::of_post(self.register, post),
            None => Caller::Party { person: work.applicant.clone()? },
        };
        let command = self.command(work, stage, outcome.as_deref(), post)?;
        let mark = match (&command, post) {
            (Command::Split { agencies }, _) => {
                Mark::Split(agencies.iter().map(|agency| agency.as_str().into()).collect())
            }
            (Command::AcceptWithMissing { materials, .. }, _) => Mark::Owed(materials.clone()),
            (Command::GiveOpinion { .. }, Some(post)) => Mark::Opinion(post.agency.clone()),
            _ => Mark::Nothing,
        };
        let mut act = Act::of(caller, command).marked(mark);
        act.completes = Some((index, outcome));
        Some(act)
    }

    fn command(
        &mut self,
        work: &Work,
        stage: &Stage,
        outcome: Option<&str>,
        post: Option<&Post>,
    ) -> Option<Command> {
        let procedure = work.procedure;
        let act = outcome.and_then(|word| stage.outcome(word)).and_then(|(_, o)| o.act);
        let said = outcome.filter(|word| needs_reason(procedure, stage, word));
        let said =
            said.map(|word| wording::reason(&procedure.id, &stage.id, word, &mut *self.chance));
        Some(match act.unwrap_or(stage.act) {
            ActKind::Submit => Command::Submit { materials: materials(work.item) },
            ActKind::NameLicence => self.named_licence(work),
            ActKind::Accept => self.accepting(work),
            ActKind::Revoke => {
                Command::Revoke { reason: wording::text(About::Opinion, self.chance) }
            }
            ActKind::Decline => Command::Decline { reason: said.unwrap_or_default() },
            ActKind::Decide => Command::Decide { outcome: outcome?.to_owned(), reason: said },
            ActKind::Issue => Command::Issue { number: self.number_of_result(work, stage) },
            ActKind::Deliver => Command::handed_over(wording::text(About::Way, self.chance)),
            ActKind::Close => Command::Close { outcome: None, reason: None },
            ActKind::PayFee => Command::PayFee {
                number: self.number("缴"),
                amount_fen: self.chance.between(50, 20_000) * 100,
            },
            ActKind::Split => Command::Split { agencies: self.joint_agencies(work) },
            ActKind::GiveOpinion => Command::GiveOpinion {
                agency: post?.agency.to_string(),
                outcome: self.word_of(work, &post?.agency),
                text: wording::text(About::Opinion, self.chance),
            },
            _ => Command::Complete {
                stage: stage.id.to_string(),
                outcome: outcome.map(str::to_owned),
                reason: said.or_else(|| self.remark(work, stage)),
            },
        })
    }

    /// What is said where nothing has to be: an answer to a card always says something.
    fn remark(&mut self, work: &Work, stage: &Stage) -> Option<String> {
        let of_card = work.around.is_some() && matches!(&*stage.id, "answer" | "correct");
        let settles = work.procedure.joint.as_ref().map(|rule| rule.settled_by);
        let settles = settles.is_some() && settles == work.procedure.stage_index(&stage.id);
        if settles {
            return Some(wording::text(About::Opinion, self.chance));
        }
        of_card.then(|| wording::text(About::Answer, self.chance))
    }

    /// The number of a result; none where the platform makes it.
    fn number_of_result(&mut self, work: &Work, stage: &Stage) -> String {
        let is_made = work.item.is_some_and(|item| item.certificate.is_some());
        if is_made { String::new() } else { self.number(of_result(work.procedure, stage)) }
    }

    /// The number of a document of this year.
    pub(super) fn number(&mut self, kind: &str) -> String {
        wording::document(kind, self.year, self.chance)
    }

    /// Three other agencies of the place that give opinions, or as many as there are.
    fn joint_agencies(&mut self, work: &Work) -> Vec<String> {
        let gives = |agency: &&crate::register::Agency| {
            *agency.jurisdiction == *work.place
                && agency.id != work.agency
                && self
                    .register
                    .posts_of(&agency.id)
                    .any(|post| post.roles.iter().any(|role| &**role == "joint-examiner"))
        };
        let mut all: Vec<String> =
            self.register.agencies().filter(gives).map(|agency| agency.id.to_string()).collect();
        while all.len() > ASKED {
            let leave = self.chance.between(0, i64::try_from(all.len()).unwrap_or(1));
            all.remove(usize::try_from(leave).unwrap_or(0));
        }
        all
    }
}
