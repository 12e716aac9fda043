//! The cards of a case against what its events make of them.

use super::super::replay::{Fallen, Replayed};
use super::{Differences, Gravity, day, moment, named};
use crate::card_document::CardDocument;
use store::cards::CardRow;
use store::connection::{Connection, StoreError};

/// Compares a card with what its own events make of it.
pub(super) fn compare_own(stored: Option<&CardRow>, made: &CardRow, found: &mut Differences) {
    let Some(stored) = stored else {
        return found.fault("card", "its card is missing");
    };
    const OF: &str = "its card";
    let texts = [
        ("the case", &stored.case_id, &made.case_id),
        ("the rule", &stored.rule, &made.rule),
        ("the agency", &stored.agency, &made.agency),
    ];
    for (what, stored, made) in texts {
        found.compare((OF, what), (stored, made), |text| named(text));
    }
    let time = |at: &i64| moment(Some(*at));
    found.compare((OF, "the time of falling"), (&stored.issued_at, &made.issued_at), time);
    compare_course(OF, stored, made, found);
}

/// Compares what becomes of a card.
fn compare_course(of: &str, stored: &CardRow, made: &CardRow, found: &mut Differences) {
    found.compare((of, "the level"), (&stored.level, &made.level), ToString::to_string);
    found.compare((of, "the state"), (&stored.state, &made.state), |state| named(state));
    let time = |at: &i64| moment(Some(*at));
    found.compare((of, "the last change"), (&stored.changed_at, &made.changed_at), time);
    let due = (&stored.answer_due, &made.answer_due);
    found.compare((of, "the last day to answer"), due, |due| day(*due));
    let raised = (&stored.escalations, &made.escalations);
    found.compare((of, "how often it was raised"), raised, ToString::to_string);
}

/// Compares the cards that fell in a case with those that must have fallen.
pub(super) fn compare_fallen(
    stored: &[CardRow],
    replayed: &Replayed,
    connection: &mut Connection,
    found: &mut Differences,
) -> Result<(), StoreError> {
    let mut left: Vec<&CardRow> = stored.iter().collect();
    for (made, fallen) in replayed.live.cards.iter().zip(&replayed.fallen) {
        let of_rule = |row: &&CardRow| row.rule == made.rule;
        let of_agency = left.iter().position(|row| of_rule(row) && row.agency == made.agency);
        let Some(position) = of_agency.or_else(|| left.iter().position(of_rule)) else {
            let text = format!("the card of rule `{}` (event {}) is missing", made.rule, made.n);
            found.fault(format!("card {}", made.rule), text);
            continue;
        };
        let row = left.remove(position);
        let of = format!("card {} of rule `{}`", row.card_id, row.rule);
        if fallen.is_worded {
            compare_fall(&of, (row, made), fallen, found);
        }
        compare_supervisor(&of, (row, made), fallen, found);
        match (&row.supervisor, &made.supervisor) {
            (Some(_), _) => {
                let own =
                    store::examination::last_event(connection, &row.jurisdiction, &row.card_id)?;
                if own.is_none() {
                    let text = format!("{of} is supervised, but has no case of its own");
                    found.fault(format!("{of} case"), text);
                }
            }
            (None, None) if fallen.is_worded => compare_course(&of, row, made, found),
            (None, _) => {}
        }
    }
    for row in left {
        let text = format!("card {} of rule `{}` follows from no event", row.card_id, row.rule);
        found.fault(format!("card {}", row.card_id), text);
    }
    Ok(())
}

/// Compares how a card fell.
fn compare_fall(
    of: &str,
    (row, made): (&CardRow, &CardRow),
    fallen: &Fallen,
    found: &mut Differences,
) {
    found.compare((of, "event"), (&row.n, &made.n), ToString::to_string);
    let time = |at: &i64| moment(Some(*at));
    found.compare((of, "the time of falling"), (&row.issued_at, &made.issued_at), time);
    if !fallen.agencies.contains(&row.agency) {
        found.compare((of, "the agency"), (&row.agency, &made.agency), |agency| named(agency));
    }
    let optional = |text: &Option<Box<str>>| named(text.as_deref().unwrap_or_default());
    if !fallen.posts.contains(&row.post) {
        found.compare((of, "the post"), (&row.post, &made.post), optional);
    }
    found.compare((of, "the person"), (&row.person, &made.person), optional);
    let document = |text: &str| serde_json::from_str::<CardDocument>(text);
    let (Ok(stored), Ok(made)) = (document(&row.document), document(&made.document)) else {
        return found
            .fault(format!("{of} document"), format!("{of} holds no text that can be read"));
    };
    if substance(&stored) != substance(&made) {
        let text = format!(
            "what {of} says is not what its events make: findings, days, law or rule differ"
        );
        found.fault(format!("{of} document"), text);
    } else if stored != made {
        let text = format!(
            "{of} is not worded as this version of the program words it: it was worded by another, or was changed"
        );
        found.add(Gravity::Warning, format!("{of} words"), text);
    }
}

/// What a card says, without the words.
fn substance(document: &CardDocument) -> (&str, &str, u32, Vec<impl PartialEq + '_>) {
    let findings = document.findings.iter();
    let findings = findings.map(|said| (said.n, said.at, said.stage, said.due, &said.basis));
    (&document.rule_version, &document.item, document.times, findings.collect())
}

/// Compares who supervises: it is what the register said, which may have changed since.
fn compare_supervisor(
    of: &str,
    (row, made): (&CardRow, &CardRow),
    fallen: &Fallen,
    found: &mut Differences,
) {
    if row.supervisor == made.supervisor || !fallen.is_worded {
        return;
    }
    let stored = named(row.supervisor.as_deref().unwrap_or_default());
    if row.supervisor.is_some() && !fallen.asks {
        let text =
            format!("{of} names {stored} as who supervises, although nobody is asked to answer it");
        return found.fault(format!("{of} supervisor"), text);
    }
    let made = named(made.supervisor.as_deref().unwrap_or_default());
    let text = format!(
        "{of} names {stored} as who supervises, the register {made}: the register was changed since it fell, or the row was"
    );
    found.add(Gravity::Warning, format!("{of} supervisor"), text);
}
