//! The register: places, organs, posts and the people who hold them. Read at the start, and again when it changes.

mod holdings;
mod service;

use domain::event::Name;
use domain::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::changes::Changes;
use store::connection::{Connection, StoreError};
use store::register as rows;

/// The kind of agency that supervises (行政效能监察).
pub const SUPERVISION: &str = "supervision";
/// The kind of agency that decides appeals against cards.
pub const APPEAL: &str = "appeal";
/// The role of the head of an agency (机关负责人).
pub const HEAD: &str = "head-of-organ";
/// The role of who sits at a window.
pub const WINDOW: &str = "window";

/// The role of those who keep the catalogue (法制机构).
pub const LEGAL_OFFICER: &str = "legal-officer";

/// How high a jurisdiction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// 省.
    Province,
    /// 市.
    City,
    /// 县.
    County,
}

/// A jurisdiction (行政区划).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Its code after GB/T 2260.
    pub code: Box<str>,
    /// The one above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<str>>,
    /// How high it stands.
    pub level: Rank,
    /// Name for people.
    pub name: Text,
}

/// An organ that holds powers (机关).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Unified social credit code.
    pub id: Name,
    /// Where.
    pub jurisdiction: Box<str>,
    /// The agency above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<str>>,
    /// Name for people.
    pub name: Text,
    /// Kind of organ, such as `market-regulation`, `supervision`, `appeal`.
    pub kind: Box<str>,
    /// Codes of the items that it handles.
    #[serde(default)]
    pub items: Vec<Box<str>>,
    /// For whom its windows take in applications besides itself, as a service centre does (综合窗口): ids of agencies; the
    /// code of a jurisdiction stands for every agency there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<Box<str>>,
}

/// A person in the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Opaque id.
    pub id: Name,
    /// Name.
    pub name: Box<str>,
}

/// A seat in an agency and who holds it (岗位).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Opaque id.
    pub id: Name,
    /// The agency.
    pub agency: Name,
    /// The roles that procedures name.
    pub roles: Vec<Name>,
    /// Title for people.
    pub title: Text,
    /// The holder.
    pub person: Person,
    /// How the holder works, in a demonstration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disposition: Option<Box<str>>,
    /// What the holder does wrong, in a demonstration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misbehaviour: Option<Box<str>>,
}

/// From when to when something holds, in milliseconds since 1970; open where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The first moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<i64>,
    /// The moment after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

impl Interval {
    /// Whether a moment lies in it.
    #[must_use]
    pub fn holds_at(&self, now: i64) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether there is a moment that lies in both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let before = |from: Option<i64>, until: Option<i64>| {
            from.zip(until).is_none_or(|(from, until)| from < until)
        };
        before(self.from, other.until) && before(other.from, self.until)
    }
}

/// The kind of records that say who holds a post from when to when.
pub const HOLDING: &str = "holding";
/// The kind of records that say who stands in for an absent holder.
pub const DEPUTY: &str = "deputy";

/// That somebody holds a post for an interval (任职). Once a post has one, the person whom the register file names counts
/// no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Its key.
    pub id: Box<str>,
    /// The post.
    pub post: Name,
    /// The holder.
    pub person: Person,
    /// From when to when.
    pub interval: Interval,
}

/// That somebody stands in for the absent holder of a post (代理).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deputy {
    /// Its key.
    pub id: Box<str>,
    /// The post.
    pub post: Name,
    /// The absent holder.
    pub absent: Person,
    /// The deputy.
    pub person: Person,
    /// From when to when.
    pub interval: Interval,
    /// Why.
    pub reason: String,
}

/// The register as a file: arrays of tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterFile {
    /// Jurisdictions.
    #[serde(default, rename = "jurisdiction")]
    pub jurisdictions: Vec<Jurisdiction>,
    /// Agencies.
    #[serde(default, rename = "agency")]
    pub agencies: Vec<Agency>,
    /// Posts.
    #[serde(default, rename = "post")]
    pub posts: Vec<Post>,
}

