//! Mapping files: what the words of a log mean in a procedure.
//!
//! Activities become stages or acts, attributes become parties, posts and money; the zone, the deadlines that the
//! log carries itself and the values that mean "absent" are said once.

mod convert;
mod document;
pub mod draft;
#[cfg(test)]
mod tests;

pub use convert::{CaseKey, Converted, ConvertedEvent, Mapper};
pub use document::{Mapping, Unmapped};
