//! The audit log: whether its entries are a whole chain, up to the link that was signed last.

use super::{Add, Standing};
use crate::people::audit::chain::{self, Link, Walked};
use crate::platform::Place;
use crate::{signing_key, verify};
use ledger::note::VerifyingKey;
use store::connection::{Connection, StoreError};
use store::examination;

/// Goes through the whole chain.
pub(super) fn add_audit(
    place: &Place,
    connection: &mut Connection,
    add: Add<'_>,
) -> Result<(), StoreError> {
    // That there is no key is told with the logs.
    let key = signing_key::read(&place.key_file()).ok().map(|key| key.verifying_key());
    // Read before the database: what is kept outside has long been written inside.
    let mut known = kept_outside(place, key.as_ref(), add);
    let is_signed = !known.is_empty();
    let walked = connection.at_one_moment(|connection| {
        for log in examination::logs(connection)? {
            let note = store::checkpoints::last(connection, &log)?.map(|signed| signed.note);
            let link = note.and_then(|note| chain::named_in(&note));
            known.extend(link.map(|link| (format!("the newest checkpoint of log {log}"), link)));
        }
        chain::walk(connection, &known)
    })?;
    let Walked { entries, unnumbered, break_at } = walked;
    if unnumbered > 0 {
        let finding = format!(
            "{unnumbered} entries are in no chain: they are from before there was one, or were put in"
        );
        add("audit log", Standing::Warning, finding);
    }
    match break_at {
        None if !is_signed && entries > 0 => {
            let finding = format!(
                "{entries} entries, each names the one before it; but no link is kept outside the database: entries that were removed from the end would not be noticed. It is written again with the next entry"
            );
            add("audit log", Standing::Warning, finding);
        }
        None => {
            let finding = format!("{entries} entries, each names the one before it");
            add("audit log", Standing::InOrder, finding);
        }
        Some(broken) => {
            let finding = format!(
                "{broken}. What to do: keep this copy as evidence, and compare with a backup and with exports of the audit log"
            );
            add("audit log", Standing::Fault, finding);
        }
    }
    Ok(())
}

/// The links that are kept outside the database.
fn kept_outside(place: &Place, key: Option<&VerifyingKey>, add: Add<'_>) -> Vec<(String, Link)> {
    let folder = place.checkpoints();
    let mut known = Vec::new();
    match key.map_or(Ok(None), |key| chain::outside(&folder, key)) {
        Ok(link) => known.extend(link.map(|link| ("the signed `audit.head`".to_owned(), link))),
        Err(error) => {
            let finding =
                format!("{} is not what was signed: {error}", chain::head_file(&folder).display());
            add("audit log", Standing::Fault, finding);
        }
    }
    // Those that cannot be read are told with the logs.
    for log in verify::signed_outside(&folder).unwrap_or_default() {
        let note = verify::outside(&folder, &log).ok().flatten();
        let link = note.and_then(|note| chain::named_in(&note));
        known.extend(link.map(|link| (format!("the checkpoint of log {log} outside"), link)));
    }
    known
}
