//! Letters: an address is confirmed by who reads it, notices go there through a real mail server, and nothing else does.

use super::letterbox::Letterbox;
use super::server::{AGENCY, REGISTRATION, Server, province, token};
use crate::people::{PASSWORD, administrator, citizen, first_password, set_up, with_code};
use crate::support::yangguang;
use serde_json::json;
use std::path::Path;

pub(super) const ADDRESS: &str = "su.wan@mail.example";
pub(super) const PHONE: &str = "13800138000";
const CASES: &str = "/api/v1/jurisdictions/990101/cases";

/// Says where the mail server of an installation is.
fn relay(folder: &Path, port: u16) {
    let text = format!(
        "address = \"https://hall.example\"\n[mail]\nrelay = \"127.0.0.1\"\nport = {port}\nfrom = \"Hall <hall@hall.example>\"\n"
    );
    std::fs::write(folder.join("hall.toml"), text).unwrap();
}

/// The id of the person whose name to sign in with is a phone number.
pub(super) fn person_of(server: &Server, phone: &str) -> String {
    let security = administrator(server, 1);
    let page = server.page(&format!("/admin/accounts?q={phone}"), &security);
    let rest = page.body.split("/admin/accounts/p-").nth(1).unwrap();
    format!("p-{}", rest.split('"').next().unwrap())
}

