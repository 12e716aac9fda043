//! How each law counts days (`law/day-units/<id>.toml`).

use crate::basis::Basis;
use crate::law_file::{self, LawFileError};
use crate::limit::Unit;
use serde::Deserialize;

/// The day-unit rule of one law.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayUnits {
    /// Id.
    pub id: String,
    /// Title of the law.
    pub law: String,
    /// Other titles under which it is cited.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Article that says how days are counted.
    pub basis: Basis,
    /// Amounts of days that are working days.
    #[serde(default)]
    working_day_amounts: Vec<u32>,
    /// Amounts of days up to which they are working days.
    working_days_up_to: Option<u32>,
    /// What other amounts are.
    other_amounts: OtherAmounts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OtherAmounts {
    WorkingDays,
    CalendarDays,
    AsWritten,
}

/// Reads a day-unit file.
///
/// # Errors
/// The file is malformed or has no basis.
pub fn parse_day_units(file: &str, text: &str) -> Result<DayUnits, LawFileError> {
    let units: DayUnits = law_file::parse(file, text)?;
    if units.basis.is_complete() {
        Ok(units)
    } else {
        Err(LawFileError::whole(file, "the day units need a basis with law and article"))
    }
}

impl DayUnits {
    /// Whether this is the law that a basis cites.
    #[must_use]
    pub fn governs(&self, law: &str) -> bool {
        self.law == law || self.aliases.iter().any(|alias| alias == law)
    }

    /// The unit that the law prescribes for so many days; `None` when the article itself says it.
    #[must_use]
    pub fn unit_of(&self, amount: u32) -> Option<Unit> {
        if self.working_day_amounts.contains(&amount)
            || self.working_days_up_to.is_some_and(|most| amount <= most)
        {
            return Some(Unit::WorkingDays);
        }
        match self.other_amounts {
            OtherAmounts::WorkingDays => Some(Unit::WorkingDays),
            OtherAmounts::CalendarDays => Some(Unit::CalendarDays),
            OtherAmounts::AsWritten => None,
        }
    }
}
