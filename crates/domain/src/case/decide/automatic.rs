//! What time itself does: acceptance by silence, and the end of special procedures.

use super::Command;
use super::setting::Setting;
use crate::case::Case;
use crate::case::fold::Fold;
use crate::event::{ActKind, Actor};
use crate::limit::Due;
use crate::procedure::OnExpiry;
use jiff::Timestamp;
use jiff::civil::DateTime;

/// The commands that the law itself gives at `as_of`, in the order in which they take effect: deemed acceptance when
/// an intake limit has run out, and the end of a special procedure whose declared last day has come. To be decided
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
    silence.into_iter().chain(pause).min()
}
