//! How it is proved: the Merkle tree over leaves and the checkpoint that commits to it.
//!
//! Plain RFC 6962 hashing and the C2SP `tlog-checkpoint` text, so that foreign verifiers can check both. No
//! database, no input or output: an auditor can build and use this crate alone. Signing and tiles come with the
//! running system.
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

pub mod checkpoint;
pub mod merkle;
