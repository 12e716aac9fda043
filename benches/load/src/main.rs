//! `load`: cases through their whole life, over HTTP, by many clients or by one.

use load::{Options, Plan, Tokens};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Duration;

const USAGE: &str = "load --address HOST:PORT --plan FILE --tokens FILE [options]

  --address       where the server listens, as numbers: 127.0.0.1:8080
  --plan          the steps of a case's life, JSON
  --tokens        JSON: the token of each post that the plan names
  --connections   clients at a time (64); 1 for the latency of a lone client
  --warm-up       seconds before measuring (2)
  --seconds       seconds measured (10)
  --journal       file to which each acknowledged step adds a line: jurisdiction,case,n,leaf
  --watch         process ids, separated by commas, whose CPU time is reported
  --json          yes: one line of JSON";

fn main() -> ExitCode {
    match run() {
        Ok(accepted) => ExitCode::from(u8::from(accepted == 0)),
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<u64, String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut options = BTreeMap::new();
    for pair in words.chunks(2) {
        match pair {
            [name, value] if name.starts_with("--") => {
                options.insert(name.as_str(), value.as_str())
            }
            _ => return Err(USAGE.to_owned()),
        };
    }
    let mut take = |name: &str, default: Option<&'static str>| {
        let value = options.remove(name).or(default);
        value.ok_or_else(|| format!("{name} is missing\n\n{USAGE}"))
    };
    let read =
        |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let number = |text: &str| text.parse::<f64>().map_err(|_| format!("`{text}` is no number"));
    let address = take("--address", None)?;
    let plan = Plan::parse(&read(take("--plan", None)?)?)?;
    let tokens: Tokens = serde_json::from_str(&read(take("--tokens", None)?)?)
        .map_err(|error| format!("the tokens: {error}"))?;
    let journal = match take("--journal", Some(""))? {
        "" => None,
        path => {
            let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
            Some(file.map_err(|error| format!("{path}: {error}"))?)
        }
    };
    let watched = take("--watch", Some(""))?.split(',').filter(|word| !word.is_empty());
    let watched: Result<Vec<u32>, _> = watched.map(str::parse).collect();
    let run = Options {
        address: address.parse().map_err(|_| format!("`{address}` is no address"))?,
        connections: number(take("--connections", Some("64"))?)? as usize,
        warm_up: Duration::from_secs_f64(number(take("--warm-up", Some("2"))?)?),
        duration: Duration::from_secs_f64(number(take("--seconds", Some("10"))?)?),
        journal,
        watched: watched.map_err(|_| "--watch takes process ids".to_owned())?,
        name: name_of_run()?,
    };
    let json = take("--json", Some("no"))? == "yes";
    if let Some(unknown) = options.keys().next() {
        return Err(format!("unknown: {unknown}\n\n{USAGE}"));
    }
    let report = load::run(&plan, &tokens, run)?;
    println!("{}", if json { report.json() } else { report.to_string() });
    Ok(report.accepted)
}

fn name_of_run() -> Result<String, String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/uuid")
        .map_err(|error| error.to_string())?;
    Ok(text.split('-').next().unwrap_or_default().to_owned())
}
