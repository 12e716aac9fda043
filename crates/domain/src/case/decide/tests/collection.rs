//! Collection apart from decision: who judges records no receipt, who recorded one does not judge, and the party pays.

use super::desk::{Act, Desk, LICENCE, PENALTY, PETITION, actor, frame, moment};
use super::life::{complete, extend, grant, licence, penalty, some, text};
use crate::case::decide::{Command as C, decide_as};
use crate::case::options::options;
use crate::case::refusal::RefusalRule as R;
use crate::event::{ActKind, Actor};

fn pay(number: &str) -> C {
    C::PayFee { number: text(number), amount_fen: 100 }
}

/// Accepted, examined by 李, with a fee that is owed.
pub(super) fn charged() -> Vec<Act> {
    let mut acts = licence()[..5].to_vec();
    acts.push((C::ChargeFee { fee: text("工本费"), amount_fen: 100 }, "王 window", "03-10 10:00"));
    acts
}

fn rule(desk: &Desk, command: &C, who: &str) -> Option<(R, String)> {
    let refused = desk.decide(command, who, "03-11 09:00").err()?;
    let article = refused.basis.as_ref().map(|basis| basis.article.clone());
    Some((refused.rule, article.unwrap_or_default()))
}

fn separated(article: &str) -> Option<(R, String)> {
    Some((R::CollectionSeparated, text(article)))
}

#[test]
fn who_examines_or_decides_records_no_receipt() {
    let desk = Desk::after(frame(&LICENCE), &charged());
    // Roles in which the case is judged, whether or not their holders have done it; and the examiner at a window.
    for who in ["吴 examiner", "孙 hearing-host", "赵 approver 局", "李 window", "李 applicant 局"]
    {
        assert_eq!(rule(&desk, &pay("票1"), who), separated("59"), "{who}");
    }
    assert_eq!(
        rule(&desk, &pay("票1"), "钱 head-of-organ"),
        separated("59"),
        "approves extensions"
    );
    for who in ["王 window", "王 applicant 局", "张 applicant"] {
        assert_eq!(rule(&desk, &pay("票1"), who), None, "{who}");
    }
    assert_eq!(rule(&desk, &pay(" "), "王 window").unwrap().0, R::Incomplete);
    assert_eq!(
        rule(&desk, &pay(" "), "张 applicant"),
        None,
        "the party's number is the provider's"
    );
    let nobody = Actor { role: Some("window".into()), ..Actor::default() };
    let at = moment("03-11 09:00");
    let refused = decide_as(&desk.fold, &desk.case, &pay("票1"), &[nobody], at).unwrap_err();
    assert_eq!(refused.rule, R::Person);
}

#[test]
fn a_role_in_which_the_case_is_judged_bars_in_every_other_one() {
    let desk = Desk::after(frame(&LICENCE), &charged());
    let at = moment("03-11 09:00");
    let as_all = |roles: &[&str]| {
        let actors: Vec<Actor> = roles.iter().map(|role| actor(&format!("赵 {role} 局"))).collect();
        let found = options(&desk.fold, &desk.case, &actors, at);
        let paying = found.iter().find(|option| option.kind == ActKind::PayFee).unwrap();
        let decided = decide_as(&desk.fold, &desk.case, &paying.prototype, &actors, at);
        assert_eq!(paying.is_allowed(), decided.is_ok());
        assert!(paying.need("number").unwrap().required);
        decided.err().map(|refusal| refusal.rule)
    };
    assert_eq!(as_all(&["window"]), None);
    assert_eq!(as_all(&["window", "approver"]), Some(R::CollectionSeparated));
    assert_eq!(as_all(&["applicant", "window", "examiner"]), Some(R::CollectionSeparated));
}

#[test]
fn who_recorded_a_receipt_judges_no_more() {
    let mut desk = Desk::after(frame(&LICENCE), &charged());
    desk.act(&pay("票1"), "王 window", "03-10 11:00");
    let back = C::Return { to: text("examine"), reason: text("事实不清") };
    for (command, role) in [
        (grant("granted"), "approver"),
        (back.clone(), "approver"),
        (complete("hearing"), "hearing-host"),
    ] {
        assert_eq!(rule(&desk, &command, &format!("王 {role}")), separated("59"), "{command:?}");
    }
    assert_eq!(rule(&desk, &extend(), "王 head-of-organ"), separated("59"));
    // Who was paid by the party itself has collected nothing; what is no judgement stays open to the collector.
    desk.act(&back, "赵 approver", "03-11 09:00");
    desk.act(&complete("examine"), "李 examiner", "03-11 10:00");
    desk.act(&grant("granted"), "赵 approver", "03-12 09:00");
    desk.act(&C::Issue { number: text("证-1") }, "郑 certificate-officer", "03-12 10:00");
    desk.act(&C::handed_over(text("邮寄")), "王 window", "03-12 11:00");
}

#[test]
fn who_examined_before_a_return_has_examined() {
    let mut desk = Desk::after(frame(&LICENCE), &charged());
    let back = C::Return { to: text("examine"), reason: text("事实不清") };
    desk.act(&back, "赵 approver", "03-11 08:00");
    desk.act(&complete("examine"), "吴 examiner", "03-11 08:30");
    desk.act(&extend(), "钱 head-of-organ", "03-11 08:40");
    for who in ["李 window", "赵 window", "吴 window", "钱 window"] {
        assert_eq!(rule(&desk, &pay("票1"), who), separated("59"), "{who}");
    }
}

#[test]
fn a_fine_is_not_put_on_file_by_those_who_imposed_it() {
    let desk = Desk::after(frame(&PENALTY), &penalty()[..11]);
    let paid = C::Complete { stage: text("pay"), outcome: None, reason: some("已缴") };
    let refused = |command: &C, who: &str| {
        let refused = desk.decide(command, who, "03-25 09:00").err()?;
        Some((refused.rule, refused.basis.map_or_else(String::new, |basis| basis.article)))
    };
    for who in ["李 investigator", "赵 head-of-organ", "周 case-officer", "赵 party 局"] {
        for command in [&pay("票1"), &paid] {
            assert_eq!(refused(command, who), separated("67(1), 67(2)"), "{command:?} by {who}");
        }
    }
    assert_eq!(refused(&pay("票1"), "王 case-officer"), None);
    assert_eq!(refused(&paid, "王 case-officer").unwrap().0, R::Incomplete);
}

#[test]
fn without_a_clause_the_party_alone_pays() {
    let submit = (C::Submit { materials: vec![] }, "张 petitioner", "03-02 09:00");
    let charge =
        (C::ChargeFee { fee: text("费"), amount_fen: 100 }, "王 petition-registrar", "03-02 10:00");
    let desk = Desk::after(frame(&PETITION), &[submit, charge]);
    assert_eq!(rule(&desk, &pay("票1"), "王 petition-registrar").unwrap().0, R::NotForeseen);
    assert_eq!(rule(&desk, &pay("票1"), "张 petitioner"), None);
}
