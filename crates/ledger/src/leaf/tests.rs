//! Leaves are written in one way only.

use super::*;
use crate::base64url::encode;
use proptest::prelude::*;

fn leaf() -> impl Strategy<Value = Leaf<'static>> {
    let text = || {
        prop_oneof!["[a-z.]{1,20}", any::<String>().prop_filter("empty", |text| !text.is_empty())]
    };
    let times = -62_167_219_200_000..=253_402_300_799_999_i64;
    let parts = (times, any::<Handle>(), 1..=u32::MAX, any::<Hash>(), text());
    (parts, prop::option::of(text()), any::<Hash>()).prop_map(|(parts, organ, commitment)| {
        let (time, case, n, prev, kind) = parts;
        Leaf {
            time: Time::from_unix_milliseconds(time).unwrap(),
            case,
            n,
            prev: (n > 1).then_some(prev),
            kind: kind.into(),
            organ: organ.map(Cow::Owned),
            commitment: encode(&commitment).into(),
        }
    })
}

fn example() -> Leaf<'static> {
    Leaf {
        time: Time::from_unix_milliseconds(1_795_341_600_123).unwrap(),
        case: [0xA0; 16],
        n: 2,
        prev: Some([1; 32]),
        kind: "decision.issued".into(),
        organ: None,
        commitment: encode(&[2; 32]).into(),
    }
}

#[test]
fn the_bytes_are_the_canonical_ones() {
    let text = String::from_utf8(example().to_bytes().unwrap()).unwrap();
    let expected = concat!(
        r#"{"c":"AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI","case":"a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0","n":2,"#,
        r#""prev":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE","t":"2026-11-22T10:00:00.123Z","#,
        r#""type":"decision.issued","v":1}"#,
    );
    assert_eq!(text, expected);
}

#[test]
fn each_refusal_is_named() {
    let refused = |leaf: Leaf<'_>| leaf.to_bytes().unwrap_err();
    assert_eq!(refused(Leaf { n: 0, ..example() }), LeafError::Member("n"));
    assert_eq!(refused(Leaf { kind: "".into(), ..example() }), LeafError::Member("type"));
    assert_eq!(refused(Leaf { organ: Some("".into()), ..example() }), LeafError::Member("org"));
    assert_eq!(refused(Leaf { commitment: "x".into(), ..example() }), LeafError::Member("c"));
    assert_eq!(refused(Leaf { n: 1, ..example() }), LeafError::Prev);
    assert_eq!(refused(Leaf { prev: None, ..example() }), LeafError::Prev);
    let long = "x".repeat(BYTES_MAX);
    assert_eq!(refused(Leaf { kind: long.into(), ..example() }), LeafError::TooLong);
    let good = String::from_utf8(example().to_bytes().unwrap()).unwrap();
    for (from, to, error) in [
        ("\"v\":1", "\"v\":2", LeafError::Member("v")),
        ("a0a0\"", "A0A0\"", LeafError::NotCanonical),
        ("\"n\":2", "\"n\":\"2\"", LeafError::Member("n")),
        ("123Z", "123+00:00", LeafError::Member("t")),
        ("decision", "\\u0064ecision", LeafError::NotCanonical),
        ("\"v\":1", "\"v\":1,\"w\":1", LeafError::NotCanonical),
        ("\"n\":2", "\"n\": 2", LeafError::Json(JsonError::Syntax(97))),
        ("\"n\":2,", "", LeafError::Member("n")),
        ("AQEBAQEBAQEBAQEBAQE\"", "AQEBAQEBAQEBAQEBAQF\"", LeafError::Member("prev")),
    ] {
        let changed = good.replacen(from, to, 1);
        assert_eq!(Leaf::parse(changed.as_bytes()), Err(error), "{to}");
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(leaf in leaf()) {
        let bytes = leaf.to_bytes().unwrap();
        prop_assert_eq!(Leaf::parse(&bytes).unwrap(), leaf);
        let plain: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let names: Vec<_> = plain.as_object().unwrap().keys().collect();
        prop_assert!(names.is_sorted());
        prop_assert_eq!(plain.to_string().into_bytes(), bytes);
    }

    #[test]
    fn only_canonical_bytes_are_read(leaf in leaf(), at in any::<prop::sample::Index>(), bits in 1..=255_u8) {
        let mut bytes = leaf.to_bytes().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        if let Ok(read) = Leaf::parse(&bytes) {
            prop_assert_ne!(&read, &leaf);
            prop_assert_eq!(read.to_bytes().unwrap(), bytes);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..99)) {
        let _ = Leaf::parse(&bytes);
    }
}
