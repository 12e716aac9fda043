//! What can be done: one file per use case. Opens files and asks the domain; decides nothing about the law itself.
//!
//! So far: checking an organ's case log, drafting a mapping for it, exporting it, publishing a procedure, and
//! explaining a due date.

pub mod check;
pub mod export;
pub mod law_library;
pub mod log_file;
pub mod map;
pub mod procedure;
