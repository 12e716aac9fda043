//! The simulation: every procedure reaches its end, a month of the province holds together, misdeeds are seen.

use crate::world::{LAW, moment};
use domain::event::ActKind;
use operations::event_text::EventText;
use operations::platform::{Place, Platform};
use operations::simulation::settings::Settings;
use operations::simulation::{Simulation, province};
use operations::time_source::SimulatedTime;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::cards::Filter;
use store::cases::{CaseHead, CaseKind};
use store::connection::StoreError;
use tempfile::TempDir;

const BEGIN: &str = "2026-03-02T01:30:00Z";

struct Province {
    platform: Arc<Platform>,
    time: Arc<SimulatedTime>,
    _folder: TempDir,
}

impl Province {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let calendar = LAW.calendar("cn").unwrap();
        let time = Arc::new(SimulatedTime::new(calendar, moment(BEGIN), 600));
        let platform =
            Platform::start(Place::in_folder(folder.path()), *LAW, time.clone()).unwrap();
        platform.write_register(province().unwrap()).unwrap();
        Self { platform: Arc::new(platform), time, _folder: folder }
    }

    fn simulation(&self, settings: Settings) -> Simulation {
        Simulation::with_settings(self.platform.clone(), self.time.clone(), 7, settings).unwrap()
    }

    /// Cases that are open, as procedure, phase and stages.
    fn open(&self) -> Vec<String> {
        let read = |connection: &mut store::connection::Connection| {
            let mut open = Vec::new();
            store::cases::for_each(connection, |head| {
                if head.closed_at.is_none() && head.kind == CaseKind::Case {
                    open.push(format!("{} {} [{}]", head.procedure, head.phase, head.stages));
                }
                Ok::<_, StoreError>(())
            })?;
            Ok::<_, StoreError>(open)
        };
        self.platform.readers().read(read).unwrap()
    }

    fn cards(&self) -> BTreeMap<String, BTreeMap<String, usize>> {
        let all = |connection: &mut _| store::cards::list(connection, &Filter::default(), 10_000);
        let mut cards: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for card in self.platform.readers().read(all).unwrap() {
            let states = cards.entry(card.rule.to_string()).or_default();
            *states.entry(format!("{} {}", card.level, card.state)).or_default() += 1;
        }
        cards
    }
}

fn report(simulation: &Simulation, province: &Province, began: std::time::Instant) {
    let figures = simulation.figures();
    println!("{:?} cases {} acts {}", began.elapsed(), figures.cases, figures.acts);
    println!("refusals {:?}", simulation.refusals());
    println!("attempts {:?}", figures.refused_attempts);
    println!("stuck {:?}", figures.stuck);
    for (rule, states) in province.cards() {
        println!("{rule}: {states:?}");
    }
    println!("in work {}", simulation.in_work());
}

#[test]
fn every_procedure_reaches_its_end() {
    let province = Province::new();
    let quiet = Settings { cases_a_day: 0, misbehaviour: 0, ..Settings::default() };
    let mut simulation = province.simulation(quiet);
    let began = std::time::Instant::now();
    let mut seen = BTreeMap::new();
    let register = province.platform.register();
    for agency in register.agencies() {
        for code in &agency.items {
            let item = &LAW.items[&**code];
            let filed: &mut u32 = seen.entry(item.procedure.clone()).or_default();
            if *filed < 6 {
                *filed += 1;
                assert!(simulation.file(&agency.id, code).unwrap());
            }
        }
    }
    simulation.fill(moment("2026-12-20T00:00:00Z"), &mut |_| {}).unwrap();
    report(&simulation, &province, began);
    assert_eq!(province.open(), Vec::<String>::new());
    let used: BTreeSet<_> = LAW.items.values().map(|item| item.procedure.clone()).collect();
    assert_eq!(seen.into_keys().collect::<BTreeSet<_>>(), used);
    assert!(simulation.figures().stuck.is_empty());
    assert!(province.platform.alarms().all().is_empty(), "{:?}", province.platform.alarms().all());
}

/// How the joint agencies of a case answered: agency, and whether its silence spoke for it.
fn opinions(province: &Province, head: &CaseHead) -> Vec<(String, bool)> {
    let read =
        |connection: &mut _| store::log::events_of(connection, &head.jurisdiction, &head.case_id);
    let stored = province.platform.readers().read(read).unwrap();
    let events = stored.iter().map(|row| EventText::parse(&row.event).unwrap());
    let given = events.filter(|event| event.kind == ActKind::GiveOpinion);
    let by = given.map(|event| {
        let silent = event.body.as_deref().is_some_and(|body| body.automatic);
        (event.actor.agency.unwrap().to_string(), silent)
    });
    by.collect()
}

