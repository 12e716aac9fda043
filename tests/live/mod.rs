//! The running platform, through its command line and HTTP.

mod api;
mod back_office;
mod cross_site;
mod leaving;
mod letterbox;
mod letters;
mod letters_sealed;
mod log_name;
pub(crate) mod pages;
#[cfg(unix)]
mod private;
mod quotas;
mod refused_before;
mod second_factor;
pub(crate) mod server;
mod signing_in;
mod stream;
mod tampering;
