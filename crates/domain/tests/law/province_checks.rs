//! The fictional province is consistent: every name resolves, every role is held, every check character fits.

use crate::province::{
    APPLICANTS, Agency, ApplicantKind, Disposition, Jurisdiction, Level, Misbehaviour, PROVINCE,
    Post,
};
use crate::shelf::{ITEMS, PROCEDURES};
use domain::credit_code::CreditCode;
use domain::procedure::{Performer, Procedure, StageIndex};
use domain::text::Text;
use std::collections::{BTreeSet, HashMap, HashSet};

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a String>) {
    let mut seen = HashSet::new();
    for id in ids {
        assert!(seen.insert(id), "the {what} `{id}` is given twice");
    }
}

fn in_three_languages(text: &Text) {
    let complete = text.traditional.is_some() && text.english.is_some();
    assert!(complete, "{} lacks a language", text.simplified);
}

fn posts_of(agency: &str) -> impl Iterator<Item = &'static Post> {
    PROVINCE.posts.iter().filter(move |post| post.agency == agency)
}

/// The people of an agency who hold a role.
fn holders(agency: &str, role: &str) -> BTreeSet<&'static str> {
    let holds = |post: &&Post| post.roles.iter().any(|held| held == role);
    posts_of(agency).filter(holds).map(|post| post.person.id.as_str()).collect()
}

/// The procedures of an agency's items.
fn procedures_of(agency: &Agency) -> Vec<&'static Procedure> {
    let handled = ITEMS.iter().filter(|item| agency.items.contains(&item.code));
    let ids: BTreeSet<&str> = handled.map(|item| item.procedure.as_str()).collect();
    PROCEDURES.iter().filter(|procedure| ids.contains(procedure.id.as_str())).collect()
}

/// The roles that the organ plays in a procedure.
fn roles_of(procedure: &Procedure) -> BTreeSet<&str> {
    let organ = procedure.stages.iter().filter(|stage| stage.performer == Performer::Organ);
    organ.filter_map(|stage| stage.role.as_deref()).collect()
}

#[test]
fn it_is_as_large_as_promised() {
    let at = |level| PROVINCE.jurisdictions.iter().filter(|j| j.level == level).count();
    assert_eq!([at(Level::Province), at(Level::City), at(Level::County)], [1, 3, 9]);
    assert!(PROVINCE.agencies.len() >= 44, "{}", PROVINCE.agencies.len());
    assert!(PROVINCE.posts.len() >= 250, "{}", PROVINCE.posts.len());
    assert_eq!(APPLICANTS.applicants.len(), 120);
}

#[test]
fn no_id_is_given_twice() {
    unique("jurisdiction", PROVINCE.jurisdictions.iter().map(|jurisdiction| &jurisdiction.code));
    unique("agency", PROVINCE.agencies.iter().map(|agency| &agency.id));
    unique("agency", PROVINCE.agencies.iter().map(|agency| &agency.name.simplified));
    unique("post", PROVINCE.posts.iter().map(|post| &post.id));
    unique("person", PROVINCE.posts.iter().map(|post| &post.person.id));
    let people = PROVINCE.posts.iter().map(|post| &post.person.name);
    unique("name", people.chain(APPLICANTS.applicants.iter().map(|applicant| &applicant.name)));
    unique("applicant", APPLICANTS.applicants.iter().map(|applicant| &applicant.id));
    let codes = APPLICANTS.applicants.iter().filter_map(|applicant| applicant.credit_code.as_ref());
    unique("code", codes.chain(PROVINCE.agencies.iter().map(|agency| &agency.id)));
}

#[test]
fn every_jurisdiction_hangs_under_the_next_level_and_is_fictional() {
    let by_code: HashMap<&str, &Jurisdiction> =
        PROVINCE.jurisdictions.iter().map(|j| (j.code.as_str(), j)).collect();
    for jurisdiction in &PROVINCE.jurisdictions {
        in_three_languages(&jurisdiction.name);
        assert!(jurisdiction.code.starts_with("99") && jurisdiction.code.len() == 6);
        let parent = jurisdiction.parent.as_deref().map(|code| by_code[code].level);
        let expected = match jurisdiction.level {
            Level::Province => None,
            Level::City => Some(Level::Province),
            Level::County => Some(Level::City),
        };
        assert_eq!(parent, expected, "{}", jurisdiction.code);
    }
}

#[test]
fn every_agency_has_a_valid_code_and_names_what_exists() {
    let items: HashSet<&str> = ITEMS.iter().map(|item| item.code.as_str()).collect();
    for agency in &PROVINCE.agencies {
        in_three_languages(&agency.name);
        CreditCode::parse(&agency.id).unwrap_or_else(|e| panic!("{}: {e}", agency.id));
        assert_eq!(&agency.id[2..8], agency.jurisdiction, "{}", agency.id);
        let known = PROVINCE.jurisdictions.iter().any(|j| j.code == agency.jurisdiction);
        assert!(known, "{}: no jurisdiction", agency.id);
        if let Some(parent) = &agency.parent {
            assert!(PROVINCE.agencies.iter().any(|other| other.id == *parent), "{parent}");
            assert_ne!(*parent, agency.id);
        }
        for item in &agency.items {
            assert!(items.contains(item.as_str()), "{}: no item {item}", agency.id);
        }
        unique("item", agency.items.iter());
        let handles_none = ["supervision", "appeal", "legal-office"].contains(&&*agency.kind);
        assert_eq!(agency.items.is_empty(), handles_none, "{}", agency.name.simplified);
    }
}

