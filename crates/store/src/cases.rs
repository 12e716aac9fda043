//! Heads of cases: a cache of the fold of their events, for lists and numbers.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::{Kind, Row, Value};

/// Columns of the table, the key first.
pub(crate) const COLUMNS: &[(&str, Kind)] = &[
    ("jurisdiction", Kind::Text),
    ("case_id", Kind::Text),
    ("handle", Kind::Bytes),
    ("kind", Kind::Text),
    ("item", Kind::Text),
    ("procedure", Kind::Text),
    ("law", Kind::Text),
    ("agency", Kind::Text),
    ("applicant", Kind::Text),
    ("phase", Kind::Text),
    ("n", Kind::Integer),
    ("last_hash", Kind::Bytes),
    ("opened_at", Kind::Integer),
    ("closed_at", Kind::Integer),
    ("last_at", Kind::Integer),
    ("due_day", Kind::Integer),
    ("stages", Kind::Text),
];

/// What a case is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseKind {
    /// A matter on a procedure of an item.
    Case,
    /// A supervision card.
    Card,
}

impl CaseKind {
    /// Its word in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Card => "card",
        }
    }
}

/// The head of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseHead {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case_id: Box<str>,
    /// The random name under which the log knows it.
    pub handle: [u8; 16],
    /// Case or card.
    pub kind: CaseKind,
    /// Code of its item; for a card the id of the rule.
    pub item: Box<str>,
    /// Id of its procedure.
    pub procedure: Box<str>,
    /// Hash of the law files that stood when it was opened.
    pub law: Box<str>,
    /// The agency that handles it.
    pub agency: Box<str>,
    /// The applicant, if there is one.
    pub applicant: Option<Box<str>>,
    /// Where it stands in its life.
    pub phase: Box<str>,
    /// Number of its last event.
    pub n: u32,
    /// Hash of its last leaf.
    pub last_hash: [u8; 32],
    /// When it was opened, in milliseconds since 1970.
    pub opened_at: i64,
    /// When it was over.
    pub closed_at: Option<i64>,
    /// When its last event was recorded.
    pub last_at: i64,
    /// The day of its nearest legal limit, in days since 1970-01-01.
    pub due_day: Option<i64>,
    /// Ids of the stages now possible, separated by spaces.
    pub stages: Box<str>,
}

impl CaseHead {
    /// Writes the head.
    pub fn write(&self, changes: &mut Changes) {
        changes.write(
            Table::Cases,
            vec![
                (&*self.jurisdiction).into(),
                (&*self.case_id).into(),
                self.handle.as_slice().into(),
                self.kind.word().into(),
                (&*self.item).into(),
                (&*self.procedure).into(),
                (&*self.law).into(),
                (&*self.agency).into(),
                self.applicant.as_deref().into(),
                (&*self.phase).into(),
                self.n.into(),
                self.last_hash.as_slice().into(),
                self.opened_at.into(),
                self.closed_at.into(),
                self.last_at.into(),
                self.due_day.into(),
                (&*self.stages).into(),
            ],
        );
    }

    fn read(mut row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            jurisdiction: row.text()?,
            case_id: row.text()?,
            handle: row.array()?,
            kind: match &*row.text()? {
                "card" => CaseKind::Card,
                _ => CaseKind::Case,
            },
            item: row.text()?,
            procedure: row.text()?,
            law: row.text()?,
            agency: row.text()?,
            applicant: row.optional_text()?,
            phase: row.text()?,
            n: row.count()?,
            last_hash: row.array()?,
            opened_at: row.integer()?,
            closed_at: row.optional_integer()?,
            last_at: row.integer()?,
            due_day: row.optional_integer()?,
            stages: row.text()?,
        })
    }
}

/// Where a page of a list begins, and how long it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The last key of the page before; empty for the first.
    pub after: String,
    /// Rows on the page.
    pub length: u32,
}

