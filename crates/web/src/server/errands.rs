//! What the hall does by itself while the server serves: letters are written and handed over, payments that were confirmed go
//! into their cases, and what is abandoned is cleared away.

use super::notices::letter;
use super::{Shared, Site};
use operations::desk::Failure;
use operations::mail::{Relay, collect, deliver};
use operations::people::leaving;
use operations::{drafts, files, payments};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval};

/// Between two rounds.
const ROUND: Duration = Duration::from_secs(3);
/// Between two times that the abandoned is cleared away.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Runs until the server ends.
pub(super) async fn run(site: Shared) {
    let mut rounds = interval(ROUND);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut ended = site.live.ended.subscribe();
    let mut swept: Option<Instant> = None;
    let relay = Arc::new(relay(&site));
    loop {
        tokio::select! {
            _ = ended.wait_for(|ended| *ended) => return,
            _ = rounds.tick() => {}
        }
        let sweep = swept.is_none_or(|at| at.elapsed() >= SWEEP);
        let relay = Arc::clone(&relay);
        let done = site.blocking(move |site| round(site, (*relay).as_ref(), sweep)).await;
        if sweep {
            swept = Some(Instant::now());
        }
        let failed = match done {
            Ok(done) => done.err().map(|failure| format!("{failure:?}")),
            Err(_) => Some("the work broke off".to_owned()),
        };
        match failed {
            Some(failure) => site.platform.alarms().raise("errands", failure),
            None => site.platform.alarms().clear("errands"),
        }
    }
}

/// The relay of the installation, made once: its password and its authorities are not read for each letter.
fn relay(site: &Site) -> Option<Relay> {
    let relay = Relay::new(site.platform.hall().mail.as_ref()?);
    relay.map_err(|error| site.platform.alarms().raise("relay", error.to_string())).ok()
}

fn round(site: &Site, relay: Option<&Relay>, sweep: bool) -> Result<(), Failure> {
    payments::settle(&site.platform)?;
    if site.platform.hall().mail.is_some() {
        collect(&site.platform, |told, contact| letter(site, told, contact))?;
    }
    if let Some(relay) = relay {
        deliver(&site.platform, relay)?;
    }
    if sweep {
        drafts::lapse(&site.platform)?;
        files::sweep(&site.platform)?;
        leaving::sweep(&site.platform)?;
    }
    Ok(())
}
