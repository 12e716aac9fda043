//! Acting in a case: the form of one act that the law allows now, and doing it.
//!
//! Forms are made from what the domain offers, so that a page can neither offer what is forbidden nor forget what is
//! allowed; what is sent is decided again, by the desk.

mod form;
mod money;
mod names;

use super::problems::{Problem, answer};
use super::visitor::Visitor;
use super::worn::as_made;
use super::{Shared, Site};
use crate::pages::acting::{ActPage, AllowedOption, AskedStep, Options, Refused, RefusedOption};
use crate::pages::segment;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::case::decide::Command;
use domain::case::options::CaseOption;
use domain::case::refusal::RefusalRule;
use domain::event::ActKind;
use domain::procedure::LimitKind;
use domain::text::{Language, Text};
pub(super) use form::{Sent, command, fields};
pub(super) use names::Names;
use operations::caller::Caller;
use operations::cases::options::{CaseOptions, OptionsError, options};
use operations::cases::show::{ShownCase, ShownLimit};
use operations::claimed_time;
use operations::desk::{Failure, Request, RequestKey, StepCase};
use sha2::{Digest, Sha256};

/// Where a case is shown.
pub(super) fn case_address([jurisdiction, case]: [&str; 2]) -> String {
    format!("/cases/{}/{}", segment(jurisdiction), segment(case))
}

/// Where somebody who has acted goes back to: the case, or the card that it is.
fn home_of(head: &operations::cases::show::CaseHead) -> String {
    let room = if head.kind.word() == "card" { "cards" } else { "cases" };
    format!("/{room}/{}/{}", segment(&head.jurisdiction), segment(&head.case_id))
}

/// What names an option within its case: act, stage and choice.
pub(super) fn key(option: &CaseOption) -> String {
    let id = |choice: Option<&domain::case::options::Choice>| {
        choice.map(|choice| choice.id.to_string()).unwrap_or_default()
    };
    let (stage, choice) = (id(option.stage.as_ref()), id(option.choice.as_ref()));
    format!("{}~{stage}~{choice}", option.kind.word())
}

pub(super) fn allowed(case: &str, option: &CaseOption) -> AllowedOption {
    let name = |choice: &domain::case::options::Choice| choice.name.clone();
    AllowedOption {
        address: format!("{case}/acts/{}", segment(&key(option))),
        name: option.name.clone(),
        stage: option.stage.as_ref().map(name),
        choice: option.choice.as_ref().map(name),
        plain: option.kind == domain::event::ActKind::Complete,
        leads_on: option.stage.is_some(),
    }
}

/// The page on which a party does an act, where it has one of its own: there is no other way to it.
fn own_page(caller: &Caller, kind: ActKind) -> Option<&'static str> {
    match (caller, kind) {
        (Caller::Party { .. }, ActKind::ReceiveSupplement) => Some("supplement"),
        (Caller::Party { .. }, ActKind::PayFee) => Some("pay"),
        (Caller::Party { .. }, ActKind::Withdraw) => Some("withdrawal"),
        (Caller::Party { .. }, ActKind::Rate) => Some("rating"),
        _ => None,
    }
}

/// Acts for which a case waits that a party can do: the other ones are its free choice.
fn is_asked_for(kind: ActKind) -> bool {
    use ActKind as K;
    matches!(kind, K::ReceiveSupplement | K::HandIn | K::NameLicence | K::PayFee | K::Rate)
}

impl Options {
    /// Adds what a party is asked for, once.
    fn ask(&mut self, kind: ActKind, address: String) {
        let key = format!("asked-{}", kind.word());
        if self.asked.iter().all(|known| known.key != key) {
            self.asked.push(AskedStep { key, address, until: None });
        }
    }
}

/// The last day of the limit that runs for the party, for what it is asked for.
pub(super) fn date_asked(options: &mut Options, shown: &ShownCase) {
    let runs =
        |limit: &&ShownLimit| limit.stopped_at.is_none() && limit.rule.kind == LimitKind::Party;
    let until = shown.limits.iter().filter(runs).map(|limit| limit.due.last_day).min();
    let supplement = format!("asked-{}", ActKind::ReceiveSupplement.word());
    for asked in options.asked.iter_mut().filter(|asked| asked.key == supplement) {
        asked.until = until;
    }
}

