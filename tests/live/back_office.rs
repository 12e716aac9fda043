//! The three administrators at work, and what none of them can do.

use super::server::{AGENCY, COUNTY, REGISTRATION, Server, province};
use crate::people::{PASSWORD, account, administrator, citizen, set_up, sign_in, staff};
use serde_json::json;
use tempfile::TempDir;

/// A post of [`AGENCY`] with the role of a window, and its head.
fn posts(server: &Server, security: &str) -> Vec<String> {
    let page =
        server.page("/admin/posts?q=%E6%8F%BD%E6%9C%88%E5%8E%BF%E5%B8%82%E5%9C%BA", security);
    let links = page.body.split("href=\"/admin/posts/").skip(1);
    links.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// The post of [`AGENCY`] that a role has.
fn post_of(server: &Server, security: &str, role: &str) -> String {
    let all = posts(server, security);
    let has = |post: &&String| {
        let page = server.page(&format!("/admin/posts/{post}"), security);
        // Roles are called as the office calls them.
        page.body.contains(AGENCY_NAME) && page.body.to_lowercase().contains(&format!("<dd>{role}"))
    };
    all.iter().find(has).unwrap_or_else(|| panic!("no {role} among {all:?}")).clone()
}

const AGENCY_NAME: &str = "Lanyue";

/// A case that a citizen opened; its number.
fn opened(server: &Server, token: &str) -> String {
    let open = json!({"item": REGISTRATION, "agency": AGENCY, "materials": ["application-form"]});
    let answer = server.post(&format!("/api/v1/jurisdictions/{COUNTY}/cases"), token, &open);
    assert_eq!(answer.status, 201, "{}", answer.body);
    answer.json()["case"].as_str().unwrap().to_owned()
}

fn token(server: &Server, security: &str, kind: &str, holder: &str) -> String {
    let fields = [("kind", kind), ("holder", holder), ("purpose", "a test")];
    let made = server.form("/admin/tokens/new", security, &fields);
    assert_eq!(made.status, 200, "{}", made.body);
    let token = made.body.split("<code>yg_").nth(1).unwrap().split('<').next().unwrap();
    format!("yg_{token}")
}

/// The day on which the server is.
fn today(server: &Server, security: &str) -> String {
    let form = server.page("/admin/posts/any/assign", security);
    let rest = form.body.split("type=\"date\" value=\"").nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Where somebody accepts a case.
fn accepting(server: &Server, cookie: &str, case: &str) -> String {
    let page = server.page(&format!("/cases/{COUNTY}/{case}"), cookie);
    let start = format!("/cases/{COUNTY}/{case}/acts/accept");
    let rest = page.body.split(&start).nth(1).unwrap_or_else(|| panic!("{}", page.body));
    format!("{start}{}", rest.split('"').next().unwrap())
}

#[test]
fn tokens_are_made_and_revoked_while_the_platform_runs() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let security = administrator(&server, 1);
    let made = token(&server, &security, "party", "a-001");
    let case = opened(&server, &made);
    assert!(case.len() > 5);
    let list = server.page("/admin/tokens", &security);
    assert!(list.body.contains("party:a-001") && !list.body.contains(&made), "{}", list.body);
    let revoke = list.body.split("href=\"/admin/tokens/").nth(2).unwrap();
    let key = revoke.split('/').next().unwrap();
    let nothing =
        server.form(&format!("/admin/tokens/{key}/revoke"), &security, &[("reason", " ")]);
    assert_eq!(nothing.status, 422, "a reason is needed");
    let done =
        server.form(&format!("/admin/tokens/{key}/revoke"), &security, &[("reason", "over")]);
    assert_eq!(done.status, 303, "{}", done.body);
    let open = json!({"item": REGISTRATION, "agency": AGENCY, "materials": []});
    let path = format!("/api/v1/jurisdictions/{COUNTY}/cases");
    assert_eq!(server.post(&path, &made, &open).status, 401);
    // Nobody else makes tokens.
    for which in [0, 2] {
        let other = administrator(&server, which);
        assert_eq!(server.page("/admin/tokens", &other).status, 403);
        assert_eq!(server.form("/admin/tokens/new", &other, &[("kind", "post")]).status, 403);
    }
}

/// A window at work: signed in, with a program of its own, and a case that was just handed in.
struct AtWork {
    _folder: TempDir,
    server: Server,
    security: String,
    window: String,
    cookie: String,
    program: String,
    case: String,
}

fn at_work() -> AtWork {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let security = administrator(&server, 1);
    let window = post_of(&server, &security, "window");
    let cookie = staff(&server, &security, &window);
    let party = token(&server, &security, "party", "a-001");
    let program = token(&server, &security, "post", &window);
    let case = opened(&server, &party);
    AtWork { _folder: folder, server, security, window, cookie, program, case }
}

#[test]
fn a_session_cannot_act_in_a_post_that_has_ended() {
    let AtWork { server, security, window, cookie, program, case, _folder } = at_work();
    let accept = accepting(&server, &cookie, &case);
    let page = server.page(&accept, &cookie);
    assert_eq!(page.status, 200, "{}", page.body);
    let acts = page.hidden("acts");
    let end = format!("/admin/posts/{window}/end");
    assert_eq!(server.form(&end, &security, &[("reason", "moved on")]).status, 303);
    // The page is still open in the browser.
    let acted = server.form(&accept, &cookie, &[("acts", &acts)]);
    assert_eq!(acted.status, 409, "{}", acted.body);
    assert!(acted.body.contains("离岗即止"), "{}", acted.body);
    assert_eq!(server.page(&accept, &cookie).status, 404, "it is a citizen now, and sees no act");
    let steps = format!("/api/v1/jurisdictions/{COUNTY}/cases/{case}/steps");
    let answer = server.post(&steps, &program, &json!({"act": "accept"}));
    assert_eq!(answer.status, 409, "a vacant post signs nothing: {}", answer.body);
    assert_eq!(answer.json()["rule"], "post-not-held");
    assert!(answer.json()["article"].as_str().unwrap().contains("离岗即止"), "{}", answer.body);
    // Somebody new takes it over, and acts under the own name.
    account(&server, &security, ["安知夏", "zhixia.an", ""]);
    let assign = format!("/admin/posts/{window}/assign");
    let today = today(&server, &security);
    let fields = [("person", "zhixia.an"), ("from", today.as_str()), ("reason", "new")];
    let assigned = server.form(&assign, &security, &fields);
    assert_eq!(assigned.status, 303, "{}", assigned.body);
    let next = sign_in(&server, "zhixia.an", PASSWORD);
    let page = server.page(&accept, &next);
    let acted = server.form(&accept, &next, &[("acts", &page.hidden("acts"))]);
    assert_eq!(acted.status, 303, "{}", acted.body);
}

#[test]
fn a_form_older_than_the_case_is_not_sent_unseen() {
    let AtWork { server, cookie, program, case, _folder, .. } = at_work();
    let place = format!("/cases/{COUNTY}/{case}");
    let record = format!("{place}/acts/record~~");
    let old = server.page(&record, &cookie).hidden("acts");
    let steps = format!("/api/v1/jurisdictions/{COUNTY}/cases/{case}/steps");
    let note = json!({"act": "record", "text": "来电询问"});
    assert_eq!(server.post(&steps, &program, &note).status, 201);
    let typed = "已回电答复";
    let told = server.form(&record, &cookie, &[("acts", &old), ("text", typed)]);
    assert_eq!(told.status, 409, "{}", told.body);
    assert!(told.body.contains("has changed since you opened it"), "{}", told.body);
    assert!(told.body.contains(&format!("<a href=\"{place}\">See how")), "{}", told.body);
    assert!(told.body.contains(typed), "what was typed stays: {}", told.body);
    let now = told.hidden("acts");
    assert_ne!(old, now);
    // Who has seen it sends it again; pressed twice it is done once.
    for _ in 0..2 {
        let done = server.form(&record, &cookie, &[("acts", &now), ("text", typed)]);
        assert_eq!(done.status, 303, "{}", done.body);
    }
    assert_eq!(server.page(&place, &cookie).body.matches(typed).count(), 1);
}

#[test]
fn a_deputy_signs_for_the_absent() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let security = administrator(&server, 1);
    let (window, examiner) =
        (post_of(&server, &security, "window"), post_of(&server, &security, "examiner"));
    let absent = staff(&server, &security, &window);
    let deputy = staff(&server, &security, &examiner);
    let form = server.page(&format!("/account/deputies?post={window}"), &absent);
    assert_eq!(form.status, 200, "{}", form.body);
    let page = server.page(&format!("/admin/posts/{examiner}"), &security);
    let row = page.body.split("entries\">").nth(1).unwrap();
    let person = row.split("<code>").nth(1).unwrap().split('<').next().unwrap();
    let today = today(&server, &security);
    let fields = [
        ("post", window.as_str()),
        ("person", person),
        ("from", today.as_str()),
        ("until", today.as_str()),
        ("reason", "leave"),
    ];
    // The deputy cannot name itself.
    assert_eq!(server.form("/account/deputies", &deputy, &fields).status, 403);
    let named = server.form("/account/deputies", &absent, &fields);
    assert_eq!(named.status, 303, "{}", named.body);
    let word = format!("deputy:{window}");
    let changed = server.form("/account/capacity", &deputy, &[("capacity", &word)]);
    let deputy = changed.session().unwrap_or_else(|| panic!("{}", changed.body));
    let party = token(&server, &security, "party", "a-001");
    let case = opened(&server, &party);
    let accept = accepting(&server, &deputy, &case);
    let page = server.page(&accept, &deputy);
    let acted = server.form(&accept, &deputy, &[("acts", &page.hidden("acts"))]);
    assert_eq!(acted.status, 303, "{}", acted.body);
    let read = server.page(&format!("/cases/{COUNTY}/{case}"), &deputy);
    assert!(read.body.contains(" (for "), "the page says for whom: {}", read.body);
    let folder = server.stop();
    let database = rusqlite::Connection::open(folder.join("yangguang.db")).unwrap();
    let sql = "select event from events where case_id = ? order by n desc limit 1";
    let event: String = database.query_row(sql, [&case], |row| row.get(0)).unwrap();
    let event: serde_json::Value = serde_json::from_str(&event).unwrap();
    let text = event.to_string();
    assert!(text.contains("acting_for") && text.contains(person), "{text}");
}

