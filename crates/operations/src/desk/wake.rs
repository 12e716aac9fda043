//! The tick: what time itself does in cases whose moment has come. Each timer is taken once, because what it led to and
//! its next moment are written in one transaction.

use super::append::Worded;
use super::live::{Live, key};
use super::{Desk, Failure};
use domain::case::decide::{decide, due_automatically};
use domain::event::{ActKind, Actor, Body, Event, Source};
use domain::supervision::panel::TimedFinding;
use domain::text::Language;
use jiff::Timestamp;
use std::time::Instant;
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::timers::DueTimer;

/// Timers taken in one transaction at most, so that acts need not wait.
const TIMERS_AT_ONCE: u32 = 200;
/// Timers that the store may still show as due although their acts are on their way to it.
const TIMERS_ON_THEIR_WAY: u32 = 3 * TIMERS_AT_ONCE;
/// Rounds in which one thing that time does may lead to the next.
const ROUNDS: usize = 8;
/// How long a case sleeps in which nothing could be done although its timer was due, in milliseconds.
pub(super) const A_MINUTE: i64 = 60_000;

impl Desk {
    /// Wakes the cases whose timers are due; whether more are waiting.
    pub(super) fn wake_what_is_due(
        &mut self,
        connection: &mut Connection,
        changes: &mut Changes,
    ) -> Result<bool, StoreError> {
        let Ok(now) = self.trusted_now("") else { return Ok(false) };
        let mut left = TIMERS_AT_ONCE;
        for jurisdiction in self.logs.jurisdictions() {
            let at_most = left + TIMERS_ON_THEIR_WAY;
            let mut due = store::timers::due(connection, &jurisdiction, now, at_most)?;
            due.retain(|timer| !self.has_been_woken(timer, now));
            for timer in due.into_iter().take(left as usize) {
                left = left.saturating_sub(1);
                self.wake(&timer.jurisdiction, &timer.case_id, (connection, changes))?;
            }
            if left == 0 {
                return Ok(true);
            }
        }
        if changes.is_empty() && self.logs.is_checkpoint_due() {
            // Something to commit, so that what has grown is signed even when nothing else happens.
            store::settings::write(changes, "checkpoint", &now.to_string());
        }
        Ok(false)
    }

    /// Whether a case was woken in a transaction that is not durable yet: in memory its timer stands later.
    fn has_been_woken(&self, timer: &DueTimer, now: i64) -> bool {
        let known = self.cases.peek(&key(&timer.jurisdiction, &timer.case_id));
        known.is_some_and(|live| live.timer.is_none_or(|at| at > now))
    }

    fn wake(
        &mut self,
        jurisdiction: &str,
        case_id: &str,
        (connection, changes): (&mut Connection, &mut Changes),
    ) -> Result<(), StoreError> {
        let mut live = match self.take(jurisdiction, case_id, connection)? {
            Ok(live) => live,
            Err(failure) => {
                if let Failure::Unknown(..) = failure {
                    let message = format!(
                        "case {jurisdiction}/{case_id}: its timer is due, but its head is missing: what time does in it is not done; ask `yangguang doctor`"
                    );
                    self.fittings.alarms.raise("case", message);
                }
                // Asked again after a while: not again and again, but a case that was restored goes on.
                let later = self.fittings.time.now() + A_MINUTE;
                store::timers::set(changes, jurisdiction, case_id, Some(later));
                return Ok(());
            }
        };
        let Ok(now) = self.trusted_now(jurisdiction) else {
            self.put_back(live);
            return Ok(());
        };
        let (mut events, mut is_done) = (0, false);
        for _ in 0..ROUNDS {
            let done = self.act_automatically(&mut live, now, (connection, changes))?;
            events += done;
            is_done = done == 0;
            if is_done {
                break;
            }
        }
        // What the law itself still does is not yet late.
        if is_done {
            events += self.speak(&mut live, now, (connection, changes))?;
        }
        events += self.follow_up(&mut live, now, changes)?;
        self.settle(&mut live, events, changes);
        self.sleep_at_least(&mut live, now, changes);
        self.put_back(live);
        Ok(())
    }

    /// A timer that had nothing to say asks again only after a while.
    fn sleep_at_least(&mut self, live: &mut Live, now: i64, changes: &mut Changes) {
        if live.timer.is_some_and(|timer| timer <= now) {
            live.timer = Some(now + A_MINUTE);
            let (place, number) = (&live.head.jurisdiction, &live.head.case_id);
            store::timers::set(changes, place, number, live.timer);
        }
    }

    /// What the law itself does: acceptance by silence, the end of special procedures, the issue of a confirmed card.
    fn act_automatically(
        &mut self,
        live: &mut Live,
        now: i64,
        (connection, changes): (&mut Connection, &mut Changes),
    ) -> Result<u32, StoreError> {
        let at = moment(now)?;
        let Some(panel) = self.panels.get(live.panel) else { return Ok(0) };
        let nobody = Actor::default();
        let mut events = Vec::new();
        if let Some(command) = due_automatically(&panel.fold, &live.case, at).into_iter().next() {
            match decide(&panel.fold, &live.case, command, &nobody, at, live.case.events + 1) {
                Ok(decided) => events.extend(decided),
                Err(refusal) => {
                    let message =
                        format!("case {}: {}", live.head.case_id, refusal.message.simplified);
                    self.fittings.alarms.raise("tick", message);
                }
            }
        }
        events.extend(self.issue_confirmed_card(live, at, events.is_empty()));
        let count = u32::try_from(events.len()).unwrap_or(u32::MAX);
        for event in events {
            self.append_and_raise(live, event, None, (connection, changes))?;
        }
        Ok(count)
    }

