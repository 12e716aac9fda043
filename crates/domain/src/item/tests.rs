//! Forms and questions: what fits, what does not, and what is said of it.

use super::{Item, form, question};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;

const HEAD: &str = r#"
code = "0100990001"
version = "1"
name = { zh-Hans = "试" }
kind = "licence"
procedure = "ordinary-licence"
valid_from = "2024-01-01"
basis = { law = "法", article = "1" }
"#;

const TODAY: Date = date(2026, 3, 5);

fn item(more: &str) -> Result<Item, String> {
    Item::parse("item.toml", &[HEAD, more].concat()).map_err(|error| error.to_string())
}

fn field(rest: &str) -> Item {
    let text = format!("[[field]]\nid = \"f\"\nlabel = {{ zh-Hans = \"栏\" }}\n{rest}");
    item(&text).unwrap()
}

fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned())).collect()
}

fn fits(item: &Item, answer: &str) -> bool {
    item.check_form(&answers(&[("f", answer)]), TODAY).is_empty()
}

#[track_caller]
fn all_fit(rest: &str, good: &[&str], bad: &[&str]) {
    let item = field(rest);
    for answer in good {
        assert!(fits(&item, answer), "{rest}: {answer}");
    }
    for answer in bad {
        assert!(!fits(&item, answer), "{rest}: {answer}");
    }
}

#[test]
fn each_type_knows_its_answers() {
    all_fit("type = \"text\"", &["甲", ""], &["甲\n乙", &"字".repeat(form::LINE + 1)]);
    all_fit("type = \"long-text\"", &["甲\n乙"], &[&"字".repeat(form::TEXT + 1)]);
    all_fit(
        "type = \"number\"\nminimum = 1\nmaximum = 30",
        &["1", "30", "1,0"],
        &["0", "31", "1.5", "-", "x", "1.", "99999999999999999999"],
    );
    all_fit(
        "type = \"number\"\ndecimals = 2\nmaximum = 10",
        &["9.99", "-3", "10.00"],
        &["10.01", "1.234"],
    );
    all_fit(
        "type = \"amount\"\nminimum = 0",
        &["0", "12.50", "1,200,000"],
        &["-1", "-0.01x", "1.234", "十元"],
    );
    all_fit(
        "type = \"date\"\nside = \"past\"",
        &["2026-03-05", "1999-12-31"],
        &["2026-03-06", "2026-02-30", "昨天"],
    );
    all_fit("type = \"date\"\nside = \"future\"", &["2026-03-05"], &["2026-03-04"]);
    all_fit("type = \"yes-no\"", &["yes", "no"], &["是"]);
    all_fit(
        "type = \"id-number\"",
        &["11010519491231002X", "11010519491231002x"],
        &["110105194912310021", "1101051949123100", "11010519491331002X", "1101051949123100２X"],
    );
    all_fit("type = \"credit-code\"", &["91330100799655058B"], &["91330100799655058C", "9133"]);
    all_fit(
        "type = \"phone\"",
        &["13800138000", "+86 138 0013 8000", "0791-86660000", "+4930123456"],
        &["12345", "1380013800", "电话"],
    );
    all_fit("type = \"email\"", &["a@b.cn"], &["a@b", "a b@c.cn", "@b.cn"]);
    all_fit("type = \"postcode\"", &["330000"], &["3300", "33000a"]);
    let choice = "type = \"several\"\nchoice = [{ id = \"a\", name = { zh-Hans = \"甲\" } }, { id = \"b\", name = { zh-Hans = \"乙\" } }]";
    all_fit(choice, &["a", "a b"], &["a c"]);
    all_fit("type = \"text\"\npattern = '[A-Z][0-9]{3}'", &["U123"], &["XU123", "U1234", "u123"]);
}

#[test]
fn what_is_not_asked_may_be_missing_and_what_is_required_may_not() {
    let item = item(
        r#"
[[field]]
id = "online"
label = { zh-Hans = "是否网络经营" }
type = "yes-no"
required = true
[[field]]
id = "site"
label = { zh-Hans = "网站" }
type = "text"
required = true
when = { field = "online", is = ["yes"] }
"#,
    )
    .unwrap();
    let faults = |pairs: &[(&str, &str)]| -> Vec<String> {
        let found = item.check_form(&answers(pairs), TODAY);
        found.into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(faults(&[]), ["online"]);
    assert!(faults(&[("online", "no")]).is_empty());
    assert_eq!(faults(&[("online", "yes"), ("site", "  ")]), ["site"]);
    let message = item.check_form(&answers(&[]), TODAY).remove(0).message;
    assert_eq!(message.simplified, "请填写“是否网络经营”。");
    assert!(message.english.is_some() && message.traditional.is_some());
}

#[test]
fn a_form_that_makes_no_sense_is_no_item() {
    let field = |id: &str, rest: &str| {
        format!("[[field]]\nid = \"{id}\"\nlabel = {{ zh-Hans = \"栏\" }}\n{rest}\n")
    };
    for (form, word) in [
        (field("a", "type = \"choice\""), "choices"),
        (field("a", "type = \"text\"\npattern = '('"), "regular expression"),
        (field("a", "type = \"text\"\nwhen = { field = \"b\", is = [\"x\"] }"), "before"),
        (field("a", "type = \"text\"") + &field("a", "type = \"text\""), "twice"),
    ] {
        let error = item(&form).unwrap_err();
        assert!(error.contains(word), "{error}");
    }
    let question = "[[question]]\nid = \"q\"\ntext = { zh-Hans = \"？\" }\nexclusion = [{ answer = \"maybe\", reason = { zh-Hans = \"因\" } }]";
    assert!(item(question).unwrap_err().contains("no answer"));
}

#[test]
fn answers_exclude_with_a_reason() {
    let item = item(
        r#"
[[question]]
id = "kind"
text = { zh-Hans = "哪种？" }
choice = [{ id = "shop", name = { zh-Hans = "商店" } }, { id = "bar", name = { zh-Hans = "酒吧" } }]
[[question.exclusion]]
answer = "bar"
reason = { zh-Hans = "不适用" }
instead = "0100020001"
[[question]]
id = "adult"
text = { zh-Hans = "成年？" }
"#,
    )
    .unwrap();
    let open = item.eligibility(&answers(&[("kind", "kiosk")])).open.len();
    assert_eq!(open, 2);
    assert!(item.eligibility(&answers(&[("kind", "shop"), ("adult", question::YES)])).may_apply());
    let given = answers(&[("kind", "bar"), ("adult", "no")]);
    let found = item.eligibility(&given);
    assert!(!found.may_apply());
    assert_eq!(found.excluded[0].1.instead.as_deref(), Some("0100020001"));
}

#[test]
fn a_number_typed_in_full_width_is_kept_in_its_usual_width() {
    for (kind, typed, kept) in [
        ("phone", "１３８　００１３　８０００", "138 0013 8000"),
        ("number", " １２０ ", "120"),
        ("amount", "１，２００．５０", "1,200.50"),
        ("date", "２０２６－０３－０２", "2026-03-02"),
        ("postcode", "３５０００１", "350001"),
    ] {
        let item = field(&format!("type = \"{kind}\""));
        assert_eq!(item.fields[0].kept(typed), kept, "{kind}");
        assert!(fits(&item, kept) && !fits(&item, typed), "{kind}");
    }
    // Texts are their writer's.
    let item = field("type = \"text\"");
    assert_eq!(item.fields[0].kept("１２３号（甲）"), "１２３号（甲）");
}
