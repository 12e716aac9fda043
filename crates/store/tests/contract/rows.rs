//! Rows for the tests, and all rows of a table as they are read back.

use store::cards::CardRow;
use store::cases::{CaseHead, CaseKind};
use store::connection::Connection;
use store::log::Entry;
use store::table::Table;
use store::value::{Kind, Row, Value};

pub(crate) const COUNTY: &str = "990101";

/// A value of a kind; `seed` tells one row from another.
fn value(kind: Kind, seed: u8) -> Value {
    match kind {
        Kind::Integer => Value::Integer(i64::from(seed)),
        Kind::Text => Value::from(format!("文本 {seed}")),
        Kind::Bytes => Value::from([seed; 5].as_slice()),
    }
}

/// A row of a table whose key comes from `key` and whose other columns come from `rest`.
pub(crate) fn row(table: Table, key: u8, rest: u8) -> Vec<Value> {
    let keys = table.key_columns();
    let cell = |(place, (_, kind)): (usize, &(&str, Kind))| {
        value(*kind, if place < keys { key } else { rest })
    };
    table.columns().iter().enumerate().map(cell).collect()
}

/// The columns of a row that are its key.
pub(crate) fn key_of(table: Table, row: &[Value]) -> Vec<Value> {
    row.get(..table.key_columns()).unwrap().to_vec()
}

/// All rows of a table, by key.
pub(crate) fn all(connection: &mut Connection, table: Table) -> Vec<Vec<Value>> {
    let names: Vec<&str> = table.columns().iter().map(|(name, _)| *name).collect();
    let key = names.get(..table.key_columns()).unwrap().join(", ");
    let sql = format!("select {} from {} order by {key}", names.join(", "), table.name());
    let rows = connection.query(sql.leak(), &[]).unwrap();
    rows.into_iter().map(|row| cells(table, row)).collect()
}

fn cells(table: Table, mut row: Row) -> Vec<Value> {
    let cell = |(_, kind): &(&str, Kind)| match kind {
        Kind::Integer => row.optional_integer().unwrap().into(),
        Kind::Text => row.optional_text().unwrap().map_or(Value::Null, Value::Text),
        Kind::Bytes => row.bytes().map_or(Value::Null, Value::Bytes),
    };
    table.columns().iter().map(cell).collect()
}

/// An event and its leaf.
pub(crate) fn entry(case: &str, n: u32, leaf: i64) -> Entry {
    Entry {
        jurisdiction: COUNTY.into(),
        case_id: case.into(),
        n,
        leaf,
        recorded_at: 1_000 + leaf,
        event: format!("{{\"n\":{n}}}").into(),
        leaf_bytes: format!("{{\"leaf\":{leaf}}}").into(),
        leaf_hash: [u8::try_from(leaf & 255).unwrap(); 32],
        seed: [9; 32],
    }
}

/// The head of an open case.
pub(crate) fn head(case: &str, agency: &str, due_day: Option<i64>) -> CaseHead {
    CaseHead {
        jurisdiction: COUNTY.into(),
        case_id: case.into(),
        handle: [1; 16],
        kind: CaseKind::Case,
        item: "0100020001".into(),
        procedure: "ordinary-licence".into(),
        law: "hash".into(),
        agency: agency.into(),
        applicant: None,
        phase: "accepted".into(),
        n: 2,
        last_hash: [2; 32],
        opened_at: 1,
        closed_at: None,
        last_at: 2,
        due_day,
        stages: "examine decide".into(),
    }
}

/// A card.
pub(crate) fn card(id: &str, issued_at: i64) -> CardRow {
    CardRow {
        jurisdiction: COUNTY.into(),
        card_id: id.into(),
        case_id: "case".into(),
        n: 3,
        rule: "promised-overdue".into(),
        level: 2,
        state: "issued".into(),
        agency: "agency".into(),
        supervisor: None,
        post: None,
        person: None,
        issued_at,
        changed_at: issued_at,
        answer_due: None,
        escalations: 0,
        document: "{}".into(),
    }
}