/// What a visitor may do in a case; none for one who takes no part in it.
pub(super) fn options_of(
    site: &Site,
    caller: &Caller,
    place: [&str; 2],
) -> Result<Option<Options>, Problem> {
    let [jurisdiction, case_id] = place;
    let found = match options(&site.platform, caller, jurisdiction, case_id) {
        Ok(found) => found,
        Err(OptionsError::Forbidden(_)) => None,
        Err(OptionsError::Show(error)) => return Err(error.into()),
    };
    let Some(found) = found else { return Ok(None) };
    let case = case_address(place);
    // A party is not told at length that it is no official.
    let is_party = matches!(caller, Caller::Party { .. });
    let mut shown = Options { of_party: is_party, ..Options::default() };
    let concerns = |option: &&CaseOption| {
        !(is_party && option.refusal().is_some_and(|refusal| refusal.rule == RefusalRule::Role))
    };
    for option in found.options.iter().filter(concerns) {
        match option.refusal() {
            None => {
                let mut allowed = allowed(&case, option);
                if let Some(page) = own_page(caller, option.kind) {
                    allowed.address = format!("{case}/{page}");
                }
                if is_party && is_asked_for(option.kind) {
                    shown.ask(option.kind, allowed.address);
                } else {
                    shown.allowed.push(allowed);
                }
            }
            Some(refusal) => shown.refused.push(RefusedOption {
                name: option.name.clone(),
                choice: option.choice.as_ref().map(|choice| choice.name.clone()),
                why: refusal.message.clone(),
                basis: refusal.basis.as_deref().cloned(),
            }),
        }
    }
    // What leads on comes first; within each, the order of a case's life stays.
    shown.allowed.sort_by_key(|option| !option.leads_on);
    shown.refused.dedup_by(|one, other| one.name == other.name && one.why == other.why);
    Ok(Some(shown))
}

/// A case with the option of a form.
struct Chosen {
    found: CaseOptions,
    position: usize,
    item: Text,
}

impl Chosen {
    fn option(&self) -> Option<&CaseOption> {
        self.found.options.get(self.position)
    }

    /// Where the party does it, when that is not here.
    fn elsewhere(&self, caller: &Caller) -> Option<String> {
        let page = own_page(caller, self.option()?.kind)?;
        Some(format!("{}/{page}", case_address(self.place())))
    }

    fn place(&self) -> [&str; 2] {
        [&self.found.head.jurisdiction, &self.found.head.case_id]
    }

    fn page(&self, site: &Site, sent: &Sent, refusal: Option<Refused>) -> Result<ActPage, Problem> {
        let option = self.option().ok_or_else(not_there)?;
        let case = case_address(self.place());
        Ok(ActPage {
            option: allowed(&case, option),
            number: self.found.head.case_id.to_string(),
            item: self.item.clone(),
            acts: self.found.head.n,
            basis: option.basis.clone(),
            fields: fields(option, sent, &Names::of(site, &self.found.head)),
            refusal,
            case: home_of(&self.found.head),
        })
    }
}

fn not_there() -> Problem {
    Problem::status(StatusCode::NOT_FOUND)
}

fn chosen(
    site: &Site,
    caller: &Caller,
    [place, case, wanted]: [&str; 3],
) -> Result<Chosen, Problem> {
    let found = match options(&site.platform, caller, place, case) {
        Ok(found) => found.ok_or_else(not_there)?,
        // To those who take no part, a case says nothing, not even that it is there.
        Err(OptionsError::Forbidden(_)) => return Err(not_there()),
        Err(OptionsError::Show(error)) => return Err(error.into()),
    };
    let named = |option: &CaseOption| key(option) == wanted;
    let position = found.options.iter().position(named).ok_or_else(not_there)?;
    let law = site.platform.law();
    let item = law.items.get(&*found.head.item).map(|item| item.name.clone());
    let item =
        item.unwrap_or_else(|| Text { simplified: found.head.item.to_string(), ..Text::default() });
    Ok(Chosen { found, position, item })
}

type Place = Path<(String, String, String)>;

pub(super) async fn form(
    State(site): State<Shared>,
    Path((place, case, option)): Place,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let html = site.blocking(move |site| {
        let chosen = chosen(site, &caller, [&place, &case, &option])?;
        if let Some(address) = chosen.elsewhere(&caller) {
            return Ok(Err(address));
        }
        let language = shell.language;
        // A form that can only be refused says so before anything is typed.
        let refusal = chosen.option().and_then(CaseOption::refusal);
        let refusal = refusal.map(|refusal| refused(refusal, language));
        Ok(Ok(chosen.page(site, &Sent::default(), refusal)?.render(&shell)?))
    });
    match html.await.and_then(|html| html) {
        Ok(Err(address)) => Redirect::to(&address).into_response(),
        Ok(Ok(html)) => answer(&visitor, Ok(visitor.page(html))),
        Err(problem) => problem.page(&visitor),
    }
}

