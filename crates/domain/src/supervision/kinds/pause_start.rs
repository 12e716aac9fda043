//! Special procedures that should not have begun, or that were forgotten when the case was closed.

use crate::case::PauseFault;
use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;
use crate::text::Language;

const SLOTS: &[Slot] = &[Slot::Other, Slot::Stage];

/// `pause-without-ground`.
pub(super) const PAUSE_WITHOUT_GROUND: Kind = Kind {
    name: "pause-without-ground",
    parameters: &[],
    slots: SLOTS,
    detector: pause_without_ground,
};

fn pause_without_ground(_parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(WithoutGround)))
}

struct WithoutGround;

fn fault_in_words(fault: PauseFault, language: Language) -> &'static str {
    let english = language == Language::English;
    match fault {
        PauseFault::UnlistedGround if english => "ground not on the list",
        PauseFault::UnlistedGround => "事由不在清单内",
        PauseFault::NoEvidence if english => "no evidence",
        PauseFault::NoEvidence => "无证明材料",
        PauseFault::NoNotice if english => "no notice to the applicant",
        PauseFault::NoNotice => "未告知申请人",
        PauseFault::NoDeclaredEnd if english => "no declared end",
        PauseFault::NoDeclaredEnd => "未载明所需时间",
        PauseFault::BeforeAcceptance if english => "before acceptance",
        PauseFault::BeforeAcceptance => "受理之前",
        PauseFault::Overlap if english => "another one was going on",
        PauseFault::Overlap => "与另一特别程序重叠",
        PauseFault::TooLong if english => "longer than the ground allows",
        PauseFault::TooLong => "超过该事由最长时间",
    }
}

impl Detector for WithoutGround {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.change.pause_faults.is_empty() {
            return;
        }
        let words: Vec<&str> = seen
            .change
            .pause_faults
            .iter()
            .map(|fault| fault_in_words(*fault, raise.language))
            .collect();
        let ground = seen.event.body.as_deref().and_then(|body| body.ground.as_deref());
        let separator = if raise.language == Language::English { ", " } else { "、" };
        let facts = Facts {
            other: ground.map(str::to_owned),
            stage: Some(words.join(separator)),
            ..Facts::default()
        };
        raise.finding(seen.date(), facts);
    }
}

/// `pause-open-at-closing`.
pub(super) const PAUSE_OPEN_AT_CLOSING: Kind = Kind {
    name: "pause-open-at-closing",
    parameters: &[],
    slots: SLOTS,
    detector: pause_open_at_closing,
};

fn pause_open_at_closing(_parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(OpenAtClosing)))
}

struct OpenAtClosing;

impl Detector for OpenAtClosing {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(pause) = &seen.case.pause else { return };
        // A special procedure ends by itself at its declared end.
        if pause.until.is_some_and(|until| until <= seen.date()) {
            return;
        }
        let first = seen.case.occurrence(ActKind::Close).is_some_and(|known| known.times == 1);
        if seen.change.kind != Some(ActKind::Close) || !first {
            return;
        }
        let rule = seen.frame.procedure.pause(&pause.ground);
        let ground = rule.map_or(&*pause.ground, |rule| rule.name.in_language(raise.language));
        let facts = Facts {
            other: Some(ground.to_owned()),
            stage: Some(seen.subject(raise.language)),
            started: Some(pause.from),
            ..Facts::default()
        };
        raise.finding(seen.date(), facts);
    }
}
