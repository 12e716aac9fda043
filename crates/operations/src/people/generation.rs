//! Generations of an account: what was proved under an older password does not stand, however late it is written.
//!
//! A sign-in proves a password first and writes its session later; in between the holder may choose another password. So
//! an account counts how often all other sessions were ended, and a session carries the number under which it was proved.

use super::account;
use super::sessions::{Present, SESSION, Session};
use super::{Outcome, People, find, invalid};
use crate::desk::{Failure, Records};
use crate::permissions;
use store::connection::StoreError;

impl People {
    /// Keeps what somebody changes about the own account, unless the session is over by then: what was proved when the
    /// request came must still hold when it is written.
    pub(super) fn keep_own<T: Send + 'static>(
        &self,
        present: &Present,
        work: impl FnOnce(&mut Records<'_>) -> Outcome<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let there = present.clone();
        self.platform.keep(&present.caller, &permissions::OWN_ACCOUNT, move |records| {
            if !stands(records, &there)? {
                return Ok(Err(over()));
            }
            work(records)
        })
    }
}

/// Begins another generation of an account: what began under an older one does not stand.
pub(super) fn next_generation(records: &mut Records<'_>, id: &str) -> Result<u32, StoreError> {
    let Some(mut account) = account::current(records, id)? else { return Ok(0) };
    account.generation = account.generation.wrapping_add(1);
    account::keep(records, &account)?;
    Ok(account.generation)
}

/// Whether a session that was there when a request came is there still, and its account as it was proved.
fn stands(records: &mut Records<'_>, present: &Present) -> Result<bool, StoreError> {
    let Some(account) = account::current(records, &present.account.id)? else { return Ok(false) };
    let known: Option<Session> = find(records, SESSION, &present.key)?;
    let same = account.generation == present.session.generation;
    Ok(known.is_some() && same && !account.disabled)
}

fn over() -> Failure {
    invalid(
        "本次登录已经结束：在别处退出了登录，或者更改了密码、身份。什么也没有更改，请重新登录。",
        "本次登入已經結束：在別處退出了登入，或者更改了密碼、身份。什麼也沒有更改，請重新登入。",
        "This session is over: it was ended elsewhere, or the password or the capacity was changed. Nothing was changed here; sign in again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law_library::LawLibrary;
    use crate::law_version::LawVersion;
    use crate::people::From;
    use crate::people::account::Account;
    use crate::people::sessions::{Capacity, begin};
    use crate::people::sign_in::SignedIn;
    use crate::people::sign_up::SignUp;
    use crate::platform::{Place, Platform};
    use crate::time_source::SetTime;
    use jiff::Timestamp;
    use std::sync::Arc;

    const PHONE: &str = "13800138000";
    const OLD: &str = "seven-otters-in-the-rain";
    const NEW: &str = "nine-herons-at-the-weir";

    struct House {
        people: People,
        secret: String,
        _folder: tempfile::TempDir,
    }

    fn secret_of(signed_in: SignedIn) -> String {
        match signed_in {
            SignedIn::Yes { secret, .. } => secret,
            other => panic!("{other:?}"),
        }
    }

    /// A house in which one holder has signed in, with the password [`OLD`].
    fn house() -> House {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_folder(folder.path());
        let law = LawVersion::compile(&LawLibrary::embedded()).unwrap();
        let now = "2026-03-02T09:00:00+08:00".parse::<Timestamp>().unwrap().as_millisecond();
        let platform = Platform::start(place, law, Arc::new(SetTime::new(now))).unwrap();
        let people = People::new(Arc::new(platform)).unwrap();
        let wanted = SignUp { name: "穆闻禾".into(), ..SignUp::default() };
        let (contact, code) = people.sign_up(&wanted, PHONE, &From::default()).unwrap();
        let secret = secret_of(people.confirm_sign_up(&contact, &code, &From::default()).unwrap());
        let house = House { people, secret, _folder: folder };
        let holder = house.present();
        let (_, code) = house.people.send_own_code(&holder, &From::default()).unwrap();
        house.people.change_password(&holder, &code, OLD).unwrap();
        house
    }

    impl House {
        /// The holder, as a request that comes now has found it.
        fn present(&self) -> Present {
            self.people.present(&self.secret).unwrap().unwrap()
        }

        /// Another session with the old password: the secret of the thief.
        fn stolen(&self) -> String {
            secret_of(self.people.sign_in(PHONE, OLD, &From::default()).unwrap())
        }

        fn account(&self) -> Account {
            self.present().account
        }

        fn sessions(&self) -> usize {
            self.people.sessions(&self.account()).unwrap().len()
        }
    }

    #[test]
    fn a_stolen_session_survives_no_other_password() {
        let house = house();
        let (first, second) = (house.stolen(), house.stolen());
        // Requests of the thief that were let in before the password changed, and write after it.
        let on_the_way = house.people.present(&first).unwrap().unwrap();
        house.people.change_password(&house.present(), OLD, NEW).unwrap();
        let word = Capacity::Party.word();
        let changed = house.people.change_capacity(&on_the_way, &word, &From::default());
        assert_eq!(changed, Err(over()));
        assert_eq!(
            house.people.change_password(&on_the_way, OLD, "four-cranes-on-ice"),
            Err(over())
        );
        assert_eq!(house.people.end_session(&on_the_way, None), Err(over()));
        for secret in [first, second] {
            assert!(house.people.present(&secret).unwrap().is_none());
        }
        assert_eq!(house.sessions(), 1, "the holder goes on");
    }

    #[test]
    fn a_session_goes_on_in_another_capacity_once() {
        let house = house();
        let (here, word) = (house.present(), Capacity::Party.word());
        let next = house.people.change_capacity(&here, &word, &From::default()).unwrap();
        assert!(house.people.present(&next).unwrap().is_some());
        assert_eq!(house.people.change_capacity(&here, &word, &From::default()), Err(over()));
        let there = house.people.present(&next).unwrap().unwrap();
        assert_eq!(house.people.sessions(&there.account).unwrap().len(), 1);
    }

    #[test]
    fn who_proved_the_old_password_is_not_let_in_after_it_changed() {
        let house = house();
        let proved = house.account();
        house.people.change_password(&house.present(), OLD, NEW).unwrap();
        let late = house.people.let_in(&proved, "sign-in", &From::default());
        assert_eq!(late, Ok(SignedIn::No));
        assert_eq!(house.sessions(), 1);
        let now = house.account();
        let let_in = house.people.let_in(&now, "sign-in", &From::default()).unwrap();
        assert!(matches!(let_in, SignedIn::Yes { .. }), "{let_in:?}");
    }

    #[test]
    fn a_session_of_an_older_generation_stands_nowhere() {
        let house = house();
        let proved = house.account();
        house.people.change_password(&house.present(), OLD, NEW).unwrap();
        let (as_of, now) = ((Capacity::Party, From::default()), house.people.now());
        let work = move |records: &mut Records<'_>| {
            Ok(Ok(begin(records, &proved, (as_of.0, &as_of.1), now)?))
        };
        let caller = crate::caller::Caller::Anyone;
        let secret = house.people.platform.keep(&caller, &permissions::SIGN_IN, work).unwrap();
        assert!(house.people.present(&secret).unwrap().is_none());
        assert_eq!(house.sessions(), 1, "nor is it listed");
    }
}
