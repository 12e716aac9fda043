//! Us, the peers and the physical limit, side by side in one run: medians of interleaved runs, and ratios.
//!
//! The peers' parse alone is set against our whole job: parse, replay, rules and JSON out. Seconds depend on the
//! machine and its load; the ratios of one run are what counts.

mod logs;
mod measure;
mod peers;

use measure::{Measured, measure, median};
use std::path::{Path, PathBuf};
use std::process::Command;

const RUNS: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        // The peers run in processes of their own, so that memory and time are theirs alone.
        [peer, path] => peers::run(peer, path),
        _ => compare(),
    }
}

fn variable(name: &str) -> PathBuf {
    PathBuf::from(std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: run `cargo xtask bench`")))
}

fn compare() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let logs = logs::prepare(&variable("YANGGUANG_DATA"));
    calendar(&root);
    println!("\nRoad traffic fines: {} MB of XML, plain, from the page cache; {RUNS} interleaved runs\n", logs.megabytes);
    let ours = |log: &Path| {
        let mut command = Command::new(variable("YANGGUANG_PROGRAM"));
        command.arg("check").arg(log);
        command.arg("--mapping").arg(root.join("examples/road-fines/mapping.toml"));
        command.args(["--format", "json", "--fail-on", "3", "--output"]).arg(logs.folder.join("findings.json"));
        command
    };
    let own = std::env::current_exe().expect("the path of this program");
    let peer = |name: &str, log: &Path| {
        let mut command = Command::new(&own);
        command.arg(name).arg(log);
        command
    };
    let mut rows: Vec<(&str, Vec<Measured>)> = vec![
        ("yangguang check: parse, replay, rules, JSON out", Vec::new()),
        ("process_mining 0.6.2: streaming parse alone", Vec::new()),
        ("process_mining 0.6.2: parse to EventLog alone", Vec::new()),
        ("quick-xml: every tag visited, nothing kept (limit)", Vec::new()),
        ("read of the file (limit)", Vec::new()),
    ];
    for _ in 0..RUNS {
        let commands = [
            ours(&logs.once),
            peer("stream", &logs.once),
            peer("eventlog", &logs.once),
            peer("tags", &logs.once),
            peer("read", &logs.once),
        ];
        for ((_, runs), command) in rows.iter_mut().zip(commands) {
            runs.push(measure(command));
        }
    }
    let python = variable("YANGGUANG_PYTHON");
    let code = "import sys, time; import pm4py; start = time.perf_counter(); \
                pm4py.read_xes(sys.argv[1], show_progress_bar=False); \
                print('inside', time.perf_counter() - start)";
    let pm4py = (0..3).map(|_| {
        let mut command = Command::new(&python);
        command.args(["-W", "ignore", "-c", code]).arg(&logs.once);
        measure(command)
    });
    rows.push(("pm4py 2.7 with rustxes: read alone, imports included", pm4py.collect()));
    let base = median(&rows[0].1).seconds;
    println!("| what | wall s | CPU s | peak MiB | wall, ours = 1 |\n|---|---|---|---|---|");
    for (name, runs) in &rows {
        let row = median(runs);
        println!("| {name} | {:.2} | {:.2} | {} | {:.2} |", row.seconds, row.cpu_seconds, row.peak_mib, row.seconds / base);
    }
    if let Some(inside) = rows[5].1.iter().filter_map(|run| run.inside).reduce(f64::min) {
        println!("| pm4py 2.7 with rustxes: read alone, imports left out (best) | {inside:.2} | | | {:.2} |", inside / base);
    }
    println!("\nTen times the log ({} MB):\n", logs.megabytes * 10);
    let runs: Vec<Measured> = (0..3).map(|_| measure(ours(&logs.tenfold))).collect();
    let (tenfold, single) = (median(&runs), median(&rows[0].1));
    println!(
        "yangguang check: {:.2} s wall, {:.2} s CPU: {:.1} and {:.1} times the single log; peak {} MiB",
        tenfold.seconds,
        tenfold.cpu_seconds,
        tenfold.seconds / single.seconds,
        tenfold.cpu_seconds / single.cpu_seconds,
        tenfold.peak_mib
    );
}

/// One working-day addition.
fn calendar(root: &Path) {
    let folder = root.join("law/calendars/cn");
    let main = std::fs::read_to_string(folder.join("calendar.toml")).expect("the calendar");
    let texts: Vec<(String, String)> = (2004..=2026)
        .map(|year| {
            let name = format!("{year}.toml");
            let text = std::fs::read_to_string(folder.join(&name)).expect("the notice");
            (name, text)
        })
        .collect();
    let notices: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let calendar = domain::calendar::Calendar::parse(("calendar.toml", &main), &notices).expect("a sound calendar");
    let days: Vec<jiff::civil::Date> =
        jiff::civil::date(2004, 1, 1).series(jiff::Span::new().days(1)).take(8_000).collect();
    let mut sum = 0_i64;
    let mut best = f64::MAX;
    for _ in 0..5 {
        let started = std::time::Instant::now();
        for amount in 1..=120 {
            for day in &days {
                sum += i64::from(calendar.add_working_days(*day, amount).expect("inside the calendar").day());
            }
        }
        best = best.min(started.elapsed().as_secs_f64() * 1e9 / (120.0 * days.len() as f64));
    }
    println!("One working-day addition: {best:.1} ns (8,000 start days, 1 to 120 days; checksum {sum})");
}
