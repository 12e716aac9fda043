//! Deputies: who stands in for whom, and the form that names another.

use super::account::local;
use super::problems::{Problem, answer};
use super::sign_in::again;
use super::views::name_of;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::account::{DeputiesPage, DeputyRow};
use crate::pages::form::{Field, FormPage, Input};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Text;
use jiff::civil::Date;
use operations::desk::Failure;
use operations::people::posts::Wanted;
use operations::register::{Deputy, Interval, Register};
use serde::Deserialize;

/// What the forms of this file send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    post: String,
    person: String,
    from: String,
    until: String,
    reason: String,
    deputy: String,
}

/// The day that was typed; none where nothing was. What is no day is not taken for none.
///
/// # Errors
/// It is no day of the calendar.
pub(super) fn day_of(typed: &str) -> Result<Option<Date>, Failure> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    // Years of four digits, as fields of browsers send them.
    let day = typed.parse().ok().filter(|_| typed.len() == "2026-01-31".len());
    day.map(Some).ok_or_else(|| not_a_day(typed))
}

fn not_a_day(typed: &str) -> Failure {
    let typed: String = typed.chars().take(40).collect();
    Failure::Invalid(Box::new(Text {
        simplified: format!(
            "“{typed}”不是日历上的一天，什么也没有做。请按“年-月-日”填写，例如2026-01-31。"
        ),
        traditional: Some(format!(
            "「{typed}」不是日曆上的一天，什麼也沒有做。請按「年-月-日」填寫，例如2026-01-31。"
        )),
        english: Some(format!(
            "“{typed}” is no day of the calendar, and nothing was done. Write year-month-day, such as 2026-01-31."
        )),
    }))
}

fn moment_of(site: &Site, day: Date) -> Result<i64, Failure> {
    let begins = site.calendar.time_zone.to_timestamp(day.to_datetime(jiff::civil::Time::MIN));
    begins.map(jiff::Timestamp::as_millisecond).map_err(|_| not_a_day(&day.to_string()))
}

/// The moment at which a day begins in the zone of the house.
pub(super) fn begins(site: &Site, typed: &str) -> Result<Option<i64>, Failure> {
    day_of(typed)?.map(|day| moment_of(site, day)).transpose()
}

/// The moment after a day.
pub(super) fn ends(site: &Site, typed: &str) -> Result<Option<i64>, Failure> {
    let Some(day) = day_of(typed)? else { return Ok(None) };
    let next = day.tomorrow().map_err(|_| not_a_day(typed))?;
    moment_of(site, next).map(Some)
}

/// From the beginning of a day to the end of another.
pub(super) fn interval(site: &Site, from: &str, until: &str) -> Result<Interval, Failure> {
    Ok(Interval { from: begins(site, from)?, until: ends(site, until)? })
}

/// A deputy as lists show it.
pub(super) fn deputy_row(site: &Site, register: &Register, deputy: &Deputy) -> DeputyRow {
    let title = register.post(&deputy.post).map(|post| post.title.clone());
    let agency = register.post(&deputy.post).map(|post| name_of(register, &post.agency));
    DeputyRow {
        key: deputy.id.to_string(),
        post: title.unwrap_or_default(),
        agency: agency.unwrap_or_default(),
        absent: deputy.absent.name.to_string(),
        deputy: deputy.person.name.to_string(),
        from: deputy.interval.from.map(|at| local(site, at).date()),
        until: deputy.interval.until.map(|at| local(site, at - 1).date()),
        reason: deputy.reason.clone(),
        over: deputy.interval.until.is_some_and(|until| until <= site.platform.now()),
    }
}

/// Which post the page is about; every post that concerns the visitor when none is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    post: String,
}

