//! Several cases at once: what all of them allow, and doing it in each. Nothing is left out in silence.

use super::acting::{Names, Sent, allowed, case_address, command, fields, key, send, told};
use super::problems::Problem;
use super::shown::{Shown, again, answered, rendered};
use super::tasks::item_name;
use super::visitor::Visitor;
use super::worn::as_made;
use super::{Shared, Site};
use crate::pages::acting::Refused;
use crate::pages::bulk::{BulkAct, BulkCase, BulkDone, BulkPage, BulkResult};
use crate::pages::{Shell, segment};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::case::decide::Command;
use domain::case::options::CaseOption;
use domain::text::{Language, Text};
use operations::caller::Caller;
use operations::cases::options::{CaseOptions, OptionsError, options};
use std::fmt::Write;

/// Cases that are acted in at once: as many as a page of tasks has.
const AT_ONCE: usize = 50;

/// The field that belongs to one case alone: the code of its applicant.
const OF_ONE: &str = "code";

type Pairs = Vec<(String, String)>;

/// A case as the form names it: `place/number`, and after it how many acts it had.
fn place_of(value: &str) -> Option<([&str; 2], Option<u32>)> {
    let mut parts = value.splitn(3, '/');
    let place = [parts.next()?, parts.next()?];
    Some((place, parts.next().and_then(|acts| acts.parse().ok())))
}

fn bulk_case(site: &Site, found: &CaseOptions) -> BulkCase {
    let head = &found.head;
    BulkCase {
        value: format!("{}/{}/{}", head.jurisdiction, head.case_id, head.n),
        number: head.case_id.to_string(),
        item: item_name(site, &head.item),
        address: case_address([&head.jurisdiction, &head.case_id]),
    }
}

/// The options of the caller in each of the cases; those of which nothing may be known are not there.
fn of_cases(site: &Site, caller: &Caller, sent: &Sent) -> Result<Vec<CaseOptions>, Problem> {
    let mut found = Vec::new();
    for value in sent.all("case").take(AT_ONCE) {
        let Some((place, _)) = place_of(value) else { continue };
        match options(&site.platform, caller, place[0], place[1]) {
            Ok(Some(options)) => found.push(options),
            Ok(None) | Err(OptionsError::Forbidden(_)) => {
                return Err(Problem::status(StatusCode::NOT_FOUND));
            }
            Err(OptionsError::Show(error)) => return Err(error.into()),
        }
    }
    Ok(found)
}

/// The option of a key where it is open.
fn open_option<'a>(found: &'a CaseOptions, wanted: &str) -> Option<&'a CaseOption> {
    found.options.iter().find(|option| option.is_allowed() && key(option) == wanted)
}

/// The options that all cases allow and that ask for the same.
fn common(cases: &[CaseOptions]) -> Vec<&CaseOption> {
    let Some((first, rest)) = cases.split_first() else { return Vec::new() };
    let is_common = |option: &&CaseOption| {
        option.is_allowed()
            && rest.iter().all(|other| {
                let same = open_option(other, &key(option));
                same.is_some_and(|same| same.needs == option.needs)
            })
    };
    first.options.iter().filter(is_common).collect()
}

pub(super) async fn choose(
    State(site): State<Shared>,
    Query(pairs): Query<Pairs>,
    visitor: Visitor,
) -> Response {
    let sent = Sent::of(pairs);
    answered(&site, visitor, move |site, caller, shell| {
        rendered(chosen(site, caller, &sent)?.render(shell))
    })
    .await
}

