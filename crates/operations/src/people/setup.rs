//! The first run: a secret that only the operator of the machine can read makes the three administrators, once.

use super::account::{self, Account, Class};
use super::audit::{Entry, Subject, add};
use super::sign_up::name_of;
use super::throttle::By;
use super::{From, People, find, invalid, read, write};
use crate::caller::{AdministratorKind, Caller};
use crate::desk::Failure;
use crate::permissions;
use crate::private_files;
use std::io::Write;
use std::path::{Path, PathBuf};
use store::connection::{Connection, StoreError};

/// The kind of records that are settings, and the key of the one that says that it was done.
const SETTING: &str = "setting";
const DONE: &str = "set-up";

/// One of the three, as it is to be made.
#[derive(Debug, Clone, Default)]
pub struct First {
    /// Name for people.
    pub name: String,
    /// Name to sign in with.
    pub login: String,
    /// Password.
    pub password: String,
}

/// The order in which the three are given.
pub const KINDS: [AdministratorKind; 3] =
    [AdministratorKind::System, AdministratorKind::Security, AdministratorKind::Audit];

/// Where the secret of the first start stands.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("setup-secret")
}

/// The secret that stands in a folder; none when the three were made, or nothing was started there.
///
/// # Errors
/// The file cannot be read.
pub fn standing_secret(folder: &Path) -> std::io::Result<Option<String>> {
    match std::fs::read_to_string(file(folder)) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the three were made.
///
/// # Errors
/// The store says no.
pub fn is_done(connection: &mut Connection) -> Result<bool, StoreError> {
    Ok(read::<bool>(connection, SETTING, DONE)?.unwrap_or(false))
}

/// A name to sign in with that an office gives.
///
/// # Errors
/// It is not one.
pub(crate) fn login(typed: &str) -> Result<String, Failure> {
    let login = account::login_of(typed);
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-@+".contains(&b);
    if !(3..=64).contains(&login.len()) || !login.bytes().all(fine) {
        return Err(invalid(
            "登录名由3到64个小写字母、数字和 . _ - 组成，也可以用手机号或者电子邮箱。",
            "登入名稱由3到64個小寫字母、數字和 . _ - 組成，也可以用手機號或者電子郵箱。",
            "A name to sign in with has 3 to 64 small letters, digits and . _ -; a phone number or e-mail address will do.",
        ));
    }
    Ok(login)
}

impl People {
    /// The secret that the operator shows to whoever sets the installation up; made at the first start, none once the
    /// three administrators are there.
    ///
    /// # Errors
    /// The store or the folder cannot be used.
    pub fn setup_secret(&self) -> std::io::Result<Option<String>> {
        let done = self.platform.readers().read(is_done).map_err(std::io::Error::other)?;
        let folder = &self.platform.place().folder;
        if done {
            return Ok(None);
        }
        if let Some(secret) = standing_secret(folder)? {
            return Ok(Some(secret));
        }
        let secret = (0..6).map(|_| super::random_word(4)).collect::<Vec<_>>().join("-");
        let mut options = private_files::writing();
        options.create_new(true).open(file(folder))?.write_all(format!("{secret}\n").as_bytes())?;
        Ok(Some(secret))
    }

    /// Whether the three administrators are still to be made.
    ///
    /// # Errors
    /// The store says no.
    pub fn is_to_be_set_up(&self) -> Result<bool, StoreError> {
        Ok(!self.platform.readers().read(is_done)?)
    }

    /// Makes the three administrators.
    ///
    /// # Errors
    /// The secret is wrong, it was done before, two are the same, or a password is guessed too easily.
    pub fn set_up(&self, secret: &str, three: &[First; 3], from: &From) -> Result<(), Failure> {
        let (by, now) = ([By::Name("set-up"), By::Address(&from.address)], self.now());
        let standing = standing_secret(&self.platform.place().folder).unwrap_or_default();
        let right = standing.is_some_and(|standing| {
            super::password::same(standing.as_bytes(), secret.trim().as_bytes())
        });
        if self.throttle.wait(&by, now) > 0 || !right {
            self.throttle.failed(&by, now);
            return Err(invalid(
                "启动密钥不正确。它显示在启动平台的控制台上；运维人员可以在本机用 yangguang setup 再次查看。",
                "啟動密鑰不正確。它顯示在啟動平台的控制台上；運維人員可以在本機用 yangguang setup 再次查看。",
                "The secret is not right. It stands on the console where the platform was started; on the machine `yangguang setup` shows it again.",
            ));
        }
        let made = self.three_accounts(three, now)?;
        let from = from.clone();
        self.platform.keep(&Caller::Anyone, &permissions::SET_UP, move |records| {
            if find::<bool>(records, SETTING, DONE)?.unwrap_or(false) {
                return Ok(Err(Failure::KeyReused));
            }
            for account in &made {
                if !account::claim(records, account, now)? {
                    return Ok(Err(taken()));
                }
                account::keep(records, account)?;
                let entry = Entry::done(Subject::Administration, "set-up", &account.id);
                let kind = account.administrator.map_or("", kind_word);
                add(records, &entry.on(kind).from(&from), now)?;
            }
            write(records, [SETTING, DONE, ""], now, &true)?;
            Ok(Ok(()))
        })?;
        // It opens nothing any more; a file that stays does no harm.
        let _ = std::fs::remove_file(file(&self.platform.place().folder));
        Ok(())
    }

    fn three_accounts(&self, three: &[First; 3], now: i64) -> Result<Vec<Account>, Failure> {
        let mut made: Vec<Account> = Vec::new();
        for (first, kind) in three.iter().zip(KINDS) {
            let name = name_of(&first.name)?;
            let mut account = Account::new(account::new_id(), Class::Administrator, name, now);
            account.administrator = Some(kind);
            account.logins = vec![login(&first.login)?];
            let twice =
                |other: &Account| other.logins == account.logins || other.name == account.name;
            if made.iter().any(twice) {
                return Err(invalid(
                    "三名管理员须由三个不同的人担任（三员分立）：姓名和登录名不能相同。",
                    "三名管理員須由三個不同的人擔任（三員分立）：姓名和登入名稱不能相同。",
                    "The three administrators are three different people: neither names nor sign-in names may be the same.",
                ));
            }
            super::own::check(&account, &first.password)?;
            account.password = Some(self.hasher.hash(&first.password)?);
            made.push(account);
        }
        Ok(made)
    }
}

/// The word of a kind of administrator.
#[must_use]
pub fn kind_word(kind: AdministratorKind) -> &'static str {
    match kind {
        AdministratorKind::System => "system",
        AdministratorKind::Security => "security",
        AdministratorKind::Audit => "audit",
    }
}

pub(crate) fn taken() -> Failure {
    invalid(
        "这个登录名已经有人使用，请换一个。",
        "這個登入名稱已經有人使用，請換一個。",
        "This name to sign in with belongs to somebody else. Choose another.",
    )
}
