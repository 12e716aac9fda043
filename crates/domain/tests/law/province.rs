//! The fictional province of `examples/province`, as its files are written.

use crate::shelf::folder;
use domain::text::Text;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Province {
    #[serde(rename = "jurisdiction")]
    pub(crate) jurisdictions: Vec<Jurisdiction>,
    #[serde(rename = "agency")]
    pub(crate) agencies: Vec<Agency>,
    #[serde(rename = "post")]
    pub(crate) posts: Vec<Post>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Jurisdiction {
    pub(crate) code: String,
    pub(crate) parent: Option<String>,
    pub(crate) level: Level,
    pub(crate) name: Text,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    Province,
    City,
    County,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Agency {
    pub(crate) id: String,
    pub(crate) jurisdiction: String,
    pub(crate) parent: Option<String>,
    pub(crate) name: Text,
    pub(crate) kind: String,
    pub(crate) items: Vec<String>,
    #[serde(default)]
    pub(crate) serves: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) agency: String,
    pub(crate) roles: Vec<String>,
    pub(crate) title: Text,
    pub(crate) person: Person,
    pub(crate) disposition: Disposition,
    pub(crate) misbehaviour: Option<Misbehaviour>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
}

#[derive(Deserialize, PartialEq, Eq, Hash, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Disposition {
    Diligent,
    Ordinary,
    Slow,
    Overloaded,
}

#[derive(Deserialize, PartialEq, Eq, Hash, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Misbehaviour {
    EntersAfterwards,
    ClosesWithoutResult,
    RepeatedSupplement,
    StopsClock,
    Limbo,
    OnePersonAllRoles,
    FeesOutsideCatalogue,
    SkipsStages,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Applicants {
    #[serde(rename = "applicant")]
    pub(crate) applicants: Vec<Applicant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Applicant {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: ApplicantKind,
    pub(crate) jurisdiction: String,
    pub(crate) credit_code: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ApplicantKind {
    Person,
    Enterprise,
}

fn text_of(file: &str) -> String {
    let path = folder().join("../examples/province").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) static PROVINCE: LazyLock<Province> =
    LazyLock::new(|| toml::from_str(&text_of("province.toml")).unwrap_or_else(|e| panic!("{e}")));

pub(crate) static APPLICANTS: LazyLock<Applicants> =
    LazyLock::new(|| toml::from_str(&text_of("applicants.toml")).unwrap_or_else(|e| panic!("{e}")));