#[test]
fn an_administrator_sees_one_third_and_no_case() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let thirds = [
        ["/admin/health", "/admin/settings", "/admin/settings/staff-rest"],
        ["/admin/accounts", "/admin/posts", "/admin/tokens"],
        ["/admin/audit", "/admin/audit.csv", "/admin/audit?subject=sign-in&q=admin"],
    ];
    let cookies: Vec<String> = (0..3).map(|which| administrator(&server, which)).collect();
    for (own, cookie) in cookies.iter().enumerate() {
        for (third, pages) in thirds.iter().enumerate() {
            for page in pages {
                let expected = if own == third { 200 } else { 403 };
                assert_eq!(server.page(page, cookie).status, expected, "{own} at {page}");
            }
        }
    }
    let security = &cookies[1];
    let party = token(&server, security, "party", "a-001");
    let case = opened(&server, &party);
    for cookie in &cookies {
        let page = server.page(&format!("/cases/{COUNTY}/{case}"), cookie);
        assert!(!page.body.contains("a-001"), "an administrator reads a case");
        let act = format!("/cases/{COUNTY}/{case}/acts/accept~~");
        assert_eq!(server.page(&act, cookie).status, 403);
        assert_eq!(server.form(&act, cookie, &[("acts", "1")]).status, 403);
    }
    // None of them can be given a post, and nobody closes the own account.
    let window = post_of(&server, security, "window");
    let today = today(&server, security);
    let fields = [("person", "aud.admin"), ("from", today.as_str()), ("reason", "help out")];
    let assigned = server.form(&format!("/admin/posts/{window}/assign"), security, &fields);
    assert_eq!(assigned.status, 422, "{}", assigned.body);
    assert!(assigned.body.contains("An administrator holds no post"), "{}", assigned.body);
    // A name belongs to one account: nobody becomes two of the three.
    let twice = [("name", "白露"), ("login", "sys.admin"), ("person", "")];
    assert_eq!(server.form("/admin/accounts/new", security, &twice).status, 422);
}

