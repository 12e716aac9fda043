//! As whom a caller may act in a case: one actor for each role that an act could need.

use crate::caller::Caller;
use domain::event::{Actor, Name};
use domain::procedure::{Performer, Procedure};

/// The actors of a caller in a case of this procedure; none for those who do not act in cases. A window can also act in
/// the place of the applicant, for whom it takes what is handed in: `decide_as` lets it do no more than that.
#[must_use]
pub fn actors(caller: &Caller, applicant: Option<&str>, procedure: &Procedure) -> Vec<Actor> {
    let parties = party_roles(procedure);
    match caller {
        Caller::Party { person } => {
            let party = |role| Actor { person: Some(person.clone()), role, ..Actor::default() };
            // Proceedings that an organ opens of its own motion name no role for the party.
            if parties.is_empty() {
                return vec![party(None)];
            }
            parties.into_iter().map(|role| party(Some(role))).collect()
        }
        Caller::Official { person, post, agency, roles, acting_for: absent, .. } => {
            let official = |role: &Name, acting_for: Option<Name>| Actor {
                person: Some(person.clone()),
                post: Some(post.clone()),
                role: Some(role.clone()),
                agency: Some(agency.clone()),
                acting_for,
            };
            let applicant = applicant.map(Name::from);
            let in_its_place =
                parties.iter().filter_map(|role| Some(official(role, Some(applicant.clone()?))));
            let own = roles.iter().map(|role| official(role, absent.clone()));
            in_its_place.chain(own).collect()
        }
        Caller::Anyone | Caller::Administrator { .. } | Caller::Feed { .. } | Caller::Platform => {
            Vec::new()
        }
    }
}

fn party_roles(procedure: &Procedure) -> Vec<Name> {
    let mut roles: Vec<Name> = Vec::new();
    for stage in procedure.stages.iter().filter(|stage| stage.performer == Performer::Party) {
        if let Some(role) = stage.role.as_ref().filter(|role| !roles.contains(role)) {
            roles.push(role.clone());
        }
    }
    roles
}
