//! Posts, in the hands of the security administrator: who holds them from when to when.

use super::super::account::local;
use super::super::deputies::interval;
use super::super::problems::Problem;
use super::super::sign_in::{again, form};
use super::super::views::name_of;
use super::super::visitor::{Visitor, now, role_names};
use super::{Site, filled};
use crate::pages::back_office::{BackOfficePage, Group, Piece, Row};

use crate::pages::form::{Field, FormPage, Input};
use crate::pages::{query, segment};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Text;
use operations::caller::AdministratorKind::Security;
use operations::caller::Caller;
use operations::desk::Failure;
use operations::people::posts::Wanted;
use operations::register::{Interval, Person, Post, Register};
use serde::Deserialize;

/// Posts on a page at most; a search narrows them.
const SHOWN: usize = 150;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
}

fn fits(text: &Text, wanted: &str) -> bool {
    let all = [Some(&text.simplified), text.traditional.as_ref(), text.english.as_ref()];
    all.into_iter().flatten().any(|text| text.to_lowercase().contains(wanted))
}

pub(super) async fn list(
    State(site): Site,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    filled(&site, &visitor, move |site| {
        let (register, at) = (site.platform.register(), site.platform.now());
        let wanted = asked.q.trim().to_lowercase();
        let (mut groups, mut total, mut shown) = (Vec::new(), 0_u64, 0);
        for agency in register.agencies() {
            let of_agency = fits(&agency.name, &wanted);
            let mut rows = Vec::new();
            for post in register.posts_of(&agency.id) {
                let holder = register.holder(&post.id, at);
                let holds = |name: &str| name.to_lowercase().contains(&wanted);
                let is_wanted = of_agency
                    || fits(&post.title, &wanted)
                    || holds(&post.id)
                    || holder.is_some_and(|holder| holds(&holder.name));
                if !is_wanted {
                    continue;
                }
                total += 1;
                shown += 1;
                if shown <= SHOWN {
                    rows.push(row(&register, post, at));
                }
            }
            if !rows.is_empty() {
                let heading = Some(Piece::Words(agency.name.clone()));
                groups.push(Group { heading, rows });
            }
        }
        Ok(BackOfficePage {
            filter: vec![Field::of("q", "posts-search", Input::Line).with(&asked.q)],
            groups,
            total: (shown > SHOWN).then_some(total),
            ..BackOfficePage::new(Security, "posts")
        })
    })
    .await
}

fn row(register: &Register, post: &Post, at: i64) -> Row {
    let holder = register.holder(&post.id, at);
    Row {
        title: vec![Piece::Words(post.title.clone())],
        address: Some(format!("/admin/posts/{}", segment(&post.id))),
        tags: if holder.is_none() { vec!["post-vacant"] } else { Vec::new() },
        details: holder
            .map(|holder| Piece::Name(holder.name.to_string()))
            .into_iter()
            .chain([Piece::Words(role_names(post))])
            .collect(),
        ways: Vec::new(),
    }
}

fn days(site: &super::super::Site, interval: Interval) -> Piece {
    let day = |at: i64| local(site, at).date();
    Piece::Days(interval.from.map(day), interval.until.map(|until| day(until - 1)))
}

/// Somebody who holds a post: leads to the account, or to making one.
fn holder(
    site: &super::super::Site,
    caller: &Caller,
    person: &Person,
    row: Row,
) -> Result<Row, Failure> {
    let id = Piece::Code(person.id.to_string());
    let mut row = Row { title: vec![Piece::Name(person.name.to_string())], ..row };
    row.details.push(id);
    match site.people.account(caller, &person.id) {
        Ok(account) => row.address = Some(format!("/admin/accounts/{}", segment(&account.id))),
        Err(Failure::Unknown(..)) => {
            let known = [("person", &*person.id), ("name", &*person.name)];
            row.ways.push(("account-new-title", query("/admin/accounts/new", &known)));
        }
        Err(failure) => return Err(failure),
    }
    Ok(row)
}

/// Who holds or held a post, the newest first.
fn holders(
    site: &super::super::Site,
    caller: &Caller,
    register: &Register,
    post: &Post,
) -> Result<Vec<Row>, Failure> {
    let at = site.platform.now();
    let held = register.holdings_of(&post.id).map(|holding| {
        let row = Row {
            tags: if holding.interval.holds_at(at) { vec!["post-now"] } else { Vec::new() },
            details: vec![days(site, holding.interval)],
            ..Row::default()
        };
        holder(site, caller, &holding.person, row)
    });
    let mut held = held.collect::<Result<Vec<Row>, Failure>>()?;
    if held.is_empty() {
        let details = vec![Piece::Key("post-of-register".to_owned())];
        let row = Row { tags: vec!["post-now"], details, ..Row::default() };
        held.push(holder(site, caller, &post.person, row)?);
    }
    held.reverse();
    Ok(held)
}

