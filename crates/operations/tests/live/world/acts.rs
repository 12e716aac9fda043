//! Acts in a world: short ways to open cases and to go on with them.

use super::{COUNTY, FOOD, World};
use domain::case::decide::Command;
use domain::event::ActKind;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, Request, StepCase};
use operations::event_text::EventText;
use store::cards::CardRow;

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

/// A case of a parallel approval.
pub(crate) struct JointCase {
    pub(crate) place: String,
    pub(crate) number: String,
    /// The agency that leads.
    pub(crate) lead: String,
    /// Those that give their opinions.
    pub(crate) joint: Vec<String>,
}

impl JointCase {
    pub(crate) fn step(&self, world: &World, caller: Caller, command: Command) {
        let (jurisdiction, case_id) = (self.place.clone().into(), self.number.clone().into());
        let step = StepCase { jurisdiction, case_id, command };
        world.platform().ask(caller, Request::Step(step), None).unwrap();
    }

    /// A joint agency says yes.
    pub(crate) fn agree(&self, world: &World, agency: &str) {
        let opinion = Command::GiveOpinion {
            agency: agency.into(),
            outcome: Some("agreed".into()),
            text: "同意".to_owned(),
        };
        self.step(world, world.official(agency, "joint-examiner"), opinion);
    }

    /// The cards that fell in it.
    pub(crate) fn cards(&self, world: &World) -> Vec<CardRow> {
        world.read(|connection| store::cards::of_case(connection, &self.place, &self.number))
    }
}

impl World {
    /// A case of a parallel approval, accepted and split to two agencies or more.
    pub(crate) fn split(&self) -> JointCase {
        let register = self.platform().register();
        let is_joint = |code: &str| {
            self.law.items.get(code).is_some_and(|item| item.procedure == "joint-licence")
        };
        let mut leads = register.agencies();
        let found = leads.find_map(|a| Some((a, a.items.iter().find(|code| is_joint(code))?)));
        let (lead, item) = found.unwrap();
        let (place, lead) = (lead.jurisdiction.to_string(), lead.id.to_string());
        let open = OpenCase { jurisdiction: place.clone().into(), ..Self::opening(&lead, item) };
        let party = Caller::Party { person: "a-001".into() };
        let opened = self.platform().ask(party, Request::Open(open), None).unwrap();
        let speaks = |agency: &str| {
            register.posts_of(agency).any(|p| p.roles.iter().any(|r| &**r == "joint-examiner"))
        };
        let others = register.agencies().filter(|a| *a.jurisdiction == *place && *a.id != *lead);
        let joint = others.filter(|a| speaks(&a.id)).map(|a| a.id.to_string());
        let joint: Vec<String> = joint.collect();
        let case = JointCase { place, number: opened.case_id.to_string(), lead, joint };
        case.step(self, self.official(&case.lead, "window"), Command::Accept);
        let split = Command::Split { agencies: case.joint.clone() };
        case.step(self, self.official(&case.lead, "lead-coordinator"), split);
        case
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
pub(crate) fn names(cards: &[CardRow]) -> Vec<(&str, u32, &str)> {
    cards.iter().map(|card| (&*card.rule, card.level, &*card.state)).collect()
}