/// Open cases of one agency with one nearest limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCount {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Agency.
    pub agency: Box<str>,
    /// The day of the nearest limit; none when no limit runs.
    pub due_day: Option<i64>,
    /// How many.
    pub cases: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select jurisdiction, case_id, handle, kind, item, procedure, law, agency, applicant, phase, n, last_hash, opened_at, closed_at, last_at, due_day, stages from cases ",
            $rest
        )
    };
}

/// The head of a case.
///
/// # Errors
/// The database says no.
pub fn find(
    connection: &mut Connection,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Option<CaseHead>, StoreError> {
    let sql = select!("where jurisdiction = $1 and case_id = $2");
    let rows = connection.query(sql, &[jurisdiction.into(), case_id.into()])?;
    rows.into_iter().next().map(CaseHead::read).transpose()
}

/// The head of a case of which only the number is known.
///
/// # Errors
/// The database says no.
pub fn find_by_number(
    connection: &mut Connection,
    jurisdictions: &[Box<str>],
    case_id: &str,
) -> Result<Option<CaseHead>, StoreError> {
    for jurisdiction in jurisdictions {
        if let Some(head) = find(connection, jurisdiction, case_id)? {
            return Ok(Some(head));
        }
    }
    Ok(None)
}

/// All heads, by key, each handed to `each`.
///
/// # Errors
/// The database says no, or `each` does.
pub fn for_each<E: From<StoreError>>(
    connection: &mut Connection,
    mut each: impl FnMut(CaseHead) -> Result<(), E>,
) -> Result<(), E> {
    let sql = select!("order by jurisdiction, case_id");
    connection.for_each(sql, &[], |row| each(CaseHead::read(row)?))
}

/// Cases of an applicant or of an agency, the newest first.
///
/// # Errors
/// The database says no.
pub fn list_open(
    connection: &mut Connection,
    jurisdiction: &str,
    agency: &str,
    page: &Page,
) -> Result<Vec<CaseHead>, StoreError> {
    let sql = select!(
        "where jurisdiction = $1 and agency = $2 and closed_at is null and kind = 'case' and case_id > $3 order by case_id limit $4"
    );
    let values = [
        jurisdiction.into(),
        agency.into(),
        Value::from(page.after.as_str()),
        i64::from(page.length).into(),
    ];
    connection.query(sql, &values)?.into_iter().map(CaseHead::read).collect()
}

/// Open cases by agency and by the day of their nearest limit.
///
/// # Errors
/// The database says no.
pub fn count_open(connection: &mut Connection) -> Result<Vec<OpenCount>, StoreError> {
    let sql = "select jurisdiction, agency, due_day, count(*) from cases where closed_at is null and kind = 'case' group by jurisdiction, agency, due_day";
    let rows = connection.query(sql, &[])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(OpenCount {
                jurisdiction: row.text()?,
                agency: row.text()?,
                due_day: row.optional_integer()?,
                cases: row.integer()?,
            })
        })
        .collect()
}

/// Open cases of an item by the stages now possible.
///
/// # Errors
/// The database says no.
pub fn count_by_stages(
    connection: &mut Connection,
    jurisdiction: &str,
    item: &str,
) -> Result<Vec<(Box<str>, i64)>, StoreError> {
    let sql = "select stages, count(*) from cases where jurisdiction = $1 and item = $2 and closed_at is null group by stages";
    let rows = connection.query(sql, &[jurisdiction.into(), item.into()])?;
    rows.into_iter().map(|mut row| Ok((row.text()?, row.integer()?))).collect()
}

/// How many cases there are, by jurisdiction.
///
/// # Errors
/// The database says no.
pub fn count(connection: &mut Connection) -> Result<i64, StoreError> {
    let rows = connection.query("select count(*) from cases", &[])?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_selected_in_order() {
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        assert!(select!("").starts_with(&format!("select {} from", names.join(", "))));
    }
}
