//! The limits: what the disk allows, and what the least that a program can do comes to.

use load::{Latencies, own_seconds};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const BLOCK_BYTES: usize = 4096;
const FILE_BLOCKS: u64 = 4096;
const STEPS_OF_A_CASE: u64 = 7;

const SCHEMA: &str = "
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table step (
        case_id integer not null, n integer not null, body text not null, primary key (case_id, n)
    ) strict, without rowid;
    create table head (case_id integer primary key, n integer not null, stage text not null) strict;
";
const BODY: &str = r#"{"act":"complete","stage":"examine","outcome":"completed","by":"examiner","reason":"the materials meet the conditions of the law","recorded_at":"2026-03-05T09:30:00.000+08:00"}"#;

pub fn run(name: &str, folder: &Path, seconds: &str) -> Result<(), String> {
    let seconds: f64 = seconds.parse().map_err(|_| "no number of seconds")?;
    let duration = Duration::from_secs_f64(seconds);
    match name {
        "disk" => disk(folder, duration).map_err(|error| error.to_string()),
        "sqlite" => sqlite(folder, duration).map_err(|error| error.to_string()),
        _ => Err(format!("no limit `{name}`")),
    }
}

/// Writes 4 KiB and waits until they are on the disk; the file is there before, so that nothing else is written.
fn disk(folder: &Path, duration: Duration) -> std::io::Result<()> {
    let mut file = File::create(folder.join("disk"))?;
    let block = [7; BLOCK_BYTES];
    for _ in 0..FILE_BLOCKS {
        file.write_all(&block)?;
    }
    file.sync_all()?;
    measured(duration, |step| {
        file.seek(SeekFrom::Start(step % FILE_BLOCKS * BLOCK_BYTES as u64))?;
        file.write_all(&block)?;
        file.sync_data()
    })
}

/// One transaction per step, by hand: one insert and one update.
fn sqlite(folder: &Path, duration: Duration) -> rusqlite::Result<()> {
    let mut connection = rusqlite::Connection::open(folder.join("limit.sqlite"))?;
    connection.execute_batch(SCHEMA)?;
    measured(duration, |step| {
        let (case, n) = (step / STEPS_OF_A_CASE, step % STEPS_OF_A_CASE + 1);
        let (case, n) = (case.cast_signed(), n.cast_signed());
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        transaction
            .prepare_cached("insert into step values (?, ?, ?)")?
            .execute((case, n, BODY))?;
        let sql = if n == 1 {
            "insert into head (n, stage, case_id) values (?, ?, ?)"
        } else {
            "update head set n = ?, stage = ? where case_id = ?"
        };
        transaction.prepare_cached(sql)?.execute((n, "examine", case))?;
        transaction.commit()
    })
}

/// Does it again and again, and prints the figures.
fn measured<E>(duration: Duration, mut step: impl FnMut(u64) -> Result<(), E>) -> Result<(), E> {
    let mut latencies = Latencies::default();
    let (cpu, started) = (own_seconds(), Instant::now());
    let mut steps = 0;
    while started.elapsed() < duration {
        let began = Instant::now();
        step(steps)?;
        latencies.add(began.elapsed().as_micros() as u64);
        steps += 1;
    }
    let figures = serde_json::json!({
        "steps": steps,
        "seconds": started.elapsed().as_secs_f64(),
        "cpu_seconds": own_seconds() - cpu,
        "p50_ms": latencies.percentile(50.0),
        "p99_ms": latencies.percentile(99.0),
    });
    println!("{figures}");
    Ok(())
}
