//! Letters over TLS: to a relay that is who it should be, with a password that nobody else reads, and else to nobody; what
//! could not be handed over waits.

use super::letterbox::{Authority, Demands, Letterbox};
use super::letters::{ADDRESS, PHONE, confirm, open, person_of};
use super::server::{Server, province, token};
use crate::people::{citizen, set_up};
use crate::support::yangguang;
use operations::hall_settings::HallSettings;
use operations::mail::{Letter, PASSWORD_VARIABLE, Post, PostError, Relay};
use std::path::Path;

const HOST: &str = "127.0.0.1";
const PASSWORD: &str = "opens-sesame";

/// Says where the relay is, who vouches for it, and what else.
fn settings(folder: &Path, relay: &str, authority: &Authority, more: &str) {
    std::fs::write(folder.join("authority.pem"), authority.pem()).unwrap();
    std::fs::write(folder.join("mail.password"), format!("{PASSWORD}\n")).unwrap();
    let text = format!(
        "[mail]\nrelay = \"{relay}\"\nfrom = \"Hall <hall@hall.example>\"\nauthority_file = \"authority.pem\"\n{more}\n"
    );
    std::fs::write(folder.join("hall.toml"), text).unwrap();
}

const SIGNED_IN: &str = "user = \"hall\"\npassword_file = \"mail.password\"";

fn relay(folder: &Path) -> Relay {
    let settings = HallSettings::read(folder).unwrap();
    Relay::new(&settings.mail.unwrap()).unwrap()
}

fn letter() -> Letter {
    let text = r#"{"to": "su.wan@mail.example", "subject": "News", "text": "read"}"#;
    serde_json::from_str(text).unwrap()
}

/// Both ways to be encrypted: what the server demands, and how it is addressed.
fn both(authority: &Authority, name: &str) -> [(Letterbox, String); 2] {
    let sealed = Letterbox::that_demands(Demands::Tls(authority.vouch_for(name)));
    let upgraded = Letterbox::that_demands(Demands::StartTls(authority.vouch_for(name)));
    let (first, second) = (sealed.port, upgraded.port);
    [
        (sealed, format!("smtps://{HOST}:{first}")),
        (upgraded, format!("smtp://{HOST}:{second}?tls=required")),
    ]
}

#[test]
fn letters_go_over_tls_with_name_and_password() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    for (letterbox, address) in both(&authority, HOST) {
        settings(folder.path(), &address, &authority, SIGNED_IN);
        assert_eq!(relay(folder.path()).hand_over(&letter()), Ok(()), "{address}");
        assert_eq!(letterbox.next().to, ADDRESS);
    }
}

#[test]
fn who_is_not_the_relay_or_does_not_know_us_gets_nothing_and_the_letter_waits() {
    let folder = tempfile::tempdir().unwrap();
    let (authority, other) = (Authority::new(), Authority::new());
    let refused = |letterbox: &Letterbox, address: &str, what: &str| {
        let done = relay(folder.path()).hand_over(&letter());
        let Err(PostError::Away(fault)) = done else { panic!("{address}, {what}: {done:?}") };
        assert!(!fault.contains(PASSWORD), "{fault}");
        assert!(letterbox.is_quiet(0), "{address}, {what}");
        fault
    };
    for (letterbox, address) in both(&authority, HOST) {
        settings(folder.path(), &address, &other, SIGNED_IN);
        let fault = refused(&letterbox, &address, "another authority");
        assert!(fault.contains("invalid peer certificate"), "{fault}");
        settings(folder.path(), &address, &authority, "user = \"hall\"\npassword_file = \"wrong\"");
        std::fs::write(folder.path().join("wrong"), "no").unwrap();
        assert!(refused(&letterbox, &address, "a wrong password").contains("535"));
        settings(folder.path(), &address, &authority, "");
        assert!(refused(&letterbox, &address, "nobody").contains("530"));
    }
    for (letterbox, address) in both(&authority, "other.example") {
        settings(folder.path(), &address, &authority, SIGNED_IN);
        let fault = refused(&letterbox, &address, "another name");
        assert!(fault.contains("not valid for name"), "{fault}");
    }
    // Whoever takes the offer of TLS out of the conversation gets neither letter nor password.
    let open = Letterbox::open();
    let address = format!("smtp://{HOST}:{}?tls=required", open.port);
    settings(folder.path(), &address, &authority, SIGNED_IN);
    assert!(refused(&open, &address, "no TLS").contains("STARTTLS"));
}

#[test]
fn an_authority_of_the_system_is_asked_where_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let [(letterbox, address), _] = both(&authority, HOST);
    let text = format!("[mail]\nrelay = \"{address}\"\nfrom = \"hall@hall.example\"\n");
    std::fs::write(folder.path().join("hall.toml"), text).unwrap();
    let done = relay(folder.path()).hand_over(&letter());
    assert!(matches!(done, Err(PostError::Away(_))), "{done:?}");
    assert!(letterbox.is_quiet(0));
}

#[test]
fn a_letter_outlives_a_relay_with_a_wrong_certificate() {
    let folder = province();
    let (authority, other) = (Authority::new(), Authority::new());
    let letterbox = Letterbox::that_demands(Demands::Tls(authority.vouch_for(HOST)));
    let address = format!("smtps://{HOST}:{}", letterbox.port);
    settings(folder.path(), &address, &authority, "user = \"hall\"");
    let secret = (PASSWORD_VARIABLE, PASSWORD);
    let server = Server::serve_knowing(folder.path(), secret);
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    let person = person_of(&server, PHONE);
    confirm(&server, &cookie, (ADDRESS, &letterbox));
    drop(server);
    let applicant = token(folder.path(), &format!("party:{person}"));
    // The relay shows a certificate that the named authority did not sign.
    settings(folder.path(), &address, &other, "user = \"hall\"");
    let server = Server::serve_knowing(folder.path(), secret);
    let case = open(&server, &applicant);
    assert!(letterbox.is_quiet(5));
    let metrics = server.get("/metrics", &[]).body;
    assert!(metrics.contains("yangguang_alarms 1"), "{metrics}");
    let said = server.hears("alarm relay: the relay is away");
    assert!(said.contains("invalid peer certificate") && !said.contains(PASSWORD), "{said}");
    drop(server);
    settings(folder.path(), &address, &authority, SIGNED_IN);
    let _server = Server::serve(folder.path());
    assert!(letterbox.next().subject.contains(&case));
}

#[test]
fn a_start_without_the_password_or_with_one_in_plain_text_is_refused() {
    let folder = province();
    let serve = |text: &str| {
        let text = format!("[mail]\nfrom = \"hall@hall.example\"\n{text}\n");
        std::fs::write(folder.path().join("hall.toml"), text).unwrap();
        let data = folder.path().to_str().unwrap();
        let run = yangguang(&["serve", "--listen", "127.0.0.1:0", "--data", data]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        run.stderr
    };
    let said = serve("relay = \"smtps://mail.example\"\nuser = \"hall\"");
    assert!(said.contains("password_file") && said.contains(PASSWORD_VARIABLE), "{said}");
    let said = serve("relay = \"smtps://mail.example\"\nuser = \"hall\"\npassword_file = \"gone\"");
    assert!(said.contains("gone"), "{said}");
    let said =
        serve("relay = \"mail.example\"\nuser = \"hall\"\npassword_file = \"mail.password\"");
    assert!(said.contains("unencrypted") && said.contains("smtps://"), "{said}");
    let said = serve("relay = \"smtps://hall:opens-sesame@mail.example\"");
    assert!(said.contains("no password in the address") && !said.contains(PASSWORD), "{said}");
}
