//! What somebody changes in the own account: password, second factor.

use super::account::{self, Account};
use super::audit::{Entry, Subject, add};
use super::sessions::{Present, end_all};
use super::sign_in::end_halves;
use super::throttle::By;
use super::totp::{Enrolment, SecondFactor};
use super::{People, invalid, password};
use crate::desk::{Failure, Records};
use crate::permissions;
use store::connection::StoreError;

impl People {
    /// Changes the password of one's own account; every other session ends. The first password of an account that was
    /// made by a code needs no old one.
    ///
    /// # Errors
    /// The old password is wrong, the new one is guessed too easily, or one has to wait.
    pub fn change_password(&self, present: &Present, old: &str, new: &str) -> Result<(), Failure> {
        self.confirm_password(present, old)?;
        let account = &present.account;
        check(account, new)?;
        let hash = self.hasher.hash(new)?;
        let (id, key, now) = (account.id.clone(), present.key.clone(), self.now());
        self.platform.keep(&present.caller, &permissions::OWN_ACCOUNT, move |records| {
            change(records, &id, |account| account.password = Some(hash))?;
            end_all(records, &id, Some(&key))?;
            end_halves(records, &id)?;
            add(records, &Entry::done(Subject::Account, "change-password", &id), now)?;
            Ok(Ok(()))
        })
    }

    /// Whether the password is right that somebody who is signed in gives once more, before what matters is changed.
    pub(super) fn confirm_password(&self, present: &Present, typed: &str) -> Result<(), Failure> {
        let account = &present.account;
        if account.password.is_none() {
            return Ok(());
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
        let code: String = code.chars().filter(char::is_ascii_digit).collect();
        let of = (&*self.sealer, present.account.id.as_str());
        let Some((factor, words)) = SecondFactor::confirmed(of, (secret, &code), now)? else {
            return Err(invalid(
                "动态码不正确。请核对手机时间是否准确，输入应用当前显示的6位数字。",
                "動態碼不正確。請核對手機時間是否準確，輸入應用程式目前顯示的6位數字。",
                "The code is not right. Check the time of your phone, and give the six digits that the app shows now.",
            ));
        };
        let (id, key) = (present.account.id.clone(), present.key.clone());
        self.platform.keep(&present.caller, &permissions::OWN_ACCOUNT, move |records| {
            change(records, &id, |account| account.second_factor = Some(factor))?;
            end_all(records, &id, Some(&key))?;
            end_halves(records, &id)?;
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
        self.platform.keep(&present.caller, &permissions::OWN_ACCOUNT, move |records| {
            change(records, &id, |account| account.second_factor = None)?;
            add(records, &Entry::done(Subject::Account, "remove-second-factor", &id), now)?;
            Ok(Ok(()))
        })
    }
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
