//! The law of the house, inside the program: calendars, day units, procedures, rules, items, levels.

use domain::calendar::Calendar;
use domain::case::refusal::clauses::Clauses;
use domain::catalogue::CatalogueLaw;
use domain::item::Item;
use domain::law_file::LawFileError;
use domain::level::LevelMapping;
use domain::life_event::LifeEvents;
use domain::procedure::{DayUnits, Procedure, parse_day_units};
use domain::remedy::Remedy;
use domain::supervision::pack::RulePack;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[derive(RustEmbed)]
#[folder = "../../law"]
#[include = "*.toml"]
#[exclude = "*/examples/*"]
struct LawFolder;

/// The file of what holds for the catalogue as a whole.
const CATALOGUE: &str = "law/catalogue.toml";

/// Why the law could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// A law file is wrong.
    #[error(transparent)]
    File(#[from] LawFileError),
    /// A procedure cannot be published.
    #[error("the procedure cannot be published:\n{0}")]
    Refused(#[from] domain::procedure::problem::Refused),
    /// A file or folder cannot be read.
    #[error("{path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A name that nothing has.
    #[error("there is no {what} `{name}`; there are: {known}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// What there is.
        known: String,
    },
    /// A folder of rules without any.
    #[error("{0}: no `<rule>/rule.toml` in this folder")]
    NoRules(PathBuf),
}

/// The law files of the house, or a version of them that was kept.
#[derive(Debug, Clone)]
pub struct LawLibrary {
    /// Text by path, such as `law/items/…`.
    files: BTreeMap<String, String>,
}

fn borrowed(texts: &[(String, String)]) -> Vec<(&str, &str)> {
    texts.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect()
}

impl LawLibrary {
    /// The law files inside the program.
    #[must_use]
    pub fn embedded() -> Self {
        let text = |name: &str| {
            let file = LawFolder::get(name)?;
            Some((format!("law/{name}"), String::from_utf8_lossy(&file.data).into_owned()))
        };
        Self { files: LawFolder::iter().filter_map(|name| text(&name)).collect() }
    }

    /// A version of the law files: text by path.
    #[must_use]
    pub fn of_files(files: BTreeMap<String, String>) -> Self {
        Self { files }
    }

    /// Text by path.
    #[must_use]
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    fn texts(&self, prefix: &str) -> Vec<(String, String)> {
        let prefix = format!("law/{prefix}");
        let from = self.files.range(prefix.clone()..);
        let within = from.take_while(|(file, _)| file.starts_with(&prefix));
        within.map(|(file, text)| (file.clone(), text.clone())).collect()
    }

