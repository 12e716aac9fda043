//! Whom an act may name: posts and agencies by their names, never by their ids.

use super::Sent;
use crate::pages::acting::{Choice, ChoiceGroup, Input};
use crate::server::Site;
use crate::server::views::short_name;
use crate::wording::Wording;
use domain::case::options::Choice as Offered;
use domain::text::{Language, Text};
use operations::cases::show::CaseHead;
use operations::register::{Agency, Register};
use std::sync::Arc;

/// The names that the acts of a case may need.
pub(in crate::server) struct Names {
    register: Arc<Register>,
    jurisdiction: String,
    agency: String,
}

impl Names {
    pub(in crate::server) fn of(site: &Site, head: &CaseHead) -> Self {
        Self {
            register: site.platform.register(),
            jurisdiction: head.jurisdiction.to_string(),
            agency: head.agency.to_string(),
        }
    }

    /// How a field that names posts or agencies is filled in; none for every other field.
    pub(super) fn input(&self, field: &str, sent: &Sent) -> Option<Input> {
        match field {
            "to_post" | "post" => Some(Input::Pick(self.posts(field, sent))),
            "agency" => Some(Input::Pick(self.agencies(field, sent))),
            "agencies" => Some(Input::Groups(self.agencies(field, sent))),
            _ => None,
        }
    }

    /// The name of a choice; roles are ids in law files, and words for people.
    pub(super) fn of_choice(&self, field: &str, choice: &Offered) -> Text {
        if field != "approver" {
            return choice.name.clone();
        }
        let word = |language| Wording::shared(language).role(&choice.id);
        Text {
            simplified: word(Language::SimplifiedChinese),
            traditional: Some(word(Language::TraditionalChinese)),
            english: Some(word(Language::English)),
        }
    }

    /// The posts of the agency that handles the case.
    fn posts(&self, field: &str, sent: &Sent) -> Vec<ChoiceGroup> {
        let is_chosen = |id: &str| sent.all(field).any(|known| *known == *id);
        let choices = self.register.posts_of(&self.agency).map(|post| Choice {
            id: post.id.to_string(),
            name: short_name(&self.register, &post.id),
            chosen: is_chosen(&post.id),
        });
        let name = self.register.agency(&self.agency).map(|agency| agency.name.clone());
        vec![ChoiceGroup { name: name.unwrap_or_default(), choices: choices.collect() }]
    }

    /// The other agencies of the place and of the places above it, the nearest first.
    fn agencies(&self, field: &str, sent: &Sent) -> Vec<ChoiceGroup> {
        let is_chosen = |id: &str| sent.all(field).any(|known| *known == *id);
        let choice = |agency: &Agency| Choice {
            id: agency.id.to_string(),
            name: agency.name.clone(),
            chosen: is_chosen(&agency.id),
        };
        let group = |place: &operations::register::Jurisdiction| {
            let here =
                |agency: &&Agency| agency.jurisdiction == place.code && *agency.id != *self.agency;
            let choices = self.register.agencies().filter(here).map(choice).collect();
            ChoiceGroup { name: place.name.clone(), choices }
        };
        let groups = self.register.upwards(&self.jurisdiction).map(group);
        groups.filter(|group| !group.choices.is_empty()).collect()
    }
}
