//! Secrets of second factors at rest: sealed, also those that an earlier version wrote as they are.

use super::server::{Server, province};
use crate::people::{PASSWORD, citizen, first_password, sign_in};
use crate::support::yangguang;
use operations::people::totp::code_for;
use operations::time_source::{SystemTime, TimeSource};
use std::path::Path;

const PHONE: &str = "13800138000";

/// The code that the app shows now, or some steps later.
fn code(secret: &str, later: i64) -> String {
    code_for(secret, SystemTime.now() + later * 30_000).unwrap()
}

/// The bytes of a secret in base32.
fn bytes(secret: &str) -> Vec<u8> {
    let place = |letter| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
    let bits: String = secret.chars().map(|letter| format!("{:05b}", place(letter))).collect();
    let octets = (0..bits.len() / 8).map(|n| &bits[n * 8..n * 8 + 8]);
    octets.map(|octet| u8::from_str_radix(octet, 2).unwrap()).collect()
}

/// The row of the one account with a second factor.
fn row(folder: &Path) -> (String, serde_json::Value) {
    let database = rusqlite::Connection::open(folder.join("yangguang.db")).unwrap();
    let sql = "select record_key, document from records where kind = 'account' and document like '%second_factor%'";
    let found = database.query_row(sql, [], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    let (key, document) = found.unwrap();
    (key, serde_json::from_str(&document).unwrap())
}

/// Signs in with password and code; whether that lets somebody in.
fn comes_in(server: &Server, code: &str) -> bool {
    let asked = server.form("/sign-in", "", &[("name", PHONE), ("password", PASSWORD)]);
    let ticket = asked.hidden("ticket");
    let fields = [("ticket", ticket.as_str()), ("code", code)];
    server.form("/sign-in/second-factor", "", &fields).session().is_some()
}

fn doctor(folder: &Path) -> (i32, String) {
    let run = yangguang(&["doctor", "--data", folder.to_str().unwrap()]);
    (run.status, format!("{}{}", run.stdout, run.stderr))
}

#[test]
fn secrets_of_second_factors_are_sealed_also_old_ones() {
    let folder = province();
    let server = Server::serve(folder.path());
    let cookie = citizen(&server, "苏晚", PHONE);
    first_password(&server, &cookie, PHONE);
    let cookie = sign_in(&server, PHONE, PASSWORD);
    let secret = server.page("/account/second-factor", &cookie).hidden("secret");
    let fields = [("secret", secret.as_str()), ("code", &code(&secret, 0)), ("old", PASSWORD)];
    assert_eq!(server.form("/account/second-factor", &cookie, &fields).status, 200);
    assert!(comes_in(&server, &code(&secret, 1)));
    let folder_of = server.stop();
    let (key, mut account) = row(&folder_of);
    assert!(account["second_factor"]["secret"].is_string(), "{account}");
    assert_eq!(doctor(&folder_of).0, 0);
    // As an earlier version left it.
    account["second_factor"]["secret"] = bytes(&secret).into();
    account["second_factor"]["last"] = 0.into();
    let database = rusqlite::Connection::open(folder_of.join("yangguang.db")).unwrap();
    let update = "update records set document = ?1 where kind = 'account' and record_key = ?2";
    database.execute(update, [account.to_string(), key]).unwrap();
    let forget = "delete from records where record_key = 'second-factors-sealed'";
    assert_eq!(database.execute(forget, []).unwrap(), 1);
    drop(database);
    let (_, said) = doctor(&folder_of);
    assert!(said.contains("1 stand in the database as they are"), "{said}");
    let server = Server::serve(&folder_of);
    assert!(comes_in(&server, &code(&secret, 0)), "the phone shows the same codes");
    let folder_of = server.stop();
    let (_, account) = row(&folder_of);
    assert!(account["second_factor"]["secret"].is_string(), "{account}");
    assert_eq!(doctor(&folder_of).0, 0);
    // Another key opens nothing, and the doctor says so.
    std::fs::write(folder_of.join("secret.key"), [7; 32]).unwrap();
    let (status, said) = doctor(&folder_of);
    assert!(status != 0 && said.contains("sealed with another secret.key"), "{said}");
}
