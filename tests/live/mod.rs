//! The running platform, through its command line and HTTP.

mod api;
pub(crate) mod pages;
pub(crate) mod server;
mod tampering;
