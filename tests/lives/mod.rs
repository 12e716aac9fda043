//! Whole lives of cases, played in a real browser by the people who live them.

mod accessibility;
mod applying;
mod deciding;
mod driver;
pub(crate) mod house;
mod workspace;
