//! Signing in, as people and attackers do it.

use super::server::{Server, province};
use crate::people::{
    ADMINISTRATORS, PASSWORD, administrator, citizen, first_password, set_up, sign_in, staff,
};

#[test]
fn an_installation_is_set_up_once_by_three_people() {
    let folder = province();
    let server = Server::serve(folder.path());
    // No default account, and nothing without the secret of the console.
    assert_eq!(server.get("/setup", &[]).status, 200);
    let guessed = server.form("/setup", "", &[("secret", "0000-0000-0000-0000-0000-0000")]);
    assert_eq!(guessed.status, 422, "{}", guessed.body);
    set_up(&server);
    assert_eq!(server.get("/setup", &[]).status, 404);
    assert_eq!(server.form("/setup", "", &[("secret", "x")]).status, 404);
    assert!(!folder.path().join("setup-secret").exists());
    for name in ADMINISTRATORS {
        let cookie = sign_in(&server, name, PASSWORD);
        let page = server.page("/account", &cookie);
        assert_eq!(page.status, 200, "{name}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
    }
}

#[test]
fn a_session_ends_where_it_should() {
    let folder = province();
    let server = Server::serve(folder.path());
    let first = citizen(&server, "穆闻禾", "13800138000");
    assert_eq!(server.page("/account", &first).status, 200);
    // A password makes the account safe; every other session ends.
    first_password(&server, &first, "13800138000");
    let second = sign_in(&server, "138 0013 8000", PASSWORD);
    assert_ne!(first, second, "each sign-in has a session of its own");
    let new = "nine tired otters";
    let wrong = server.form("/account/password", &second, &[("old", "no"), ("new", new)]);
    assert_eq!(wrong.status, 422);
    let changed = server.form("/account/password", &second, &[("old", PASSWORD), ("new", new)]);
    assert_eq!(changed.status, 303, "{}", changed.body);
    assert_eq!(server.page("/account", &first).status, 303, "it ended with the old password");
    let third = sign_in(&server, "13800138000", new);
    let ended = server.form("/account/sessions/end", &third, &[("session", "")]);
    assert_eq!(ended.status, 303);
    assert_eq!(server.page("/account", &second).status, 303);
    assert_eq!(server.form("/sign-out", &third, &[]).status, 303);
    assert_eq!(server.page("/account", &third).status, 303, "a copied cookie is worth nothing");
    assert_eq!(server.page("/account", "__Host-session=guessed").status, 303);
}

#[test]
fn whether_there_is_an_account_cannot_be_seen() {
    let folder = province();
    let server = Server::serve(folder.path());
    let cookie = citizen(&server, "穆闻禾", "13800138000");
    first_password(&server, &cookie, "13800138000");
    let tried = |name: &str| {
        let answer = server.form("/sign-in", "", &[("name", name), ("password", "wrong words")]);
        (answer.status, answer.body.replace(name, "NAME"))
    };
    for attempt in 0..5 {
        assert_eq!(tried("13800138000"), tried("13900139000"), "attempt {attempt}");
    }
    // Both wait now, although one of them has just given no wrong password too many.
    let right = server.form("/sign-in", "", &[("name", "13800138000"), ("password", PASSWORD)]);
    let nobody = server.form("/sign-in", "", &[("name", "13900139000"), ("password", PASSWORD)]);
    assert_eq!((right.status, nobody.status), (429, 429));
    assert!(right.header("retry-after").is_some_and(|wait| wait.parse::<u32>().is_ok()));
    // A code is promised to both.
    let asks = |contact: &str| {
        let answer = server.form("/sign-in/code", "", &[("contact", contact)]);
        (
            answer.status,
            answer
                .body
                .replace(contact, "CONTACT")
                .replace(&contact[..3], "")
                .replace(&contact[7..], ""),
        )
    };
    assert_eq!(asks("15800158000"), asks("15900159001"));
}

/// Where somebody lands who signs in from a page that was opened at an address.
fn landing(server: &Server, login: &str, opened: &str) -> String {
    let page = server.get(opened, &[]).body;
    let mut links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let link =
        links.find(|link| link.starts_with("/sign-in?next=")).unwrap_or_else(|| panic!("{page}"));
    let next = server.get(link, &[]).hidden("next");
    let fields = [("name", login), ("password", PASSWORD), ("next", &next)];
    let done = server.form("/sign-in", "", &fields);
    let mut target = done.header("location").unwrap_or_default().to_owned();
    if let Some(next) = target.strip_prefix("/account/capacity") {
        // Staff say first for whom they act; the first choice is the post.
        let cookie = done.session().unwrap();
        let page = server.page(&format!("/account/capacity{next}"), &cookie);
        let value = page.body.split("name=\"capacity\"").nth(1).unwrap();
        let value = value.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
        let fields = [("capacity", value), ("next", &page.hidden("next"))];
        let chosen = server.form("/account/capacity", &cookie, &fields);
        target = chosen.header("location").unwrap_or_default().to_owned();
    }
    target
}

#[test]
fn a_language_that_was_chosen_before_changes_nothing_about_where_one_lands() {
    const POST: &str = "990101-mr-examiner-1";
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    staff(&server, &administrator(&server, 1), POST);
    assert_eq!(landing(&server, POST, "/?lang=en"), "/desk");
    assert_eq!(landing(&server, ADMINISTRATORS[0], "/?lang=en"), "/admin");
    assert_eq!(landing(&server, POST, "/board?lang=en"), "/board");
}

#[test]
fn a_space_inside_an_address_is_said_and_not_taken_away() {
    let folder = province();
    let server = Server::serve(folder.path());
    let fields = |contact| [("kind", "person"), ("name", "穆闻禾"), ("contact", contact)];
    let refused = server.form("/sign-up", "", &fields("mu wen@mail.example"));
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("no space inside"), "{}", refused.body);
    assert!(refused.body.contains("mu wen@mail.example"), "what was typed is kept");
    let taken = server.form("/sign-up", "", &fields(" mu.wen@mail.example "));
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert!(taken.body.contains("mu****@mail.example"), "{}", taken.body);
}

