//! Where a person is written to: an address, confirmed by a one-time code that is sent there, and what is written about.

use super::audit::{Entry, Subject, add, failed};
use super::codes::{self, Contact as Reached, Message};
use super::sessions::Present;
use super::throttle::By;
use super::{From, People, account, invalid};
use crate::desk::{Failure, Records};
use crate::mail::{About, Contact, contact_of, find_contact};
use domain::text::Language;
use store::connection::StoreError;

/// What a code for an address is for, with the account that asked for it: nobody confirms an address for another.
fn purpose(account: &str) -> String {
    format!("mail {account}")
}

impl People {
    /// Whether the installation sends letters at all.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        self.platform.hall().mail.is_some()
    }

    /// Where the person is written to; none where no address was confirmed.
    ///
    /// # Errors
    /// The store says no.
    pub fn mail(&self, present: &Present) -> Result<Option<Contact>, Failure> {
        let found = |connection: &mut _| find_contact(connection, &present.account.id);
        self.platform.readers().read(found).map_err(failed)
    }

    /// The address that somebody typed.
    ///
    /// # Errors
    /// It is no address, or the installation sends no letters.
    pub fn mail_address(&self, typed: &str) -> Result<Reached, Failure> {
        if !self.sends_mail() {
            return Err(invalid(
                "本平台没有开通电子邮件，通知请在站内查看。",
                "本平台沒有開通電子郵件，通知請在站內查看。",
                "This installation sends no e-mail; notices are read in the inbox.",
            ));
        }
        address_of(typed)
    }

    /// Sends a code to the address at which the person wants to be written to, after the password or the code that stands
    /// for it; it is returned for demonstrations alone.
    ///
    /// # Errors
    /// The proof is wrong, it is no address, the installation sends no letters, or codes were asked for too often.
    pub fn ask_for_mail(
        &self,
        present: &Present,
        (typed, proof): (&str, &str),
        from: &From,
    ) -> Result<(Reached, String), Failure> {
        let address = self.mail_address(typed)?;
        self.confirm_password(present, proof)?;
        let code = self.send_code(&address, &purpose(&present.account.id), from)?;
        Ok((address, code))
    }

    /// Keeps the address when the code that was sent there comes back; whether it was right.
    ///
    /// # Errors
    /// The writer has stopped.
    pub fn confirm_mail(
        &self,
        present: &Present,
        (address, code): (&str, &str),
        language: Language,
    ) -> Result<bool, Failure> {
        let address = address_of(address)?;
        let fresh_address = address.clone();
        let (id, now) = (present.account.id.clone(), self.now());
        if self.throttle.wait(&[By::Name(&id)], now) > 0 {
            return Ok(false);
        }
        let (typed, person) = (code.to_owned(), id.clone());
        let right = self.keep_own(present, move |records| {
            let taken = match codes::take(records, &address, &typed, now)? {
                Ok(taken) => taken,
                Err(failure) => return Ok(Err(failure)),
            };
            if taken != Some(purpose(&person)) {
                return Ok(Ok(false));
            }
            let known = contact_of(&person).find::<Contact>(records)?;
            let fresh = Contact::verified(address.address(), language);
            let contact = succeeding(known.map(|(_, known)| known), fresh);
            write(records, &person, &contact)?;
            add(records, &Entry::done(Subject::Account, "confirm-mail", &person), now)?;
            Ok(Ok(true))
        })?;
        if right {
            self.tell_contact(present, &fresh_address);
        } else {
            self.throttle.failed(&[By::Name(&id)], now);
        }
        Ok(right)
    }

    /// Tells the contact of the account that something goes to an address: whoever did not want that learns of it.
    fn tell_contact(&self, present: &Present, address: &Reached) {
        let Some(to) = present.account.contact.clone().filter(|to| to != address) else { return };
        let shown = address.masked();
        let text = format!(
            "【阳光】您的账号现在使用电子邮箱{shown}接收通知。如果不是您本人操作，请登录后移除该邮箱并更改密码。 / Your account now writes to the e-mail address {shown}. If you did not choose that, sign in, remove it and change the password."
        );
        let subject = "账号的电子邮箱 / E-mail address of your account".to_owned();
        // The change stands already; what cannot be sent raises the alarm of the sender.
        if let Err(error) = self.sender.send(&Message { to, subject, text }) {
            self.platform.alarms().raise("codes", error.to_string());
        }
    }

    /// Whether a choice needs a proof: codes would go to where they did not go before, and with them the account.
    ///
    /// # Errors
    /// The store says no.
    pub fn choice_needs_proof(&self, present: &Present, about: &[About]) -> Result<bool, Failure> {
        let known = self.mail(present)?;
        let goes = known.is_some_and(|known| known.about.contains(&About::Codes));
        Ok(about.contains(&About::Codes) && !goes)
    }

    /// Keeps about what the person is written to, and in which language. Codes are chosen with the password, or the code
    /// that stands for it.
    ///
    /// # Errors
    /// The proof is wrong, no address was confirmed, or the writer has stopped.
    pub fn choose_mail(
        &self,
        present: &Present,
        (about, language): (Vec<About>, Language),
        proof: &str,
    ) -> Result<(), Failure> {
        let proved = self.choice_needs_proof(present, &about)?;
        if proved {
            self.confirm_password(present, proof)?;
        }
        let (person, now) = (present.account.id.clone(), self.now());
        let address = self.keep_own(present, move |records| {
            let Some((_, known)) = contact_of(&person).find::<Contact>(records)? else {
                return Ok(Err(Failure::Unknown("address", "".into())));
            };
            // Another address may have come in between: it does not get what nobody proved.
            let goes = proved || known.about.contains(&About::Codes);
            let mut contact = Contact { about, language, ..known };
            contact.about.retain(|about| goes || *about != About::Codes);
            write(records, &person, &contact)?;
            add(records, &Entry::done(Subject::Account, "choose-mail", &person), now)?;
            Ok(Ok(contact.email.to_string()))
        })?;
        if proved {
            self.tell_contact(present, &Reached::Email(address));
        }
        Ok(())
    }

    /// Forgets the address: no letter goes there any more, not even one that waits.
    ///
    /// # Errors
    /// The writer has stopped.
    pub fn remove_mail(&self, present: &Present) -> Result<(), Failure> {
        let (person, now) = (present.account.id.clone(), self.now());
        self.keep_own(present, move |records| {
            records.remove(contact_of(&person).key());
            add(records, &Entry::done(Subject::Account, "remove-mail", &person), now)?;
            Ok(Ok(()))
        })
    }

    /// Where else a code goes that is sent to a contact: to the confirmed address of whose telephone it is.
    pub(super) fn also_reached(&self, contact: &Reached) -> Result<Option<Reached>, StoreError> {
        let Reached::Phone(number) = contact else { return Ok(None) };
        self.platform.readers().read(|connection| {
            let Some(account) = account::of_login(connection, number)? else { return Ok(None) };
            let mail = find_contact(connection, &account.id)?;
            let mail = mail.filter(|mail| mail.about.contains(&About::Codes) && !account.disabled);
            Ok(mail.map(|mail| Reached::Email(mail.email.into())))
        })
    }
}

/// What comes after an address: another one keeps what was chosen, but for codes.
fn succeeding(known: Option<Contact>, fresh: Contact) -> Contact {
    let Some(known) = known else { return fresh };
    let same = known.email == fresh.email;
    let mut next = Contact { email: fresh.email, ..known };
    next.about.retain(|about| same || *about != About::Codes);
    next
}

/// Writes where a person is written to.
pub(super) fn write(
    records: &mut Records<'_>,
    person: &str,
    contact: &Contact,
) -> Result<(), StoreError> {
    let now = records.now();
    records.write(contact_of(person).record(person, now, contact)?);
    Ok(())
}

/// An e-mail address to which letters can be sent.
fn address_of(typed: &str) -> Result<Reached, Failure> {
    let read = Reached::parse(typed);
    let fine = |reached: &Reached| matches!(reached, Reached::Email(address) if address.parse::<lettre::Address>().is_ok());
    read.filter(fine).ok_or_else(|| {
        invalid(
            "请填写完整的电子邮箱地址，例如 name@example.cn。",
            "請填寫完整的電子郵箱地址，例如 name@example.cn。",
            "Give a whole e-mail address, such as name@example.cn.",
        )
    })
}
