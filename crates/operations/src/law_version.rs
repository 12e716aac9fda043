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
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

/// The procedure on which supervision cards run.
pub const CARD_PROCEDURE: &str = "supervision-card";

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
}

impl LawVersion {
    /// Compiles a library. It lives as long as the program, as every case of that time refers to it.
    ///
    /// # Errors
    /// A file is wrong, or a procedure cannot be published.
    pub fn compile(library: &LawLibrary) -> Result<&'static Self, LawError> {
        let files = serde_json::to_string(library.files()).unwrap_or_default();
        let items = library.items()?.into_iter().map(|item| (item.code.clone(), item));
        let mut version = Self {
            hash: content_hash(&files).into(),
            items: items.collect(),
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

    /// Adds an earlier version.
    pub fn add(&mut self, version: &'static LawVersion) {
        self.earlier.insert(version.hash.clone(), version);
    }
}