#[test]
fn a_code_that_was_sent_before_can_still_be_typed_in() {
    let folder = province();
    let server = Server::serve(folder.path());
    let contact = "13800138000";
    let fields = [("kind", "person"), ("name", "穆闻禾"), ("contact", contact), ("next", "/my")];
    assert_eq!(server.form("/sign-up", "", &fields).status, 200);
    let code = crate::people::code_sent_to(&server, contact);
    for (path, confirm) in
        [("/sign-in/code", "/sign-in/code/confirm"), ("/sign-up", "/sign-up/confirm")]
    {
        let again = server.form(path, "", &fields);
        assert_eq!(again.status, 422, "{}", again.body);
        assert!(again.body.contains("still holds for ten minutes"), "{}", again.body);
        assert!(again.body.contains(&format!("action=\"{confirm}\"")), "{}", again.body);
        assert_eq!((again.hidden("contact"), again.hidden("next")), (contact.into(), "/my".into()));
    }
    let done = server.form("/sign-up/confirm", "", &[("contact", contact), ("code", &code)]);
    assert!(done.session().is_some(), "{}", done.body);
}

#[test]
fn a_code_asked_for_by_a_stranger_makes_the_holder_of_the_telephone_wait_for_nothing() {
    let folder = province();
    let server = Server::serve(folder.path());
    let contact = "13800138000";
    citizen(&server, "穆闻禾", contact);
    let ask = |address: &str| {
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Accept-Language", "en"),
            ("X-Forwarded-For", address),
        ];
        server.send("POST", "/sign-in/code", &headers, &format!("contact={contact}"))
    };
    assert_eq!(ask("203.0.113.7").status, 200);
    let asked = ask("198.51.100.1");
    assert_eq!(asked.status, 200, "{}", asked.body);
    let code = crate::people::code_sent_to(&server, contact);
    assert_eq!(ask("192.0.2.1").status, 200);
    let fields = [("contact", contact), ("code", &code)];
    let done = server.form("/sign-in/code/confirm", "", &fields);
    assert!(done.session().is_some(), "{}", done.body);
}
