//! A real browser in the hands of a test: Chromium, driven by ChromeDriver over the WebDriver protocol.
#![allow(dead_code, reason = "a driver has more keys than the first story presses")]

use crate::support::skipped;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long something may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// A browser, ended when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    address: String,
    session: String,
    scripts: Scripts,
    /// Where the site is: `http://127.0.0.1:…`.
    site: String,
    _profile: TempDir,
}

/// How often a driver that ends at once is started.
const TRIES: usize = 5;

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element(String);

impl Browser {
    /// Opens a browser for a site; nothing, said aloud, where there is no ChromeDriver.
    pub(crate) fn open(site: &str, scripts: Scripts, [width, height]: [u32; 2]) -> Option<Self> {
        let profile = tempfile::tempdir().unwrap();
        let Some((driver, port)) = started() else {
            skipped("there is no chromedriver");
            return None;
        };
        let address = format!("127.0.0.1:{port}");
        let mut arguments: Vec<String> = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--lang=zh-CN",
        ]
        .map(str::to_owned)
        .into();
        arguments.push(format!("--window-size={width},{height}"));
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let javascript = if scripts == Scripts::On { 1 } else { 2 };
        let mut options = json!({
            "args": arguments,
            "prefs": {
                "profile.managed_default_content_settings.javascript": javascript,
                "intl.accept_languages": "zh-CN,zh",
            },
        });
        if width < 500 {
            let metrics = json!({"width": width, "height": height, "pixelRatio": 1.0});
            options["mobileEmulation"] = json!({"deviceMetrics": metrics});
        }
        // Where pages may not run scripts, the driver would wait for its own, and for pages: they are waited for here.
        let waits = if scripts == Scripts::On { "normal" } else { "none" };
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "pageLoadStrategy": waits,
        }}});
        let mut browser = Self {
            driver,
            address,
            session: String::new(),
            scripts,
            site: site.to_owned(),
            _profile: profile,
        };
        let session = browser.send("POST", "/session", &wanted);
        browser.session =
            session["sessionId"].as_str().unwrap_or_else(|| panic!("{session}")).into();
        Some(browser)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // A body of `null` would be an error to the driver, and the browser would outlive its test.
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        stream.set_read_timeout(Some(PATIENCE * 3)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let body = body_of(&mut BufReader::new(stream));
        let answer: Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{body}"));
        answer["value"].clone()
    }

    fn command(&self, method: &str, path: &str, body: &Value) -> Value {
        self.send(method, &format!("/session/{}{path}", self.session), body)
    }

    fn done(&self, method: &str, path: &str, body: &Value) -> Value {
        let value = self.command(method, path, body);
        assert!(value.get("error").is_none(), "{path} {body}: {value}\n{}", self.text());
        value
    }

    /// Goes to an address of the site.
    pub(crate) fn go(&self, path: &str) {
        self.done("POST", "/url", &json!({"url": format!("{}{path}", self.site)}));
    }

    /// The address of the page, without the site.
    pub(crate) fn path(&self) -> String {
        let url = self.command("GET", "/url", &Value::Null);
        let url = url.as_str().unwrap_or_default();
        url.strip_prefix(&self.site).unwrap_or(url).to_owned()
    }

    /// The source of the page.
    pub(crate) fn source(&self) -> String {
        self.command("GET", "/source", &Value::Null).as_str().unwrap_or_default().to_owned()
    }

    /// What a person reads on the page.
    pub(crate) fn text(&self) -> String {
        self.find("body").map(|body| self.text_of(&body)).unwrap_or_default()
    }

    /// The first element of a CSS selector, now.
    pub(crate) fn find(&self, selector: &str) -> Option<Element> {
        self.all(selector).into_iter().next()
    }

    /// Every element of a CSS selector, now.
    pub(crate) fn all(&self, selector: &str) -> Vec<Element> {
        self.located("css selector", selector)
    }

    fn located(&self, using: &str, value: &str) -> Vec<Element> {
        let found = self.command("POST", "/elements", &json!({"using": using, "value": value}));
        let elements = found.as_array().into_iter().flatten();
        elements
            .filter_map(|element| element[ELEMENT].as_str())
            .map(|id| Element(id.into()))
            .collect()
    }

    /// The first element of a CSS selector, as soon as it comes.
    pub(crate) fn wait(&self, selector: &str) -> Element {
        self.wait_for(selector, || self.find(selector))
    }

    /// Waits until something comes.
    pub(crate) fn wait_for<T>(&self, what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{what} never came on {}:\n{}",
                self.path(),
                self.text()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the page says a text.
    pub(crate) fn reads(&self, text: &str) {
        self.wait_for(text, || self.text().contains(text).then_some(()));
    }

    /// The text of an element.
    pub(crate) fn text_of(&self, element: &Element) -> String {
        let value = self.command("GET", &format!("/element/{}/text", element.0), &Value::Null);
        value.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of an element.
    pub(crate) fn attribute(&self, element: &Element, name: &str) -> Option<String> {
        let path = format!("/element/{}/attribute/{name}", element.0);
        self.command("GET", &path, &Value::Null).as_str().map(str::to_owned)
    }

    /// Clicks an element, and waits for the page that follows when there is one.
    pub(crate) fn click(&self, selector: &str) {
        let element = self.wait(selector);
        self.press(&element);
    }

    /// As [`Self::click`], for an element that was found.
    pub(crate) fn press(&self, element: &Element) {
        let before = (self.scripts == Scripts::Off && self.leads_on(element))
            .then(|| self.find("html"))
            .flatten();
        if self.scripts == Scripts::On {
            self.done("POST", &format!("/element/{}/click", element.0), &json!({}));
        } else {
            // A click of the driver waits for a script of its own; who has no mouse has keys.
            self.type_into(element, if before.is_some() { "\u{E007}" } else { " " });
        }
        if let Some(before) = before {
            self.wait_for("the next page", || {
                self.find("html").filter(|now| *now != before && self.find("footer").is_some())
            });
        }
    }

    /// Whether a click on an element leads to another page.
    fn leads_on(&self, element: &Element) -> bool {
        let name = self.command("GET", &format!("/element/{}/name", element.0), &Value::Null);
        let href = self.attribute(element, "href").is_none_or(|href| !href.starts_with('#'));
        matches!(name.as_str(), Some("a" | "button")) && href
    }

    /// Clicks the link or button that says exactly a text.
    pub(crate) fn click_text(&self, text: &str) {
        let path = format!(
            "//*[self::a or self::button or self::summary or self::label][normalize-space(.)='{text}']"
        );
        let element = self.wait_for(text, || self.located("xpath", &path).into_iter().next());
        self.press(&element);
    }

    /// Types into a field, replacing what is there.
    pub(crate) fn fill(&self, selector: &str, text: &str) {
        let element = self.wait(selector);
        self.command("POST", &format!("/element/{}/clear", element.0), &json!({}));
        if self.attribute(&element, "type").as_deref() == Some("date") {
            // The driver's interface is English: month, day, year.
            let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else {
                panic!("{text}")
            };
            self.type_into(&element, &format!("{month}{day}{year}"));
        } else {
            self.type_into(&element, text);
        }
    }

    /// Types into an element; the path of a file into a field for files.
    pub(crate) fn type_into(&self, element: &Element, text: &str) {
        self.done("POST", &format!("/element/{}/value", element.0), &json!({"text": text}));
    }

    /// Chooses the option of a value.
    pub(crate) fn choose(&self, selector: &str, value: &str) {
        if self.scripts == Scripts::On {
            return self.click(&format!("{selector} option[value=\"{value}\"]"));
        }
        // The list that a telephone opens is none of the page's.
        self.wait(selector);
        self.run(&format!("document.querySelector({selector:?}).value = {value:?}"));
    }

    /// Presses keys on whatever has the focus: `\u{E004}` is Tab, `\u{E007}` Enter.
    pub(crate) fn keys(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
            })
            .collect();
        let source = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.done("POST", "/actions", &json!({"actions": [source]}));
    }

    /// Runs a script and returns what it returns. The driver may, even where pages may not.
    pub(crate) fn run(&self, script: &str) -> Value {
        self.done("POST", "/execute/sync", &json!({"script": script, "args": []}))
    }

    /// As [`Self::run`], for a script that calls the last of its arguments when it is done.
    pub(crate) fn run_later(&self, script: &str) -> Value {
        self.done("POST", "/execute/async", &json!({"script": script, "args": []}))
    }

    /// Keeps a cookie for the site.
    pub(crate) fn keep_cookie(&self, name: &str, value: &str) {
        let cookie = json!({"name": name, "value": value, "path": "/"});
        self.done("POST", "/cookie", &json!({"cookie": cookie}));
    }

    /// Sets the size of the window.
    pub(crate) fn resize(&self, width: u32, height: u32) {
        self.done("POST", "/window/rect", &json!({"width": width, "height": height}));
    }

    /// Opens an address that need not be one of the site.
    pub(crate) fn visit(&self, address: &str) {
        self.done("POST", "/url", &json!({"url": address}));
    }

    /// Prints on A4; how many sheets it takes. With `YANGGUANG_SCREENSHOTS` the print is kept there under a name.
    pub(crate) fn sheets(&self, name: &str) -> usize {
        use base64::Engine;
        let paper = json!({"page": {"width": 21.0, "height": 29.7}, "background": true});
        let printed = self.done("POST", "/print", &paper);
        let engine = base64::engine::general_purpose::STANDARD;
        let bytes = engine.decode(printed.as_str().unwrap()).unwrap();
        if let Ok(folder) = std::env::var("YANGGUANG_SCREENSHOTS") {
            std::fs::write(Path::new(&folder).join(format!("{name}.pdf")), &bytes).unwrap();
        }
        let text = String::from_utf8_lossy(&bytes);
        text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
    }

    /// Writes what the window shows as a WebP file, a third as large as a PNG.
    pub(crate) fn picture(&self, file: &Path) {
        use base64::Engine;
        let asked =
            json!({"cmd": "Page.captureScreenshot", "params": {"format": "webp", "quality": 90}});
        let image = self.done("POST", "/goog/cdp/execute", &asked);
        let engine = base64::engine::general_purpose::STANDARD;
        let bytes = engine.decode(image["data"].as_str().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Writes the whole page, also what lies below the window, as a PNG file.
    pub(crate) fn whole_page(&self, file: &Path) {
        use base64::Engine;
        let asked = json!({"cmd": "Page.captureScreenshot", "params": {"format": "png", "captureBeyondViewport": true}});
        let image = self.done("POST", "/goog/cdp/execute", &asked);
        let engine = base64::engine::general_purpose::STANDARD;
        let bytes = engine.decode(image["data"].as_str().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Writes what the window shows as a PNG file.
    pub(crate) fn screenshot(&self, file: &Path) {
        use base64::Engine;
        let image = self.command("GET", "/screenshot", &Value::Null);
        let engine = base64::engine::general_purpose::STANDARD;
        let bytes = engine.decode(image.as_str().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            self.command("DELETE", "", &Value::Null);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The body of an answer. The driver keeps the connection open, whatever it is asked.
fn body_of(answer: &mut impl BufRead) -> String {
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line).unwrap();
        let line = line.trim_end().to_lowercase();
        if let Some(bytes) = line.strip_prefix("content-length:") {
            length = bytes.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    std::io::Read::read_exact(answer, &mut body).unwrap();
    String::from_utf8(body).unwrap()
}

/// A driver that listens, and on which port; nothing where there is none. It picks a free port of one family of addresses
/// and needs the same of the other: where somebody else has that, it ends and is started anew.
fn started() -> Option<(Child, u16)> {
    let mut heard = String::new();
    for _ in 0..TRIES {
        let driver = Command::new("chromedriver")
            .args(["--port=0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = driver.ok()?;
        match port(&mut driver) {
            Ok(port) => return Some((driver, port)),
            Err(said) => heard = said,
        }
        let _ = driver.kill();
        let _ = driver.wait();
    }
    panic!("chromedriver does not start: {heard}");
}

/// The port that the driver says it listens on; what it said instead.
fn port(driver: &mut Child) -> Result<u16, String> {
    let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    let mut heard = String::new();
    let said = lines.by_ref().find(|line| {
        heard.push_str(line);
        heard.push('\n');
        line.contains("on port ") && line.contains("successfully")
    });
    // Else the driver would wait for somebody to read what it says.
    std::thread::spawn(move || lines.for_each(drop));
    let Some((_, port)) = said.as_deref().and_then(|said| said.rsplit_once("on port ")) else {
        return Err(heard);
    };
    Ok(port.trim_end_matches('.').trim().parse().unwrap())
}
