//! Properties of the core that hold for everything that can happen, not only for the examples.
//!
//! The cases are drawn from a fixed seed, so that a failure is the same failure everywhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests stop at the first surprise"
)]

mod calendars;
mod choices;
mod clocks;
mod commands;
mod courses;
mod graph;
mod options;
mod replay;
#[path = "../law/shelf.rs"]
mod shelf;
mod soundness;
mod tokens;
