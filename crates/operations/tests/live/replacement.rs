//! What concerns the account of an administrator is done by the other two together, and by neither alone.

use crate::world::{Site, World};
use operations::caller::{AdministratorKind, Caller};
use operations::desk::Failure;
use operations::people::audit::{Filter, Subject};
use operations::people::replacement::Proposed;
use operations::people::setup::First;
use operations::people::sign_in::SignedIn;
use operations::people::{From, People};
use operations::time_source::{SetTime, TimeSource};
use std::sync::Arc;

on_both!(
    a_lost_administrator_is_replaced_by_the_other_two,
    a_new_password_of_an_administrator_takes_the_other_two,
    neither_alone_nor_the_one_concerned_does_it,
    a_proposal_is_confirmed_in_time_or_not_at_all,
);

const PASSWORD: &str = "seven tired otters";
const LOGINS: [&str; 3] = ["sys.admin", "sec.admin", "aud.admin"];

struct House {
    people: People,
    time: Arc<SetTime>,
    /// System, security, audit.
    three: [Caller; 3],
    _site: Site,
}

fn from() -> From {
    From { address: "198.51.100.1".into(), agent: String::new() }
}

fn house(site: Site) -> House {
    let mut world = World::at(site, "2026-03-02T09:00");
    let people = People::new(Arc::new(world.taken())).unwrap();
    let secret = people.setup_secret().unwrap().unwrap();
    let names = ["白露", "秋分", "霜降"];
    let first = |which: usize| First {
        name: names[which].into(),
        login: LOGINS[which].into(),
        password: PASSWORD.into(),
    };
    people.set_up(&secret, &[first(0), first(1), first(2)], &from()).unwrap();
    let three = LOGINS.map(|login| caller(&people, login, PASSWORD).unwrap());
    House { people, time: Arc::clone(&world.time), three, _site: world.site }
}

/// Who signs in; nobody when it is not possible.
fn caller(people: &People, login: &str, password: &str) -> Option<Caller> {
    match people.sign_in(login, password, &from()).unwrap() {
        SignedIn::Yes { secret, .. } => Some(people.present(&secret).unwrap()?.caller),
        _ => None,
    }
}

fn id(caller: &Caller) -> &str {
    let Caller::Administrator { account, .. } = caller else { panic!("{caller:?}") };
    account
}

/// What two did to the third: the word and the link.
fn together(house: &House, [first, second, about]: [usize; 3], proposed: Proposed) -> [String; 2] {
    let about = id(&house.three[about]);
    let word = house.people.propose(&house.three[first], about, proposed, "失联").unwrap();
    [word, house.people.confirm(&house.three[second], about).unwrap()]
}

fn replacement() -> Proposed {
    Proposed::Replacement { name: "立冬".into(), login: "new.admin".into() }
}

fn is_invalid<T>(outcome: &Result<T, Failure>) -> bool {
    matches!(outcome, Err(Failure::Invalid(_)))
}

fn acts(house: &House, auditor: &Caller) -> Vec<String> {
    let filter = Filter { subject: Some(Subject::Administration), ..Filter::default() };
    let found = house.people.audit(auditor, &filter, 10).unwrap();
    let mut acts: Vec<_> = found.entries.into_iter().map(|kept| kept.entry.act).collect();
    // They are of one moment.
    acts.sort();
    acts.retain(|act| act != "set-up");
    acts
}

fn a_lost_administrator_is_replaced_by_the_other_two(site: Site) {
    let house = house(site);
    // Also the security administrator may be the one who is lost.
    let [word, link] = together(&house, [0, 2, 1], replacement());
    assert_eq!(caller(&house.people, LOGINS[1], PASSWORD), None, "the old account has ended");
    house.people.set_password(&link, &word, "nine tired otters").unwrap();
    let fresh = caller(&house.people, "new.admin", "nine tired otters").unwrap();
    let Caller::Administrator { kind, account } = &fresh else { panic!("{fresh:?}") };
    assert_eq!(*kind, AdministratorKind::Security);
    assert_ne!(&**account, id(&house.three[1]));
    // Nobody opens the old one again, and there are three of them.
    let old = id(&house.three[1]);
    assert!(is_invalid(&house.people.close_account(&fresh, old, (false, "试"))));
    assert!(is_invalid(&house.people.reset_password(&fresh, old, "试")));
    let thirds = house.people.administrators(&fresh).unwrap();
    let kinds: Vec<_> = thirds.iter().filter_map(|third| third.account.administrator).collect();
    assert_eq!(kinds, operations::people::setup::KINDS);
    assert_eq!(acts(&house, &house.three[2]), ["confirm-replace", "propose-replace"]);
}

