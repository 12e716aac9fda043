//! Offers beside the course of stages: parallel approval, money, returns, special procedures, extensions, the moves of
//! offices.

use super::{Asked, Offer, placeholder, some};
use crate::case::collection::is_of_organ;
use crate::case::decide::Command;
use crate::case::options::{Choice, Need, PLACEHOLDER, needs};
use crate::case::refusal::closing_name;
use crate::event::{ActKind, Actor, Name};
use crate::item::{Fee, Item};
use crate::procedure::PauseRule;
use crate::text::Text;
use jiff::civil::Date;

/// Splitting to joint agencies, and their opinions.
pub(super) fn joint(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let split = Command::Split { agencies: vec![placeholder()] };
    let split = Offer::of(split).at(asked.stage_of(ActKind::Split));
    offers.push(split.needing([needs::required("agencies")]));
    let stage = asked.stage_of(ActKind::GiveOpinion);
    let definition = stage.and_then(|stage| asked.procedure().stage(stage));
    let mut words: Vec<Option<Choice>> = vec![None];
    if let Some(stage) = definition.filter(|stage| !stage.outcomes.is_empty()) {
        words = stage.outcomes.iter().map(|outcome| Some(needs::choice(outcome))).collect();
    }
    if let Some(rule) = &asked.procedure().joint {
        let named = |word: &Name| Choice { id: word.clone(), name: closing_name(word) };
        words = [&rule.agreed, &rule.opposed].map(|word| Some(named(word))).into();
    }
    for word in words {
        let command = Command::GiveOpinion {
            agency: own_agency(asked),
            outcome: word.as_ref().map(|choice| choice.id.to_string()),
            text: placeholder(),
        };
        let offer = Offer::of(command).at(stage).choosing(word);
        offers.push(offer.needing([needs::required("text")]));
    }
}

/// The joint agency for which one of the actors speaks.
fn own_agency(asked: &Asked<'_>) -> String {
    let joint = &asked.case.joint_agencies;
    let mut agencies = asked.actors.iter().filter_map(|actor| actor.agency.as_ref());
    let own = agencies.clone().find(|own| joint.iter().any(|joint| joint.name == **own));
    own.or_else(|| agencies.next()).map_or_else(placeholder, ToString::to_string)
}

/// Fees of the catalogue, and their payment.
pub(super) fn money(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let fees: &[Fee] = asked.item().map_or(&[], |item: &Item| &item.fees);
    let charge = |id: &str, amount_fen: i64, fee: Option<&Fee>| {
        let command = Command::ChargeFee { fee: id.to_owned(), amount_fen };
        Offer::of(command).because(fee.map(|fee| &fee.basis)).needing([needs::amount(fee)])
    };
    if fees.is_empty() {
        offers.push(charge(PLACEHOLDER, 1, None));
    }
    for fee in fees {
        let choice = Choice { id: fee.id.as_str().into(), name: fee.name.clone() };
        offers.push(charge(&fee.id, fee.amount_fen, Some(fee)).choosing(Some(choice)));
    }
    let stage = asked.stage_of(ActKind::PayFee);
    // Nobody is offered a payment that is not due; where paying is a stage, its place in the procedure says when.
    let due = asked.case.owed_fen;
    if stage.is_some() || due > 0 {
        let pay = Command::PayFee { number: placeholder(), amount_fen: due.max(1) };
        // An organ that records a receipt names it; the party's number is the provider's.
        let of_organ = asked.actors.iter().any(|actor| is_of_organ(asked.procedure(), actor));
        let needs = [needs::text("number", of_organ), needs::payment(due)];
        offers.push(Offer::of(pay).at(stage).needing(needs));
    }
}

/// Returns to earlier stages.
pub(super) fn returns(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    for rule in &asked.procedure().returns {
        for stage in rule.to.iter().filter_map(|to| asked.procedure().stage(*to)) {
            let command = Command::Return { to: stage.id.to_string(), reason: placeholder() };
            let choice = Choice { id: Name::clone(&stage.id), name: stage.name.clone() };
            let offer = Offer::of(command).at(Some(rule.from)).choosing(Some(choice));
            let reason = needs::text("reason", rule.reason_required);
            offers.push(offer.because(Some(&rule.basis)).needing([reason]));
        }
    }
    if asked.procedure().returns.is_empty() {
        offers.push(Offer::of(Command::Return { to: placeholder(), reason: placeholder() }));
    }
}