#[test]
fn what_happens_is_in_the_audit_log_and_stays_there() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let wrong = server.form("/sign-in", "", &[("name", "sys.admin"), ("password", "=cmd|x")]);
    assert_eq!(wrong.status, 422);
    let system = administrator(&server, 0);
    let change = [("value", "20"), ("reason", "=shared desks")];
    assert_eq!(server.form("/admin/settings/staff-rest", &system, &change).status, 303);
    let beyond = [("value", "999"), ("reason", "no bound")];
    assert_eq!(server.form("/admin/settings/staff-rest", &system, &beyond).status, 422);
    assert_eq!(server.page("/admin/audit", &system).status, 403);
    let audit = administrator(&server, 2);
    let page = server.page("/admin/audit", &audit).body;
    for told in
        ["Signed in by password", "Refused or failed", "30 → 20: =shared desks", "read-audit"]
    {
        assert!(page.contains(told), "{told}: {page}");
    }
    let csv = server.page("/admin/audit.csv", &audit);
    assert!(csv.header("content-type").unwrap().starts_with("text/csv"));
    assert!(csv.body.contains("staff-rest"), "{}", csv.body);
    let only = server.page("/admin/audit?subject=administration&q=shared", &audit).body;
    assert!(only.contains("=shared desks") && !only.contains("Signed in by"), "{only}");
    let folder = server.stop();
    let database = rusqlite::Connection::open(folder.join("yangguang.db")).unwrap();
    for sql in [
        "delete from records where kind = 'audit'",
        "update records set document = '{}' where kind = 'audit'",
    ] {
        let done = database.execute(sql, []);
        assert!(done.is_err_and(|error| error.to_string().contains("audit log")), "{sql}");
    }
}

