//! The queue of a service centre (取号): a ticket is taken, called, served and finished, or skipped; and it knows the
//! cases that were opened for it.

use crate::caller::{Caller, Permission};
use crate::desk::{Failure, Record, Records};
use crate::permissions;
use crate::platform::Platform;
use domain::text::Text;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::connection::StoreError;
use store::records::From;

/// The kind of the records of tickets.
const TICKET: &str = "ticket";
/// The kind of the records by which tickets are numbered.
const COUNTER: &str = "ticket-counter";
/// Tickets of an agency on one day at most: more are an accident or an attack.
pub const MOST: u32 = 999;

/// How a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TicketState {
    /// Nobody has called it yet.
    Waiting,
    /// Its number is called.
    Called,
    /// It is being served.
    Serving,
    /// It was served.
    Finished,
    /// Nobody came.
    Skipped,
}

impl TicketState {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Called => "called",
            Self::Serving => "serving",
            Self::Finished => "finished",
            Self::Skipped => "skipped",
        }
    }
}

/// A ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// The agency whose centre it is.
    pub agency: Box<str>,
    /// Its number on that day.
    pub number: u32,
    /// How it stands.
    pub state: TicketState,
    /// When it was taken, in milliseconds since 1970.
    pub taken_at: i64,
    /// When it was called last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called_at: Option<i64>,
    /// When it was finished or skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<i64>,
    /// The counter at which it is served: a number painted on a window.
    #[serde(default)]
    pub counter: Box<str>,
    /// The post that serves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Box<str>>,
    /// The cases that were opened for it: jurisdiction and number.
    #[serde(default)]
    pub cases: Vec<[Box<str>; 2]>,
}

impl Ticket {
    /// The number as it is called: `A023`.
    #[must_use]
    pub fn called(&self) -> String {
        format!("A{:03}", self.number)
    }
}

/// What a window does with a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Calls it again.
    Recall,
    /// Begins to serve it.
    Serve,
    /// Is done with it.
    Finish,
    /// Nobody came.
    Skip,
}

/// The queue of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// Every ticket, the oldest first.
    pub tickets: Vec<Ticket>,
}

impl Queue {
    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.tickets.iter().filter(|ticket| ticket.state == TicketState::Waiting).count()
    }

    /// How many wait before a number.
    #[must_use]
    pub fn before(&self, number: u32) -> usize {
        let waiting = self.tickets.iter().filter(|t| t.state == TicketState::Waiting);
        waiting.filter(|ticket| ticket.number < number).count()
    }

    /// The tickets that were called and are not over, the one called last first.
    #[must_use]
    pub fn called(&self) -> Vec<&Ticket> {
        let is_called = |t: &&Ticket| matches!(t.state, TicketState::Called | TicketState::Serving);
        let mut called: Vec<&Ticket> = self.tickets.iter().filter(is_called).collect();
        called.sort_by_key(|ticket| std::cmp::Reverse(ticket.called_at));
        called
    }

    /// How many were served.
    #[must_use]
    pub fn served(&self) -> usize {
        self.tickets.iter().filter(|ticket| ticket.state == TicketState::Finished).count()
    }

    /// Half of those called waited no longer than this, in minutes; none when nobody was called.
    #[must_use]
    pub fn median_wait(&self) -> Option<i64> {
        const MINUTE: i64 = 60_000;
        let waits = self.tickets.iter().filter_map(|t| Some((t.called_at? - t.taken_at) / MINUTE));
        let mut waits: Vec<i64> = waits.collect();
        waits.sort_unstable();
        waits.get(waits.len().saturating_sub(1) / 2).copied()
    }
}

/// The jurisdiction of an agency that has a queue: one with a post at a window.
fn centre(platform: &Platform, agency: &str) -> Result<Box<str>, Failure> {
    let register = platform.register();
    let has_window = register.posts_of(agency).any(|p| p.roles.iter().any(|r| &**r == "window"));
    let known = register.agency(agency).filter(|_| has_window);
    let known = known.ok_or_else(|| Failure::Unknown("agency", agency.into()))?;
    Ok(known.jurisdiction.clone())
}

