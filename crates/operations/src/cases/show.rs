//! Looking at a case.
