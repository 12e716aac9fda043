//! Nobody gets at what is somebody else's: every declared route, with the id of every object that exists and belongs to
//! another and with one that does not, asked by every kind of caller. The two answers are the same, unless the permission
//! matrix says that the object may be known; no answer has a text in it that was planted in an object; and whatever was
//! sent, every object is as it was.

mod callers;
mod objects;
mod requests;
mod work;

use crate::live::server::{Answer, send_to};
use crate::lives::house::House;
use callers::{Stranger, Tokens, caller_of, citizen, strangers};
use objects::{Objects, Scene};
use operations::caller::{AdministratorKind, Caller};
use operations::people::People;
use requests::{Body, Request, Role, is_ones_work, may_know, role};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// A text within an address.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let each = text.bytes().map(|byte| match byte {
        byte if plain(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    each.collect()
}

/// Values of the parameters of a request.
type Fill = BTreeMap<String, String>;

/// An id of the same shape that nothing has.
fn missing(id: &str) -> String {
    let turned = |c: char| match c {
        '0'..='8' | 'a'..='e' | 'A'..='E' => char::from_u32(c as u32 + 1).unwrap_or(c),
        '9' => '0',
        'f' => 'a',
        'F' => 'A',
        '证' => '照',
        c => c,
    };
    if id.len() < 4 { "998".to_owned() } else { id.chars().map(turned).collect() }
}

