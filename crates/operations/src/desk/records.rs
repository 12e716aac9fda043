//! Records that no official act makes: looked up and written inside the writer, so that what was read still holds when
//! it is written.

use super::{Answer, Desk, Failure, Request, RequestKey};
use crate::caller::Caller;
use std::collections::{BTreeMap, HashMap};
use store::changes::Changes;
use store::connection::{Connection, StoreError};
pub use store::records::Record;

/// Work on records: an error of the store stops the writer, a failure is only answered and writes nothing.
pub type Work = Box<dyn FnOnce(&mut Records<'_>) -> Result<Result<(), Failure>, StoreError> + Send>;

/// What is written when an act was recorded.
pub type WriteBeside = Box<dyn FnOnce(&mut Records<'_>, &Answer) -> Result<(), StoreError> + Send>;

/// Records that go with an act, in its transaction.
pub struct Beside {
    /// Whether the act may be asked for at all; what it writes is forgotten.
    pub check: Work,
    /// What is written when it was recorded.
    pub write: WriteBeside,
    /// What is handed in, as the event names it: document number or hash.
    pub evidence: Option<Box<str>>,
}

type Key = [Box<str>; 3];

/// Records that are written and not durable yet, with the number of their transaction; none for a removed one.
#[derive(Debug, Default)]
pub(super) struct Unsettled(HashMap<Key, (Option<Record>, u64)>);

impl Unsettled {
    /// Puts what is not durable yet over the records of a kind that are, by their keys.
    pub(super) fn overlay(&self, kind: &str, records: &mut BTreeMap<Box<str>, Record>) {
        for ([_, of, key], (record, _)) in &self.0 {
            match record {
                _ if **of != *kind => {}
                Some(record) => {
                    records.insert(key.clone(), record.clone());
                }
                None => {
                    records.remove(key);
                }
            }
        }
    }

    /// Forgets what the store has by now.
    pub(super) fn forget(&mut self, durable: u64) {
        self.0.retain(|_, (_, transaction)| *transaction > durable);
    }
}

/// The records as they stand after everything that was done before, durable or not.
pub struct Records<'a> {
    unsettled: &'a Unsettled,
    connection: &'a mut Connection,
    fresh: HashMap<Key, Option<Record>>,
    now: i64,
}

impl<'a> Records<'a> {
    /// The time of the transaction, in milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.now
    }

    /// A record by jurisdiction, kind and key.
    ///
    /// # Errors
    /// The store says no.
    pub fn find(&mut self, key: [&str; 3]) -> Result<Option<Record>, StoreError> {
        let known = key.map(Box::from);
        if let Some(record) = self.fresh.get(&known) {
            return Ok(record.clone());
        }
        if let Some((record, _)) = self.unsettled.0.get(&known) {
            return Ok(record.clone());
        }
        store::records::find(self.connection, key)
    }

    /// Writes a record: adds it, or replaces the one of the same jurisdiction, kind and key.
    pub fn write(&mut self, record: Record) {
        let key = [&record.jurisdiction, &record.kind, &record.key].map(Box::clone);
        self.fresh.insert(key, Some(record));
    }

    /// The records of an owner by jurisdiction, kind and owner, as they stand; up to `most` of those that are durable.
    ///
    /// # Errors
    /// The store says no.
    pub fn of_owner(&mut self, names: [&str; 3], most: u32) -> Result<Vec<Record>, StoreError> {
        let from = store::records::From::Newest;
        let durable = store::records::of_owner(self.connection, names, from, most)?;
        let mut all: BTreeMap<_, _> = durable.into_iter().map(|r| (r.key.clone(), r)).collect();
        let unsettled = self.unsettled.0.iter().map(|(key, (record, _))| (key, record));
        let [jurisdiction, kind, owner] = names;
        for ([of, like, key], record) in unsettled.chain(&self.fresh) {
            if **of != *jurisdiction || **like != *kind {
                continue;
            }
            match record {
                Some(record) if *record.owner == *owner => {
                    all.insert(key.clone(), record.clone());
                }
                _ => {
                    all.remove(key);
                }
            }
        }
        Ok(all.into_values().collect())
    }

    /// Removes a record, if there is one.
    pub fn remove(&mut self, key: [&str; 3]) {
        self.fresh.insert(key.map(Box::from), None);
    }

    /// What is durable, for lists: what was written a moment ago may be missing there.
    pub fn connection(&mut self) -> &mut Connection {
        self.connection
    }
}

impl Desk {
    /// Does work on records in the transaction that is being collected.
    pub(super) fn keep<T>(
        &mut self,
        now: i64,
        (connection, changes): (&mut Connection, &mut Changes),
        work: impl FnOnce(&mut Records<'_>) -> Result<Result<T, Failure>, StoreError>,
    ) -> Result<Result<T, Failure>, StoreError> {
        let fresh = HashMap::new();
        let mut records = Records { unsettled: &self.unsettled, connection, fresh, now };
        let done = work(&mut records)?;
        let fresh = records.fresh;
        if done.is_ok() {
            for (key, record) in fresh {
                let [jurisdiction, kind, name] = &key;
                match &record {
                    Some(record) => store::records::write(changes, record),
                    None => store::records::remove(changes, [jurisdiction, kind, name]),
                }
                if let Some(record) = &record {
                    self.audit.written(record, &self.fittings.alarms);
                }
                self.unsettled.0.insert(key, (record, self.transaction));
            }
        }
        Ok(done)
    }

    /// Does an act with the records that go with it: all of it in one transaction, or nothing.
    pub(super) fn act_with(
        &mut self,
        caller: &Caller,
        (request, beside): (Request, Beside),
        key: Option<RequestKey>,
        (connection, changes): (&mut Connection, &mut Changes),
    ) -> Result<Result<Answer, Failure>, StoreError> {
        let now = self.fittings.time.now();
        let fresh = HashMap::new();
        let mut looking = Records { unsettled: &self.unsettled, connection, fresh, now };
        if let Err(failure) = (beside.check)(&mut looking)? {
            return Ok(Err(failure));
        }
        self.evidence = beside.evidence;
        let outcome = self.act(caller, request, key, (connection, changes));
        self.evidence = None;
        let answer = match outcome? {
            Ok(answer) => answer,
            Err(failure) => return Ok(Err(failure)),
        };
        if !answer.repeated {
            let write = |records: &mut Records<'_>| (beside.write)(records, &answer).map(Ok);
            let written = self.keep(now, (connection, changes), write)?;
            debug_assert!(written.is_ok(), "writing beside an act cannot be refused");
        }
        Ok(Ok(answer))
    }

    /// Does work that somebody asks for; only the platform may, which asks after it has checked the permission.
    pub(super) fn keep_asked(
        &mut self,
        caller: &Caller,
        work: Work,
        books: (&mut Connection, &mut Changes),
    ) -> Result<Result<(), Failure>, StoreError> {
        if let Err(forbidden) = crate::permissions::WRITE_REGISTER.check(caller, None) {
            return Ok(Err(Failure::Forbidden(forbidden)));
        }
        // Signing in must be possible while a faulty clock keeps official acts from being recorded.
        let now = self.fittings.time.now();
        self.keep(now, books, work)
    }
}
