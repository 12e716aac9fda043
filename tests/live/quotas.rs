//! What one account may take, on the pages and through the API: which limit it is, what to do, and nothing is lost.

use super::server::{AGENCY, REGISTRATION, Server, province, token};
use crate::people::{PASSWORD, administrator, citizen, first_password, set_up, sign_in};
use serde_json::json;

const PHONE: &str = "13800138000";
const CASES: &str = "/api/v1/jurisdictions/990101/cases";

/// A server with a citizen: with the cookie and the id of the account.
fn with_citizen(folder: &std::path::Path) -> (Server, String, String) {
    let server = Server::serve(folder);
    set_up(&server);
    let cookie = citizen(&server, "苏晚", PHONE);
    first_password(&server, &cookie, PHONE);
    let security = administrator(&server, 1);
    let listed = server.page(&format!("/admin/accounts?q={PHONE}"), &security).body;
    let rest = listed.split("/admin/accounts/p-").nth(1).unwrap();
    let person = format!("p-{}", rest.split('"').next().unwrap());
    (server, cookie, person)
}

fn set(server: &Server, name: &str, value: &str) {
    let system = administrator(server, 0);
    let fields = [("value", value), ("reason", "试")];
    assert_eq!(server.form(&format!("/admin/settings/{name}"), &system, &fields).status, 303);
}

#[test]
fn more_drafts_than_an_account_may_have_are_refused_on_the_page() {
    let folder = province();
    let (server, cookie, _) = with_citizen(folder.path());
    set(&server, "party-drafts", "5");
    let chosen = [("agency", AGENCY), ("q-kind", "company"), ("q-barred", "no")];
    let begin = || server.form(&format!("/apply/{REGISTRATION}"), &cookie, &chosen);
    let drafts: Vec<_> = (0..5).map(|_| begin().header("location").unwrap().to_owned()).collect();
    let refused = begin();
    assert_eq!(refused.status, 429, "{}", refused.body);
    assert!(refused.body.contains("5 drafts may be open at a time"), "{}", refused.body);
    for draft in &drafts {
        assert_eq!(server.page(draft, &cookie).status, 200);
    }
    assert_eq!(server.form(&format!("{}/discard", drafts[0]), &cookie, &[]).status, 303);
    assert_eq!(begin().status, 303);
}

#[test]
fn an_account_hands_in_so_many_acts_an_hour_and_no_more() {
    let folder = province();
    let (server, _, person) = with_citizen(folder.path());
    set(&server, "party-acts", "10");
    let folder_of = server.stop();
    let applicant = token(&folder_of, &format!("party:{person}"));
    let stranger = token(&folder_of, "party:a-001");
    let server = Server::serve(&folder_of);
    let application =
        json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let open = |token: &str| server.post(CASES, token, &application);
    let mut case = String::new();
    for _ in 0..10 {
        let opened = open(&applicant);
        assert_eq!(opened.status, 201, "{}", opened.body);
        case = opened.json()["case"].as_str().unwrap().to_owned();
    }
    let refused = open(&applicant);
    assert_eq!(refused.status, 429, "{}", refused.body);
    assert_eq!(refused.json()["type"], "urn:yangguang:problem:exceeded");
    let seconds: i64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((3_000..=3_600).contains(&seconds), "{seconds}");
    // On the page too, with what was typed; others are not held up.
    let cookie = sign_in(&server, PHONE, PASSWORD);
    let fields = [("number", case.as_str()), ("reason", "改变了主意")];
    let page = server.form(&format!("/cases/990101/{case}/withdrawal"), &cookie, &fields);
    assert_eq!(page.status, 429, "{}", page.body);
    assert!(page.body.contains("may hand in 10 acts an hour"), "{}", page.body);
    assert!(page.body.contains("改变了主意"), "{}", page.body);
    assert_eq!(open(&stranger).status, 201);
}
