//! What silence brings about, and what follows later: renewals, joint agencies, materials that follow, commitments.

use super::desk::{
    Act, Desk, JOINT, LICENCE, PRICED, PROMISE, RENEWAL, actor, frame, item_with, moment,
};
use super::life::{close, complete, grant, item_frame, licence, some, text};
use crate::case::decide::{Command as C, due_automatically, next_automatic};
use crate::case::fold::Frame;
use crate::case::options::{CaseOption, options};
use crate::case::phase::Phase;
use crate::case::refusal::RefusalRule as R;
use crate::event::ActKind;
use jiff::civil::{Date, date};

pub(super) fn name_licence(until: Date) -> C {
    C::NameLicence { number: text("JY-1"), until }
}

/// A renewal of a licence that ends on 20 April, examined but not decided.
pub(super) fn renewal(until: Date) -> Vec<Act> {
    vec![
        (C::Submit { materials: vec![] }, "张 applicant", "03-02 09:00"),
        (name_licence(until), "张 applicant", "03-02 09:10"),
        (C::Accept, "王 window", "03-03 09:00"),
    ]
}

fn due(desk: &Desk, when: &str) -> Vec<C> {
    due_automatically(&desk.fold, &desk.case, moment(when))
}

#[test]
fn a_renewal_that_is_not_decided_before_the_licence_ends_counts_as_granted() {
    let mut desk = Desk::after(frame(&RENEWAL), &renewal(date(2026, 4, 20)));
    assert_eq!(due(&desk, "04-20 23:59"), []);
    assert_eq!(due(&desk, "04-21 00:00"), [C::DeemRenewed]);
    assert_eq!(next_automatic(&desk.fold, &desk.case), Some(date(2026, 4, 21).into()));
    // Nobody had even examined it.
    desk.act(&C::DeemRenewed, "", "04-21 00:00");
    let event = desk.events.last().unwrap();
    assert_eq!(
        (event.outcome.as_deref(), event.stage.as_deref()),
        (Some("renewed"), Some("decide"))
    );
    assert!(event.actor.person.is_none());
    assert_eq!(desk.case.phase, Phase::Decided);
    assert_eq!(due(&desk, "05-20 00:00"), []);
    // The organ's only way is to issue it.
    let late = desk.decide(&complete("examine"), "李 examiner", "04-21 09:00").unwrap_err();
    assert_eq!(late.rule, R::StageNotPossible);
    desk.act(&C::Issue { number: text("JY-2") }, "郑 certificate-officer", "04-21 10:00");
    desk.act(&C::handed_over(text("邮寄")), "王 window", "04-22 09:00");
    desk.act(&close(), "王 window", "04-22 10:00");
}

#[test]
fn silence_renews_even_what_was_not_accepted_but_not_what_came_too_late() {
    let desk = Desk::after(frame(&RENEWAL), &renewal(date(2026, 4, 20))[..2]);
    assert!(due(&desk, "04-21 00:00").contains(&C::DeemRenewed));
    // Twenty days before the end.
    let desk = Desk::after(frame(&RENEWAL), &renewal(date(2026, 3, 22)));
    assert_eq!(due(&desk, "03-23 00:00"), []);
    assert_eq!(next_automatic(&desk.fold, &desk.case), None, "nobody is woken for it");
    // It came thirty days before, and the licence was named when there were fewer.
    let mut acts = renewal(date(2026, 4, 3));
    acts[1].2 = "03-05 09:10";
    acts[2].2 = "03-06 09:00";
    let desk = Desk::after(frame(&RENEWAL), &acts);
    assert_eq!(due(&desk, "04-04 00:00"), [C::DeemRenewed]);
    assert_eq!(next_automatic(&desk.fold, &desk.case), Some(date(2026, 4, 4).into()));
    // What was decided in time is not decided again.
    let mut acts = renewal(date(2026, 4, 20));
    acts.push((complete("examine"), "李 examiner", "03-10 09:00"));
    acts.push((grant("renewed"), "赵 approver", "03-11 09:00"));
    let desk = Desk::after(frame(&RENEWAL), &acts);
    assert_eq!(due(&desk, "04-21 00:00"), []);
}

#[test]
fn acceptance_by_silence_counts_since_the_day_of_receipt() {
    let mut desk = Desk::after(item_frame(), &licence()[..1]);
    desk.act(&C::DeemAccepted, "", "03-10 00:00");
    let since = desk.events.last().unwrap().detail(|body| body.since);
    assert_eq!(since, Some(date(2026, 3, 2)));
    let due = |desk: &Desk, id: &str| {
        let position = LICENCE.limit_position(id).unwrap();
        let clock = desk.case.clocks.iter().find(|clock| clock.limit == position).unwrap();
        clock.clock.due(desk.fold.frame.calendar, date(2026, 3, 10)).unwrap().last_day
    };
    let by_silence = due(&desk, "statutory");
    let mut at_once = Desk::after(item_frame(), &licence()[..1]);
    at_once.act(&C::Accept, "王 window", "03-02 10:00");
    assert_eq!(by_silence, due(&at_once, "statutory"));
}

