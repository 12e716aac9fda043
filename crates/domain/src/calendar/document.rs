//! The calendar files as a lawyer writes them, and how they become a [`Calendar`].

use super::{Calendar, DayKind, PROVISIONAL_YEARS};
use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::text::Text;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `calendar.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarDocument {
    id: String,
    name: Text,
    time_zone: String,
    weekend: Vec<WeekdayName>,
    first_year: i16,
    basis: Basis,
    #[serde(default)]
    provisional_rest_day: Vec<ProvisionalRestDay>,
    office_hours: Option<OfficeHours>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WeekdayName {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl WeekdayName {
    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProvisionalRestDay {
    month: i8,
    day: i8,
    name: String,
    basis: Basis,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficeHours {
    hours: Vec<String>,
    basis: Basis,
}

/// One notice: `2026.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeDocument {
    year: i16,
    basis: Basis,
    #[serde(default)]
    holiday: Vec<Holiday>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    name: String,
    #[serde(default)]
    rest: Vec<Date>,
    #[serde(default)]
    work: Vec<Date>,
}

impl Calendar {
    /// Reads a calendar from the text of `calendar.toml` and of its notices, each with its file name.
    ///
    /// # Errors
    /// A file is malformed or without basis, a year is missing or given twice, or a day is both rest and work.
    pub fn parse(main: (&str, &str), notices: &[(&str, &str)]) -> Result<Self, LawFileError> {
        let (file, text) = main;
        let document: CalendarDocument = law_file::parse(file, text)?;
        let fail = |message: String| LawFileError::whole(file, message);
        if !document.basis.is_complete() {
            return Err(fail("the calendar needs a basis with law and article".to_owned()));
        }
        let time_zone = TimeZone::get(&document.time_zone)
            .map_err(|_| fail(format!("`{}` is not a time zone", document.time_zone)))?;
        let (special, last_year) = read_notices(&document, notices)?;
        let first = Date::new(document.first_year, 1, 1)
            .map_err(|_| fail(format!("`{}` is not a year", document.first_year)))?;
        let published_until = Date::new(last_year, 12, 31)
            .map_err(|_| fail(format!("`{last_year}` is not a year")))?;
        let office_hours = match &document.office_hours {
            Some(hours) => parse_office_hours(file, hours)?,
            None => Vec::new(),
        };
        let mut calendar = Self {
            id: document.id.clone(),
            name: document.name.clone(),
            time_zone,
            first,
            published_until,
            kinds: Vec::new(),
            working_before: vec![0],
            working_days: Vec::new(),
            special,
            office_hours,
        };
        calendar.add_provisional_days(file, &document, last_year)?;
        calendar.count(&document, last_year);
        Ok(calendar)
    }

    fn add_provisional_days(
        &mut self,
        file: &str,
        document: &CalendarDocument,
        last_year: i16,
    ) -> Result<(), LawFileError> {
        for rest in &document.provisional_rest_day {
            if !rest.basis.is_complete() {
                let message = format!("provisional rest day `{}` needs a basis", rest.name);
                return Err(LawFileError::whole(file, message));
            }
            for year in last_year + 1..=last_year + PROVISIONAL_YEARS {
                let date = Date::new(year, rest.month, rest.day).map_err(|_| {
                    let message = format!("there is no day {}-{}", rest.month, rest.day);
                    LawFileError::whole(file, message)
                })?;
                self.special.insert(date, (DayKind::Rest, rest.name.clone()));
            }
        }
        Ok(())
    }

    fn count(&mut self, document: &CalendarDocument, last_year: i16) {
        let mut worked = 0;
        for date in self.first.series(jiff::Span::new().days(1)) {
            if date.year() > last_year + PROVISIONAL_YEARS {
                break;
            }
            let weekend = document.weekend.iter().any(|day| day.weekday() == date.weekday());
            let kind = match (self.special.get(&date), weekend) {
                (Some((kind, _)), _) => *kind,
                (None, true) => DayKind::Weekend,
                (None, false) => DayKind::Working,
            };
            if kind.is_working() {
                worked += 1;
                self.working_days.push(date);
            }
            self.kinds.push(kind);
            self.working_before.push(worked);
        }
    }
}

type SpecialDays = BTreeMap<Date, (DayKind, String)>;

/// Merges all notices; a later notice may name days of the December before it, but no two may disagree.
fn read_notices(
    calendar: &CalendarDocument,
    notices: &[(&str, &str)],
) -> Result<(SpecialDays, i16), LawFileError> {
    let mut special = SpecialDays::new();
    let mut years = BTreeMap::new();
    for (file, text) in notices {
        let notice: NoticeDocument = law_file::parse(file, text)?;
        if !notice.basis.is_complete() {
            return Err(LawFileError::whole(file, "the notice needs a basis with law and article"));
        }
        if years.insert(notice.year, *file).is_some() {
            let message = format!("the year {} is given by two notices", notice.year);
            return Err(LawFileError::whole(file, message));
        }
        add_notice(file, &notice, &mut special)?;
    }
    let mut last_year = calendar.first_year - 1;
    while years.contains_key(&(last_year + 1)) {
        last_year += 1;
    }
    if last_year < calendar.first_year {
        let message = format!("no notice for the first year {}", calendar.first_year);
        return Err(LawFileError::whole("calendar.toml", message));
    }
    match years.range(last_year + 1..).next() {
        Some((year, file)) => Err(LawFileError::whole(
            file,
            format!("the notice of {} is missing, but that of {year} is there", last_year + 1),
        )),
        None => Ok((special, last_year)),
    }
}

fn add_notice(
    file: &str,
    notice: &NoticeDocument,
    special: &mut SpecialDays,
) -> Result<(), LawFileError> {
    let fail = |message: String| LawFileError::whole(file, message);
    for holiday in &notice.holiday {
        let rest = holiday.rest.iter().map(|date| (*date, DayKind::Rest));
        let work = holiday.work.iter().map(|date| (*date, DayKind::MakeUp));
        for (date, kind) in rest.chain(work) {
            if date.year() != notice.year && date.year() != notice.year - 1 {
                return Err(fail(format!("{date} does not belong to a notice of {}", notice.year)));
            }
            let entry = special.entry(date).or_insert_with(|| (kind, holiday.name.clone()));
            if entry.0 != kind {
                return Err(fail(format!("{date} is named both as rest day and as working day")));
            }
        }
    }
    Ok(())
}

fn parse_office_hours(
    file: &str,
    document: &OfficeHours,
) -> Result<Vec<(Time, Time)>, LawFileError> {
    let fail = |message: String| LawFileError::whole(file, message);
    if !document.basis.is_complete() {
        return Err(fail("office hours need a basis".to_owned()));
    }
    let mut hours: Vec<(Time, Time)> = Vec::new();
    for text in &document.hours {
        let parsed = text.split_once('-').and_then(|(from, to)| {
            Some((format!("{from}:00").parse().ok()?, format!("{to}:00").parse().ok()?))
        });
        let (from, to): (Time, Time) =
            parsed.ok_or_else(|| fail(format!("`{text}` is not like `09:00-12:00`")))?;
        if from >= to || hours.last().is_some_and(|(_, last)| *last > from) {
            return Err(fail(format!("office hours `{text}` are not in order")));
        }
        hours.push((from, to));
    }
    Ok(hours)
}
