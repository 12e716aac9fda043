//! The scanner beside an ordinary JSON reader.

use super::*;
use proptest::prelude::*;
use serde_json::Value;

fn error(text: &str) -> JsonError {
    members(text.as_bytes()).unwrap_err()
}

/// Values without fractions, of any shape.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let number = -9_007_199_254_740_991_i64..=9_007_199_254_740_991;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number.prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let name = prop_oneof!["[a-z_]{0,8}", any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Events: objects whose outermost names need no escapes.
pub(crate) fn event() -> impl Strategy<Value = String> {
    prop::collection::btree_map("[a-z_\u{4e00}-\u{4e20}]{1,12}", value(), 0..14).prop_map(
        |members| {
            let members: Vec<String> = members
                .iter()
                .filter(|(name, _)| *name != "_sd")
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            format!("{{{}}}", members.join(","))
        },
    )
}

#[test]
fn members_are_given_as_stored() {
    let text = r#"{"a":[1,{"b":"\u0041"}],"事":"是\"","":-5}"#;
    let members = members(text.as_bytes()).unwrap();
    let pairs: Vec<_> = members.iter().map(|member| (member.name, member.value)).collect();
    assert_eq!(pairs, [("a", r#"[1,{"b":"\u0041"}]"#), ("事", r#""是\"""#), ("", "-5")]);
    assert_eq!(super::members(b"{}").unwrap(), []);
}

#[test]
fn each_fault_is_named() {
    assert_eq!(error(""), JsonError::NotAnObject);
    assert_eq!(error("[1]"), JsonError::NotAnObject);
    assert_eq!(error(" {}"), JsonError::NotAnObject);
    assert_eq!(members(b"{\"a\":\"\xff\"}"), Err(JsonError::NotUtf8));
    assert_eq!(error("{}\n"), JsonError::Syntax(2));
    assert_eq!(error(r#"{"a": 1}"#), JsonError::Syntax(5));
    assert_eq!(error(r#"{"a":1,}"#), JsonError::Syntax(7));
    assert_eq!(error(r#"{"a":01}"#), JsonError::Syntax(5));
    assert_eq!(error("{\"a\":\"\n\"}"), JsonError::Syntax(6));
    assert_eq!(error(r#"{"a":"\ud800"}"#), JsonError::Syntax(6));
    assert_eq!(error(r#"{"a":"\x"}"#), JsonError::Syntax(6));
    assert_eq!(error(r#"{"a":1.5}"#), JsonError::Float(5));
    assert_eq!(error(r#"{"a":[{"b":1e3}]}"#), JsonError::Float(11));
    assert_eq!(error(r#"{"a":1E3}"#), JsonError::Float(5));
    assert_eq!(error(r#"{"a":9007199254740992}"#), JsonError::Number(5));
    assert_eq!(error(r#"{"a":-0}"#), JsonError::Number(5));
    assert_eq!(error(r#"{"a":1,"b":2,"a":1}"#), JsonError::Duplicate(19));
    assert_eq!(error(r#"{"a":{"b":1,"\u0062":2}}"#), JsonError::Duplicate(23));
    assert_eq!(error(r#"{"\u0061":1}"#), JsonError::Name(1));
    assert_eq!(error(r#"{"_sd":1}"#), JsonError::Name(1));
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(64), "]".repeat(64));
    assert_eq!(error(&deep), JsonError::Depth(68));
    assert!(error(&"{\"a\":".repeat(100_000)) == JsonError::Depth(320));
}

proptest! {
    #[test]
    fn what_is_written_is_scanned(text in event()) {
        let plain: Value = serde_json::from_str(&text).unwrap();
        let members = members(text.as_bytes()).unwrap();
        let count = plain.as_object().map(serde_json::Map::len);
        prop_assert_eq!(Some(members.len()), count);
        for member in members {
            let scanned: Value = serde_json::from_str(member.value).unwrap();
            prop_assert_eq!(plain.get(member.name), Some(&scanned));
        }
    }

    #[test]
    fn what_is_scanned_is_json(text in r#"\{"[ab]":[\[\]{},:"ab0-9.eE+\\un tfrals-]{0,16}\}"#) {
        if members(text.as_bytes()).is_ok() {
            prop_assert!(serde_json::from_str::<Value>(&text).is_ok());
        }
    }

    #[test]
    fn strings_are_written_and_read(text in any::<String>()) {
        let mut bytes = Vec::new();
        write_string(&text, &mut bytes);
        let written = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text.clone());
        prop_assert_eq!(string(&written).unwrap(), text);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = members(&bytes);
        let _ = members(&[b"{\"a\":\"\\", bytes.as_slice()].concat());
    }
}
