//! How data crosses the border: XES, CSV and XLSX in; XES, CSV and OCEL 2.0 out.
//!
//! Works over `Read` and `Write` that are handed in; opens no files itself. Readers stream where the format allows
//! it. Malformed input is an error that names its place, or, when the caller is lenient, a counted problem; it is
//! never silently skipped.
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

pub mod catalogue;
pub mod export;
pub mod input_error;
pub mod mapping;
pub mod moment;
pub mod raw;
pub mod source;
pub mod survey;
