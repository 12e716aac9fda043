//! The running platform, through its command line and HTTP.

mod api;
mod pages;
mod server;
mod tampering;
