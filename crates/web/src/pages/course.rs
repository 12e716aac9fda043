//! The course of a case against its limits: one scale of time, one bar for each limit, marks for the acts.

use super::limits::LimitRow;
use domain::explanation::Step;
use jiff::civil::{Date, DateTime};

/// The scale has this many units from its first to its last day.
const SCALE: i64 = 1_000;

/// A stretch on the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) x: i64,
    pub(crate) width: i64,
}

/// One limit on the scale.
#[derive(Debug, Clone)]
pub(crate) struct Bar {
    /// Position in the list of limits.
    pub(crate) limit: usize,
    /// From its start to its last day.
    pub(crate) allowed: Stretch,
    /// What was used of it.
    pub(crate) used: Stretch,
    /// What went over it.
    pub(crate) over: Option<Stretch>,
    /// What does not count.
    pub(crate) pauses: Vec<Stretch>,
}

/// The picture.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) acts: Vec<i64>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) now: Option<i64>,
    pub(crate) has_pauses: bool,
}

struct Scale {
    from: DateTime,
    hours: i64,
}

impl Scale {
    fn at(&self, moment: DateTime) -> i64 {
        let hours = self.from.duration_until(moment).as_hours();
        (hours * SCALE / self.hours.max(1)).clamp(0, SCALE)
    }

    fn stretch(&self, from: DateTime, to: DateTime) -> Stretch {
        let x = self.at(from);
        // What is there can be seen.
        Stretch { x, width: (self.at(to) - x).max(2) }
    }
}

fn end_of(date: Date) -> DateTime {
    date.tomorrow().unwrap_or(date).into()
}

impl Course {
    /// `None` without limits: there is nothing to compare with.
    pub(crate) fn of(limits: &[LimitRow], acts: &[DateTime], as_of: DateTime) -> Option<Self> {
        let starts = limits.iter().map(|limit| limit.explanation.started_at);
        let from = starts.chain(acts.iter().copied()).min()?.date();
        limits.first()?;
        let ends = limits.iter().map(|limit| end_of(limit.explanation.due.last_day));
        let open = limits.iter().any(LimitRow::is_open);
        let reach = if open { Some(as_of) } else { None };
        let to = ends.chain(acts.iter().copied()).chain(reach).max()?;
        let start: DateTime = from.into();
        let scale = Scale { from: start, hours: start.duration_until(to).as_hours() };
        let bars: Vec<Bar> = limits
            .iter()
            .enumerate()
            .map(|(position, limit)| bar(position, limit, &scale, as_of))
            .collect();
        let has_pauses = bars.iter().any(|bar| !bar.pauses.is_empty());
        let now = open.then(|| scale.at(as_of));
        let acts = acts.iter().map(|act| scale.at(*act)).collect();
        let last = to.date();
        let to = if to.time() == jiff::civil::Time::midnight() {
            last.yesterday().unwrap_or(last)
        } else {
            last
        };
        Some(Self { from, to, acts, bars, now, has_pauses })
    }
}

fn bar(position: usize, limit: &LimitRow, scale: &Scale, as_of: DateTime) -> Bar {
    use super::limits::LimitState as S;
    let explanation = &limit.explanation;
    let start = explanation.started_at;
    let due = explanation.due.instant.unwrap_or_else(|| end_of(explanation.due.last_day));
    let until = match limit.state {
        S::Kept { at } | S::Missed { at: Some(at), .. } => at,
        S::Running { .. } | S::Paused | S::Missed { at: None, .. } => as_of,
    };
    let pauses = explanation.steps.iter().filter_map(|step| match step {
        Step::Paused { from, until, .. } => Some(scale.stretch(end_of(*from), end_of(*until))),
        _ => None,
    });
    Bar {
        limit: position,
        allowed: scale.stretch(start, due),
        used: scale.stretch(start, until.min(due)),
        over: (limit.is_missed() && until > due).then(|| scale.stretch(due, until)),
        pauses: pauses.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::limits::LimitState;
    use super::*;
    use domain::basis::Basis;
    use domain::clock::{Clock, Pause};
    use domain::limit::{Period, RestDayEnd, Unit};
    use domain::procedure::LimitKind;
    use domain::text::Text;
    use jiff::civil::date;

    fn limit(state: LimitState) -> LimitRow {
        let period =
            Period { amount: 10, unit: Unit::CalendarDays, rest_day_end: RestDayEnd::Keep };
        let mut clock = Clock::start(period, date(2026, 3, 2).at(9, 0, 0, 0));
        clock.pauses.push(Pause {
            from: date(2026, 3, 4),
            until: Some(date(2026, 3, 6)),
            ended: None,
            ground: "听证".to_owned(),
        });
        let explanation = clock.explain(None, date(2026, 3, 20)).unwrap();
        let (name, basis) = (Text::default(), Basis::default());
        LimitRow { name, kind: LimitKind::Promised, basis, state, explanation }
    }

    #[test]
    fn what_went_over_begins_where_the_limit_ends() {
        let as_of = date(2026, 3, 20).at(12, 0, 0, 0);
        let late = limit(LimitState::Missed { at: None, days: 6 });
        let course = Course::of(&[late], &[as_of], as_of).unwrap();
        let bar = &course.bars[0];
        let over = bar.over.unwrap();
        assert_eq!(over.x, bar.allowed.x + bar.allowed.width);
        assert!(over.x + over.width <= SCALE && course.has_pauses);
        assert_eq!((course.from, course.to), (date(2026, 3, 2), date(2026, 3, 20)));
    }

    #[test]
    fn a_kept_limit_shows_no_present() {
        let kept = limit(LimitState::Kept { at: date(2026, 3, 9).at(9, 0, 0, 0) });
        let course = Course::of(&[kept], &[], date(2026, 6, 1).at(9, 0, 0, 0)).unwrap();
        assert_eq!(course.now, None);
        assert_eq!(course.to, date(2026, 3, 14));
        assert!(course.bars[0].over.is_none() && course.bars[0].pauses.len() == 1);
    }

    #[test]
    fn without_limits_there_is_no_course() {
        assert!(Course::of(&[], &[], date(2026, 6, 1).at(9, 0, 0, 0)).is_none());
    }
}