fn opinion(agency: &str, word: &str) -> C {
    C::GiveOpinion { agency: text(agency), outcome: some(word), text: text("意见") }
}

pub(super) fn opposed() -> Vec<Act> {
    let split = C::Split { agencies: vec![text("消防"), text("规划")] };
    vec![
        (C::Submit { materials: vec![] }, "张 applicant", "03-02 09:00"),
        (C::Accept, "王 window", "03-03 09:00"),
        (split, "刘 lead-coordinator", "03-04 09:00"),
        (opinion("消防", "opposed"), "周 joint-examiner 消防", "03-05 09:00"),
        (complete("lead-examine"), "李 examiner", "03-06 09:00"),
        (opinion("规划", "agreed"), "吴 joint-examiner 规划", "03-09 09:00"),
    ]
}

#[test]
fn a_joint_agency_that_is_silent_counts_as_agreeing() {
    let mut acts = opposed();
    acts.truncate(3);
    acts.push((opinion("消防", "agreed"), "周 joint-examiner 消防", "03-05 09:00"));
    let mut desk = Desk::after(frame(&JOINT), &acts);
    // Fifteen working days after 4 March: the 25th is the last.
    assert_eq!(due(&desk, "03-25 23:00"), []);
    let silent = C::DeemOpinion { agency: text("规划") };
    assert_eq!(due(&desk, "03-26 00:00"), std::slice::from_ref(&silent));
    let early = desk.decide(&silent, "", "03-25 23:00").unwrap_err();
    assert_eq!(early.rule, R::NotExpired);
    desk.act(&silent, "", "03-26 00:00");
    let joint = &desk.case.joint_agencies;
    let told: Vec<_> = joint.iter().map(|j| (j.answered, j.opposed, j.silent)).collect();
    assert_eq!(told, [(true, false, false), (true, false, true)]);
    assert_eq!(desk.events.last().unwrap().actor.agency.as_deref(), Some("规划"));
    desk.act(&complete("lead-examine"), "李 examiner", "03-26 09:00");
    desk.act(&complete("consolidate"), "冯 lead-examiner", "03-27 09:00");
}

#[test]
fn a_dissent_is_settled_with_reasons() {
    let mut desk = Desk::after(frame(&JOINT), &opposed());
    let silently = desk.decide(&complete("consolidate"), "冯 lead-examiner", "03-10 09:00");
    assert_eq!(silently.unwrap_err().rule, R::Dissent);
    let reasoned = C::Complete {
        stage: text("consolidate"),
        outcome: None,
        reason: some("已与消防部门会商，附条件同意"),
    };
    desk.act(&reasoned, "冯 lead-examiner", "03-10 09:00");
    desk.act(&grant("granted"), "赵 approver", "03-11 09:00");
}

pub(super) fn missing(material: &str, until: Date) -> C {
    C::AcceptWithMissing { materials: vec![text(material)], until }
}

pub(super) fn following() -> (Frame<'static>, Vec<Act>) {
    let frame = Frame { item: Some(item_with("safety-rules")), ..frame(&LICENCE) };
    let acts = vec![
        (C::Submit { materials: vec![] }, "张 applicant", "03-02 09:00"),
        (missing("safety-rules", date(2026, 3, 12)), "王 window", "03-03 09:00"),
        (complete("examine"), "李 examiner", "03-10 09:00"),
    ];
    (frame, acts)
}

#[test]
fn what_was_to_follow_follows_or_the_application_is_over() {
    let (frame, acts) = following();
    let mut desk = Desk::after(frame, &acts);
    assert_eq!(desk.case.phase, Phase::Accepted);
    let owed = desk.decide(&grant("granted"), "赵 approver", "03-11 09:00").unwrap_err();
    assert_eq!(owed.rule, R::MaterialsOwed);
    assert_eq!(due(&desk, "03-12 23:00"), []);
    let mut lapsed = Desk::after(frame, &acts);
    assert_eq!(due(&lapsed, "03-13 00:00"), [C::DeferralLapsed]);
    assert_eq!(next_automatic(&lapsed.fold, &lapsed.case), Some(date(2026, 3, 13).into()));
    lapsed.act(&C::DeferralLapsed, "", "03-13 00:00");
    assert_eq!(lapsed.case.phase, Phase::Withdrawn);
    assert!(lapsed.events.last().unwrap().reason().is_some());
    let hand_in = C::HandIn { materials: vec![text("safety-rules")] };
    desk.act(&hand_in, "张 applicant", "03-11 10:00");
    assert_eq!(due(&desk, "03-13 00:00"), []);
    desk.act(&grant("granted"), "赵 approver", "03-12 09:00");
    // A refusal need not wait for what is owed.
    let mut refused = Desk::after(frame, &acts);
    let no = C::Decide { outcome: text("refused"), reason: some("不符合条件") };
    refused.act(&no, "赵 approver", "03-11 09:00");
}