    /// Warnings and excesses that no rule has spoken of before.
    fn speak(
        &mut self,
        live: &mut Live,
        now: i64,
        (connection, changes): (&mut Connection, &mut Changes),
    ) -> Result<u32, StoreError> {
        let at = moment(now)?;
        let said = self.worded(live, at);
        let count = u32::try_from(said.len()).unwrap_or(u32::MAX);
        for (timed, worded) in said {
            let event = self.event_of(live, &timed, at);
            let n = self.append_and_raise(live, event, None, (connection, changes))?.n;
            self.raise(live, &[worded], n, (connection, changes))?;
        }
        Ok(count)
    }

    /// What time has to say of a case at a moment.
    pub(super) fn worded(&mut self, live: &Live, at: Timestamp) -> Vec<(TimedFinding, Worded)> {
        let Some(panel) = self.panels.get(live.panel) else { return Vec::new() };
        let civil = panel.fold.frame.zone.to_datetime(at);
        let mut alarms = Vec::new();
        let mut in_language =
            |language| panel.speak(&live.case, civil, language, &mut alarms).into_iter();
        let simplified = in_language(Language::SimplifiedChinese);
        let traditional = in_language(Language::TraditionalChinese);
        let english = in_language(Language::English);
        let said = simplified.zip(traditional).zip(english);
        let said = said.map(|((a, b), c)| (a.clone(), [a.finding, b.finding, c.finding]));
        said.collect()
    }

    /// The event by which time speaks of a limit.
    fn event_of(&self, live: &Live, timed: &TimedFinding, at: Timestamp) -> Event {
        let spoken = &timed.spoken;
        let panel = self.panels.get(live.panel);
        let rule = panel.and_then(|panel| panel.rule(timed.finding.rule));
        let is_warning = rule.is_some_and(|rule| rule.kind == "limit-near");
        let kind = if is_warning { ActKind::WarnLimit } else { ActKind::ExceedLimit };
        let limits = panel.map(|panel| &panel.fold.frame.procedure.limits);
        let limit = spoken.limit.and_then(|position| limits?.get(position));
        let mut event = Event::new(live.case.events + 1, kind, at, Source::Native);
        event.body = Some(Box::new(Body {
            rule: Some((&*spoken.rule).into()),
            limit: limit.map(|limit| (&*limit.id).into()),
            until: spoken.due,
            targets: spoken.agency.iter().map(|agency| (&**agency).into()).collect(),
            automatic: true,
            ..Body::default()
        }));
        event
    }

    /// The time, if the clock is to be trusted: an official act is never recorded before the one it follows.
    pub(super) fn trusted_now(&mut self, jurisdiction: &str) -> Result<i64, Failure> {
        /// A clock that is behind by less is waited for: it was set right by a time server.
        const TOLERATED: i64 = 2_000;
        let now = self.fittings.time.now();
        if let Some(message) = self.leap(now) {
            self.fittings.alarms.raise("clock", message.clone());
            return Err(Failure::Clock(message));
        }
        let last = match jurisdiction {
            "" => self.logs.last_anywhere(),
            _ => self.logs.last_at(jurisdiction),
        };
        if now >= last {
            // Another log may still be ahead of the clock.
            if now >= self.logs.last_anywhere() {
                self.fittings.alarms.clear("clock");
            }
            return Ok(now);
        }
        if last - now <= TOLERATED {
            return Ok(last);
        }
        let message = format!(
            "the clock stands {} s before the last recorded act: no official act is recorded until it is set right",
            (last - now) / 1_000
        );
        self.fittings.alarms.raise("clock", message.clone());
        Err(Failure::Clock(message))
    }

    /// Whether the clock has leapt forward against the machine's own sense of time: deemed acceptances and cards would
    /// follow that no law has made due. What the clock showed when it was last right stands until it is right again, so
    /// that a clock that was put back or forward may be set right while the program runs; starting the program again says
    /// that the new time is right.
    fn leap(&mut self, now: i64) -> Option<String> {
        /// A machine that slept or a time server explain less than this, in milliseconds.
        const TOLERATED: i64 = 600_000;
        if self.fittings.time.speed() != 1 || !self.fittings.time.is_real() {
            return None;
        }
        let real = Instant::now();
        let behind = now < self.logs.last_anywhere();
        let Some((before, at)) = self.compared else {
            self.compared = Some((now, real)).filter(|_| !behind);
            return None;
        };
        let passed = i64::try_from(real.duration_since(at).as_millis()).unwrap_or(i64::MAX);
        let leapt = now.saturating_sub(before).saturating_sub(passed);
        if leapt > TOLERATED {
            return Some(format!(
                "the clock has leapt forward by {} s: no official act is recorded and no limit runs out until it is set right, or the program is started again, which says that the new time is right",
                leapt / 1_000
            ));
        }
        // A clock that was put back has caught up with what it showed before, or is not taken for right.
        if now >= before && !behind {
            self.compared = Some((now, real));
        }
        None
    }
}

/// A moment of the clock.
pub(super) fn moment(now: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(now).map_err(|error| StoreError::Unexpected(error.to_string()))
}
