//! What can arise where: the items that agencies handle, with the procedures they run on, and who applies.

use super::applicants::Applicant;
use super::chance::Chance;
use super::settings::{OTHER, PROCEDURES, weight};
use crate::law_version::LawVersion;
use crate::register::Register;
use domain::event::Name;
use domain::item::{Item, ItemKind};
use domain::procedure::Procedure;
use std::collections::BTreeMap;

/// An item at an agency.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) place: Box<str>,
    pub(super) agency: Name,
    pub(super) item: &'static Item,
    pub(super) procedure: &'static Procedure,
}

/// Everything that can arise.
pub(super) struct Catalogue {
    offers: Vec<Offer>,
    by_procedure: Vec<(u32, Vec<usize>)>,
    applicants: Vec<Applicant>,
}

impl Catalogue {
    pub(super) fn new(
        register: &Register,
        law: &'static LawVersion,
        applicants: Vec<Applicant>,
    ) -> Self {
        let mut offers = Vec::new();
        let mut by_procedure: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for agency in register.agencies() {
            let items = agency.items.iter().filter_map(|code| law.items.get(&**code));
            for item in items {
                let Some(procedure) = law.procedures.get(&item.procedure) else { continue };
                by_procedure.entry(&procedure.id).or_default().push(offers.len());
                offers.push(Offer {
                    place: agency.jurisdiction.clone(),
                    agency: agency.id.clone(),
                    item,
                    procedure,
                });
            }
        }
        let weighed = by_procedure
            .into_iter()
            .map(|(procedure, offers)| (weight(PROCEDURES, procedure).unwrap_or(OTHER), offers));
        Self { offers, by_procedure: weighed.collect(), applicants }
    }

    pub(super) fn offer(&self, position: usize) -> Option<&Offer> {
        self.offers.get(position)
    }

    /// The position of an item at an agency.
    pub(super) fn find(&self, agency: &str, item: &str) -> Option<usize> {
        self.offers.iter().position(|offer| *offer.agency == *agency && offer.item.code == item)
    }

    /// Something that arises by chance.
    pub(super) fn any(&self, chance: &mut Chance) -> Option<usize> {
        let position = chance.weighted(self.by_procedure.iter().map(|(weight, _)| *weight))?;
        chance.pick(&self.by_procedure.get(position)?.1).copied()
    }

    /// Who applies for something, or whom it concerns: somebody who lives there, of the kind that does such things.
    pub(super) fn applicant(&self, offer: &Offer, chance: &mut Chance) -> Option<&Applicant> {
        let kind = match offer.item.kind {
            ItemKind::PublicService
            | ItemKind::Payment
            | ItemKind::Confirmation
            | ItemKind::Reward
            | ItemKind::Other => "person",
            _ => "enterprise",
        };
        let place = offer.place.trim_end_matches("00");
        let near = |applicant: &&Applicant| applicant.jurisdiction.starts_with(place);
        let local: Vec<&Applicant> = self.applicants.iter().filter(near).collect();
        let fitting: Vec<&Applicant> = local.iter().copied().filter(|a| *a.kind == *kind).collect();
        let other = chance.once_in(150);
        let among = if fitting.is_empty() || other { &local } else { &fitting };
        chance.pick(among).copied().or_else(|| self.applicants.first())
    }
}
