//! Latencies in buckets whose width grows with the value: three in a hundred exact, at any number of values.

const STEPS_PER_DOUBLING: u64 = 32;
const BUCKETS: usize = 64 * 32;

/// How long things took.
#[derive(Debug, Clone)]
pub struct Latencies {
    buckets: Vec<u64>,
    count: u64,
    max: u64,
}

impl Default for Latencies {
    fn default() -> Self {
        Self { buckets: vec![0; BUCKETS], count: 0, max: 0 }
    }
}

impl Latencies {
    /// One more.
    pub fn add(&mut self, microseconds: u64) {
        self.buckets[bucket(microseconds)] += 1;
        self.count += 1;
        self.max = self.max.max(microseconds);
    }

    /// The longest, in milliseconds.
    pub fn max(&self) -> f64 {
        self.max as f64 / 1e3
    }

    /// So many of a hundred took no longer than this, in milliseconds.
    pub fn percentile(&self, percent: f64) -> f64 {
        let wanted = (self.count as f64 * percent / 100.0).ceil() as u64;
        let mut seen = 0;
        for (index, count) in self.buckets.iter().enumerate() {
            seen += count;
            if seen >= wanted.max(1) {
                return upper(index).min(self.max) as f64 / 1e3;
            }
        }
        self.max()
    }
}

fn bucket(value: u64) -> usize {
    if value < STEPS_PER_DOUBLING {
        return value as usize;
    }
    let shift = value.ilog2() - STEPS_PER_DOUBLING.ilog2();
    let step = (value >> shift) - STEPS_PER_DOUBLING;
    (STEPS_PER_DOUBLING * u64::from(shift + 1) + step) as usize
}

/// The largest value of a bucket.
fn upper(index: usize) -> u64 {
    let index = index as u64;
    if index < STEPS_PER_DOUBLING {
        return index;
    }
    let shift = index / STEPS_PER_DOUBLING - 1;
    ((index % STEPS_PER_DOUBLING + STEPS_PER_DOUBLING + 1) << shift) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_lies_at_most_three_percent_below_the_top_of_its_bucket() {
        for value in (0..100_000).chain([1_000_000, 60_000_000]) {
            let top = upper(bucket(value));
            assert!(top >= value && top as f64 <= value as f64 * 1.033, "{value} {top}");
        }
    }

    #[test]
    fn percentiles_of_known_values() {
        let mut latencies = Latencies::default();
        (1..=1_000).for_each(|value| latencies.add(value * 1_000));
        assert!((latencies.percentile(50.0) - 500.0).abs() < 17.0);
        assert!((latencies.percentile(99.0) - 990.0).abs() < 33.0);
        assert_eq!(latencies.percentile(100.0), 1_000.0);
    }
}
