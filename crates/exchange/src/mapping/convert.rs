//! From raw cases to events of the domain.

mod bound;
mod detail;
mod target;

use super::document::Mapping;
use crate::input_error::{InputError, Place};
use crate::moment::MomentReader;
use crate::raw::{EventView, Keys, RawCase};
use bound::Bound;
use domain::event::{ActKind, Event, Name, Source};
use domain::law_file::LawFileError;
use domain::limit::Unit;
use domain::procedure::Procedure;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::HashMap;
use std::sync::Arc;
use target::{Target, outcomes};

/// What names a case: an id alone may not be unique across authorities.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct CaseKey {
    /// The authority, where the mapping names one.
    pub authority: Option<Name>,
    /// The id.
    pub id: String,
}

impl std::fmt::Display for CaseKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.authority {
            Some(authority) => write!(formatter, "{authority}/{}", self.id),
            None => formatter.write_str(&self.id),
        }
    }
}

/// An event with the activity that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvertedEvent {
    /// The event.
    pub event: Event,
    /// The activity, as an index into [`Mapper::activity_names`].
    pub activity: u32,
    moment: Timestamp,
    rank: u8,
}

/// A case in the words of the domain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converted {
    /// Its key.
    pub key: CaseKey,
    /// Its events by (time, position in the input).
    pub events: Vec<ConvertedEvent>,
    /// Deadlines that the log carries itself: limit position and last day.
    pub dues: Vec<(usize, Date)>,
    /// Events left out on purpose, by the mapping.
    pub ignored: u32,
}

/// A mapping bound to a procedure.
#[derive(Debug)]
pub struct Mapper {
    mapping: Mapping,
    moments: MomentReader,
    targets: HashMap<String, Target>,
    milestones: Vec<Target>,
    dues: Vec<usize>,
    activity_names: Vec<String>,
    unmapped: Vec<(String, u64)>,
    names: HashMap<String, Name>,
    /// The outcomes of each stage, and of all stages of each act.
    outcomes: HashMap<Name, Vec<Name>>,
    bound: Bound,
}

impl Mapper {
    /// Binds a mapping to a procedure.
    ///
    /// # Errors
    /// The zone is unknown, or the mapping names a stage, outcome or limit that the procedure does not have.
    pub fn new(file: &str, mapping: Mapping, procedure: &Procedure) -> Result<Self, LawFileError> {
        let fail = |message: String| LawFileError::whole(file, message);
        let zone = TimeZone::get(&mapping.time_zone)
            .map_err(|_| fail(format!("`{}` is not a time zone", mapping.time_zone)))?;
        let moments = MomentReader::new(zone, mapping.date_formats.clone());
        let unit = mapping.tolerance.map(|tolerance| tolerance.unit);
        if !matches!(unit, None | Some(Unit::Hours | Unit::CalendarDays)) {
            return Err(fail("`tolerance` must be in hours or calendar_days".to_owned()));
        }
        let mut mapper = Self {
            moments,
            targets: HashMap::new(),
            milestones: Vec::new(),
            dues: Vec::new(),
            activity_names: Vec::new(),
            unmapped: Vec::new(),
            names: HashMap::new(),
            outcomes: outcomes(procedure),
            bound: Bound::default(),
            mapping,
        };
        mapper.resolve(procedure).map_err(fail)?;
        Ok(mapper)
    }

    /// The names of activities by index.
    #[must_use]
    pub fn activity_names(&self) -> &[String] {
        &self.activity_names
    }

    /// Activities that the mapping does not know, with how often they came.
    #[must_use]
    pub fn unmapped(&self) -> &[(String, u64)] {
        &self.unmapped
    }

