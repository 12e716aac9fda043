//! Every refusal once: the state, the unlawful command, the rule and the article.

use super::desk::{Act, Desk, JOINT, LICENCE, PENALTY, SHORT, actor, frame, moment};
use super::life::{
    close, complete, extend, grant, item_frame, joint, licence, pause, penalty, some, text,
};
use crate::case::decide::{Command as C, decide};
use crate::case::fold::Frame;
use crate::case::refusal::{Refusal, RefusalRule as R};
use crate::text::Language;
use jiff::civil::date;
use std::collections::BTreeSet;

/// The course, how many of its acts are done, the command, who, when; rule and article.
type Row = (&'static str, usize, C, &'static str, &'static str, R, Option<&'static str>);

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

fn extension(limit: &str, reason: &str, approver: &str, notice: &str) -> C {
    let (limit, approver) = (text(limit), text(approver));
    C::Extend { limit, reason: some(reason), approver, notice: some(notice) }
}

fn opinion(agency: &str) -> C {
    C::GiveOpinion { agency: text(agency), outcome: None, text: text("同意") }
}

fn going_back(to: &str, reason: &str) -> C {
    C::Return { to: text(to), reason: text(reason) }
}

fn outcome(stage: &str, outcome: &str) -> C {
    C::Complete { stage: text(stage), outcome: some(outcome), reason: None }
}

fn of_the_course() -> Vec<Row> {
    let answer = C::AnswerConsultation { agency: text("消防"), text: text("可") };
    vec![
        ("licence", 1, C::Accept, "王 window", "03-01 09:00", R::EarlierThanLast, None),
        (
            "licence",
            0,
            C::Submit { materials: vec![] },
            "张",
            "2019-12-31 09:00",
            R::NotInForce,
            Some("29-45"),
        ),
        ("licence", 22, C::Accept, "王 window", "04-01 09:00", R::Phase, None),
        (
            "licence",
            4,
            C::Split { agencies: vec![text("消防")] },
            "王 window",
            "03-09 09:00",
            R::NotForeseen,
            Some("29-45"),
        ),
        (
            "licence",
            1,
            C::Transfer { to_post: text(" ") },
            "王 window",
            "03-03 09:00",
            R::Incomplete,
            None,
        ),
        (
            "licence",
            1,
            complete("nowhere"),
            "王 window",
            "03-03 09:00",
            R::UnknownStage,
            Some("29-45"),
        ),
        (
            "licence",
            7,
            grant("perhaps"),
            "赵 approver",
            "03-16 09:00",
            R::UnknownOutcome,
            Some("37, 38"),
        ),
        (
            "licence",
            4,
            outcome("examine", "fine"),
            "李 examiner",
            "03-09 09:00",
            R::UnknownOutcome,
            Some("34"),
        ),
        (
            "licence",
            1,
            outcome("accept", "declined"),
            "王 window",
            "03-03 09:00",
            R::OwnAct,
            Some("32"),
        ),
        (
            "licence",
            4,
            grant("granted"),
            "赵 approver",
            "03-09 09:00",
            R::StageNotPossible,
            Some("37, 38"),
        ),
        (
            "licence",
            7,
            complete("examine"),
            "李 examiner",
            "03-16 09:00",
            R::StageNotPossible,
            Some("34"),
        ),
        ("licence", 4, complete("examine"), "王 window", "03-09 09:00", R::Role, Some("34")),
        ("licence", 4, pause("hearing", 20), "", "03-09 09:00", R::Person, None),
        (
            "licence",
            7,
            grant("granted"),
            "李 approver",
            "03-16 09:00",
            R::Separation,
            Some("一审一核"),
        ),
        (
            "licence",
            7,
            complete("hearing"),
            "李 hearing-host",
            "03-16 09:00",
            R::Separation,
            Some("48(3)"),
        ),
        (
            "licence",
            1,
            C::Decline { reason: text(" ") },
            "王 window",
            "03-03 09:00",
            R::Reason,
            Some("32(2), 72(7)"),
        ),
        ("licence", 7, grant("refused"), "赵 approver", "03-16 09:00", R::Reason, Some("38(2)")),
        (
            "licence",
            7,
            going_back("examine", ""),
            "赵 approver",
            "03-16 09:00",
            R::Reason,
            Some("审核退回"),
        ),
        (
            "licence",
            7,
            going_back("accept", "错"),
            "赵 approver",
            "03-16 09:00",
            R::NotReturnable,
            Some("审核退回"),
        ),
        (
            "licence",
            4,
            going_back("accept", "错"),
            "李 examiner",
            "03-09 09:00",
            R::NotReturnable,
            None,
        ),
        ("licence", 4, answer, "周 x", "03-09 09:00", R::NoConsultation, Some("征求意见")),
        (
            "licence",
            1,
            C::Correct { event: 2, text: text("改") },
            "王 window",
            "03-03 09:00",
            R::UnknownEvent,
            None,
        ),
        (
            "licence",
            21,
            C::Close { outcome: some("voided"), reason: None },
            "王 window",
            "03-27 10:00",
            R::Reason,
            Some("38, 39, 44, 72(7)"),
        ),
        (
            "penalty",
            7,
            complete("hearing"),
            "孙 hearing-host",
            "03-18 09:00",
            R::Wait,
            Some("64(2)"),
        ),
        ("short", 1, close(), "王 officer", "03-03 09:00", R::NotFinished, Some("1")),
    ]
}

