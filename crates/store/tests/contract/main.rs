//! The contract of the store: one suite of tests, run on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

/// Makes of each function a test on SQLite and a test on PostgreSQL.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $test() { super::$test(&crate::place::Place::sqlite()); })*
        }
        mod postgresql {
            $(#[test] fn $test() {
                if let Some(place) = crate::place::Place::postgres() {
                    super::$test(&place);
                }
            })*
        }
    };
}

mod figures;
mod kept;
mod leases;
mod lists;
mod migrations;
mod place;
mod plans;
mod rows;
mod tables;
mod tasks;
mod transactions;
mod values;
mod writer;
