//! What may be done now: the acts of a licence with their choices, and why not the rest.

use super::desk::{Desk, JOINT, LICENCE, PETITION, actor, frame, moment};
use super::life::{item_frame, joint, licence, supported_petition, text};
use crate::case::decide::Command as C;
use crate::case::options::{CaseOption, Verdict, options};
use crate::case::phase::Phase;
use crate::case::refusal::RefusalRule as R;
use crate::event::{ActKind, Actor};

fn at(desk: &Desk, who: &[&str], when: &str) -> Vec<CaseOption> {
    let actors: Vec<Actor> = who.iter().map(|who| actor(who)).collect();
    options(&desk.fold, &desk.case, &actors, moment(when))
}

fn of<'a>(options: &'a [CaseOption], kind: ActKind, choice: &str) -> &'a CaseOption {
    let chosen = |option: &&CaseOption| {
        option.kind == kind && option.choice.as_ref().map_or("", |choice| &choice.id) == choice
    };
    options.iter().find(chosen).unwrap_or_else(|| panic!("no {kind:?} {choice}"))
}

fn allowed(options: &[CaseOption]) -> Vec<(ActKind, &str)> {
    let open = options.iter().filter(|option| option.is_allowed());
    open.map(|option| (option.kind, option.choice.as_ref().map_or("", |c| &*c.id))).collect()
}

#[test]
fn a_window_accepts_asks_once_or_declines() {
    let desk = Desk::after(item_frame(), &licence()[..1]);
    let options = at(&desk, &["王 window"], "03-03 09:00");
    let open = allowed(&options);
    for kind in [ActKind::Accept, ActKind::RequestSupplement, ActKind::Decline] {
        assert!(open.contains(&(kind, "")), "{kind:?}: {open:?}");
    }
    assert!(!open.iter().any(|(kind, _)| matches!(kind, ActKind::Decide | ActKind::Issue)));
    let asks = of(&options, ActKind::RequestSupplement, "");
    let materials = &asks.need("materials").unwrap().choices;
    assert!(materials.iter().any(|material| &*material.id == "layout"));
    // What the government has may not be chosen.
    assert!(!materials.iter().any(|material| &*material.id == "business-licence"));
    assert!(asks.need("reason").unwrap().required);
    let decide = of(&options, ActKind::Decide, "granted");
    assert_eq!(decide.refusal().unwrap().rule, R::StageNotPossible);
    assert_eq!(decide.stage.as_ref().unwrap().id.as_ref(), "decide");
    let desk = Desk::after(item_frame(), &licence()[..3]);
    let options = at(&desk, &["王 window"], "03-06 09:00");
    let second = of(&options, ActKind::RequestSupplement, "").refusal().unwrap();
    assert_eq!(
        (second.rule, second.basis.as_ref().unwrap().article.as_str()),
        (R::SecondSupplement, "32(4)")
    );
}

#[test]
fn the_role_that_may_is_found_among_several() {
    let desk = Desk::after(item_frame(), &licence()[..7]);
    let options = at(&desk, &["赵 window", "赵 approver"], "03-16 09:00");
    let refuse = of(&options, ActKind::Decide, "refused");
    assert_eq!(refuse.verdict, Verdict::Allowed { actor: 1, role: Some("approver".into()) });
    assert!(refuse.need("reason").unwrap().required);
    assert!(!of(&options, ActKind::Decide, "granted").need("reason").unwrap().required);
    assert!(of(&options, ActKind::Return, "examine").is_allowed());
    // The examiner may not approve what he examined, whatever his roles.
    let options = at(&desk, &["李 examiner", "李 approver"], "03-16 09:00");
    let decide = of(&options, ActKind::Decide, "granted").refusal().unwrap();
    assert_eq!(decide.rule, R::Separation);
    assert_eq!(at(&desk, &[], "03-16 09:00").iter().filter(|o| o.is_allowed()).count(), 0);
}

#[test]
fn after_the_decision_no_special_procedure_is_offered() {
    let grounds = |acts: usize, when: &str| {
        let desk = Desk::after(item_frame(), &licence()[..acts]);
        let options = at(&desk, &["赵 approver", "李 examiner"], when);
        allowed(&options).iter().filter(|(kind, _)| *kind == ActKind::StartPause).count()
    };
    assert!(grounds(4, "03-09 09:00") > 0);
    for acts in 19..=21 {
        assert_eq!(grounds(acts, "03-27 09:30"), 0, "after {acts} acts");
    }
}

#[test]
fn a_result_that_no_stage_issues_is_offered_once() {
    let mut acts = supported_petition();
    let handler = &["李 petition-handler"];
    let issued = acts.pop();
    let before = at(&Desk::after(frame(&PETITION), &acts), handler, "03-06 10:00");
    assert!(of(&before, ActKind::Issue, "").is_allowed());
    acts.extend(issued);
    let after = at(&Desk::after(frame(&PETITION), &acts), handler, "03-09 09:00");
    assert_eq!(of(&after, ActKind::Issue, "").refusal().unwrap().rule, R::IssuedAlready);
}