fn of_intake_and_closing() -> Vec<Row> {
    let issue = || C::Issue { number: text("证-1") };
    vec![
        (
            "licence",
            2,
            supplement("layout", "缺"),
            "王 window",
            "03-04 09:00",
            R::SecondSupplement,
            Some("32(4)"),
        ),
        (
            "licence",
            3,
            supplement("layout", "缺"),
            "王 window",
            "03-06 09:00",
            R::SecondSupplement,
            Some("32(4)"),
        ),
        (
            "licence",
            4,
            supplement("layout", "缺"),
            "王 window",
            "03-09 09:00",
            R::LateSupplement,
            Some("32(4)"),
        ),
        (
            "licence",
            1,
            supplement("无犯罪证明", "缺"),
            "王 window",
            "03-03 09:00",
            R::OutsideCatalogue,
            Some("35"),
        ),
        (
            "licence",
            1,
            supplement("business-licence", "缺"),
            "王 window",
            "03-03 09:00",
            R::OutsideCatalogue,
            Some("35"),
        ),
        (
            "licence",
            1,
            supplement("layout", ""),
            "王 window",
            "03-03 09:00",
            R::Reason,
            Some("32(4)"),
        ),
        ("licence", 1, supplement(" ", "缺"), "王 window", "03-03 09:00", R::Incomplete, None),
        (
            "licence",
            1,
            supplement("layout", "缺"),
            "王 window",
            "03-10 09:00",
            R::DeemedAccepted,
            Some("32(4)"),
        ),
        (
            "licence",
            1,
            C::Decline { reason: text("不属于") },
            "王 window",
            "03-10 09:00",
            R::DeemedAccepted,
            Some("32(4)"),
        ),
        ("licence", 1, C::DeemAccepted, "", "03-09 09:00", R::NotExpired, None),
        (
            "licence",
            4,
            withdraw("签1"),
            "王 window",
            "03-09 09:00",
            R::NotTheParty,
            Some("申请人撤回"),
        ),
        (
            "licence",
            4,
            withdraw(""),
            "张 applicant",
            "03-09 09:00",
            R::NotTheParty,
            Some("申请人撤回"),
        ),
        (
            "licence",
            19,
            withdraw("签1"),
            "张 applicant",
            "03-26 09:00",
            R::LateWithdrawal,
            Some("申请人撤回"),
        ),
        (
            "licence",
            4,
            issue(),
            "郑 certificate-officer",
            "03-09 09:00",
            R::ResultBeforeDecision,
            Some("38, 39, 44, 72(7)"),
        ),
        ("licence", 8, close(), "王 window", "03-16 09:00", R::PauseOpen, Some("45")),
        (
            "licence",
            19,
            close(),
            "王 window",
            "03-26 09:00",
            R::NoResult,
            Some("38, 39, 44, 72(7)"),
        ),
        (
            "licence",
            20,
            close(),
            "王 window",
            "03-27 09:00",
            R::NoDelivery,
            Some("38, 39, 44, 72(7)"),
        ),
        (
            "licence",
            4,
            C::ChargeFee { fee: text("工本费"), amount_fen: 100 },
            "王 window",
            "03-09 09:00",
            R::OutsideCatalogue,
            Some("35"),
        ),
    ]
}

