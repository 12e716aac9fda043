//! Whether the register of certificates agrees with the log: what the acts of a case say that its certificates are, against
//! the rows that are kept. The rows follow from the log, and not the other way round.

use super::{CERTIFICATE, Certificate, State, of_record};
use crate::event_text::EventText;
use crate::platform::Platform;
use domain::case::fold::Frame;
use domain::event::{ActKind, Source};
use domain::item::certificate::CertificateRule;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::commitment::commit;
use ledger::leaf::Leaf;
use ledger::merkle::leaf_hash;
use store::cases::CaseKind;
use store::connection::{Connection, StoreError};
use store::log::StoredEvent;
use store::records::{self, Record};

/// How a certificate of the register stands to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// It is what the log says.
    Holds {
        /// The act that issued it was corrected later; what is right stands in the case.
        corrected: bool,
    },
    /// It is not: in words, for those who look after the platform.
    Differs(String),
}

/// A certificate as the log says that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Promised {
    /// The certificate.
    pub(crate) certificate: Certificate,
    /// Where the act comes from.
    pub(crate) source: Source,
    /// Index of the leaf of the act.
    pub(crate) leaf: i64,
    /// The act was corrected later.
    pub(crate) corrected: bool,
}

/// The acts of a case that speak of results; the others are not read.
fn acts(stored: &[StoredEvent]) -> Result<Vec<(EventText, i64)>, String> {
    let words = ["\"issue\"", "\"revoke\"", "\"correct\""];
    let speaks =
        |event: &&StoredEvent| event.n == 1 || words.iter().any(|word| event.event.contains(word));
    let read = |event: &StoredEvent| {
        let text = EventText::parse(&event.event);
        text.map(|text| (text, event.leaf)).map_err(|error| format!("event {}: {error}", event.n))
    };
    stored.iter().filter(speaks).map(read).collect()
}

/// The numbers that a case has given, with the acts that gave them; of a card none.
fn issues(acts: &[(EventText, i64)]) -> Vec<(&EventText, i64, &str)> {
    let mut found: Vec<(&EventText, i64, &str)> = Vec::new();
    for (event, leaf) in acts.iter().filter(|(event, _)| event.kind == ActKind::Issue) {
        let number = event.body.as_deref().and_then(|body| body.number.as_deref());
        // The first act with a number stands in the register.
        if let Some(number) =
            number.filter(|number| found.iter().all(|(.., known)| known != number))
        {
            found.push((event, *leaf, number));
        }
    }
    found
}

/// The last day on which a result stands that is issued on a day.
pub(crate) fn last_day(
    rule: Option<&CertificateRule>,
    today: Date,
    frame: Frame<'_>,
) -> Option<Date> {
    let valid = rule.and_then(|rule| rule.valid.as_ref()).map(domain::limit::Limit::period);
    let end = valid.and_then(|period| period.end(today.into(), frame.calendar).ok());
    end.map(|end| end.last_day)
}

/// What the log of a case says that its certificates are.
///
/// # Errors
/// An event cannot be read, in words.
pub(crate) fn promised(stored: &[StoredEvent], frame: Frame<'_>) -> Result<Vec<Promised>, String> {
    let acts = acts(stored)?;
    let opening = acts.first().and_then(|(first, _)| first.opening.as_ref());
    let opening = opening.ok_or("its first event opens nothing")?;
    if *opening.kind == *CaseKind::Card.word() {
        return Ok(Vec::new());
    }
    let rule = frame.item.and_then(|item| item.certificate.as_ref());
    let later = |n: u32, kind: ActKind| {
        acts.iter().map(|(act, _)| act).filter(move |act| act.kind == kind && act.n > n)
    };
    let mut all = Vec::new();
    for (event, leaf, number) in issues(&acts) {
        let at = event.recorded_at.parse::<Timestamp>().map_err(|error| error.to_string())?;
        let written = event.body.as_deref().and_then(|body| body.until);
        let made = || last_day(rule, frame.zone.to_datetime(at).date(), frame);
        let revoked = later(event.n, ActKind::Revoke).next().is_some();
        let own = event.n.to_string();
        let corrects = |act: &EventText| {
            act.body.as_deref().and_then(|body| body.number.as_deref()) == Some(&*own)
        };
        all.push(Promised {
            certificate: Certificate {
                number: number.into(),
                jurisdiction: event.jurisdiction.clone(),
                case: event.case.clone(),
                n: event.n,
                item: opening.item.clone(),
                agency: (&*opening.agency).into(),
                holder: opening.applicant.clone(),
                issued_at: at.as_millisecond(),
                // Acts that were recorded before it was written into them leave it to the rule of their law.
                valid_until: written.filter(|_| event.source == Source::Native).or_else(made),
                state: if revoked { State::Revoked } else { State::Valid },
            },
            source: event.source,
            leaf,
            corrected: later(event.n, ActKind::Correct).any(corrects),
        });
    }
    Ok(all)
}

