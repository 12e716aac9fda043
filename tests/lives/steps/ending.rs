//! What must hold at the end of every story: the log proves itself, and the public page names nobody.

use super::applying::{APPLICANT, Filed, NAME};
use crate::lives::driver::Scripts;
use crate::lives::house::{House, PHONE};
use operations::{signing_key, verify};

/// Verifies every log as `yangguang verify` does, and looks at the case with the eyes of anybody.
pub(crate) fn holds(house: &House, case: &Filed) {
    proved(house, case);
    nobody_is_named(house, case);
}

fn proved(house: &House, case: &Filed) {
    let place = house.place();
    let key = signing_key::read(&place.key_file()).unwrap().verifying_key();
    let mut connection = place.database.open_reader().unwrap();
    let logs = verify::verify(&mut connection, &key, &place.checkpoints(), &mut |_| {}).unwrap();
    let mut leaves = 0;
    for log in logs {
        let summary = log.outcome.unwrap_or_else(|wrong| panic!("{}: {wrong}", log.jurisdiction));
        assert!(summary.checkpoints > 0, "{} is signed", log.jurisdiction);
        if log.jurisdiction == case.place {
            leaves = summary.leaves;
        }
    }
    assert!(leaves > 1, "the log of {} holds the case", case.place);
}

fn nobody_is_named(house: &House, case: &Filed) {
    let Some(anybody) = house.browser("nobody", Scripts::Off, PHONE) else { return };
    anybody.go("/track");
    anybody.fill("#number", &case.number);
    anybody.click("form.search button");
    anybody.wait("#acts");
    assert_eq!(anybody.path(), case.path());
    let source = anybody.source();
    assert!(source.contains(&case.number));
    let register = house.platform.register();
    let officials = register.posts().map(|post| post.person.name.to_string());
    let known = [NAME.to_owned(), APPLICANT.trim_start_matches("party:").to_owned()];
    for name in known.into_iter().chain(officials) {
        assert!(!source.contains(&name), "the public page of {} names {name}", case.number);
    }
}