#[test]
fn a_closed_account_is_out_at_once() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let security = administrator(&server, 1);
    account(&server, &security, ["安知夏", "zhixia.an", ""]);
    let cookie = sign_in(&server, "zhixia.an", PASSWORD);
    let list = server.page("/admin/accounts?class=staff&q=zhixia.an", &security).body;
    let id = list.split("href=\"/admin/accounts/p-").nth(1).unwrap().split('"').next().unwrap();
    let at = |change: &str| format!("/admin/accounts/p-{id}/{change}");
    assert_eq!(server.page("/account", &cookie).status, 200);
    let closed = server.form(&at("close"), &security, &[("reason", "left")]);
    assert_eq!(closed.status, 303, "{}", closed.body);
    assert_eq!(server.page("/account", &cookie).status, 303);
    let tried = [("name", "zhixia.an"), ("password", PASSWORD)];
    assert_eq!(server.form("/sign-in", "", &tried).status, 422);
    assert_eq!(server.form(&at("open"), &security, &[("reason", "back")]).status, 303);
    let cookie = sign_in(&server, "zhixia.an", PASSWORD);
    // A reset ends what there was; the administrator sees a link, never a password.
    let reset = server.form(&at("reset"), &security, &[("reason", "forgotten")]);
    assert_eq!(reset.status, 200);
    assert_eq!(reset.header("cache-control"), Some("no-store"));
    assert_eq!(server.page("/account", &cookie).status, 303);
    let link = reset.body.split("link=").nth(1).unwrap().split('<').next().unwrap();
    let weak = server.form("/set-password", "", &[("link", link), ("password", "zhixia.an 1")]);
    assert_eq!(weak.status, 422, "it contains the name");
    let fields = [("link", link), ("password", PASSWORD)];
    assert_eq!(server.form("/set-password", "", &fields).status, 303);
    assert_eq!(server.form("/set-password", "", &fields).status, 422, "once");
    sign_in(&server, "zhixia.an", PASSWORD);
    // A citizen of the same words has another account.
    let citizen = citizen(&server, "安知夏", "13800138000");
    assert_eq!(server.page("/admin/accounts", &citizen).status, 403);
}

