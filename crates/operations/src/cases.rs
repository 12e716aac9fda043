//! Cases: opening one, acting in one, reporting acts, and looking at one.

pub mod options;
pub mod show;

use store::cases::CaseHead;

/// The answer to an act, as JSON.
#[must_use]
pub fn answer(head: &CaseHead, leaf: u64) -> String {
    #[derive(serde::Serialize)]
    struct Answer<'a> {
        jurisdiction: &'a str,
        case: &'a str,
        n: u32,
        leaf: u64,
        recorded_at: String,
        phase: &'a str,
        stages: Vec<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<jiff::civil::Date>,
    }
    let time = ledger::time::Time::from_unix_milliseconds(head.last_at);
    let answer = Answer {
        jurisdiction: &head.jurisdiction,
        case: &head.case_id,
        n: head.n,
        leaf,
        recorded_at: time.map(|time| time.to_string()).unwrap_or_default(),
        phase: &head.phase,
        stages: head.stages.split_whitespace().collect(),
        due: head.due_day.and_then(crate::desk::date_of),
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

/// The number of the case that an answer is about; empty when it is about none.
#[must_use]
pub fn case_of_answer(text: &str) -> Box<str> {
    #[derive(Default, serde::Deserialize)]
    struct Answer {
        #[serde(default)]
        case: Box<str>,
    }
    serde_json::from_str::<Answer>(text).unwrap_or_default().case
}
