//! What somebody changes in the own account: password, second factor.

use super::account::{self, Account};
use super::audit::{Entry, Subject, add};
use super::codes::{self, Contact};
use super::sessions::{Present, end_all};
use super::throttle::By;
use super::totp::{Enrolment, SecondFactor};
use super::{From, People, invalid, password};
use crate::desk::{Failure, Records};
use domain::text::half_width;
use store::connection::StoreError;

impl People {
    /// Changes the password of one's own account; every other session ends. Before the first password of an account
    /// that was made by a code, a code is asked for instead of the old one.
    ///
    /// # Errors
    /// The old password is wrong, the new one is guessed too easily, or one has to wait.
    pub fn change_password(&self, present: &Present, old: &str, new: &str) -> Result<(), Failure> {
        let account = &present.account;
        // A code is used up by its proof: what is wrong with the new password is said before.
        check(account, new)?;
        self.confirm_password(present, old)?;
        let hash = self.hasher.hash(new)?;
        let (id, key, now) = (account.id.clone(), present.key.clone(), self.now());
        self.keep_own(present, move |records| {
            change(records, &id, |account| account.password = Some(hash))?;
            end_all(records, &id, Some(&key))?;
            add(records, &Entry::done(Subject::Account, "change-password", &id), now)?;
            Ok(Ok(()))
        })
    }

    /// Sends a code to the contact of an account without a password: it stands for the password where that is asked for.
    ///
    /// # Errors
    /// The account has no contact, or codes were asked for too often.
    pub fn send_own_code(
        &self,
        present: &Present,
        from: &From,
    ) -> Result<(Contact, String), Failure> {
        let account = &present.account;
        let contact =
            account.contact.clone().ok_or_else(|| Failure::Unknown("address", "".into()))?;
        let code = self.send_code(&contact, &purpose(&account.id), from)?;
        Ok((contact, code))
    }

    /// Whether the password is right that somebody who is signed in gives once more, before what matters is changed; of
    /// an account without one, whether it is the code that was sent to its contact. An open session alone is no proof.
    pub(super) fn confirm_password(&self, present: &Present, typed: &str) -> Result<(), Failure> {
        let account = &present.account;
        if account.password.is_none() {
            return self.confirm_own_code(present, typed);
        }
        let (by, now) = ([By::Name(&account.id)], self.now());
        let wait = self.throttle.wait(&by, now);
        if wait == 0 && self.hasher.fits(typed, account.password.as_deref())? {
            self.throttle.succeeded(By::Name(&account.id));
            return Ok(());
        }
        if wait == 0 {
            self.throttle.failed(&by, now);
        }
        Err(invalid(
            "当前密码不正确，或者尝试次数过多。请核对后再试；多次出错后需要等待。",
            "目前密碼不正確，或者嘗試次數過多。請核對後再試；多次出錯後需要等待。",
            "The present password is not right, or there were too many tries. Check it and try again; after several errors one has to wait.",
        ))
    }

    fn confirm_own_code(&self, present: &Present, typed: &str) -> Result<(), Failure> {
        let (id, now) = (present.account.id.clone(), self.now());
        let (typed, contact) = (typed.to_owned(), present.account.contact.clone());
        let right = self.throttle.wait(&[By::Name(&id)], now) == 0
            && self.keep_own(present, move |records| {
                let Some(contact) = contact else { return Ok(Ok(false)) };
                let taken = codes::take(records, &contact, &typed, now)?;
                Ok(taken.map(|taken| taken == Some(purpose(&id))))
            })?;
        if right {
            return Ok(());
        }
        self.throttle.failed(&[By::Name(&present.account.id)], now);
        Err(invalid(
            "验证码不正确或者已经失效。请核对最近一次收到的验证码；多次出错后需要等待。",
            "驗證碼不正確或者已經失效。請核對最近一次收到的驗證碼；多次出錯後需要等待。",
            "The code is not right or does not stand any more. Use the one that came last; after several errors one has to wait.",
        ))
    }

    /// A fresh secret for a second factor, to be confirmed.
    #[must_use]
    pub fn begin_enrolment(&self, present: &Present) -> Enrolment {
        let name = present.account.logins.first().map_or(present.account.id.as_str(), |name| name);
        Enrolment::new(name)
    }

    /// Confirms a second factor with a code of it; the recovery codes, which are shown this once.
    ///
    /// # Errors
    /// Password or code are wrong.
    pub fn enrol(
        &self,
        present: &Present,
        (secret, code): (&str, &str),
        typed: &str,
    ) -> Result<Vec<String>, Failure> {
        self.confirm_password(present, typed)?;
        let now = self.now();
        let code: String = half_width(code).chars().filter(char::is_ascii_digit).collect();
        let of = (&*self.sealer, present.account.id.as_str());
        let Some((factor, words)) = SecondFactor::confirmed(of, (secret, &code), now)? else {
            return Err(invalid(
                "动态码不正确。请核对手机时间是否准确，输入应用当前显示的6位数字。",
                "動態碼不正確。請核對手機時間是否準確，輸入應用程式目前顯示的6位數字。",
                "The code is not right. Check the time of your phone, and give the six digits that the app shows now.",
            ));
        };
        let (id, key) = (present.account.id.clone(), present.key.clone());
        self.keep_own(present, move |records| {
            change(records, &id, |account| account.second_factor = Some(factor))?;
            end_all(records, &id, Some(&key))?;
            add(records, &Entry::done(Subject::Account, "enrol-second-factor", &id), now)?;
            Ok(Ok(()))
        })?;
        Ok(words)
    }

    /// Gives up the second factor.
    ///
    /// # Errors
    /// The password is wrong, or the installation asks staff for a second factor.
    pub fn remove_second_factor(&self, present: &Present, typed: &str) -> Result<(), Failure> {
        self.confirm_password(present, typed)?;
        if self.settings().second_factor == 1 && present.account.is_official() {
            return Err(invalid(
                "本平台要求工作人员使用第二重验证，不能停用；可以重新绑定。",
                "本平台要求工作人員使用第二重驗證，不能停用；可以重新綁定。",
                "This installation asks staff for a second factor: it cannot be given up, only set up anew.",
            ));
        }
        let (id, now) = (present.account.id.clone(), self.now());
        self.keep_own(present, move |records| {
            change(records, &id, |account| account.second_factor = None)?;
            add(records, &Entry::done(Subject::Account, "remove-second-factor", &id), now)?;
            Ok(Ok(()))
        })
    }
}

/// What a code is for that stands for the password of an account without one.
fn purpose(account: &str) -> String {
    format!("own {account}")
}

/// Refuses a password that says something of its account.
pub(crate) fn check(account: &Account, new: &str) -> Result<(), Failure> {
    let mut words: Vec<&str> = account.logins.iter().map(String::as_str).collect();
    words.push(&account.name);
    password::check(new, &words)
}

/// Changes an account as it stands in the transaction.
pub(crate) fn change(
    records: &mut Records<'_>,
    id: &str,
    work: impl FnOnce(&mut Account),
) -> Result<(), StoreError> {
    if let Some(mut account) = account::current(records, id)? {
        work(&mut account);
        account::keep(records, &account)?;
    }
    Ok(())
}
