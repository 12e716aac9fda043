//! CPU time of this process and of others, from /proc.

use std::collections::BTreeSet;

/// Clock ticks of Linux, per second.
const TICKS: f64 = 100.0;

/// What /proc says of a process: its parent, its own ticks, and those of its children that ended.
fn stat(process: &str) -> Option<(u32, u64)> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    let ticks = number(11)? + number(12)? + number(13)? + number(14)?;
    Some((fields.get(1)?.parse().ok()?, ticks))
}

/// User and system time of this process.
pub fn own_seconds() -> f64 {
    stat("self").map_or(0.0, |(_, ticks)| ticks as f64 / TICKS)
}

/// User and system time of processes and of all that descend from them, also of those that ended.
pub fn family_seconds(processes: &[u32]) -> f64 {
    let all: Vec<(u32, u32, u64)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let number = name.parse().ok()?;
            let (parent, ticks) = stat(&name)?;
            Some((number, parent, ticks))
        })
        .collect();
    let mut family: BTreeSet<u32> = processes.iter().copied().collect();
    let mut before = 0;
    while family.len() > before {
        before = family.len();
        let children = all.iter().filter(|(_, parent, _)| family.contains(parent));
        let children: Vec<u32> = children.map(|(number, _, _)| *number).collect();
        family.extend(children);
    }
    let ticks = all.iter().filter(|(number, _, _)| family.contains(number));
    ticks.map(|(_, _, ticks)| *ticks as f64 / TICKS).sum()
}
