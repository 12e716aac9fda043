//! Signing up: a light account for a citizen or an enterprise, once a one-time code has shown that the contact is theirs.

use super::account::{self, Account, Class};
use super::audit::{Entry, Subject, add, failed};
use super::codes::{self, Contact};
use super::sign_in::{SignedIn, no_contact};
use super::{From, People, invalid};
use crate::caller::Caller;
use crate::desk::Failure;
use crate::permissions;
use domain::credit_code::{CreditCode, CreditCodeError};
use domain::text::{Language, half_width, is_filler};
use serde::{Deserialize, Serialize};

/// Characters of a name at most.
const LONGEST_NAME: usize = 60;

/// Who wants an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// The name of the person or of the enterprise.
    pub name: String,
    /// The unified social credit code, of an enterprise.
    pub credit_code: Option<String>,
    /// The language in which notices go to an address of e-mail.
    #[serde(default)]
    pub language: Language,
}

/// A name as it is kept.
///
/// # Errors
/// It is blank, too long, or has characters that names do not have.
pub(crate) fn name_of(typed: &str) -> Result<String, Failure> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let fine = |c: char| c.is_alphanumeric() && !is_filler(c) || " ·.'’-（）()&、，,".contains(c);
    // Dots and hyphens alone are nobody's name.
    if !name.chars().any(char::is_alphanumeric)
        || name.chars().count() > LONGEST_NAME
        || !name.chars().all(fine)
    {
        return Err(invalid(
            "请填写姓名或者单位全称（60个字以内，不含特殊符号）。",
            "請填寫姓名或者單位全稱（60個字以內，不含特殊符號）。",
            "Give the full name of the person or organisation, in at most 60 characters without special signs.",
        ));
    }
    Ok(name)
}

fn code_of(typed: &str) -> Result<String, Failure> {
    let code = half_width(typed).trim().to_uppercase();
    let parsed = CreditCode::parse(&code);
    parsed.map(|code| code.as_str().to_owned()).map_err(|error| match error {
        CreditCodeError::Check { .. } => invalid(
            "统一社会信用代码的校验位不符：有一个字符写错了，请对照营业执照核对。",
            "統一社會信用代碼的校驗位不符：有一個字元寫錯了，請對照營業執照核對。",
            "The check character of the unified social credit code does not fit: one character is mistyped. Compare it with the business licence.",
        ),
        CreditCodeError::Length(_) | CreditCodeError::Character(_) => invalid(
            "统一社会信用代码为18位数字和大写字母（不含I、O、S、V、Z）。",
            "統一社會信用代碼為18位數字和大寫字母（不含I、O、S、V、Z）。",
            "A unified social credit code has 18 digits and capital letters, without I, O, S, V, Z.",
        ),
    })
}

impl People {
    /// Sends a code to somebody who wants an account; the code is returned for demonstrations alone.
    ///
    /// # Errors
    /// What was filled in is not right, or codes were asked for too often.
    pub fn sign_up(
        &self,
        wanted: &SignUp,
        contact: &str,
        from: &From,
    ) -> Result<(Contact, String), Failure> {
        let contact = Contact::parse(contact).ok_or_else(no_contact)?;
        let name = name_of(&wanted.name)?;
        let credit_code = wanted.credit_code.as_deref().map(code_of).transpose()?;
        let language = wanted.language;
        let purpose = serde_json::to_string(&SignUp { name, credit_code, language })
            .map_err(|error| Failure::Damaged(error.to_string()))?;
        let code = self.send_code(&contact, &purpose, from)?;
        Ok((contact, code))
    }

    /// Makes the account when the code comes back, and signs in. Where the contact has an account already, it is signed
    /// in to that one: whoever receives its codes is its holder.
    ///
    /// # Errors
    /// The writer has stopped.
    pub fn confirm_sign_up(
        &self,
        contact: &Contact,
        code: &str,
        from: &From,
    ) -> Result<SignedIn, Failure> {
        let now = self.now();
        let by = codes::by(contact.address(), from);
        if self.throttle.wait(&by, now) > 0 {
            return Ok(SignedIn::No);
        }
        let (to, typed, origin) = (contact.clone(), code.to_owned(), from.clone());
        let made = self.platform.keep(&Caller::Anyone, &permissions::SIGN_UP, move |records| {
            let purpose = match codes::take(records, &to, &typed, now)? {
                Ok(Some(purpose)) => purpose,
                Ok(None) => return Ok(Ok(None)),
                Err(failure) => return Ok(Err(failure)),
            };
            let known: Option<String> = super::find(records, account::LOGIN, to.address())?;
            if let Some(known) = known {
                return Ok(Ok(Some((known, false))));
            }
            let Ok(wanted) = serde_json::from_str::<SignUp>(&purpose) else { return Ok(Ok(None)) };
            let class =
                if wanted.credit_code.is_some() { Class::Enterprise } else { Class::Person };
            let mut account = Account::new(account::new_id(), class, wanted.name, now);
            account.credit_code = wanted.credit_code;
            account.logins = vec![to.address().to_owned()];
            if let Contact::Email(address) = &to {
                // The code has just shown whose it is.
                let contact = crate::mail::Contact::verified(address, wanted.language);
                super::mail::write(records, &account.id, &contact)?;
            }
            account.contact = Some(to);
            account::claim(records, &account, now)?;
            account::keep(records, &account)?;
            let entry = Entry::done(Subject::Account, "sign-up", &account.id);
            add(records, &entry.from(&origin), now)?;
            Ok(Ok(Some((account.id, true))))
        })?;
        let Some((id, fresh)) = made else {
            self.throttle.failed(&by, now);
            return Ok(SignedIn::No);
        };
        if fresh {
            return self.begin((id, 0), "sign-up", from);
        }
        let account: Option<Account> = self.read(account::ACCOUNT, &id).map_err(failed)?;
        let plain = |account: &Account| !account.is_official() && account.second_factor.is_none();
        match account.filter(plain) {
            Some(account) => self.let_in(&account, "sign-in-code", from),
            None => Ok(SignedIn::No),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_people_see() {
        for name in ["苏晚", "阿卜杜拉·买买提", "Su Wan-Li", "岚岳（河海）有限公司"]
        {
            assert_eq!(name_of(name).as_deref(), Ok(name));
        }
        for blank in ["", " \u{3000}", "\u{3164}", "苏\u{3164}", "\u{FFA0}", "\u{200B}", "·", "--"]
        {
            assert!(name_of(blank).is_err(), "{blank:?}");
        }
    }

    #[test]
    fn a_credit_code_may_be_typed_in_full_width() {
        assert_eq!(code_of("９１３３０１００７９９６５５０５８ｂ").unwrap(), "91330100799655058B");
    }
}
