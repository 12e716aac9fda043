//! What was handed in with a case, for the applicant and for the agencies that handle it.

use super::{APPLICATION, Application};
use crate::caller::{About, Caller};
use crate::cases::show::ShowError;
use crate::document::read;
use crate::files::FileEntry;
use crate::permissions;
use crate::platform::Platform;
use domain::event::Name;
use store::cases::{CaseHead, CaseKind};
use store::connection::Connection;

/// What was handed in with a case; none where there is no such case, nothing was handed in here, or the caller is neither
/// its party nor of an agency that handles it.
///
/// # Errors
/// See [`ShowError`].
pub fn of_case(
    platform: &Platform,
    caller: &Caller,
    jurisdiction: &str,
    case: &str,
) -> Result<Option<Application>, ShowError> {
    platform.readers().read(|connection| {
        let Some(head) = store::cases::find(connection, jurisdiction, case)? else {
            return Ok(None);
        };
        if !may_read(platform, caller, &head, connection)? {
            return Ok(None);
        }
        let key = [jurisdiction, APPLICATION, case];
        let found = store::records::find(connection, key)?;
        let known = found.map(read::<Application>).transpose()?.map(|(_, known)| known);
        // The code is the applicant's: the office asks for it, so it must not read it.
        let is_party = matches!(caller, Caller::Party { .. });
        Ok(known.map(|known| match is_party {
            true => known,
            false => Application { pick_up_code: "".into(), ..known },
        }))
    })
}

/// A file that was handed in with a case, for those who may see it.
///
/// # Errors
/// See [`ShowError`].
pub fn file_of_case(
    platform: &Platform,
    caller: &Caller,
    [jurisdiction, case]: [&str; 2],
    file: &str,
) -> Result<Option<FileEntry>, ShowError> {
    let application = of_case(platform, caller, jurisdiction, case)?;
    let mut files = application.into_iter().flat_map(|application| application.files);
    Ok(files.find(|known| *known.id == *file))
}

fn may_read(
    platform: &Platform,
    caller: &Caller,
    head: &CaseHead,
    connection: &mut Connection,
) -> Result<bool, ShowError> {
    let may = |joint: &[Name]| {
        let applicant = head.applicant.as_deref();
        let about = About { agency: &head.agency, joint, applicant, supervisors: &[] };
        permissions::READ_APPLICATION.check(caller, Some(about)).is_ok()
    };
    if may(&[]) {
        return Ok(true);
    }
    // Only an agency can be one that takes part: nobody else is worth folding the case for.
    if !matches!(caller, Caller::Official { .. }) || head.kind == CaseKind::Card {
        return Ok(false);
    }
    let law = platform.law_of(&head.law, connection)?;
    let panel = law.panel(&head.procedure, &head.item, platform.law());
    let mut panel = panel.map_err(|error| ShowError::Damaged(error.to_string()))?;
    let stored = store::log::events_of(connection, &head.jurisdiction, &head.case_id)?;
    let texts = stored.iter().map(|event| &*event.event);
    let folded = crate::desk::fold_events(&mut panel.fold, texts).map_err(ShowError::Damaged)?;
    Ok(may(&crate::desk::others(&platform.register(), &folded.0, None)))
}
