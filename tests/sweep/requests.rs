//! From the declared routes to requests: what each parameter names, and what each form and query carries. A route that
//! is not understood here fails the test, so that no new one escapes it.

use super::objects::COUNTY;
use operations::caller::{AdministratorKind, Caller, Permission};
use operations::permissions::TRACK;

const FOOD: &str = "0100020001";
const TRANSFER: &str = "0700010001";

/// What a parameter names.
pub(super) enum Role {
    /// Something that everybody may know, or no object at all: these values are tried.
    Public(&'static [&'static str]),
    /// An object of somebody, under this name.
    Object,
}

/// What a parameter of a path, query or form names; nothing when it is not known.
pub(super) fn role(path: &str, name: &str) -> Option<Role> {
    let public: &[&str] = match name {
        "jurisdiction" => &[COUNTY],
        "option" => &["accept~accept~", "urge~~", "withdraw~~"],
        "material" => &["layout"],
        "change" if path.starts_with("/admin/administrators") => {
            &["password", "replace", "confirm"]
        }
        "change" => &["reset", "close", "open"],
        "setting" => &["staff-rest"],
        // The item of the draft, too: what is public about it must not tell of the draft.
        "code" => &[FOOD, TRANSFER],
        "from" => &["2030-01-01"],
        "until" => &["1"],
        "agency" => &["11990101QC0000249M"],
        "scope" => &[COUNTY],
        "name" if path.starts_with("/assets") => &["style.css"],
        "name" if path.starts_with("/catalogue/export") => &["items.csv"],
        "case" | "card" | "draft" | "upload" | "payment" | "account" | "post" | "token"
        | "document" | "draft-file" | "case-file" | "catalogue-draft" | "session" | "deputy"
        | "result" | "delegation" | "person" | "pick-up-code" | "ticket" | "certificate" => {
            return Some(Role::Object);
        }
        _ => return None,
    };
    Some(Role::Public(public))
}

/// The name under which an object of a path is known here: some words mean another thing on another route.
fn object_name(path: &str, name: &str) -> String {
    let name = match name {
        "number" if path.contains("/documents/") => "document",
        "number" if path.contains("/results/") => "result",
        "file" if path.starts_with("/drafts/") => "draft-file",
        "file" if path.starts_with("/cases/") => "case-file",
        "code" if path.starts_with("/catalogue/drafts/") => "catalogue-draft",
        name => name,
    };
    name.to_owned()
}

/// Whether the permission matrix lets a caller know that an object of somebody else is there: cases and cards can be
/// tracked by whoever has their number, and the back office is there for the accounts, posts and tokens of all.
pub(super) fn may_know(name: &str, path: &str, (caller, may): (&Caller, &Permission)) -> bool {
    let security =
        matches!(caller, Caller::Administrator { kind: AdministratorKind::Security, .. });
    match name {
        "case" | "card" => {
            let open = matches!(may.operation, "track-case" | "read-cards");
            may.check(caller, None).is_ok() && open
                || path.starts_with("/api/") && TRACK.check(caller, None).is_ok()
        }
        "certificate" => may.operation == "verify-certificate",
        "account" | "token" | "post" | "deputy" => security,
        "catalogue-draft" => may.check(caller, None).is_ok(),
        _ => false,
    }
}

/// Whether a request is the work of the caller: ending the time of a deputy is that of the security administrator.
pub(super) fn is_ones_work(request: &Request, caller: &Caller) -> bool {
    request.path == "/account/deputies/end"
        && matches!(caller, Caller::Administrator { kind: AdministratorKind::Security, .. })
}

