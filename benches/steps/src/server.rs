//! Our own server: made ready, started on a free port, put under load, stopped.

use load::{Options, Plan, Report, Tokens};
use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const START_SECONDS_MAX: u64 = 30;
const WARM_UP: Duration = Duration::from_secs(1);
/// What the register of organs and posts is read from.
const REGISTER: &str = "examples/province/province.toml";

/// A running server; dropping it ends it.
pub struct Server {
    child: Child,
    address: SocketAddr,
    plan: Plan,
    tokens: Tokens,
    /// Its own process, and the database's where that is another.
    watched: Vec<u32>,
}

/// Everything between an empty folder and a server that may be started: the register, and a token for each post.
fn prepare_server(yangguang: &Yangguang, plan: &Plan) -> Result<Tokens, String> {
    yangguang.run(&["register", "import", REGISTER])?;
    let mut tokens = Tokens::new();
    for (name, post) in &plan.posts {
        let printed = yangguang.run(&["token", "create", post])?;
        // The last word is the token, whatever is said before it.
        let token = printed.split_whitespace().last().ok_or("`token create` printed nothing")?;
        tokens.insert(name.clone(), token.to_owned());
    }
    Ok(tokens)
}

/// The program, and where its data is.
struct Yangguang {
    program: PathBuf,
    data: PathBuf,
    database: Option<String>,
}

impl Yangguang {
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words).arg("--data").arg(&self.data);
        command.current_dir(crate::benches().join(".."));
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    /// What it prints.
    fn run(&self, words: &[&str]) -> Result<String, String> {
        let mut command = self.command(words);
        let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
        if !output.status.success() {
            let words = words.join(" ");
            return Err(format!(
                "`yangguang {words}`: {}",
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A program of an earlier time cannot be measured.
    fn knows_its_commands(&self) -> Result<(), String> {
        for words in [["register", "import"], ["token", "create"], ["serve", ""]] {
            let words = words.into_iter().filter(|word| !word.is_empty());
            let mut command = Command::new(&self.program);
            let output = command.args(words.clone()).arg("--help").output();
            let known = output.map_err(|error| format!("{}: {error}", self.program.display()))?;
            if !known.status.success() {
                let words = words.collect::<Vec<_>>().join(" ");
                return Err(format!(
                    "this program has no `yangguang {words}` yet, so there is no server to measure; \
                     `cargo xtask bench limits` measures the limits and the peers alone"
                ));
            }
        }
        Ok(())
    }
}

impl Server {
    /// Prepares and starts a server whose files are in this folder.
    pub fn start(
        program: &Path,
        plan: &Path,
        folder: &Path,
        database: Option<&str>,
    ) -> Result<Self, String> {
        let text = std::fs::read_to_string(plan)
            .map_err(|error| format!("{}: {error}", plan.display()))?;
        let plan = Plan::parse(&text)?;
        let database = database.map(str::to_owned);
        let (program, data) = (program.to_owned(), folder.join("data"));
        let yangguang = Yangguang { program, data, database };
        yangguang.knows_its_commands()?;
        let tokens = prepare_server(&yangguang, &plan)?;
        let address = free_address()?;
        let log = File::create(folder.join("log")).map_err(|error| error.to_string())?;
        let copy = log.try_clone().map_err(|error| error.to_string())?;
        let mut command = yangguang.command(&["serve", "--listen", &address.to_string()]);
        let child = command.stdin(Stdio::null()).stdout(log).stderr(copy).spawn();
        let child = child.map_err(|error| format!("{command:?}: {error}"))?;
        let mut watched = vec![child.id()];
        if yangguang.database.is_some() {
            let process = std::env::var("YANGGUANG_POSTGRES_PROCESS").ok();
            watched.extend(process.and_then(|text| text.parse::<u32>().ok()));
        }
        let mut server = Self { child, address, plan, tokens, watched };
        server.wait_until_it_listens().map_err(|error| {
            let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            format!("`yangguang serve`: {error}\n{log}")
        })?;
        Ok(server)
    }

    fn wait_until_it_listens(&mut self) -> Result<(), String> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
            if TcpStream::connect(self.address).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("ended with {status}"));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(format!("does not listen on {} after {START_SECONDS_MAX} s", self.address))
    }

    /// Cases through their whole life, by so many clients.
    pub fn load(&self, connections: usize, duration: Duration) -> Result<Report, String> {
        let name = format!("{:x}", std::time::UNIX_EPOCH.elapsed().unwrap_or_default().as_nanos());
        let options = Options {
            address: self.address,
            connections,
            warm_up: WARM_UP,
            duration,
            journal: None,
            watched: self.watched.clone(),
            name,
        };
        load::run(&self.plan, &self.tokens, options)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> Result<SocketAddr, String> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}