#[test]
fn every_item_is_handled_somewhere() {
    let handled: HashSet<&String> = PROVINCE.agencies.iter().flat_map(|a| &a.items).collect();
    for item in ITEMS.iter() {
        assert!(handled.contains(&item.code), "nobody handles {}", item.code);
    }
}

#[test]
fn every_post_belongs_to_an_agency_and_says_what_it_does() {
    let agencies: HashSet<&str> = PROVINCE.agencies.iter().map(|a| a.id.as_str()).collect();
    for post in &PROVINCE.posts {
        in_three_languages(&post.title);
        assert!(agencies.contains(post.agency.as_str()), "{}: no agency", post.id);
        assert!(!post.roles.is_empty(), "{} has no role", post.id);
        unique("role", post.roles.iter());
    }
}

#[test]
fn every_role_is_held_and_separated_duties_lie_with_different_people() {
    for agency in &PROVINCE.agencies {
        for procedure in procedures_of(agency) {
            for role in roles_of(procedure) {
                let held = !holders(&agency.id, role).is_empty();
                assert!(held, "{}: nobody is {role} ({})", agency.name.simplified, procedure.id);
            }
            for separation in &procedure.separations {
                separated(agency, procedure, separation.stages.as_slice());
            }
        }
    }
}

fn separated(agency: &Agency, procedure: &Procedure, stages: &[StageIndex]) {
    let stages = stages.iter().filter_map(|index| procedure.stage(*index));
    let roles: Vec<&str> = stages.filter_map(|stage| stage.role.as_deref()).collect();
    for (position, role) in roles.iter().enumerate() {
        for other in roles.iter().skip(position + 1) {
            let both = posts_of(&agency.id).find(|post| {
                let holds = |role: &str| post.roles.iter().any(|held| held == role);
                holds(role) && holds(other)
            });
            let both = both.map(|post| &post.id);
            assert!(both.is_none(), "{both:?}: {role} and {other} ({})", procedure.id);
        }
    }
}

#[test]
fn two_officers_are_there_where_the_law_asks_for_two() {
    for agency in &PROVINCE.agencies {
        let procedures = procedures_of(agency);
        for role in ["investigator", "inspector", "enforcement-officer"] {
            if procedures.iter().any(|procedure| roles_of(procedure).contains(role)) {
                let holders = holders(&agency.id, role);
                assert!(holders.len() >= 2, "{}: one {role}", agency.name.simplified);
            }
        }
    }
}

#[test]
fn province_and_cities_supervise_and_hear_appeals_in_separate_bodies() {
    let above_county = PROVINCE.jurisdictions.iter().filter(|j| j.level != Level::County);
    for jurisdiction in above_county {
        for (kind, role) in [("supervision", "supervisor"), ("appeal", "appeal-body")] {
            let body = PROVINCE
                .agencies
                .iter()
                .find(|agency| agency.kind == kind && agency.jurisdiction == jurisdiction.code);
            let body = body.unwrap_or_else(|| panic!("{}: no {kind}", jurisdiction.code));
            assert!(!holders(&body.id, role).is_empty(), "{}", body.name.simplified);
        }
    }
    // A legal office keeps the catalogue and handles no case: no card falls on it.
    for agency in PROVINCE.agencies.iter().filter(|agency| agency.kind != "legal-office") {
        let answers = !holders(&agency.id, "supervised-agency").is_empty();
        assert!(answers, "{}: nobody answers a card", agency.name.simplified);
    }
}

#[test]
fn each_misbehaviour_and_disposition_occurs_and_misbehaviours_are_rare() {
    let bad: Vec<&Post> = PROVINCE.posts.iter().filter(|p| p.misbehaviour.is_some()).collect();
    let words: HashSet<Misbehaviour> = bad.iter().filter_map(|post| post.misbehaviour).collect();
    let agencies: HashSet<&str> = bad.iter().map(|post| post.agency.as_str()).collect();
    assert_eq!((bad.len(), words.len(), agencies.len()), (8, 8, 8));
    let dispositions: HashSet<Disposition> = PROVINCE.posts.iter().map(|p| p.disposition).collect();
    assert_eq!(dispositions.len(), 4);
}

#[test]
fn applicants_live_in_the_province_and_enterprises_have_valid_codes() {
    for applicant in &APPLICANTS.applicants {
        let known = PROVINCE.jurisdictions.iter().any(|j| j.code == applicant.jurisdiction);
        assert!(known, "{}: no jurisdiction", applicant.id);
        let is_enterprise = applicant.kind == ApplicantKind::Enterprise;
        assert_eq!(applicant.credit_code.is_some(), is_enterprise, "{}", applicant.id);
        if let Some(code) = &applicant.credit_code {
            CreditCode::parse(code).unwrap_or_else(|error| panic!("{code}: {error}"));
        }
    }
}

#[test]
fn whom_windows_serve_is_there_and_every_licensing_agency_has_a_centre() {
    let known: HashSet<&String> = PROVINCE
        .jurisdictions
        .iter()
        .map(|place| &place.code)
        .chain(PROVINCE.agencies.iter().map(|agency| &agency.id))
        .collect();
    let centres = || PROVINCE.agencies.iter().filter(|agency| !agency.serves.is_empty());
    for centre in centres() {
        assert!(centre.serves.iter().all(|served| known.contains(served)), "{}", centre.id);
    }
    let counties = PROVINCE.jurisdictions.iter().filter(|place| place.level == Level::County);
    for county in counties {
        let serving = centres().filter(|centre| centre.serves.contains(&county.code));
        assert_eq!(serving.count(), 1, "{} has one centre", county.code);
    }
}
