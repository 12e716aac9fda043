//! What two administrators do together to the account of the third: a new password, or somebody else in the place of who is
//! lost. One proposes and one confirms, within a set time, and neither is the one concerned. Each gets a half of what the
//! holder needs to sign in, so that none of the two can act in the role of the third.

use super::account::{self, Account, Class};
use super::accounts::{LINK, Link, fresh_link, with_reason};
use super::audit::{Entry, Subject, add, failed, name_of};
use super::own::change;
use super::sessions::end_all;
use super::{Outcome, People, digest, find, invalid, parsed, random_word, setup, sign_up, write};
use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::permissions::REPLACE_ADMINISTRATOR;
use serde::{Deserialize, Serialize};
use store::settings::EVERYWHERE;

/// The kind of records that are proposals, under the account that they concern.
const PROPOSAL: &str = "administrator-proposal";
/// Accounts of administrators that are looked at: those of today and of all who were replaced.
const MOST: u32 = 200;
/// Letters of the word that the proposer hands over.
const WORD: usize = 12;

/// What is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Proposed {
    /// The administrator sets a new password.
    Password,
    /// Somebody else takes the role; the account of the lost one ends.
    Replacement {
        /// Name for people.
        name: String,
        /// Name to sign in with.
        login: String,
    },
}

impl Proposed {
    /// The word of it, in addresses and records.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Replacement { .. } => "replace",
        }
    }
}

/// A proposal that waits for another administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The account of the administrator whom it concerns.
    pub about: String,
    /// What is proposed.
    pub proposed: Proposed,
    /// The account of who proposes it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The hash of the word that the proposer hands over.
    word: String,
}

/// An administrator, and what is proposed about the account.
#[derive(Debug, Clone)]
pub struct Third {
    /// The account.
    pub account: Account,
    /// The proposal that stands.
    pub proposal: Option<Proposal>,
}

/// The account of an administrator who acts, as it stands.
fn acting(records: &mut Records<'_>, id: &str) -> Outcome<Account> {
    let account = account::current(records, id)?;
    let able = account.filter(|known| known.administrator.is_some() && !known.disabled);
    Ok(able.ok_or_else(|| Failure::Unknown("administrator", id.into())))
}

fn concerned(records: &mut Records<'_>, id: &str) -> Outcome<Account> {
    let account = account::current(records, id)?.filter(|known| known.administrator.is_some());
    Ok(account.ok_or_else(|| Failure::Unknown("administrator", id.into())))
}

impl People {
    /// How long a proposal stands, in milliseconds.
    #[must_use]
    pub fn proposals_stand(&self) -> i64 {
        i64::from(self.settings().proposal_hours) * 3_600_000
    }

    /// The administrators, with what is proposed about them.
    ///
    /// # Errors
    /// The caller may not, or the store says no.
    pub fn administrators(&self, caller: &Caller) -> Result<Vec<Third>, Failure> {
        REPLACE_ADMINISTRATOR.check(caller, None).map_err(Failure::Forbidden)?;
        let since = self.now() - self.proposals_stand();
        let read = self.platform.readers().read(|connection| {
            let mut thirds = Vec::new();
            for account in account::of_class(connection, Class::Administrator, None, MOST)? {
                let found = store::records::find(connection, [EVERYWHERE, PROPOSAL, &account.id])?;
                let proposal: Option<Proposal> = found.as_ref().map(parsed).transpose()?;
                let proposal = proposal.filter(|known| known.at >= since);
                thirds.push(Third { account, proposal });
            }
            Ok(thirds)
        });
        let mut thirds = read.map_err(failed)?;
        thirds.retain(|third| third.account.administrator.is_some());
        thirds.sort_by_key(|third| {
            setup::KINDS.iter().position(|kind| Some(*kind) == third.account.administrator)
        });
        Ok(thirds)
    }

    /// Proposes something about the account of another administrator; the word that the proposer hands over to whoever is
    /// to sign in, shown this once.
    ///
    /// # Errors
    /// The caller may not or is the one concerned, there is no reason, another proposal stands, or the name is taken.
    pub fn propose(
        &self,
        caller: &Caller,
        about: &str,
        proposed: Proposed,
        reason: &str,
    ) -> Result<String, Failure> {
        let reason = with_reason(reason)?;
        let proposed = match proposed {
            Proposed::Password => Proposed::Password,
            Proposed::Replacement { name, login } => {
                let (name, login) = (sign_up::name_of(&name)?, setup::login(&login)?);
                Proposed::Replacement { name, login }
            }
        };
        let (by, now, stand) = (name_of(caller), self.now(), self.proposals_stand());
        if by == about {
            return Err(own_account());
        }
        let spoken = random_word(WORD);
        let word = digest(&spoken);
        let proposal = Proposal { about: about.to_owned(), proposed, by, reason, at: now, word };
        self.platform.keep(caller, &REPLACE_ADMINISTRATOR, move |records| {
            let known = match acting(records, &proposal.by)? {
                Ok(_) => concerned(records, &proposal.about)?,
                Err(failure) => return Ok(Err(failure)),
            };
            if let Err(failure) = known {
                return Ok(Err(failure));
            }
            let before: Option<Proposal> = find(records, PROPOSAL, &proposal.about)?;
            if before.is_some_and(|known| known.by != proposal.by && now - known.at <= stand) {
                return Ok(Err(stands()));
            }
            if let Proposed::Replacement { login, .. } = &proposal.proposed
                && find::<String>(records, account::LOGIN, login)?.is_some()
            {
                return Ok(Err(setup::taken()));
            }
            write(records, [PROPOSAL, &proposal.about, ""], now, &proposal)?;
            let act = format!("propose-{}", proposal.proposed.word());
            let entry = Entry::done(Subject::Administration, &act, &proposal.by);
            add(records, &entry.on(&proposal.about).because(&proposal.reason), now)?;
            Ok(Ok(()))
        })?;
        Ok(spoken)
    }