#[test]
fn special_procedures_and_extensions_say_what_they_need() {
    let desk = Desk::after(item_frame(), &licence()[..4]);
    let options = at(&desk, &["钱 head-of-organ"], "03-09 09:00");
    let hearing = of(&options, ActKind::StartPause, "hearing");
    assert!(hearing.is_allowed() && hearing.need("evidence").unwrap().required);
    assert!(hearing.need("notice").unwrap().required);
    assert_eq!(hearing.need("until").unwrap().latest.unwrap().to_string(), "2026-04-07");
    // The law names no longest time for a test: after twenty working days it is declared anew.
    let testing = of(&options, ActKind::StartPause, "testing").need("until").unwrap();
    assert_eq!(testing.latest.unwrap().to_string(), "2026-04-07");
    let extend = of(&options, ActKind::Extend, "statutory");
    assert!(extend.is_allowed());
    assert_eq!(&*extend.need("approver").unwrap().choices[0].id, "head-of-organ");
    let options = at(&desk, &["王 window"], "03-09 09:00");
    assert_eq!(of(&options, ActKind::Extend, "statutory").refusal().unwrap().rule, R::Approver);
}

#[test]
fn a_joint_agency_speaks_for_itself_and_once() {
    let desk = Desk::after(frame(&JOINT), &joint()[..4]);
    let options = at(&desk, &["周 joint-examiner 消防"], "03-06 09:00");
    let mine = options.iter().find(|option| option.kind == ActKind::GiveOpinion).unwrap();
    assert_eq!(mine.refusal().unwrap().rule, R::AnsweredTwice);
    let options = at(&desk, &["吴 joint-examiner 规划"], "03-06 09:00");
    let open = options.iter().filter(|option| option.kind == ActKind::GiveOpinion);
    assert!(open.into_iter().all(CaseOption::is_allowed));
}

/// The acts that are open to somebody, each once.
fn open_to(desk: &Desk, who: &str, when: &str) -> Vec<ActKind> {
    let options = at(desk, &[who], when);
    let mut kinds: Vec<ActKind> = allowed(&options).into_iter().map(|(kind, _)| kind).collect();
    kinds.dedup();
    kinds
}

#[test]
fn what_is_over_is_paid_rated_and_put_right_and_nothing_else() {
    let fee = || C::ChargeFee { fee: text("工本费"), amount_fen: 100 };
    let mut acts = licence()[..22].to_vec();
    acts.insert(19, (fee(), "王 window", "03-26 08:00"));
    let mut desk = Desk::after(frame(&LICENCE), &acts);
    assert_eq!(desk.case.phase, Phase::Closed);
    let of_organ = [ActKind::Correct, ActKind::Record];
    let (when, party) = ("04-01 09:00", "张 applicant");
    assert_eq!(open_to(&desk, party, when), [ActKind::PayFee, ActKind::Rate]);
    for who in ["李 examiner", "赵 approver", "钱 head-of-organ"] {
        let mut open = open_to(&desk, who, when);
        open.retain(|kind| *kind != ActKind::PayFee);
        assert_eq!(open, of_organ, "{who}");
    }
    for command in [fee(), C::Urge] {
        for who in [party, "王 window", "赵 approver"] {
            let refused = desk.decide(&command, who, when).unwrap_err();
            assert_eq!(refused.rule, R::Phase, "{command:?} by {who}");
        }
    }
    // The organ puts on file what it paid back; the party has other ways.
    let refund = C::Record { text: text("退还多收的工本费") };
    assert_eq!(desk.decide(&refund, party, when).unwrap_err().rule, R::Phase);
    desk.act(&C::PayFee { number: text("票1"), amount_fen: 100 }, party, when);
    assert_eq!(open_to(&desk, party, "04-01 10:00"), [ActKind::Rate]);
    desk.act(&refund, "王 window", "04-01 10:00");
}

#[test]
fn what_was_charged_is_paid_even_when_the_application_was_withdrawn() {
    let mut acts = licence()[..4].to_vec();
    acts.push((C::ChargeFee { fee: text("工本费"), amount_fen: 100 }, "王 window", "03-09 08:00"));
    let confirmation = text("签1");
    let withdraw = C::Withdraw { confirmation, reason: Some(text("不再需要")) };
    acts.push((withdraw, "张 applicant", "03-09 09:00"));
    let desk = Desk::after(frame(&LICENCE), &acts);
    let (when, party) = ("03-10 09:00", "张 applicant");
    assert_eq!(open_to(&desk, party, when), [ActKind::PayFee, ActKind::Rate]);
    assert_eq!(desk.decide(&C::Urge, party, when).unwrap_err().rule, R::Phase);
    let open = open_to(&desk, "赵 approver", when);
    assert!(!open.contains(&ActKind::ChargeFee) && open.contains(&ActKind::Record), "{open:?}");
}
