//! What is true: calendars, limits, clocks, procedures, items, cases, supervision and cards.
//!
//! Pure and synchronous. This crate does no input or output, reads no clock, makes no randomness, knows no
//! SQL and no wire format. Time is an argument; law files are parsed from text that is handed in; functions
//! that can fail return errors, and none panics on any input.
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

pub mod basis;
pub mod calendar;
pub mod card;
pub mod case;
pub mod catalogue;
pub mod clock;
pub mod credit_code;
pub mod event;
pub mod explanation;
pub mod identity_number;
pub mod item;
pub mod law_file;
pub mod level;
pub mod life_event;
pub mod limit;
pub mod procedure;
pub mod remedy;
pub mod supervision;
pub mod text;
