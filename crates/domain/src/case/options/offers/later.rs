//! Offers about what comes later: the licence that is to be renewed, materials that follow, revocation.

use super::{Asked, Offer, placeholder};
use crate::case::decide::Command;
use crate::case::options::{Choice, Need, needs};
use crate::case::refusal::closing_name;
use crate::event::ActKind;
use jiff::civil::Date;

/// What distinguishes acceptance with missing materials from a plain one.
const WITH_MISSING: &str = "with-missing";

fn today(asked: &Asked<'_>) -> Date {
    asked.fold.frame.zone.to_datetime(asked.at).date()
}

/// Naming the licence that is to be renewed, where the procedure has a stage for it.
pub(super) fn renewal(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let stage = asked.stage_of(ActKind::NameLicence);
    let command = Command::NameLicence { number: placeholder(), until: today(asked) };
    let offer = Offer::of(command).at(stage);
    offers.push(offer.needing([needs::required("number"), needs::required("until")]));
}

/// Acceptance with materials that follow, and handing them in.
pub(super) fn deferral(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let (rule, item) = (asked.procedure().deferral.as_ref(), asked.item());
    let basis = rule.map(|rule| &rule.basis);
    let may_follow = item.map_or(&[][..], |item| &item.materials).iter();
    let choices = may_follow
        .filter(|material| material.may_follow)
        .map(|material| Choice { id: material.id.as_str().into(), name: material.name.clone() });
    let choices: Vec<Choice> = choices.collect();
    let first = choices.first().map_or_else(placeholder, |choice| choice.id.to_string());
    let until = today(asked);
    let end = rule.map(|rule| rule.longest.period().end(until.into(), asked.fold.frame.calendar));
    let latest = end.and_then(Result::ok).map(|end| end.last_day);
    let accept = Command::AcceptWithMissing { materials: vec![first], until };
    let with_missing = Choice { id: WITH_MISSING.into(), name: closing_name(WITH_MISSING) };
    let accept = Offer::of(accept).at(asked.stage_of(ActKind::Accept)).because(basis);
    let accept = accept.choosing(Some(with_missing));
    let known = |id: &str| choices.iter().find(|choice| *choice.id == *id).cloned();
    offers.push(accept.needing([
        Need { choices: choices.clone(), ..needs::required("materials") },
        Need { latest, ..needs::required("until") },
    ]));
    let owed = asked.case.deferred.as_ref().map_or(&[][..], |owed| &owed.materials);
    let name = |id: &crate::event::Name| {
        let plain = crate::text::Text { simplified: id.to_string(), ..Default::default() };
        known(id).unwrap_or(Choice { id: id.clone(), name: plain })
    };
    let choices: Vec<Choice> = owed.iter().map(name).collect();
    let materials = owed.iter().map(ToString::to_string).collect();
    let hand_in = Offer::of(Command::HandIn { materials }).because(basis);
    offers.push(hand_in.needing([Need { choices, ..needs::required("materials") }]));
}

/// Revoking what was granted.
pub(super) fn revocation(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let revoke = Command::Revoke { reason: placeholder() };
    let offer = Offer::of(revoke).at(asked.stage_of(ActKind::Revoke));
    offers.push(offer.needing([needs::required("reason")]));
}
