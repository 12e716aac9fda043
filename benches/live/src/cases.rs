//! Cases opened and accepted in bulk, through the platform itself.

use crate::world::{ITEM, Office, World};
use domain::case::decide::Command;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, Request, StepCase};
use std::sync::mpsc::{Sender, channel};

/// Acts that are under way at a time: far fewer than the writer's queue holds.
const UNDER_WAY: usize = 1_024;

/// A case: which office has it, and its number.
pub type Opened = (usize, Box<str>);

enum Heard {
    Opened(usize, Result<Answer, Failure>),
    Accepted(usize, Result<Answer, Failure>),
}

/// Opens and accepts so many cases, dealt out over the offices; tells `each` how many are accepted.
pub fn open_and_accept(
    world: &World,
    count: usize,
    mut each: impl FnMut(usize, Opened),
) -> Result<(), String> {
    let (sender, receiver) = channel();
    let mut asked = 0;
    let mut accepted = 0;
    while accepted < count {
        while asked < count && asked - accepted < UNDER_WAY {
            open(world, asked % world.offices.len(), &sender);
            asked += 1;
        }
        match receiver.recv().map_err(|error| error.to_string())? {
            Heard::Opened(office, answer) => {
                let answer = answer.map_err(|failure| format!("opening: {failure:?}"))?;
                accept(world, office, answer.case_id, &sender);
            }
            Heard::Accepted(office, answer) => {
                let answer = answer.map_err(|failure| format!("accepting: {failure:?}"))?;
                accepted += 1;
                each(accepted, (office, answer.case_id));
            }
        }
    }
    Ok(())
}

fn open(world: &World, at: usize, sender: &Sender<Heard>) {
    let Office { jurisdiction, agency, .. } = &world.offices[at];
    let open = OpenCase {
        jurisdiction: jurisdiction.clone(),
        item: ITEM.into(),
        agency: agency.clone(),
        applicant: Some("a-001".into()),
        command: Command::Submit { materials: vec!["application-form".into()] },
    };
    let sender = sender.clone();
    let reply = move |answer| {
        let _ = sender.send(Heard::Opened(at, answer));
    };
    let party = Caller::Party { person: "a-001".into() };
    world.platform.submit(party, Request::Open(open), None, Box::new(reply));
}

fn accept(world: &World, at: usize, case_id: Box<str>, sender: &Sender<Heard>) {
    let office = &world.offices[at];
    let jurisdiction = office.jurisdiction.clone();
    let step = StepCase { jurisdiction, case_id, command: Command::Accept };
    let sender = sender.clone();
    let reply = move |answer| {
        let _ = sender.send(Heard::Accepted(at, answer));
    };
    world.platform.submit(office.window.clone(), Request::Step(step), None, Box::new(reply));
}
