//! The law folder as texts.

use domain::calendar::Calendar;
use domain::item::Item;
use domain::procedure::{DayUnits, Procedure, parse_day_units};
use domain::supervision::pack::RulePack;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The law folder.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law")
}

/// The files with an ending in a folder, sorted, as (path, text).
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    let read = |path: PathBuf| (path.display().to_string(), fs::read_to_string(&path).unwrap());
    paths.into_iter().map(read).collect()
}

pub(crate) static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let all = files(&folder().join("calendars/cn"), "toml");
    let (main, notices): (Vec<_>, Vec<_>) =
        all.iter().partition(|(file, _)| file.ends_with("calendar.toml"));
    let notices: Vec<(&str, &str)> =
        notices.iter().map(|(f, t)| (f.as_str(), t.as_str())).collect();
    Calendar::parse((&main[0].0, &main[0].1), &notices).unwrap()
});

pub(crate) static DAY_UNITS: LazyLock<Vec<DayUnits>> = LazyLock::new(|| {
    let all = files(&folder().join("day-units"), "toml");
    all.iter().map(|(file, text)| parse_day_units(file, text).unwrap()).collect()
});

pub(crate) static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| {
    let all = files(&folder().join("procedures"), "toml");
    let publish = |(file, text): &(String, String)| {
        Procedure::publish(file, text, &DAY_UNITS).unwrap_or_else(|refused| panic!("\n{refused}"))
    };
    all.iter().map(publish).collect()
});

pub(crate) static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| {
    let all = files(&folder().join("items"), "toml");
    all.iter().map(|(file, text)| Item::parse(file, text).unwrap()).collect()
});

pub(crate) static RULES: LazyLock<RulePack> = LazyLock::new(|| {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder().join("rules")).unwrap() {
        texts.extend(files(&entry.unwrap().path(), "toml"));
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(f, t)| (f.as_str(), t.as_str())).collect();
    RulePack::parse(&texts).unwrap_or_else(|error| panic!("{error}"))
});
