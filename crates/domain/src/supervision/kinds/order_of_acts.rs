//! Acts that contradict each other in time.

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Made, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

const SLOTS: &[Slot] = &[Slot::Stage, Slot::Other, Slot::Due];

/// `act-after-closing`.
pub(super) const ACT_AFTER_CLOSING: Kind = Kind {
    name: "act-after-closing",
    parameters: &["allowed"],
    slots: SLOTS,
    detector: act_after_closing,
};

fn act_after_closing(parameters: &Parameters, _procedure: &Procedure) -> Made {
    Ok(Some(Box::new(AfterClosing { allowed: parameters.allowed.clone() })))
}

struct AfterClosing {
    allowed: Vec<ActKind>,
}

impl Detector for AfterClosing {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(kind) = seen.change.kind else { return };
        let Some(closing) = seen.case.occurrence(ActKind::Close) else { return };
        // That time speaks of a limit that outlives the closing is no act of the organ.
        let of_time = matches!(kind, ActKind::WarnLimit | ActKind::ExceedLimit);
        let later = seen.date() > closing.first.date() && !of_time;
        if later && kind != ActKind::Close && !self.allowed.contains(&kind) {
            let facts = Facts {
                stage: Some(seen.subject(raise.language)),
                other: Some(ActKind::Close.word().to_owned()),
                due: Some(closing.first.date()),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}

/// `contradicting-order`.
pub(super) const CONTRADICTING_ORDER: Kind = Kind {
    name: "contradicting-order",
    parameters: &["earlier", "later"],
    slots: SLOTS,
    detector: contradicting_order,
};

fn contradicting_order(parameters: &Parameters, _procedure: &Procedure) -> Made {
    let earlier = parameters.earlier.ok_or("`earlier` must name an act")?;
    let later = parameters.later.ok_or("`later` must name an act")?;
    Ok(Some(Box::new(Contradiction { earlier, later })))
}

struct Contradiction {
    earlier: ActKind,
    later: ActKind,
}

impl Detector for Contradiction {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        if seen.change.kind != Some(self.earlier) {
            return;
        }
        // Only the first of its kind can be too late: a second one may lawfully follow.
        let first = seen.case.occurrence(self.earlier).is_some_and(|known| known.times == 1);
        if let (true, Some(later)) = (first, seen.case.occurrence(self.later)) {
            let facts = Facts {
                stage: Some(seen.subject(raise.language)),
                other: Some(self.later.word().to_owned()),
                due: Some(later.first.date()),
                ..Facts::default()
            };
            raise.finding(seen.date(), facts);
        }
    }
}
