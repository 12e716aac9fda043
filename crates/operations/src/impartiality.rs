//! Standing back (回避): nobody handles, approves or supervises what concerns himself or herself.

use crate::caller::Caller;
use domain::case::refusal::clauses::Clauses;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::text::Text;
use store::cards::CardRow;
use store::cases::CaseHead;

/// Roles in a card that supervise; its other side is that of those who answer for what was done.
const SUPERVISING: [&str; 2] = ["supervisor", "appeal-body"];

/// A case as far as somebody may have an interest in it.
#[derive(Debug, Clone, Copy)]
pub struct Concern<'a> {
    /// The applicant or party.
    pub applicant: Option<&'a str>,
    /// For a card: the person whose act it is about.
    pub accused: Option<&'a str>,
    /// For a card: the applicant of the case in which it fell.
    pub applicant_behind: Option<&'a str>,
}

impl<'a> Concern<'a> {
    /// The concern of a case or card.
    #[must_use]
    pub fn of(head: &'a CaseHead, card: Option<&'a CardRow>, behind: Option<&'a str>) -> Self {
        Self {
            applicant: head.applicant.as_deref(),
            accused: card.and_then(|card| card.person.as_deref()),
            applicant_behind: behind,
        }
    }

    /// Whether an official, or the absent one for whom a deputy acts, may not act in a role.
    #[must_use]
    pub fn bars(&self, caller: &Caller, role: Option<&str>) -> bool {
        let Caller::Official { person, acting_for, .. } = caller else { return false };
        let is_one = |whom: Option<&str>| {
            whom.is_some_and(|whom| *whom == **person || acting_for.as_deref() == Some(whom))
        };
        let supervises = role.is_some_and(|role| SUPERVISING.contains(&role));
        is_one(self.applicant)
            || is_one(self.applicant_behind)
            || (supervises && is_one(self.accused))
    }
}

/// The refusal of an act in a case that concerns the person who acts.
#[must_use]
pub fn refusal(number: &str, clauses: &Clauses) -> Refusal {
    let case = Text { simplified: number.to_owned(), ..Text::default() };
    Refusal::general(RefusalRule::ConflictOfInterest, &case, clauses)
}
