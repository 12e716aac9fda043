//! Commands: the whole life of a licence, every refusal once with its article, and what time does by itself.

mod collection;
mod desk;
mod life;
mod options;
mod refusals;
mod rows;
mod silence;
