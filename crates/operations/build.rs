//! The law is part of the program: a new law file must rebuild it, not only a changed one.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    writeln!(io::stdout(), "cargo::rerun-if-changed=../../law")
}
