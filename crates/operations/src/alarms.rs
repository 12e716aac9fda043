//! Alarms: what stands wrong with the platform itself. Absence of data is never "fine".

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The alarms that stand now, by what they are about.
#[derive(Debug, Default)]
pub struct Alarms(Mutex<BTreeMap<&'static str, String>>);

impl Alarms {
    /// Raises an alarm about something.
    pub fn raise(&self, about: &'static str, message: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(about, message);
    }

    /// Takes an alarm back.
    pub fn clear(&self, about: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(about);
    }

    /// What an alarm says, if it stands.
    #[must_use]
    pub fn about(&self, about: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(about).cloned()
    }

    /// All alarms that stand.
    #[must_use]
    pub fn all(&self) -> Vec<(&'static str, String)> {
        let alarms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        alarms.iter().map(|(about, message)| (*about, message.clone())).collect()
    }
}
