//! The rows of the table of refusals.

use super::life::{close, complete, extend, grant, pause, rate, some, text};
use super::silence::{missing, name_licence};
use crate::case::decide::Command as C;
use crate::case::refusal::RefusalRule as R;
use jiff::civil::date;

/// Course and number of its acts that are done, who and when; the command; rule and article (blank: none).
pub(super) type Row = (&'static str, C, R, &'static str);

fn supplement(material: &str, reason: &str) -> C {
    C::RequestSupplement { materials: vec![text(material)], reason: text(reason) }
}

fn withdraw(confirmation: &str) -> C {
    C::Withdraw { confirmation: text(confirmation), reason: some("不再需要") }
}

fn special(ground: &str, evidence: Option<String>, notice: Option<String>) -> C {
    let until = Some(date(2026, 3, 20));
    C::StartPause { ground: text(ground), until, evidence, notice }
}

fn endless() -> C {
    C::StartPause { ground: text("testing"), until: None, evidence: some("1"), notice: some("1") }
}

fn in_9999() -> C {
    let until = Some(jiff::civil::date(9999, 12, 31));
    C::StartPause { ground: text("testing"), until, evidence: some("1"), notice: some("1") }
}

fn extension(limit: &str, reason: &str, approver: &str, notice: &str) -> C {
    let (limit, approver) = (text(limit), text(approver));
    C::Extend { limit, reason: some(reason), approver, notice: some(notice) }
}

fn opinion(agency: &str) -> C {
    C::GiveOpinion { agency: text(agency), outcome: some("agreed"), text: text("同意") }
}

fn going_back(to: &str, reason: &str) -> C {
    C::Return { to: text(to), reason: text(reason) }
}

fn outcome(stage: &str, outcome: &str) -> C {
    C::Complete { stage: text(stage), outcome: some(outcome), reason: None }
}

fn issue() -> C {
    C::Issue { number: text("证-1") }
}

fn handing_over() -> C {
    C::Transfer { to_post: text("二科") }
}

fn correction_of(event: u32) -> C {
    C::Correct { event, text: text("不是这样") }
}

fn answer() -> C {
    C::AnswerConsultation { agency: text("消防"), text: text("可") }
}

fn split(agencies: &[&str]) -> C {
    C::Split { agencies: agencies.iter().map(|agency| text(agency)).collect() }
}

fn decline(reason: &str) -> C {
    C::Decline { reason: text(reason) }
}

fn until_april(ground: &str) -> C {
    let (until, one) = (Some(date(2026, 4, 8)), || some("1"));
    C::StartPause { ground: text(ground), until, evidence: one(), notice: one() }
}

fn fee() -> C {
    C::ChargeFee { fee: text("工本费"), amount_fen: 100 }
}

fn charge(fee: &str, amount_fen: i64) -> C {
    C::ChargeFee { fee: text(fee), amount_fen }
}

fn pay(amount_fen: i64) -> C {
    C::PayFee { number: text("票1"), amount_fen }
}

fn voided() -> C {
    C::Close { outcome: some("voided"), reason: None }
}

fn correction() -> C {
    C::Correct { event: 2, text: text("改") }
}

fn transfer() -> C {
    C::Transfer { to_post: text(" ") }
}

fn submit() -> C {
    C::Submit { materials: Vec::new() }
}