/// Why a register cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The file is malformed.
    #[error("{0}")]
    Malformed(#[from] toml::de::Error),
    /// Something is named that is not there, or twice.
    #[error("{0}")]
    Inconsistent(String),
    /// The store says no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl RegisterFile {
    /// Reads a register and checks that it is whole.
    ///
    /// # Errors
    /// It is malformed, names something that is not there, names something twice, or has a wrong credit code.
    pub fn parse(text: &str) -> Result<Self, RegisterError> {
        let file: Self = toml::from_str(text)?;
        Register::new(file.clone())?;
        Ok(file)
    }

    /// Writes the register, adding to what is there and replacing what has the same key.
    ///
    /// # Errors
    /// It is not whole.
    pub fn write(&self, changes: &mut Changes) -> Result<(), RegisterError> {
        let register = Register::new(self.clone())?;
        let json = |error: serde_json::Error| RegisterError::Inconsistent(error.to_string());
        for place in &self.jurisdictions {
            let document = serde_json::to_string(place).map_err(json)?;
            rows::write_jurisdiction(changes, &place.code, place.parent.as_deref(), &document);
        }
        for agency in &self.agencies {
            let document = serde_json::to_string(agency).map_err(json)?;
            rows::write_agency(changes, &agency.jurisdiction, &agency.id, &document);
        }
        for post in &self.posts {
            let document = serde_json::to_string(post).map_err(json)?;
            let place = register.agency(&post.agency).map_or("", |agency| &*agency.jurisdiction);
            rows::write_post(changes, place, [&post.id, &post.agency], &document);
        }
        Ok(())
    }
}

/// The register in memory.
#[derive(Debug, Clone, Default)]
pub struct Register {
    jurisdictions: BTreeMap<Box<str>, Jurisdiction>,
    agencies: BTreeMap<Name, Agency>,
    posts: BTreeMap<Name, Post>,
    posts_of_agency: HashMap<Name, Vec<Name>>,
    agencies_of_item: HashMap<Box<str>, Vec<Name>>,
    served: HashMap<Name, BTreeSet<Name>>,
    holdings: HashMap<Name, Vec<Holding>>,
    deputies: Vec<Deputy>,
}

impl Register {
    /// A register of what a file says.
    ///
    /// # Errors
    /// Something is named that is not there, or twice; a credit code has a wrong check digit.
    pub fn new(file: RegisterFile) -> Result<Self, RegisterError> {
        let mut register = Self::default();
        let wrong = |what: String| Err(RegisterError::Inconsistent(what));
        for place in file.jurisdictions {
            let code = place.code.clone();
            if register.jurisdictions.insert(code.clone(), place).is_some() {
                return wrong(format!("the jurisdiction `{code}` is given twice"));
            }
        }
        for agency in file.agencies {
            if let Err(error) = domain::credit_code::CreditCode::parse(&agency.id) {
                return wrong(format!("agency `{}`: {error}", agency.id));
            }
            if !register.jurisdictions.contains_key(&agency.jurisdiction) {
                let place = &agency.jurisdiction;
                return wrong(format!("agency `{}`: no jurisdiction `{place}`", agency.id));
            }
            let id = agency.id.clone();
            if register.agencies.insert(id.clone(), agency).is_some() {
                return wrong(format!("the agency `{id}` is given twice"));
            }
        }
        register.index_services()?;
        for post in file.posts {
            if !register.agencies.contains_key(&post.agency) {
                return wrong(format!("post `{}`: no agency `{}`", post.id, post.agency));
            }
            register.posts_of_agency.entry(post.agency.clone()).or_default().push(post.id.clone());
            let id = post.id.clone();
            if register.posts.insert(id.clone(), post).is_some() {
                return wrong(format!("the post `{id}` is given twice"));
            }
        }
        Ok(register)
    }

    /// Reads the register from the store.
    ///
    /// # Errors
    /// The store says no, or holds something else.
    pub fn load(connection: &mut Connection) -> Result<Self, RegisterError> {
        fn all<T: serde::de::DeserializeOwned>(
            found: Vec<rows::Registered>,
        ) -> Result<Vec<T>, RegisterError> {
            let wrong = |error: serde_json::Error| RegisterError::Inconsistent(error.to_string());
            let parse = |row: rows::Registered| serde_json::from_str(&row.document).map_err(wrong);
            found.into_iter().map(parse).collect()
        }
        let mut register = Self::new(RegisterFile {
            jurisdictions: all(rows::jurisdictions(connection)?)?,
            agencies: all(rows::agencies(connection)?)?,
            posts: all(rows::posts(connection)?)?,
        })?;
        for holding in holdings::kept::<Holding>(connection, HOLDING)? {
            register.holdings.entry(holding.post.clone()).or_default().push(holding);
        }
        for holdings in register.holdings.values_mut() {
            holdings.sort_by_key(|holding| holding.interval.from);
        }
        register.deputies = holdings::kept(connection, DEPUTY)?;
        Ok(register)
    }