/// Gives and confirms an address.
pub(super) fn confirm(server: &Server, cookie: &str, (address, letterbox): (&str, &Letterbox)) {
    let own = ("/account/mail", cookie, PHONE);
    let asked = with_code(server, own, &[("address", address)]);
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = letterbox.code();
    let fields = [("contact", address), ("code", code.as_str())];
    let done = server.form("/account/mail/confirm", cookie, &fields);
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Opens a case of a person; its number.
pub(super) fn open(server: &Server, token: &str) -> String {
    let application =
        json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let opened = server.post(CASES, token, &application);
    assert_eq!(opened.status, 201, "{}", opened.body);
    opened.json()["case"].as_str().unwrap().to_owned()
}

#[test]
fn notices_reach_who_confirmed_an_address() {
    let folder = province();
    // Nobody listens yet where the relay is said to be.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    relay(folder.path(), port);
    let letterbox = Letterbox::at(port, 1);
    let server = Server::serve(folder.path());
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    let person = person_of(&server, PHONE);
    let wrong = server.form("/account/mail", &cookie, &[("address", "no address")]);
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    // The mail server is busy at first: the code comes all the same.
    confirm(&server, &cookie, (ADDRESS, &letterbox));
    let page = server.page("/account/mail", &cookie);
    assert!(page.body.contains(ADDRESS), "{}", page.body);
    drop(server);
    let applicant = token(folder.path(), &format!("party:{person}"));
    let window = token(folder.path(), "990101-mr-clerk-1");
    let chief = token(folder.path(), "990101-mr-chief-1");
    let server = Server::serve(folder.path());
    let case = open(&server, &applicant);
    let letter = letterbox.next();
    assert_eq!((letter.from.as_str(), letter.to.as_str()), ("hall@hall.example", ADDRESS));
    assert_eq!(letter.subject, format!("News in your case {case}"), "in the reader's language");
    assert!(letter.text.contains(&format!("https://hall.example/cases/990101/{case}")));
    for secret in ["企业", "设立", "苏晚", "received", "Enterprise"] {
        assert!(!letter.text.contains(secret), "{secret}: {}", letter.text);
    }
    // What was not chosen is not written about.
    let only = [("about", "result"), ("language", "en")];
    assert_eq!(server.form("/account/mail/choose", &cookie, &only).status, 303);
    let steps = format!("{CASES}/{case}/steps");
    assert_eq!(server.post(&steps, &window, &json!({"act": "accept"})).status, 201);
    let granted = json!({"act": "decide", "outcome": "granted"});
    assert_eq!(server.post(&steps, &chief, &granted).status, 201);
    assert!(letterbox.next().subject.contains(&case), "of the decision");
    let page = server.page("/my/notices", &cookie);
    assert!(page.body.contains("Your application was accepted"), "{}", page.body);
    // An address that was removed gets nothing.
    assert_eq!(server.form("/account/mail/remove", &cookie, &[]).status, 303);
    open(&server, &applicant);
    assert!(
        letterbox.is_quiet(5),
        "acceptance was not chosen, and nothing goes to a removed address"
    );
}

#[test]
fn without_an_address_of_the_hall_a_letter_says_where_to_look() {
    let folder = province();
    let letterbox = Letterbox::open();
    relay(folder.path(), letterbox.port);
    let settings = folder.path().join("hall.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let data = folder.path().to_str().unwrap();
    let doctor = || yangguang(&["doctor", "--data", data]).stdout;
    const LOOK: &str = "look   letters: letters carry no links, because `address` is missing";
    assert!(!doctor().contains(LOOK));
    std::fs::write(&settings, text.split_once('\n').unwrap().1).unwrap();
    let server = Server::serve(folder.path());
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    let person = person_of(&server, PHONE);
    confirm(&server, &cookie, (ADDRESS, &letterbox));
    server.stop();
    let said = doctor();
    assert!(said.contains(LOOK), "{said}");
    let applicant = token(folder.path(), &format!("party:{person}"));
    let server = Server::serve(folder.path());
    let case = open(&server, &applicant);
    let letter = letterbox.next();
    assert!(letter.text.contains(&case) && letter.text.contains("look under My cases"));
    assert!(!letter.text.contains("/cases/"), "it leads nowhere: {}", letter.text);
}

#[test]
fn an_alarm_of_letters_stands_on_the_page_of_the_platform_and_names_nobody() {
    let folder = province();
    let letterbox = Letterbox::open();
    relay(folder.path(), letterbox.port);
    let server = Server::serve(folder.path());
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    let person = person_of(&server, PHONE);
    confirm(&server, &cookie, (ADDRESS, &letterbox));
    let status = server.page("/status", "").body;
    assert!(status.contains("Everything is in order"), "{status}");
    server.stop();
    let applicant = token(folder.path(), &format!("party:{person}"));
    // Nobody listens there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    relay(folder.path(), port);
    let server = Server::serve(folder.path());
    open(&server, &applicant);
    let begun = std::time::Instant::now();
    while !server.page("/metrics", "").body.contains("yangguang_alarms 1\n") {
        assert!(begun.elapsed().as_secs() < 60, "no alarm was raised");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let status = server.page("/status", "").body;
    assert!(status.contains("Alarms: 1."), "{status}");
    assert!(status.contains("A letter or a code may come late"), "{status}");
    assert!(!status.contains("mail.example") && !status.contains(&port.to_string()), "{status}");
}

#[test]
fn a_code_confirms_the_address_of_who_asked_for_it() {
    let folder = province();
    let letterbox = Letterbox::open();
    relay(folder.path(), letterbox.port);
    let server = Server::serve(folder.path());
    let first = citizen(&server, "苏晚", PHONE);
    let second = citizen(&server, "穆闻禾", "13900139000");
    let own = ("/account/mail", first.as_str(), PHONE);
    assert_eq!(with_code(&server, own, &[("address", ADDRESS)]).status, 200);
    let code = letterbox.code();
    let fields = [("contact", ADDRESS), ("code", code.as_str())];
    let stolen = server.form("/account/mail/confirm", &second, &fields);
    assert_eq!(stolen.status, 422, "{}", stolen.body);
    assert!(!server.page("/account/mail", &second).body.contains(ADDRESS));
    // The code is used up by that: a second one is asked for after a minute only.
    assert_eq!(server.form("/account/mail/confirm", &first, &fields).status, 422);
    let own = ("/account/mail", first.as_str(), PHONE);
    assert_eq!(with_code(&server, own, &[("address", ADDRESS)]).status, 200);
}

#[test]
fn codes_to_sign_in_reach_a_confirmed_address_only_where_the_holder_chose_that() {
    const OTHER: &str = "su.wan@other.example";
    let folder = province();
    let letterbox = Letterbox::open();
    relay(folder.path(), letterbox.port);
    let server = Server::serve(folder.path());
    let spool = || std::fs::read_to_string(server.folder.join("spool/messages.jsonl")).unwrap();
    let cookie = citizen(&server, "苏晚", PHONE);
    confirm(&server, &cookie, (ADDRESS, &letterbox));
    let told = spool().lines().last().unwrap().to_owned();
    assert!(told.contains(PHONE) && told.contains("su****@mail.example"), "{told}");
    // A code that is asked for now goes to the telephone alone, and choosing otherwise needs it.
    let all = [("about", "result"), ("about", "codes"), ("language", "en")];
    let own = ("/account/mail/choose", cookie.as_str(), PHONE);
    let chosen = with_code(&server, own, &all);
    assert_eq!(chosen.status, 303, "{}", chosen.body);
    assert!(spool().lines().last().unwrap().contains("su****@mail.example"));
    // What was chosen stays without another proof.
    assert_eq!(server.form("/account/mail/choose", &cookie, &all).status, 303);
    assert_eq!(server.form("/sign-in/code", "", &[("contact", PHONE)]).status, 200);
    let code = letterbox.code();
    let fields = [("contact", PHONE), ("code", code.as_str())];
    let back = server.form("/sign-in/code/confirm", "", &fields);
    let cookie = back.session().unwrap_or_else(|| panic!("{}", back.body));
    first_password(&server, &cookie, PHONE);
    assert!(letterbox.next().text.contains("code"), "it goes to the chosen address too");
    // With a password, neither an address nor codes change without it, and another address gets no codes.
    let other = [("address", OTHER)];
    assert_eq!(server.form("/account/mail", &cookie, &other).status, 422);
    let asked = server.form("/account/mail", &cookie, &[("address", OTHER), ("old", PASSWORD)]);
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = letterbox.code();
    let fields = [("contact", OTHER), ("code", code.as_str())];
    assert_eq!(server.form("/account/mail/confirm", &cookie, &fields).status, 303);
    assert!(spool().lines().last().unwrap().contains("su****@other.example"));
    assert_eq!(server.form("/sign-in/code", "", &[("contact", PHONE)]).status, 200);
    assert!(letterbox.is_quiet(3), "a code went to an address that nobody chose for it");
    let asked = server.form("/account/mail/choose", &cookie, &all);
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(asked.body.contains("Present password"), "{}", asked.body);
    let page = server.page("/account/mail", &cookie).body;
    assert!(!page.contains("value=\"codes\" checked"), "{page}");
    let proved: Vec<_> = all.into_iter().chain([("old", PASSWORD)]).collect();
    assert_eq!(server.form("/account/mail/choose", &cookie, &proved).status, 303);
    let page = server.page("/account/mail", &cookie).body;
    assert!(page.contains("value=\"codes\" checked"), "{page}");
}
