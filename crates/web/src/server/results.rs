//! The result of a case of one's own, as a file.

use super::documents::link;
use super::downloads::as_file;
use super::my::item_name;
use super::problems::Problem;
use super::verification::state_key;
use super::views::{name_of, person_name};
use super::visitor::{Visitor, now};
use super::{Shared, Site};
use crate::pages::result_document::ResultDocument;
use crate::pages::{Shell, segment};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use operations::cases::show::moment;
use operations::certificates::{Agreement, Certificate, check_code, own_result};

pub(super) async fn result(
    State(site): State<Shared>,
    Path((place, case, number)): Path<(String, String, u32)>,
    headers: HeaderMap,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let made = site.blocking(move |site| {
        let missing = || Problem::status(StatusCode::NOT_FOUND);
        let known = own_result(&site.platform, &caller, [&place, &case], number)
            .map_err(|failure| Problem::of(failure, shell.language))?
            .ok_or_else(missing)?;
        if let Agreement::Differs(_) = known.agreement {
            let told =
                crate::wording::Wording::shared(shell.language).say("genuine-disagrees-text");
            return Err(Problem::told(StatusCode::INTERNAL_SERVER_ERROR, told));
        }
        let known = known.certificate;
        let html = document(site, &known, host.as_deref()).render(&shell)?;
        Ok::<_, Problem>((file_name(&known, &shell), html))
    });
    match made.await.and_then(|made| made) {
        Ok((name, html)) => as_file(&name, "text/html; charset=utf-8", html.into()),
        Err(problem) => problem.page(&visitor),
    }
}

fn document(site: &Site, known: &Certificate, host: Option<&str>) -> ResultDocument {
    let register = site.platform.register();
    let holder = known.holder.as_deref().unwrap_or_default();
    let at = |path: &str| match &site.platform.hall().address {
        Some(address) => format!("{address}{path}"),
        None => link(path, host.map(str::to_owned)),
    };
    let code = check_code(&site.platform, known);
    let query = format!("/verify?number={}&code={}", segment(&known.number), segment(&code));
    ResultDocument {
        number: known.number.to_string(),
        holder: person_name(site, &register, holder),
        item: item_name(site, &known.item),
        agency: name_of(&register, &known.agency),
        issued: site.calendar.time_zone.to_datetime(moment(known.issued_at)),
        until: known.valid_until,
        case: known.case.to_string(),
        state: state_key(known.state_on(now(site).date())),
        made: now(site),
        check: at("/verify"),
        link: at(&query),
        code,
    }
}

/// A name under which the file is found again.
fn file_name(known: &Certificate, shell: &Shell) -> String {
    let title = crate::wording::Wording::shared(shell.language).say("result-title");
    let number: String =
        known.number.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    format!("{title} {number}.html")
}
