//! The law files of the project, read by the code that will use them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests stop at the first surprise"
)]

mod calendars;
mod catalogue;
mod examples;
mod items;
mod procedures;
mod province;
mod province_checks;
mod shelf;
