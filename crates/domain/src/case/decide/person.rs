//! Who may do an act: in a stage whoever has its role; beside the stages whoever has the case in hand, or the party.

use super::setting::{Setting, plain};
use super::step::Draft;
use crate::case::refusal::{Refusal, RefusalRule, act_name};
use crate::event::ActKind;
use crate::procedure::{Performer, StageIndex};
use crate::text::Text;

/// An organ's act is signed by a person with the role for it; parties do their own acts and no others; the law signs
/// nothing.
///
/// # Errors
/// The role or the person is missing.
pub(super) fn check(setting: &Setting<'_>, draft: &Draft) -> Result<(), Refusal> {
    if draft.body.automatic {
        return Ok(());
    }
    let Some(stage) = draft.stage.and_then(|index| setting.stage(index)) else {
        return check_beside(setting, draft);
    };
    if stage.performer == Performer::Party {
        return Ok(());
    }
    if let Some(role) = &stage.role
        && setting.actor.role.as_ref() != Some(role)
    {
        let (basis, detail) = (stage.basis.as_ref(), plain(role));
        return Err(Refusal::new(RefusalRule::Role, basis, &stage.name, &detail));
    }
    if setting.actor.person.is_none() {
        let (basis, none) = (stage.basis.as_ref(), Text::default());
        return Err(setting.refuse(RefusalRule::Person, basis, draft.kind, &none));
    }
    Ok(())
}

/// Acts that only a party does, or whoever takes them from its hand.
pub(super) fn is_of_the_party(kind: ActKind) -> bool {
    use ActKind as A;
    matches!(
        kind,
        A::Submit
            | A::ReceiveSupplement
            | A::NameLicence
            | A::HandIn
            | A::PayFee
            | A::Withdraw
            | A::Rate
    )
}

/// An act beside the stages.
fn check_beside(setting: &Setting<'_>, draft: &Draft) -> Result<(), Refusal> {
    let kind = draft.kind;
    if is_of_the_party(kind) || matches!(kind, ActKind::Urge | ActKind::Record) {
        return Ok(());
    }
    let basis = Some(&setting.procedure().basis);
    if setting.actor.person.is_none() {
        return Err(setting.refuse(RefusalRule::Person, basis, kind, &Text::default()));
    }
    if is_of_party(setting) {
        let detail = plain(roles(setting, kind).join("、"));
        return Err(Refusal::new(RefusalRule::Role, basis, &act_name(kind), &detail));
    }
    let roles = roles(setting, kind);
    let has = |role: &str| setting.actor.role.as_deref() == Some(role);
    if is_of_whoever_has_it(kind) && !roles.iter().any(|role| has(role)) {
        let detail = plain(roles.join("、"));
        return Err(Refusal::new(RefusalRule::Role, basis, &act_name(kind), &detail));
    }
    Ok(())
}

/// Acts of those before whom the case lies now: with them it stands still, moves on, or changes hands.
fn is_of_whoever_has_it(kind: ActKind) -> bool {
    use ActKind as A;
    matches!(
        kind,
        A::RequestSupplement
            | A::StartPause
            | A::EndPause
            | A::Transfer
            | A::AddSigner
            | A::Consult
    )
}

/// Whether somebody acts in the role of a party, or in none.
pub(super) fn is_of_party(setting: &Setting<'_>) -> bool {
    let Some(role) = &setting.actor.role else { return true };
    let stages = setting.procedure().stages.iter();
    let mut theirs = stages.filter(|stage| stage.performer == Performer::Party);
    theirs.any(|stage| stage.role.as_ref() == Some(role))
}

/// The roles of an organ that may do an act: those of the stages that are possible now, and of those in which the case is
/// examined and decided; a window that took it in or hands it out has no say in its course.
fn roles<'a>(setting: &Setting<'a>, kind: ActKind) -> Vec<&'a str> {
    // Who may lengthen a limit may also say that it stands still.
    let approvers = setting.procedure().extensions.iter().map(|rule| &*rule.approver);
    let mut roles: Vec<&str> = approvers.collect();
    for (position, stage) in setting.procedure().stages.iter().enumerate() {
        let Ok(index) = u16::try_from(position).map(StageIndex) else { continue };
        let Some(role) = stage.role.as_deref() else { continue };
        let examines = matches!(stage.act, ActKind::Complete | ActKind::Decide);
        let is_open = !is_of_whoever_has_it(kind) || examines || setting.is_possible(index);
        if stage.performer != Performer::Party && is_open && !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}
