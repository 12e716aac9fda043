//! Where it is kept: the only crate that will know SQL.
//!
//! Checking a log needs no store, so there is none yet. SQLite and PostgreSQL under one schema, one contract-test
//! suite and the writer with group commit come with the running system (`docs/decisions/0003-what-comes-next.md`).
//! The crate stands here so that its place among the others, and what it may know, is fixed from the beginning.
