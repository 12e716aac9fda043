//! Limits (时限): an amount, a unit and a basis; and the date on which they end.
//!
//! The day of the triggering event is not counted (民法典 art. 201). A legal limit ends at 24:00 of its last
//! day. A period in days, weeks or months that ends on a rest day ends on the first working day after it (art.
//! 203), unless its own law says otherwise. Office-hours logic serves service levels only and is never mixed
//! with date logic.

mod working_hours;

use crate::basis::Basis;
use crate::calendar::{Calendar, CalendarError};
use crate::text::Language;
use jiff::civil::{Date, DateTime};
use jiff::{SignedDuration, Span};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 工作日.
    WorkingDays,
    /// 日 (calendar days).
    CalendarDays,
    /// 周 (seven calendar days).
    Weeks,
    /// 月.
    Months,
    /// Hours of office time: service levels only.
    WorkingHours,
    /// 小时, around the clock.
    Hours,
}

impl Unit {
    /// Whether the end is a day, not an instant.
    #[must_use]
    pub fn is_date_logic(self) -> bool {
        !matches!(self, Self::WorkingHours | Self::Hours)
    }

    fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::WorkingDays, Language::English) => "working days",
            (Self::CalendarDays, Language::English) => "calendar days",
            (Self::Weeks, Language::English) => "weeks",
            (Self::Months, Language::English) => "months",
            (Self::WorkingHours, Language::English) => "working hours",
            (Self::Hours, Language::English) => "hours",
            (Self::WorkingDays, _) => "个工作日",
            (Self::CalendarDays, _) => "日",
            (Self::Weeks, Language::SimplifiedChinese) => "周",
            (Self::Weeks, Language::TraditionalChinese) => "週",
            (Self::Months, _) => "个月",
            (Self::WorkingHours, _) => "个工作小时",
            (Self::Hours, _) => "小时",
        }
    }
}

/// What happens to a period whose last day is a rest day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RestDayEnd {
    /// It ends on the first working day after it.
    #[default]
    Roll,
    /// It ends on the rest day.
    Keep,
}

/// A length of time as a law states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many units.
    pub amount: u32,
    /// Counted in.
    pub unit: Unit,
    /// Whether the end rolls past rest days.
    #[serde(default)]
    pub rest_day_end: RestDayEnd,
}

/// A period with its basis, as it stands in law files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many units.
    pub amount: u32,
    /// Counted in.
    pub unit: Unit,
    /// Whether the end rolls past rest days.
    #[serde(default)]
    pub rest_day_end: RestDayEnd,
    /// Why.
    pub basis: Basis,
}

impl Limit {
    /// The period without its basis.
    #[must_use]
    pub fn period(&self) -> Period {
        Period { amount: self.amount, unit: self.unit, rest_day_end: self.rest_day_end }
    }
}

/// The end of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Due {
    /// The last day; the limit ends at its 24:00 unless `instant` is given.
    pub last_day: Date,
    /// The instant, for limits in hours.
    pub instant: Option<DateTime>,
    /// The end rests on a year whose calendar is not published yet.
    pub provisional: bool,
}

impl Due {
    /// An end given from outside, as a log's own deadline: certain, by date.
    #[must_use]
    pub fn on(last_day: Date) -> Self {
        Self { last_day, instant: None, provisional: false }
    }

    /// Whether `moment` lies after the end.
    #[must_use]
    pub fn is_exceeded_at(&self, moment: DateTime) -> bool {
        match self.instant {
            Some(instant) => moment > instant,
            None => moment.date() > self.last_day,
        }
    }

    /// The first moment at which the limit is exceeded; `None` beyond the last day that dates can hold.
    #[must_use]
    pub fn exceeded_from(self) -> Option<DateTime> {
        match self.instant {
            Some(instant) => instant.checked_add(SignedDuration::from_millis(1)).ok(),
            None => self.last_day.tomorrow().ok().map(DateTime::from),
        }
    }