/// Special procedures: one for each ground that procedure and item list.
pub(super) fn pauses(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let today = asked.fold.frame.zone.to_datetime(asked.at).date();
    let may_use = |rule: &&PauseRule| {
        let grounds = asked.item().map_or(&[][..], |item| &item.special_procedures);
        grounds.is_empty() || grounds.iter().any(|ground| **ground == *rule.ground)
    };
    let before = offers.len();
    for rule in asked.procedure().pauses.iter().filter(may_use) {
        let choice = Choice { id: Name::clone(&rule.ground), name: rule.name.clone() };
        let until = Need { latest: latest(asked, rule, today), ..needs::required("until") };
        let papers = [
            until,
            needs::text("evidence", rule.evidence_required),
            needs::text("notice", rule.notice_required),
        ];
        let offer = Offer::of(pause(&rule.ground, today)).choosing(Some(choice));
        offers.push(offer.because(Some(&rule.basis)).needing(papers));
    }
    if offers.len() == before {
        offers.push(Offer::of(pause(PLACEHOLDER, today)));
    }
    offers.push(Offer::of(Command::EndPause));
}

fn pause(ground: &str, today: Date) -> Command {
    Command::StartPause {
        ground: ground.to_owned(),
        until: Some(today),
        evidence: some(),
        notice: some(),
    }
}

/// The last day that a special procedure may be declared to last; none where no time is named.
fn latest(asked: &Asked<'_>, rule: &PauseRule, today: Date) -> Option<Date> {
    let longest = rule.at_once()?;
    let end = longest.period().end(today.into(), asked.fold.frame.calendar);
    end.ok().map(|end| end.last_day)
}

/// Extensions: one for each limit that may be extended.
pub(super) fn extensions(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let procedure = asked.procedure();
    for rule in &procedure.extensions {
        let Some(limit) = procedure.limits.get(rule.limit) else { continue };
        let command = Command::Extend {
            limit: limit.id.to_string(),
            reason: some(),
            approver: rule.approver.to_string(),
            notice: some(),
        };
        let role = Text { simplified: rule.approver.to_string(), ..Text::default() };
        let approver = Choice { id: Name::clone(&rule.approver), name: role };
        let choice = Choice { id: Name::clone(&limit.id), name: limit.name.clone() };
        let offer = Offer::of(command).choosing(Some(choice)).because(Some(&rule.basis));
        offers.push(offer.needing([
            needs::text("reason", rule.reason_required),
            Need { choices: vec![approver], ..needs::required("approver") },
            needs::text("notice", rule.notice_required),
        ]));
    }
    if procedure.extensions.is_empty() {
        let approver = placeholder();
        let (limit, reason, notice) = (placeholder(), some(), some());
        offers.push(Offer::of(Command::Extend { limit, reason, approver, notice }));
    }
}

/// Hand-over, consultation, signers, urging, corrections and notes.
pub(super) fn of_offices(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let procedure = asked.procedure();
    let mut offer = |command: Command, needs: Vec<Need>| {
        let basis = match &command {
            Command::Transfer { .. } => procedure.transfer.as_ref(),
            Command::Consult { .. } | Command::AnswerConsultation { .. } => {
                procedure.consult.as_ref().map(|rule| &rule.basis)
            }
            _ => None,
        };
        offers.push(Offer::of(command).because(basis).needing(needs));
    };
    let required = needs::required;
    offer(Command::Transfer { to_post: placeholder() }, vec![required("to_post")]);
    let (agency, question, text) = (placeholder(), placeholder(), placeholder());
    let consult = Command::Consult { agency: agency.clone(), question };
    offer(consult, vec![required("agency"), required("question")]);
    let asked_for: Vec<Choice> = own_consultations(asked).map(agency_choice).collect();
    let any = asked.case.consulted.first().map_or(agency, ToString::to_string);
    let agency = asked_for.first().map_or(any, |choice| choice.id.to_string());
    let answer = Command::AnswerConsultation { agency, text: text.clone() };
    offer(answer, vec![Need { choices: asked_for, ..required("agency") }, required("text")]);
    offer(Command::AddSigner { post: placeholder() }, vec![required("post")]);
    offer(Command::Urge, Vec::new());
    let event = Need { most: Some(asked.case.events), ..required("event") };
    let correct = Command::Correct { event: 1, text: text.clone() };
    offer(correct, vec![event, required("text")]);
    offer(Command::Record { text }, vec![required("text")]);
}

/// The consulted agencies for which somebody may answer: nobody answers in the name of another agency.
fn own_consultations<'a>(asked: &Asked<'a>) -> impl Iterator<Item = &'a Name> + use<'a> {
    let (case, actors) = (asked.case, asked.actors);
    let speaks =
        |actor: &Actor, name: &Name| actor.agency.as_ref().is_none_or(|agency| agency == name);
    case.consulted.iter().filter(move |name| actors.iter().any(|actor| speaks(actor, name)))
}

/// An agency to choose, by its id: names are the register's.
fn agency_choice(agency: &crate::event::Name) -> Choice {
    Choice { id: agency.clone(), name: Text { simplified: agency.to_string(), ..Text::default() } }
}