fn refused(refusal: &domain::case::refusal::Refusal, language: Language) -> Refused {
    Refused {
        message: refusal.message.in_language(language).to_owned(),
        basis: refusal.basis.as_deref().cloned(),
    }
}

pub(super) async fn act(
    State(site): State<Shared>,
    Path((place, case, option)): Place,
    visitor: Visitor,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let done = site.blocking(move |site| {
        let sent = Sent::of(pairs);
        let as_made = as_made(&shell, &sent);
        let chosen = match (chosen(site, &caller, [&place, &case, &option]), &as_made) {
            // The capacity that is worn now sees no such form: that is told, not that there is none.
            (Err(_), Err(failure)) => return Err(Problem::of(failure.clone(), shell.language)),
            (chosen, _) => chosen?,
        };
        if let Some(address) = chosen.elsewhere(&caller).filter(|_| as_made.is_ok()) {
            return Ok(Done::Acted(address));
        }
        match as_made.and_then(|()| done(site, &caller, &chosen, &sent)) {
            Ok(()) => Ok(Done::Acted(format!("{}#acts", home_of(&chosen.found.head)))),
            Err(failure) => {
                let (status, refusal) = told(failure, shell.language)?;
                Ok(Done::Refused(status, chosen.page(site, &sent, Some(refusal))?.render(&shell)?))
            }
        }
    });
    match done.await.and_then(|done| done) {
        Ok(Done::Acted(address)) => Redirect::to(&address).into_response(),
        Ok(Done::Refused(status, html)) => (status, visitor.page(html)).into_response(),
        Err(problem) => problem.page(&visitor),
    }
}

enum Done {
    Acted(String),
    Refused(StatusCode, String),
}

/// Does what was sent.
fn done(site: &Site, caller: &Caller, chosen: &Chosen, sent: &Sent) -> Result<(), Failure> {
    let Some(option) = chosen.option() else { return Ok(()) };
    if let Some(claimed) = claimed_time::FIELDS.iter().find_map(|field| sent.one(field)) {
        let refusal = claimed_time::refusal(&site.platform, claimed);
        return Err(Failure::Refused(Box::new(refusal)));
    }
    send(site, caller, chosen.place(), sent.acts(), command(option, sent)?)
}

/// Asks for an act in a case that had so many acts when the form was made; the same form sent twice is done once, and one
/// that is older than the case is refused.
pub(super) fn send(
    site: &Site,
    caller: &Caller,
    [jurisdiction, case_id]: [&str; 2],
    acts: u32,
    command: Command,
) -> Result<(), Failure> {
    let text = serde_json::to_string(&command).unwrap_or_default();
    let who = format!("{caller:?}");
    let mut hash = Sha256::new();
    for part in [&*who, &*acts.to_string(), &*text] {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hash: [u8; 32] = hash.finalize().into();
    let key = RequestKey { key: format!("form-{}", operations::desk::hex(&hash)).into(), hash };
    let (jurisdiction, case_id) = (jurisdiction.into(), case_id.into());
    let step = StepCase { jurisdiction, case_id, command };
    // A form without the number was made by no page of ours.
    let request = if acts == 0 { Request::Step(step) } else { Request::StepSeen(step, acts) };
    site.platform.ask(caller.clone(), request, Some(key)).map(|_| ())
}

/// A failure that the form can show; the others are pages of their own.
pub(super) fn told(failure: Failure, language: Language) -> Result<(StatusCode, Refused), Problem> {
    match failure {
        Failure::Refused(refusal) => Ok((StatusCode::CONFLICT, refused(&refusal, language))),
        Failure::Invalid(message) => {
            let message = message.in_language(language).to_owned();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Refused { message, basis: None }))
        }
        Failure::Exceeded(exceeded) => {
            let message = exceeded.message.in_language(language).to_owned();
            Ok((StatusCode::TOO_MANY_REQUESTS, Refused { message, basis: None }))
        }
        // The case is there, its form was shown: what the act names is not.
        Failure::Unknown(what, name) if what != "case" => {
            let message = unknown(&name).in_language(language).to_owned();
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Refused { message, basis: None }))
        }
        failure => Err(Problem::of(failure, language)),
    }
}

fn unknown(name: &str) -> Text {
    Text {
        simplified: format!("填写的“{name}”不存在，或者不能用在这里；请检查后重新填写。"),
        traditional: Some(format!("填寫的「{name}」不存在，或者不能用在這裡；請檢查後重新填寫。")),
        english: Some(format!(
            "`{name}` does not exist or cannot stand here. Check it and enter it again."
        )),
    }
}
