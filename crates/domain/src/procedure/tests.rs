//! Publishing: every rule of soundness once, with file, line and rule; and what a published procedure knows.

use super::problem::SoundnessRule as R;
use super::{DayUnits, Procedure, StageIndex, Trigger, parse_day_units};
use crate::event::ActKind;
use jiff::civil::date;

/// A sound procedure; the table below breaks one line at a time.
const SOUND: &str = include_str!("tests/sound.toml");

fn day_units() -> [DayUnits; 1] {
    let text = "id = \"u\"\nlaw = \"示范法\"\nbasis = { law = \"示范法\", article = \"99\" }\n\
                working_days_up_to = 30\nother_amounts = \"as_written\"\n";
    [parse_day_units("u.toml", text).unwrap()]
}

fn publish(text: &str) -> Result<Procedure, super::problem::Refused> {
    Procedure::publish("p.toml", text, &day_units())
}

/// Rule, what is changed to what, the text at whose line the problem stands (none: the whole file), its words.
const BROKEN: &[(R, &str, &str, &str, &str)] = &[
    (R::Syntax, "version = \"1\"", "versoin = \"1\"", "versoin", "unknown field `versoin`"),
    (R::Syntax, "kind = \"statutory\"", "kind = \"legal\"", "kind = \"legal\"", "unknown variant"),
    (
        R::UniqueId,
        "id = \"inspect\"",
        "id = \"examine\"",
        "id = \"examine\"\nname = { zh-Hans = \"核查\" }",
        "given twice",
    ),
    (
        R::UniqueId,
        "id = \"promised\"",
        "id = \"statutory\"",
        "id = \"statutory\"\nkind = \"promised\"",
        "given twice",
    ),
    (R::UniqueId, "id = \"finished\"", "id = \"join\"", "id = \"join\"\nname", "given twice"),
    // A return out of one parallel branch leaves the other one waiting for ever.
    (
        R::OptionToComplete,
        "from = \"decide\"",
        "from = \"examine\"",
        "to = [\"accept\"]",
        "a return from `examine` to `accept`",
    ),
    (
        R::Reference,
        "next = \"accept\"",
        "next = \"acept\"",
        "next = \"acept\"",
        "no stage, gateway or end",
    ),
    (
        R::Reference,
        "start = \"receive\"",
        "start = \"begin\"",
        "start = \"begin\"",
        "no stage, gateway or end",
    ),
    (
        R::Reference,
        "next = \"accept\"\n",
        "\n",
        "id = \"receive\"",
        "needs either `next` or outcomes",
    ),
    (R::Reference, "apart_from = [\"decide\"]", "apart_from = []", "", "names no stage"),
    (R::Reference, "apart_from = [\"decide\"]", "apart_from = [\"all\"]", "\"all\"", "is no stage"),
    (R::Reference, "next = [\"decide\"]", "next = []", "id = \"join\"", "leads nowhere"),
    (
        R::Reference,
        "until = [\"act:decide\"]",
        "until = [\"act:dicide\"]",
        "act:dicide",
        "is no stage, `stage/outcome` or `act:…`",
    ),
    (
        R::Reference,
        "from = [\"accept/accepted\"]",
        "from = [\"accept/granted\"]",
        "accept/granted",
        "is no stage",
    ),
    (
        R::Reference,
        "until = [\"decide\"]",
        "until = []",
        "id = \"statutory\"",
        "starts and stops it",
    ),
    (
        R::Reference,
        "stops = [\"statutory\"]",
        "stops = [\"legal\"]",
        "stops = [\"legal\"]",
        "is no limit of this procedure",
    ),
    (R::Reachable, "next = \"fork\"", "next = \"decide\"", "id = \"fork\"", "can never happen"),
    (
        R::Reachable,
        "next = [\"decide\"]",
        "next = [\"examine\"]",
        "id = \"decide\"",
        "can never happen",
    ),
    (
        R::OptionToComplete,
        "kind = \"parallel\"\nnext = [\"examine\", \"inspect\"]",
        "kind = \"exclusive\"\nnext = [\"examine\", \"inspect\"]",
        "id = \"fork\"",
        "from which no end is reached",
    ),
    (
        R::ProperCompletion,
        "basis = { law = \"示范法\", article = \"5\" }\nnext = \"join\"",
        "basis = { law = \"示范法\", article = \"5\" }\nnext = \"finished\"",
        "id = \"examine\"",
        "can still be waiting when an end is reached",
    ),
    (
        R::Synchronisation,
        "kind = \"parallel\"\nnext = [\"decide\"]",
        "kind = \"exclusive\"\nnext = [\"decide\"]",
        "id = \"examine\"",
        "already active",
    ),
    (
        R::Synchronisation,
        "next = [\"decide\"]",
        "next = [\"decide\", \"decide\"]",
        "next = [\"decide\", \"decide\"]",
        "twice at once",
    ),
    (R::Basis, "article = \"1\"", "article = \"\"", "", "the procedure needs a basis"),
    (
        R::Basis,
        "basis = { law = \"示范法\", article = \"2\" }\n",
        "\n",
        "id = \"receive\"",
        "has no basis",
    ),
    (R::Basis, "article = \"7\"", "article = \" \"", "id = \"statutory\"", "has no basis"),
    (R::Role, "role = \"examiner\"\n", "\n", "id = \"examine\"", "no responsible role"),
    (R::Role, "role = \"examiner\"", "role = \" \"", "id = \"examine\"", "no responsible role"),
    (
        R::StageLimit,
        "limit = { amount = 5, unit = \"working_days\", basis = { law = \"示范法\", article = \"6\" } }\n",
        "\n",
        "id = \"decide\"",
        "has no limit",
    ),
    (
        R::LimitOrder,
        "amount = 15",
        "amount = 21",
        "id = \"promised\"",
        "longer than the statutory one",
    ),
    (
        R::LimitOrder,
        "amount = 5, unit = \"working_days\", basis = { law = \"示范法\", article = \"4\" }",
        "amount = 11, unit = \"working_days\", basis = { law = \"示范法\", article = \"4\" }",
        "id = \"promised\"",
        "together may take 16",
    ),
    (
        R::Unit,
        "amount = 15\nunit = \"working_days\"",
        "amount = 1\nunit = \"months\"",
        "id = \"promised\"",
        "cannot be compared",
    ),
    (
        R::Unit,
        "amount = 20\nunit = \"working_days\"",
        "amount = 20\nunit = \"calendar_days\"",
        "id = \"statutory\"",
        "are 20 working days, not 20 calendar days",
    ),
    (R::Unit, "calendar = \"cn\"\n", "\n", "id = \"statutory\"", "needs a working-day calendar"),
    (
        R::Unit,
        "amount = 20\nunit = \"working_days\"",
        "amount = 900\nunit = \"hours\"",
        "ground = \"testing\"",
        "in hours and cannot be paused",
    ),
];