/// The day of a moment, where clocks of offices go.
fn day(platform: &Platform, at: i64) -> Date {
    let calendar = platform.law().calendar("cn");
    let zone = calendar.map_or(TimeZone::UTC, |calendar| calendar.time_zone.clone());
    zone.to_datetime(Timestamp::from_millisecond(at).unwrap_or_default()).date()
}

fn key(agency: &str, day: Date, number: u32) -> String {
    format!("{agency}/{day}/{number:03}")
}

fn owner(agency: &str, day: Date) -> String {
    format!("{agency}/{day}")
}

fn stopped(error: &StoreError) -> Failure {
    Failure::Stopped(error.to_string())
}

fn record(place: &str, day: Date, ticket: &Ticket) -> Result<Record, StoreError> {
    let document = serde_json::to_string(ticket);
    let document = document.map_err(|error| StoreError::Unexpected(error.to_string()))?;
    Ok(Record {
        jurisdiction: place.into(),
        kind: TICKET.into(),
        key: key(&ticket.agency, day, ticket.number).into(),
        owner: owner(&ticket.agency, day).into(),
        at: ticket.taken_at,
        document: document.into(),
    })
}

fn parse(record: &Record) -> Result<Ticket, StoreError> {
    let read = serde_json::from_str(&record.document);
    read.map_err(|error| StoreError::Unexpected(format!("ticket {}: {error}", record.key)))
}

fn found(records: &mut Records<'_>, place: &str, key: &str) -> Result<Option<Ticket>, StoreError> {
    let record = records.find([place, TICKET, key])?;
    record.map(|record| parse(&record)).transpose()
}

/// Takes a ticket; its number.
///
/// # Errors
/// The agency has no window, all numbers of the day are taken, or the writer has stopped.
pub fn take(platform: &Platform, caller: &Caller, agency: &str) -> Result<u32, Failure> {
    let place = centre(platform, agency)?;
    let today = day(platform, platform.now());
    let agency: Box<str> = agency.into();
    platform.keep(caller, &permissions::TAKE_TICKET, move |records| {
        let counter = owner(&agency, today);
        let last = records.find([&place, COUNTER, &counter])?.map_or(0, |record| record.at);
        let number = u32::try_from(last).unwrap_or(MOST).saturating_add(1);
        if number > MOST {
            return Ok(Err(Failure::Invalid(Box::new(no_more()))));
        }
        let now = records.now();
        records.write(Record {
            jurisdiction: place.clone(),
            kind: COUNTER.into(),
            key: counter.into(),
            owner: "".into(),
            at: i64::from(number),
            document: "{}".into(),
        });
        let ticket = Ticket {
            agency,
            number,
            state: TicketState::Waiting,
            taken_at: now,
            called_at: None,
            ended_at: None,
            counter: "".into(),
            post: None,
            cases: Vec::new(),
        };
        records.write(record(&place, today, &ticket)?);
        Ok(Ok(number))
    })
}

fn no_more() -> Text {
    Text {
        simplified: "今天的号已经取完，请明天再来，或者在网上申请。".to_owned(),
        traditional: Some("今天的號已經取完，請明天再來，或者在網上申請。".to_owned()),
        english: Some("All numbers of today are taken: come tomorrow, or apply online.".to_owned()),
    }
}

/// The queue of an agency today, for everybody who waits.
///
/// # Errors
/// The agency has no window, or the store says no.
pub fn today(platform: &Platform, caller: &Caller, agency: &str) -> Result<Queue, Failure> {
    permissions::READ_QUEUE.check(caller, None).map_err(Failure::Forbidden)?;
    let place = centre(platform, agency)?;
    let owner = owner(agency, day(platform, platform.now()));
    let key = [&*place, TICKET, &owner];
    let found = platform
        .readers()
        .read(|connection| store::records::of_owner(connection, key, From::Oldest, MOST))
        .map_err(|error| stopped(&error))?;
    let tickets = found.iter().map(parse).collect::<Result<_, _>>();
    Ok(Queue { tickets: tickets.map_err(|error| stopped(&error))? })
}

