//! Acts that somebody asks for: authorise, load, decide, append.

use super::append::Appended;
use super::bounds;
use super::live::{Live, kind_of};
use super::targets;
use super::wake::moment;
use super::{Answer, Desk, Failure, OpenCase, ReportActs, Request, RequestKey, StepCase, current};
use crate::actors::actors;
use crate::caller::{About, Caller, Forbidden};
use crate::event_text::Opening;
use crate::law_version::LawVersion;
use crate::notice::Notice;
use crate::spelling::hex;
use crate::{cases, permissions};
use domain::case::decide::{Command, decide_as};
use domain::case::refusal::Refusal;
use domain::event::{Event, Source};
use jiff::Timestamp;
use rand::RngCore;
use store::cases::{CaseHead, CaseKind};
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::requests::Answered;

/// What a transaction works on.
pub(super) type Books<'a> = (&'a mut Connection, &'a mut Changes);

/// An outcome within an outcome: the store's fault stops the writer, a failure is only answered.
pub(super) type Outcome<T> = Result<Result<T, Failure>, StoreError>;

impl Desk {
    pub(super) fn act(
        &mut self,
        caller: &Caller,
        request: Request,
        key: Option<RequestKey>,
        (connection, changes): Books<'_>,
    ) -> Outcome<Answer> {
        let request = match request {
            Request::Keep(work) => {
                let done = self.keep_asked(caller, work, (connection, changes))?;
                return Ok(done.map(|()| Answer::of_nothing()));
            }
            Request::With(request, beside) => {
                return self.act_with(caller, (*request, beside), key, (connection, changes));
            }
            request => request,
        };
        let (place, scope): (Box<str>, Box<str>) = match &request {
            Request::Open(open) => (open.jurisdiction.clone(), "".into()),
            Request::Step(step) | Request::StepSeen(step, _) => {
                (step.jurisdiction.clone(), step.case_id.clone())
            }
            Request::Report(report) => {
                (report.jurisdiction.clone(), report.case_id.clone().unwrap_or_default())
            }
            Request::Write(_) | Request::Keep(_) | Request::With(..) => {
                (store::settings::EVERYWHERE.into(), "".into())
            }
        };
        if let Err(failure) = bounds::check(&request, key.as_ref()) {
            return Ok(Err(failure));
        }
        if let Some(key) = &key {
            match self.answered_before([&place, &scope], key, connection)? {
                Some(Ok(answer)) => return Ok(Ok(answer)),
                Some(Err(failure)) => return Ok(Err(failure)),
                None => {}
            }
        }
        let now = match self.trusted_now(&place) {
            Ok(now) => now,
            Err(failure) => return Ok(Err(failure)),
        };
        let outcome = self.within_quota(caller, request, now, (connection, changes))?;
        if let Err(Failure::Forbidden(forbidden)) = &outcome {
            // The audit administrator sees who tried.
            let wall = self.fittings.time.wall();
            let asked = (forbidden.operation, &*scope);
            let kept = self.keep(wall, (&mut *connection, &mut *changes), |records| {
                crate::people::audit::turned_away(records, caller, asked, wall).map(Ok)
            })?;
            debug_assert!(kept.is_ok(), "an entry of the audit log cannot be refused");
        }
        match &outcome {
            Ok(answer) => self.remember([&place, &scope], key, (answer, now), changes),
            Err(Failure::Refused(refusal)) => {
                self.notices.push(Notice::Refused { rule: refusal.rule.word() });
            }
            Err(_) => {}
        }
        Ok(outcome)
    }

    /// Does what is asked, once it is known that it was not answered before and that the clock is right.
    pub(super) fn perform(
        &mut self,
        caller: &Caller,
        request: Request,
        now: i64,
        (connection, changes): Books<'_>,
    ) -> Outcome<Answer> {
        match request {
            Request::Open(open) => self.open_case(caller, &open, now, (connection, changes)),
            Request::Step(step) => self.step(caller, (&step, None), now, (connection, changes)),
            Request::StepSeen(step, acts) => {
                self.step(caller, (&step, Some(acts)), now, (connection, changes))
            }
            Request::Report(report) => self.report(caller, report, now, (connection, changes)),
            Request::Write(write) => {
                if let Err(forbidden) = permissions::WRITE_REGISTER.check(caller, None) {
                    return Ok(Err(Failure::Forbidden(forbidden)));
                }
                write(changes, now);
                Ok(Ok(Answer::of_nothing()))
            }
            Request::Keep(_) | Request::With(..) => Ok(Ok(Answer::of_nothing())),
        }
    }

