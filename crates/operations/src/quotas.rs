//! What one account may take of the house: drafts, stored bytes, acts in an hour. The numbers are settings of the system
//! administrator; whoever goes past one is told which it is and what to do, and keeps what is there.

mod acts;
mod stored;

use crate::caller::Caller;
use crate::desk::{Failure, Records};
use crate::drafts::DRAFT;
use crate::people::settings::Settings;
pub(crate) use acts::ActsOfParties;
use domain::text::Text;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::connection::StoreError;
use store::settings::EVERYWHERE;
pub(crate) use stored::{Day, forget_uploads, stored, unfinished};

/// Drafts of one post at a window: more are an accident or an attack.
const OF_A_WINDOW: u32 = 200;

/// More than one account may have or do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exceeded {
    /// Which limit, and what to do.
    pub message: Text,
    /// After so many seconds it is possible again; none where waiting does not help.
    pub wait: Option<i64>,
}

impl Exceeded {
    pub(crate) fn failure(
        [simplified, traditional, english]: [String; 3],
        wait: Option<i64>,
    ) -> Failure {
        let message = Text { simplified, traditional: Some(traditional), english: Some(english) };
        Failure::Exceeded(Box::new(Self { message, wait }))
    }
}

/// Hour and minute of a moment, in milliseconds since 1970.
pub(crate) fn time_of_day(moment: i64, zone: &TimeZone) -> String {
    let moment = Timestamp::from_millisecond(moment).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// Whether an owner may begin another draft.
pub(crate) fn another_draft(
    records: &mut Records<'_>,
    caller: &Caller,
    owner: &str,
) -> Result<Result<(), Failure>, StoreError> {
    let most = match caller {
        Caller::Party { .. } => Settings::current(records)?.party_drafts,
        _ => OF_A_WINDOW,
    };
    let there = records.of_owner([EVERYWHERE, DRAFT, owner], most)?.len();
    if there < usize::try_from(most).unwrap_or(usize::MAX) {
        return Ok(Ok(()));
    }
    let words = [
        format!(
            "草稿最多同时保留{most}份，您已有{there}份，不能再新建；已有的都在。请先提交或者删去不需要的草稿。"
        ),
        format!(
            "草稿最多同時保留{most}份，您已有{there}份，不能再新建；已有的都在。請先提交或者刪去不需要的草稿。"
        ),
        format!(
            "{most} drafts may be open at a time; you have {there} and cannot begin another. They are all kept: hand in or delete what you no longer need."
        ),
    ];
    Ok(Err(Exceeded::failure(words, None)))
}
