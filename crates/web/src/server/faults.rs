//! Faults of the system: whoever asked is told a number, and the operator finds what happened under it in the program's
//! output. What a database or a file says may hold what is nobody's business.

use std::fmt::Display;
use std::io::Write;
use std::sync::atomic::{AtomicU32, Ordering};

/// Writes down a fault; the number under which it stands in the output.
pub(super) fn noted(error: &dyn Display) -> String {
    static FAULTS: AtomicU32 = AtomicU32::new(0);
    let count = FAULTS.fetch_add(1, Ordering::Relaxed) + 1;
    let number = format!("{:x}-{count}", std::process::id());
    // Nobody may be there to read it; that stops no answer.
    let _ = writeln!(std::io::stderr().lock(), "fault {number}: {error}");
    number
}

#[cfg(test)]
mod tests {
    use super::noted;

    #[test]
    fn each_fault_has_a_number_of_its_own() {
        assert_ne!(noted(&"the disk is full"), noted(&"the disk is full"));
    }
}