fn of_pauses_and_extensions() -> Vec<Row> {
    let one = || some("1");
    vec![
        (
            "licence",
            4,
            special("holiday", one(), one()),
            "赵 approver",
            "03-09 09:00",
            R::UnlistedGround,
            Some("45"),
        ),
        (
            "licence",
            4,
            special("testing", None, one()),
            "赵 approver",
            "03-09 09:00",
            R::NoEvidence,
            Some("45"),
        ),
        (
            "licence",
            4,
            special("testing", one(), some(" ")),
            "赵 approver",
            "03-09 09:00",
            R::NoNotice,
            Some("45"),
        ),
        ("licence", 4, endless(), "赵 approver", "03-09 09:00", R::NoDeclaredEnd, Some("45")),
        (
            "licence",
            4,
            pause("testing", 6),
            "赵 approver",
            "03-09 09:00",
            R::NoDeclaredEnd,
            Some("45"),
        ),
        (
            "licence",
            1,
            pause("testing", 20),
            "赵 approver",
            "03-03 09:00",
            R::PauseBeforeAcceptance,
            Some("45"),
        ),
        (
            "licence",
            8,
            pause("testing", 20),
            "赵 approver",
            "03-16 09:00",
            R::PauseOverlap,
            Some("45"),
        ),
        (
            "licence",
            4,
            C::StartPause {
                ground: text("hearing"),
                until: Some(date(2026, 4, 8)),
                evidence: one(),
                notice: one(),
            },
            "赵 approver",
            "03-09 09:00",
            R::PauseTooLong,
            Some("47"),
        ),
        ("licence", 4, C::EndPause, "赵 approver", "03-09 09:00", R::NoPause, None),
        ("licence", 8, C::PauseExpired, "", "03-24 09:00", R::PauseNotOver, Some("45")),
        (
            "licence",
            11,
            extend(),
            "钱 head-of-organ",
            "03-23 10:00",
            R::ExtendedAlready,
            Some("42"),
        ),
        (
            "licence",
            4,
            extension("statutory", "繁", "approver", "1"),
            "钱 head-of-organ",
            "03-09 09:00",
            R::Approver,
            Some("42"),
        ),
        ("licence", 4, extend(), "赵 approver", "03-09 09:00", R::Approver, Some("42")),
        (
            "licence",
            4,
            extension("statutory", "", "head-of-organ", "1"),
            "钱 head-of-organ",
            "03-09 09:00",
            R::Reason,
            Some("42"),
        ),
        (
            "licence",
            4,
            extension("statutory", "繁", "head-of-organ", ""),
            "钱 head-of-organ",
            "03-09 09:00",
            R::NoNotice,
            Some("42"),
        ),
        (
            "licence",
            4,
            extension("promised", "繁", "head-of-organ", "1"),
            "钱 head-of-organ",
            "03-09 09:00",
            R::NotForeseen,
            Some("36"),
        ),
        ("licence", 1, extend(), "钱 head-of-organ", "03-03 09:00", R::LimitNotRunning, Some("42")),
        ("licence", 4, extend(), "钱 head-of-organ", "04-08 09:00", R::LimitExceeded, Some("42")),
    ]
}

fn of_joint_approval() -> Vec<Row> {
    let twice = C::Split { agencies: vec![text("消防"), text("消防")] };
    vec![
        ("joint", 2, twice, "刘 lead-coordinator", "03-04 09:00", R::Agencies, Some("26")),
        (
            "joint",
            2,
            C::Split { agencies: vec![] },
            "刘 lead-coordinator",
            "03-04 09:00",
            R::Agencies,
            Some("26"),
        ),
        (
            "joint",
            3,
            opinion("环保"),
            "周 joint-examiner 环保",
            "03-05 09:00",
            R::NotJoint,
            Some("26"),
        ),
        (
            "joint",
            3,
            opinion("规划"),
            "周 joint-examiner 消防",
            "03-05 09:00",
            R::NotJoint,
            Some("26"),
        ),
        (
            "joint",
            4,
            opinion("消防"),
            "周 joint-examiner 消防",
            "03-06 09:00",
            R::AnsweredTwice,
            Some("26"),
        ),
        (
            "joint",
            6,
            opinion("规划"),
            "吴 joint-examiner 规划",
            "03-09 09:00",
            R::AnsweredTwice,
            Some("26"),
        ),
        (
            "joint",
            5,
            complete("consolidate"),
            "冯 lead-examiner",
            "03-06 09:00",
            R::JointOpen,
            Some("26"),
        ),
    ]
}

