//! The offer to rate a case.

use super::{Asked, Offer, some};
use crate::case::decide::Command;
use crate::case::options::{Choice, Need, needs};

/// Rating: the best level stands in the prototype, and none is chosen for the person.
pub(super) fn rating(asked: &Asked<'_>, offers: &mut Vec<Offer>) {
    let rule = asked.procedure().rating.as_ref();
    let levels = rule.map_or(&[][..], |rule| &rule.levels);
    let numbered = (1_u8..).zip(levels);
    let mut levels: Vec<Choice> = numbered
        .map(|(level, name)| Choice { id: level.to_string().into(), name: name.clone() })
        .collect();
    levels.reverse();
    let labels = rule.map_or(&[][..], |rule| &rule.labels).iter();
    let labels = labels.map(|label| Choice { id: label.id.clone(), name: label.name.clone() });
    let best = u8::try_from(levels.len()).unwrap_or(u8::MAX);
    let command = Command::Rate { level: best, labels: Vec::new(), text: some() };
    let offer = Offer::of(command).because(rule.map(|rule| &rule.basis));
    offers.push(offer.needing([
        Need { choices: levels, ..needs::required("level") },
        Need { choices: labels.collect(), ..needs::optional("labels") },
        needs::optional("text"),
    ]));
}