#[test]
fn a_false_commitment_is_revoked() {
    let outcome = |word: &str| C::Complete {
        stage: text("verify"),
        outcome: some(word),
        reason: some("场所与承诺不符"),
    };
    let acts: Vec<Act> = vec![
        (C::Submit { materials: vec![] }, "张 applicant", "03-02 09:00"),
        (complete("commit"), "张 applicant", "03-02 09:05"),
        (C::Accept, "王 window", "03-02 10:00"),
        (grant("granted"), "赵 approver", "03-02 11:00"),
        (C::Issue { number: text("证-9") }, "郑 certificate-officer", "03-02 14:00"),
        (C::handed_over(text("当场")), "王 window", "03-02 15:00"),
        (outcome("false"), "李 examiner", "03-20 09:00"),
    ];
    let mut desk = Desk::after(frame(&PROMISE), &acts);
    let silent = C::Revoke { reason: text(" ") };
    let refused = desk.decide(&silent, "赵 approver", "03-23 09:00").unwrap_err();
    assert_eq!((refused.rule, &*refused.basis.unwrap().article), (R::Reason, "69(2)"));
    desk.act(&C::Revoke { reason: text("虚假承诺") }, "赵 approver", "03-23 09:00");
    desk.act(&close(), "王 window", "03-24 09:00");
    let same = Desk::after(frame(&PROMISE), &acts[..6]);
    let verdict = same.decide(&outcome("kept"), "赵 examiner", "03-20 09:00").unwrap_err();
    assert_eq!(verdict.rule, R::Separation);
}

#[test]
fn what_was_charged_can_be_paid_and_no_more() {
    let mut desk = Desk::after(frame(&LICENCE), &licence()[..3]);
    let pay = |amount_fen| C::PayFee { number: text("票1"), amount_fen };
    let refused = |desk: &Desk, amount| {
        desk.decide(&pay(amount), "张 applicant", "03-10 10:00").err().map(|refusal| refusal.rule)
    };
    assert_eq!(refused(&desk, 100), Some(R::NothingDue));
    desk.act(&C::ChargeFee { fee: text("工本费"), amount_fen: 100 }, "王 window", "03-10 09:00");
    assert_eq!(refused(&desk, 101), Some(R::NothingDue));
    desk.act(&pay(60), "张 applicant", "03-10 10:00");
    assert_eq!(refused(&desk, 41), Some(R::NothingDue));
    desk.act(&pay(40), "张 applicant", "03-10 10:00");
    assert_eq!(desk.case.owed_fen, 0);
    assert_eq!(refused(&desk, 1), Some(R::NothingDue));
}

#[test]
fn a_fee_is_charged_at_the_price_of_the_catalogue() {
    let priced = Frame { item: Some(&PRICED), ..frame(&LICENCE) };
    let charge = |fee: &str, amount_fen: i64| C::ChargeFee { fee: text(fee), amount_fen };
    let refused = |desk: &Desk, fee: &str, amount_fen: i64| {
        let decided = desk.decide(&charge(fee, amount_fen), "王 window", "03-10 09:00");
        decided.err().map(|refusal| refusal.rule)
    };
    let mut desk = Desk::after(priced, &licence()[..4]);
    for (fee, multiples) in [("once", 1), ("case", 1), ("few", 3), ("metre", 1_000_000)] {
        for amount in [1, 7_999, 8_001, 9_007_199_254_736_001, i64::MAX] {
            assert_eq!(refused(&desk, fee, amount), Some(R::FeeAmount), "{fee} {amount}");
        }
        assert_eq!(refused(&desk, fee, 0), Some(R::Incomplete));
        assert_eq!(refused(&desk, fee, 8_000), None);
        assert_eq!(refused(&desk, fee, 8_000 * multiples), None, "{fee}");
        let more = (fee != "metre").then_some(R::FeeAmount);
        assert_eq!(refused(&desk, fee, 8_000 * (multiples + 1)), more, "{fee}");
    }
    desk.act(&charge("case", 8_000), "王 window", "03-10 09:00");
    desk.act(&charge("few", 16_000), "王 window", "03-10 09:00");
    assert_eq!(desk.case.owed_fen, 24_000);
    assert_eq!(refused(&desk, "case", 8_000), Some(R::FeeAmount), "charged already");
    assert_eq!(refused(&desk, "few", 16_000), Some(R::FeeAmount));
    assert_eq!(refused(&desk, "few", 8_000), None);
    desk.act(&charge("metre", 8_000), "王 window", "03-10 09:00");
    let largest = i64::MAX / 8_000 * 8_000;
    assert_eq!(refused(&desk, "metre", largest), Some(R::FeeAmount), "too large to be added");
    let found = options(&desk.fold, &desk.case, &[actor("王 window")], moment("03-10 09:00"));
    let charging = |id: &str| {
        let of =
            |o: &&CaseOption| o.kind == ActKind::ChargeFee && *o.choice.as_ref().unwrap().id == *id;
        found.iter().find(of).unwrap().is_allowed()
    };
    assert_eq!(["once", "case", "few", "metre"].map(charging), [true, false, true, true]);
    let pays = found.iter().find(|option| option.kind == ActKind::PayFee).unwrap();
    assert_eq!(pays.need("amount_fen").unwrap().due_fen, Some(32_000));
}
