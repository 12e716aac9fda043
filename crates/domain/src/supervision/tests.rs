//! Rules as data: what a wrong file is refused for, and how messages are filled in.

use super::finding::Facts;
use super::kinds::KINDS;
use super::message::{Message, Setting, Slot};
use super::pack::RulePack;
use super::rule::Rule;
use crate::limit::{Period, RestDayEnd, Unit};
use crate::text::{Language, Text};
use jiff::civil::date;

const RULE: &str = r#"id = "late"
kind = "limit-exceeded"
family = "time"
level = 3
issue = "automatic"
valid_from = "2020-01-01"
valid_to = "2030-12-31"
basis = { law = "行政许可法", article = "42" }
name = { zh-Hans = "超期" }
message = { zh-Hans = "办件{case}超期{days}日", en = "Case {case} is {days} day(s) late" }
[parameters]
limit_kinds = ["statutory"]
"#;

/// What is changed to what, and the words of the refusal.
const WRONG: &[(&str, &str, &str)] = &[
    ("{days}日", "{dayz}日", "`{dayz}` is no placeholder"),
    ("{days}日", "{days日", "a brace is not closed"),
    ("{days}日", "{}日", "`{}` is no placeholder"),
    ("is {days}", "is {other}", "does not fill `{other}`"),
    ("limit_kinds = [\"statutory\"]", "minutes = 30", "has no parameter `minutes`"),
    ("limit_kinds = [\"statutory\"]", "last_percent = 20", "has no parameter `last_percent`"),
    ("limit_kinds = [\"statutory\"]", "limit_kind = [\"statutory\"]", "unknown field"),
    ("limit_kinds = [\"statutory\"]", "limit_kinds = [\"legal\"]", "unknown variant"),
    ("kind = \"limit-exceeded\"", "kind = \"limit-exeeded\"", "`limit-exeeded` is no kind of rule"),
    ("level = 3", "level = 4", "a level is 0 to 3"),
    ("article = \"42\"", "article = \"\"", "needs a basis"),
    ("issue = \"automatic\"", "issue = \"sometimes\"", "unknown variant"),
];

#[test]
fn a_rule_with_a_wrong_placeholder_parameter_or_word_is_refused() {
    assert!(Rule::parse("rule.toml", RULE).is_ok());
    for (from, to, words) in WRONG {
        let text = RULE.replacen(from, to, 1);
        assert_ne!(text, RULE, "{from}");
        let error = Rule::parse("rule.toml", &text).expect_err(words).to_string();
        assert!(error.starts_with("rule.toml"), "{error}");
        assert!(error.contains(words), "{error}\n{words}");
    }
}

#[test]
fn every_kind_has_a_name_of_its_own_and_refuses_parameters_that_are_not_its() {
    for (position, kind) in KINDS.iter().enumerate() {
        assert!(KINDS.iter().skip(position + 1).all(|other| other.name != kind.name));
        if !kind.parameters.contains(&"minutes") {
            let text = RULE
                .replace("kind = \"limit-exceeded\"", &format!("kind = \"{}\"", kind.name))
                .replace("{days}", "")
                .replace("limit_kinds = [\"statutory\"]", "minutes = 30");
            let error = Rule::parse("rule.toml", &text).expect_err(kind.name).to_string();
            assert!(error.contains("has no parameter `minutes`"), "{error}");
        }
    }
}

#[test]
fn two_rules_with_one_id_are_refused() {
    let error = RulePack::parse(&[("a.toml", RULE), ("b.toml", RULE)]).unwrap_err();
    assert_eq!(error.to_string(), "b.toml: the rule `late` is given twice");
}

#[test]
fn a_pack_has_one_version_whatever_the_order_of_its_files() {
    let other = RULE.replace("id = \"late\"", "id = \"early\"");
    let version = |files: &[(&str, &str)]| RulePack::parse(files).unwrap().version();
    let first = version(&[("a.toml", RULE), ("b.toml", &other)]);
    assert_eq!(first, version(&[("b.toml", &other), ("a.toml", RULE)]));
    assert_ne!(first, version(&[("a.toml", RULE)]));
}

#[test]
fn a_rule_stands_in_its_interval() {
    let rule = Rule::parse("rule.toml", RULE).unwrap();
    let days = [date(2019, 12, 31), date(2020, 1, 1), date(2030, 12, 31), date(2031, 1, 1)];
    assert_eq!(days.map(|day| rule.is_valid_on(day)), [false, true, true, false]);
}

const ALL_SLOTS: &str =
    "{case}|{stage}|{limit}|{amount}|{started}|{due}|{at}|{days}|{person}|{other}|{article}";

fn fill(facts: &Facts, language: Language) -> String {
    let text = Text { simplified: ALL_SLOTS.to_owned(), ..Text::default() };
    let slots = [
        Slot::Stage,
        Slot::Limit,
        Slot::Amount,
        Slot::Started,
        Slot::Due,
        Slot::Days,
        Slot::Person,
        Slot::Other,
    ];
    let message = Message::parse(&text, &slots).unwrap();
    let at = date(2026, 3, 17);
    message.fill(facts, Setting { case: "A-1", at, article: "行政许可法 42", language })
}

#[test]
fn a_message_is_filled_with_facts_and_says_what_is_unknown() {
    let facts = Facts {
        stage: Some("审查".into()),
        limit: Some("法定时限".into()),
        amount: Some(Period { amount: 1, unit: Unit::WorkingDays, rest_day_end: RestDayEnd::Roll }),
        started: Some(date(2026, 3, 2)),
        due: Some(date(2026, 3, 16)),
        days: Some(-1),
        person: Some("李四".into()),
        other: Some("{case}".into()),
        ..Facts::default()
    };
    let filled = fill(&facts, Language::English);
    let expected = "A-1|审查|法定时限|1 working day|2026-03-02|2026-03-16|2026-03-17|-1|李四|{case}|行政许可法 42";
    assert_eq!(filled, expected);
    assert!(fill(&facts, Language::TraditionalChinese).contains("1個工作日"));
    let unknown = fill(&Facts::default(), Language::SimplifiedChinese);
    assert_eq!(unknown, "A-1|—|—|—|—|—|2026-03-17|—|—|—|行政许可法 42");
}

#[test]
fn each_language_has_its_own_words_and_the_source_stands_in_for_the_rest() {
    let rule = Rule::parse("rule.toml", RULE).unwrap();
    let facts = Facts { days: Some(2), ..Facts::default() };
    let at = date(2026, 3, 17);
    let filled = Language::ALL.map(|language| {
        rule.message.fill(&facts, Setting { case: "A", at, article: "", language })
    });
    assert_eq!(filled, ["办件A超期2日", "办件A超期2日", "Case A is 2 day(s) late"]);
}
