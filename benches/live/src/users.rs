//! Many people at once: each reads pages and does steps, one after the other, without a pause, as no person could.

use crate::figures::percentile;
use crate::keeping::Keeping;
use load::{Plan, Tokens};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Pages that are read between two steps.
const PAGES_PER_STEP: usize = 4;

/// What the people do.
pub struct Script {
    pub address: SocketAddr,
    pub users: usize,
    pub duration: Duration,
    /// Pages for everybody.
    pub pages: Vec<String>,
    /// Pages of somebody: the name of the post in the plan, and the path.
    pub signed_in: Vec<(String, String)>,
}

/// How long everything took, in milliseconds, by what it was.
pub type Times = BTreeMap<String, Vec<f64>>;

/// Lets the people work, and prints how long they waited.
pub fn run(script: Script, plan: &Plan, tokens: &Tokens) -> Result<(), String> {
    let script = Arc::new(script);
    let steps: Arc<Vec<(String, String, String)>> = Arc::new(steps(plan, tokens)?);
    let tokens = Arc::new(tokens.clone());
    let place = plan.jurisdictions.first().cloned().unwrap_or_default();
    let user = |number: usize| {
        let (script, steps, tokens) =
            (Arc::clone(&script), Arc::clone(&steps), Arc::clone(&tokens));
        let place = place.clone();
        std::thread::spawn(move || {
            User::new(number, &place, script.address)?.live(&script, &steps, &tokens)
        })
    };
    let began = Instant::now();
    let threads: Vec<_> = (0..script.users).map(user).collect();
    let mut times = Times::new();
    for thread in threads {
        let of_one = thread.join().map_err(|_| "a user failed".to_owned())??;
        for (what, found) in of_one {
            times.entry(what).or_default().extend(found);
        }
    }
    print(&times, began.elapsed().as_secs_f64());
    Ok(())
}

/// Path, token and body of each step of a case.
fn steps(plan: &Plan, tokens: &Tokens) -> Result<Vec<(String, String, String)>, String> {
    let step = |step: &load::plan::Step| {
        let token = tokens.get(&step.post).ok_or_else(|| format!("no token of `{}`", step.post))?;
        Ok((step.path.clone(), token.clone(), step.body.to_string()))
    };
    plan.steps.iter().map(step).collect()
}

struct User {
    number: usize,
    place: String,
    connection: Keeping,
    case: String,
    cases: usize,
    next: usize,
    times: Times,
}

impl User {
    fn new(number: usize, place: &str, address: SocketAddr) -> Result<Self, String> {
        Ok(Self {
            number,
            place: place.to_owned(),
            connection: Keeping::open(address)?,
            case: String::new(),
            cases: 0,
            next: 0,
            times: Times::new(),
        })
    }

    fn live(
        mut self,
        script: &Script,
        steps: &[(String, String, String)],
        tokens: &Tokens,
    ) -> Result<Times, String> {
        let end = Instant::now() + script.duration;
        let mut round = self.number;
        while Instant::now() < end {
            for _ in 0..PAGES_PER_STEP {
                round += 1;
                let all = script.pages.len() + script.signed_in.len();
                let at = round % all;
                match script.pages.get(at) {
                    Some(path) => self.read(path, None)?,
                    None => {
                        let (post, path) = &script.signed_in[at - script.pages.len()];
                        self.read(path, tokens.get(post))?;
                    }
                }
            }
            self.step(&steps[self.next])?;
            self.next = (self.next + 1) % steps.len();
        }
        Ok(self.times)
    }

    fn read(&mut self, path: &str, token: Option<&String>) -> Result<(), String> {
        let began = Instant::now();
        let answer = self.connection.get(path, token.map(String::as_str))?;
        if !(200..400).contains(&answer.status) {
            return Err(format!("{path}: status {}", answer.status));
        }
        self.took(path, began);
        Ok(())
    }

    fn step(&mut self, (path, token, body): &(String, String, String)) -> Result<(), String> {
        let unique = format!("{}-{}-{}", std::process::id(), self.number, self.cases);
        let fill = |text: &str| {
            let text = text.replace("{jurisdiction}", &self.place).replace("{case}", &self.case);
            text.replace("{unique}", &unique)
        };
        let (path, body) = (fill(path), fill(body));
        let key = format!("{unique}-{}", self.next);
        let began = Instant::now();
        let answer = self.connection.post(&path, token, &key, &body)?;
        if !(200..=201).contains(&answer.status) {
            return Err(format!("{path}: status {}: {}", answer.status, answer.text()));
        }
        self.took("a step", began);
        if self.next == 0 {
            self.cases += 1;
            self.case = answer.field("case").ok_or("an answer without a case")?;
        }
        Ok(())
    }

    fn took(&mut self, what: &str, began: Instant) {
        let milliseconds = began.elapsed().as_secs_f64() * 1e3;
        self.times.entry(what.to_owned()).or_default().push(milliseconds);
    }
}

fn print(times: &Times, seconds: f64) {
    let pages: Vec<f64> = times
        .iter()
        .filter(|(what, _)| *what != "a step")
        .flat_map(|(_, found)| found.clone())
        .collect();
    let row = |what: &str, found: &[f64]| {
        let [p50, p95, p99] = [50.0, 95.0, 99.0].map(|percent| percentile(found, percent));
        let rate = found.len() as f64 / seconds;
        println!("| {what} | {rate:.0} | {p50:.1} | {p95:.1} | {p99:.1} |");
    };
    println!("| what | per second | p50 ms | p95 ms | p99 ms |\n|---|---|---|---|---|");
    row("all pages", &pages);
    times.iter().for_each(|(what, found)| row(what, found));
}