/// What is sent with a request. `<name>` stands for an object.
#[derive(Clone, Copy)]
pub(super) enum Body {
    /// Nothing.
    Nothing,
    /// A form.
    Form(&'static str),
    /// A document of the API.
    Json(&'static str),
    /// A form with a file.
    File,
    /// A piece of a file.
    Piece,
}

/// The bodies to try; nothing where the route is not known, none where it takes no object of anybody.
fn bodies(path: &str) -> Option<&'static [Body]> {
    use Body::{Form, Json, Nothing};
    Some(match path {
        "/account/sessions/end" => &[Form("session=<session>")],
        "/account/deputies" => {
            &[Form("post=<post>&person=p-0098&from=2026-03-20&until=2026-03-21&reason=x")]
        }
        "/account/deputies/end" => &[Form("deputy=<deputy>")],
        "/admin/accounts/{account}/{change}"
        | "/admin/administrators/{account}/{change}"
        | "/admin/posts/{post}/assign"
        | "/admin/posts/{post}/end"
        | "/admin/tokens/{token}/revoke" => &[Form("reason=")],
        "/api/v1/jurisdictions/{jurisdiction}/cases" => &[Json(
            "{\"item\":\"0100020001\",\"agency\":\"11990101QC0000249M\",\"applicant\":\"<person>\",\"materials\":[]}",
        )],
        "/api/v1/jurisdictions/{jurisdiction}/cases/{case}/steps" => &[
            Json("{\"act\":\"accept\"}"),
            Json("{\"act\":\"urge\"}"),
            Json("{\"act\":\"deliver\",\"way\":\"x\"}"),
        ],
        "/api/v1/jurisdictions/{jurisdiction}/reports" => &[Json(
            "{\"case\":\"<case>\",\"item\":\"0100020001\",\"agency\":\"11990102QC0000273L\",\"acts\":[{\"kind\":\"accept\"}]}",
        )],
        "/cases/{jurisdiction}/{case}/acts/{option}" => &[Form("acts=1&reason=x")],
        "/cases/{jurisdiction}/{case}/pay"
        | "/cases/{jurisdiction}/{case}/supplement"
        | "/cashier/{jurisdiction}/{payment}"
        | "/drafts/{draft}/discard"
        | "/drafts/{draft}/files/{file}/remove"
        | "/drafts/{draft}/hand-in" => &[Nothing],
        "/cases/{jurisdiction}/{case}/rating" => &[Form("level=5&text=x")],
        "/cases/{jurisdiction}/{case}/withdrawal" => &[Form("number=<case>&reason=x")],
        "/catalogue/drafts/{code}" => &[Form("amendment=cancel&reason=x&file=x")],
        "/catalogue/drafts/{code}/discard" => &[Form("reason=x")],
        "/catalogue/drafts/{code}/publish" => &[Form("from=2030-01-01")],
        // Nothing of anybody is named in these. Names and contacts at the door are tried in live/signing_in.rs.
        "/account/capacity"
        | "/account/close"
        | "/account/close/confirm"
        | "/account/mail"
        | "/account/mail/choose"
        | "/account/mail/confirm"
        | "/account/mail/remove"
        | "/account/password"
        | "/account/second-factor"
        | "/account/second-factor/remove"
        | "/admin/accounts/new"
        | "/admin/settings/{setting}"
        | "/admin/tokens/new"
        | "/apply/{code}"
        | "/catalogue/import"
        | "/catalogue/reviews/{code}"
        | "/catalogue/versions/{code}/{from}/withdraw"
        | "/demo/act-as"
        | "/desk/window/new"
        | "/disclosure/exceptions"
        | "/my/notices/{until}/read"
        | "/queue/{agency}"
        | "/set-password"
        | "/setup"
        | "/sign-in"
        | "/sign-in/code"
        | "/sign-in/code/confirm"
        | "/sign-in/second-factor"
        | "/sign-out"
        | "/sign-up"
        | "/sign-up/confirm" => &[],
        _ => return at_work(path),
    })
}

/// Those of the desk, of drafts and of uploads.
fn at_work(path: &str) -> Option<&'static [Body]> {
    use Body::{File, Form, Json, Piece};
    Some(match path {
        "/desk/bulk" => &[Form("case=990101%2F<case>%2F1&act=accept~accept~")],
        "/desk/delegations" => &[Form("end=<delegation>")],
        "/desk/delivery" => &[
            Form("case=990101%2F<case>%2F5&way=pick-up&code=<pick-up-code>"),
            Form("case=990101%2F<case>%2F5&way=pick-up&code=&receiver=x"),
            Form("case=990101%2F<case>%2F5&way=post&consignment=1"),
        ],
        "/desk/window" => {
            &[Form("step=serve&number=<ticket>"), Form("step=finish&number=<ticket>")]
        }
        "/drafts/{draft}" => &[Form("organisation-name=x&then=later")],
        "/drafts/{draft}/materials/{material}" => &[File],
        "/uploads" => &[Form("draft=<draft>&material=layout&name=a.pdf&length=10")],
        "/uploads/{upload}" => &[Piece],
        "/payments/callback" => &[Json(
            "{\"jurisdiction\":\"990101\",\"payment\":\"<payment>\",\"amount_fen\":1,\"reference\":\"x\"}",
        )],
        _ => return None,
    })
}

/// Queries that name objects, beside the plain address.
fn queries(path: &str) -> &'static [&'static str] {
    match path {
        "/account/deputies" => &["post=<post>"],
        "/desk" | "/desk.csv" | "/desk/delivery" | "/track" => &["number=<case>"],
        "/desk/bulk" => {
            &["case=990101%2F<case>%2F1", "case=990101%2F<case>%2F1&act=accept~accept~"]
        }
        "/my" | "/my/notices" => &["before=9999999999999~<case>"],
        "/verify" => &["number=<certificate>"],
        "/drafts/{draft}" => &["kept"],
        _ => &[],
    }
}

/// A request with its parameters open.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: &'static str,
    /// Path and query; `<name>` stands for an object.
    pub(super) address: String,
    pub(super) body: Body,
    pub(super) permission: &'static Permission,
}

impl Request {
    /// The names of its parameters.
    pub(super) fn names(&self) -> Vec<String> {
        let body = match self.body {
            Body::Form(text) | Body::Json(text) => text,
            Body::Nothing | Body::File | Body::Piece => "",
        };
        let texts = [self.address.as_str(), body];
        let mut names: Vec<String> = texts
            .iter()
            .flat_map(|text| text.split('<').skip(1))
            .filter_map(|rest| rest.split_once('>').map(|(name, _)| name.to_owned()))
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

/// The requests of a route; a text that says what is not understood.
pub(super) fn requests(route: &web::server::Declared) -> Result<Vec<Request>, String> {
    let path = route.path;
    // A stream that never ends; it has no parameter, and its words are those of `/board`.
    if path == "/board/events" {
        return Ok(Vec::new());
    }
    let mut address = String::new();
    for part in path.split('/').skip(1) {
        let name = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        address += "/";
        address += &name.map_or(part.to_owned(), |name| format!("<{}>", object_name(path, name)));
    }
    let request = |address: String, body| Request {
        method: route.method.to_string(),
        path,
        address,
        body,
        permission: route.permission,
    };
    let made: Vec<Request> = if route.method == "GET" {
        let more = queries(path).iter().map(|query| format!("{address}?{query}"));
        let addresses: Vec<String> = more.chain([address.clone()]).collect();
        addresses.into_iter().map(|address| request(address, Body::Nothing)).collect()
    } else {
        let known = bodies(path).ok_or_else(|| format!("{} {path}: no body", route.method))?;
        known.iter().map(|body| request(address.clone(), *body)).collect()
    };
    for request in &made {
        for name in request.names() {
            role(path, &name)
                .ok_or_else(|| format!("{} {path}: what is `{name}`?", route.method))?;
        }
    }
    Ok(made)
}