/// All ways to fill a request with what exists.
fn fills(request: &Request, objects: &Objects) -> Vec<Fill> {
    let mut all = vec![Fill::new()];
    for name in request.names() {
        let values: Vec<String> = match role(request.path, &name) {
            Some(Role::Public(values)) => values.iter().map(|value| (*value).to_owned()).collect(),
            Some(Role::Object) => objects[name.as_str()].clone(),
            None => panic!("{}: {name}", request.path),
        };
        let with = |fill: &Fill| {
            let fills = values.iter().map(|value| {
                let mut fill = fill.clone();
                fill.insert(name.clone(), value.clone());
                fill
            });
            fills.collect::<Vec<_>>()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// The same, but that one of its objects does not exist.
fn without(fill: &Fill, name: &str) -> Fill {
    let mut fill = fill.clone();
    let id = missing(&fill[name]);
    fill.insert(name.to_owned(), id);
    fill
}

/// Whether there is nothing in a request of which somebody may not know that it is there.
fn may_know_all(request: &Request, who: &Stranger) -> bool {
    let about = (&who.caller, request.permission);
    object_names(request).iter().all(|name| may_know(name, request.path, about))
}

/// The names of a request that stand for objects.
fn object_names(request: &Request) -> Vec<String> {
    let is_object = |name: &String| matches!(role(request.path, name), Some(Role::Object));
    request.names().into_iter().filter(is_object).collect()
}

fn filled(text: &str, fill: &Fill, encode: bool) -> String {
    fill.iter().fold(text.to_owned(), |text, (name, value)| {
        let value = if encode { encoded(value) } else { value.clone() };
        text.replace(&format!("<{name}>"), &value)
    })
}

/// Sends a request as somebody.
fn send(site: &str, who: &Stranger, request: &Request, fill: &Fill) -> Answer {
    let path = filled(&request.address, fill, true);
    let bearer = who.token.as_ref().map(|token| format!("Bearer {token}"));
    let mut headers = vec![("Sec-Fetch-Site", "same-origin"), ("Accept-Language", "en")];
    match bearer.as_deref().filter(|_| path.starts_with("/api/")) {
        Some(bearer) => headers.push(("Authorization", bearer)),
        None => headers.push(("Cookie", &who.cookie)),
    }
    let (kind, body) = match request.body {
        Body::Nothing => ("application/x-www-form-urlencoded", String::new()),
        Body::Form(text) => ("application/x-www-form-urlencoded", filled(text, fill, true)),
        Body::Json(text) => ("application/json", filled(text, fill, false)),
        Body::Piece => ("application/octet-stream", "%PDF-1.7".to_owned()),
        Body::File => (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--x--\r\n".to_owned(),
        ),
    };
    headers.extend([("Content-Type", kind), ("Upload-Offset", "0"), ("Payment-Signature", "00")]);
    send_to(site, &request.method, &path, &headers, &body)
}

/// What is left of an answer without what the caller has sent.
fn seen(request: &Request, fill: &Fill, answer: &Answer) -> (u16, String, String) {
    let path = filled(&request.address, fill, true);
    let next = encoded(&path);
    let plain = |text: &str| {
        let mut text = text
            .replace(&path, "<path>")
            .replace(&path.replace('&', "&amp;"), "<path>")
            .replace(&path.replace('&', "&#38;"), "<path>")
            .replace(&next, "<path>");
        for value in fill.values().filter(|value| value.len() >= 6) {
            text = text.replace(value, "<id>").replace(&encoded(value), "<id>");
        }
        text
    };
    (answer.status, plain(answer.header("location").unwrap_or_default()), plain(&answer.body))
}

/// No text that was planted in an object, but those that the matrix lets the caller read.
fn keeps_secrets(who: &Stranger, answer: &Answer) -> Result<(), String> {
    let kind = match &who.caller {
        Caller::Administrator { kind, .. } => Some(*kind),
        _ => None,
    };
    let runs_people = matches!(kind, Some(AdministratorKind::Security | AdministratorKind::Audit));
    let secrets = [
        ("机密", false),
        ("起草秘", matches!(who.caller, Caller::Official { .. })),
        ("任秘", runs_people),
        ("秘名", runs_people),
    ];
    let all = format!("{}\n{}", answer.headers, answer.body);
    for (secret, may) in secrets {
        if !may && (all.contains(secret) || all.contains(&encoded(secret))) {
            return Err(format!("it says {secret}: {} {}", answer.status, answer.body));
        }
    }
    Ok(())
}

/// Asks everything of a request as somebody; what leaked.
fn leaks(site: &str, who: &Stranger, (request, objects): (&Request, &Objects)) -> Vec<String> {
    let label = format!("{} {}", request.method, request.address);
    let mut found = Vec::new();
    let mut ask = |fill: &Fill| {
        let answer = send(site, who, request, fill);
        if answer.status >= 500 {
            found.push(format!("{label} as {}: {} {}", who.name, answer.status, answer.body));
        }
        if let Err(leak) = keeps_secrets(who, &answer) {
            found.push(format!("{label} as {}: {leak}", who.name));
        }
        seen(request, fill, &answer)
    };
    let foreign = fills(request, objects);
    let answers: Vec<_> = foreign.iter().map(|fill| (fill, ask(fill))).collect();
    if may_know_all(request, who) {
        return found;
    }
    let names = object_names(request);
    let mut differences = Vec::new();
    for (fill, exists) in &answers {
        for name in &names {
            let absent = ask(&without(fill, name));
            if absent != *exists {
                differences.push(format!(
                    "{label} as {}: `{name}` that exists answers {exists:?}, one that does not {absent:?}",
                    who.name
                ));
            }
        }
    }
    found.extend(differences);
    found
}

/// Every record with its document, the number of acts of every case, and the tokens. Sessions say when they were seen, and
/// the head of the audit log who was turned away.
fn everything(folder: &Path) -> BTreeMap<String, String> {
    let database = rusqlite::Connection::open(folder.join("yangguang.db")).unwrap();
    let read = |sql: &str| {
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<Vec<(String, String)>, _>>().unwrap()
    };
    let records = "select kind || ' ' || jurisdiction || ' ' || record_key, case kind when 'session' then '' else document end from records where kind <> 'audit-head'";
    let acts = "select 'case ' || case_id, cast(count(*) as text) from events group by case_id";
    let tokens = "select 'token ' || token_hash, holder from access_tokens";
    [records, acts, tokens].into_iter().flat_map(read).collect()
}

#[expect(clippy::print_stderr, reason = "figures for people")]
fn say(line: &str) {
    eprintln!("{line}");
}

fn takes_the_same_work(
    house: &House,
    strangers: &[Stranger],
    (requests, objects): (&[Request], &Objects),
) {
    let each = strangers.iter().flat_map(|who| requests.iter().map(move |request| (who, request)));
    let (mut compared, mut found) = (0, Vec::new());
    for (who, request) in each {
        let (pairs, differences) = work::differences(house, who, request, objects);
        compared += pairs;
        found.extend(differences);
    }
    say(&format!("{compared} pairs of answers took the same work"));
    assert!(compared > 500, "only {compared} pairs were compared");
    assert!(
        found.is_empty(),
        "{} tell by their work: {:#?}",
        found.len(),
        &found[..found.len().min(20)]
    );
}

#[test]
fn nobody_gets_at_what_is_somebody_elses() {
    let mut tokens = None;
    let house = House::open_with("2026-03-02T09:00:00", |platform| {
        tokens = Some(Tokens::make(platform));
    });
    let people = People::new(Arc::clone(&house.platform)).unwrap();
    let nobody = Caller::Party { person: "sweep-0".into() };
    // Nobody looks at it in time: there is a card, and a case of its own.
    Scene { house: &house, people: &people, owner: nobody }
        .open(["0100020001", "11990101QC0000249M"]);
    house.at("2026-03-20T10:00:00");
    let cookie = citizen(house.address(), "秘名", "13900000001");
    let owner = caller_of(&people, &cookie);
    let scene = Scene { house: &house, people: &people, owner };
    let objects = scene.objects();
    let strangers = strangers(&scene, &tokens.unwrap());
    let site = web::server::Site::new(Arc::clone(&house.platform), true).unwrap();
    let declared = web::server::declared(&site);
    let made: Vec<_> = declared.iter().map(requests::requests).collect();
    let unknown: Vec<&String> = made.iter().filter_map(|made| made.as_ref().err()).collect();
    assert!(unknown.is_empty(), "the sweep does not know these: {unknown:#?}");
    let requests: Vec<Request> = made.into_iter().flatten().flatten().collect();
    assert!(objects.values().all(|ids| !ids.is_empty()), "{objects:?}");
    let before = everything(&house.place().folder);
    let begun = Instant::now();
    let sweep = |who: &Stranger| {
        let ask = |request| leaks(house.address(), who, (request, &objects));
        let foreign = requests.iter().filter(|request| !is_ones_work(request, &who.caller));
        foreign.flat_map(ask).collect::<Vec<_>>()
    };
    let found: Vec<String> = std::thread::scope(|scope| {
        let asking: Vec<_> = strangers.iter().map(|who| scope.spawn(|| sweep(who))).collect();
        asking.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    let (asked, callers) = (requests.len(), strangers.len());
    say(&format!("{asked} requests of {callers} callers in {:?}", begun.elapsed()));
    assert!(found.is_empty(), "{} leaks: {:#?}", found.len(), &found[..found.len().min(20)]);
    let after = everything(&house.place().folder);
    for (what, was) in &before {
        assert_eq!(after.get(what), Some(was), "{what} was changed");
    }
    let cases = |all: &BTreeMap<String, String>| {
        all.keys().filter(|what| what.starts_with("case ")).count()
    };
    assert_eq!(cases(&before), cases(&after), "a case was opened for somebody else");
    takes_the_same_work(&house, &strangers, (&requests, &objects));
}
