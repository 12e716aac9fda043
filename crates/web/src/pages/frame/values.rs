//! Values that templates hand over: owned here, borrowed there, always shown the same.

use domain::limit::Period;

/// A number that templates show, wherever it stands.
pub(crate) trait Count {
    /// The number.
    fn count(self) -> u64;
}

impl Count for u64 {
    fn count(self) -> u64 {
        self
    }
}

impl Count for u32 {
    fn count(self) -> u64 {
        self.into()
    }
}

impl Count for usize {
    fn count(self) -> u64 {
        self as u64
    }
}

impl<T: Count + Copy> Count for &T {
    fn count(self) -> u64 {
        (*self).count()
    }
}

/// A length of time that templates show, wherever it stands.
pub(crate) trait Lasting {
    /// The period.
    fn period(self) -> Period;
}

impl Lasting for Period {
    fn period(self) -> Period {
        self
    }
}

impl<T: Lasting + Copy> Lasting for &T {
    fn period(self) -> Period {
        (*self).period()
    }
}
