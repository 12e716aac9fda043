//! Tasks: stages that wait for an agency, in the order of what is due.

use crate::changes::Changes;
use crate::connection::{Connection, StoreError};
use crate::table::Table;
use crate::value::{Kind, Row, Value};

/// Columns of the table, the key first.
pub(crate) const COLUMNS: &[(&str, Kind)] = &[
    ("jurisdiction", Kind::Text),
    ("case_id", Kind::Text),
    ("stage", Kind::Text),
    ("agency", Kind::Text),
    ("role", Kind::Text),
    ("post", Kind::Text),
    ("item", Kind::Text),
    ("due_day", Kind::Integer),
    ("paused", Kind::Integer),
];

/// The day on which what has no limit is due: 9999-12-31.
pub const NEVER: i64 = 2_932_896;

/// A stage of a case that waits for an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// Jurisdiction of the case.
    pub jurisdiction: Box<str>,
    /// Number of the case.
    pub case_id: Box<str>,
    /// Id of the stage.
    pub stage: Box<str>,
    /// The agency that must do it.
    pub agency: Box<str>,
    /// The role that does it; empty when any post of the agency may.
    pub role: Box<str>,
    /// The post to which the case was handed over; empty when any post with the role may do it.
    pub post: Box<str>,
    /// Code of the item; for a card the id of the rule.
    pub item: Box<str>,
    /// The last day of the nearest limit, in days since 1970-01-01; [`NEVER`] when none runs.
    pub due_day: i64,
    /// A special procedure stops the clock.
    pub paused: bool,
}

impl TaskRow {
    /// Writes the task.
    pub fn write(&self, changes: &mut Changes) {
        let texts = [
            &self.jurisdiction,
            &self.case_id,
            &self.stage,
            &self.agency,
            &self.role,
            &self.post,
            &self.item,
        ];
        let mut row: Vec<Value> = texts.into_iter().map(|text| (&**text).into()).collect();
        row.push(self.due_day.into());
        row.push(i64::from(self.paused).into());
        changes.write(Table::Tasks, row);
    }

    fn read(mut row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            jurisdiction: row.text()?,
            case_id: row.text()?,
            stage: row.text()?,
            agency: row.text()?,
            role: row.text()?,
            post: row.text()?,
            item: row.text()?,
            due_day: row.integer()?,
            paused: row.integer()? != 0,
        })
    }
}

/// Removes a task, if it is there: jurisdiction, case, stage and agency.
pub fn remove(changes: &mut Changes, key: [&str; 4]) {
    changes.remove(Table::Tasks, key.map(Value::from).into());
}

/// What a list of tasks is narrowed to; an empty text does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The agency that must do them.
    pub agency: String,
    /// Id of a stage.
    pub stage: String,
    /// Code of an item.
    pub item: String,
    /// A role.
    pub role: String,
    /// Jurisdiction of the case.
    pub jurisdiction: String,
    /// The beginning of a case's number.
    pub number: String,
    /// Only what the holder of a post may do: the post and its roles.
    pub mine: Option<(String, Vec<String>)>,
    /// The first and last day on which they may be due.
    pub due: Option<(i64, i64)>,
    /// Only those whose clock stands still, or runs.
    pub paused: Option<bool>,
}

/// A place in a list of tasks: the last of the page before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct After {
    /// When it is due.
    pub due_day: i64,
    /// Jurisdiction, case and stage.
    pub key: [String; 3],
}

impl After {
    /// Before the first.
    #[must_use]
    pub fn nothing() -> Self {
        Self { due_day: i64::MIN, ..Self::default() }
    }
}

/// The post whose holder asks, and its roles as ` one other `, so that a role can be looked for in them.
fn whose(mine: Option<&(String, Vec<String>)>) -> (String, String) {
    mine.map_or_else(Default::default, |(post, roles)| {
        (post.clone(), format!(" {} ", roles.join(" ")))
    })
}

/// Up to `limit` tasks of an agency, those first that are due first.
///
/// # Errors
/// The database says no.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    after: &After,
    limit: u32,
) -> Result<Vec<TaskRow>, StoreError> {
    let (post, roles) = whose(filter.mine.as_ref());
    let (from, to) = filter.due.unwrap_or((i64::MIN, i64::MAX));
    let narrowing = [
        &filter.agency,
        &filter.stage,
        &filter.item,
        &filter.role,
        &filter.jurisdiction,
        &filter.number,
        &roles,
        &post,
    ];
    let mut values: Vec<Value> = narrowing.into_iter().map(|text| text.as_str().into()).collect();
    let paused = filter.paused.map_or(-1, i64::from);
    values.extend([from, to, paused, after.due_day].map(Value::from));
    values.extend(after.key.iter().map(|text| text.as_str().into()));
    values.push(limit.into());
    connection.query(LIST, &values)?.into_iter().map(TaskRow::read).collect()
}

/// The statement of [`list`], for tests that watch how databases find it.
pub const LIST: &str = "select jurisdiction, case_id, stage, agency, role, post, item, due_day, paused from tasks where agency = $1 and ($2 = '' or stage = $2) and ($3 = '' or item = $3) and ($4 = '' or role = $4) and ($5 = '' or jurisdiction = $5) and ($6 = '' or case_id like ($6 || '%')) and ($7 = '' or post = $8 or (post = '' and (role = '' or $7 like ('% ' || role || ' %')))) and due_day >= $9 and due_day <= $10 and (cast($11 as bigint) = -1 or paused = $11) and (due_day, jurisdiction, case_id, stage) > ($12, $13, $14, $15) order by due_day, jurisdiction, case_id, stage limit $16";

/// How many tasks of an agency are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskCount {
    /// Id of the stage.
    pub stage: Box<str>,
    /// Code of the item.
    pub item: Box<str>,
    /// The role.
    pub role: Box<str>,
    /// Jurisdiction.
    pub jurisdiction: Box<str>,
    /// The post to which they were handed over.
    pub post: Box<str>,
    /// When they are due.
    pub due_day: i64,
    /// Whether their clocks stand still.
    pub paused: bool,
    /// How many.
    pub tasks: i64,
}

/// The tasks of an agency, counted by everything that a list can be narrowed to.
///
/// # Errors
/// The database says no.
pub fn count(connection: &mut Connection, agency: &str) -> Result<Vec<TaskCount>, StoreError> {
    let rows = connection.query(COUNT, &[agency.into()])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(TaskCount {
                stage: row.text()?,
                item: row.text()?,
                role: row.text()?,
                jurisdiction: row.text()?,
                post: row.text()?,
                due_day: row.integer()?,
                paused: row.integer()? != 0,
                tasks: row.integer()?,
            })
        })
        .collect()
}

/// The statement of [`count`], for tests that watch how databases find it.
pub const COUNT: &str = "select stage, item, role, jurisdiction, post, due_day, paused, count(*) from tasks where agency = $1 group by stage, item, role, jurisdiction, post, due_day, paused";

/// The tasks of a case.
///
/// # Errors
/// The database says no.
pub fn of_case(
    connection: &mut Connection,
    jurisdiction: &str,
    case_id: &str,
) -> Result<Vec<TaskRow>, StoreError> {
    let rows = connection.query(OF_CASE, &[jurisdiction.into(), case_id.into()])?;
    rows.into_iter().map(TaskRow::read).collect()
}

/// The statement of [`of_case`], for tests that watch how databases find it.
pub const OF_CASE: &str = "select jurisdiction, case_id, stage, agency, role, post, item, due_day, paused from tasks where jurisdiction = $1 and case_id = $2 order by stage, agency";
