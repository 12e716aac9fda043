//! Closing one's own account: in two steps, what the law wants kept stays, the rest is gone.

use super::letterbox::Letterbox;
use super::server::{AGENCY, REGISTRATION, Server, province, token};
use crate::people::{PASSWORD, administrator, citizen, first_password, set_up, sign_in, with_code};
use serde_json::json;
use std::path::Path;

const PHONE: &str = "13800138000";
const ADDRESS: &str = "su.wan@mail.example";
const CASES: &str = "/api/v1/jurisdictions/990101/cases";

/// Rows about somebody by kind; those of the audit log are not counted.
fn kinds(folder: &Path, person: &str) -> Vec<String> {
    let database = rusqlite::Connection::open(folder.join("yangguang.db")).unwrap();
    let sql = "select distinct kind from records where kind <> 'audit' and (owner = ?1 or record_key = ?1 or document like '%' || ?1 || '%' or document like '%13800138000%' or record_key like '%13800138000%' or document like '%su.wan@mail.example%') order by kind";
    let mut found = database.prepare(sql).unwrap();
    let rows = found.query_map([person], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Says where the mail server of an installation is.
fn relay(folder: &Path, port: u16) {
    let text =
        format!("[mail]\nrelay = \"127.0.0.1\"\nport = {port}\nfrom = \"hall@hall.example\"\n");
    std::fs::write(folder.join("hall.toml"), text).unwrap();
}

/// Confirms an address for letters.
fn confirm(server: &Server, cookie: &str, letterbox: &Letterbox) {
    let asked = server.form("/account/mail", cookie, &[("address", ADDRESS), ("old", PASSWORD)]);
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = letterbox.code();
    let fields = [("contact", ADDRESS), ("code", code.as_str())];
    assert_eq!(server.form("/account/mail/confirm", cookie, &fields).status, 303);
}

/// Waits until there is a letter that was not taken, and gives it up, as after fourteen times; the case gets a code.
fn give_up(server: Server, case: &str) -> Server {
    let database = rusqlite::Connection::open(server.folder.join("yangguang.db")).unwrap();
    let tried = "select count(*) from records where kind = 'letter' and document like '%fault%'";
    let count = || database.query_row(tried, [], |row| row.get::<_, i64>(0)).unwrap();
    let begun = std::time::Instant::now();
    while count() == 0 {
        assert!(begun.elapsed().as_secs() < 60, "no letter was tried");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    let folder = server.stop();
    let update = "update records set owner = 'given-up' where kind = 'letter'";
    assert_eq!(database.execute(update, []).unwrap(), 1);
    with_code_to_pick_up(&folder, case);
    Server::serve(&folder)
}

/// Gives a case a code, as one has it that was handed in on the pages.
fn with_code_to_pick_up(folder: &Path, case: &str) {
    let database = rusqlite::Connection::open(folder.join("yangguang.db")).unwrap();
    let application = json!({"pick_up_code": "ABCD-2345"}).to_string();
    let insert = "insert into records (jurisdiction, kind, record_key, owner, at, document) values ('990101', 'application', ?1, '', 0, ?2)";
    assert_eq!(database.execute(insert, [case, application.as_str()]).unwrap(), 1);
}

/// The security administrator, and the id under which the list of accounts has the citizen.
fn listed(server: &Server) -> (String, String) {
    let security = administrator(server, 1);
    let listed = server.page(&format!("/admin/accounts?q={PHONE}"), &security).body;
    let rest = listed.split("/admin/accounts/p-").nth(1).unwrap();
    (security, format!("p-{}", rest.split('"').next().unwrap()))
}

fn close(server: &Server, cookie: &str, name: &str) -> u16 {
    let begun = server.form("/account/close", cookie, &[("old", PASSWORD)]);
    assert_eq!(begun.status, 200, "{}", begun.body);
    let ticket = begun.hidden("ticket");
    let fields = [("ticket", ticket.as_str()), ("name", name)];
    server.form("/account/close/confirm", cookie, &fields).status
}

#[test]
fn an_account_is_closed_by_its_holder_and_the_file_stays() {
    let folder = province();
    let letterbox = Letterbox::open();
    relay(folder.path(), letterbox.port);
    let server = Server::serve(folder.path());
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    first_password(&server, &cookie, PHONE);
    confirm(&server, &cookie, &letterbox);
    let chosen = [("agency", AGENCY), ("q-kind", "company"), ("q-barred", "no")];
    let draft = server.form(&format!("/apply/{REGISTRATION}"), &cookie, &chosen);
    assert_eq!(draft.status, 303, "{}", draft.body);
    let (security, person) = listed(&server);
    let folder_of = server.stop();
    let applicant = token(&folder_of, &format!("party:{person}"));
    let clerk = token(&folder_of, "990101-mr-clerk-1");
    // From now on nobody takes letters.
    let away = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    relay(&folder_of, away);
    let server = Server::serve(&folder_of);
    let application =
        json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let opened = server.post(CASES, &applicant, &application);
    let case = opened.json()["case"].as_str().unwrap().to_owned();
    let steps = format!("{CASES}/{case}/steps");
    let server = give_up(server, &case);
    let accepted = server.post(&steps, &clerk, &json!({"act": "accept"}));
    assert_eq!(accepted.status, 201, "{}", accepted.body);
    let cookie = sign_in(&server, PHONE, PASSWORD);
    // Not while the result is to be picked up with a code that the account alone shows.
    let early = server.form("/account/close", &cookie, &[("old", PASSWORD)]);
    assert_eq!(early.status, 422, "{}", early.body);
    let page = server.page("/account/close", &cookie).body;
    assert!(page.contains(&format!("href=\"/cases/990101/{case}\"")), "{page}");
    let withdrawn = server.post(
        &steps,
        &applicant,
        &json!({"act": "withdraw", "confirmation": case, "reason": "不再办理"}),
    );
    assert_eq!(withdrawn.status, 201, "{}", withdrawn.body);
    // Not without the password, and not without the name.
    let guessed = server.form("/account/close", &cookie, &[("old", "wrong words")]);
    assert_eq!(guessed.status, 422, "{}", guessed.body);
    let skipped = server.form("/account/close/confirm", &cookie, &[("name", "苏晚")]);
    assert_eq!(skipped.status, 422, "{}", skipped.body);
    assert_eq!(close(&server, &cookie, "苏"), 422);
    assert_eq!(close(&server, &cookie, "苏晚"), 303);
    assert_eq!(server.page("/account", &cookie).status, 303, "its sessions are over");
    let by_program = server.post(CASES, &applicant, &application);
    assert_eq!(by_program.status, 401, "its programs are stopped: {}", by_program.body);
    let back = server.form("/sign-in", "", &[("name", PHONE), ("password", PASSWORD)]);
    assert!(back.session().is_none());
    // Nobody opens it again, and the file of the case is there.
    let open = format!("/admin/accounts/{person}/open");
    assert_eq!(server.form(&open, &security, &[("reason", "x")]).status, 422);
    let window = format!("{CASES}/{case}");
    assert_eq!(server.get(&window, &[]).status, 200);
    // The telephone is free for somebody new.
    let fresh = citizen(&server, "苏晚", "13800138001");
    assert_eq!(server.page("/account", &fresh).status, 200);
    let folder_of = server.stop();
    let left = kinds(&folder_of, &person);
    let kept = ["account", "application", "certificate", "own-case"];
    let strange: Vec<_> = left.iter().filter(|kind| !kept.contains(&kind.as_str())).collect();
    assert!(strange.is_empty(), "{left:?}");
}

#[test]
fn an_open_session_closes_no_account_and_takes_none_over() {
    let folder = province();
    let server = Server::serve(folder.path());
    let cookie = citizen(&server, "苏晚", PHONE);
    // Who finds the session open has no telephone.
    let asked = server.form("/account/close", &cookie, &[]);
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(!asked.body.contains("name=\"ticket\""), "{}", asked.body);
    let guessed = server.form("/account/close", &cookie, &[("old", "000000x")]);
    assert_eq!(guessed.status, 422, "{}", guessed.body);
    let other = [("new", PASSWORD), ("old", "1")];
    assert_eq!(server.form("/account/password", &cookie, &other).status, 422);
    let back = server.form("/sign-in", "", &[("name", PHONE), ("password", PASSWORD)]);
    assert!(back.session().is_none(), "no password was set");
    let code = crate::people::code_sent_to(&server, PHONE);
    let begun = server.form("/account/close", &cookie, &[("old", &code)]);
    let ticket = begun.hidden("ticket");
    let fields = [("ticket", ticket.as_str()), ("name", "苏晚")];
    assert_eq!(server.form("/account/close/confirm", &cookie, &fields).status, 303);
    assert_eq!(server.page("/account", &cookie).status, 303);
    // A code stands for one act.
    let fresh = citizen(&server, "苏晚", PHONE);
    let begun = with_code(&server, ("/account/close", &fresh, PHONE), &[]);
    assert_eq!(begun.status, 200, "{}", begun.body);
    let used = crate::people::code_sent_to(&server, PHONE);
    assert_eq!(server.form("/account/close", &fresh, &[("old", &used)]).status, 422);
}

#[test]
fn a_case_that_goes_on_tells_a_closed_account_nothing_that_stays() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    for (form, page) in [
        ("/account/close/confirm?lang=en", "/account/close"),
        ("/account/mail/confirm", "/account/mail"),
        ("/account/mail/choose", "/account/mail"),
    ] {
        let opened = server.page(form, &cookie);
        assert_eq!((opened.status, opened.header("location")), (303, Some(page)), "{form}");
    }
    first_password(&server, &cookie, PHONE);
    let (_, person) = listed(&server);
    let folder_of = server.stop();
    let applicant = token(&folder_of, &format!("party:{person}"));
    let clerk = token(&folder_of, "990101-mr-clerk-1");
    let server = Server::serve(&folder_of);
    let application =
        json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let opened = server.post(CASES, &applicant, &application);
    let case = opened.json()["case"].as_str().unwrap().to_owned();
    let database = rusqlite::Connection::open(server.folder.join("yangguang.db")).unwrap();
    let cookie = sign_in(&server, PHONE, PASSWORD);
    assert_eq!(close(&server, &cookie, "苏晚"), 303);
    let steps = format!("{CASES}/{case}/steps");
    assert_eq!(server.post(&steps, &clerk, &json!({"act": "accept"})).status, 201);
    let inbox = |person: &str| {
        let sql = "select count(*) from records where kind = 'inbox' and owner = ?1";
        database.query_row(sql, [person], |row| row.get::<_, i64>(0)).unwrap()
    };
    // It is swept with the hour, and with the start.
    let folder_of = server.stop();
    let server = Server::serve(&folder_of);
    let begun = std::time::Instant::now();
    while inbox(&person) > 0 {
        assert!(begun.elapsed().as_secs() < 30, "a notice for nobody stays");
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    drop(server);
}

#[test]
fn who_works_for_the_authorities_is_closed_by_the_security_administrator() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    for which in 0..3 {
        let cookie = administrator(&server, which);
        let page = server.page("/account/close", &cookie);
        assert!(page.body.contains("closed by the security administrator"), "{}", page.body);
        let tried = server.form("/account/close", &cookie, &[("old", PASSWORD)]);
        assert_eq!(tried.status, 422, "{}", tried.body);
    }
}

#[test]
fn a_result_that_was_handed_out_holds_no_account_and_is_not_withdrawn() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    first_password(&server, &cookie, PHONE);
    let (_, person) = listed(&server);
    let folder_of = server.stop();
    let holders = [&*format!("party:{person}"), "990101-mr-clerk-1", "990101-mr-chief-1"];
    let [applicant, clerk, chief] = holders.map(|holder| token(&folder_of, holder));
    let server = Server::serve(&folder_of);
    let application =
        json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let opened = server.post(CASES, &applicant, &application);
    let case = opened.json()["case"].as_str().unwrap().to_owned();
    with_code_to_pick_up(&folder_of, &case);
    let acts = [
        (&clerk, json!({"act": "accept"})),
        (&chief, json!({"act": "decide", "outcome": "granted"})),
        (&clerk, json!({"act": "issue", "number": "QC-1"})),
    ];
    let done = |token: &str, act: &serde_json::Value| {
        let answer = server.post(&format!("{CASES}/{case}/steps"), token, act);
        assert_eq!(answer.status, 201, "{}", answer.body);
    };
    let cookie = sign_in(&server, PHONE, PASSWORD);
    let (withdrawal, rating) =
        (format!("/cases/990101/{case}/withdrawal"), format!("/cases/990101/{case}/rating"));
    let page = server.page(&withdrawal, &cookie).body;
    assert!(page.contains("name=\"number\""), "it can be withdrawn: {page}");
    let page = server.page(&rating, &cookie).body;
    assert!(!page.contains("name=\"level\"") && page.contains("role=\"alert\""), "{page}");
    for (token, act) in &acts {
        done(token, act);
    }
    // What is decided is not withdrawn: the page says so, and has no form.
    let page = server.page(&withdrawal, &cookie).body;
    assert!(!page.contains("name=\"number\"") && page.contains("role=\"alert\""), "{page}");
    let waits = |page: &str| page.contains(&format!("href=\"/cases/990101/{case}\""));
    assert!(waits(&server.page("/account/close", &cookie).body), "the result is to be picked up");
    let way = "窗口领取，已核对领取码";
    done(&clerk, &json!({"act": "deliver", "way": way, "by": "pick-up", "code": "ABCD-2345"}));
    let closing = server.page("/account/close", &cookie).body;
    assert!(!waits(&closing) && closing.contains("action=\"/account/close\""), "{closing}");
    // And it is told in the language of who reads it.
    for page in ["/my/notices".to_owned(), format!("/cases/990101/{case}")] {
        let body = server.page(&page, &cookie).body;
        assert!(body.contains("picked up at the window against the code"), "{page}: {body}");
        assert!(!body.contains(way), "{page}: {body}");
    }
}
