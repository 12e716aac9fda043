//! Load on the HTTP interface: many clients, each of which endlessly takes cases through their whole life.
//!
//! One thread, one `epoll`, one read and one write per step, so that on a small machine the cores are left to the server.
//! What the interface looks like stands in `api.rs` alone; which steps a case takes stands in a plan, a file of data.

pub mod api;
mod connection;
mod cpu;
mod http;
mod latency;
pub mod plan;
mod report;
mod run;

pub use cpu::{family_seconds, own_seconds};
pub use latency::Latencies;
pub use plan::{Plan, Tokens};
pub use report::Report;
pub use run::{Options, run};
