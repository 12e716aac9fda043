//! What is written is read back exactly: nothing, empty and Chinese texts, long ones, the largest numbers.

use crate::place::{Place, commit};
use crate::rows::{COUNTY, all, card, head, row};
use store::cards;
use store::cases::{self, CaseKind};
use store::table::Table;
use store::value::{Kind, Value};

on_both!(
    optional_columns_hold_nothing_or_something,
    texts_are_kept_to_the_letter,
    long_texts_and_bytes_are_kept,
    the_largest_and_smallest_numbers_are_kept,
    a_number_that_is_no_count_is_refused_on_reading,
    a_missing_value_is_refused,
);

const MEBIBYTE: usize = 1 << 20;

fn optional_columns_hold_nothing_or_something(place: &Place) {
    let mut writer = place.writer();
    let empty = head("a", "agency", None);
    let mut full = head("b", "agency", Some(-3));
    full.applicant = Some("".into());
    full.closed_at = Some(0);
    full.kind = CaseKind::Card;
    let bare = card("c", 1);
    let mut whole = card("d", 2);
    whole.supervisor = Some("".into());
    whole.post = Some("窗口".into());
    whole.person = Some("p".into());
    whole.answer_due = Some(0);
    commit(&mut writer, |changes| {
        [&empty, &full].into_iter().for_each(|head| head.write(changes));
        [&bare, &whole].into_iter().for_each(|card| card.write(changes));
    })
    .unwrap();
    assert_eq!(cases::find(&mut writer, COUNTY, "a").unwrap(), Some(empty));
    assert_eq!(cases::find(&mut writer, COUNTY, "b").unwrap(), Some(full.clone()));
    assert_eq!(cards::find(&mut writer, COUNTY, "c").unwrap(), Some(bare));
    assert_eq!(cards::find(&mut writer, COUNTY, "d").unwrap(), Some(whole));
    full.applicant = None;
    commit(&mut writer, |changes| full.write(changes)).unwrap();
    assert_eq!(cases::find(&mut writer, COUNTY, "b").unwrap(), Some(full));
}

fn texts_are_kept_to_the_letter(place: &Place) {
    let mut writer = place.writer();
    let texts = [
        "",
        " ",
        "null",
        "揽月县市场监督管理局",
        "𠮷野家 👩‍👩‍👧",
        "e\u{301} é",
        "'; drop table cases; --",
        "{\"a\":[\\n,\"%_\"]}",
        "\u{1}\t\r\n\u{7f}\u{85}\u{feff}\u{fffd}\u{10ffff}",
    ];
    let document = Table::Settings;
    let rows: Vec<Vec<Value>> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| vec![COUNTY.into(), format!("{n}").into(), (*text).into()])
        .collect();
    commit(&mut writer, |changes| {
        rows.iter().for_each(|row| changes.write(document, row.clone()));
    })
    .unwrap();
    assert_eq!(all(&mut writer, document), rows);
    for text in texts {
        let key = vec![text.into(), text.into(), "值".into()];
        commit(&mut writer, |changes| changes.write(document, key.clone())).unwrap();
        assert!(all(&mut writer, document).contains(&key), "as a key: {text:?}");
    }
}

fn long_texts_and_bytes_are_kept(place: &Place) {
    let mut writer = place.writer();
    for table in Table::ALL {
        let keys = table.key_columns();
        let mut long = row(table, 1, 1);
        let rest = long.iter_mut().zip(table.columns()).skip(keys);
        for (cell, (name, kind)) in rest {
            match kind {
                // An index over them holds less.
                Kind::Text if is_indexed(table, name) => {}
                Kind::Text => *cell = "阳".repeat(MEBIBYTE / 3).into(),
                Kind::Bytes => *cell = Value::from(vec![0x80; MEBIBYTE].as_slice()),
                Kind::Integer => {}
            }
        }
        commit(&mut writer, |changes| changes.write(table, long.clone())).unwrap();
        assert!(all(&mut writer, table) == [long], "{}", table.name());
    }
}

fn is_indexed(table: Table, column: &str) -> bool {
    matches!(
        (table, column),
        (Table::Cases, "item" | "agency" | "stages" | "kind")
            | (Table::Tasks, "agency" | "role" | "post" | "item" | "stage")
            | (Table::Records, "owner")
            | (Table::Cards, "case_id")
    )
}

fn the_largest_and_smallest_numbers_are_kept(place: &Place) {
    let mut writer = place.writer();
    for table in Table::ALL {
        for number in [i64::MAX, i64::MIN, -1, 0] {
            let mut extreme = row(table, 1, 1);
            let cells = extreme.iter_mut().zip(table.columns());
            for (cell, _) in cells.filter(|(_, (_, kind))| *kind == Kind::Integer) {
                *cell = number.into();
            }
            // Tables that are only added to have every row; a key of texts needs another one.
            if let Some(first) = extreme.first_mut() {
                *first = format!("{number}").into();
            }
            commit(&mut writer, |changes| changes.write(table, extreme.clone())).unwrap();
            assert!(all(&mut writer, table).contains(&extreme), "{} {number}", table.name());
        }
    }
}

fn a_number_that_is_no_count_is_refused_on_reading(place: &Place) {
    let mut writer = place.writer();
    commit(&mut writer, |changes| head("a", "agency", None).write(changes)).unwrap();
    for n in [-1, i64::from(u32::MAX) + 1] {
        place.as_owner(&format!("update cases set n = {n}")).unwrap();
        let error = cases::find(&mut writer, COUNTY, "a").unwrap_err().to_string();
        assert!(error.contains("no count"), "{error}");
    }
}

fn a_missing_value_is_refused(place: &Place) {
    let mut writer = place.writer();
    for table in Table::ALL {
        let mut lacking = row(table, 1, 1);
        *lacking.first_mut().unwrap() = Value::Null;
        let refused = commit(&mut writer, |changes| changes.write(table, lacking));
        assert!(refused.is_err(), "{}", table.name());
        assert_eq!(all(&mut writer, table), Vec::<Vec<Value>>::new(), "{}", table.name());
    }
}
