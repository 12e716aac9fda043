//! Signing in, accounts and the back office: in an installation of its own, because a demonstration has none of it.

use super::{Visits, look};
use crate::live::server::{Server, province};
use crate::lives::driver::{Browser, Scripts};
use crate::people::{ADMINISTRATORS, PASSWORD, administrator, citizen, set_up, staff};

const POST: &str = "990101-mr-examiner-1";

/// A browser of whoever signs in by a name; of anybody for none.
fn browser(server: &Server, who: &str, size: [u32; 2]) -> Option<Browser> {
    let browser = Browser::open(&server.site(), Scripts::On, size)?;
    if !who.is_empty() {
        browser.go("/sign-in");
        browser.fill("#name", who);
        browser.fill("#password", PASSWORD);
        browser.click("main form button");
        browser.wait("form[action='/sign-out']");
    }
    Some(browser)
}

/// The first address on a page that begins and ends in a way.
fn first(server: &Server, page: &str, cookie: &str, [beginning, end]: [&str; 2]) -> String {
    let body = server.page(page, cookie).body;
    let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut fitting = links.filter(|link| link.starts_with(beginning) && link.ends_with(end));
    fitting.next().unwrap_or_else(|| panic!("{page} leads to no {beginning}…{end}")).to_owned()
}

/// A one-time link that nobody has used.
fn link(server: &Server, security: &str) -> String {
    let fields = [("name", "新来的"), ("login", "newcomer"), ("person", "")];
    let made = server.form("/admin/accounts/new", security, &fields);
    let link = made.body.split("/set-password?link=").nth(1).unwrap();
    format!("/set-password?link={}", link.split('<').next().unwrap())
}

/// The routes that were visited, and what is wrong with their pages.
pub(super) fn looked_at() -> Option<(Vec<&'static str>, Vec<String>)> {
    let folder = province();
    let mail = "[mail]\nrelay = \"127.0.0.1\"\nfrom = \"hall@hall.example\"\n";
    std::fs::write(folder.path().join("hall.toml"), mail).unwrap();
    let server = Server::serve(folder.path());
    let mut wrong = Vec::new();
    let open = |who: &str, size: [u32; 2]| browser(&server, who, size);
    open("", crate::lives::house::DESK)?;
    let before = vec![Visits { who: String::new(), pages: vec![("/setup", "/setup".to_owned())] }];
    look(&open, &before, &mut wrong);
    set_up(&server);
    let visits = visits(&server);
    look(&open, &visits, &mut wrong);
    let all = before.iter().chain(&visits).flat_map(|visits| &visits.pages);
    Some((all.map(|(route, _)| *route).collect(), wrong))
}

fn visits(server: &Server) -> Vec<Visits> {
    let security = administrator(server, 1);
    staff(server, &security, POST);
    citizen(server, "苏晚", "13800138000");
    let feed = [("kind", "feed"), ("holder", crate::live::server::AGENCY), ("purpose", "业务系统")];
    assert_eq!(server.form("/admin/tokens/new", &security, &feed).status, 200);
    let account = first(server, "/admin/accounts", &security, ["/admin/accounts/p-", ""]);
    let token = first(server, "/admin/tokens", &security, ["/admin/tokens/", "/revoke"]);
    let system = administrator(server, 0);
    let setting = first(server, "/admin/settings", &system, ["/admin/settings/", ""]);
    let third =
        first(server, "/admin/administrators", &system, ["/admin/administrators/", "/replace"]);
    let link = link(server, &security);
    let plain = |routes: &[&'static str]| -> Vec<(&'static str, String)> {
        routes.iter().map(|route| (*route, (*route).to_owned())).collect()
    };
    let anybody = ["/sign-in", "/sign-in/code", "/sign-up"];
    let own = [
        "/account",
        "/account/capacity",
        "/account/close",
        "/account/close/confirm",
        "/account/deputies",
        "/account/mail",
        "/account/mail/choose",
        "/account/mail/confirm",
        "/account/password",
        "/account/second-factor",
        "/account/second-factor/remove",
    ];
    let lists = [
        "/admin/accounts",
        "/admin/accounts/new",
        "/admin/posts",
        "/admin/tokens",
        "/admin/tokens/new",
    ];
    let post = |end: &str| format!("/admin/posts/{POST}{end}");
    let single = [
        ("/admin/accounts/{account}", account.clone()),
        ("/admin/accounts/{account}/{change}", format!("{account}/reset")),
        ("/admin/posts/{post}", post("")),
        ("/admin/posts/{post}/assign", post("/assign")),
        ("/admin/posts/{post}/end", post("/end")),
        ("/admin/tokens/{token}/revoke", token),
    ];
    let of = |who: &str, pages: Vec<(&'static str, String)>| Visits { who: who.to_owned(), pages };
    let [system, security, audit] = ADMINISTRATORS;
    vec![
        of("", plain(&anybody).into_iter().chain([("/set-password", link)]).collect()),
        of(POST, plain(&own)),
        of(security, plain(&lists).into_iter().chain(single).collect()),
        of(
            system,
            plain(&["/admin/health", "/admin/settings", "/admin/administrators"])
                .into_iter()
                .chain([("/admin/settings/{setting}", setting)])
                .chain([("/admin/administrators/{account}/{change}", third)])
                .collect(),
        ),
        of(audit, plain(&["/admin/audit"])),
    ]
}
