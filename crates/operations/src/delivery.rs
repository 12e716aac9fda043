//! The unified delivery window: results that wait to be handed out, and handing them out against a code, by post, or as
//! an electronic document.

use crate::applications::{APPLICATION, Application};
use crate::caller::Caller;
use crate::cases::options::{OptionsError, options};
use crate::desk::{Failure, Request, RequestKey, StepCase};
use crate::document::read;
use crate::drafts::Delivery;
use crate::event_text::EventText;
use crate::people::throttle::Failures;
use crate::platform::Platform;
use crate::tasks::{After, Days, Narrowed, TaskRow, TasksError, list};
use domain::case::decide::{Command, DeliveryWay};
use domain::event::ActKind;
use domain::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::connection::{Connection, StoreError};

/// The kind of the records that count the wrong pick-up codes of a case.
pub(crate) const WRONG_CODES: &str = "wrong-pick-up-codes";

/// The wrong pick-up codes of a case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WrongCodes {
    /// Those in a row, by which the next one waits.
    #[serde(flatten)]
    pub(crate) failures: Failures,
    /// All of them.
    #[serde(default)]
    pub(crate) all: u32,
}

/// How many wrong codes there were for a case, and when the last one, in milliseconds since 1970; none where there were none.
pub(crate) fn wrong_codes(
    connection: &mut Connection,
    [jurisdiction, case]: [&str; 2],
) -> Result<Option<(u32, i64)>, StoreError> {
    let found = store::records::find(connection, [jurisdiction, WRONG_CODES, case])?;
    let known = found.map(read::<WrongCodes>).transpose()?;
    Ok(known.map(|(_, known)| (known.all, known.failures.last)))
}

/// The words for the ways of delivery with which records begin, each in the three languages; the longer ones first.
const WAYS: [[&str; 3]; 10] = [
    [BY_CODE, "窗口領取，已核對領取碼", "picked up at the window against the code"],
    [BY_RECEIVER, "窗口領取，領取人：", "picked up at the window by "],
    ["窗口领取，", "窗口領取，", "picked up at the window, "],
    ["窗口领取", "窗口領取", "picked up at the window"],
    [BY_POST, "郵寄，單號：", "by post, consignment "],
    ["邮寄送达", "郵寄送達", "by post"],
    ["邮寄，", "郵寄，", "by post, "],
    ["邮寄", "郵寄", "by post"],
    ["电子送达，", "電子送達，", "electronically, "],
    [ELECTRONIC, "電子送達", "electronically"],
];
const BY_CODE: &str = "窗口领取，已核对领取码";
const BY_RECEIVER: &str = "窗口领取，领取人：";
const BY_POST: &str = "邮寄，单号：";
const ELECTRONIC: &str = "电子送达";

/// The way of a delivery for readers: the words that this platform writes itself in their language, what a person wrote as
/// it stands.
#[must_use]
pub fn worded(recorded: &str) -> Text {
    let found = WAYS.iter().find_map(|way| Some((way, recorded.strip_prefix(way[0])?)));
    let Some(([_, traditional, english], rest)) = found else {
        return Text { simplified: recorded.to_owned(), ..Text::default() };
    };
    Text {
        simplified: recorded.to_owned(),
        traditional: Some(format!("{traditional}{rest}")),
        english: Some(format!("{english}{rest}")),
    }
}

/// A result that waits to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The task.
    pub task: TaskRow,
    /// Number of the certificate or document, where one was issued.
    pub number: Option<Box<str>>,
    /// Id of what was decided.
    pub outcome: Option<Box<str>>,
    /// How the applicant wants it.
    pub wanted: Delivery,
    /// It is handed out against a code that the applicant has.
    pub has_code: bool,
    /// Acts that the case has.
    pub acts: u32,
}

/// How a result is handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandOut {
    /// At the window, against the code of the applicant.
    PickUp {
        /// The code.
        code: String,
        /// Who took it, where there is no code.
        receiver: String,
    },
    /// By post.
    Post {
        /// Number of the consignment.
        number: String,
        /// The code of the applicant, where it has chosen another way.
        code: String,
    },
    /// As an electronic document.
    Electronic {
        /// The code of the applicant, where it has chosen another way.
        code: String,
    },
}

fn application(
    connection: &mut Connection,
    [jurisdiction, case]: [&str; 2],
) -> Result<Application, StoreError> {
    let found = store::records::find(connection, [jurisdiction, APPLICATION, case])?;
    let read = found.and_then(|record| serde_json::from_str(&record.document).ok());
    Ok(read.unwrap_or_default())
}

/// Whether the result of a case reaches its applicant by the account alone: its page shows the code or the document. Without
/// a code the window hands it to whom it knows by a document.
pub(crate) fn needs_account(
    connection: &mut Connection,
    case: [&str; 2],
) -> Result<bool, StoreError> {
    let application = application(connection, case)?;
    Ok(match application.delivery {
        Delivery::PickUp => !application.pick_up_code.is_empty(),
        Delivery::Electronic => true,
        Delivery::Post { .. } => false,
    })
}

/// Ids of the stages at which something is delivered.
fn stages(platform: &Platform) -> BTreeSet<String> {
    let procedures = platform.law().procedures.values();
    let stages = procedures.flat_map(|procedure| &procedure.stages);
    let delivers = stages.filter(|stage| stage.act == ActKind::Deliver);
    delivers.map(|stage| stage.id.to_string()).collect()
}