pub(super) async fn one(State(site): Site, Path(id): Path<String>, visitor: Visitor) -> Response {
    let caller = visitor.caller.clone();
    filled(&site, &visitor, move |site| {
        let register = site.platform.register();
        let unknown = || Failure::Unknown("post", id.as_str().into());
        let post = register.post(&id).ok_or_else(unknown)?;
        let held = holders(site, &caller, &register, post)?;
        let deputies = register.deputies().filter(|deputy| deputy.post == post.id);
        let deputies: Vec<Row> = deputies
            .map(|deputy| Row {
                title: vec![Piece::Name(deputy.person.name.to_string())],
                details: vec![days(site, deputy.interval), Piece::Plain(deputy.reason.clone())],
                ..Row::default()
            })
            .collect();
        let mut groups =
            vec![Group { heading: Some(Piece::Key("post-holders".to_owned())), rows: held }];
        if !deputies.is_empty() {
            let heading = Some(Piece::Key("deputies-title".to_owned()));
            groups.push(Group { heading, rows: deputies });
        }
        let at = |what: &str| format!("/admin/posts/{}/{what}", segment(&id));
        Ok(BackOfficePage {
            name: Some(Piece::Words(post.title.clone())),
            back: Some(("posts-title", "/admin/posts".to_owned())),
            facts: vec![
                ("post-agency", vec![Piece::Words(name_of(&register, &post.agency))]),
                ("post-roles", vec![Piece::Words(role_names(post))]),
                ("post-id", vec![Piece::Code(post.id.to_string())]),
            ],
            ways: vec![
                ("assign-title", at("assign")),
                ("end-post-title", at("end")),
                ("deputies-title", format!("/account/deputies?post={}", segment(&id))),
            ],
            groups,
            ..BackOfficePage::new(Security, "post-one")
        })
    })
    .await
}

/// What the forms of this file send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    person: String,
    from: String,
    until: String,
    reason: String,
}

/// The post as people call it, with its agency.
fn called(site: &super::super::Site, id: &str, visitor: &Visitor) -> String {
    let register = site.platform.register();
    let Some(post) = register.post(id) else { return id.to_owned() };
    let language = visitor.language();
    let agency = name_of(&register, &post.agency);
    format!("{} · {}", agency.in_language(language), post.title.in_language(language))
}

fn assign_form((post, called): (&str, String), sent: &Sent) -> FormPage {
    let at = format!("/admin/posts/{}", segment(post));
    FormPage {
        key: "assign",
        action: format!("{at}/assign"),
        notice: Some(called),
        fields: vec![
            Field::of("person", "assign-person", Input::Line).with(&sent.person).hinted(),
            Field::of("from", "assign-from", Input::Day).with(&sent.from).hinted(),
            Field::of("until", "assign-until", Input::Day).with(&sent.until).hinted().optional(),
            Field::of("reason", "reason", Input::Line).with(&sent.reason),
        ],
        links: vec![("post-back", at)],
        ..FormPage::default()
    }
}

pub(super) async fn asked(
    State(site): Site,
    Path(post): Path<String>,
    visitor: Visitor,
) -> Response {
    let sent = Sent { from: now(&site).date().to_string(), ..Sent::default() };
    form(&visitor, StatusCode::OK, &assign_form((&post, called(&site, &post, &visitor)), &sent))
}

pub(super) async fn assign(
    State(site): Site,
    Path(post): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (caller, tried, id) = (visitor.caller.clone(), sent.clone(), post.clone());
    let today = now(&site).date().to_string();
    let done = site.blocking(move |site| {
        let mut interval = interval(site, &tried.from, &tried.until)?;
        if tried.from.trim() == today {
            // From today on means from now on: what was done before was done by whoever held the post then.
            interval.from = None;
        }
        let wanted = Wanted { post: id, person: tried.person, interval, reason: tried.reason };
        site.people.assign(&caller, &wanted)
    });
    let page = assign_form((&post, called(&site, &post, &visitor)), &sent);
    to_post(&visitor, done.await, (&post, page))
}

fn end_form((post, called): (&str, String), sent: &Sent) -> FormPage {
    let at = format!("/admin/posts/{}", segment(post));
    FormPage {
        key: "end-post",
        action: format!("{at}/end"),
        notice: Some(called),
        fields: vec![Field::of("reason", "reason", Input::Line).with(&sent.reason)],
        links: vec![("post-back", at)],
        ..FormPage::default()
    }
}

pub(super) async fn asked_to_end(
    State(site): Site,
    Path(post): Path<String>,
    visitor: Visitor,
) -> Response {
    form(
        &visitor,
        StatusCode::OK,
        &end_form((&post, called(&site, &post, &visitor)), &Sent::default()),
    )
}

pub(super) async fn end(
    State(site): Site,
    Path(post): Path<String>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (caller, reason, id) = (visitor.caller.clone(), sent.reason.clone(), post.clone());
    let done = site.blocking(move |site| site.people.end_holding(&caller, &id, &reason)).await;
    let page = end_form((&post, called(&site, &post, &visitor)), &sent);
    to_post(&visitor, done, (&post, page))
}

fn to_post(
    visitor: &Visitor,
    done: Result<Result<(), Failure>, Problem>,
    (post, page): (&str, FormPage),
) -> Response {
    match done {
        Err(problem) => problem.page(visitor),
        Ok(Err(failure)) => again(visitor, failure, page),
        Ok(Ok(())) => Redirect::to(&format!("/admin/posts/{}", segment(post))).into_response(),
    }
}
