//! How people and programs see it: the pages of the hall, the live board and the cards, and the report of a check.
//!
//! Knows operations and the domain, never SQL. What people read comes from `templates/` and `locales/`.

pub mod pages;
pub mod report;
pub mod server;
pub mod wording;
