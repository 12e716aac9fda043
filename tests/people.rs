//! Accounts for tests: made and signed in as people do it, over HTTP.
#![allow(dead_code, reason = "each story uses some of it")]

use crate::live::server::{Answer, Server};

/// A password that is good enough.
pub(crate) const PASSWORD: &str = "seven tired otters";
/// The names with which [`set_up`] lets the three administrators sign in.
pub(crate) const ADMINISTRATORS: [&str; 3] = ["sys.admin", "sec.admin", "aud.admin"];

/// A text as one value of a form or query.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

impl Server {
    /// Sends a form as a page of the site does, with a cookie or none.
    pub(crate) fn form(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Accept-Language", "en"),
            ("Cookie", cookie),
        ];
        self.send("POST", path, &headers, &body)
    }

    /// Reads a page with a cookie.
    pub(crate) fn page(&self, path: &str, cookie: &str) -> Answer {
        self.get(path, &[("Cookie", cookie), ("Accept-Language", "en")])
    }
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let start = format!("{}:", name.to_lowercase());
        let found = self.headers.lines().find(|line| line.to_lowercase().starts_with(&start));
        found.and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }

    /// The cookie of the session that began with this answer.
    pub(crate) fn session(&self) -> Option<String> {
        let cookie = self.header("set-cookie")?.split(';').next()?;
        let secret = cookie.strip_prefix("__Host-session=")?;
        (!secret.is_empty()).then(|| cookie.to_owned())
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let rest = self.body.split(&start).nth(1).unwrap_or_else(|| panic!("{}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

/// Signs in by name and password; the cookie.
pub(crate) fn sign_in(server: &Server, name: &str, password: &str) -> String {
    let answer = server.form("/sign-in", "", &[("name", name), ("password", password)]);
    answer.session().unwrap_or_else(|| panic!("{name}: {}\n{}", answer.status, answer.body))
}

/// The newest code that was sent to a contact by a server that is no demonstration.
pub(crate) fn code_sent_to(server: &Server, contact: &str) -> String {
    let spool = std::fs::read_to_string(server.folder.join("spool/messages.jsonl")).unwrap();
    let line = spool.lines().rev().find(|line| line.contains(contact)).unwrap();
    let text = line.split("验证码").nth(1).unwrap();
    let text = if text.starts_with(" /") { line.split("code is ").nth(1).unwrap() } else { text };
    text.chars().take(6).collect()
}

/// The code that was sent to a telephone with an answer.
fn code_of(server: &Server, asked: &Answer, phone: &str) -> String {
    // A demonstration shows the code, because nobody has a phone there.
    match asked.body.split("the code is ").nth(1) {
        Some(rest) => rest.chars().take(6).collect(),
        None => code_sent_to(server, phone),
    }
}

/// Sends a form of an account without a password twice, as people do: the first time a code goes to its telephone, and
/// then it comes back.
pub(crate) fn with_code(
    server: &Server,
    (path, cookie, phone): (&str, &str, &str),
    fields: &[(&str, &str)],
) -> Answer {
    let asked = server.form(path, cookie, fields);
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(asked.body.contains("Code of six digits"), "{}", asked.body);
    let code = code_of(server, &asked, phone);
    let fields: Vec<_> = fields.iter().copied().chain([("old", code.as_str())]).collect();
    server.form(path, cookie, &fields)
}

/// Gives an account that was made by telephone its first password.
pub(crate) fn first_password(server: &Server, cookie: &str, phone: &str) {
    let own = ("/account/password", cookie, phone);
    let set = with_code(server, own, &[("new", PASSWORD)]);
    assert_eq!(set.status, 303, "{}", set.body);
}

/// Signs a citizen up and in, by phone number; the cookie.
pub(crate) fn citizen(server: &Server, name: &str, phone: &str) -> String {
    let fields = [("kind", "person"), ("name", name), ("contact", phone)];
    let asked = server.form("/sign-up", "", &fields);
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = code_of(server, &asked, phone);
    let answer = server.form("/sign-up/confirm", "", &[("contact", phone), ("code", &code)]);
    answer.session().unwrap_or_else(|| panic!("{phone}: {}\n{}", answer.status, answer.body))
}

/// Makes the three administrators of a fresh installation; each signs in with [`PASSWORD`].
pub(crate) fn set_up(server: &Server) {
    let secret = std::fs::read_to_string(server.folder.join("setup-secret")).unwrap();
    let [system, security, audit] = ADMINISTRATORS;
    let fields = [
        ("secret", secret.trim()),
        ("system_name", "白露"),
        ("system_login", system),
        ("system_password", PASSWORD),
        ("security_name", "秋分"),
        ("security_login", security),
        ("security_password", PASSWORD),
        ("audit_name", "霜降"),
        ("audit_login", audit),
        ("audit_password", PASSWORD),
    ];
    let answer = server.form("/setup", "", &fields);
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// Signs in as one of the three: 0 system, 1 security, 2 audit.
pub(crate) fn administrator(server: &Server, which: usize) -> String {
    sign_in(server, ADMINISTRATORS[which], PASSWORD)
}

/// Makes the account of whoever holds a post, and signs in: the name to sign in with is the id of the post. The security
/// administrator must be signed in with `security`.
pub(crate) fn staff(server: &Server, security: &str, post: &str) -> String {
    let page = server.page(&format!("/admin/posts/{post}"), security);
    assert_eq!(page.status, 200, "{}", page.body);
    let row = page.body.split("entries\">").nth(1).unwrap();
    let name = row.split("lang=\"zh-Hans\">").nth(1).unwrap().split('<').next().unwrap();
    let person = row.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    account(server, security, [name, post, person]);
    sign_in(server, post, PASSWORD)
}

/// Makes an account for staff with [`PASSWORD`]: name, name to sign in with, and id of the person, which may be empty.
pub(crate) fn account(server: &Server, security: &str, [name, login, person]: [&str; 3]) {
    let fields = [("name", name), ("login", login), ("person", person)];
    let made = server.form("/admin/accounts/new", security, &fields);
    assert_eq!(made.status, 200, "{}", made.body);
    let link = made.body.split("/set-password?link=").nth(1).unwrap();
    let link = link.split('<').next().unwrap();
    let asked = server.page(&format!("/set-password?link={link}"), "");
    assert_eq!(asked.status, 200, "{}", asked.body);
    let set = server.form("/set-password", "", &[("link", link), ("password", PASSWORD)]);
    assert_eq!(set.status, 303, "{}", set.body);
}
