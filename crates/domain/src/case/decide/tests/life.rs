//! Whole lives: a licence, a joint licence, a penalty, a petition with its review, a card, and silence.

use super::desk::{Act, CARD, Desk, ITEM, JOINT, LICENCE, PENALTY, PETITION, frame, moment};
use crate::case::decide::{Command as C, due_automatically};
use crate::case::fold::Frame;
use crate::case::phase::Phase;
use crate::event::{ActKind, Source};
use jiff::civil::date;

pub(super) fn text(text: &str) -> String {
    text.to_owned()
}

pub(super) fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

pub(super) fn pause(ground: &str, until: i8) -> C {
    let until = Some(date(2026, 3, until));
    C::StartPause { ground: text(ground), until, evidence: some("证1"), notice: some("告1") }
}

pub(super) fn extend() -> C {
    let (limit, reason) = (text("statutory"), some("案情复杂"));
    C::Extend { limit, reason, approver: text("head-of-organ"), notice: some("延1") }
}

pub(super) fn complete(stage: &str) -> C {
    C::Complete { stage: text(stage), outcome: None, reason: None }
}

pub(super) fn grant(outcome: &str) -> C {
    C::Decide { outcome: text(outcome), reason: None }
}

pub(super) fn close() -> C {
    C::Close { outcome: None, reason: None }
}

/// A licence with every move that its procedure knows.
pub(super) fn licence() -> Vec<Act> {
    let layout = || vec![text("layout")];
    vec![
        (C::Submit { materials: vec![text("application-form")] }, "张 applicant", "03-02 09:00"),
        (
            C::RequestSupplement { materials: layout(), reason: text("缺少布局图") },
            "王 window",
            "03-03 09:00",
        ),
        (C::ReceiveSupplement { materials: layout() }, "张 applicant", "03-05 09:00"),
        (C::Accept, "王 window", "03-06 09:00"),
        (complete("examine"), "李 examiner", "03-10 09:00"),
        (C::Return { to: text("examine"), reason: text("事实不清") }, "赵 approver", "03-11 09:00"),
        (complete("examine"), "李 examiner", "03-12 09:00"),
        (pause("hearing", 25), "赵 approver", "03-13 09:00"),
        (complete("hearing"), "孙 hearing-host", "03-20 09:00"),
        (C::EndPause, "赵 approver", "03-20 10:00"),
        (extend(), "钱 head-of-organ", "03-23 09:00"),
        (C::Consult { agency: text("消防"), question: text("可否") }, "李 examiner", "03-23 10:00"),
        (C::AnswerConsultation { agency: text("消防"), text: text("可") }, "周 x", "03-24 09:00"),
        (C::Transfer { to_post: text("二科") }, "李 examiner", "03-24 10:00"),
        (C::AddSigner { post: text("法制科") }, "赵 approver", "03-24 11:00"),
        (C::Urge, "吴 supervisor", "03-24 12:00"),
        (C::Record { text: text("电话记录") }, "李 examiner", "03-24 13:00"),
        (C::Correct { event: 1, text: text("住所更正") }, "王 window", "03-24 14:00"),
        (grant("granted"), "赵 approver", "03-25 09:00"),
        (C::Issue { number: text("证-1") }, "郑 certificate-officer", "03-26 09:00"),
        (C::handed_over(text("邮寄")), "王 window", "03-27 09:00"),
        (close(), "王 window", "03-27 10:00"),
        (rate(5, "quick"), "张 applicant", "03-28 20:00"),
    ]
}

pub(super) fn rate(level: u8, label: &str) -> C {
    C::Rate { level, labels: vec![text(label)], text: some("谢谢") }
}

pub(super) fn item_frame() -> Frame<'static> {
    Frame { item: Some(&ITEM), ..frame(&LICENCE) }
}

#[test]
fn a_licence_lives_its_whole_life_without_any_deviation() {
    let desk = Desk::after(item_frame(), &licence());
    assert_eq!(desk.case.phase, Phase::Closed);
    assert!(desk.fold.automaton.may_be_final(desk.case.state));
    assert_eq!(desk.case.clocks.len(), 0);
    assert_eq!(desk.events.len(), licence().len());
    assert!(desk.events.iter().all(|event| event.source == Source::Native));
    let numbers: Vec<u32> = desk.events.iter().map(|event| event.n).collect();
    assert_eq!(numbers, (1..=23).collect::<Vec<u32>>());
}

