//! Charts as plain SVG: no script, prints well, and says its numbers in text beside the bars.

/// A bar of a horizontal bar chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    /// What it stands for.
    pub(super) label: String,
    /// Its number as people read it.
    pub(super) shown: String,
    /// Its length in thousandths of the longest.
    pub(super) thousandths: u64,
    /// Level, for its colour and sign.
    pub(super) level: u8,
}

/// Bars scaled to the longest.
pub(super) fn bars(values: impl Iterator<Item = (String, u64, String, u8)>) -> Vec<Bar> {
    let values: Vec<_> = values.collect();
    let longest = values.iter().map(|(_, value, ..)| *value).max().unwrap_or(0).max(1);
    values
        .into_iter()
        .map(|(label, value, shown, level)| Bar {
            label,
            shown,
            // A bar that is there can be seen.
            thousandths: (value * 1_000 / longest).max(u64::from(value > 0) * 4),
            level,
        })
        .collect()
}
