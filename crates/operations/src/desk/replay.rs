//! A case made again from its events alone, by the same functions that made it: what its head, tasks, timer and cards must
//! be. Nothing is written.

use super::append::{Appended, Worded};
use super::cards::{add_finding, registered, said};
use super::escalation::ESCALATION;
use super::live::{Live, Task, kind_of};
use super::{Desk, current, hex, log};
use crate::event_text::{EventText, Opening};
use crate::law_version::LawVersion;
use crate::notice::Notice;
use crate::register::{Register, SUPERVISION};
use crate::spelling::unhex;
use domain::event::{ActKind, Event};
use jiff::Timestamp;
use ledger::note::SigningKey;
use std::sync::{Arc, RwLock};
use store::cards::CardRow;
use store::cases::CaseHead;
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::log::StoredEvent;

/// A case made again.
pub(super) struct Replayed {
    /// As the desk would hold it, with the cards that fell in it in the order in which they fell.
    pub(super) live: Live,
    /// Beside each of its cards: what depends on where the case stood when it fell, which several acts of one moment
    /// leave open.
    pub(super) fallen: Vec<Fallen>,
}

/// What a card must be, where several values would do.
#[derive(Default)]
pub(super) struct Fallen {
    /// The agencies to which it may belong.
    pub(super) agencies: Vec<Box<str>>,
    /// The roles that may be responsible.
    pub(super) posts: Vec<Option<Box<str>>>,
    /// Whether the rule asks for an answer, and so a case of its own is opened where somebody supervises.
    pub(super) asks: bool,
    /// What it says could be worded again.
    pub(super) is_worded: bool,
}

impl Desk {
    /// A desk at which nothing is decided: it makes cases again, under a law that stands and a register.
    ///
    /// # Errors
    /// Never in practice: a key of zeros is a key.
    pub fn for_reading(law: &'static LawVersion, register: Register) -> Result<Self, StoreError> {
        let key = SigningKey::new("reading", &[0; 32]);
        let key = key.map_err(|error| StoreError::Unexpected(error.to_string()))?;
        let fittings = super::Fittings {
            time: Arc::new(crate::time_source::SystemTime),
            base: law,
            law: crate::catalogue::in_force::SharedLaw::new(law),
            register: Arc::new(RwLock::new(Arc::new(register))),
            listener: Arc::new(|_: &[Notice]| {}),
            alarms: Arc::default(),
            key,
            checkpoints: std::path::PathBuf::new(),
            lease: None,
            timers: crate::platform::Timers::Stand,
            letters: false,
        };
        Ok(Self::with(fittings, log::Logs::none()))
    }

    /// Makes a case again; says what does not fit together.
    pub(super) fn replay(
        &mut self,
        [jurisdiction, case_id]: [&str; 2],
        stored: &[StoredEvent],
        card: Option<&CardRow>,
        connection: &mut Connection,
    ) -> Result<Result<Replayed, String>, StoreError> {
        let mut events = Vec::with_capacity(stored.len());
        let mut opening = None;
        for (row, n) in stored.iter().zip(1_u32..) {
            match read(row, n, [jurisdiction, case_id]) {
                Ok((event, opens)) => {
                    opening = opening.or(opens);
                    events.push(event);
                }
                Err(wrong) => return Ok(Err(wrong)),
            }
        }
        let (Some(opening), Some(first)) = (opening, events.first()) else {
            return Ok(Err("its first event opens nothing".to_owned()));
        };
        let law = match self.law(&opening.law, connection)? {
            Ok(law) => law,
            Err(damage) => return Ok(Err(damage)),
        };
        let place = [jurisdiction, case_id];
        let mut live = match self.reopened(place, law, &opening, first.recorded_at) {
            Ok(live) => live,
            Err(wrong) => return Ok(Err(wrong)),
        };
        live.card = opening.about.map(|about| Box::new(self.fresh_card(&live, law, about, card)));
        let mut replayed = Replayed { live, fallen: Vec::new() };
        self.go_through(&mut replayed, events)?;
        self.notices.clear();
        if let Some(last) = stored.last()
            && let Some(leaf) = store::log::leaf(connection, jurisdiction, last.leaf)?
        {
            replayed.live.head.last_hash = (&*leaf.hash).try_into().unwrap_or_default();
        }
        Ok(Ok(replayed))
    }