#[test]
fn a_rating_leaves_a_closed_case_as_it_was() {
    let before = Desk::after(item_frame(), &licence()[..22]);
    let after = Desk::after(item_frame(), &licence());
    assert_eq!((after.case.phase, after.case.state), (before.case.phase, before.case.state));
    let event = after.events.last().unwrap();
    assert_eq!((event.kind, event.stage.as_deref()), (ActKind::Rate, None));
    let body = event.body.as_deref().unwrap();
    assert_eq!(
        (body.level, &*body.labels[0], body.text.as_deref()),
        (Some(5), "quick", Some("谢谢"))
    );
}

#[test]
fn deciding_changes_nothing_and_is_repeatable() {
    let desk = Desk::after(item_frame(), &licence()[..4]);
    let before = desk.case.clone();
    let first = desk.decide(&complete("examine"), "李 examiner", "03-10 09:00");
    assert_eq!(first, desk.decide(&complete("examine"), "李 examiner", "03-10 09:00"));
    assert_eq!(desk.case, before);
}

pub(super) fn joint() -> Vec<Act> {
    let opinion = |agency: &str| C::GiveOpinion {
        agency: text(agency),
        outcome: some("agreed"),
        text: text("同意"),
    };
    vec![
        (C::Submit { materials: vec![] }, "张 applicant", "03-02 09:00"),
        (C::Accept, "王 window", "03-03 09:00"),
        (
            C::Split { agencies: vec![text("消防"), text("规划")] },
            "刘 lead-coordinator",
            "03-04 09:00",
        ),
        (opinion("消防"), "周 joint-examiner 消防", "03-05 09:00"),
        (complete("lead-examine"), "李 examiner", "03-06 09:00"),
        (opinion("规划"), "吴 joint-examiner 规划", "03-09 09:00"),
        (complete("consolidate"), "冯 lead-examiner", "03-10 09:00"),
        (grant("granted"), "赵 approver", "03-11 09:00"),
    ]
}

#[test]
fn a_joint_licence_waits_for_every_agency() {
    let desk = Desk::after(frame(&JOINT), &joint());
    assert_eq!(desk.case.phase, Phase::Decided);
    assert!(desk.case.joint_agencies.iter().all(|joint| joint.answered));
}

pub(super) fn penalty() -> Vec<Act> {
    vec![
        (C::Submit { materials: vec![] }, "王 case-officer", "03-02 09:00"),
        (C::Accept, "王 case-officer", "03-03 09:00"),
        (complete("investigate"), "李 investigator", "03-04 09:00"),
        (complete("inform"), "李 investigator", "03-05 09:00"),
        (complete("statement"), "张", "03-06 09:00"),
        (complete("request-hearing"), "张", "03-06 10:00"),
        (complete("notify-hearing"), "孙 hearing-host", "03-09 09:00"),
        (complete("hearing"), "孙 hearing-host", "03-19 09:00"),
        (complete("legality-review"), "周 legal-reviewer", "03-20 09:00"),
        (grant("penalised"), "赵 head-of-organ", "03-23 09:00"),
        (C::handed_over(text("直接送达")), "王 case-officer", "03-24 09:00"),
        (C::PayFee { number: text("票1"), amount_fen: 10_000 }, "张", "03-25 09:00"),
        (close(), "王 case-officer", "03-26 09:00"),
    ]
}

#[test]
fn a_penalty_with_its_hearing_waits_seven_working_days() {
    let desk = Desk::after(frame(&PENALTY), &penalty());
    assert_eq!(desk.case.phase, Phase::Closed);
}

/// A petition up to its opinion.
fn petition(outcome: &str) -> Vec<Act> {
    vec![
        (C::Submit { materials: vec![] }, "张 petitioner", "03-02 09:00"),
        (complete("route"), "王 petition-registrar", "03-03 09:00"),
        (C::Accept, "李 petition-handler", "03-04 09:00"),
        (complete("handle"), "李 petition-handler", "03-05 09:00"),
        (reasoned(outcome), "赵 petition-approver", "03-06 09:00"),
    ]
}