pub(super) fn of_the_course() -> Vec<Row> {
    vec![
        ("licence 1 | 王 window | 03-01 09:00", C::Accept, R::EarlierThanLast, ""),
        ("licence 0 | 张 | 2019-12-31 09:00", submit(), R::NotInForce, "29-45"),
        ("licence 22 | 王 window | 04-01 09:00", C::Accept, R::Phase, ""),
        ("licence 4 | 王 window | 03-09 09:00", split(&["消防"]), R::NotForeseen, "29-45"),
        ("licence 1 | 王 window | 03-03 09:00", transfer(), R::Incomplete, ""),
        ("licence 1 | 王 window | 03-03 09:00", complete("nowhere"), R::UnknownStage, "29-45"),
        ("licence 7 | 赵 approver | 03-16 09:00", grant("perhaps"), R::UnknownOutcome, "37, 38"),
        (
            "licence 4 | 李 examiner | 03-09 09:00",
            outcome("examine", "fine"),
            R::UnknownOutcome,
            "34",
        ),
        ("licence 1 | 王 window | 03-03 09:00", outcome("accept", "declined"), R::OwnAct, "32"),
        ("licence 4 | 赵 approver | 03-09 09:00", grant("granted"), R::StageNotPossible, "37, 38"),
        ("licence 7 | 李 examiner | 03-16 09:00", complete("examine"), R::StageNotPossible, "34"),
        ("licence 4 | 王 window | 03-09 09:00", complete("examine"), R::Role, "34"),
        ("licence 4 |  | 03-09 09:00", pause("hearing", 20), R::Person, "29-45"),
        ("licence 4 | 张 applicant | 03-09 09:00", pause("hearing", 20), R::Role, "29-45"),
        ("licence 8 | 张 applicant | 03-16 09:00", C::EndPause, R::Role, "29-45"),
        ("licence 5 | 王 window | 03-10 10:00", handing_over(), R::Role, "29-45"),
        ("licence 5 | 张 applicant | 03-10 10:00", correction_of(1), R::Role, "29-45"),
        ("licence 7 | 李 approver | 03-16 09:00", grant("granted"), R::Separation, "一审一核"),
        ("charged 6 | 李 window | 03-11 09:00", pay(100), R::CollectionSeparated, "59"),
        ("licence 7 | 李 hearing-host | 03-16 09:00", complete("hearing"), R::Separation, "48(3)"),
        ("licence 1 | 王 window | 03-03 09:00", decline(" "), R::Reason, "32(2), 72(7)"),
        ("licence 7 | 赵 approver | 03-16 09:00", grant("refused"), R::Reason, "38(2)"),
        ("licence 7 | 赵 approver | 03-16 09:00", going_back("examine", ""), R::Reason, "审核退回"),
        (
            "licence 7 | 赵 approver | 03-16 09:00",
            going_back("accept", "错"),
            R::NotReturnable,
            "审核退回",
        ),
        ("licence 4 | 李 examiner | 03-09 09:00", going_back("accept", "错"), R::NotReturnable, ""),
        ("licence 4 | 周 x | 03-09 09:00", answer(), R::NoConsultation, "征求意见"),
        ("licence 1 | 王 window | 03-03 09:00", correction(), R::UnknownEvent, ""),
        ("licence 21 | 王 window | 03-27 10:00", voided(), R::Reason, "38, 39, 44, 72(7)"),
        ("penalty 7 | 孙 hearing-host | 03-18 09:00", complete("hearing"), R::Wait, "64(2)"),
        ("short 1 | 王 officer | 03-03 09:00", close(), R::NotFinished, "1"),
    ]
}

pub(super) fn of_intake_and_closing() -> Vec<Row> {
    vec![
        (
            "licence 2 | 王 window | 03-04 09:00",
            supplement("layout", "缺"),
            R::SecondSupplement,
            "32(4)",
        ),
        (
            "licence 3 | 王 window | 03-06 09:00",
            supplement("layout", "缺"),
            R::SecondSupplement,
            "32(4)",
        ),
        (
            "licence 4 | 王 window | 03-09 09:00",
            supplement("layout", "缺"),
            R::LateSupplement,
            "32(4)",
        ),
        (
            "licence 1 | 王 window | 03-03 09:00",
            supplement("无犯罪证明", "缺"),
            R::OutsideCatalogue,
            "35",
        ),
        (
            "licence 1 | 王 window | 03-03 09:00",
            supplement("business-licence", "缺"),
            R::OutsideCatalogue,
            "35",
        ),
        ("licence 1 | 王 window | 03-03 09:00", supplement("layout", ""), R::Reason, "32(4)"),
        ("licence 1 | 王 window | 03-03 09:00", supplement(" ", "缺"), R::Incomplete, ""),
        (
            "licence 1 | 王 window | 03-10 09:00",
            supplement("layout", "缺"),
            R::DeemedAccepted,
            "32(4)",
        ),
        ("licence 1 | 王 window | 03-10 09:00", decline("不属于"), R::DeemedAccepted, "32(4)"),
        ("licence 1 |  | 03-09 09:00", C::DeemAccepted, R::NotExpired, ""),
        ("licence 4 | 王 window | 03-09 09:00", withdraw("签1"), R::NotTheParty, "申请人撤回"),
        ("licence 4 | 张 applicant | 03-09 09:00", withdraw(""), R::NotTheParty, "申请人撤回"),
        (
            "licence 19 | 张 applicant | 03-26 09:00",
            withdraw("签1"),
            R::LateWithdrawal,
            "申请人撤回",
        ),
        (
            "licence 4 | 郑 certificate-officer | 03-09 09:00",
            issue(),
            R::ResultBeforeDecision,
            "38, 39, 44, 72(7)",
        ),
        ("licence 8 | 王 window | 03-16 09:00", close(), R::PauseOpen, "45"),
        ("licence 19 | 王 window | 03-26 09:00", close(), R::NoResult, "38, 39, 44, 72(7)"),
        ("licence 20 | 王 window | 03-27 09:00", close(), R::NoDelivery, "38, 39, 44, 72(7)"),
        ("licence 4 | 王 window | 03-09 09:00", fee(), R::OutsideCatalogue, "35"),
    ]
}

