//! Appending an event: its text, its leaf, its fold and the judgement over it, in one go.

use super::Desk;
use super::live::Live;
use crate::event_text::{EventText, Opening};
use domain::case::Change;
use domain::event::{ActKind, Event};
use domain::supervision::finding::Finding;
use domain::text::Language;
use ledger::commitment::commit;
use ledger::leaf::Leaf;
use ledger::merkle::leaf_hash;
use ledger::time::Time;
use rand::RngCore;
use std::borrow::Cow;
use store::changes::Changes;
use store::connection::StoreError;
use store::log::Entry;

/// A finding in the three languages of the house.
pub(super) type Worded = [Finding; Language::ALL.len()];

/// An event that was appended.
pub(super) struct Appended {
    pub(super) n: u32,
    pub(super) leaf: u64,
    pub(super) change: Change,
    pub(super) findings: Vec<Worded>,
}

impl Desk {
    /// Appends an event to a case: writes event and leaf, folds it, lets the rules judge it.
    pub(super) fn append(
        &mut self,
        live: &mut Live,
        event: Event,
        opening: Option<Opening>,
        changes: &mut Changes,
    ) -> Result<Appended, StoreError> {
        let (change, findings) = self.judge(live, &event)?;
        if event.kind == ActKind::Issue {
            live.results.extend(event.body.as_deref().and_then(|body| body.number.clone()));
        }
        let n = event.n;
        let at = event.recorded_at.as_millisecond();
        let told = super::party::told(live, &event);
        let (entry, leaf) = self.prove(live, event, opening)?;
        if let Some(told) = told {
            super::party::tell(live, &told, (at, self.fittings.letters), changes);
        }
        live.head.n = n;
        live.head.last_hash = entry.leaf_hash;
        live.head.last_at = at;
        self.logs.push(&live.head.jurisdiction, entry.leaf_hash, at);
        entry.write(changes);
        Ok(Appended { n, leaf, change, findings })
    }

    /// Folds an event, and lets the rules judge the change.
    pub(super) fn judge(
        &mut self,
        live: &mut Live,
        event: &Event,
    ) -> Result<(Change, Vec<Worded>), StoreError> {
        let missing = || StoreError::Unexpected("a case without its rules".to_owned());
        let panel = self.panels.get_mut(live.panel).ok_or_else(missing)?;
        let mut change = Change::default();
        panel.fold.apply(&mut live.case, event, &mut change);
        for alarm in &change.alarms {
            self.fittings.alarms.raise("calendar", alarm.to_string());
        }
        let mut found = Vec::new();
        panel.judge(&live.case, (event, &change), Language::SimplifiedChinese, &mut found);
        if found.is_empty() {
            return Ok((change, Vec::new()));
        }
        let mut others = [Vec::new(), Vec::new()];
        let rest = [Language::TraditionalChinese, Language::English];
        for (findings, language) in others.iter_mut().zip(rest) {
            panel.judge(&live.case, (event, &change), language, findings);
        }
        let [traditional, english] = others;
        let worded = found.into_iter().zip(traditional).zip(english);
        Ok((change, worded.map(|((a, b), c)| [a, b, c]).collect()))
    }

    /// The rows of an event and of its leaf, and the leaf's index.
    fn prove(
        &mut self,
        live: &Live,
        event: Event,
        opening: Option<Opening>,
    ) -> Result<(Entry, u64), StoreError> {
        let wrong = |what: String| StoreError::Unexpected(what);
        let head = &live.head;
        let at = event.recorded_at.as_millisecond();
        let time = Time::from_unix_milliseconds(at)
            .ok_or_else(|| wrong(format!("{at} is no time of a leaf")))?;
        let (n, kind) = (event.n, event.kind);
        let text = EventText {
            jurisdiction: head.jurisdiction.clone(),
            case: head.case_id.clone(),
            n,
            kind,
            recorded_at: time.to_string().into(),
            occurred_at: event.occurred_at,
            stage: event.stage,
            outcome: event.outcome,
            actor: event.actor,
            source: event.source,
            body: event.body,
            opening,
        };
        let text = serde_json::to_string(&text).map_err(|error| wrong(error.to_string()))?;
        let mut seed = [0; 32];
        self.random.fill_bytes(&mut seed);
        let commitment =
            commit(text.as_bytes(), &seed).map_err(|error| wrong(format!("{error}: {text}")))?;
        let leaf = Leaf {
            time,
            case: head.handle,
            n,
            prev: (n > 1).then_some(head.last_hash),
            kind: Cow::Borrowed(kind.word()),
            organ: Some(Cow::Borrowed(&*head.agency)),
            commitment: Cow::Owned(commitment),
        };
        let bytes = leaf.to_bytes().map_err(|error| wrong(error.to_string()))?;
        let leaf_hash = leaf_hash(&bytes);
        let bytes = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
        let index = self.logs.next_index(&head.jurisdiction);
        let entry = Entry {
            jurisdiction: head.jurisdiction.clone(),
            case_id: head.case_id.clone(),
            n,
            leaf: i64::try_from(index).map_err(|error| wrong(error.to_string()))?,
            recorded_at: at,
            event: text.into(),
            leaf_bytes: bytes.into(),
            leaf_hash,
            seed,
        };
        Ok((entry, index))
    }
}
