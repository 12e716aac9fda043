//! Checking a certificate by its number.

use super::acting::case_address;
use super::my::item_name;
use super::problems::Problem;
use super::shown::{answered, rendered};
use super::views::{name_of, person_name};
use super::visitor::{Visitor, now};
use super::{Shared, Site};
use crate::pages::proof::Proof;
use crate::pages::verification::{Genuine, VerificationPage, Verified};
use axum::extract::{Query, State};
use axum::response::Response;
use base64::Engine;
use ledger::checkpoint::SignedCheckpoint;
use operations::cases::show::moment;
use operations::certificates::{self, Agreement, Certificate, Checked, State as Stands};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    number: String,
    /// The check code of a downloaded document.
    #[serde(default)]
    code: String,
}

pub(super) async fn verify(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        let number = asked.number.trim().to_owned();
        if number.is_empty() {
            return rendered(VerificationPage::default().render(shell));
        }
        let code = asked.code.trim().to_owned();
        let found = certificates::check(&site.platform, caller, &number, &code)
            .map_err(|failure| Problem::of(failure, shell.language))?;
        // Where one fits, the others of the number are not asked about.
        let fits = found.iter().any(|known| known.genuine == Some(true));
        let found = found.iter().filter(|known| !fits || known.genuine == Some(true));
        let found = found.map(|known| verified(site, known)).collect::<Result<_, _>>()?;
        rendered(VerificationPage { number: Some(number), code, found }.render(shell))
    })
    .await
}

/// The key of the words for how a certificate stands.
pub(super) fn state_key(state: Stands) -> &'static str {
    match state {
        Stands::Valid => "verify-valid",
        Stands::Revoked => "verify-revoked",
        Stands::Expired => "verify-expired",
    }
}

fn verified(site: &Site, checked: &Checked) -> Result<Verified, Problem> {
    let known = &checked.certificate;
    let state = known.state_on(now(site).date());
    let register = site.platform.register();
    let holder = known.holder.as_deref().map(|holder| person_name(site, &register, holder));
    let genuine = checked.genuine.map(|genuine| match (genuine, state) {
        (false, _) => Genuine::No,
        (true, Stands::Valid) => Genuine::Stands,
        (true, Stands::Revoked) => Genuine::Revoked,
        (true, Stands::Expired) => Genuine::Expired,
    });
    // What was changed past the program is a problem whatever code was typed, and proved by nothing.
    let (agrees, corrected) = match checked.agreement {
        Agreement::Holds { corrected } => (true, corrected),
        Agreement::Differs(_) => (false, false),
    };
    let genuine = if agrees { genuine } else { Some(Genuine::Disagrees) };
    Ok(Verified {
        genuine,
        holder,
        item: item_name(site, &known.item),
        agency: name_of(&register, &known.agency),
        issued: site.calendar.time_zone.to_datetime(moment(known.issued_at)),
        until: known.valid_until,
        state: if agrees { state_key(state) } else { "verify-disagrees" },
        stands: agrees && state == Stands::Valid,
        corrected,
        case: known.case.to_string(),
        address: case_address([&known.jurisdiction, &known.case]),
        proof: if agrees { proof(site, known)? } else { None },
    })
}

/// Where the act that issued it stands in the log.
fn proof(site: &Site, known: &Certificate) -> Result<Option<Proof>, Problem> {
    let Some((leaf, checkpoint)) = certificates::proof(&site.platform, known)? else {
        return Ok(None);
    };
    let signed = SignedCheckpoint::parse(&checkpoint.note).ok().map(|signed| signed.checkpoint);
    Ok(signed.map(|signed| Proof {
        log: signed.origin,
        index: u64::try_from(leaf.leaf).unwrap_or(0),
        leaf: operations::desk::hex(&leaf.hash),
        size: signed.size,
        root: base64::engine::general_purpose::STANDARD.encode(signed.root),
        receipt: None,
    }))
}