    /// Confirms what another administrator proposed, and does it; the one-time link that the confirmer hands over to whoever
    /// is to sign in. It opens nothing without the word of the proposer.
    ///
    /// # Errors
    /// The caller may not, proposed it or is the one concerned; nothing is proposed or its time is over; the proposer is no
    /// administrator any more; or the name was taken meanwhile.
    pub fn confirm(&self, caller: &Caller, about: &str) -> Result<String, Failure> {
        let (by, now, stand) = (name_of(caller), self.now(), self.proposals_stand());
        if by == about {
            return Err(own_account());
        }
        let (link, key) = fresh_link();
        let about = about.to_owned();
        self.platform.keep(caller, &REPLACE_ADMINISTRATOR, move |records| {
            let found: Option<Proposal> = find(records, PROPOSAL, &about)?;
            let Some(proposal) = found.filter(|known| now - known.at <= stand) else {
                return Ok(Err(Failure::Unknown("proposal", about.into())));
            };
            if proposal.by == by {
                return Ok(Err(two_people()));
            }
            for who in [&by, &proposal.by] {
                if let Err(failure) = acting(records, who)? {
                    return Ok(Err(failure));
                }
            }
            let holder = match done(records, &proposal, now)? {
                Ok(holder) => holder,
                Err(failure) => return Ok(Err(failure)),
            };
            let word = Some(proposal.word.clone());
            write(
                records,
                [LINK, &key, &holder],
                now,
                &Link { account: holder.clone(), at: now, word },
            )?;
            records.remove([EVERYWHERE, PROPOSAL, &about]);
            let act = format!("confirm-{}", proposal.proposed.word());
            let detail = format!("{} {}", proposal.by, proposal.reason);
            let entry = Entry::done(Subject::Administration, &act, &by).on(&holder);
            add(records, &entry.because(&detail), now)?;
            Ok(Ok(()))
        })?;
        Ok(link)
    }
}

/// Does what two administrators want; the account that gets a link.
fn done(records: &mut Records<'_>, proposal: &Proposal, now: i64) -> Outcome<String> {
    let old = match concerned(records, &proposal.about)? {
        Ok(old) => old,
        Err(failure) => return Ok(Err(failure)),
    };
    let holder = match &proposal.proposed {
        Proposed::Password => {
            change(records, &old.id, |account| {
                account.password = None;
                account.second_factor = None;
                account.disabled = false;
            })?;
            old.id.clone()
        }
        Proposed::Replacement { name, login } => {
            let id = account::new_id();
            let mut fresh = Account::new(id, Class::Administrator, name.clone(), now);
            fresh.administrator = old.administrator;
            fresh.logins = vec![login.clone()];
            if !account::claim(records, &fresh, now)? {
                return Ok(Err(setup::taken()));
            }
            account::keep(records, &fresh)?;
            change(records, &old.id, |account| {
                account.administrator = None;
                account.password = None;
                account.second_factor = None;
                account.disabled = true;
                account.left_at = Some(now);
            })?;
            fresh.id
        }
    };
    end_all(records, &old.id, None)?;
    Ok(Ok(holder))
}

fn own_account() -> Failure {
    invalid(
        "涉及您本人的账号，须由另外两名管理员提出和确认，您不能参与。",
        "涉及您本人的帳號，須由另外兩名管理員提出和確認，您不能參與。",
        "This concerns your own account: the other two administrators propose and confirm it, not you.",
    )
}

fn two_people() -> Failure {
    invalid(
        "这是您本人提出的，须由另一名管理员确认（三员分立）。",
        "這是您本人提出的，須由另一名管理員確認（三員分立）。",
        "You proposed this yourself: another administrator has to confirm it.",
    )
}

fn stands() -> Failure {
    invalid(
        "另一名管理员对这个账号已有提议。请先确认该提议，或者等它过期后再提出。",
        "另一名管理員對這個帳號已有提議。請先確認該提議，或者等它過期後再提出。",
        "Another administrator has proposed something about this account. Confirm that, or wait until its time is over.",
    )
}

/// What one administrator alone may not do to another.
pub(crate) fn needs_two() -> Failure {
    invalid(
        "管理员账号的新密码须由另外两名管理员一人提出、一人确认，不能由一人重置。请在“管理员”页面提出。",
        "管理員帳號的新密碼須由另外兩名管理員一人提出、一人確認，不能由一人重設。請在“管理員”頁面提出。",
        "A new password for an administrator takes the other two: one proposes it, the other confirms. Propose it on the page “Administrators”.",
    )
}
