//! The platform at work, in a folder and a database of its own.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests stop at the first surprise, and show figures with --nocapture"
)]

/// Makes of each function a test on SQLite and a test on PostgreSQL; a function is told where.
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $test() { super::$test(crate::world::Site::sqlite()); })*
        }
        mod postgresql {
            $(#[test] fn $test() {
                if let Some(site) = crate::world::Site::postgres() {
                    super::$test(site);
                }
            })*
        }
    };
}

mod asked;
mod cards;
mod catalogue;
mod certificates;
mod clock;
mod codes;
mod delegating;
mod examination;
mod faults;
mod feeds;
mod hall;
mod hostile;
mod impartiality;
mod import;
mod law;
mod limits;
mod logs;
mod options;
mod parties;
mod pick_up;
mod quotas;
mod ratings;
mod records;
mod replacement;
mod requests;
mod rights;
mod search;
mod silence;
mod simulation;
mod soundness;
mod tasks;
mod timers;
mod walks;
mod windows;
mod workspace;
mod world;
