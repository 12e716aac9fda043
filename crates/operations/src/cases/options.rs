//! What a caller may do in a case now, and why not the rest: the same question that the desk decides, asked beforehand.

use super::show::{ShowError, moment};
use crate::actors::actors;
use crate::caller::{About, Caller, Forbidden};
use crate::desk::targets::{Parts, is_of_ones_agency};
use crate::impartiality::{self, Concern};
use crate::permissions;
use crate::platform::Platform;
use domain::case::options::{CaseOption, Verdict, options as options_of};
use domain::event::Actor;
use store::cases::{CaseHead, CaseKind};
use store::connection::StoreError;

/// Why there are no options to show.
#[derive(Debug, thiserror::Error)]
pub enum OptionsError {
    /// The caller may not act in the case.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The case cannot be read.
    #[error(transparent)]
    Show(#[from] ShowError),
}

impl From<StoreError> for OptionsError {
    fn from(error: StoreError) -> Self {
        Self::Show(error.into())
    }
}

/// The options of a caller in a case.
#[derive(Debug)]
pub struct CaseOptions {
    /// Its head.
    pub head: CaseHead,
    /// As whom the caller may act; verdicts name a position here.
    pub actors: Vec<Actor>,
    /// Every act with its choices.
    pub options: Vec<CaseOption>,
}

/// The verdict of an option, as the desk would give it: whoever has an interest stands back, and every refusal names a
/// clause.
fn verdict(
    platform: &Platform,
    caller: &Caller,
    (head, concern): (&CaseHead, Concern<'_>),
    option: &CaseOption,
) -> Verdict {
    let clauses = &platform.law().clauses;
    match option.verdict.clone() {
        Verdict::Allowed { role, .. } if concern.bars(caller, role.as_deref()) => {
            Verdict::Refused(Box::new(impartiality::refusal(&head.case_id, clauses)))
        }
        Verdict::Refused(refusal) => Verdict::Refused(Box::new(refusal.with_clause(clauses))),
        allowed => allowed,
    }
}

/// The options of a caller in a case; none when there is no such case.
///
/// # Errors
/// See [`OptionsError`].
pub fn options(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Option<CaseOptions>, OptionsError> {
    // Who acts in no case is told so, whether there is one or not.
    permissions::STEP.check(caller, None)?;
    let damaged = |what: String| OptionsError::Show(ShowError::Damaged(what));
    platform.readers().read(|connection| {
        let found = store::cases::find(connection, jurisdiction, case_id)?;
        let Some(head) = found else { return Ok(None) };
        let law = platform.law_of(&head.law, connection)?;
        let panel = law.panel(&head.procedure, &head.item, platform.law());
        let mut panel = panel.map_err(|error| damaged(error.to_string()))?;
        let stored = store::log::events_of(connection, jurisdiction, case_id)?;
        let texts = stored.iter().map(|event| &*event.event);
        let (case, _) = crate::desk::fold_events(&mut panel.fold, texts).map_err(damaged)?;
        let card = match head.kind {
            CaseKind::Card => store::cards::find(connection, jurisdiction, case_id)?,
            CaseKind::Case => None,
        };
        let register = platform.register();
        let joint = crate::desk::others(&register, &case, card.as_ref());
        let applicant = head.applicant.as_deref();
        let about = About { agency: &head.agency, joint: &joint, applicant, supervisors: &[] };
        permissions::STEP.check(caller, Some(about))?;
        let (card_row, procedure) = (card.as_ref(), panel.fold.frame.procedure);
        let parts = Parts { head: &head, card: card_row, procedure, register: &register };
        let actors = parts.own(actors(caller, applicant, procedure));
        if actors.is_empty() {
            return Err(Forbidden { operation: permissions::STEP.operation }.into());
        }
        let mut options = options_of(&panel.fold, &case, &actors, moment(platform.now()));
        options.retain(|option| is_of_ones_agency(caller, parts, &option.prototype));
        let behind = match &card {
            Some(card) => store::cases::find(connection, jurisdiction, &card.case_id)?,
            None => None,
        };
        let behind = behind.as_ref().and_then(|head| head.applicant.as_deref());
        let concern = Concern::of(&head, card.as_ref(), behind);
        for option in &mut options {
            option.verdict = verdict(platform, caller, (&head, concern), option);
        }
        Ok(Some(CaseOptions { head, actors, options }))
    })
}
