//! The product, tried as its users do: one test binary, so that it links once.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests stop at the first surprise and say what they skipped"
)]

mod attempts;
mod browser;
mod calendars;
mod check;
mod command_line;
mod documentation;
mod export;
mod live;
mod lives;
mod map;
mod people;
mod real_logs;
mod refusals;
mod support;
mod sweep;
mod tables;