fn reasoned(outcome: &str) -> C {
    C::Decide { outcome: text(outcome), reason: some("理由") }
}

/// A petition that is supported, with a result: no stage of the procedure issues one.
pub(super) fn supported_petition() -> Vec<Act> {
    let mut acts = petition("supported");
    acts.push((C::Issue { number: text("信-1") }, "李 petition-handler", "03-06 10:00"));
    acts
}

#[test]
fn a_petition_is_decided_again_on_review() {
    let mut acts = petition("not-supported");
    acts.extend([
        (C::handed_over(text("邮寄")), "李 petition-handler", "03-09 09:00"),
        (complete("request-review"), "张 petitioner", "03-10 09:00"),
        (reasoned("review-changed"), "钱 review-approver", "03-11 09:00"),
        (close(), "王 petition-registrar", "03-12 09:00"),
    ]);
    assert_eq!(Desk::after(frame(&PETITION), &acts).case.phase, Phase::Closed);
}

#[test]
fn a_card_is_confirmed_by_silence_and_appealed() {
    let answer =
        C::Complete {
            stage: text("answer"), outcome: some("appealed"), reason: some("事实有误")
        };
    let mut desk = Desk::new(frame(&CARD));
    desk.act(&C::Record { text: text("超期") }, "系统 supervision-platform", "03-02 09:00");
    assert_eq!(due_automatically(&desk.fold, &desk.case, moment("03-02 10:00")), []);
    let due = due_automatically(&desk.fold, &desk.case, moment("03-12 09:00"));
    assert_eq!(due, [C::DeemAccepted]);
    desk.act(&C::DeemAccepted, "", "03-12 09:00");
    desk.act(&C::Issue { number: text("卡1") }, "吴 supervisor", "03-12 10:00");
    desk.act(&answer, "李 supervised-agency", "03-13 09:00");
    let revoked = C::Decide { outcome: text("revoked"), reason: some("申诉成立") };
    desk.act(&revoked, "郑 appeal-body", "03-16 09:00");
    desk.act(&close(), "吴 supervisor", "03-16 10:00");
    assert_eq!(desk.case.phase, Phase::Closed);
}

#[test]
fn silence_accepts_once_the_intake_limit_has_run_out() {
    let mut desk = Desk::after(item_frame(), &licence()[..1]);
    // Five working days after 2 March: the 9th is the last day.
    assert_eq!(due_automatically(&desk.fold, &desk.case, moment("03-09 23:59")), []);
    let due = due_automatically(&desk.fold, &desk.case, moment("03-10 00:00"));
    assert_eq!(due, [C::DeemAccepted]);
    desk.act(&C::DeemAccepted, "", "03-10 00:00");
    let event = desk.events.last().unwrap();
    assert_eq!(event.kind, ActKind::Accept);
    assert_eq!(event.outcome.as_deref(), Some("accepted"));
    assert!(event.body.as_ref().is_some_and(|body| body.automatic));
    assert_eq!(desk.case.phase, Phase::Accepted);
    assert_eq!(due_automatically(&desk.fold, &desk.case, moment("04-10 00:00")), []);
}

#[test]
fn nothing_is_accepted_by_silence_while_the_applicant_must_act() {
    let desk = Desk::after(item_frame(), &licence()[..2]);
    assert_eq!(due_automatically(&desk.fold, &desk.case, moment("04-20 09:00")), []);
}

#[test]
fn a_special_procedure_ends_by_itself_on_its_declared_last_day() {
    let mut desk = Desk::after(item_frame(), &licence()[..8]);
    assert_eq!(due_automatically(&desk.fold, &desk.case, moment("03-24 23:00")), []);
    let due = due_automatically(&desk.fold, &desk.case, moment("03-25 00:00"));
    assert_eq!(due, [C::PauseExpired]);
    desk.act(&C::PauseExpired, "", "03-25 00:00");
    assert!(desk.case.pause.is_none());
}

#[test]
fn a_withdrawn_case_is_over() {
    let withdraw = C::Withdraw { confirmation: text("签1"), reason: some("不再需要") };
    let mut desk = Desk::after(item_frame(), &licence()[..4]);
    desk.act(&withdraw, "张 applicant", "03-09 09:00");
    assert!(desk.case.phase.is_over());
    assert_eq!(desk.case.clocks.len(), 0);
}
