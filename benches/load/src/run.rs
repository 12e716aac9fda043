//! The run: all clients on one thread.

use crate::connection::{Connection, Event};
use crate::cpu::{family_seconds, own_seconds};
use crate::plan::{self, Plan, Ready, Tokens};
use crate::report::Report;
use mio::{Events, Poll};
use std::fs::File;
use std::io::Write;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How to run.
pub struct Options {
    /// Where the server listens.
    pub address: SocketAddr,
    /// How many clients.
    pub connections: usize,
    /// Not measured.
    pub warm_up: Duration,
    /// Measured, after the warm-up.
    pub duration: Duration,
    /// One line per acknowledged step: jurisdiction, case, step, leaf. Written before the next step is sent.
    pub journal: Option<File>,
    /// Processes whose CPU time is reported, with their descendants.
    pub watched: Vec<u32>,
    /// Makes idempotency keys and `{unique}` differ between runs.
    pub name: String,
}

struct Run {
    options: Options,
    steps: Vec<Ready>,
    report: Report,
    poll: Poll,
    /// Clients that lost their server.
    retired: usize,
}

/// Runs until the time is over or no client reaches the server any more.
pub fn run(plan: &Plan, tokens: &Tokens, options: Options) -> Result<Report, String> {
    let steps = plan::ready(plan, &options.address.to_string(), tokens)?;
    let poll = Poll::new().map_err(|error| error.to_string())?;
    let mut clients: Vec<Connection> = (0..options.connections)
        .map(|number| {
            let jurisdiction = &plan.jurisdictions[number % plan.jurisdictions.len()];
            Connection::new(number, jurisdiction.clone())
        })
        .collect();
    let mut run = Run { options, steps, report: Report::default(), poll, retired: 0 };
    for client in &mut clients {
        let address = run.options.address;
        client
            .connect(address, run.poll.registry())
            .map_err(|error| format!("{address}: {error}"))?;
        let event = client.send(&run.steps, &run.options.name);
        run.settle(client, event)?;
    }
    let warm = Instant::now() + run.options.warm_up;
    run.until(&mut clients, warm)?;
    // What went wrong while warming up is worth knowing too.
    let first_trouble = std::mem::take(&mut run.report.first_trouble);
    run.report = Report { first_trouble, ..Report::default() };
    let (own, watched) = (own_seconds(), family_seconds(&run.options.watched));
    let started = Instant::now();
    let end = started + run.options.duration;
    run.until(&mut clients, end)?;
    run.report.seconds = started.elapsed().as_secs_f64();
    run.report.own_cpu_seconds = own_seconds() - own;
    // Of a process that was killed on the way nothing is known any more.
    run.report.watched_cpu_seconds = (family_seconds(&run.options.watched) - watched).max(0.0);
    Ok(run.report)
}

impl Run {
    fn until(&mut self, clients: &mut [Connection], end: Instant) -> Result<(), String> {
        let mut events = Events::with_capacity(1024);
        let mut buffer = vec![0; 64 << 10];
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.retired == clients.len() {
                return Ok(());
            }
            match self.poll.poll(&mut events, Some(left)) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                result => result.map_err(|error| error.to_string())?,
            }
            for event in &events {
                let client = &mut clients[event.token().0];
                let readable = event.is_readable() || event.is_read_closed() || event.is_error();
                let event = client.progress(readable, &mut buffer);
                self.settle(client, event)?;
            }
        }
    }

    /// Counts what came of a step, and sends the next one.
    fn settle(&mut self, client: &mut Connection, mut event: Event) -> Result<(), String> {
        loop {
            match event {
                Event::Waiting => return Ok(()),
                Event::Accepted(acknowledgement) => {
                    let took = client.sent_at.elapsed();
                    self.report.latencies.add(took.as_micros() as u64);
                    self.report.accepted += 1;
                    self.report.cases += u64::from(client.ends_case(self.steps.len()));
                    self.write_down(client, &acknowledgement)?;
                    client.advance(self.steps.len());
                }
                Event::Refused(status, body) => {
                    let count = self.report.refused.entry(status).or_default();
                    *count += 1;
                    let body: String = body.chars().take(400).collect();
                    self.trouble("refused", format!("{status} {body}"));
                    client.abandon_case();
                }
                Event::Failed(reason) => {
                    self.report.failed += 1;
                    self.trouble("failed", reason);
                    client.abandon_case();
                }
            }
            let address = self.options.address;
            if client.must_reconnect() && client.connect(address, self.poll.registry()).is_err() {
                self.retired += 1;
                return Ok(());
            }
            event = client.send(&self.steps, &self.options.name);
        }
    }

    fn trouble(&mut self, kind: &str, words: String) {
        if !self.report.first_trouble.iter().any(|trouble| trouble.starts_with(kind)) {
            self.report.first_trouble.push(format!("{kind}: {words}"));
        }
    }

    fn write_down(
        &mut self,
        client: &Connection,
        said: &crate::api::Acknowledgement,
    ) -> Result<(), String> {
        let Some(journal) = &mut self.options.journal else { return Ok(()) };
        let number = |value: Option<u64>| value.map_or(String::new(), |value| value.to_string());
        let (n, leaf) = (number(said.n), number(said.leaf));
        let line = format!("{},{},{n},{leaf}\n", client.jurisdiction, client.case);
        // One call per line: what is in the journal survives this process too.
        journal.write_all(line.as_bytes()).map_err(|error| format!("the journal: {error}"))
    }
}
