//! Acts in a world: short ways to open cases and to go on with them.

use super::{COUNTY, FOOD, World};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, Request, StepCase};
use operations::event_text::EventText;

impl World {
    /// Opens a case as the applicant `a-001`.
    pub(crate) fn open(&self, agency: &str, item: &str) -> Answer {
        let party = Caller::Party { person: "a-001".into() };
        let open = Self::opening(agency, item);
        self.platform().ask(party, Request::Open(open), None).unwrap()
    }

    /// What [`Self::open`] asks.
    pub(crate) fn opening(agency: &str, item: &str) -> OpenCase {
        OpenCase {
            jurisdiction: COUNTY.into(),
            item: item.into(),
            agency: agency.into(),
            applicant: Some("a-001".into()),
            command: Command::Submit { materials: vec!["application-form".into()] },
        }
    }

    pub(crate) fn step(
        &self,
        caller: Caller,
        case: &str,
        command: Command,
    ) -> Result<Answer, Failure> {
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
        self.platform().ask(caller, Request::Step(step), None)
    }

    /// A food licence at the county's market regulator, applied for.
    pub(crate) fn applied(&self) -> (String, String) {
        let agency = self.agency("market-regulation", COUNTY);
        let case = self.open(&agency, FOOD).case_id.into();
        (agency, case)
    }

    /// A food licence at the county's market regulator, accepted.
    pub(crate) fn accepted(&self) -> (String, String) {
        let (agency, case) = self.applied();
        self.step(self.official(&agency, "window"), &case, Command::Accept).unwrap();
        (agency, case)
    }

    /// Everything from acceptance to closing, by those whose duty it is.
    pub(crate) fn finish(&self, agency: &str, case: &str) {
        let act = |role: &str, command| {
            self.step(self.official(agency, role), case, command).unwrap();
        };
        act("examiner", complete("examine", None));
        act("approver", decide("granted", None));
        act("certificate-officer", Command::Issue { number: format!("JY-{case}") });
        act("window", Command::handed_over("in person".into()));
        act("window", Command::Close { outcome: None, reason: None });
    }
}

pub(crate) fn complete(stage: &str, outcome: Option<&str>) -> Command {
    Command::Complete {
        stage: stage.into(),
        outcome: outcome.map(Into::into),
        reason: Some("因系统升级".into()),
    }
}

pub(crate) fn decide(outcome: &str, reason: Option<&str>) -> Command {
    Command::Decide { outcome: outcome.into(), reason: reason.map(Into::into) }
}

/// The kinds of events.
pub(crate) fn kinds(events: &[EventText]) -> Vec<ActKind> {
    events.iter().map(|event| event.kind).collect()
}

/// Short names of cards: rule, level and state.
pub(crate) fn names(cards: &[store::cards::CardRow]) -> Vec<(&str, u32, &str)> {
    cards.iter().map(|card| (&*card.rule, card.level, &*card.state)).collect()
}
