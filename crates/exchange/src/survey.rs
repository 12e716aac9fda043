//! A first look at a log: attributes with their types and examples, activities by frequency.

use crate::input_error::InputError;
use crate::moment::MomentReader;
use crate::raw::RawCase;
use crate::source::CaseSource;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// Distinct values kept per attribute; more are only counted as "many".
const DISTINCT_MAX: usize = 400;

/// What is known of one attribute.
#[derive(Debug, Clone, Default)]
pub struct AttributeSurvey {
    /// How often it has a value.
    pub present: u64,
    /// How many of its values are dates.
    pub dates: u64,
    /// Its values with how often they came; incomplete when `many`.
    pub values: BTreeMap<String, u64>,
    /// There are more distinct values than were kept.
    pub many: bool,
    /// The first value.
    pub example: String,
}

impl AttributeSurvey {
    fn note(&mut self, value: &str, moments: &MomentReader) {
        if self.example.is_empty() {
            value.clone_into(&mut self.example);
        }
        self.present += 1;
        // A bare number is no date, though some read one into it.
        let number = value.parse::<f64>().is_ok();
        self.dates += u64::from(!number && moments.read(value).is_some());
        if let Some(count) = self.values.get_mut(value) {
            *count += 1;
        } else if self.values.len() < DISTINCT_MAX {
            self.values.insert(value.to_owned(), 1);
        } else {
            self.many = true;
        }
    }

    /// Whether nearly all values are dates.
    #[must_use]
    pub fn is_time(&self) -> bool {
        self.present > 0 && self.dates * 10 >= self.present * 9
    }
}

/// A first look at a log.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Number of cases.
    pub cases: u64,
    /// Number of events.
    pub events: u64,
    /// Attributes of cases, by name.
    pub case_attributes: BTreeMap<String, AttributeSurvey>,
    /// Attributes of events, by name.
    pub event_attributes: BTreeMap<String, AttributeSurvey>,
}

/// Looks at every case of a log.
///
/// # Errors
/// The log is malformed.
pub fn survey(source: &mut dyn CaseSource) -> Result<Survey, InputError> {
    let moments = MomentReader::new(TimeZone::UTC, Vec::new());
    let mut survey = Survey::default();
    let mut case = RawCase::default();
    while source.next_case(&mut case)? {
        survey.cases += 1;
        let keys = source.keys();
        for (key, _, value) in case.attributes() {
            let name = keys.name(key).to_owned();
            survey.case_attributes.entry(name).or_default().note(value, &moments);
        }
        for event in case.events() {
            survey.events += 1;
            for (key, _, value) in event.attributes() {
                let name = keys.name(key);
                match survey.event_attributes.get_mut(name) {
                    Some(known) => known.note(value, &moments),
                    None => {
                        let known = survey.event_attributes.entry(name.to_owned()).or_default();
                        known.note(value, &moments);
                    }
                }
            }
        }
    }
    Ok(survey)
}
