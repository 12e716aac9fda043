//! The law as it stood at one moment, ready for use: a case keeps the version with which it was opened.

use crate::law_library::{LawError, LawLibrary};
use domain::calendar::Calendar;
use domain::case::fold::Frame;
use domain::case::refusal::clauses::Clauses;
use domain::catalogue::CatalogueLaw;
use domain::item::Item;
use domain::level::LevelMapping;
use domain::life_event::LifeEvents;
use domain::procedure::{Procedure, content_hash};
use domain::remedy::Remedy;
use domain::supervision::pack::RulePack;
use domain::supervision::panel::Panel;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// The procedure on which supervision cards run.
pub const CARD_PROCEDURE: &str = "supervision-card";

/// The calendar by which offices live.
const HOUSE_CALENDAR: &str = "cn";

/// One version of the law files.
#[derive(Debug)]
pub struct LawVersion {
    /// SHA-256 over the files.
    pub hash: Box<str>,
    /// The files, as JSON: text by path.
    pub files: String,
    /// Items by code.
    pub items: BTreeMap<String, Item>,
    /// Procedures by id.
    pub procedures: BTreeMap<String, Procedure>,
    /// The rules of supervision.
    pub rules: RulePack,
    /// What levels mean where.
    pub levels: Vec<LevelMapping>,
    /// The clauses behind refusals.
    pub clauses: Clauses,
    /// What holds for the catalogue as a whole.
    pub catalogue: Option<CatalogueLaw>,
    /// The events in the lives of persons and enterprises, persons first.
    pub life_events: Vec<LifeEvents>,
    /// How decisions may be reviewed.
    pub remedies: Vec<Remedy>,
    calendars: HashMap<String, Calendar>,
    /// Codes of items by the file in which they stand.
    files_of_items: HashMap<String, String>,
}

impl LawVersion {
    /// Compiles a library. It lives as long as the program, as every case of that time refers to it.
    ///
    /// # Errors
    /// A file is wrong, or a procedure cannot be published.
    pub fn compile(library: &LawLibrary) -> Result<&'static Self, LawError> {
        let files = serde_json::to_string(library.files()).unwrap_or_default();
        let items = library.items_in_files()?;
        let in_files = items.iter().map(|(file, item)| (file.clone(), item.code.clone()));
        let files_of_items = in_files.collect();
        let items = items.into_iter().map(|(_, item)| (item.code.clone(), item));
        let mut version = Self {
            hash: content_hash(&files).into(),
            items: items.collect(),
            files_of_items,
            procedures: BTreeMap::new(),
            rules: library.rules()?,
            levels: library.levels()?,
            clauses: library.clauses()?,
            remedies: library.remedies()?,
            catalogue: library.catalogue()?,
            life_events: library.life_events()?,
            calendars: HashMap::new(),
            files,
        };
        for id in library.procedure_ids() {
            version.procedures.insert(id.clone(), library.procedure(&id)?);
        }
        for id in library.calendar_ids() {
            version.calendars.insert(id.clone(), library.calendar(&id)?);
        }
        Ok(Box::leak(Box::new(version)))
    }

    /// Compiles a version that was kept.
    ///
    /// # Errors
    /// It is damaged: the hash is another, or a file is wrong.
    pub fn compile_kept(hash: &str, files: &str) -> Result<&'static Self, LawError> {
        let damaged = || LawError::Unknown {
            what: "kept version of the law",
            name: hash.to_owned(),
            known: "its text has another hash".to_owned(),
        };
        if content_hash(files) != hash {
            return Err(damaged());
        }
        let files = serde_json::from_str(files).map_err(|_| damaged())?;
        Self::compile(&LawLibrary::of_files(files))
    }

    /// The hash that the law of these files has.
    #[must_use]
    pub fn hash_of(library: &LawLibrary) -> String {
        content_hash(&serde_json::to_string(library.files()).unwrap_or_default())
    }

    /// The code of the item that stands in a file.
    #[must_use]
    pub fn file_of_item(&self, file: &str) -> Option<&str> {
        self.files_of_items.get(file).map(String::as_str)
    }

    /// The calendar by which the offices of the installation live.
    #[must_use]
    pub fn house_calendar(&self) -> Option<&Calendar> {
        self.calendar(HOUSE_CALENDAR)
    }

    /// The day of a moment, in milliseconds since 1970, where the offices of the installation stand.
    #[must_use]
    pub fn today(&self, now: i64) -> Date {
        let moment = Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH);
        moment.to_zoned(self.house_zone()).date()
    }

    /// The zone of time in which the offices of the installation stand.
    #[must_use]
    pub fn house_zone(&self) -> TimeZone {
        self.house_calendar().map_or(TimeZone::UTC, |found| found.time_zone.clone())
    }

    /// The calendar of an id.
    #[must_use]
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.get(id)
    }

    /// The law and the place of a procedure. Calendars are those of `current`: a year that was published since then
    /// counts for every open case.
    #[must_use]
    pub fn frame(
        &'static self,
        procedure: &'static Procedure,
        item: Option<&'static Item>,
        current: &'static Self,
    ) -> Frame<'static> {
        static UTC: TimeZone = TimeZone::UTC;
        let calendar = procedure.calendar.as_deref().and_then(|id| current.calendar(id));
        Frame {
            procedure,
            calendar,
            zone: calendar.map_or(&UTC, |calendar| &calendar.time_zone),
            item,
            // Reported acts are believed only when they come at once: see law/rules/entered-afterwards.
            tolerance: SignedDuration::ZERO,
        }
    }

    /// The rules bound to the procedure of an item, or to that of cards when `item` is the id of a rule.
    ///
    /// # Errors
    /// A rule's parameters make no sense.
    pub fn panel(
        &'static self,
        procedure: &str,
        item: &str,
        current: &'static Self,
    ) -> Result<Panel<'static>, LawError> {
        let Some(procedure) = self.procedures.get(procedure) else {
            let known = self.procedures.keys().cloned().collect::<Vec<_>>().join(", ");
            return Err(LawError::Unknown { what: "procedure", name: procedure.to_owned(), known });
        };
        let frame = self.frame(procedure, self.items.get(item), current);
        Ok(Panel::new(frame, &self.rules)?)
    }
}

/// The versions of the law in use.
#[derive(Debug)]
pub struct LawShelf {
    current: &'static LawVersion,
    earlier: HashMap<Box<str>, &'static LawVersion>,
}

impl LawShelf {
    /// A shelf with the version that stands now.
    #[must_use]
    pub fn new(current: &'static LawVersion) -> Self {
        Self { current, earlier: HashMap::new() }
    }

    /// The version that stands now.
    #[must_use]
    pub fn current(&self) -> &'static LawVersion {
        self.current
    }

    /// A version, if it has been compiled.
    #[must_use]
    pub fn version(&self, hash: &str) -> Option<&'static LawVersion> {
        if *self.current.hash == *hash {
            return Some(self.current);
        }
        self.earlier.get(hash).copied()
    }

    /// Another version stands from now on.
    pub fn replace(&mut self, version: &'static LawVersion) {
        let earlier = std::mem::replace(&mut self.current, version);
        self.add(earlier);
    }

    /// Adds an earlier version.
    pub fn add(&mut self, version: &'static LawVersion) {
        self.earlier.insert(version.hash.clone(), version);
    }
}
