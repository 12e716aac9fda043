//! A mail server of the tests' own: it speaks the SMTP that a relay speaks, takes letters, and can be away or busy.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
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
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, letters) = channel();
        std::thread::spawn(move || {
            let mut busy = busy;
            for stream in listener.incoming() {
                serve(stream.unwrap(), &mut busy, &sender);
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

/// One connection, as RFC 5321 has it.
fn serve(stream: TcpStream, busy: &mut usize, letters: &Sender<Received>) {
    let mut answers = stream.try_clone().unwrap();
    let mut say = move |line: &str| answers.write_all(format!("{line}\r\n").as_bytes());
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let (mut from, mut to) = (String::new(), String::new());
    say("220 letterbox.test ESMTP").unwrap();
    while let Some(line) = lines.next() {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let address = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let done = match word.as_str() {
            "EHLO" => say("250-letterbox.test\r\n250 8BITMIME"),
            "MAIL" => {
                from = address;
                say("250 go on")
            }
            "RCPT" if *busy > 0 => {
                *busy -= 1;
                say("451 busy, come back")
            }
            "RCPT" => {
                to = address;
                say("250 go on")
            }
            "DATA" => {
                say("354 until a dot").unwrap();
                let body = lines.by_ref().take_while(|line| line != ".");
                // A dot at the beginning of a line was doubled.
                let body = body.map(|line| {
                    line.strip_prefix("..").map_or(line.clone(), |rest| format!(".{rest}"))
                });
                let letter = read(&from, &to, &body.collect::<Vec<_>>());
                // The test may have ended.
                let _ = letters.send(letter);
                say("250 taken")
            }
            "QUIT" => {
                let _ = say("221 bye");
                return;
            }
            _ => say("250 ok"),
        };
        if done.is_err() {
            return;
        }
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
