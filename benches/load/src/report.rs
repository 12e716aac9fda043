//! What a run came to.

use crate::latency::Latencies;
use std::collections::BTreeMap;
use std::fmt;

/// The figures of the measured window, the warm-up left out.
#[derive(Debug, Default)]
pub struct Report {
    /// Length of the window.
    pub seconds: f64,
    /// Steps that were acknowledged.
    pub accepted: u64,
    /// Cases that went through their whole life.
    pub cases: u64,
    /// Answers other than success, by status.
    pub refused: BTreeMap<u16, u64>,
    /// Steps without an answer.
    pub failed: u64,
    /// The first refusal and the first failure in their own words, also from the warm-up.
    pub first_trouble: Vec<String>,
    /// Of accepted steps.
    pub latencies: Latencies,
    /// CPU time of this program.
    pub own_cpu_seconds: f64,
    /// CPU time of the processes that it was told to watch, and of their descendants.
    pub watched_cpu_seconds: f64,
}

impl Report {
    /// Accepted steps per second.
    pub fn steps_per_second(&self) -> f64 {
        self.accepted as f64 / self.seconds.max(1e-9)
    }

    /// CPU time of the watched processes per accepted step.
    pub fn watched_milliseconds_per_step(&self) -> f64 {
        self.watched_cpu_seconds * 1e3 / (self.accepted as f64).max(1.0)
    }

    /// One line that other programs can read.
    pub fn json(&self) -> String {
        let refused: u64 = self.refused.values().sum();
        serde_json::json!({
            "seconds": self.seconds,
            "steps": self.accepted,
            "cases": self.cases,
            "refused": refused,
            "failed": self.failed,
            "cpu_seconds": self.watched_cpu_seconds,
            "load_cpu_seconds": self.own_cpu_seconds,
            "p50_ms": self.latencies.percentile(50.0),
            "p90_ms": self.latencies.percentile(90.0),
            "p99_ms": self.latencies.percentile(99.0),
            "max_ms": self.latencies.max(),
            "trouble": self.first_trouble,
        })
        .to_string()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rate = self.steps_per_second();
        writeln!(
            f,
            "accepted   {} steps, {} whole cases in {:.2} s",
            self.accepted, self.cases, self.seconds
        )?;
        writeln!(f, "rate       {rate:.0} steps/s")?;
        let [p50, p90, p99] = [50.0, 90.0, 99.0].map(|percent| self.latencies.percentile(percent));
        let max = self.latencies.max();
        writeln!(f, "latency    p50 {p50:.2}  p90 {p90:.2}  p99 {p99:.2}  max {max:.2} ms")?;
        writeln!(f, "refused    {:?}", self.refused)?;
        writeln!(f, "failed     {}", self.failed)?;
        for trouble in &self.first_trouble {
            writeln!(f, "           {trouble}")?;
        }
        let own = self.own_cpu_seconds * 1e3 / (self.accepted as f64).max(1.0);
        writeln!(f, "own CPU    {:.2} s, {own:.4} ms per step", self.own_cpu_seconds)?;
        let watched = self.watched_milliseconds_per_step();
        write!(f, "watched    {:.2} s CPU, {watched:.4} ms per step", self.watched_cpu_seconds)
    }
}
