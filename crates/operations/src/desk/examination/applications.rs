//! What was handed in with a case, as the record beside it says, against the acts that handed it in: those name the files by
//! their SHA-256, in the order in which they came.

use super::super::live::Live;
use super::Differences;
use crate::applications::{APPLICATION, Application, HANDED_IN};
use crate::event_text::EventText;
use domain::event::{ActKind, Source};
use store::connection::{Connection, StoreError};
use store::log::StoredEvent;

/// What an act has handed in.
struct HandedIn {
    act: u32,
    leaf: i64,
    is_supplement: bool,
    digests: Vec<Box<str>>,
}

/// The acts of a case that have handed anything in here.
fn handed_in(stored: &[StoredEvent]) -> Vec<HandedIn> {
    let marked = stored.iter().filter(|event| event.event.contains(HANDED_IN));
    let read = |event: &StoredEvent| {
        let text = EventText::parse(&event.event).ok()?;
        let is_supplement = match text.kind {
            ActKind::Submit => false,
            ActKind::ReceiveSupplement | ActKind::HandIn => true,
            _ => return None,
        };
        let evidence = text.body.as_deref().and_then(|body| body.evidence.as_deref());
        let named = evidence.filter(|_| text.source == Source::Native)?.strip_prefix(HANDED_IN)?;
        let digests = named.split_whitespace().map(Into::into).collect();
        Some(HandedIn { act: event.n, leaf: event.leaf, is_supplement, digests })
    };
    marked.filter_map(read).collect()
}

/// Compares the record of what was handed in with the acts of a case.
pub(super) fn compare(
    live: &Live,
    stored: &[StoredEvent],
    connection: &mut Connection,
    found: &mut Differences,
) -> Result<(), StoreError> {
    let head = &live.head;
    let acts = handed_in(stored);
    let row = store::records::find(connection, [&head.jurisdiction, APPLICATION, &head.case_id])?;
    let Some(row) = row else {
        if let Some(act) = acts.first() {
            let (n, leaf, count) = (act.act, act.leaf, act.digests.len());
            let text = format!(
                "its application is missing: act {n} (leaf {leaf}) handed it in with {count} files"
            );
            found.fault("application", text);
        }
        return Ok(());
    };
    let known: Application = match serde_json::from_str(&row.document) {
        Ok(known) => known,
        Err(error) => {
            found.fault("application", format!("its application cannot be read: {error}"));
            return Ok(());
        }
    };
    let owner = (&*row.owner, head.applicant.as_deref().unwrap_or_default());
    found.compare(("its application", "the owner"), (&owner.0, &owner.1), |owner| {
        super::named(owner)
    });
    compare_files(&acts, &known, found);
    let supplements = acts.iter().any(|act| act.is_supplement);
    if supplements {
        let before = acts.iter().take_while(|act| !act.is_supplement);
        let made = Some(before.map(|act| act.digests.len()).sum::<usize>());
        let what = ("its application", "the first file of the supplement");
        found.compare(what, (&known.supplement_from, &made), |from| match from {
            Some(from) => from.to_string(),
            None => "none".to_owned(),
        });
    }
    Ok(())
}

fn compare_files(acts: &[HandedIn], known: &Application, found: &mut Differences) {
    let mut files = known.files.iter();
    for act in acts {
        for digest in &act.digests {
            let of = format!("a file of act {} (leaf {}), SHA-256 {digest}", act.act, act.leaf);
            match files.next() {
                Some(file) if file.digest == *digest => {}
                Some(file) => {
                    let text = format!(
                        "its application says `{}` (SHA-256 {}) where it handed in {of}",
                        file.id, file.digest
                    );
                    found.fault(format!("application {digest}"), text);
                }
                None => found.fault(
                    format!("application {digest}"),
                    format!("its application does not have {of} any more"),
                ),
            }
        }
    }
    for file in files {
        let text = format!(
            "its application has file `{}` (SHA-256 {}), which no act handed in",
            file.id, file.digest
        );
        found.fault(format!("application {}", file.id), text);
    }
}