#[test]
fn an_administrator_gets_a_new_password_or_a_successor_from_the_other_two_alone() {
    let folder = province();
    let server = Server::serve(folder.path());
    set_up(&server);
    let [system, security, audit] = [0, 1, 2].map(|which| administrator(&server, which));
    // The page of the system administrator leads to the two others.
    let list = server.page("/admin/administrators", &system).body;
    let others: Vec<&str> = list
        .split("href=\"/admin/administrators/")
        .skip(1)
        .filter_map(|rest| rest.split("/replace\"").next())
        .filter(|id| id.starts_with("p-") && !id.contains('/'))
        .collect();
    assert_eq!(others.len(), 2, "{list}");
    let lost = others[1];
    // Not the security administrator alone.
    let alone = server.form(
        &format!("/admin/accounts/{lost}/reset"),
        &security,
        &[("reason", "forgotten")],
    );
    assert_eq!(alone.status, 422, "{}", alone.body);
    assert!(alone.body.contains("takes the other two"), "{}", alone.body);
    let at = |change: &str| format!("/admin/administrators/{lost}/{change}");
    let fields = [("name", "立冬"), ("login", "new.admin"), ("reason", "失联")];
    let own = server.form(&at("replace"), &audit, &fields);
    assert_eq!(own.status, 422, "{}", own.body);
    let proposed = server.form(&at("replace"), &system, &fields);
    assert_eq!(proposed.status, 200, "{}", proposed.body);
    assert_eq!(proposed.header("cache-control"), Some("no-store"));
    let word = proposed.body.split("<code").nth(1).unwrap();
    let word = word.split('>').nth(1).unwrap().split('<').next().unwrap().trim().to_owned();
    for cookie in [&system, &audit] {
        assert_eq!(server.form(&at("confirm"), cookie, &[]).status, 422);
    }
    let asked = server.page(&at("confirm"), &security).body;
    assert!(asked.contains("立冬 (new.admin)") && asked.contains("失联"), "{asked}");
    let confirmed = server.form(&at("confirm"), &security, &[]);
    assert_eq!(confirmed.status, 200, "{}", confirmed.body);
    assert_eq!(server.page("/admin/audit", &audit).status, 303, "the old account has ended");
    let link = confirmed.body.split("link=").nth(1).unwrap().split('<').next().unwrap();
    let page = server.page(&format!("/set-password?link={link}"), "").body;
    assert!(page.contains("name=\"code\""), "{page}");
    let new = "nine tired otters";
    let half = server.form("/set-password", "", &[("link", link), ("password", new)]);
    assert_eq!(half.status, 422, "{}", half.body);
    assert!(half.body.contains("name=\"code\""), "it is asked for again");
    let fields = [("link", link), ("code", &word), ("password", new)];
    assert_eq!(server.form("/set-password", "", &fields).status, 303);
    let successor = sign_in(&server, "new.admin", new);
    let log = server.page("/admin/audit", &successor);
    assert_eq!(log.status, 200);
    for told in ["Proposed to replace an administrator", "Confirmed the replacement"] {
        assert!(log.body.contains(told), "{told}");
    }
    assert_eq!(server.page("/admin/accounts", &successor).status, 403);
}
