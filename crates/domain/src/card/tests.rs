//! Cards: every step from every state, and every refusal.

use super::{Card, CardError, CardState};
use crate::basis::Basis;
use crate::level::{Escalation, Level};
use crate::limit::{Limit, RestDayEnd, Unit};

fn issued() -> Card {
    Card::issued(Level::BREACH, "监察室".into())
}

fn appealed() -> Card {
    issued().appeal("市监局".into(), "事实有误").unwrap()
}

/// One card in each state, under the name that refusals use.
fn each_state() -> Vec<(&'static str, Card)> {
    let pending = Card::pending(Level::BREACH);
    vec![
        ("pending", pending.clone()),
        ("issued", issued()),
        ("answered", issued().answer().unwrap()),
        ("appealed", appealed()),
        ("upheld", appealed().uphold("市政府").unwrap()),
        ("revoked", appealed().revoke("市政府", "证据不足").unwrap()),
        ("corrected", issued().answer().unwrap().correct().unwrap()),
        ("closed", issued().answer().unwrap().correct().unwrap().close().unwrap()),
        ("dismissed", pending.dismiss("同一事实已发卡").unwrap()),
    ]
}

fn escalation() -> Escalation {
    let basis = Basis { law: "示范".into(), article: "1".into(), ..Basis::default() };
    let (unit, rest_day_end) = (Unit::WorkingDays, RestDayEnd::Roll);
    let follow_up = Limit { amount: 5, unit, rest_day_end, basis };
    Escalation { from: Level::BREACH, to: Level::SERIOUS, follow_up }
}

type Step = fn(Card) -> Result<Card, CardError>;

/// Each step: the states that allow it and the state that follows.
const STEPS: &[(&str, Step, &[&str], &str)] = &[
    ("confirmed", |card| card.confirm("监察室".into()), &["pending"], "issued"),
    ("dismissed", |card| card.dismiss("重复"), &["pending"], "dismissed"),
    ("answered", Card::answer, &["issued"], "answered"),
    ("appealed", |card| card.appeal("市监局".into(), "有误"), &["issued", "answered"], "appealed"),
    ("decided on appeal", |card| card.uphold("市政府"), &["appealed"], "upheld"),
    ("decided on appeal", |card| card.revoke("市政府", "证据不足"), &["appealed"], "revoked"),
    ("decided on appeal", |card| card.downgrade("市政府", Level::WARNING), &["appealed"], "upheld"),
    ("corrected", Card::correct, &["answered", "upheld"], "corrected"),
    ("closed", Card::close, &["corrected"], "closed"),
    ("escalated", |card| card.escalate(&escalation()), &["issued"], "issued"),
];

#[test]
fn every_step_is_taken_from_its_states_and_refused_from_all_others() {
    for (word, step, allowed, after) in STEPS {
        for (state, card) in each_state() {
            match step(card) {
                Ok(card) => {
                    assert!(allowed.contains(&state), "a card that is {state} was {word}");
                    assert_eq!(card.state.word(), *after, "{state} -> {word}");
                }
                Err(error) => {
                    assert!(!allowed.contains(&state), "{state} -> {word}: {error}");
                    assert_eq!(error, CardError::State { state, step: word });
                    assert_eq!(
                        error.to_string(),
                        format!("a card that is {state} cannot be {word}")
                    );
                }
            }
        }
    }
}

#[test]
fn steps_that_need_a_reason_are_refused_without_one() {
    for blank in ["", "  \n"] {
        assert_eq!(Card::pending(Level::WARNING).dismiss(blank), Err(CardError::Reason));
        assert_eq!(issued().appeal("市监局".into(), blank), Err(CardError::Reason));
        assert_eq!(appealed().revoke("市政府", blank), Err(CardError::Reason));
    }
}

#[test]
fn nobody_decides_an_appeal_in_their_own_cause() {
    for party in ["监察室", "市监局"] {
        assert_eq!(appealed().uphold(party), Err(CardError::OwnCause));
        assert_eq!(appealed().revoke(party, "理由"), Err(CardError::OwnCause));
        assert_eq!(appealed().downgrade(party, Level::NOTICE), Err(CardError::OwnCause));
    }
}

#[test]
fn a_downgrade_lowers_the_level() {
    for level in [Level::BREACH, Level::SERIOUS] {
        assert_eq!(appealed().downgrade("市政府", level), Err(CardError::NotLower));
    }
    let lowered = appealed().downgrade("市政府", Level::NOTICE).unwrap();
    assert_eq!((lowered.level, lowered.state), (Level::NOTICE, CardState::Upheld));
}

#[test]
fn reasons_stay_visible() {
    let revoked = appealed().revoke("市政府", " 证据不足 ").unwrap();
    assert_eq!(revoked.state, CardState::Revoked { reason: "证据不足".into() });
    let dismissed = Card::pending(Level::WARNING).dismiss("重复").unwrap();
    assert_eq!(dismissed.state, CardState::Dismissed { reason: "重复".into() });
}

#[test]
fn a_card_that_nobody_answers_becomes_more_serious_once_and_keeps_the_count() {
    let once = issued().escalate(&escalation()).unwrap();
    assert_eq!((once.level, once.escalations), (Level::SERIOUS, 1));
    let twice = once.escalate(&escalation()).unwrap();
    assert_eq!((twice.level, twice.escalations), (Level::SERIOUS, 2));
    let mild = Card::issued(Level::WARNING, "监察室".into()).escalate(&escalation()).unwrap();
    assert_eq!(mild.level, Level::WARNING);
}

#[test]
fn a_suspicion_that_is_confirmed_names_its_issuer() {
    let card = Card::pending(Level::SERIOUS).confirm("监察室".into()).unwrap();
    assert_eq!(card.state, CardState::Issued { issuer: "监察室".into() });
    assert_eq!(card.level, Level::SERIOUS);
}