fn a_new_password_of_an_administrator_takes_the_other_two(site: Site) {
    let house = house(site);
    let audit = id(&house.three[2]);
    // Not the security administrator alone.
    assert!(is_invalid(&house.people.reset_password(&house.three[1], audit, "忘记密码")));
    assert!(caller(&house.people, LOGINS[2], PASSWORD).is_some());
    let [word, link] = together(&house, [1, 0, 2], Proposed::Password);
    assert_eq!(caller(&house.people, LOGINS[2], PASSWORD), None);
    // Neither half opens anything without the other.
    for guessed in ["", "0000", link.as_str()] {
        assert!(is_invalid(&house.people.set_password(&link, guessed, "nine tired otters")));
    }
    assert!(is_invalid(&house.people.set_password(&word, &word, "nine tired otters")));
    assert!(house.people.link_holder(&link).unwrap().unwrap().needs_word);
    house.people.set_password(&link, &word, "nine tired otters").unwrap();
    let again = caller(&house.people, LOGINS[2], "nine tired otters").unwrap();
    assert_eq!(acts(&house, &again), ["confirm-password", "propose-password"]);
}

fn neither_alone_nor_the_one_concerned_does_it(site: Site) {
    let house = house(site);
    let [system, security, audit] = &house.three;
    let people = &house.people;
    // Nobody proposes about the own account.
    assert!(is_invalid(&people.propose(audit, id(audit), Proposed::Password, "试")));
    let without = people.propose(security, id(audit), Proposed::Password, " ");
    assert!(is_invalid(&without), "a reason is needed");
    people.propose(security, id(audit), Proposed::Password, "试").unwrap();
    for who in [security, audit] {
        assert!(is_invalid(&people.confirm(who, id(audit))), "{who:?}");
    }
    // Nor does somebody else overwrite a proposal that stands.
    assert!(is_invalid(&people.propose(system, id(audit), replacement(), "试")));
    for who in [Caller::Anyone, Caller::Party { person: "a-001".into() }] {
        let asked = people.confirm(&who, id(audit));
        assert!(matches!(asked, Err(Failure::Forbidden(_))), "{asked:?}");
    }
    // Nothing has happened to the third.
    assert!(caller(people, LOGINS[2], PASSWORD).is_some());
    // Whose account is closed meanwhile confirms nothing.
    people.close_account(security, id(system), (true, "试")).unwrap();
    let asked = people.confirm(system, id(audit));
    assert!(matches!(asked, Err(Failure::Unknown("administrator", _))), "{asked:?}");
}

fn a_proposal_is_confirmed_in_time_or_not_at_all(site: Site) {
    let house = house(site);
    let [system, security, audit] = &house.three;
    let people = &house.people;
    people.propose(security, id(audit), replacement(), "失联").unwrap();
    assert!(people.administrators(audit).unwrap()[2].proposal.is_some(), "all three see it");
    house.time.set(house.time.now() + people.proposals_stand() + 1);
    assert!(people.administrators(system).unwrap()[2].proposal.is_none());
    let late = people.confirm(system, id(audit));
    assert!(matches!(late, Err(Failure::Unknown("proposal", _))), "{late:?}");
    // It can be proposed anew, also by the other one; once confirmed it is used up.
    people.propose(system, id(audit), Proposed::Password, "失联").unwrap();
    people.confirm(security, id(audit)).unwrap();
    assert!(matches!(people.confirm(security, id(audit)), Err(Failure::Unknown("proposal", _))));
}