#[test]
fn a_lead_asks_three_agencies_and_one_of_them_is_late() {
    let province = Province::new();
    let quiet = Settings { cases_a_day: 0, misbehaviour: 0, ..Settings::default() };
    let mut simulation = province.simulation(quiet);
    let register = province.platform.register();
    let mut leads = register.agencies();
    let is_joint = |code: &str| LAW.items[code].procedure == "joint-licence";
    let lead = leads.find_map(|a| Some((a, a.items.iter().find(|code| is_joint(code))?)));
    let (lead, item) = lead.unwrap();
    for _ in 0..16 {
        assert!(simulation.file(&lead.id, item).unwrap());
    }
    simulation.fill(moment("2026-06-20T00:00:00Z"), &mut |_| {}).unwrap();
    assert!(simulation.figures().stuck.is_empty());
    let heads = |connection: &mut _| {
        let mut heads = Vec::new();
        store::cases::for_each(connection, |head| {
            if head.procedure == "joint-licence".into() {
                heads.push(head);
            }
            Ok::<_, StoreError>(())
        })?;
        Ok::<_, StoreError>(heads)
    };
    let heads = province.platform.readers().read(heads).unwrap();
    let of_three = heads.iter().map(|head| (head, opinions(&province, head)));
    let mut of_three = of_three.filter(|(_, opinions)| opinions.len() == 3);
    let is_one = |opinions: &[(String, bool)]| opinions.iter().filter(|(_, s)| *s).count() == 1;
    let (head, opinions) = of_three.find(|(_, opinions)| is_one(opinions)).unwrap();
    // Two answered, the third is warned and carded by itself.
    let (late, _) = opinions.iter().find(|(_, silent)| *silent).unwrap();
    let cards =
        |connection: &mut _| store::cards::of_case(connection, &head.jurisdiction, &head.case_id);
    let cards = province.platform.readers().read(cards).unwrap();
    for rule in ["joint-near", "joint-late"] {
        let of_rule: Vec<&str> =
            cards.iter().filter(|card| &*card.rule == rule).map(|card| &*card.agency).collect();
        assert!(of_rule.contains(&&**late), "{rule}: {cards:#?}");
    }
    let late_ones = cards.iter().filter(|card| &*card.rule == "joint-late");
    assert_eq!(late_ones.count(), 1, "{cards:#?}");
}

#[test]
fn a_month_holds_together_and_misdeeds_are_seen() {
    let province = Province::new();
    let settings = Settings { misbehaviour: 900, ..Settings::default() };
    let mut simulation = province.simulation(settings);
    let began = std::time::Instant::now();
    // Misdeeds must not be missing by chance.
    let register = province.platform.register();
    for post in register.posts().filter(|post| post.misbehaviour.is_some()) {
        let mut items = register.agency(&post.agency).unwrap().items.iter();
        let item = items.find(|code| LAW.items[&***code].procedure == "ordinary-licence").unwrap();
        for _ in 0..20 {
            assert!(simulation.file(&post.agency, item).unwrap());
        }
    }
    simulation.fill(moment("2026-04-16T00:00:00Z"), &mut |_| {}).unwrap();
    report(&simulation, &province, began);
    let figures = simulation.figures();
    let refused: u64 = simulation.refusals().values().sum();
    assert!(refused * 50 < figures.acts, "{refused} of {}", figures.acts);
    assert!(figures.stuck.is_empty(), "{:?} {:?}", figures.stuck, simulation.refusals());
    assert!(province.platform.alarms().all().is_empty(), "{:?}", province.platform.alarms().all());
    for rule in [
        "closed-without-result",
        "entered-afterwards",
        "intake-undecided",
        "late-supplement",
        "material-outside-catalogue",
        "one-person-two-duties",
        "pause-late-in-limit",
        "pause-without-ground",
        "repeated-supplement",
        "stage-skipped",
        "whole-case-in-minutes",
    ] {
        assert!(figures.cards.contains_key(rule), "no card of {rule}");
    }
    for rule in ["no-result", "outside-catalogue", "second-supplement", "no-evidence"] {
        assert!(figures.refused_attempts.contains_key(rule), "nothing refused by {rule}");
    }
}

#[test]
fn a_restart_goes_on_where_it_stopped() {
    let province = Province::new();
    let mut first = province.simulation(Settings::default());
    first.fill(moment("2026-03-06T09:00:00Z"), &mut |_| {}).unwrap();
    let before = first.in_work();
    drop(first);
    let quiet = Settings { cases_a_day: 0, ..Settings::default() };
    let mut second = province.simulation(quiet);
    assert_eq!(second.resume().unwrap(), before);
    second.fill(moment("2026-03-27T09:00:00Z"), &mut |_| {}).unwrap();
    assert!(second.in_work() < before / 2, "{} of {before}", second.in_work());
    assert!(second.figures().stuck.is_empty());
}

#[test]
fn it_runs_with_a_running_clock() {
    let province = Province::new();
    let mut simulation = province.simulation(Settings::default());
    province.time.run();
    let stop = Arc::new(AtomicBool::new(false));
    let end = stop.clone();
    let sleeper = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_secs(3));
        end.store(true, Ordering::Relaxed);
    });
    simulation.run(&stop).unwrap();
    sleeper.join().unwrap();
    assert!(simulation.figures().cases > 0);
}

/// How many cards there are in the end, with the settings of a demonstration: `cargo test --release -- --ignored`.
#[test]
#[ignore = "figures for people"]
fn thirty_days_of_a_demonstration() {
    let province = Province::new();
    let mut simulation = province.simulation(Settings::default());
    let began = std::time::Instant::now();
    simulation.fill(moment("2026-04-01T00:30:00Z"), &mut |_| {}).unwrap();
    report(&simulation, &province, began);
}
