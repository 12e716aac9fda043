//! Codes that somebody asks for who is not the holder of the telephone: they void none that stands, make nobody wait, and
//! tell nothing.

use crate::world::{Site, World};
use operations::desk::Failure;
use operations::people::codes::{Contact, may_have_code};
use operations::people::sign_in::SignedIn;
use operations::people::sign_up::SignUp;
use operations::people::{From, People};
use operations::time_source::SetTime;
use std::sync::Arc;

on_both!(
    a_stranger_who_asks_for_codes_holds_up_nobody,
    where_no_code_is_sent_one_still_stands,
    wrong_codes_of_a_stranger_void_nothing_and_make_nobody_wait,
    an_asker_learns_nothing,
);

const PHONE: &str = "13800138000";

fn from(address: &str) -> From {
    From { address: address.into(), agent: String::new() }
}

struct House {
    people: People,
    time: Arc<SetTime>,
    _site: Site,
}

/// A house in which the holder of the telephone has an account.
fn house(site: Site) -> House {
    let mut world = World::at(site, "2026-03-02T09:00");
    let platform = Arc::new(world.taken());
    let people = People::new(platform).unwrap();
    let wanted = SignUp { name: "穆闻禾".into(), ..SignUp::default() };
    let (contact, code) = people.sign_up(&wanted, PHONE, &from("198.51.100.1")).unwrap();
    let made = people.confirm_sign_up(&contact, &code, &from("198.51.100.1")).unwrap();
    assert!(matches!(made, SignedIn::Yes { .. }), "{made:?}");
    House { people, time: Arc::clone(&world.time), _site: world.site }
}

impl House {
    fn ask(&self, address: &str) -> Result<String, Failure> {
        self.people.send_sign_in_code(PHONE, &from(address)).map(|(_, code)| code)
    }

    fn enter(&self, code: &str, address: &str) -> SignedIn {
        let contact = Contact::parse(PHONE).unwrap();
        self.people.sign_in_by_code(&contact, code, &from(address)).unwrap()
    }

    fn lets_in(&self, code: &str, address: &str) -> bool {
        matches!(self.enter(code, address), SignedIn::Yes { .. })
    }

    fn wait(&self, seconds: i64) {
        use operations::time_source::TimeSource;
        self.time.set(self.time.now() + seconds * 1_000);
    }
}

/// Another code than this.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

const HOLDER: &str = "198.51.100.1";
const STRANGER: &str = "203.0.113.7";

fn a_stranger_who_asks_for_codes_holds_up_nobody(site: Site) {
    let house = house(site);
    house.ask(STRANGER).unwrap();
    // The holder does not wait for the minute of somebody else.
    let code = house.ask(HOLDER).unwrap();
    let again = house.ask(HOLDER).unwrap_err();
    assert!(may_have_code(&again), "{again:?}");
    // Nor does a later one void it.
    house.wait(61);
    house.ask(STRANGER).unwrap();
    assert!(house.lets_in(&code, HOLDER));
    // What was used once, and all that stood beside it, is gone.
    assert_eq!(house.enter(&code, HOLDER), SignedIn::No);
}

fn where_no_code_is_sent_one_still_stands(site: Site) {
    let house = house(site);
    let addresses = ["203.0.113.7", "192.0.2.7", "2001:db8:1::7", "2001:db8:2::7"];
    let codes = addresses.map(|address| house.ask(address).unwrap());
    // Also within a network: another address of it is no other asker.
    for address in ["203.0.113.99", "2001:db8:1:9::9", HOLDER] {
        assert!(may_have_code(&house.ask(address).unwrap_err()), "{address}");
    }
    // The telephone has got four, and each of them lets its holder in, for as long as none other is sent.
    house.wait(599);
    assert!(may_have_code(&house.ask(HOLDER).unwrap_err()));
    assert!(house.lets_in(&codes[1], HOLDER));
    let fresh = house.ask(HOLDER).unwrap();
    house.wait(601);
    assert_eq!(house.enter(&fresh, HOLDER), SignedIn::No, "after ten minutes it stands no more");
}

fn wrong_codes_of_a_stranger_void_nothing_and_make_nobody_wait(site: Site) {
    let house = house(site);
    let code = house.ask(HOLDER).unwrap();
    let mut waits = 0;
    for _ in 0..60 {
        match house.enter(wrong(&code), STRANGER) {
            SignedIn::Wait(_) => waits += 1,
            tried => assert_eq!(tried, SignedIn::No),
        }
        house.wait(5);
    }
    assert!(waits > 40, "who guesses waits: {waits}");
    assert!(house.lets_in(&code, HOLDER));
}

fn an_asker_learns_nothing(site: Site) {
    let house = house(site);
    let asked = |contact: &str, address: &str| {
        let asked = house.people.send_sign_in_code(contact, &from(address));
        asked.map(|_| ())
    };
    // One has an account, and one has not.
    for address in ["203.0.113.7", "203.0.113.8", "192.0.2.1", "192.0.3.1", "192.0.4.1", HOLDER] {
        assert_eq!(asked(PHONE, address), asked("13900139000", address), "{address}");
    }
}