    /// Whole days from the last day to `date`; negative before it.
    #[must_use]
    pub fn days_until(&self, date: Date) -> i64 {
        days_between(self.last_day, date)
    }

    /// The first day on which the limit is exceeded.
    #[must_use]
    pub fn first_day_over(&self) -> Date {
        self.last_day.tomorrow().unwrap_or(self.last_day)
    }
}

impl Period {
    /// Whether computing the end needs a working-day calendar.
    #[must_use]
    pub fn needs_calendar(&self) -> bool {
        match self.unit {
            Unit::WorkingDays | Unit::WorkingHours => true,
            Unit::Hours => false,
            _ => self.rest_day_end == RestDayEnd::Roll,
        }
    }

    /// The end of the period when it starts at `start` and is never interrupted.
    ///
    /// # Errors
    /// The calendar is missing or does not reach.
    pub fn end(&self, start: DateTime, calendar: Option<&Calendar>) -> Result<Due, CalendarError> {
        match self.unit {
            Unit::WorkingHours => {
                let calendar = calendar.ok_or(CalendarError::Missing)?;
                let instant = working_hours::add(calendar, start, self.amount)?;
                Ok(due_at(instant, Some(calendar)))
            }
            Unit::Hours => {
                let hours = SignedDuration::from_hours(i64::from(self.amount));
                let instant = start.checked_add(hours).map_err(|_| CalendarError::TooLong)?;
                Ok(due_at(instant, calendar))
            }
            _ => self.roll(self.unrolled_end(start.date(), calendar)?, calendar),
        }
    }

    /// The last day before any rolling, for periods in days, weeks or months.
    pub(crate) fn unrolled_end(
        &self,
        start: Date,
        calendar: Option<&Calendar>,
    ) -> Result<Date, CalendarError> {
        if self.unit == Unit::WorkingDays {
            return calendar.ok_or(CalendarError::Missing)?.add_working_days(start, self.amount);
        }
        let amount = i64::from(self.amount);
        let span = match self.unit {
            Unit::Weeks => Span::new().try_weeks(amount),
            Unit::Months => Span::new().try_months(amount),
            _ => Span::new().try_days(amount),
        };
        span.and_then(|span| start.checked_add(span)).map_err(|_| CalendarError::TooLong)
    }

    /// Applies the rest-day rule of this period to a last day.
    pub(crate) fn roll(
        &self,
        last_day: Date,
        calendar: Option<&Calendar>,
    ) -> Result<Due, CalendarError> {
        let rolls = self.unit != Unit::WorkingDays && self.rest_day_end == RestDayEnd::Roll;
        let last_day = match (rolls, calendar) {
            (true, Some(calendar)) => calendar.roll(last_day)?,
            (true, None) => return Err(CalendarError::Missing),
            (false, _) => last_day,
        };
        let provisional =
            self.needs_calendar() && calendar.is_some_and(|c| c.is_provisional(last_day));
        Ok(Due { last_day, instant: None, provisional })
    }

    /// The period in words: `20 working days`, `20个工作日`.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let word = self.unit.word(language);
        match language {
            Language::English if self.amount == 1 => {
                format!("1 {}", word.strip_suffix('s').unwrap_or(word))
            }
            Language::English => format!("{} {word}", self.amount),
            Language::SimplifiedChinese => format!("{}{word}", self.amount),
            Language::TraditionalChinese => {
                format!("{}{}", self.amount, word.replace('个', "個").replace("小时", "小時"))
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.in_language(Language::English))
    }
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.duration_until(to).as_hours() / 24
}

fn due_at(instant: DateTime, calendar: Option<&Calendar>) -> Due {
    let last_day = instant.date();
    let provisional = calendar.is_some_and(|calendar| calendar.is_provisional(last_day));
    Due { last_day, instant: Some(instant), provisional }
}
