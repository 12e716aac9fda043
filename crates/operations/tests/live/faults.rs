//! The platform under faults: a full disk, a disk that does not keep what it was given, a sudden death.

mod disk;
mod drive;
mod fsync;
mod kill;
