//! Where it is kept: the only crate that knows SQL, and the only place with a transaction.
//!
//! SQLite and PostgreSQL under one schema. All writing goes through one [`writer::Writer`], which collects what waits
//! into one transaction and acknowledges only what is durable. Reading goes through [`readers::Readers`], in parallel.
//! Nothing here decides: what is written is handed in.

pub mod cards;
pub mod cases;
pub mod changes;
pub mod checkpoints;
pub mod connection;
pub mod database;
pub mod examination;
pub mod figures;
pub mod leases;
pub mod log;
mod migrations;
mod postgresql;
pub mod readers;
pub mod records;
pub mod register;
pub mod requests;
pub mod settings;
mod sqlite;
pub mod table;
pub mod tasks;
pub mod timers;
pub mod value;
pub mod writer;
