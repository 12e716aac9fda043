//! PostgreSQL: the rows of a transaction in one statement per table, so that a batch costs few round trips.

use crate::changes::Changes;
use crate::connection::StoreError;
use crate::value::{Kind, Row, Value};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, Statement};
use std::borrow::Cow;
use std::collections::HashMap;

/// A connection to a server.
pub(crate) struct Postgresql {
    client: Client,
    prepared: HashMap<String, Statement>,
    /// Fencing: the transaction checks that this process still holds its lease.
    lease: Option<(String, i64)>,
}

impl Postgresql {
    pub(crate) fn open(address: &str) -> Result<Self, StoreError> {
        let client = Client::connect(address, postgres::NoTls)?;
        Ok(Self { client, prepared: HashMap::new(), lease: None })
    }

    /// From now on acts as the role that may add and read, but not change or remove what was recorded.
    pub(crate) fn act_as_program(&mut self) -> Result<(), StoreError> {
        Ok(self.client.batch_execute("set role yangguang_program; set synchronous_commit = on")?)
    }

    pub(crate) fn guard_with(&mut self, holder: &str, token: i64) {
        self.lease = Some((holder.to_owned(), token));
    }

    pub(crate) fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let statement = self.prepare(sql)?;
        let parameters: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        self.client.query(&statement, &parameters)?.iter().map(read).collect()
    }

    pub(crate) fn for_each<E: From<StoreError>>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut each: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        let failed = |error| E::from(StoreError::Postgres(error));
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, values).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            each(read(&row)?)?;
        }
        Ok(())
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(known) = self.prepared.get(sql) {
            return Ok(known.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(crate) fn commit(&mut self, changes: &Changes) -> Result<(), StoreError> {
        let mut statements = Vec::new();
        for (table, rows) in changes.in_order() {
            let (columns, texts) = (table.columns(), table.statements());
            let key = columns.get(..table.key_columns()).unwrap_or(columns);
            if !rows.removed.is_empty() {
                statements.push((self.prepare(&texts.remove_many)?, arrays(key, &rows.removed)));
            }
            if !rows.rows.is_empty() {
                statements.push((self.prepare(&texts.write_many)?, arrays(columns, &rows.rows)));
            }
        }
        let lease = self.lease.clone();
        let mut transaction = self.client.transaction()?;
        if let Some((holder, token)) = lease {
            let held = "select 1 from leases where holder = $1 and token = $2 for share";
            if transaction.query(held, &[&holder, &token])?.is_empty() {
                let taken = "its lease was taken over by another process";
                return Err(StoreError::Leased(taken.to_owned()));
            }
        }
        for (statement, arrays) in &statements {
            let parameters: Vec<&(dyn ToSql + Sync)> =
                arrays.iter().map(|array| array as &(dyn ToSql + Sync)).collect();
            transaction.execute(statement, &parameters)?;
        }
        Ok(transaction.commit()?)
    }

    pub(crate) fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql)?)
    }
}

/// PostgreSQL has no text with a null character. What asks for one finds nothing, as in SQLite, and what would write one
/// does not stop the writer: in its place stands a character that no text has.
fn storable(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{ffff}").into() } else { text.into() }
}

/// One column of many rows.
#[derive(Debug)]
enum Array<'a> {
    Integers(Vec<Option<i64>>),
    Texts(Vec<Option<Cow<'a, str>>>),
    Bytes(Vec<Option<&'a [u8]>>),
}

fn arrays<'a>(columns: &[(&str, Kind)], rows: &'a [Vec<Value>]) -> Vec<Array<'a>> {
    let column = |(position, (_, kind)): (usize, &(&str, Kind))| {
        let cells = rows.iter().map(move |row| row.get(position));
        match kind {
            Kind::Integer => Array::Integers(
                cells
                    .map(|cell| match cell {
                        Some(Value::Integer(number)) => Some(*number),
                        _ => None,
                    })
                    .collect(),
            ),
            Kind::Text => Array::Texts(
                cells
                    .map(|cell| match cell {
                        Some(Value::Text(text)) => Some(storable(text)),
                        _ => None,
                    })
                    .collect(),
            ),
            Kind::Bytes => Array::Bytes(
                cells
                    .map(|cell| match cell {
                        Some(Value::Bytes(bytes)) => Some(&**bytes),
                        _ => None,
                    })
                    .collect(),
            ),
        }
    };
    columns.iter().enumerate().map(column).collect()
}

type Encoded = Result<IsNull, Box<dyn std::error::Error + Sync + Send>>;

impl ToSql for Array<'_> {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Encoded {
        match self {
            Self::Integers(numbers) => numbers.to_sql(kind, out),
            Self::Texts(texts) => texts.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8_ARRAY, Type::TEXT_ARRAY, Type::BYTEA_ARRAY].contains(kind)
    }

    to_sql_checked!();
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Encoded {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => storable(text).to_sql(kind, out),
            Self::Bytes(bytes) => (&**bytes).to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::BYTEA].contains(kind)
    }

    to_sql_checked!();
}

fn read(row: &postgres::Row) -> Result<Row, StoreError> {
    let mut values = Vec::with_capacity(row.len());
    for (position, column) in row.columns().iter().enumerate() {
        values.push(match *column.type_() {
            Type::INT8 => Value::from(row.try_get::<_, Option<i64>>(position)?),
            Type::TEXT => Value::from(row.try_get::<_, Option<&str>>(position)?),
            Type::BYTEA => Value::from(row.try_get::<_, Option<&[u8]>>(position)?),
            ref other => {
                return Err(StoreError::unexpected(format!("a column of type {other}")));
            }
        });
    }
    Ok(Row::new(values))
}
