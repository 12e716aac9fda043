//! Delegations to chief representatives.

use super::acting::{Sent, told};
use super::deputies::day_of;
use super::problems::Problem;
use super::shown::{Shown, again, answered, rendered};
use super::tasks::item_name;
use super::views::{name_of, short_name};
use super::visitor::{Visitor, now};
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::acting::{Choice, Refused};
use crate::pages::delegations::{DelegationForm, DelegationLine, DelegationsPage};
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use domain::text::{Language, Text};
use jiff::civil::Date;
use operations::caller::Caller;
use operations::delegations::{Delegation, Kept, end, give, list};
use operations::desk::Failure;

type Pairs = Vec<(String, String)>;

pub(super) async fn shown(State(site): State<Shared>, visitor: Visitor) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let page = page(site, caller, (&Sent::default(), None), shell.language)?;
        rendered(page.render(shell))
    })
    .await
}

fn page(
    site: &Site,
    caller: &Caller,
    (sent, refusal): (&Sent, Option<Refused>),
    language: Language,
) -> Result<DelegationsPage, Problem> {
    let kept = list(&site.platform, caller).map_err(|failure| Problem::of(failure, language))?;
    let agency = match caller {
        Caller::Official { agency, .. } => agency.to_string(),
        _ => String::new(),
    };
    let register = site.platform.register();
    let today = now(site).date();
    let line = |kept: &Kept| {
        let delegation = &kept.delegation;
        DelegationLine {
            id: kept.id.to_string(),
            post: short_name(&register, &delegation.post),
            by: short_name(&register, &delegation.by),
            document: delegation.document.to_string(),
            items: delegation.items.iter().map(|item| item_name(site, item)).collect(),
            span: [delegation.from, delegation.until],
            ended: delegation.ended,
            stands: delegation.stands_on(today),
        }
    };
    let may = operations::permissions::DELEGATE.check(caller, None).is_ok();
    Ok(DelegationsPage {
        rows: kept.iter().map(line).collect(),
        form: may.then(|| form(site, &agency, (sent, refusal))),
        agency: name_of(&register, &agency),
    })
}

fn form(site: &Site, agency: &str, (sent, refusal): (&Sent, Option<Refused>)) -> DelegationForm {
    let register = site.platform.register();
    let is_chosen = |field: &str, id: &str| sent.all(field).any(|known| *known == *id);
    let choice = |field: &str, id: &str, name: Text| Choice {
        id: id.to_owned(),
        name,
        chosen: is_chosen(field, id),
    };
    let posts = register.posts_of(agency);
    let items = register.agency(agency).map(|agency| agency.items.clone()).unwrap_or_default();
    DelegationForm {
        posts: posts
            .map(|post| choice("post", &post.id, short_name(&register, &post.id)))
            .collect(),
        items: items.iter().map(|item| choice("items", item, item_name(site, item))).collect(),
        typed: ["document", "from", "until"].map(|f| sent.one(f).unwrap_or_default().to_owned()),
        refusal,
    }
}

pub(super) async fn act(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    let sent = Sent::of(pairs);
    answered(&site, visitor, move |site, caller, shell| match acted(site, caller, &sent) {
        Ok(()) => Ok(Shown::Go("/desk/delegations".to_owned())),
        Err(failure) => refused(site, caller, (&sent, failure), shell),
    })
    .await
}

fn refused(
    site: &Site,
    caller: &Caller,
    (sent, failure): (&Sent, Failure),
    shell: &Shell,
) -> Result<Shown, Problem> {
    let (status, refusal) = told(failure, shell.language)?;
    let page = page(site, caller, (sent, Some(refusal)), shell.language)?;
    again(status, page.render(shell))
}

fn acted(site: &Site, caller: &Caller, sent: &Sent) -> Result<(), Failure> {
    let today = now(site).date();
    if let Some(id) = sent.one("end") {
        return end(&site.platform, caller, id, today);
    }
    // A day that is missing lies before every other: it is refused as one that is over.
    let day = |field: &str| {
        let typed = day_of(sent.one(field).unwrap_or_default());
        typed.map(|day| day.unwrap_or(Date::MIN))
    };
    let delegation = Delegation {
        post: sent.one("post").unwrap_or_default().into(),
        items: sent.all("items").map(Into::into).collect(),
        outcomes: Vec::new(),
        from: day("from")?,
        until: day("until")?,
        by: "".into(),
        document: sent.one("document").unwrap_or_default().into(),
        ended: None,
    };
    give(&site.platform, caller, (delegation, today)).map(|_| ())
}
