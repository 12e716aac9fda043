//! One client: a connection that is kept open, and the case that it is busy with.

use crate::api;
use crate::http::{self, Answer};
use crate::plan::{Ready, Values};
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::Instant;

/// What came of a step.
pub(crate) enum Event {
    /// Nothing yet.
    Waiting,
    /// Recorded.
    Accepted(api::Acknowledgement),
    /// Answered, but not with success.
    Refused(u16, String),
    /// No answer that could be read.
    Failed(String),
}

pub(crate) struct Connection {
    number: usize,
    pub(crate) jurisdiction: String,
    stream: Option<TcpStream>,
    /// Which step is next, or under way.
    step: usize,
    pub(crate) case: String,
    unique: String,
    steps_sent: u64,
    pub(crate) sent_at: Instant,
    path: Vec<u8>,
    body: Vec<u8>,
    request: Vec<u8>,
    written: usize,
    received: Vec<u8>,
    closes: bool,
}

impl Connection {
    pub(crate) fn new(number: usize, jurisdiction: String) -> Self {
        Self {
            number,
            jurisdiction,
            stream: None,
            step: 0,
            case: String::new(),
            unique: String::new(),
            steps_sent: 0,
            sent_at: Instant::now(),
            path: Vec::new(),
            body: Vec::new(),
            request: Vec::new(),
            written: 0,
            received: Vec::with_capacity(16 << 10),
            closes: false,
        }
    }

    /// Connects anew and forgets the case. An error means that nobody listens.
    pub(crate) fn connect(
        &mut self,
        address: SocketAddr,
        registry: &Registry,
    ) -> std::io::Result<()> {
        let stream = std::net::TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        let mut stream = TcpStream::from_std(stream);
        let interest = Interest::READABLE | Interest::WRITABLE;
        registry.register(&mut stream, Token(self.number), interest)?;
        self.stream = Some(stream);
        self.received.clear();
        self.closes = false;
        Ok(())
    }

    pub(crate) fn must_reconnect(&self) -> bool {
        self.closes || self.stream.is_none()
    }

    /// The next step of the case comes next, or the first of a new case.
    pub(crate) fn advance(&mut self, steps: usize) {
        self.step = (self.step + 1) % steps;
    }

    pub(crate) fn abandon_case(&mut self) {
        self.step = 0;
    }

    /// Whether the step that was just acknowledged was the last of its case.
    pub(crate) fn ends_case(&self, steps: usize) -> bool {
        self.step + 1 == steps
    }

    /// Sends the next step.
    pub(crate) fn send(&mut self, steps: &[Ready], run: &str) -> Event {
        self.steps_sent += 1;
        let key = format!("{run}-{}-{}", self.number, self.steps_sent);
        if self.step == 0 {
            self.case.clear();
            self.unique.clone_from(&key);
        }
        let jurisdiction = &self.jurisdiction;
        let values = Values { jurisdiction, case: &self.case, unique: &self.unique };
        let step = &steps[self.step];
        step.path.fill(&values, &mut self.path);
        step.body.fill(&values, &mut self.body);
        api::write(&mut self.request, &self.path, &step.head, &key, &self.body);
        self.written = 0;
        self.sent_at = Instant::now();
        self.flush()
    }

    /// Writes what the socket takes.
    fn flush(&mut self) -> Event {
        let Some(stream) = &mut self.stream else { return self.lost("not connected") };
        while self.written < self.request.len() {
            match stream.write(&self.request[self.written..]) {
                Ok(count) => self.written += count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return self.lost(&error.to_string()),
            }
        }
        Event::Waiting
    }

    /// The socket may be read or written.
    pub(crate) fn progress(&mut self, readable: bool, buffer: &mut [u8]) -> Event {
        if self.written < self.request.len()
            && let failed @ Event::Failed(_) = self.flush()
        {
            return failed;
        }
        if !readable {
            return Event::Waiting;
        }
        loop {
            let Some(stream) = &mut self.stream else { return Event::Waiting };
            match stream.read(buffer) {
                Ok(0) => return self.lost("the server closed the connection"),
                Ok(count) => {
                    self.received.extend_from_slice(&buffer[..count]);
                    // A short read has emptied the socket: no second call to hear so.
                    if count < buffer.len() {
                        return self.answer();
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return self.answer(),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return self.lost(&error.to_string()),
            }
        }
    }

    fn answer(&mut self) -> Event {
        let answer = match http::parse(&self.received) {
            Ok(Some(answer)) => answer,
            Ok(None) => return Event::Waiting,
            Err(error) => return self.lost(&error),
        };
        let event = self.judge(&answer);
        self.closes = answer.closes;
        self.received.clear();
        event
    }

    fn judge(&mut self, answer: &Answer) -> Event {
        let body = &self.received[answer.body.clone()];
        if !api::CREATED.contains(&answer.status) {
            return Event::Refused(answer.status, String::from_utf8_lossy(body).into_owned());
        }
        match serde_json::from_slice::<api::Acknowledgement>(body) {
            Ok(acknowledgement) => {
                if let Some(case) = acknowledgement.case.as_ref().filter(|_| self.step == 0) {
                    self.case.clone_from(case);
                }
                Event::Accepted(acknowledgement)
            }
            Err(error) => Event::Failed(format!("an acknowledgement that is none: {error}")),
        }
    }

    fn lost(&mut self, reason: &str) -> Event {
        self.stream = None;
        Event::Failed(reason.to_owned())
    }
}
