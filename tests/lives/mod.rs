//! Whole lives of cases, played in a real browser by the people who live them.

mod accessibility;
mod deciding;
mod driver;
mod house;
mod workspace;
