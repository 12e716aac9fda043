//! Acts that contradict each other in time.

use crate::event::ActKind;
use crate::procedure::Procedure;
use crate::supervision::detector::{Detector, Kind, Observation, Raise};
use crate::supervision::finding::Facts;
use crate::supervision::message::Slot;
use crate::supervision::rule::Parameters;

const SLOTS: &[Slot] = &[Slot::Stage, Slot::Other, Slot::Due];

/// `act-after-closing`.
#[derive(Debug)]
pub(super) struct ActAfterClosing;

impl Kind for ActAfterClosing {
    fn name(&self) -> &'static str {
        "act-after-closing"
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["allowed"]
    }

    fn slots(&self) -> &'static [Slot] {
        SLOTS
    }

    fn detector(
        &self,
        parameters: &Parameters,
        _procedure: &Procedure,
    ) -> Result<Option<Box<dyn Detector>>, String> {
        Ok(Some(Box::new(AfterClosing { allowed: parameters.allowed.clone() })))
    }
}

struct AfterClosing {
    allowed: Vec<ActKind>,
}

impl Detector for AfterClosing {
    fn observe(&self, seen: &Observation<'_>, raise: &mut Raise<'_>) {
        let Some(kind) = seen.change.kind else { return };
        let Some(closing) = seen.case.occurrence(ActKind::Close) else { return };
        let later = seen.date() > closing.first.date();
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
#[derive(Debug)]
pub(super) struct ContradictingOrder;

impl Kind for ContradictingOrder {
    fn name(&self) -> &'static str {
        "contradicting-order"
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["earlier", "later"]
    }

    fn slots(&self) -> &'static [Slot] {
        SLOTS
    }

    fn detector(
        &self,
        parameters: &Parameters,
        _procedure: &Procedure,
    ) -> Result<Option<Box<dyn Detector>>, String> {
        let earlier = parameters.earlier.ok_or("`earlier` must name an act")?;
        let later = parameters.later.ok_or("`later` must name an act")?;
        Ok(Some(Box::new(Contradiction { earlier, later })))
    }
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