/// Who works a queue: a post at a window of the agency.
fn at_window(caller: &Caller, permission: Permission) -> Result<(Box<str>, Box<str>), Failure> {
    permission.check(caller, None).map_err(Failure::Forbidden)?;
    match caller {
        Caller::Official { agency, post, .. } => Ok((agency.as_ref().into(), post.as_ref().into())),
        _ => Err(Failure::Forbidden(crate::caller::Forbidden { operation: permission.operation })),
    }
}

/// Calls the ticket that has waited longest to a counter; none when nobody waits.
///
/// # Errors
/// The caller is at no window, or the writer has stopped.
pub fn call_next(
    platform: &Platform,
    caller: &Caller,
    counter: &str,
) -> Result<Option<u32>, Failure> {
    let (agency, post) = at_window(caller, permissions::WORK_QUEUE)?;
    let place = centre(platform, &agency)?;
    let today = day(platform, platform.now());
    let counter: Box<str> = counter.chars().filter(|c| !c.is_control()).take(8).collect();
    platform.keep(caller, &permissions::WORK_QUEUE, move |records| {
        let owner = owner(&agency, today);
        let key = [&*place, TICKET, &owner];
        let known = store::records::of_owner(records.connection(), key, From::Oldest, MOST)?;
        for candidate in known {
            // What stands in the store may be a moment old: another window may have called it since.
            let ticket = found(records, &place, &candidate.key)?;
            let waits = ticket.filter(|ticket| ticket.state == TicketState::Waiting);
            let Some(mut ticket) = waits else { continue };
            ticket.state = TicketState::Called;
            ticket.called_at = Some(records.now());
            (ticket.counter, ticket.post) = (counter, Some(post));
            let number = ticket.number;
            records.write(record(&place, today, &ticket)?);
            return Ok(Ok(Some(number)));
        }
        Ok(Ok(None))
    })
}

/// The ticket that a post has at its window now.
#[must_use]
pub fn at_hand<'q>(queue: &'q Queue, caller: &Caller) -> Option<&'q Ticket> {
    let Caller::Official { post, .. } = caller else { return None };
    let mine = queue.called().into_iter().filter(|t| t.post.as_deref() == Some(&**post));
    mine.max_by_key(|ticket| ticket.called_at)
}

/// Moves a ticket of one's own window on.
///
/// # Errors
/// The caller does not serve it, or it is over.
pub fn advance(
    platform: &Platform,
    caller: &Caller,
    number: u32,
    step: Move,
) -> Result<(), Failure> {
    change(platform, caller, number, move |ticket, now| match step {
        Move::Recall => {
            ticket.called_at = Some(now);
            ticket.state = TicketState::Called;
        }
        Move::Serve => ticket.state = TicketState::Serving,
        Move::Finish => (ticket.state, ticket.ended_at) = (TicketState::Finished, Some(now)),
        Move::Skip => (ticket.state, ticket.ended_at) = (TicketState::Skipped, Some(now)),
    })
}

/// Ties a case to the ticket for which it was opened.
///
/// # Errors
/// As [`advance`].
pub fn tie(
    platform: &Platform,
    caller: &Caller,
    number: u32,
    case: [Box<str>; 2],
) -> Result<(), Failure> {
    change(platform, caller, number, move |ticket, _| {
        ticket.state = TicketState::Serving;
        if !ticket.cases.contains(&case) {
            ticket.cases.push(case);
        }
    })
}

fn change(
    platform: &Platform,
    caller: &Caller,
    number: u32,
    change: impl FnOnce(&mut Ticket, i64) + Send + 'static,
) -> Result<(), Failure> {
    let (agency, post) = at_window(caller, permissions::WORK_QUEUE)?;
    let place = centre(platform, &agency)?;
    let today = day(platform, platform.now());
    platform.keep(caller, &permissions::WORK_QUEUE, move |records| {
        let ticket = found(records, &place, &key(&agency, today, number))?;
        let at_hand = |ticket: &Ticket| {
            let open = matches!(ticket.state, TicketState::Called | TicketState::Serving);
            open && ticket.post.as_deref() == Some(&*post)
        };
        let Some(mut ticket) = ticket.filter(at_hand) else {
            return Ok(Err(Failure::Unknown("ticket", number.to_string().into())));
        };
        change(&mut ticket, records.now());
        records.write(record(&place, today, &ticket)?);
        Ok(Ok(()))
    })
}
