//! The simulation that fills a demonstration province: citizens apply, officials work, some of them badly, supervisors
//! and appeal bodies answer. It asks the platform for everything as anybody would, and reads nothing that its people
//! could not see.

mod agenda;
mod applicants;
mod beside;
mod catalogue;
mod chance;
mod commands;
mod course;
mod day;
mod deeds;
mod hours;
mod later;
mod misbehaviour;
mod news;
mod outcome;
mod people;
mod planner;
mod reports;
mod resume;
pub mod settings;
mod wording;
mod work;

use crate::platform::Platform;
use crate::register::{Register, RegisterError, RegisterFile};
use crate::time_source::SimulatedTime;
use agenda::Agenda;
pub use applicants::Applicant;
use catalogue::Catalogue;
use chance::Chance;
use hours::{DAY, Hours, MINUTE};
use jiff::civil::Date;
use news::News;
use settings::Settings;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::connection::StoreError;
use work::Work;

/// The register of the demonstration province.
///
/// # Errors
/// It is not whole.
pub fn province() -> Result<RegisterFile, RegisterError> {
    RegisterFile::parse(include_str!("../../../examples/province/province.toml"))
}

/// The people and enterprises of the demonstration province.
///
/// # Errors
/// The file is malformed.
pub fn applicants() -> Result<Vec<Applicant>, RegisterError> {
    Ok(applicants::parse(include_str!("../../../examples/province/applicants.toml"))?)
}

/// Why a simulation cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The province is not whole.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The law has no calendar to work by.
    #[error("the law has no calendar `{0}`")]
    Calendar(&'static str),
    /// The writer has stopped.
    #[error("the platform has stopped: {0}")]
    Stopped(String),
    /// What is due is not done in time.
    #[error("timers are still due after {0} s")]
    Behind(u64),
}

/// What a simulation has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Cases opened.
    pub cases: u64,
    /// Acts recorded for its people, reported ones too.
    pub acts: u64,
    /// Cards that fell, by rule.
    pub cards: BTreeMap<Box<str>, u64>,
    /// Acts that were to be refused and were, by rule.
    pub refused_attempts: BTreeMap<&'static str, u64>,
    /// Cases that were given up, by procedure: nobody could go on with them.
    pub stuck: BTreeMap<Box<str>, u64>,
}

/// The calendar by which the people of the province work.
const CALENDAR: &str = "cn";
/// How long a running simulation sleeps when nothing is due.
const NAP: Duration = Duration::from_millis(70);

/// A simulation over a platform.
pub struct Simulation {
    platform: Arc<Platform>,
    time: Arc<SimulatedTime>,
    settings: Settings,
    register: Arc<Register>,
    catalogue: Catalogue,
    hours: Hours,
    chance: Chance,
    agenda: Agenda,
    works: HashMap<String, Work>,
    plans: u64,
    news: Arc<News>,
    /// The day whose arrivals are planned.
    day: Option<Date>,
    /// Next misdeed of each post: a thousand is one misdeed.
    urge_to_misbehave: BTreeMap<Box<str>, u32>,
    refusals: BTreeMap<&'static str, u64>,
    figures: Figures,
    stopped: Option<String>,
}

impl Simulation {
    /// A simulation with the usual settings.
    ///
    /// # Errors
    /// The province or the calendar is not there.
    pub fn new(
        platform: Arc<Platform>,
        time: Arc<SimulatedTime>,
        seed: u64,
    ) -> Result<Self, SimulationError> {
        Self::with_settings(platform, time, seed, Settings::default())
    }

    /// A simulation with settings of one's own.
    ///
    /// # Errors
    /// The province or the calendar is not there.
    pub fn with_settings(
        platform: Arc<Platform>,
        time: Arc<SimulatedTime>,
        seed: u64,
        settings: Settings,
    ) -> Result<Self, SimulationError> {
        let law = platform.law();
        let calendar = law.calendar(CALENDAR).ok_or(SimulationError::Calendar(CALENDAR))?;
        let register = platform.register();
        let catalogue = Catalogue::new(&register, law, applicants()?);
        let news = Arc::new(News::default());
        platform.listen(news::listener(&news));
        Ok(Self {
            platform,
            time,
            settings,
            register,
            catalogue,
            hours: Hours::new(calendar),
            chance: Chance::new(seed),
            agenda: Agenda::default(),
            works: HashMap::new(),
            plans: 0,
            news,
            day: None,
            urge_to_misbehave: BTreeMap::new(),
            refusals: BTreeMap::new(),
            figures: Figures::default(),
            stopped: None,
        })
    }

    /// Makes history up to `until` (milliseconds since 1970), moving the clock, which must stand, by hand. `progress` is
    /// told how many percent are done.
    ///
    /// # Errors
    /// The platform has stopped, or does not keep up.
    pub fn fill(
        &mut self,
        until: i64,
        progress: &mut dyn FnMut(u32),
    ) -> Result<(), SimulationError> {
        let began = self.platform.now();
        let whole = (until - began).max(1);
        let mut now = began;
        while now < until {
            self.begin_day(now);
            let midnight = self.hours.begin_of(self.hours.date(now)) + DAY;
            match self.agenda.next_at().filter(|next| *next < midnight.min(until)) {
                Some(next) => {
                    let slice = self.settings.slice_length * MINUTE;
                    now = (next.max(now) + slice).min(midnight - 1).min(until);
                    self.work_until(now)?;
                    self.time.set(now);
                }
                None => {
                    now = midnight.min(until);
                    self.time.set(now);
                    self.catch_up(now)?;
                }
            }
            progress(u32::try_from((now - began) * 100 / whole).unwrap_or(100));
        }
        self.hear()
    }

    /// Goes on with the running clock until `stop`.
    ///
    /// # Errors
    /// The platform has stopped.
    pub fn run(&mut self, stop: &AtomicBool) -> Result<(), SimulationError> {
        while !stop.load(Ordering::Relaxed) {
            let now = self.platform.now();
            self.begin_day(now);
            self.work_until(now)?;
            std::thread::sleep(NAP);
        }
        Ok(())
    }

    /// What the platform refused although it was not meant to, by rule.
    #[must_use]
    pub fn refusals(&self) -> &BTreeMap<&'static str, u64> {
        &self.refusals
    }

    /// What has been done so far.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// How many cases and cards are in work; closed ones that somebody may still rate are not.
    #[must_use]
    pub fn in_work(&self) -> usize {
        self.works.values().filter(|work| !work.is_over()).count()
    }

    /// Has somebody file an application for an item, or an official open a proceeding, at an agency; for demonstrations
    /// and tests. Whether the agency handles the item.
    ///
    /// # Errors
    /// The platform has stopped.
    pub fn file(&mut self, agency: &str, item: &str) -> Result<bool, SimulationError> {
        let Some(offer) = self.catalogue.find(agency, item) else { return Ok(false) };
        let now = self.platform.now();
        self.agenda.add(now, agenda::Task::Arise(offer));
        self.work_until(now)?;
        Ok(true)
    }
}