    /// A jurisdiction.
    #[must_use]
    pub fn jurisdiction(&self, code: &str) -> Option<&Jurisdiction> {
        self.jurisdictions.get(code)
    }

    /// All jurisdictions, by code.
    pub fn jurisdictions(&self) -> impl Iterator<Item = &Jurisdiction> {
        self.jurisdictions.values()
    }

    /// An agency.
    #[must_use]
    pub fn agency(&self, id: &str) -> Option<&Agency> {
        self.agencies.get(id)
    }

    /// All agencies, by id.
    pub fn agencies(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    /// The agencies that handle an item, by id.
    pub fn agencies_of_item<'a>(
        &'a self,
        item: &str,
    ) -> impl Iterator<Item = &'a Agency> + use<'a> {
        let agencies = self.agencies_of_item.get(item).into_iter().flatten();
        agencies.filter_map(|id| self.agencies.get(id))
    }

    /// A post.
    #[must_use]
    pub fn post(&self, id: &str) -> Option<&Post> {
        self.posts.get(id)
    }

    /// All posts, by id.
    pub fn posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.values()
    }

    /// The posts of an agency.
    pub fn posts_of<'a>(&'a self, agency: &str) -> impl Iterator<Item = &'a Post> {
        let posts = self.posts_of_agency.get(agency).into_iter().flatten();
        posts.filter_map(|id| self.posts.get(id))
    }

    /// A jurisdiction and those above it, the nearest first.
    pub fn upwards<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Jurisdiction> {
        // No register is deeper than country, province, city, county, town, village.
        const DEPTH: usize = 6;
        let first = self.jurisdictions.get(code);
        std::iter::successors(first, |place| {
            place.parent.as_ref().and_then(|parent| self.jurisdictions.get(parent))
        })
        .take(DEPTH)
    }

    /// The supervising agencies and appeal bodies that are competent for an agency: those of its jurisdiction and of every
    /// one above it.
    #[must_use]
    pub fn supervisors_of(&self, agency: &str) -> Vec<Name> {
        let Some(supervised) = self.agencies.get(agency) else { return Vec::new() };
        let places: Vec<&str> =
            self.upwards(&supervised.jurisdiction).map(|place| &*place.code).collect();
        let competent = self.agencies.values().filter(|known| {
            matches!(&*known.kind, SUPERVISION | APPEAL) && places.contains(&&*known.jurisdiction)
        });
        competent.map(|agency| agency.id.clone()).collect()
    }

    /// The agency of a kind that is responsible for another agency: in its jurisdiction or the nearest above, never
    /// itself.
    #[must_use]
    pub fn responsible(&self, kind: &str, for_agency: &str) -> Option<&Agency> {
        let supervised = self.agencies.get(for_agency)?;
        self.upwards(&supervised.jurisdiction).find_map(|place| {
            let here = |agency: &&Agency| agency.jurisdiction == place.code;
            let mut agencies = self.agencies.values().filter(here);
            agencies.find(|agency| *agency.kind == *kind && *agency.id != *for_agency)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_overlap_where_a_moment_lies_in_both() {
        let of = |from: Option<i64>, until: Option<i64>| Interval { from, until };
        let march = of(Some(10), Some(20));
        for (other, both) in [
            (of(Some(10), Some(20)), true),
            (of(Some(19), Some(30)), true),
            (of(None, Some(11)), true),
            (of(None, None), true),
            (of(Some(20), Some(30)), false),
            (of(None, Some(10)), false),
        ] {
            assert_eq!((march.overlaps(&other), other.overlaps(&march)), (both, both), "{other:?}");
        }
    }
}
