//! A server of the program's own, and the little of HTTP that the tests need.

use crate::support::{program, root, yangguang};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

pub(crate) const COUNTY: &str = "990101";
/// The market regulation of the county.
pub(crate) const AGENCY: &str = "11990101QC0000249M";
/// Registration of an enterprise: on the spot.
pub(crate) const REGISTRATION: &str = "0100010001";

/// A server, stopped when it is dropped.
pub(crate) struct Server {
    child: Child,
    address: String,
    pub(crate) folder: PathBuf,
    said: Arc<Mutex<String>>,
    _own: Option<TempDir>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }
}

/// A folder with the fictional province in its register.
pub(crate) fn province() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let alone = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), alone).unwrap();
    }
    let data = folder.path().to_str().unwrap();
    let run = yangguang(&["register", "import", "examples/province/province.toml", "--data", data]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    folder
}

/// A token for a holder.
pub(crate) fn token(folder: &Path, holder: &str) -> String {
    let run = yangguang(&["token", "create", holder, "--data", folder.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stdout.trim().to_owned()
}

impl Server {
    /// Starts `serve` over a folder.
    pub(crate) fn serve(folder: &Path) -> Self {
        Self::start("serve", &[], folder)
    }

    /// As [`Self::serve`], with a secret in the environment.
    pub(crate) fn serve_knowing(folder: &Path, secret: (&str, &str)) -> Self {
        Self::start_knowing(("serve", &[]), folder, Some(secret))
    }

    /// Starts a demonstration with a short history.
    pub(crate) fn demo() -> Self {
        let own = tempfile::tempdir().unwrap();
        let mut server = Self::demo_in(own.path());
        server._own = Some(own);
        server
    }

    /// As [`Self::demo`], in a folder of the test's own.
    pub(crate) fn demo_in(folder: &Path) -> Self {
        Self::start("demo", &["--days", "12", "--speed", "60"], folder)
    }

    /// A demonstration with a history of some days, and a speed.
    pub(crate) fn demo_of(days: u32, speed: u32) -> Self {
        let own = tempfile::tempdir().unwrap();
        let (days, speed) = (days.to_string(), speed.to_string());
        let mut server = Self::start("demo", &["--days", &days, "--speed", &speed], own.path());
        server._own = Some(own);
        server
    }

    fn start(command: &str, arguments: &[&str], folder: &Path) -> Self {
        Self::start_knowing((command, arguments), folder, None)
    }

    fn start_knowing(
        (command, arguments): (&str, &[&str]),
        folder: &Path,
        secret: Option<(&str, &str)>,
    ) -> Self {
        let mut launch = Command::new(program());
        launch.envs(secret);
        Self::launch(launch, (command, arguments), folder)
    }

    /// As [`Self::serve`], by somebody whose new files are everybody's.
    #[cfg(unix)]
    pub(crate) fn serve_for_all(folder: &Path) -> Self {
        let mut launch = Command::new("sh");
        launch.args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(program());
        Self::launch(launch, ("serve", &[]), folder)
    }

    fn launch(mut launch: Command, (command, arguments): (&str, &[&str]), folder: &Path) -> Self {
        let mut child = launch
            .args([command, "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .args(arguments)
            .current_dir(root())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("it ended: {said}")).unwrap();
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().unwrap().to_owned();
            }
            said += &line;
        };
        // Else the server would wait for somebody to read what it says.
        let said = Arc::new(Mutex::new(said));
        let kept = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *kept.lock().unwrap() += &format!("{line}\n");
            }
        });
        Self { child, address, folder: folder.to_owned(), said, _own: None }
    }

    /// Waits until it has said something on its error output; all that it has said.
    pub(crate) fn hears(&self, text: &str) -> String {
        for _ in 0..300 {
            let said = self.said.lock().unwrap().clone();
            if said.contains(text) {
                return said;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("it never said {text}: {}", self.said.lock().unwrap());
    }

    /// Where the site is.
    pub(crate) fn site(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, "")
    }

    pub(crate) fn post(&self, path: &str, token: &str, body: &Value) -> Answer {
        let authorization = format!("Bearer {token}");
        self.send("POST", path, &[("Authorization", &authorization)], &body.to_string())
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        send_to(&self.address, method, path, headers, body)
    }

    /// Ends the server as an operator does, and waits for it.
    pub(crate) fn stop(mut self) -> PathBuf {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
        self.folder.clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn unchunked(body: &str) -> String {
    let (mut text, mut rest) = (String::new(), body);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length.trim(), 16).unwrap();
        if length == 0 {
            break;
        }
        text += &after[..length];
        rest = after[length..].trim_start_matches("\r\n");
    }
    text
}

/// Sends a request to a server, and reads the whole answer.
pub(crate) fn send_to(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", address);
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = headers.split(' ').nth(1).unwrap().parse().unwrap();
    let chunked = headers.to_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { unchunked(body) } else { body.to_owned() };
    Answer { status, headers: headers.to_owned(), body }
}
