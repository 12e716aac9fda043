//! The table at the end.

use crate::contestants::{Contestant, Role};
use crate::figures::Figures;

/// Prints a condition's table; the columns at the right say how many times better ours is.
pub fn print(condition: &str, contestants: &[Contestant], runs: &[Vec<Figures>]) {
    let medians: Vec<Figures> = runs.iter().map(|runs| Figures::median(runs)).collect();
    let of =
        |role: Role| contestants.iter().position(|one| one.role == role).map(|at| &medians[at]);
    println!("\n{condition}:\n");
    let (head, line) = match of(Role::Ours) {
        Some(_) => (" ours: rate | ours: CPU |", "---|---|"),
        None => ("", ""),
    };
    println!("| what | steps/s | (least to most) | CPU ms per step | p50 ms | p99 ms |{head}");
    println!("|---|---|---|---|---|---|{line}");
    for ((contestant, row), runs) in contestants.iter().zip(&medians).zip(runs) {
        let rates = runs.iter().map(|run| run.steps_per_second);
        let least = rates.clone().fold(f64::MAX, f64::min);
        let most = rates.fold(0.0, f64::max);
        let ratios = of(Role::Ours).map_or(String::new(), |ours| {
            let rate = ours.steps_per_second / row.steps_per_second;
            let cpu = row.cpu_milliseconds / ours.cpu_milliseconds.max(1e-9);
            format!(" × {rate:.2} | × {cpu:.2} |")
        });
        println!(
            "| {} | {:.0} | ({least:.0} to {most:.0}) | {:.3} | {:.2} | {:.2} |{ratios}",
            contestant.name, row.steps_per_second, row.cpu_milliseconds, row.p50, row.p99,
        );
    }
    if let (Some(lone), Some(disk)) = (of(Role::LoneClient), of(Role::Disk)) {
        let above = lone.p50 - disk.p50;
        println!(
            "\nA lone client waits {:.2} ms: fdatasync {:.2} ms and {above:.2} ms.",
            lone.p50, disk.p50
        );
    }
    for (contestant, row) in contestants.iter().zip(&medians) {
        if let Some(trouble) = &row.trouble {
            println!("\n{}: {trouble}", contestant.name);
        }
    }
}
