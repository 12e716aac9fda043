//! What a transaction is going to write, collected in memory until its end.

use crate::table::Table;
use crate::value::Value;
use std::collections::HashMap;

/// The rows of one table.
#[derive(Debug, Default)]
pub(crate) struct TableChanges {
    /// Rows to write, in order.
    pub(crate) rows: Vec<Vec<Value>>,
    /// Keys to remove.
    pub(crate) removed: Vec<Vec<Value>>,
    /// Where the row of a key stands, for tables whose rows are replaced.
    places: HashMap<Box<[Value]>, Place>,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    Written(usize),
    Removed,
}

/// Rows to write and to remove, the last word for each key.
#[derive(Debug, Default)]
pub struct Changes {
    tables: HashMap<Table, TableChanges>,
}

impl Changes {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.values().all(|table| table.rows.is_empty() && table.removed.is_empty())
    }

    /// Writes a row: adds it, or replaces the row of the same key where the table allows that.
    pub fn write(&mut self, table: Table, row: Vec<Value>) {
        let changes = self.tables.entry(table).or_default();
        if table.is_append_only() {
            changes.rows.push(row);
            return;
        }
        let key = key_of(table, &row);
        match changes.places.get(&key).copied() {
            Some(Place::Written(place)) => {
                if let Some(known) = changes.rows.get_mut(place) {
                    *known = row;
                }
                return;
            }
            // Removals run before writes, so a key may stand in both.
            Some(Place::Removed) | None => {}
        }
        changes.places.insert(key, Place::Written(changes.rows.len()));
        changes.rows.push(row);
    }

    /// Removes the row of a key, if there is one.
    pub fn remove(&mut self, table: Table, key: Vec<Value>) {
        let changes = self.tables.entry(table).or_default();
        let key: Box<[Value]> = key.into();
        if let Some(Place::Written(place)) = changes.places.get(&key).copied() {
            changes.rows.swap_remove(place);
            if let Some(moved) = changes.rows.get(place) {
                changes.places.insert(key_of(table, moved), Place::Written(place));
            }
        }
        if !matches!(changes.places.get(&key), Some(Place::Removed)) {
            changes.removed.push(key.to_vec());
        }
        changes.places.insert(key, Place::Removed);
    }

    /// Takes over everything of another set of changes, as if done after these.
    pub fn extend(&mut self, later: Self) {
        for table in Table::ALL {
            let Some(changes) = later.tables.get(&table) else { continue };
            for key in &changes.removed {
                self.remove(table, key.clone());
            }
        }
        for (table, changes) in later.tables {
            for row in changes.rows {
                self.write(table, row);
            }
        }
    }

    /// The tables with something to write, in the order in which they are written.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (Table, &TableChanges)> {
        Table::ALL.into_iter().filter_map(|table| Some((table, self.tables.get(&table)?)))
    }
}

fn key_of(table: Table, row: &[Value]) -> Box<[Value]> {
    row.get(..table.key_columns()).unwrap_or(row).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timer(case: &str, due: i64) -> Vec<Value> {
        vec!["990101".into(), case.into(), due.into()]
    }

    fn key(case: &str) -> Vec<Value> {
        vec!["990101".into(), case.into()]
    }

    #[test]
    fn the_last_word_counts() {
        let mut changes = Changes::new();
        changes.write(Table::Timers, timer("a", 1));
        changes.write(Table::Timers, timer("b", 1));
        changes.write(Table::Timers, timer("a", 2));
        changes.remove(Table::Timers, key("b"));
        let mut later = Changes::new();
        later.remove(Table::Timers, key("a"));
        later.write(Table::Timers, timer("b", 3));
        later.write(Table::Timers, timer("a", 4));
        later.remove(Table::Timers, key("c"));
        changes.extend(later);
        let (_, timers) = changes.in_order().next().unwrap();
        assert_eq!(timers.rows, [timer("b", 3), timer("a", 4)]);
        assert_eq!(timers.removed, [key("b"), key("a"), key("c")]);
    }
}
