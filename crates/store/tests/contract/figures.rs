//! Figures of what was closed: only of the agency, of the time, and late by a card that stands.

use crate::place::{Place, commit};
use crate::rows::{COUNTY, card, head};
use store::cards::CardRow;
use store::cases::{CaseHead, CaseKind};
use store::figures::{COUNT, Closed, closed};

on_both!(closed_cases_are_counted, closed_cases_are_found_by_index_alone);

fn over(case: &str, opened_at: i64, closed_at: i64) -> CaseHead {
    CaseHead { opened_at, closed_at: Some(closed_at), ..head(case, "agency", None) }
}

fn closed_cases_are_counted(place: &Place) {
    let mut writer = place.writer();
    let late = |id: &str, case: &str, level: u32, rule: &str, state: &str| CardRow {
        case_id: case.into(),
        level,
        rule: rule.into(),
        state: state.into(),
        ..card(id, 1)
    };
    commit(&mut writer, |changes| {
        let cases = [over("a", 0, 100), over("b", 50, 110), over("c", 100, 120), over("d", 0, 130)];
        cases.iter().for_each(|case| case.write(changes));
        over("before", 0, 99).write(changes);
        over("after", 0, 200).write(changes);
        head("open", "agency", None).write(changes);
        CaseHead { agency: "else".into(), ..over("e", 0, 100) }.write(changes);
        CaseHead { kind: CaseKind::Card, ..over("f", 0, 100) }.write(changes);
        let cards = [
            late("1", "a", 2, "promised-overdue", "issued"),
            late("2", "a", 3, "statutory-overdue", "closed"),
            late("3", "b", 2, "promised-overdue", "revoked"),
            late("4", "c", 1, "promised-overdue", "issued"),
            late("5", "d", 2, "one-person", "issued"),
        ];
        cards.iter().for_each(|card| card.write(changes));
    })
    .unwrap();
    let rules = ["promised-overdue", "statutory-overdue"];
    let found = closed(&mut writer, [COUNTY, "agency"], (100, 200), &rules).unwrap();
    assert_eq!(found, Closed { cases: 4, late: 1, median: Some(60) });
    let nothing = closed(&mut writer, [COUNTY, "agency"], (300, 400), &rules).unwrap();
    assert_eq!(nothing, Closed::default());
}

fn closed_cases_are_found_by_index_alone(place: &Place) {
    if !place.is_sqlite() {
        // A small table is read whole there, whatever its indices.
        return;
    }
    let mut writer = place.writer();
    let values = vec![store::value::Value::Null; 5];
    let plan = writer.query(format!("explain query plan {COUNT}").leak(), &values).unwrap();
    let said: Vec<String> = plan
        .into_iter()
        .map(|mut row| {
            for _ in 0..3 {
                row.integer().unwrap();
            }
            row.text().unwrap().into()
        })
        .collect();
    assert!(
        said.iter().any(|step| step.starts_with("SEARCH cases USING COVERING INDEX cases_closed")),
        "{said:?}"
    );
    assert!(said.iter().any(|step| step.starts_with("SEARCH cards USING")), "{said:?}");
}
