//! The people of a demonstration: anyone may act as anyone there, because there is nobody to harm. A real installation
//! has none of this.

use super::Shared;
use super::problems::{Problem, answer};
use super::visitor::{ACTS_AS, Visitor, role_names};
use crate::pages::people::{PeopleGroup, PeoplePage, PersonRow};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Text;
use serde::Deserialize;

/// People on the page at most; a search narrows them.
const SHOWN: usize = 120;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

pub(super) async fn people(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    if !site.demonstration {
        return Problem::status(StatusCode::NOT_FOUND).page(&visitor);
    }
    let register = site.platform.register();
    let wanted = asked.q.to_lowercase();
    let fits = |text: &str| wanted.is_empty() || text.to_lowercase().contains(&wanted);
    let fits_text = |text: &Text| {
        fits(&text.simplified)
            || text.traditional.as_deref().is_some_and(fits)
            || text.english.as_deref().is_some_and(fits)
    };
    let (mut groups, mut total, mut shown) = (Vec::new(), 0_u64, 0);
    for agency in register.agencies() {
        let place = register.jurisdiction(&agency.jurisdiction).map(|place| place.name.clone());
        let of_agency = fits_text(&agency.name) || place.as_ref().is_some_and(fits_text);
        let posts = register.posts_of(&agency.id);
        let posts = posts.filter(|p| of_agency || fits(&p.person.name) || fits_text(&p.title));
        let mut people = Vec::new();
        for post in posts {
            total += 1;
            shown += 1;
            if shown <= SHOWN {
                people.push(PersonRow {
                    id: post.id.to_string(),
                    name: post.person.name.to_string(),
                    post: post.title.clone(),
                    role: role_names(post),
                });
            }
        }
        if !people.is_empty() {
            groups.push(PeopleGroup { agency: agency.name.clone(), place, people });
        }
    }
    let page = PeoplePage { query: asked.q, groups, total };
    let html = page.render(&visitor.shell).map_err(Problem::from);
    answer(&visitor, html.map(|html| visitor.page(html)))
}

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    #[serde(default)]
    person: String,
}

pub(super) async fn act_as(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(choice): Form<Choice>,
) -> Response {
    let is_party = choice.person.strip_prefix("party:").is_some_and(is_plain);
    let administrators = ["administrator:system", "administrator:security", "administrator:audit"];
    let known = choice.person.is_empty()
        || administrators.contains(&choice.person.as_str())
        || is_party
        || site.platform.register().post(&choice.person).is_some();
    if !site.demonstration || !known {
        return Problem::status(StatusCode::NOT_FOUND).page(&visitor);
    }
    let age = if choice.person.is_empty() { 0 } else { 86_400 };
    // The id of a party has only what a cookie may have, and its colon says what it is.
    let who = if is_party { choice.person.clone() } else { crate::pages::segment(&choice.person) };
    let cookie = format!("{ACTS_AS}={who}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax");
    let next = match () {
        () if choice.person.is_empty() => "/",
        () if is_party => "/my",
        () => "/desk",
    };
    let mut response = Redirect::to(next).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether the id of a party has only what ids have.
fn is_plain(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
