//! Who holds a post at a moment, and who stands in for whom.

use super::{Deputy, Holding, Person, Post, Register, RegisterError};
use serde::de::DeserializeOwned;
use store::connection::Connection;
use store::settings::EVERYWHERE;

/// Rows that are read at a time.
const PAGE: u32 = 1_000;

/// Every record of a kind.
pub(super) fn kept<T: DeserializeOwned>(
    connection: &mut Connection,
    kind: &str,
) -> Result<Vec<T>, RegisterError> {
    let (mut all, mut after) = (Vec::new(), Box::<str>::default());
    loop {
        let rows = store::records::of_kind(connection, [EVERYWHERE, kind, &after], PAGE)?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = last.key.clone();
        for row in rows {
            let wrong = |error: serde_json::Error| RegisterError::Inconsistent(error.to_string());
            all.push(serde_json::from_str(&row.document).map_err(wrong)?);
        }
    }
}

impl Register {
    /// Who holds a post at a moment.
    #[must_use]
    pub fn holder(&self, post: &str, now: i64) -> Option<&Person> {
        match self.holdings.get(post) {
            None => self.post(post).map(|post| &post.person),
            Some(holdings) => {
                let mut holding = holdings.iter().filter(|holding| holding.interval.holds_at(now));
                holding.next_back().map(|holding| &holding.person)
            }
        }
    }

    /// Who held a post when, as far as it was said at run time.
    pub fn holdings_of(&self, post: &str) -> impl Iterator<Item = &Holding> {
        self.holdings.get(post).into_iter().flatten()
    }

    /// The posts that a person holds at a moment, by id.
    pub fn posts_held_by<'a>(
        &'a self,
        person: &'a str,
        now: i64,
    ) -> impl Iterator<Item = &'a Post> {
        let holds = move |post: &&Post| {
            self.holder(&post.id, now).is_some_and(|holder| *holder.id == *person)
        };
        self.posts().filter(holds)
    }

    /// All deputies, past and future too.
    pub fn deputies(&self) -> impl Iterator<Item = &Deputy> {
        self.deputies.iter()
    }

    /// For whom a person stands in at a moment: while the absent still holds the post.
    pub fn deputed_to<'a>(&'a self, person: &'a str, now: i64) -> impl Iterator<Item = &'a Deputy> {
        let stands_in = move |deputy: &&Deputy| {
            let holder = self.holder(&deputy.post, now);
            *deputy.person.id == *person
                && deputy.interval.holds_at(now)
                && holder.is_some_and(|holder| holder.id == deputy.absent.id)
        };
        self.deputies.iter().filter(stands_in)
    }

    /// Whether a person may act in a post at a moment, as its holder or for the one who is absent.
    #[must_use]
    pub fn may_act_in(
        &self,
        (person, post): (&str, &str),
        acting_for: Option<&str>,
        now: i64,
    ) -> bool {
        match acting_for {
            None => self.holder(post, now).is_some_and(|holder| *holder.id == *person),
            Some(absent) => self
                .deputed_to(person, now)
                .any(|deputy| *deputy.post == *post && *deputy.absent.id == *absent),
        }
    }

    /// The name of a person whom the register knows.
    #[must_use]
    pub fn person_name(&self, id: &str) -> Option<&str> {
        let held = self.posts.values().map(|post| &post.person);
        let holdings = self.holdings.values().flatten().map(|holding| &holding.person);
        let mut all = held.chain(holdings);
        all.find(|person| *person.id == *id).map(|person| &*person.name)
    }
}
