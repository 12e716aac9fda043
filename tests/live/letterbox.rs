//! A mail server of the tests' own: it speaks the SMTP that a relay speaks, takes letters, can be away or busy, and can
//! ask for TLS and a password.

mod seal;

pub(crate) use seal::Authority;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::ServerConfig;
use seal::Wire;
use std::io::{BufRead, BufReader, Result, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How long a letter may take to come; not how long it takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A letter as it came.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

/// What a mail server asks of who brings letters.
#[derive(Clone, Default)]
pub(crate) enum Demands {
    /// Nothing: it stands beside the program.
    #[default]
    None,
    /// TLS from the first byte, and name and password.
    Tls(Arc<ServerConfig>),
    /// That the connection becomes encrypted, and name and password.
    StartTls(Arc<ServerConfig>),
}

/// Who may bring letters to a server that demands it: name and password, as `AUTH PLAIN` has them.
const KNOWN: &str = "\0hall\0opens-sesame";

/// A mail server; it serves until the test ends.
pub(crate) struct Letterbox {
    pub(crate) port: u16,
    letters: Receiver<Received>,
}

impl Letterbox {
    /// A mail server on a free port.
    pub(crate) fn open() -> Self {
        Self::at(0, 0)
    }

    /// A mail server on a port, which is busy for the first letters.
    pub(crate) fn at(port: u16, busy: usize) -> Self {
        Self::start(port, busy, Demands::None)
    }

    /// A mail server on a free port that does not take letters from everybody.
    pub(crate) fn that_demands(demands: Demands) -> Self {
        Self::start(0, 0, demands)
    }

    fn start(port: u16, mut busy: usize, demands: Demands) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, letters) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let wire = Wire::Open(stream.unwrap());
                // Who does not believe the certificate hangs up.
                let _ = Talk::new(wire, &demands).serve(&mut busy, &sender);
            }
        });
        Self { port, letters }
    }

    /// The next letter.
    pub(crate) fn next(&self) -> Received {
        self.letters.recv_timeout(PATIENCE).expect("no letter came")
    }

    /// Whether no letter comes for a while.
    pub(crate) fn is_quiet(&self, seconds: u64) -> bool {
        self.letters.recv_timeout(Duration::from_secs(seconds)).is_err()
    }

    /// The code in the next letter.
    pub(crate) fn code(&self) -> String {
        let letter = self.next();
        let text = letter.text.split("code is ").nth(1);
        text.unwrap_or_else(|| panic!("{letter:?}")).chars().take(6).collect()
    }
}

/// One connection, as RFC 5321 has it, with RFC 3207 and RFC 4954 where they are demanded.
struct Talk<'a> {
    wire: BufReader<Wire>,
    demands: &'a Demands,
    known: bool,
}

impl<'a> Talk<'a> {
    fn new(wire: Wire, demands: &'a Demands) -> Self {
        let wire = match demands {
            Demands::Tls(config) => wire.seal(config),
            _ => wire,
        };
        let known = matches!(demands, Demands::None);
        Self { wire: BufReader::new(wire), demands, known }
    }

    fn say(&mut self, line: &str) -> Result<()> {
        let wire = self.wire.get_mut();
        wire.write_all(format!("{line}\r\n").as_bytes())?;
        wire.flush()
    }

    /// The next line; none at the end.
    fn hear(&mut self) -> Result<Option<String>> {
        let mut line = String::new();
        let more = self.wire.read_line(&mut line)? > 0;
        Ok(more.then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    fn greet(&mut self) -> Result<()> {
        let sealed = self.wire.get_ref().is_sealed();
        let offer = match self.demands {
            Demands::StartTls(_) if !sealed => "250-STARTTLS\r\n",
            Demands::None => "",
            _ => "250-AUTH PLAIN\r\n",
        };
        self.say(&format!("250-letterbox.test\r\n{offer}250 8BITMIME"))
    }

    fn let_in(&mut self, line: &str) -> Result<()> {
        assert!(self.wire.get_ref().is_sealed(), "a password in plain text");
        let told = STANDARD.decode(line.rsplit(' ').next().unwrap_or_default()).unwrap();
        self.known = told == KNOWN.as_bytes();
        self.say(if self.known { "235 come in" } else { "535 who are you" })
    }

    fn serve(&mut self, busy: &mut usize, letters: &Sender<Received>) -> Result<()> {
        let (mut from, mut to) = (String::new(), String::new());
        self.say("220 letterbox.test ESMTP")?;
        while let Some(line) = self.hear()? {
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            match word.as_str() {
                "EHLO" => self.greet()?,
                "STARTTLS" => {
                    let Demands::StartTls(config) = self.demands else { panic!("not offered") };
                    self.say("220 go on")?;
                    self.wire = BufReader::new(self.wire.get_ref().seal(config));
                }
                "AUTH" => self.let_in(&line)?,
                "MAIL" if !self.known => self.say("530 who are you")?,
                "MAIL" => {
                    from = address;
                    self.say("250 go on")?;
                }
                "RCPT" if *busy > 0 => {
                    *busy -= 1;
                    self.say("451 busy, come back")?;
                }
                "RCPT" => {
                    to = address;
                    self.say("250 go on")?;
                }
                "DATA" => {
                    let letter = read(&from, &to, &self.body()?);
                    // The test may have ended.
                    let _ = letters.send(letter);
                    self.say("250 taken")?;
                }
                "QUIT" => return self.say("221 bye"),
                _ => self.say("250 ok")?,
            }
        }
        Ok(())
    }

    /// The lines of a letter.
    fn body(&mut self) -> Result<Vec<String>> {
        self.say("354 until a dot")?;
        let mut lines = Vec::new();
        while let Some(line) = self.hear()?.filter(|line| line != ".") {
            // A dot at the beginning of a line was doubled.
            lines.push(line.strip_prefix("..").map_or(line.clone(), |rest| format!(".{rest}")));
        }
        Ok(lines)
    }
}

fn read(from: &str, to: &str, lines: &[String]) -> Received {
    let end = lines.iter().position(String::is_empty).unwrap_or(lines.len());
    let (head, body) = lines.split_at(end);
    let header = |name: &str| {
        let start = format!("{name}: ");
        head.iter().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_owned()
    };
    let body: Vec<&str> = body.iter().map(String::as_str).collect();
    let text = match header("Content-Transfer-Encoding").as_str() {
        "base64" => {
            let bytes = STANDARD.decode(body.concat()).unwrap();
            String::from_utf8(bytes).unwrap()
        }
        "quoted-printable" => body.join("\n").replace("=\n", "").replace("=3D", "="),
        _ => body.join("\n"),
    };
    let (from, to) = (from.to_owned(), to.to_owned());
    Received { from, to, subject: header("Subject"), text }
}