pub(super) fn of_results() -> Vec<Row> {
    vec![
        ("licence 22 | 郑 certificate-officer | 04-01 09:00", issue(), R::NoOpenCase, "39"),
        ("licence 0 | 郑 certificate-officer | 03-02 09:00", issue(), R::NoOpenCase, "39"),
        ("numbered 19 | 郑 certificate-officer | 03-26 09:00", issue(), R::NumberByPlatform, "39"),
        ("petition 6 | 李 petition-handler | 03-09 09:00", issue(), R::IssuedAlready, ""),
    ]
}

pub(super) fn of_silence() -> Vec<Row> {
    let hand_in = |material: &str| C::HandIn { materials: vec![text(material)] };
    vec![
        (
            "following 1 | 王 window | 03-03 09:00",
            missing("layout", date(2026, 3, 10)),
            R::MayNotFollow,
            "容缺受理",
        ),
        (
            "following 1 | 王 window | 03-03 09:00",
            missing("safety-rules", date(2026, 3, 31)),
            R::DeferralTooLong,
            "容缺受理：补交期限",
        ),
        ("following 2 | 张 applicant | 03-04 09:00", hand_in("layout"), R::NothingOwed, "容缺受理"),
        ("licence 4 | 张 applicant | 03-09 09:00", hand_in("layout"), R::NothingOwed, "容缺受理"),
        ("licence 4 | 张 applicant | 03-09 09:00", pay(100), R::NothingDue, ""),
        ("priced 4 | 王 window | 03-09 09:00", charge("case", 16_000), R::FeeAmount, "1"),
        ("priced 21 | 王 window | 03-27 15:00", charge("case", 8_000), R::Phase, ""),
        ("following 3 | 赵 approver | 03-11 09:00", grant("granted"), R::MaterialsOwed, "容缺受理"),
        (
            "renewal 1 | 张 applicant | 03-03 09:00",
            name_licence(date(2026, 3, 1)),
            R::LicenceOver,
            "50(1)",
        ),
        ("renewal 3 |  | 04-20 09:00", C::DeemRenewed, R::NotExpired, ""),
        (
            "opposed 6 | 冯 lead-examiner | 03-10 09:00",
            complete("consolidate"),
            R::Dissent,
            "并联审批：逾期未答复、不同意见的处理",
        ),
    ]
}

pub(super) fn of_ratings() -> Vec<Row> {
    vec![
        ("licence 23 | 张 applicant | 04-01 09:00", rate(1, "late"), R::RatedAlready, "二"),
        ("licence 18 | 张 applicant | 03-24 15:00", rate(5, "quick"), R::RatingTooEarly, "二"),
        ("licence 22 | 张 applicant | 04-01 09:00", rate(6, "quick"), R::UnknownRating, "二"),
        ("licence 22 | 张 applicant | 04-01 09:00", rate(0, "quick"), R::UnknownRating, "二"),
        ("licence 22 | 张 applicant | 04-01 09:00", rate(5, "best"), R::UnknownRating, "二"),
        ("licence 22 | 王 window | 04-01 09:00", rate(5, "quick"), R::NotTheParty, "二"),
        ("penalty 13 | 张 | 04-01 09:00", rate(5, "quick"), R::NotForeseen, "54-65, 66-73"),
    ]
}