    /// A calendar by id.
    ///
    /// # Errors
    /// There is none of that id, or it is wrong.
    pub fn calendar(&self, id: &str) -> Result<Calendar, LawError> {
        let all = self.texts(&format!("calendars/{id}/"));
        let (main, notices): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|(file, _)| file.ends_with("/calendar.toml"));
        let Some((file, text)) = main.first() else {
            return Err(unknown("calendar", id, &self.calendar_ids()));
        };
        Ok(Calendar::parse((file, text), &borrowed(&notices))?)
    }

    /// The ids of all calendars.
    #[must_use]
    pub fn calendar_ids(&self) -> Vec<String> {
        let files = self.texts("calendars/").into_iter().map(|(file, _)| file);
        let mains = files.filter_map(|file| {
            let folder = file.strip_suffix("/calendar.toml")?;
            folder.strip_prefix("law/calendars/").map(str::to_owned)
        });
        mains.collect()
    }

    /// How each law counts days.
    ///
    /// # Errors
    /// A file is wrong.
    pub fn day_units(&self) -> Result<Vec<DayUnits>, LawError> {
        let parse = |(file, text): &(String, String)| parse_day_units(file, text);
        Ok(self.texts("day-units/").iter().map(parse).collect::<Result<_, _>>()?)
    }

    /// The ids of all procedures.
    #[must_use]
    pub fn procedure_ids(&self) -> Vec<String> {
        let files = self.texts("procedures/").into_iter().map(|(file, _)| file);
        let ids = files.filter_map(|file| {
            let name = file.strip_prefix("law/procedures/")?;
            name.strip_suffix(".toml").map(str::to_owned)
        });
        ids.collect()
    }

    /// The text of a procedure, with its file name.
    ///
    /// # Errors
    /// There is none of that id.
    pub fn procedure_text(&self, id: &str) -> Result<(String, String), LawError> {
        let found = self.texts(&format!("procedures/{id}.toml")).into_iter().next();
        found.ok_or_else(|| unknown("procedure", id, &self.procedure_ids()))
    }

    /// A procedure by id.
    ///
    /// # Errors
    /// There is none of that id, or it cannot be published.
    pub fn procedure(&self, id: &str) -> Result<Procedure, LawError> {
        let (file, text) = self.procedure_text(id)?;
        Ok(Procedure::publish(&file, &text, &self.day_units()?)?)
    }

    /// A procedure from a file of the user's.
    ///
    /// # Errors
    /// The file cannot be read or the procedure cannot be published.
    pub fn procedure_from(&self, path: &Path) -> Result<Procedure, LawError> {
        let text = read(path)?;
        Ok(Procedure::publish(&path.display().to_string(), &text, &self.day_units()?)?)
    }

    /// The rules of the house.
    ///
    /// # Errors
    /// A rule is wrong.
    pub fn rules(&self) -> Result<RulePack, LawError> {
        Ok(RulePack::parse(&borrowed(&self.texts("rules/")))?)
    }

    /// The rules in a folder of the user's: `<folder>/<rule>/rule.toml`.
    ///
    /// # Errors
    /// The folder cannot be read, has no rules, or a rule is wrong.
    pub fn rules_from(&self, folder: &Path) -> Result<RulePack, LawError> {
        let unreadable = |source| LawError::Unreadable { path: folder.to_owned(), source };
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let file = entry.map_err(unreadable)?.path().join("rule.toml");
            if file.is_file() {
                let text = read(&file)?;
                found.push((file.display().to_string(), text));
            }
        }
        if found.is_empty() {
            return Err(LawError::NoRules(folder.to_owned()));
        }
        found.sort();
        Ok(RulePack::parse(&borrowed(&found))?)
    }

    /// All items.
    ///
    /// # Errors
    /// An item is wrong.
    pub fn items(&self) -> Result<Vec<Item>, LawError> {
        Ok(self.items_in_files()?.into_iter().map(|(_, item)| item).collect())
    }

    /// All items, with the files in which they stand.
    ///
    /// # Errors
    /// An item is wrong.
    pub fn items_in_files(&self) -> Result<Vec<(String, Item)>, LawError> {
        let parse =
            |(file, text): (String, String)| Item::parse(&file, &text).map(|item| (file, item));
        Ok(self.texts("items/").into_iter().map(parse).collect::<Result<_, _>>()?)
    }

    /// What holds for the catalogue as a whole; none in a version of the law that was kept before there was such a file.
    ///
    /// # Errors
    /// The file is wrong.
    pub fn catalogue(&self) -> Result<Option<CatalogueLaw>, LawError> {
        let found = self.files.get_key_value(CATALOGUE);
        Ok(found.map(|(file, text)| CatalogueLaw::parse(file, text)).transpose()?)
    }

    /// Remedies; none in a version of the law that was kept before there was such a file.
    ///
    /// # Errors
    /// The file is wrong.
    pub fn remedies(&self) -> Result<Vec<Remedy>, LawError> {
        let found = self.files.get_key_value("law/remedies.toml");
        let parsed = found.map(|(file, text)| domain::remedy::parse(file, text)).transpose()?;
        Ok(parsed.unwrap_or_default())
    }

    /// The events in the lives of persons and enterprises, persons first.
    ///
    /// # Errors
    /// A file is wrong.
    pub fn life_events(&self) -> Result<Vec<LifeEvents>, LawError> {
        let parse = |(file, text): &(String, String)| LifeEvents::parse(file, text);
        let found = self.texts("life-events/").iter().map(parse).collect::<Result<Vec<_>, _>>();
        let mut found = found?;
        found.sort_by_key(|events| events.audience as usize);
        Ok(found)
    }

    /// The clauses behind refusals; none in versions that were kept before there were any.
    ///
    /// # Errors
    /// The file is wrong.
    pub fn clauses(&self) -> Result<Clauses, LawError> {
        match self.texts("refusals.toml").first() {
            Some((file, text)) => Ok(Clauses::parse(file, text)?),
            None => Ok(Clauses::default()),
        }
    }

    /// All level mappings.
    ///
    /// # Errors
    /// A mapping is wrong.
    pub fn levels(&self) -> Result<Vec<LevelMapping>, LawError> {
        let parse = |(file, text): &(String, String)| LevelMapping::parse(file, text);
        Ok(self.texts("levels/").iter().map(parse).collect::<Result<_, _>>()?)
    }
}

fn unknown(what: &'static str, name: &str, known: &[String]) -> LawError {
    LawError::Unknown { what, name: name.to_owned(), known: known.join(", ") }
}

fn read(path: &Path) -> Result<String, LawError> {
    fs::read_to_string(path)
        .map_err(|source| LawError::Unreadable { path: path.to_owned(), source })
}
