//! Random walks: whatever is asked in whatever order, heads equal folds, and the logs verify.

use crate::world::{COUNTY, FOOD, Site, World, complete, decide};
use domain::case::decide::Command;
use jiff::civil::Date;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, Request, StepCase};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;

on_both!(random_walks_leave_everything_sound);

/// One move of a walk.
#[derive(Debug, Clone)]
enum Move {
    /// Opens a case.
    Open,
    /// Somebody tries an act in one of the cases or cards.
    Act { case: usize, caller: usize, command: Command },
    /// Hours pass.
    Pass(i64),
    /// The program ends and starts again.
    Restart,
}

/// Who tries, by role and kind of agency.
const CALLERS: [(&str, &str); 8] = [
    ("window", "market-regulation"),
    ("examiner", "market-regulation"),
    ("approver", "market-regulation"),
    ("supervised-agency", "market-regulation"),
    ("hearing-host", "market-regulation"),
    ("window", "natural-resources"),
    ("supervisor", "supervision"),
    ("appeal-body", "appeal"),
];

fn commands() -> Vec<Command> {
    let text = || "理由".to_owned();
    let pause = |until: &str| Command::StartPause {
        ground: "testing".into(),
        until: until.parse::<Date>().ok(),
        evidence: Some(text()),
        notice: Some(text()),
    };
    vec![
        Command::Accept,
        Command::Decline { reason: text() },
        Command::RequestSupplement { materials: vec!["layout".into()], reason: text() },
        Command::ReceiveSupplement { materials: vec!["layout".into()] },
        complete("examine", None),
        complete("hearing", None),
        complete("answer", Some("answered")),
        complete("answer", Some("appealed")),
        complete("correct", None),
        decide("granted", None),
        decide("refused", Some("不符合条件")),
        decide("refused", None),
        decide("upheld", Some("维持")),
        decide("downgraded", Some("降级")),
        decide("revoked", Some("撤销")),
        Command::Return { to: "examine".into(), reason: text() },
        Command::Transfer { to_post: "990101-mr-examiner-2".into() },
        Command::Consult { agency: "11990101QC0000257G".into(), question: text() },
        Command::AnswerConsultation { agency: "11990101QC0000257G".into(), text: text() },
        Command::AddSigner { post: "990101-mr-legal-1".into() },
        Command::Urge,
        pause("2026-03-20"),
        pause("2026-12-31"),
        Command::EndPause,
        Command::Extend {
            limit: "statutory".into(),
            reason: Some(text()),
            approver: "head-of-organ".into(),
            notice: Some(text()),
        },
        Command::Issue { number: "1".into() },
        Command::handed_over(text()),
        Command::Withdraw { confirmation: text(), reason: Some(text()) },
        Command::Close { outcome: None, reason: Some(text()) },
        Command::Close { outcome: None, reason: None },
        Command::Correct { event: 1, text: text() },
        Command::Record { text: text() },
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let act = (any::<usize>(), 0..=CALLERS.len(), select(commands()))
        .prop_map(|(case, caller, command)| Move::Act { case, caller, command });
    let one = prop_oneof![
        3 => Just(Move::Open),
        40 => act,
        6 => (1_i64..200).prop_map(Move::Pass),
        1 => Just(Move::Restart),
    ];
    proptest::collection::vec(one, 30..120)
}

struct Walk {
    world: World,
    /// Cases, and the cards that have cases of their own.
    cases: Vec<String>,
    done: usize,
    refused: usize,
}

impl Walk {
    fn caller(&self, caller: usize) -> Caller {
        let Some((role, kind)) = CALLERS.get(caller) else {
            return Caller::Party { person: "a-001".into() };
        };
        let regulator = self.world.agency("market-regulation", COUNTY);
        let agency = match *kind {
            "supervision" | "appeal" => self.world.responsible(kind, &regulator),
            kind => self.world.agency(kind, COUNTY),
        };
        self.world.official(&agency, role)
    }

    fn count(&mut self, outcome: Result<Answer, Failure>) -> Option<Answer> {
        match outcome {
            Ok(answer) => {
                self.done += 1;
                Some(answer)
            }
            // A walk may name a post of another agency, and act more often than one account may.
            Err(
                Failure::Refused(_)
                | Failure::Forbidden(_)
                | Failure::Invalid(_)
                | Failure::Exceeded(_),
            ) => {
                self.refused += 1;
                None
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    fn go(&mut self, step: Move) {
        match step {
            Move::Open => {
                let agency = self.world.agency("market-regulation", COUNTY);
                let open = OpenCase { ..World::opening(&agency, FOOD) };
                let party = Caller::Party { person: "a-001".into() };
                let outcome = self.world.platform().ask(party, Request::Open(open), None);
                let opened = self.count(outcome).map(|answer| answer.case_id.into());
                self.cases.extend(opened);
            }
            Move::Act { case, caller, command } => {
                let Some(case) = self.cases.get(case % self.cases.len().max(1)) else { return };
                let command = match command {
                    Command::Withdraw { reason, .. } => {
                        Command::Withdraw { confirmation: case.clone(), reason }
                    }
                    command => command,
                };
                let step =
                    StepCase { jurisdiction: COUNTY.into(), case_id: (&**case).into(), command };
                let caller = self.caller(caller);
                let outcome = self.world.platform().ask(caller, Request::Step(step), None);
                self.count(outcome);
            }
            Move::Pass(hours) => {
                let now = self.world.platform().now() + hours * 3_600_000;
                self.world.pass_to_moment(now);
            }
            Move::Restart => self.world.restart(),
        }
        self.learn_of_cards();
    }

    fn learn_of_cards(&mut self) {
        let cards = self.world.read(|connection| {
            store::cards::list(connection, &store::cards::Filter::default(), 1_000)
        });
        let own = cards.into_iter().filter(|card| card.supervisor.is_some());
        for card in own.map(|card| String::from(card.card_id)) {
            if !self.cases.contains(&card) {
                self.cases.push(card);
            }
        }
    }
}

fn random_walks_leave_everything_sound(site: Site) {
    let is_sqlite = site.is_sqlite();
    drop(site);
    let config = Config {
        cases: if is_sqlite { 16 } else { 6 },
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let count = Cell::new((0, 0, 0));
    let outcome = TestRunner::new(config).run(&moves(), |moves| {
        let site = if is_sqlite { Some(Site::sqlite()) } else { Site::postgres() };
        let world = World::at(site.unwrap(), "2026-03-02T09:00");
        let mut walk = Walk { world, cases: Vec::new(), done: 0, refused: 0 };
        walk.go(Move::Open);
        moves.into_iter().for_each(|step| walk.go(step));
        walk.world.assert_board();
        let alarms = walk.world.platform().alarms().all();
        prop_assert!(alarms.is_empty(), "{alarms:?}");
        walk.world.stop();
        let sound = crate::soundness::check(&walk.world.site.place());
        let sound = sound.map_err(TestCaseError::fail)?;
        let (done, refused, cases) = count.get();
        count.set((done + walk.done, refused + walk.refused, cases + sound.cases));
        Ok(())
    });
    outcome.unwrap();
    let (done, refused, cases) = count.get();
    assert!(done > 20 && refused > 20 && cases > 10, "{done} done, {refused} refused");
}