fn course(name: &str) -> (Frame<'static>, Vec<Act>) {
    match name {
        "licence" => (item_frame(), licence()),
        "joint" => (frame(&JOINT), joint()),
        "penalty" => (frame(&PENALTY), penalty()),
        _ => (frame(&SHORT), vec![(C::Accept, "王 officer", "03-02 09:00")]),
    }
}

fn check_words(refusal: &Refusal) {
    for language in Language::ALL {
        let words = refusal.message.in_language(language);
        assert!(!words.contains('{'), "{words}");
        if let Some(basis) = &refusal.basis {
            assert!(words.contains(&basis.citation()), "{words}");
        }
    }
    assert!(refusal.message.traditional.is_some() && refusal.message.english.is_some());
    assert!(refusal.to_string().starts_with(&format!("[{}] ", refusal.rule.word())));
}

#[test]
fn every_unlawful_command_is_refused_with_its_article() {
    let mut seen = BTreeSet::new();
    let rows =
        [of_the_course(), of_intake_and_closing(), of_pauses_and_extensions(), of_joint_approval()];
    for (name, done, command, who, when, rule, article) in rows.into_iter().flatten() {
        let (frame, acts) = course(name);
        let desk = Desk::after(frame, acts.get(..done).unwrap());
        let refusal =
            desk.decide(&command, who, when).expect_err(&format!("{command:?} at {when}"));
        assert_eq!(refusal.rule, rule, "{command:?}: {refusal}");
        let found = refusal.basis.as_ref().map(|basis| basis.article.as_str());
        assert_eq!(found, article, "{command:?}: {refusal}");
        check_words(&refusal);
        seen.insert(rule);
    }
    // These need more than a row: see the tests below.
    seen.extend([R::Outdated, R::Calendar]);
    let missing: Vec<R> = R::ALL.into_iter().filter(|rule| !seen.contains(rule)).collect();
    assert_eq!(missing, []);
}

#[test]
fn a_number_that_is_not_the_next_one_is_outdated() {
    let desk = Desk::after(item_frame(), &licence()[..1]);
    let (who, at) = (actor("王 window"), moment("03-03 09:00"));
    for n in [0, 1, 3, u32::MAX] {
        let refusal = decide(&desk.fold, &desk.case, C::Accept, &who, at, n).unwrap_err();
        assert_eq!(refusal.rule, R::Outdated);
    }
}

#[test]
fn without_a_calendar_no_limit_is_lengthened_and_no_hearing_declared() {
    let blind = Frame { calendar: None, ..frame(&LICENCE) };
    let with = Desk::after(frame(&LICENCE), &licence()[..4]);
    let mut desk = Desk::new(blind);
    // The events of a desk that sees: an act without a calendar would raise alarms.
    for event in &with.events {
        desk.fold.apply(&mut desk.case, event, &mut crate::case::Change::default());
    }
    for (command, who) in [(pause("hearing", 20), "赵 approver"), (extend(), "钱 head-of-organ")]
    {
        let refusal = desk.decide(&command, who, "03-09 09:00").unwrap_err();
        assert_eq!(refusal.rule, R::Calendar, "{refusal}");
    }
}

#[test]
fn words_of_rules_are_distinct_and_stable() {
    let words: BTreeSet<&str> = R::ALL.iter().map(|rule| rule.word()).collect();
    assert_eq!(words.len(), R::ALL.len());
    let printable = |c: char| c.is_ascii_lowercase() || c == '-';
    assert!(words.iter().all(|word| word.chars().all(printable)));
}
