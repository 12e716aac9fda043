//! Drawing structures from a list of numbers: shrinking the list shrinks the structure.

use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// A list of numbers, read from the front; zeros when it is used up.
pub(crate) struct Choices<'a> {
    numbers: std::slice::Iter<'a, u16>,
}

impl Choices<'_> {
    /// A number below `count`; 0 when `count` is 0.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let number = self.numbers.next().copied().unwrap_or(0);
        if count == 0 { 0 } else { usize::from(number) % count }
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of several; `None` only when there are none.
    pub(crate) fn of<'b, T>(&mut self, all: &'b [T]) -> Option<&'b T> {
        let position = self.below(all.len());
        all.get(position)
    }
}

/// How many times as many cases to draw, for a longer search: `PROPERTY_FACTOR=50 cargo test -p domain`.
fn factor() -> u32 {
    std::env::var("PROPERTY_FACTOR").ok().and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

/// Runs a check on `cases` lists of `length` numbers.
pub(crate) fn check(cases: u32, length: usize, test: impl Fn(&mut Choices<'_>)) {
    let config = Config { cases: cases * factor(), failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let numbers = vec(proptest::num::u16::ANY, length..=length).no_shrink();
    let outcome = runner.run(&numbers, |numbers| {
        test(&mut Choices { numbers: numbers.iter() });
        Ok::<(), TestCaseError>(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}
