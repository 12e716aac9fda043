//! The platform at work, in a folder of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::allow_attributes,
    reason = "tests stop at the first surprise, and show figures with --nocapture"
)]

mod cards;
mod simulation;
mod world;
