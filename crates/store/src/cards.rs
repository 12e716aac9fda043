//! Supervision cards: a list of what was raised, where it stands and who must answer.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::{Kind, Row, Value};

/// Columns of the table, the key first.
pub(crate) const COLUMNS: &[(&str, Kind)] = &[
    ("jurisdiction", Kind::Text),
    ("card_id", Kind::Text),
    ("case_id", Kind::Text),
    ("n", Kind::Integer),
    ("rule", Kind::Text),
    ("level", Kind::Integer),
    ("state", Kind::Text),
    ("agency", Kind::Text),
    ("supervisor", Kind::Text),
    ("post", Kind::Text),
    ("person", Kind::Text),
    ("issued_at", Kind::Integer),
    ("changed_at", Kind::Integer),
    ("answer_due", Kind::Integer),
    ("escalations", Kind::Integer),
    ("document", Kind::Text),
];

/// A card as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardRow {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Number of the card, and of its own case when it has one.
    pub card_id: Box<str>,
    /// The case in which it fell.
    pub case_id: Box<str>,
    /// The event of that case that shows it.
    pub n: u32,
    /// Id of the rule.
    pub rule: Box<str>,
    /// Level now, 0 to 3.
    pub level: u32,
    /// Where it stands.
    pub state: Box<str>,
    /// The supervised agency.
    pub agency: Box<str>,
    /// The agency that supervises; none when no answer is asked for.
    pub supervisor: Option<Box<str>>,
    /// The responsible post, where one is known.
    pub post: Option<Box<str>>,
    /// The responsible person, where one is known.
    pub person: Option<Box<str>>,
    /// When it fell, in milliseconds since 1970.
    pub issued_at: i64,
    /// When it last changed.
    pub changed_at: i64,
    /// Last day to answer, in days since 1970-01-01.
    pub answer_due: Option<i64>,
    /// How often it was raised a level for want of an answer.
    pub escalations: u32,
    /// What it says, as JSON: message in three languages, basis, limits as they stood.
    pub document: Box<str>,
}

impl CardRow {
    /// Writes the card.
    pub fn write(&self, changes: &mut Changes) {
        changes.write(
            Table::Cards,
            vec![
                (&*self.jurisdiction).into(),
                (&*self.card_id).into(),
                (&*self.case_id).into(),
                self.n.into(),
                (&*self.rule).into(),
                self.level.into(),
                (&*self.state).into(),
                (&*self.agency).into(),
                self.supervisor.as_deref().into(),
                self.post.as_deref().into(),
                self.person.as_deref().into(),
                self.issued_at.into(),
                self.changed_at.into(),
                self.answer_due.into(),
                self.escalations.into(),
                (&*self.document).into(),
            ],
        );
    }

    fn read(mut row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            jurisdiction: row.text()?,
            card_id: row.text()?,
            case_id: row.text()?,
            n: row.count()?,
            rule: row.text()?,
            level: row.count()?,
            state: row.text()?,
            agency: row.text()?,
            supervisor: row.optional_text()?,
            post: row.optional_text()?,
            person: row.optional_text()?,
            issued_at: row.integer()?,
            changed_at: row.integer()?,
            answer_due: row.optional_integer()?,
            escalations: row.count()?,
            document: row.text()?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select jurisdiction, card_id, case_id, n, rule, level, state, agency, supervisor, post, person, issued_at, changed_at, answer_due, escalations, document from cards ",
            $rest
        )
    };
}

/// What a list of cards is narrowed to; an empty text does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Jurisdiction.
    pub jurisdiction: String,
    /// State.
    pub state: String,
    /// Agency.
    pub agency: String,
    /// Level.
    pub level: Option<u32>,
    /// The mildest level.
    pub least_level: u32,
    /// Cards left out at the beginning: of earlier pages.
    pub skip: u32,
}

/// One card.
///
/// # Errors
/// The database says no.
pub fn find(
    connection: &mut Connection,
    jurisdiction: &str,
    card_id: &str,
) -> Result<Option<CardRow>, StoreError> {
    let sql = select!("where jurisdiction = $1 and card_id = $2");
    let rows = connection.query(sql, &[jurisdiction.into(), card_id.into()])?;
    rows.into_iter().next().map(CardRow::read).transpose()
}

/// The cards of a case, in the order in which they fell.
///
/// # Errors
/// The database says no.
pub fn of_case(
    connection: &mut Connection,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Vec<CardRow>, StoreError> {
    let rows = connection.query(OF_CASE, &[jurisdiction.into(), case_id.into()])?;
    rows.into_iter().map(CardRow::read).collect()
}

/// The statement of [`of_case`], for tests that watch how databases find it.
pub const OF_CASE: &str =
    select!("where jurisdiction = $1 and case_id = $2 order by issued_at, card_id");

/// How many cards a filter finds; its page is not looked at.
///
/// # Errors
/// The database says no.
pub fn count_found(connection: &mut Connection, filter: &Filter) -> Result<u64, StoreError> {
    let sql = "select count(*) from cards where ($1 = '' or jurisdiction = $1) and ($2 = '' or state = $2) and ($3 = '' or agency = $3) and (cast($4 as bigint) = -1 or level = $4) and level >= $5";
    let values = [
        Value::from(filter.jurisdiction.as_str()),
        filter.state.as_str().into(),
        filter.agency.as_str().into(),
        filter.level.map_or(-1, i64::from).into(),
        filter.least_level.into(),
    ];
    let rows = connection.query(sql, &values)?;
    let count = rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// A page of cards, the newest first.
///
/// # Errors
/// The database says no.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    length: u32,
) -> Result<Vec<CardRow>, StoreError> {
    let sql = select!(
        "where ($1 = '' or jurisdiction = $1) and ($2 = '' or state = $2) and ($3 = '' or agency = $3) and (cast($4 as bigint) = -1 or level = $4) and level >= $5 order by issued_at desc, card_id desc limit $6 offset $7"
    );
    let values = [
        Value::from(filter.jurisdiction.as_str()),
        filter.state.as_str().into(),
        filter.agency.as_str().into(),
        filter.level.map_or(-1, i64::from).into(),
        filter.least_level.into(),
        length.into(),
        filter.skip.into(),
    ];
    connection.query(sql, &values)?.into_iter().map(CardRow::read).collect()
}

/// Cards of one agency, level and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardCount {
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// Agency.
    pub agency: Box<str>,
    /// Level.
    pub level: u32,
    /// State.
    pub state: Box<str>,
    /// How many.
    pub cards: i64,
}

/// Cards by agency, level and state.
///
/// # Errors
/// The database says no.
pub fn count(connection: &mut Connection) -> Result<Vec<CardCount>, StoreError> {
    let sql = "select jurisdiction, agency, level, state, count(*) from cards group by jurisdiction, agency, level, state";
    let rows = connection.query(sql, &[])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(CardCount {
                jurisdiction: row.text()?,
                agency: row.text()?,
                level: row.count()?,
                state: row.text()?,
                cards: row.integer()?,
            })
        })
        .collect()
}
