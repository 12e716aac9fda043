//! Tokens of programs in the hands of the security administrator: made, listed and revoked while the platform runs.

use super::accounts::with_reason;
use super::audit::{Entry, Subject, add, failed, name_of};
use super::{People, parsed, write};
use crate::caller::Caller;
use crate::desk::{Failure, Request};
use crate::permissions;
use crate::tokens::{Holder, create};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::changes::Changes;
use store::connection::StoreError;
use store::settings::EVERYWHERE;

/// The kind of records that say what a token is for.
const TOKEN: &str = "token";
/// Tokens that are listed at most; an installation has as many as it has programs.
const MOST: u32 = 1_000;

/// What is known of a token; never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The hash under which it is kept.
    #[serde(default)]
    pub key: String,
    /// For whom it stands, as kept.
    pub holder: String,
    /// What it is for.
    pub purpose: String,
    /// Who made it; empty when it was made on the machine.
    pub by: String,
    /// When it was made; none when that was not written down.
    #[serde(default)]
    pub at: Option<i64>,
}

impl People {
    /// Makes a token; it is shown this once.
    ///
    /// # Errors
    /// The caller may not, it has no purpose, or the register does not know the holder.
    pub fn create_token(
        &self,
        caller: &Caller,
        holder: &Holder,
        purpose: &str,
    ) -> Result<String, Failure> {
        permissions::MANAGE_TOKENS.check(caller, None).map_err(Failure::Forbidden)?;
        let purpose = with_reason(purpose)?;
        let token = create(&self.platform, holder)?;
        let key = crate::desk::hex(&Sha256::digest(token.as_bytes()));
        let (by, now, holder) = (name_of(caller), self.now(), holder.text());
        self.platform.keep(caller, &permissions::MANAGE_TOKENS, move |records| {
            let entry = Entry::done(Subject::Administration, "create-token", &by);
            add(records, &entry.on(&holder).because(&purpose), now)?;
            let program = Program { key: key.clone(), holder, purpose, by, at: Some(now) };
            write(records, [TOKEN, &key, ""], now, &program)?;
            Ok(Ok(()))
        })?;
        Ok(token)
    }

    /// The tokens that stand, by holder.
    ///
    /// # Errors
    /// The caller may not, or the store says no.
    pub fn tokens(&self, caller: &Caller) -> Result<Vec<Program>, Failure> {
        permissions::MANAGE_TOKENS.check(caller, None).map_err(Failure::Forbidden)?;
        let read = self.platform.readers().read(|connection| {
            let rows = store::register::tokens(connection)?;
            let told = store::records::of_kind(connection, [EVERYWHERE, TOKEN, ""], MOST)?;
            Ok::<_, StoreError>((rows, told))
        });
        let (rows, told) = read.map_err(failed)?;
        let told: Result<Vec<Program>, StoreError> = told.iter().map(parsed).collect();
        let told: HashMap<String, Program> = told
            .map_err(failed)?
            .into_iter()
            .map(|program| (program.key.clone(), program))
            .collect();
        let mut all: Vec<Program> = rows
            .into_iter()
            .map(|row| {
                let key = row.key.into_string();
                told.get(&key).cloned().unwrap_or_else(|| Program {
                    key,
                    holder: Holder::parse(&row.document).text(),
                    purpose: String::new(),
                    by: String::new(),
                    at: None,
                })
            })
            .collect();
        all.sort_by(|a, b| (&a.holder, &a.key).cmp(&(&b.holder, &b.key)));
        Ok(all)
    }

    /// Revokes a token: it opens nothing from now on.
    ///
    /// # Errors
    /// The caller may not, there is no such token, or there is no reason.
    pub fn revoke_token(&self, caller: &Caller, key: &str, reason: &str) -> Result<(), Failure> {
        let reason = with_reason(reason)?;
        let known = self.tokens(caller)?.into_iter().find(|program| program.key == key);
        let program = known.ok_or_else(|| Failure::Unknown("token", key.into()))?;
        let (by, now, hash) = (name_of(caller), self.now(), program.key.clone());
        let entry = Entry::done(Subject::Administration, "revoke-token", &by);
        let entry = entry.on(&program.holder).because(&reason);
        self.platform.keep(caller, &permissions::MANAGE_TOKENS, move |records| {
            records.remove([EVERYWHERE, TOKEN, &program.key]);
            add(records, &entry, now)?;
            Ok(Ok(()))
        })?;
        let remove = move |changes: &mut Changes, _now: i64| {
            store::register::remove_token(changes, EVERYWHERE, &hash);
        };
        self.platform.ask(Caller::Platform, Request::Write(Box::new(remove)), None).map(|_| ())
    }
}