    fn answered_before(
        &mut self,
        [place, scope]: [&str; 2],
        key: &RequestKey,
        connection: &mut Connection,
    ) -> Result<Option<Result<Answer, Failure>>, StoreError> {
        let in_batch = self.answered.get(&[place, scope, &key.key].join("/"));
        let known = match in_batch {
            Some((answered, _)) => Some(answered.clone()),
            None => store::requests::find(connection, [place, scope, &key.key])?,
        };
        Ok(known.map(|answered| {
            if answered.request_hash != key.hash {
                return Err(Failure::KeyReused);
            }
            let case_id = cases::case_of_answer(&answered.response);
            Ok(Answer { case_id, text: answered.response, repeated: true })
        }))
    }

    fn remember(
        &mut self,
        [place, scope]: [&str; 2],
        key: Option<RequestKey>,
        (answer, now): (&Answer, i64),
        changes: &mut Changes,
    ) {
        let Some(key) = key else { return };
        let answered = Answered { request_hash: key.hash, response: answer.text.clone() };
        store::requests::remember(changes, [place, scope, &key.key], &answered, now);
        let known = [place, scope, &key.key].join("/");
        self.answered.insert(known, (answered, self.transaction));
    }

    fn open_case(
        &mut self,
        caller: &Caller,
        open: &OpenCase,
        now: i64,
        (connection, changes): Books<'_>,
    ) -> Outcome<Answer> {
        let about = About {
            agency: &open.agency,
            joint: &[],
            applicant: open.applicant.as_deref(),
            supervisors: &[],
        };
        if let Err(forbidden) = permissions::OPEN.check(caller, Some(about)) {
            return Ok(Err(Failure::Forbidden(forbidden)));
        }
        let handled = self.handles(&open.jurisdiction, &open.agency, &open.item);
        if let Err(failure) = handled.and_then(|()| self.takes_in(caller, open)) {
            return Ok(Err(failure));
        }
        let applicant = open.applicant.clone();
        let place = [&*open.jurisdiction, &*open.item, &*open.agency];
        let mut live = match self.new_live(self.laws.current(), place, (applicant, now)) {
            Ok(live) => live,
            Err(failure) => return Ok(Err(failure)),
        };
        let at = moment(now)?;
        let begins = targets::check_opening(&open.command, open.applicant.as_deref());
        let decided = begins.and_then(|()| self.decided(caller, &live, &open.command, at));
        let events = match self.allowed(caller, &live, (decided, now), (connection, changes))? {
            Ok(events) => events,
            Err(failure) => return Ok(Err(failure)),
        };
        let done = self.record(&mut live, events, (connection, changes))?;
        self.put_back(live);
        Ok(Ok(done))
    }

    /// A window takes in applications for the agencies that its agency serves, and does nothing else for them.
    fn takes_in(&self, caller: &Caller, open: &OpenCase) -> Result<(), Failure> {
        let Caller::Official { agency, .. } = caller else { return Ok(()) };
        if **agency == *open.agency {
            return Ok(());
        }
        if !matches!(open.command, Command::Submit { .. }) {
            return Err(Failure::Forbidden(Forbidden { operation: permissions::OPEN.operation }));
        }
        let register = current(&self.fittings.register);
        crate::windows::serves(&register, agency, &open.agency, &self.laws.current().clauses)
    }

    /// Whether an agency handles an item in a jurisdiction.
    fn handles(&self, place: &str, agency: &str, item: &str) -> Result<(), Failure> {
        let register = current(&self.fittings.register);
        let Some(known) = register.agency(agency).filter(|known| *known.jurisdiction == *place)
        else {
            return Err(Failure::Unknown("agency", agency.into()));
        };
        if known.items.iter().any(|code| **code == *item) {
            return Ok(());
        }
        Err(Failure::Unknown("item", item.into()))
    }