fn chosen(site: &Site, caller: &Caller, sent: &Sent) -> Result<BulkPage, Problem> {
    let cases = of_cases(site, caller, sent)?;
    let common = common(&cases);
    let wanted = sent.one("act").unwrap_or_default();
    let form = common.iter().find(|option| key(option) == wanted).zip(cases.first());
    let chosen = form.map(|(option, first)| {
        let mut fields = fields(option, sent, &Names::of(site, &first.head));
        fields.retain(|field| field.name != OF_ONE);
        (wanted.to_owned(), allowed("", option), fields)
    });
    let act = |option: &&CaseOption| {
        let mut address = format!("/desk/bulk?act={}", segment(&key(option)));
        for value in sent.all("case").take(AT_ONCE) {
            let _ = write!(address, "&case={}", segment(value));
        }
        BulkAct { option: allowed("", option), address }
    };
    let mut acts: Vec<BulkAct> = common.iter().map(act).collect();
    acts.sort_by_key(|act| !act.option.leads_on);
    Ok(BulkPage {
        cases: cases.iter().map(|found| bulk_case(site, found)).collect(),
        acts,
        chosen,
        left_out: sent.all("case").count().saturating_sub(AT_ONCE),
        refusal: None,
    })
}

pub(super) async fn act(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    let sent = Sent::of(pairs);
    answered(&site, visitor, move |site, caller, shell| acted(site, caller, &sent, shell)).await
}

fn acted(site: &Site, caller: &Caller, sent: &Sent, shell: &Shell) -> Result<Shown, Problem> {
    if let Err(failure) = as_made(shell, sent) {
        let Ok(page) = chosen(site, caller, sent) else {
            return Err(Problem::of(failure, shell.language));
        };
        let (status, refusal) = told(failure, shell.language)?;
        return again(status, BulkPage { refusal: Some(refusal), ..page }.render(shell));
    }
    let wanted = sent.one("act").unwrap_or_default();
    let (mut rows, mut name) = (Vec::new(), None);
    for value in sent.all("case") {
        let Some((place, acts)) = place_of(value) else {
            return Err(Problem::status(StatusCode::BAD_REQUEST));
        };
        let found = match options(&site.platform, caller, place[0], place[1]) {
            Ok(Some(found)) => found,
            Ok(None) | Err(OptionsError::Forbidden(_)) => {
                return Err(Problem::status(StatusCode::NOT_FOUND));
            }
            Err(OptionsError::Show(error)) => return Err(error.into()),
        };
        let option = found.options.iter().find(|option| key(option) == wanted);
        name = name.or_else(|| option.map(|option| option.name.clone()));
        let refused = match option {
            Some(_) if rows.len() >= AT_ONCE => Some(too_many(shell.language)),
            Some(option) => {
                let acts = acts.unwrap_or(found.head.n);
                done(site, caller, (place, acts), (option, sent), shell.language)?
            }
            None => return Err(Problem::status(StatusCode::NOT_FOUND)),
        };
        rows.push(BulkDone { case: bulk_case(site, &found), refused });
    }
    let page = BulkResult { act: name.unwrap_or_default(), rows };
    rendered(page.render(shell))
}

/// Acts in one of the cases; a failure that concerns only it is told beside it.
fn done(
    site: &Site,
    caller: &Caller,
    (place, acts): ([&str; 2], u32),
    (option, sent): (&CaseOption, &Sent),
    language: Language,
) -> Result<Option<Refused>, Problem> {
    let asked = command(option, sent).map(for_many);
    match asked.and_then(|command| send(site, caller, place, acts, command)) {
        Ok(()) => Ok(None),
        Err(failure) => told(failure, language).map(|(_, refused)| Some(refused)),
    }
}

/// The command without what can only be right in one case: tried in the others, it would count as guessed there.
fn for_many(command: Command) -> Command {
    match command {
        Command::Deliver { way, by, .. } => Command::Deliver { way, by, code: None },
        command => command,
    }
}

fn too_many(language: Language) -> Refused {
    let text = Text {
        simplified: format!("一次最多办理{AT_ONCE}件，本件没有办理，请另行选择。"),
        traditional: Some(format!("一次最多辦理{AT_ONCE}件，本件沒有辦理，請另行選擇。")),
        english: Some(format!("At most {AT_ONCE} cases at once: nothing was done in this one.")),
    };
    Refused { message: text.in_language(language).to_owned(), basis: None }
}
