//! A result goes the way that the applicant has chosen: another one needs the applicant's code, and so does handing it over
//! at a window, whatever way the act comes. Wrong codes are
//! counted for each case, told to the audit log, and slowed down; the count is a record, so that a restart forgets nothing.

use super::acts::Books;
use super::live::Live;
use super::{Desk, Failure, Records};
use crate::applications::{APPLICATION, Application};
use crate::caller::Caller;
use crate::delivery::{WRONG_CODES, WrongCodes};
use crate::document::At;
use crate::drafts::Delivery;
use crate::people::audit::{self, Entry, Subject};
use crate::people::password::same;
use crate::people::settings::{MINUTE, Settings};
use domain::case::decide::{Command, DeliveryWay};
use domain::case::refusal::{Refusal, RefusalRule, delivery_name};
use domain::event::Event;
use domain::text::Text;
use store::cases::CaseKind;
use store::connection::StoreError;

/// How a code compares.
enum Verdict {
    Right,
    Wrong,
    /// Another way than the applicant has chosen, whose name this is, without the code.
    OtherWay(Text),
    /// After wrong ones one waits so many milliseconds.
    Wait(i64),
}

/// A code that somebody has said.
struct Said<'a> {
    place: [&'a str; 2],
    /// By which way the result is said to have gone.
    by: DeliveryWay,
    code: &'a str,
    who: String,
    /// Real time, as the audit log has it.
    wall: i64,
}

impl Desk {
    /// What was decided, unless it hands a result over without the code that the case has.
    pub(super) fn picked_up(
        &mut self,
        caller: &Caller,
        (live, command, events): (&Live, &Command, Vec<Event>),
        now: i64,
        books: Books<'_>,
    ) -> Result<Result<Vec<Event>, Failure>, StoreError> {
        let Command::Deliver { by, code, .. } = command else { return Ok(Ok(events)) };
        if live.head.kind == CaseKind::Card {
            return Ok(Ok(events));
        }
        let said = Said {
            place: [&live.head.jurisdiction, &live.head.case_id],
            by: *by,
            code: code.as_deref().unwrap_or_default().trim(),
            who: audit::name_of(caller),
            wall: self.fittings.time.wall(),
        };
        let verdict = self.keep(now, books, |records| said.compared(records).map(Ok))?;
        let (rule, subject) = match verdict {
            Ok(Verdict::Right) => return Ok(Ok(events)),
            Ok(Verdict::Wrong) => (RefusalRule::PickUpCode, delivery()),
            Ok(Verdict::OtherWay(wanted)) => (RefusalRule::DeliveryWay, wanted),
            Ok(Verdict::Wait(wait)) => (RefusalRule::PickUpWait, minutes(wait)),
            Err(failure) => return Ok(Err(failure)),
        };
        let refusal = Refusal::general(rule, &subject, &self.laws.current().clauses);
        Ok(Err(Failure::Refused(Box::new(refusal))))
    }
}

impl Said<'_> {
    fn compared(&self, records: &mut Records<'_>) -> Result<Verdict, StoreError> {
        let [jurisdiction, case] = self.place;
        let at = |kind| At { jurisdiction, kind, key: case };
        let application = at(APPLICATION).find::<Application>(records)?;
        // What came without a form says nothing of how its result is wanted.
        let Some((_, application)) = application else { return Ok(Verdict::Right) };
        let chosen = way_of(&application.delivery);
        let by_hand = self.by == DeliveryWay::PickUp;
        if self.by == chosen && !by_hand {
            return Ok(Verdict::Right);
        }
        let wanted = application.pick_up_code;
        // Who has no code stands at the window that knows it by a document; what it is not handed there goes as it has chosen.
        if wanted.is_empty() && by_hand {
            return Ok(Verdict::Right);
        }
        // Whoever says the code wants it so.
        if !by_hand && (wanted.is_empty() || self.code.is_empty()) {
            return Ok(Verdict::OtherWay(delivery_name(chosen)));
        }
        let now = records.now();
        let limits = Settings::current(records)?.pick_up();
        let known = at(WRONG_CODES).find::<WrongCodes>(records)?;
        let WrongCodes { failures, all } = known.map(|(_, known)| known).unwrap_or_default();
        let wait = failures.wait(limits, now);
        if wait > 0 {
            self.tell(records, ("pick-up-throttled", failures.count))?;
            return Ok(Verdict::Wait(wait));
        }
        // Nothing said is nothing guessed.
        if self.code.is_empty() {
            return Ok(Verdict::Wrong);
        }
        if is_same(self.code, &wanted) {
            return Ok(Verdict::Right);
        }
        let failures = failures.and_one(limits, now);
        let known = WrongCodes { failures, all: all.saturating_add(1) };
        records.write(at(WRONG_CODES).record("", now, &known)?);
        self.tell(records, ("pick-up-code", failures.count))?;
        Ok(Verdict::Wrong)
    }

    /// Tells the audit log who tried in which case, and the how manyth time it was.
    fn tell(&self, records: &mut Records<'_>, (act, count): (&str, u32)) -> Result<(), StoreError> {
        let entry = Entry::done(Subject::Refusal, act, &self.who).refused();
        let entry = entry.on(&self.place.join("/")).because(&count.to_string());
        audit::add(records, &entry, self.wall)
    }
}

fn way_of(delivery: &Delivery) -> DeliveryWay {
    match delivery {
        Delivery::PickUp => DeliveryWay::PickUp,
        Delivery::Post { .. } => DeliveryWay::Post,
        Delivery::Electronic => DeliveryWay::Electronic,
    }
}

pub(super) fn delivery() -> Text {
    Text {
        simplified: "送达".to_owned(),
        traditional: Some("送達".to_owned()),
        english: Some("delivery".to_owned()),
    }
}

/// Whole minutes, rounded up.
fn minutes(milliseconds: i64) -> Text {
    let minutes = (milliseconds + MINUTE - 1) / MINUTE;
    Text {
        simplified: format!("{minutes}分钟"),
        traditional: Some(format!("{minutes}分鐘")),
        english: Some(format!("{minutes} minute(s)")),
    }
}

/// Whether a code is the one that is known; letters may be typed small.
fn is_same(typed: &str, known: &str) -> bool {
    let large = |code: &str| code.to_ascii_uppercase().into_bytes();
    same(&large(typed), &large(known))
}