/// Results of the caller's agency that wait to be handed out, those first that are due first.
///
/// # Errors
/// See [`TasksError`].
pub fn waiting(
    platform: &Platform,
    caller: &Caller,
    (number, days): (&str, Days),
    length: u32,
) -> Result<Vec<Waiting>, TasksError> {
    let mut tasks = Vec::new();
    for stage in stages(platform) {
        let narrowed = Narrowed { stage, number: number.to_owned(), ..Narrowed::default() };
        let found = list(platform, caller, &narrowed, days, (&After::nothing(), length))?;
        tasks.extend(found.rows);
    }
    tasks.sort_by(|one, other| (one.due_day, &one.case_id).cmp(&(other.due_day, &other.case_id)));
    tasks.truncate(length as usize);
    Ok(platform.readers().read(|connection| {
        let row = |task: TaskRow| row(connection, task);
        tasks.into_iter().map(row).collect::<Result<_, StoreError>>()
    })?)
}

fn row(connection: &mut Connection, task: TaskRow) -> Result<Waiting, StoreError> {
    let events = store::log::events_of(connection, &task.jurisdiction, &task.case_id)?;
    let texts: Vec<EventText> =
        events.iter().filter_map(|event| EventText::parse(&event.event).ok()).collect();
    let last = |kind: ActKind| texts.iter().rev().find(|text| text.kind == kind);
    let number = last(ActKind::Issue).and_then(|text| text.body.as_deref()?.number.clone());
    let outcome = last(ActKind::Decide).and_then(|text| text.outcome.as_deref().map(Into::into));
    let application = application(connection, [&task.jurisdiction, &task.case_id])?;
    Ok(Waiting {
        number,
        outcome,
        wanted: application.delivery,
        has_code: !application.pick_up_code.is_empty(),
        acts: u32::try_from(events.len()).unwrap_or(u32::MAX),
        task,
    })
}

/// Whether the case is one in which the caller may act: to everybody else it is not there, nor is its code.
fn concerns(platform: &Platform, caller: &Caller, [place, case]: [&str; 2]) -> Result<(), Failure> {
    let absent = || Failure::Unknown("case", case.into());
    match options(platform, caller, place, case) {
        Ok(Some(_)) => Ok(()),
        Ok(None) | Err(OptionsError::Forbidden(_)) => Err(absent()),
        Err(OptionsError::Show(error)) => Err(Failure::Stopped(error.to_string())),
    }
}

/// Hands a result out: the act of delivery says how.
///
/// # Errors
/// The code is wrong, something is missing, or the law does not allow it.
pub fn hand_out(
    platform: &Platform,
    caller: &Caller,
    ([jurisdiction, case], acts): ([&str; 2], u32),
    way: &HandOut,
) -> Result<(), Failure> {
    concerns(platform, caller, [jurisdiction, case])?;
    let known = platform
        .readers()
        .read(|connection| application(connection, [jurisdiction, case]))
        .map_err(|error| Failure::Stopped(error.to_string()))?;
    let (words, by) = match way {
        HandOut::PickUp { receiver, .. } => {
            let receiver = receiver.trim();
            let wants_code = !known.pick_up_code.is_empty();
            if !wants_code && receiver.is_empty() {
                return Err(Failure::invalid([
                    "本件没有领取码，请填写核对证件后的领取人。",
                    "本件沒有領取碼，請填寫核對證件後的領取人。",
                    "There is no code for this case: enter who received it, after looking at the identity card.",
                ]));
            }
            let words =
                if wants_code { BY_CODE.to_owned() } else { format!("{BY_RECEIVER}{receiver}") };
            (words, DeliveryWay::PickUp)
        }
        HandOut::Post { number, .. } if number.trim().is_empty() => {
            return Err(Failure::invalid([
                "请填写邮寄单号。",
                "請填寫郵寄單號。",
                "Enter the number of the consignment.",
            ]));
        }
        HandOut::Post { number, .. } => (format!("{BY_POST}{}", number.trim()), DeliveryWay::Post),
        HandOut::Electronic { .. } => (ELECTRONIC.to_owned(), DeliveryWay::Electronic),
    };
    let (HandOut::PickUp { code, .. } | HandOut::Post { code, .. } | HandOut::Electronic { code }) =
        way;
    // Whether the code is right is said by the desk, to every delivery alike.
    let command = Command::Deliver { way: words, by, code: Some(code.clone()) };
    let step = StepCase { jurisdiction: jurisdiction.into(), case_id: case.into(), command };
    let text = format!("{caller:?}/{acts}/{way:?}");
    let hash: [u8; 32] = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes()).into();
    let key = RequestKey { key: format!("delivery-{}", crate::desk::hex(&hash)).into(), hash };
    platform.ask(caller.clone(), Request::Step(step), Some(key)).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_of_a_delivery_is_told_in_the_language_of_the_reader() {
        let told = |recorded: &str| {
            let text = worded(recorded);
            (text.traditional, text.english)
        };
        let both = |traditional: &str, english: &str| {
            (Some(traditional.to_owned()), Some(english.to_owned()))
        };
        for (recorded, traditional, english) in [
            (
                "窗口领取，已核对领取码",
                "窗口領取，已核對領取碼",
                "picked up at the window against the code",
            ),
            ("窗口领取，领取人：苏晚", "窗口領取，領取人：苏晚", "picked up at the window by 苏晚"),
            ("邮寄，单号：SF1", "郵寄，單號：SF1", "by post, consignment SF1"),
            ("邮寄，挂号", "郵寄，挂号", "by post, 挂号"),
            ("电子送达", "電子送達", "electronically"),
        ] {
            assert_eq!(told(recorded), both(traditional, english));
        }
        assert_eq!(told("当面"), (None, None));
    }
}