pub(super) fn of_pauses_and_extensions() -> Vec<Row> {
    vec![
        (
            "licence 4 | 赵 approver | 03-09 09:00",
            special("holiday", some("1"), some("1")),
            R::UnlistedGround,
            "45",
        ),
        (
            "licence 4 | 赵 approver | 03-09 09:00",
            special("testing", None, some("1")),
            R::NoEvidence,
            "45",
        ),
        (
            "licence 4 | 赵 approver | 03-09 09:00",
            special("testing", some("1"), some(" ")),
            R::NoNotice,
            "45",
        ),
        ("licence 4 | 赵 approver | 03-09 09:00", endless(), R::NoDeclaredEnd, "45"),
        ("licence 4 | 赵 approver | 03-09 09:00", in_9999(), R::Calendar, "45"),
        ("licence 4 | 赵 approver | 03-09 09:00", pause("testing", 6), R::NoDeclaredEnd, "45"),
        (
            "licence 1 | 赵 approver | 03-03 09:00",
            pause("testing", 20),
            R::PauseBeforeAcceptance,
            "45",
        ),
        ("licence 8 | 赵 approver | 03-16 09:00", pause("testing", 20), R::PauseOverlap, "45"),
        ("licence 4 | 赵 approver | 03-09 09:00", until_april("hearing"), R::PauseTooLong, "47"),
        (
            "licence 4 | 赵 approver | 03-09 09:00",
            until_april("testing"),
            R::PauseTooLong,
            "特别程序：法律未定最长时间的，一次申报的最长时间",
        ),
        // Nothing is left to be stopped: the limits that the ground stops have ended with the decision.
        ("licence 19 | 赵 approver | 03-25 10:00", pause("testing", 26), R::Phase, "45"),
        ("licence 4 | 赵 approver | 03-09 09:00", C::EndPause, R::NoPause, ""),
        ("licence 8 |  | 03-24 09:00", C::PauseExpired, R::PauseNotOver, "45"),
        ("licence 11 | 钱 head-of-organ | 03-23 10:00", extend(), R::ExtendedAlready, "42"),
        (
            "licence 4 | 钱 head-of-organ | 03-09 09:00",
            extension("statutory", "繁", "approver", "1"),
            R::Approver,
            "42",
        ),
        ("licence 4 | 赵 approver | 03-09 09:00", extend(), R::Approver, "42"),
        (
            "licence 4 | 钱 head-of-organ | 03-09 09:00",
            extension("statutory", "", "head-of-organ", "1"),
            R::Reason,
            "42",
        ),
        (
            "licence 4 | 钱 head-of-organ | 03-09 09:00",
            extension("statutory", "繁", "head-of-organ", ""),
            R::NoNotice,
            "42",
        ),
        (
            "licence 4 | 钱 head-of-organ | 03-09 09:00",
            extension("promised", "繁", "head-of-organ", "1"),
            R::NotForeseen,
            "36",
        ),
        ("licence 1 | 钱 head-of-organ | 03-03 09:00", extend(), R::LimitNotRunning, "42"),
        ("licence 4 | 钱 head-of-organ | 04-08 09:00", extend(), R::LimitExceeded, "42"),
    ]
}

pub(super) fn of_joint_approval() -> Vec<Row> {
    vec![
        (
            "joint 2 | 刘 lead-coordinator | 03-04 09:00",
            split(&["消防", "消防"]),
            R::Agencies,
            "26",
        ),
        ("joint 2 | 刘 lead-coordinator | 03-04 09:00", split(&[]), R::Agencies, "26"),
        ("joint 3 | 周 joint-examiner 环保 | 03-05 09:00", opinion("环保"), R::NotJoint, "26"),
        ("joint 3 | 周 joint-examiner 消防 | 03-05 09:00", opinion("规划"), R::NotJoint, "26"),
        ("joint 4 | 周 joint-examiner 消防 | 03-06 09:00", opinion("消防"), R::AnsweredTwice, "26"),
        ("joint 6 | 吴 joint-examiner 规划 | 03-09 09:00", opinion("规划"), R::AnsweredTwice, "26"),
        ("joint 5 | 冯 lead-examiner | 03-06 09:00", complete("consolidate"), R::JointOpen, "26"),
    ]
}