/// The keys of the certificates that a case has given, and for each act its number, act and leaf in words.
///
/// # Errors
/// An event cannot be read, in words.
pub(crate) fn keys(stored: &[StoredEvent]) -> Result<Vec<(String, String)>, String> {
    let acts = acts(stored)?;
    let opening = acts.first().and_then(|(first, _)| first.opening.as_ref());
    let Some(opening) = opening.filter(|opening| *opening.kind != *CaseKind::Card.word()) else {
        return Ok(Vec::new());
    };
    let said = |(event, leaf, number): (&EventText, i64, &str)| {
        let words = format!("act {} (leaf {leaf}) issued `{number}`", event.n);
        (Certificate::key(number, &opening.agency), words)
    };
    Ok(issues(&acts).into_iter().map(said).collect())
}

/// What a certificate and its row say, each with what it is.
fn facts(row: &Record, known: &Certificate) -> [(&'static str, String); 13] {
    let day = known.valid_until.map(|day| day.to_string());
    [
        ("the key", row.key.to_string()),
        ("the number", known.number.to_string()),
        ("the place", known.jurisdiction.to_string()),
        ("the case", known.case.to_string()),
        ("the act", known.n.to_string()),
        ("the item", known.item.to_string()),
        ("the agency", known.agency.to_string()),
        ("the holder", known.holder.as_deref().unwrap_or_default().to_owned()),
        ("the time of issue", known.issued_at.to_string()),
        ("the last day", day.unwrap_or_default()),
        ("the state", if known.state == State::Revoked { "revoked" } else { "valid" }.to_owned()),
        ("the owner of the row", row.owner.to_string()),
        ("the time of the row", row.at.to_string()),
    ]
}

/// What of a kept certificate is not what the log says, in words.
pub(crate) fn differences(row: &Record, made: &Certificate) -> Vec<String> {
    let kept = match of_record(row) {
        Ok(kept) => kept,
        Err(error) => return vec![error.to_string()],
    };
    let named =
        |text: String| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
    let pairs = facts(row, &kept).into_iter().zip(facts(&made.record(), made));
    let differ = pairs.filter(|((_, kept), (_, made))| kept != made);
    differ
        .map(|((what, kept), (_, made))| {
            format!("{what} is {}, by its act {}", named(kept), named(made))
        })
        .collect()
}

/// Whether the acts of a case are dense, and each is the one to which its leaf commits.
fn is_proved(
    stored: &[StoredEvent],
    connection: &mut Connection,
    place: &str,
) -> Result<bool, StoreError> {
    for (event, n) in stored.iter().zip(1_u32..) {
        let leaf = store::log::leaf(connection, place, event.leaf)?;
        let holds = leaf.is_some_and(|leaf| {
            let seed: Option<[u8; 32]> = (&*leaf.seed).try_into().ok();
            let made = seed.and_then(|seed| commit(event.event.as_bytes(), &seed).ok());
            let kept = Leaf::parse(leaf.bytes.as_bytes());
            let commits =
                kept.is_ok_and(|kept| kept.n == n && made.as_deref() == Some(&*kept.commitment));
            commits && leaf_hash(leaf.bytes.as_bytes()) == *leaf.hash
        });
        if event.n != n || !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Sets a row of the register against the log of the case that it names.
///
/// # Errors
/// The store says no.
pub(super) fn agreement(
    platform: &Platform,
    row: &Record,
    connection: &mut Connection,
) -> Result<Agreement, StoreError> {
    let known = of_record(row)?;
    let of =
        |what: String| Ok(Agreement::Differs(format!("{}/{}: {what}", row.jurisdiction, row.key)));
    let stored = store::log::events_of(connection, &row.jurisdiction, &known.case)?;
    if !is_proved(&stored, connection, &row.jurisdiction)? {
        return of(format!("an act of case {} is not the one in the log", known.case));
    }
    let made = match made_again(platform, &stored, connection)? {
        Ok(made) => made,
        Err(wrong) => return of(wrong),
    };
    let Some(made) = made.into_iter().find(|made| *made.certificate.number == *known.number) else {
        return of(format!("no act of case {} has issued it", known.case));
    };
    match differences(row, &made.certificate) {
        wrong if wrong.is_empty() => Ok(Agreement::Holds { corrected: made.corrected }),
        wrong => of(wrong.join("; ")),
    }
}

/// The certificates of a case, made again under the law that its first act names.
fn made_again(
    platform: &Platform,
    stored: &[StoredEvent],
    connection: &mut Connection,
) -> Result<Result<Vec<Promised>, String>, StoreError> {
    let first = stored.first().and_then(|first| EventText::parse(&first.event).ok());
    let Some(opening) = first.and_then(|first| first.opening) else {
        return Ok(Err("its case has no acts".to_owned()));
    };
    let law = platform.law_of(&opening.law, connection)?;
    let Some(procedure) = law.procedures.get(&*opening.procedure) else {
        return Ok(Err("the procedure of its case is not known".to_owned()));
    };
    let frame = law.frame(procedure, law.items.get(&*opening.item), platform.law());
    Ok(promised(stored, frame))
}

/// The row that an act has made, whether there is one.
///
/// # Errors
/// The store says no.
pub(crate) fn row_of(
    connection: &mut Connection,
    made: &Certificate,
) -> Result<Option<Record>, StoreError> {
    let key = Certificate::key(&made.number, &made.agency);
    records::find(connection, [&made.jurisdiction, CERTIFICATE, &key])
}