fn deputy_form(site: &Site, visitor: &Visitor, sent: &Sent) -> FormPage {
    let (register, now) = (site.platform.register(), site.platform.now());
    let mut posts: Vec<(String, Text)> = Vec::new();
    let mut people: Vec<(String, Text)> = Vec::new();
    let mut agencies: Vec<&str> = Vec::new();
    for post in register.posts() {
        let is_asked = sent.post.is_empty() || *post.id == *sent.post;
        if is_asked && site.people.may_name_deputies(&visitor.caller, post).is_ok() {
            posts.push((post.id.to_string(), post.title.clone()));
            agencies.push(&post.agency);
        }
    }
    agencies.sort_unstable();
    agencies.dedup();
    for post in agencies.iter().flat_map(|agency| register.posts_of(agency)) {
        let Some(holder) = register.holder(&post.id, now) else { continue };
        let with_post = |title: &str| format!("{}（{title}）", holder.name);
        let name = Text {
            simplified: with_post(&post.title.simplified),
            traditional: post.title.traditional.as_deref().map(with_post),
            english: post.title.english.as_deref().map(with_post),
        };
        people.push((holder.id.to_string(), name));
    }
    FormPage {
        key: "deputy",
        action: "/account/deputies".to_owned(),
        fields: vec![
            Field::of("post", "deputy-post", Input::One(posts)).with(&sent.post),
            Field::of("person", "deputy-person", Input::One(people)).with(&sent.person),
            Field::of("from", "deputy-from", Input::Day).with(&sent.from),
            Field::of("until", "deputy-until", Input::Day).with(&sent.until),
            Field::of("reason", "deputy-reason", Input::Line).with(&sent.reason),
        ],
        links: vec![("account-back", "/account".to_owned())],
        ..FormPage::default()
    }
}

pub(super) async fn deputies(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let today = super::visitor::now(&site).date().to_string();
    let sent = Sent { from: today, post: asked.post, ..Sent::default() };
    let page = DeputiesPage {
        deputies: deputies_of(&site, &visitor),
        form: deputy_form(&site, &visitor, &sent),
    };
    let html = page.render(&visitor.shell).map_err(Problem::from);
    answer(&visitor, html.map(|html| visitor.page(html)))
}

fn deputies_of(site: &Site, visitor: &Visitor) -> Vec<DeputyRow> {
    let register = site.platform.register();
    let concerns = |deputy: &&Deputy| {
        let post = register.post(&deputy.post);
        post.is_some_and(|post| site.people.may_name_deputies(&visitor.caller, post).is_ok())
    };
    register.deputies().filter(concerns).map(|deputy| deputy_row(site, &register, deputy)).collect()
}

pub(super) async fn name_deputy(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let (caller, tried) = (visitor.caller.clone(), sent.clone());
    let done = site.blocking(move |site| {
        let wanted = Wanted {
            post: tried.post,
            person: tried.person,
            interval: interval(site, &tried.from, &tried.until)?,
            reason: tried.reason,
        };
        site.people.deputise(&caller, &wanted)
    });
    match done.await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => again(&visitor, failure, deputy_form(&site, &visitor, &sent)),
        Ok(Ok(())) => Redirect::to("/account/deputies").into_response(),
    }
}

pub(super) async fn end_deputy(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Response {
    let caller = visitor.caller.clone();
    match site.blocking(move |site| site.people.end_deputy(&caller, &sent.deputy)).await {
        Err(problem) => problem.page(&visitor),
        Ok(Err(failure)) => Problem::of(failure, visitor.language()).page(&visitor),
        Ok(Ok(())) => Redirect::to("/account/deputies").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_day_is_not_taken_for_none() {
        assert_eq!(day_of(" "), Ok(None));
        assert_eq!(day_of(" 2026-02-28 "), Ok(Some(jiff::civil::date(2026, 2, 28))));
        for typed in [
            "2026-13-45",
            "2026-02-30",
            "31.12.2026",
            "garbage",
            "0",
            "2026-01-31T08:00",
            "20260131",
        ] {
            let Err(Failure::Invalid(words)) = day_of(typed) else { panic!("{typed}") };
            for text in
                [Some(&words.simplified), words.traditional.as_ref(), words.english.as_ref()]
            {
                assert!(text.unwrap().contains(typed), "{text:?}");
            }
        }
    }
}
