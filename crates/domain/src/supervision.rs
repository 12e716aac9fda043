//! Supervision (监察): rules that judge each event in the moment it is recorded, and time itself.
//!
//! A rule is data (`law/rules/<id>/`); its kind is code, one file each under `kinds/`. Evaluation is incremental:
//! a detector sees what one event changed, never the whole case again. A finding is evidence with a reason, not
//! an accusation.

pub mod detector;
pub mod finding;
pub mod judge;
pub mod kinds;
pub mod message;
pub mod pack;
pub mod panel;
pub mod rule;
#[cfg(test)]
mod tests;