#[test]
fn each_rule_of_publishing_is_broken_once_and_named_with_file_and_line() {
    assert!(publish(SOUND).is_ok());
    let mut seen = Vec::new();
    for (rule, from, to, at, words) in BROKEN {
        let text = SOUND.replacen(from, to, 1);
        assert_ne!(text, SOUND, "{from}");
        let refused = publish(&text).expect_err(words);
        let line = text.find(at).filter(|_| !at.is_empty());
        let line = line.map(|offset| {
            text[..offset].lines().count() + usize::from(text[..offset].ends_with('\n'))
        });
        let problem = refused.0.iter().find(|p| p.rule == *rule && p.message.contains(words));
        let problem = problem.unwrap_or_else(|| panic!("{to}: {words}\n{refused}"));
        assert_eq!(problem.file, "p.toml");
        assert_eq!(problem.line, line, "{to}\n{refused}");
        assert!(refused.to_string().contains(&format!("[{}] ", rule.word())));
        seen.push(*rule);
    }
    let all = [
        R::Syntax,
        R::UniqueId,
        R::Reference,
        R::Reachable,
        R::OptionToComplete,
        R::ProperCompletion,
        R::Synchronisation,
        R::Basis,
        R::Role,
        R::StageLimit,
        R::LimitOrder,
        R::Unit,
    ];
    assert!(all.iter().all(|rule| seen.contains(rule)));
}

fn chain(stages: usize) -> String {
    let mut text =
        "id = \"c\"\nversion = \"1\"\nname = { zh-Hans = \"链\" }\nvalid_from = \"2020-01-01\"\n\
                    start = \"s0\"\nbasis = { law = \"示范法\", article = \"1\" }\n"
            .to_owned();
    for stage in 0..stages {
        let next = if stage + 1 == stages { "e".to_owned() } else { format!("s{}", stage + 1) };
        text += &format!(
            "[[stage]]\nid = \"s{stage}\"\nname = {{ zh-Hans = \"环节\" }}\nperformer = \"party\"\n\
             basis = {{ law = \"示范法\", article = \"1\" }}\nnext = \"{next}\"\n"
        );
    }
    text + "[[end]]\nid = \"e\"\nname = { zh-Hans = \"结束\" }\n"
}

#[test]
fn a_procedure_that_is_too_large_is_refused_never_cut() {
    assert!(publish(&chain(127)).is_ok());
    for stages in [128, 129, 300] {
        let refused = publish(&chain(stages)).unwrap_err();
        let size = refused.0.iter().find(|problem| problem.rule == R::Size);
        let size = size.unwrap_or_else(|| panic!("{refused}"));
        assert_eq!((size.file.as_str(), size.line), ("p.toml", None));
    }
}

#[test]
fn a_published_procedure_knows_its_names_and_limits() {
    let procedure = publish(SOUND).unwrap();
    let accept = procedure.stage_index("accept").unwrap();
    assert_eq!(accept, StageIndex(1));
    assert_eq!(procedure.stage_index("nowhere"), None);
    assert_eq!(procedure.limit_position("promised"), Some(1));
    // Each stage limit is a clock too.
    assert_eq!(procedure.limit_position("stage:examine"), Some(3));
    assert!(procedure.pause("testing").is_some() && procedure.pause("hearing").is_none());
    let declines: Vec<StageIndex> = procedure.stages_of_act(ActKind::Decline).collect();
    assert_eq!(declines, [accept]);
    assert_eq!(procedure.stages_of_act(ActKind::Complete).count(), 0);
    assert_eq!(procedure.limits[1].until, [Trigger::Act(ActKind::Decide)]);
    let in_force = [date(2019, 12, 31), date(2020, 1, 1), date(2030, 12, 31), date(2031, 1, 1)];
    assert_eq!(in_force.map(|day| procedure.is_valid_on(day)), [false, true, true, false]);
}

#[test]
fn one_text_has_one_hash() {
    let (first, again) = (publish(SOUND).unwrap().hash, publish(SOUND).unwrap().hash);
    assert_eq!(first, again);
    assert_ne!(first, publish(&SOUND.replace("amount = 15", "amount = 14")).unwrap().hash);
}
