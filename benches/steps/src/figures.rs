//! What one run of one contestant came to.

use serde_json::Value;

#[derive(Debug, Clone, Default)]
pub struct Figures {
    pub steps_per_second: f64,
    pub cpu_milliseconds: f64,
    pub p50: f64,
    pub p99: f64,
    /// Not recorded, for whatever reason, in words.
    pub trouble: Option<String>,
}

impl Figures {
    /// From the line of JSON that limits and peers print.
    pub fn parse(output: &str) -> Result<Self, String> {
        let line = output.lines().last().unwrap_or_default();
        let value: Value =
            serde_json::from_str(line).map_err(|error| format!("{error}: {output}"))?;
        let number =
            |name: &str| value[name].as_f64().ok_or_else(|| format!("no `{name}`: {line}"));
        let steps = number("steps")?.max(1.0);
        Ok(Self {
            steps_per_second: steps / number("seconds")?,
            cpu_milliseconds: number("cpu_seconds")? * 1e3 / steps,
            p50: number("p50_ms")?,
            p99: number("p99_ms")?,
            trouble: None,
        })
    }

    /// The run of median rate.
    pub fn median(runs: &[Self]) -> Self {
        let mut sorted = runs.to_vec();
        sorted.sort_by(|left, right| left.steps_per_second.total_cmp(&right.steps_per_second));
        sorted.get(sorted.len() / 2).cloned().unwrap_or_default()
    }
}

impl From<&load::Report> for Figures {
    fn from(report: &load::Report) -> Self {
        let lost = report.failed + report.refused.values().sum::<u64>();
        let words = || format!("{lost} steps not recorded: {}", report.first_trouble.join("; "));
        Self {
            steps_per_second: report.steps_per_second(),
            cpu_milliseconds: report.watched_milliseconds_per_step(),
            p50: report.latencies.percentile(50.0),
            p99: report.latencies.percentile(99.0),
            trouble: (lost > 0).then(words),
        }
    }
}
