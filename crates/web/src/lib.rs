//! How people and programs see it. So far: the report of a check, as text and as one self-contained page.
//!
//! Knows operations and the domain, never SQL. What people read comes from `templates/` and `locales/`.

pub mod report;
pub mod wording;