    /// A case of which nothing is folded yet, as its first event opened it.
    fn reopened(
        &mut self,
        [jurisdiction, case_id]: [&str; 2],
        law: &'static LawVersion,
        opening: &Opening,
        at: Timestamp,
    ) -> Result<Live, String> {
        let panel = self
            .panel(law, &opening.procedure, &opening.item)
            .map_err(|error| error.to_string())?;
        let bound = self.panels.get(panel).ok_or("no rules are bound to it")?;
        let at = at.as_millisecond();
        let head = CaseHead {
            jurisdiction: jurisdiction.into(),
            case_id: case_id.into(),
            handle: of_hex(&opening.handle).ok_or("its first event names no handle")?,
            kind: kind_of(&opening.procedure),
            item: opening.item.clone(),
            procedure: opening.procedure.clone(),
            law: law.hash.clone(),
            agency: opening.agency.clone(),
            applicant: opening.applicant.clone(),
            phase: "new".into(),
            n: 0,
            last_hash: [0; 32],
            opened_at: at,
            closed_at: None,
            last_at: at,
            due_day: None,
            stages: "".into(),
        };
        Ok(Live {
            case: bound.fold.new_case(),
            head,
            panel,
            timer: None,
            tasks: Vec::new(),
            joint: Vec::new(),
            cards: Vec::new(),
            card: None,
            results: Vec::new(),
            // What becomes of it is told to nobody.
            is_new: true,
            transaction: 0,
        })
    }

    /// The card of whose case the first event is, before anything became of it. Who supervises is what the card's row
    /// says: the register may have changed since.
    fn fresh_card(
        &self,
        live: &Live,
        law: &'static LawVersion,
        about: Box<str>,
        stored: Option<&CardRow>,
    ) -> CardRow {
        let head = &live.head;
        let rule = law.rules.rules().iter().find(|rule| *rule.id == *head.item);
        let register = current(&self.fittings.register);
        let supervisor = register.responsible(SUPERVISION, &head.agency);
        let supervisor = supervisor.map(|agency| Box::from(&*agency.id));
        CardRow {
            jurisdiction: head.jurisdiction.clone(),
            card_id: head.case_id.clone(),
            case_id: about,
            n: 0,
            rule: head.item.clone(),
            level: rule.map_or(0, |rule| u32::from(rule.level.number())),
            state: "pending".into(),
            agency: head.agency.clone(),
            supervisor: stored.map_or(supervisor, |row| row.supervisor.clone()),
            post: None,
            person: None,
            issued_at: head.opened_at,
            changed_at: head.opened_at,
            answer_due: None,
            escalations: 0,
            document: "".into(),
        }
    }

    fn go_through(
        &mut self,
        replayed: &mut Replayed,
        events: Vec<Event>,
    ) -> Result<(), StoreError> {
        let mut scratch = Changes::new();
        let mut standing: Vec<Vec<Task>> = Vec::new();
        for event in events {
            let live = &mut replayed.live;
            let at = event.recorded_at.as_millisecond();
            // Acts of one moment may be one act or several: the tasks between them stood or did not.
            if at != live.head.last_at {
                standing.clear();
            }
            standing.push(self.tasks_of(live));
            let told = self.told_by(live, &event);
            let (change, findings) = self.judge(live, &event)?;
            (live.head.n, live.head.last_at) = (event.n, at);
            if told.is_escalation {
                live.card = self.raised(live, at).map(Box::new).or(live.card.take());
            } else {
                let appended = Appended { n: event.n, leaf: 0, change, findings };
                self.move_card(live, &appended, &mut scratch);
                for worded in self.not_spoken_of(live, &appended) {
                    self.fell(replayed, &worded, &standing);
                }
            }
            match (&told.finding, told.rule) {
                (Some(worded), _) => self.fell(replayed, worded, &standing),
                (None, Some(rule)) if !told.is_escalation => {
                    self.fell_somehow(replayed, rule, told.agency);
                }
                _ => {}
            }
            let live = &mut replayed.live;
            let over = live.case.phase.is_over();
            live.head.closed_at = live.head.closed_at.or(Some(at)).filter(|_| over);
            self.close_warnings(live, &mut scratch);
            scratch = Changes::new();
        }
        let live = &mut replayed.live;
        self.refresh_head(live);
        live.tasks = self.tasks_of(live);
        live.timer = self.next_moment(live);
        Ok(())
    }