    /// A case of which nothing is recorded yet, with a new number and a random name in the log.
    pub(super) fn new_live(
        &mut self,
        law: &'static LawVersion,
        [place, item, agency]: [&str; 3],
        (applicant, now): (Option<Box<str>>, i64),
    ) -> Result<Live, Failure> {
        let procedure = match law.items.get(item) {
            Some(item) => item.procedure.as_str(),
            None if law.rules.rules().iter().any(|rule| rule.id == item) => {
                crate::law_version::CARD_PROCEDURE
            }
            None => return Err(Failure::Unknown("item", item.into())),
        };
        let panel = self
            .panel(law, procedure, item)
            .map_err(|error| Failure::Damaged(error.to_string()))?;
        let Some(bound) = self.panels.get(panel) else { return Err(Failure::Busy) };
        let (case, zone) = (bound.fold.new_case(), bound.fold.frame.zone);
        let moment = Timestamp::from_millisecond(now).unwrap_or_default();
        let case_id = self.number(&zone.to_datetime(moment));
        let mut handle = [0; 16];
        self.random.fill_bytes(&mut handle);
        let head = CaseHead {
            jurisdiction: place.into(),
            case_id,
            handle,
            kind: kind_of(procedure),
            item: item.into(),
            procedure: procedure.into(),
            law: law.hash.clone(),
            agency: agency.into(),
            applicant,
            phase: "new".into(),
            n: 0,
            last_hash: [0; 32],
            opened_at: now,
            closed_at: None,
            last_at: now,
            due_day: None,
            stages: "".into(),
        };
        Ok(Live {
            head,
            case,
            panel,
            timer: None,
            tasks: Vec::new(),
            joint: Vec::new(),
            results: Vec::new(),
            cards: Vec::new(),
            card: None,
            is_new: true,
            transaction: 0,
        })
    }

    fn step(
        &mut self,
        caller: &Caller,
        (step, seen): (&StepCase, Option<u32>),
        now: i64,
        (connection, changes): Books<'_>,
    ) -> Outcome<Answer> {
        // Who acts in no case is told so, whether there is one or not.
        if let Err(forbidden) = permissions::STEP.check(caller, None) {
            return Ok(Err(Failure::Forbidden(forbidden)));
        }
        let mut live = match self.take(&step.jurisdiction, &step.case_id, connection)? {
            Ok(live) => live,
            Err(failure) => return Ok(Err(failure)),
        };
        let outcome = match permissions::STEP.check(caller, Some(about(&live))) {
            Ok(()) => {
                let decided = self.decided(caller, &live, &step.command, moment(now)?);
                decided.and_then(|events| self.as_seen(&live, events, seen))
            }
            Err(forbidden) => Err(Failure::Forbidden(forbidden)),
        };
        let mut outcome = self.allowed(caller, &live, (outcome, now), (connection, changes))?;
        if let Ok(events) = outcome {
            let asked = (&live, &step.command, events);
            outcome = self.picked_up(caller, asked, now, (connection, changes))?;
        }
        let outcome = match outcome {
            Ok(events) => Ok(self.record(&mut live, events, (connection, changes))?),
            Err(failure) => Err(failure),
        };
        self.put_back(live);
        Ok(outcome)
    }

    fn report(
        &mut self,
        caller: &Caller,
        report: ReportActs,
        now: i64,
        (connection, changes): Books<'_>,
    ) -> Outcome<Answer> {
        if let Err(forbidden) = permissions::REPORT.check(caller, None) {
            return Ok(Err(Failure::Forbidden(forbidden)));
        }
        let opened = match &report.case_id {
            Some(case_id) => self.take(&report.jurisdiction, case_id, connection)?,
            None => {
                self.handles(&report.jurisdiction, &report.agency, &report.item).and_then(|()| {
                    let place = [&*report.jurisdiction, &*report.item, &*report.agency];
                    self.new_live(self.laws.current(), place, (report.applicant.clone(), now))
                })
            }
        };
        let mut live = match opened {
            Ok(live) => live,
            Err(failure) => return Ok(Err(failure)),
        };
        // A card is of the platform, not of the system of the agency that it is about.
        let allowed = match live.head.kind {
            CaseKind::Case => permissions::REPORT.check(caller, Some(about(&live))),
            CaseKind::Card => Err(Forbidden { operation: permissions::REPORT.operation }),
        };
        if let Err(forbidden) = allowed {
            return Ok(self.turn_down(live, Failure::Forbidden(forbidden)));
        }
        let at = moment(now)?;
        let numbered = report.events.into_iter().zip(live.case.events + 1..);
        let events: Vec<Event> = numbered
            .map(|(event, n)| Event { n, recorded_at: at, source: Source::Feed, ..event })
            .collect();
        let events = match self.reportable(&live, events, now, (connection, changes))? {
            Ok(events) => events,
            Err(failure) => return Ok(self.turn_down(live, failure)),
        };
        let events = match self.enter_results(&live, events, now, (connection, changes))? {
            Ok(events) => events,
            Err(failure) => return Ok(Err(failure)),
        };
        let done = self.record(&mut live, events, (connection, changes))?;
        self.put_back(live);
        Ok(Ok(done))
    }

    fn turn_down(&mut self, live: Live, failure: Failure) -> Result<Answer, Failure> {
        if !live.is_new {
            self.put_back(live);
        }
        Err(failure)
    }