    /// The zone of the log.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        self.moments.zone()
    }

    /// The mapping.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Converts a case. With `problems`, an event that cannot be used is left out and its reason added there.
    ///
    /// # Errors
    /// The case has no id; without `problems`, also any event that cannot be used.
    pub fn convert(
        &mut self,
        raw: &RawCase,
        keys: &Keys,
        converted: &mut Converted,
        mut problems: Option<&mut Vec<InputError>>,
    ) -> Result<(), InputError> {
        self.bound.refresh(&self.mapping, keys);
        converted.events.clear();
        converted.dues.clear();
        converted.ignored = 0;
        self.read_key(raw, &mut converted.key)?;
        let mut cannot = |error: InputError, key: &CaseKey| {
            let error = InputError { case: Some(key.to_string()), ..error };
            match problems.as_deref_mut() {
                Some(problems) => {
                    problems.push(error);
                    Ok(())
                }
                None => Err(error),
            }
        };
        for view in raw.events() {
            match self.event(view) {
                Ok(Some(event)) => converted.events.push(event),
                Ok(None) => converted.ignored += 1,
                Err(error) => cannot(error, &converted.key)?,
            }
        }
        for position in 0..self.milestones.len() {
            match self.milestone(raw, position) {
                Ok(event) => converted.events.extend(event),
                Err(error) => cannot(error, &converted.key)?,
            }
        }
        for (due, limit) in self.bound.dues.iter().zip(&self.dues) {
            let Some(text) = due.and_then(|key| self.present(raw.attribute(key))) else { continue };
            match self.moments.read_day(text) {
                Some(day) => converted.dues.push((*limit, day)),
                None => cannot(no_date(raw.place, text), &converted.key)?,
            }
        }
        // Stable: events of one moment keep their order in the input.
        converted.events.sort_by_key(|event| (event.moment, event.rank));
        for (event, n) in converted.events.iter_mut().zip(1..) {
            event.event.n = n;
        }
        Ok(())
    }

    fn read_key(&mut self, raw: &RawCase, key: &mut CaseKey) -> Result<(), InputError> {
        let id = self.bound.case_id.and_then(|id| raw.attribute(id)).unwrap_or("").trim();
        if id.is_empty() {
            let message = format!("a case without id (attribute `{}`)", self.mapping.case.id);
            return Err(InputError::at(raw.place, message));
        }
        key.id.clear();
        key.id.push_str(id);
        let authority = self.bound.authority.and_then(|authority| raw.attribute(authority));
        let authority = self.present(authority).map(str::to_owned);
        key.authority = authority.map(|name| self.name(&name));
        Ok(())
    }

    /// The value, unless it means "absent".
    fn present<'v>(&self, value: Option<&'v str>) -> Option<&'v str> {
        let value = value?.trim();
        let absent = |placeholder: &String| {
            let date = placeholder.len() == DATE_LENGTH && placeholder.parse::<Date>().is_ok();
            value == placeholder || (date && value.starts_with(placeholder.as_str()))
        };
        (!value.is_empty() && !self.mapping.absent.iter().any(absent)).then_some(value)
    }

    fn name(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return Arc::clone(name);
        }
        let name: Name = text.into();
        self.names.insert(text.to_owned(), Arc::clone(&name));
        name
    }

    fn time(&self, view: EventView<'_>, text: Option<&str>) -> Result<Timestamp, InputError> {
        match text {
            Some(text) => self.moments.read(text).ok_or_else(|| no_date(view.place(), text)),
            None => Err(InputError::at(view.place(), "an event without time")),
        }
    }

    fn event(&mut self, view: EventView<'_>) -> Result<Option<ConvertedEvent>, InputError> {
        let Some(columns) = self.bound.event else { return Ok(None) };
        if let Some(lifecycle) = columns.get(bound::Column::Lifecycle)
            && let (Some(only), Some(found)) =
                (self.mapping.event.as_ref().map(|e| &e.lifecycle_only), view.attribute(lifecycle))
            && !only.is_empty()
            && !only.iter().any(|wanted| wanted == found)
        {
            return Ok(None);
        }
        let activity = columns.activity.and_then(|key| view.attribute(key)).unwrap_or("").trim();
        if activity.is_empty() {
            return Err(InputError::at(view.place(), "an event without activity"));
        }
        if !self.targets.contains_key(activity) {
            self.meet_unmapped(activity, view.place())?;
        }
        let time = self.present(columns.time.and_then(|key| view.attribute(key)));
        let claimed = self.time(view, time)?;
        let Some(target) = self.targets.get(activity) else { return Ok(None) };
        if target.ignore {
            return Ok(None);
        }
        let mut event = Event::new(0, target.kind, claimed, Source::File);
        event.stage.clone_from(&target.stage);
        event.outcome.clone_from(&target.outcome);
        let (index, ground, mapped) = (target.index, target.ground.clone(), target.mapped);
        if !mapped {
            let mut unmapped = self.unmapped.iter_mut();
            if let Some((_, count)) = unmapped.find(|(name, _)| name == activity) {
                *count += 1;
            }
        }
        if let Some(recorded) = columns.get(bound::Column::RecordedAt)
            && let Some(text) = self.present(view.attribute(recorded))
        {
            event.recorded_at = self.time(view, Some(text))?;
            event.occurred_at = Some(claimed);
            event.source = Source::Feed;
        }
        self.add_details(view, columns, &mut event)?;
        if ground.is_some() && event.body.as_deref().is_none_or(|body| body.ground.is_none()) {
            event.body.get_or_insert_default().ground = ground;
        }
        if !mapped {
            event.body.get_or_insert_default().text = Some(activity.into());
        }
        if mapped && event.kind == ActKind::Record {
            event.body.get_or_insert_default().text = Some(activity.into());
        }
        Ok(Some(ConvertedEvent { event, activity: index, moment: claimed, rank: EVENT }))
    }

    fn milestone(
        &mut self,
        raw: &RawCase,
        position: usize,
    ) -> Result<Option<ConvertedEvent>, InputError> {
        let (Some(target), Some(milestone), Some(keys)) = (
            self.milestones.get(position).cloned(),
            self.mapping.milestones.get(position),
            self.bound.milestones.get(position).copied(),
        ) else {
            return Ok(None);
        };
        let rank = if milestone.first { FIRST } else { LAST };
        let Some(text) = self.present(keys.attribute.and_then(|key| raw.attribute(key))) else {
            return Ok(None);
        };
        let moment = self.moments.read(text).ok_or_else(|| no_date(raw.place, text))?;
        let mut event = Event::new(0, target.kind, moment, Source::File);
        event.stage = target.stage;
        event.outcome = target.outcome;
        if let Some(outcome) = self.present(keys.outcome.and_then(|key| raw.attribute(key))) {
            let outcome = self.translated(bound::Column::Outcome, outcome);
            self.check_outcome(&event, outcome)
                .map_err(|message| InputError::at(raw.place, message))?;
            event.outcome = Some(outcome.into());
        }
        if let Some(person) = self.present(keys.person.and_then(|key| raw.attribute(key))) {
            let person = person.to_owned();
            event.actor.person = Some(self.name(&person));
        }
        if let Some(reason) = self.present(keys.reason.and_then(|key| raw.attribute(key))) {
            event.body.get_or_insert_default().reason = Some(reason.into());
        }
        if let Some(number) = self.present(keys.number.and_then(|key| raw.attribute(key))) {
            event.body.get_or_insert_default().number = Some(number.into());
        }
        Ok(Some(ConvertedEvent { event, activity: target.index, moment, rank }))
    }
}

const DATE_LENGTH: usize = 10;
/// Milestones that come before events of the same moment.
const FIRST: u8 = 0;
const EVENT: u8 = 1;
const LAST: u8 = 2;

fn no_date(place: Place, text: &str) -> InputError {
    let message = format!(
        "`{text}` is no date: write it as 2026-02-13T09:00, or name its form in `date_formats`"
    );
    InputError::at(place, message)
}
