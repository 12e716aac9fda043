//! What comes later: licences that are to be renewed, materials that follow, silence, ratings.

use super::planner::{Planned, Planner};
use super::work::{Act, Mark, Work};
use crate::caller::Caller;
use domain::case::decide::Command;
use domain::event::{ActKind, Name};
use domain::procedure::{OnExpiry, Stage};
use jiff::ToSpan;

/// How a party rates that is asked how it went: levels from the best, in per mille.
const LEVELS: [u32; 5] = [560, 270, 90, 45, 35];
/// Days within which what was promised follows: a working week, so that no law finds it long.
const WEEK: i32 = 7;

impl Planner<'_> {
    /// The licence that somebody wants to have renewed; some are left undecided, and end soon.
    pub(super) fn named_licence(&mut self, work: &Work) -> Command {
        let soon = self.is_left_undecided(work);
        let days = if soon { 32 } else { self.chance.between(60, 120) };
        let today = self.today;
        let until = today.checked_add(days.days()).unwrap_or(today);
        Command::NameLicence { number: self.number("许可"), until }
    }

    /// Acceptance, now and then with something that follows.
    pub(super) fn accepting(&mut self, work: &Work) -> Command {
        let all = work.item.map_or(&[][..], |item| &item.materials).iter();
        let follow = all.filter(|material| material.may_follow);
        let follow: Vec<String> = follow.map(|material| material.id.clone()).collect();
        let deferred = Self::happens(work, "deferral", self.settings.deferrals);
        let allowed = work.procedure.deferral.is_some() && work.misdeed.is_none();
        if follow.is_empty() || !deferred || !allowed {
            return Command::Accept;
        }
        let until = self.today.checked_add(WEEK.days()).unwrap_or(self.today);
        Command::AcceptWithMissing { materials: follow, until }
    }

    /// What a joint agency says.
    pub(super) fn word_of(&self, work: &Work, agency: &str) -> Option<String> {
        let rule = work.procedure.joint.as_ref()?;
        let dissents = Self::happens(work, &["dissent", agency].concat(), self.settings.dissents);
        Some(if dissents { &rule.opposed } else { &rule.agreed }.to_string())
    }

    /// The party hands in what was to follow, or never does.
    pub(super) fn following(&mut self, work: &Work, now: i64) -> Option<Planned> {
        let person = work.applicant.clone()?;
        if Self::happens(work, "broken", self.settings.broken_promises) {
            return None;
        }
        let command = Command::HandIn { materials: work.owed.clone() };
        let act = Act::of(Caller::Party { person }, command).marked(Mark::HandedIn);
        Some((self.leisure(now, 3, 3 * 24), act))
    }

    fn is_left_undecided(&self, work: &Work) -> bool {
        let renews = |expiry: Option<OnExpiry>| expiry == Some(OnExpiry::DeemRenewed);
        work.procedure.limits.iter().any(|limit| renews(limit.on_expiry))
            && Self::happens(work, "undecided", self.settings.undecided_renewals)
    }

    /// Whether nobody does anything at a stage, so that silence speaks.
    pub(super) fn is_left_to_silence(&self, work: &Work, stage: &Stage, agency: &Name) -> bool {
        match stage.act {
            ActKind::Decide => self.is_left_undecided(work),
            ActKind::GiveOpinion => self.keeps_silent(work, agency),
            _ => false,
        }
    }

    /// Whether a joint agency lets its time pass.
    pub(super) fn keeps_silent(&self, work: &Work, agency: &Name) -> bool {
        let about = ["silent", agency].concat();
        work.procedure.joint.is_some() && Self::happens(work, &about, self.settings.silent_agencies)
    }

    /// The party says how it went, when the case is closed.
    pub(super) fn rating(&mut self, work: &Work, now: i64) -> Option<Planned> {
        let rule = work.procedure.rating.as_ref()?;
        let person = work.applicant.clone()?;
        let rates = Self::happens(work, "rating", self.settings.ratings);
        if work.rated || work.around.is_some() || !rates || &*work.phase != "closed" {
            return None;
        }
        let worst = self.chance.weighted(LEVELS.iter().copied())?;
        let level = u8::try_from(rule.levels.len().checked_sub(worst)?).ok()?;
        let half = rule.labels.len() / 2;
        let (good, bad) = rule.labels.split_at(half);
        let label = self.chance.pick(if level <= rule.low { bad } else { good });
        let labels = label.map(|label| label.id.to_string()).into_iter().collect();
        let command = Command::Rate { level, labels, text: None };
        let act = Act::of(Caller::Party { person }, command).marked(Mark::Rating);
        Some((self.leisure(now, 1, 2 * 24), act))
    }
}
