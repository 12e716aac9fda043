//! What accounts of parties hand in is counted, and has a bound within an hour.

use super::acts::{Books, Outcome};
use super::{Answer, Desk, Failure, Request};
use crate::caller::Caller;
use crate::people::account::{self, Account};
use crate::people::find;
use crate::people::settings::{PARTY_ACTS, Settings};
use domain::event::{ActKind, Name};

/// The party whose act it is, where it counts: what was paid at a provider is put on file whatever else was done.
fn counted(caller: &Caller, request: &Request) -> Option<Name> {
    let Caller::Party { person } = caller else { return None };
    let counts = match request {
        Request::Open(_) => true,
        Request::Step(step) | Request::StepSeen(step, _) => step.command.kind() != ActKind::PayFee,
        _ => false,
    };
    counts.then(|| person.clone())
}

impl Desk {
    /// Does what is asked, unless the account has handed in as much as it may within an hour.
    pub(super) fn within_quota(
        &mut self,
        caller: &Caller,
        request: Request,
        now: i64,
        (connection, changes): Books<'_>,
    ) -> Outcome<Answer> {
        let Some(party) = counted(caller, &request) else {
            return self.perform(caller, request, now, (connection, changes));
        };
        if let Err(exceeded) = self.may_hand_in(&party, (connection, changes))? {
            return Ok(Err(exceeded));
        }
        let outcome = self.perform(caller, request, now, (connection, changes))?;
        if outcome.is_ok() {
            self.acts_of_parties.done(&party, self.fittings.time.wall());
        }
        Ok(outcome)
    }

    /// Whoever is known by a token alone has no account: its program answers for it.
    fn may_hand_in(&mut self, party: &Name, books: Books<'_>) -> Outcome<()> {
        let wall = self.fittings.time.wall();
        let done = self.acts_of_parties.count(party, wall);
        let most_of = |most: u32| usize::try_from(most).unwrap_or(usize::MAX);
        // Nobody looks anything up for those who do little.
        if done < most_of(*PARTY_ACTS.start()) {
            return Ok(Ok(()));
        }
        let known = self.keep(wall, books, |records| {
            let account: Option<Account> = find(records, account::ACCOUNT, party)?;
            Ok(Ok((account.is_some(), Settings::current(records)?.party_acts)))
        })?;
        let Ok((has_account, most)) = known else { return Ok(Ok(())) };
        if !has_account || done < most_of(most) {
            return Ok(Ok(()));
        }
        let zone = self.laws.current().house_zone();
        let told: Failure = self.acts_of_parties.exceeded(party, most, (wall, &zone));
        Ok(Err(told))
    }
}
