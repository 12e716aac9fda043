//! How it is proved: leaves, what they commit to, the Merkle tree over them and the signed checkpoint over it.
//!
//! Salted commitments in the form of RFC 9901, plain RFC 6962 hashing, the C2SP `tlog-checkpoint` text in a
//! `signed-note`, so that foreign verifiers can check each of them. `docs/reference/ledger.md` gives the formats
//! byte by byte. No database, no input or output, no clock, no randomness: time, seeds and keys are arguments, and
//! an auditor can build and use this crate alone. Tiles come with the running system.
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod base64url;
pub mod checkpoint;
pub mod commitment;
pub mod json;
pub mod leaf;
pub mod merkle;
pub mod note;
#[cfg(test)]
mod page;
pub mod time;
pub mod verify;
