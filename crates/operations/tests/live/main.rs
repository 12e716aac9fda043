//! The platform at work, in a folder of its own.

mod cards;
mod simulation;
mod world;
