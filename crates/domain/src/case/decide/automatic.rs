//! What time itself does: acceptance by silence, and the end of special procedures.

use super::setting::Setting;
use super::{Command, deemed};
use crate::case::Case;
use crate::case::fold::Fold;
use crate::event::{ActKind, Actor};
use crate::limit::Due;
use crate::procedure::{OnExpiry, OnSilence};
use jiff::Timestamp;
use jiff::civil::DateTime;

/// How silence decides a case.
const DECIDING: [(OnExpiry, Command); 2] =
    [(OnExpiry::DeemGranted, Command::DeemGranted), (OnExpiry::DeemRenewed, Command::DeemRenewed)];

/// The commands that the law itself gives at `as_of`, in the order in which they take effect: deemed acceptance when
/// an intake limit has run out, a grant or renewal by silence, the silence of joint agencies, materials that did not
/// follow, and the end of a special procedure whose declared last day has come. To be decided
/// with an [`Actor`] that names nobody. A calendar that cannot answer gives none: the judge raises the alarm.
#[must_use]
pub fn due_automatically(fold: &Fold<'_>, case: &Case, as_of: Timestamp) -> Vec<Command> {
    let nobody = Actor::default();
    let setting = Setting::new(fold, case, &nobody, as_of);
    let mut due = Vec::new();
    if case.phase.after(ActKind::Accept).is_ok()
        && setting.deemed_accepted_by().is_ok_and(|limit| limit.is_some())
    {
        let mut stages = setting.procedure().stages_of_act(ActKind::Accept);
        if stages.any(|stage| setting.is_possible(stage)) {
            due.push(Command::DeemAccepted);
        }
    }
    if deemed::is_undecided(setting.procedure(), case) {
        for (silence, command) in DECIDING {
            if deemed::spoken(&setting, silence).is_ok_and(|limit| limit.is_some()) {
                due.push(command);
                break;
            }
        }
    }
    if case.phase.after(ActKind::GiveOpinion).is_ok() {
        let mut stages = setting.procedure().stages_of_act(ActKind::GiveOpinion);
        if stages.any(|stage| setting.is_possible(stage)) {
            let silent = deemed::silent(&setting);
            due.extend(silent.map(|agency| Command::DeemOpinion { agency: agency.to_string() }));
        }
    }
    let owed = case.deferred.as_ref().filter(|_| setting.procedure().deferral.is_some());
    if owed.is_some_and(|owed| owed.until < setting.date())
        && case.phase.after(ActKind::Withdraw).is_ok()
    {
        due.push(Command::DeferralLapsed);
    }
    let over = case.pause.as_ref().and_then(|pause| pause.until);
    if over.is_some_and(|until| until <= setting.date())
        && case.phase.after(ActKind::EndPause).is_ok()
    {
        due.push(Command::PauseExpired);
    }
    due
}

/// The first moment at which [`due_automatically`] may have a command for the case, if nothing else happens.
#[must_use]
pub fn next_automatic(fold: &Fold<'_>, case: &Case) -> Option<DateTime> {
    let frame = fold.frame;
    let as_of = case.last_at?.date();
    let silence = case.clocks.iter().filter_map(|clock| {
        let rule = frame.procedure.limits.get(clock.limit)?;
        (rule.on_expiry == Some(OnExpiry::DeemAccepted)).then_some(())?;
        clock.clock.due(frame.calendar, as_of).ok().and_then(Due::exceeded_from)
    });
    let silence = silence.min().filter(|_| case.phase.after(ActKind::Accept).is_ok());
    let pause = case.pause.as_ref().and_then(|pause| pause.until).map(DateTime::from);
    let pause = pause.filter(|_| case.phase.after(ActKind::EndPause).is_ok());
    let owed = case.deferred.as_ref().filter(|_| frame.procedure.deferral.is_some());
    let owed = owed.and_then(|owed| owed.until.tomorrow().ok()).map(DateTime::from);
    let owed = owed.filter(|_| case.phase.after(ActKind::Withdraw).is_ok());
    let moments = [silence, pause, owed, next_deemed(fold, case)];
    moments.into_iter().flatten().min()
}

/// When silence may next decide the case, or speak for a joint agency.
fn next_deemed(fold: &Fold<'_>, case: &Case) -> Option<DateTime> {
    let (frame, as_of) = (fold.frame, case.last_at?.date());
    let undecided = deemed::is_undecided(frame.procedure, case);
    let joint = frame.procedure.joint.as_ref().filter(|j| j.silence == OnSilence::Agreed);
    let spoken = case.clocks.iter().filter_map(|clock| {
        let due = clock.clock.due(frame.calendar, as_of).ok()?;
        let decides = undecided && deemed::speaks(frame, case, clock, due).is_some();
        let of_agency = clock.agency.is_some() && joint.is_some_and(|j| j.limit == clock.limit);
        (decides || of_agency).then(|| due.exceeded_from()).flatten()
    });
    spoken.min()
}