    /// Decides a command as the first of the caller's roles for which the law allows it.
    fn decided(
        &self,
        caller: &Caller,
        live: &Live,
        command: &Command,
        at: Timestamp,
    ) -> Result<Vec<Event>, Failure> {
        let Some(panel) = self.panels.get(live.panel) else { return Err(Failure::Busy) };
        self.stands(caller, at)?;
        let applicant = live.head.applicant.as_deref();
        let (register, procedure) = (current(&self.fittings.register), panel.fold.frame.procedure);
        let (head, card) = (&live.head, live.card.as_deref());
        let parts = targets::Parts { head, card, procedure, register: &register };
        let actors = parts.own(actors(caller, applicant, procedure));
        if actors.is_empty() || !targets::is_of_ones_agency(caller, parts, command) {
            return Err(Failure::Forbidden(Forbidden { operation: permissions::STEP.operation }));
        }
        targets::check(&register, head, command)?;
        let decided = decide_as(&panel.fold, &live.case, command, &actors, at);
        let refused = |refusal: Refusal| {
            Failure::Refused(Box::new(refusal.with_clause(&self.laws.current().clauses)))
        };
        let events = decided.map(|decided| decided.events).map_err(refused)?;
        targets::confirmed(&live.head, command).map(|()| events)
    }

    /// What was decided, unless the person must stand back; results have their numbers then.
    fn allowed(
        &mut self,
        caller: &Caller,
        live: &Live,
        (decided, now): (Result<Vec<Event>, Failure>, i64),
        (connection, changes): Books<'_>,
    ) -> Outcome<Vec<Event>> {
        let events = match decided {
            Ok(events) => events,
            Err(failure) => return Ok(Err(failure)),
        };
        let events = match self.delegated(caller, &live.head, events, connection)? {
            Ok(events) => events,
            Err(failure) => return Ok(Err(failure)),
        };
        let events = match self.impartial(caller, live, events, connection)? {
            Ok(events) => events,
            Err(failure) => return Ok(Err(failure)),
        };
        // A payment is used up by this: nothing refuses it afterwards.
        match self.paid(caller, (live, events), now, (&mut *connection, &mut *changes))? {
            Ok(events) => self.enter_results(live, events, now, (connection, changes)),
            Err(failure) => Ok(Err(failure)),
        }
    }

    /// Appends decided events, settles the case, and words the answer.
    fn record(
        &mut self,
        live: &mut Live,
        events: Vec<Event>,
        (connection, changes): Books<'_>,
    ) -> Result<Answer, StoreError> {
        let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
        let mut opening = live.is_new.then(|| opening(live));
        let mut last = None;
        for mut event in events {
            if let Some(evidence) = self.evidence.take() {
                event.body.get_or_insert_default().evidence.get_or_insert(evidence);
            }
            let first = opening.take();
            last = Some(self.append_and_raise(live, event, first, (connection, changes))?);
        }
        self.settle(live, count, changes);
        self.admit_others(live);
        let leaf = last.map_or(0, |appended| appended.leaf);
        let text = cases::answer(&live.head, leaf);
        Ok(Answer { case_id: live.head.case_id.clone(), text: text.into(), repeated: false })
    }

    /// Appends an event, and makes cards of what the rules find in it.
    pub(super) fn append_and_raise(
        &mut self,
        live: &mut Live,
        event: Event,
        opening: Option<Opening>,
        (connection, changes): Books<'_>,
    ) -> Result<Appended, StoreError> {
        let appended = self.append(live, event, opening, changes)?;
        self.move_card(live, &appended, changes);
        if !appended.findings.is_empty() {
            let fresh: Vec<_> = self.not_spoken_of(live, &appended);
            self.raise(live, &fresh, appended.n, (connection, changes))?;
        }
        Ok(appended)
    }
}

/// What the first event of a case says beside its act.
pub(super) fn opening(live: &Live) -> Opening {
    let head = &live.head;
    Opening {
        kind: head.kind.word().into(),
        item: head.item.clone(),
        procedure: head.procedure.clone(),
        law: head.law.clone(),
        agency: head.agency.clone(),
        applicant: head.applicant.clone(),
        handle: hex(&head.handle).into(),
        about: live.card.as_ref().map(|card| card.case_id.clone()),
    }
}

fn about(live: &Live) -> About<'_> {
    About {
        agency: &live.head.agency,
        joint: &live.joint,
        applicant: live.head.applicant.as_deref(),
        supervisors: &[],
    }
}