    /// What an event says that time has recorded: its finding is not in the event, but was there the moment before it.
    fn told_by(&mut self, live: &Live, event: &Event) -> Told {
        let mut told = Told::default();
        let of_time = matches!(event.kind, ActKind::WarnLimit | ActKind::ExceedLimit);
        let Some(body) = event.body.as_deref().filter(|body| of_time && body.automatic) else {
            return told;
        };
        let Some(id) = body.rule.as_deref() else { return told };
        told.rule = Some(id.into());
        told.is_escalation = id == ESCALATION;
        told.agency = body.targets.first().cloned();
        let found = self.worded(live, event.recorded_at).into_iter().find(|(timed, _)| {
            let spoken = &timed.spoken;
            *spoken.rule == *id
                && spoken.due == body.until
                && spoken
                    .agency
                    .iter()
                    .map(|agency| &**agency)
                    .eq(body.targets.iter().map(|t| &**t))
        });
        told.finding = found.map(|(_, worded)| worded);
        told
    }

    /// Notes that a finding made a card, or was added to the one of its rule.
    fn fell(&self, replayed: &mut Replayed, worded: &Worded, standing: &[Vec<Task>]) {
        let live = &mut replayed.live;
        let [finding, ..] = worded;
        let rule = self.panels.get(live.panel).and_then(|panel| panel.rule(finding.rule));
        let Some(rule) = rule else { return };
        let words = said(live, rule, worded, live.head.n);
        let known = self.known_card(live, &rule.id, finding.agency.as_deref());
        if let Some(known) = known.and_then(|known| live.cards.get_mut(known)) {
            return add_finding(known, &words);
        }
        let mut fallen = Fallen { is_worded: true, ..Fallen::default() };
        let mut made = None;
        for tasks in standing {
            live.tasks.clone_from(tasks);
            let (card, asks) = self.card_of(live, rule, worded, words.clone());
            fallen.asks = asks;
            fallen.agencies.push(card.agency.clone());
            fallen.posts.push(card.post.clone());
            made = Some(card);
        }
        live.cards.extend(made);
        replayed.fallen.push(fallen);
    }

    /// Notes that a rule made a card, or added to it, of which nothing more can be said: it is worded by a calendar that
    /// stood then.
    fn fell_somehow(&self, replayed: &mut Replayed, rule: Box<str>, agency: Option<Box<str>>) {
        let live = &replayed.live;
        let head = &live.head;
        let known = self.known_card(live, &rule, agency.as_deref());
        if let Some(fallen) = known.and_then(|position| replayed.fallen.get_mut(position)) {
            fallen.is_worded = false;
            return;
        }
        let card = CardRow {
            jurisdiction: head.jurisdiction.clone(),
            card_id: "".into(),
            case_id: head.case_id.clone(),
            n: head.n,
            rule,
            level: 0,
            state: "".into(),
            agency: agency.map_or(head.agency.clone(), |agency| {
                registered(live, &agency, &current(&self.fittings.register))
            }),
            supervisor: None,
            post: None,
            person: None,
            issued_at: head.last_at,
            changed_at: head.last_at,
            answer_due: None,
            escalations: 0,
            document: "".into(),
        };
        replayed.live.cards.push(card);
        replayed.fallen.push(Fallen::default());
    }
}

/// What an event of time tells.
#[derive(Default)]
struct Told {
    /// The card was raised a level for want of an answer.
    is_escalation: bool,
    /// The rule that spoke.
    rule: Option<Box<str>>,
    /// The agency whose own limit it spoke of.
    agency: Option<Box<str>>,
    /// The finding behind it, if it can be worded again.
    finding: Option<Worded>,
}

/// Reads an event, and looks whether it is where it says that it is.
fn read(
    row: &StoredEvent,
    n: u32,
    [jurisdiction, case_id]: [&str; 2],
) -> Result<(Event, Option<Opening>), String> {
    let here = format!("event {} (leaf {})", row.n, row.leaf);
    if row.n != n {
        return Err(format!(
            "event {n} is missing: event {} follows instead (leaf {})",
            row.n, row.leaf
        ));
    }
    let mut text =
        EventText::parse(&row.event).map_err(|error| format!("{here} is no event: {error}"))?;
    if *text.jurisdiction != *jurisdiction || *text.case != *case_id || text.n != n {
        let place = format!("{}/{}, number {}", text.jurisdiction, text.case, text.n);
        return Err(format!("{here} says that it is of case {place}"));
    }
    let opening = text.opening.take();
    let event = text.into_event().map_err(|error| format!("{here} is no event: {error}"))?;
    Ok((event, opening))
}

/// Bytes of a handle from hexadecimal.
fn of_hex(text: &str) -> Option<[u8; 16]> {
    let handle: [u8; 16] = unhex(text)?.try_into().ok()?;
    (hex(&handle) == text).then_some(handle)
}
