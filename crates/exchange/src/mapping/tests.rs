//! What a mapping makes of raw cases: order, keys, placeholders, zones, money.

use super::{Converted, Mapper, Mapping};
use crate::raw::{Keys, RawCase};
use crate::source::{ReadOptions, open};
use domain::event::{ActKind, Source};
use domain::procedure::Procedure;
use std::io::Cursor;

const PROCEDURE: &str = r#"
id = "small"
version = "1"
name = { zh-Hans = "小" }
valid_from = "2000-01-01"
start = "begin"
basis = { law = "L", article = "1" }
[[stage]]
id = "begin"
name = { zh-Hans = "始" }
act = "submit"
performer = "party"
basis = { law = "L", article = "1" }
next = "decide"
[[stage]]
id = "decide"
name = { zh-Hans = "定" }
act = "decide"
role = "approver"
limit = { amount = 8, unit = "weeks", rest_day_end = "keep", basis = { law = "L", article = "2" } }
basis = { law = "L", article = "2" }
[[stage.outcome]]
id = "granted"
name = { zh-Hans = "准" }
next = "done"
[[stage.outcome]]
id = "refused"
name = { zh-Hans = "否" }
next = "done"
[[end]]
id = "done"
name = { zh-Hans = "终" }
[[limit]]
id = "term"
kind = "statutory"
name = { zh-Hans = "限" }
from = ["begin"]
until = ["decide"]
amount = 8
unit = "weeks"
rest_day_end = "keep"
basis = { law = "L", article = "2" }
"#;

const MAPPING: &str = r#"
time_zone = "Europe/Rome"
absent = ["1970-01-01", "NIL"]
[case]
id = "id"
authority = "office"
[event]
activity = "what"
time = "when"
person = "who"
outcome = "result"
amount = "money"
recorded_at = "entered"
[activities.apply]
stage = "begin"
[activities.decide]
stage = "decide"
[activities.pay]
act = "pay-fee"
[activities.noise]
ignore = true
[values.outcome]
ja = "granted"
[[milestone]]
attribute = "closed"
act = "close"
[[due]]
limit = "term"
attribute = "deadline"
"#;

fn mapper(mapping: &str) -> Mapper {
    let procedure = Procedure::publish("small.toml", PROCEDURE, &[]).unwrap();
    Mapper::new("mapping.toml", Mapping::parse("mapping.toml", mapping).unwrap(), &procedure)
        .unwrap()
}

/// Reads a table of one row per event and converts its cases.
fn convert(table: &str) -> Vec<Converted> {
    let mut mapper = mapper(MAPPING);
    let options = ReadOptions { keys: Keys::all(), ..mapper.mapping().read_options() };
    let (_, mut source) = open(Box::new(Cursor::new(table.to_owned())), options).unwrap();
    let mut raw = RawCase::default();
    let mut cases = Vec::new();
    while source.next_case(&mut raw).unwrap() {
        let mut converted = Converted::default();
        mapper.convert(&raw, source.keys(), &mut converted, None).unwrap();
        cases.push(converted);
    }
    cases
}

fn refused(table: &str) -> String {
    let mut mapper = mapper(MAPPING);
    let (_, mut source) =
        open(Box::new(Cursor::new(table.to_owned())), mapper.mapping().read_options()).unwrap();
    let mut raw = RawCase::default();
    source.next_case(&mut raw).unwrap();
    let keys = source.keys().clone();
    mapper.convert(&raw, &keys, &mut Converted::default(), None).unwrap_err().to_string()
}

const HEAD: &str = "office,id,what,when,who,result,money,entered,closed,deadline\n";

fn table(rows: &[&str]) -> String {
    format!("{HEAD}{}\n", rows.join("\n"))
}

#[test]
fn events_of_one_moment_keep_their_order_in_the_file() {
    let cases = convert(&table(&[
        "a,1,pay,2026-02-13,x,,1.00,,,",
        "a,1,decide,2026-02-14,x,ja,,,,",
        "a,1,apply,2026-02-13,x,,,,,",
        "a,1,pay,2026-02-13,x,,2.00,,,",
    ]));
    let kinds: Vec<ActKind> = cases[0].events.iter().map(|event| event.event.kind).collect();
    assert_eq!(kinds, [ActKind::PayFee, ActKind::Submit, ActKind::PayFee, ActKind::Decide]);
    let numbers: Vec<u32> = cases[0].events.iter().map(|event| event.event.n).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    let fen = cases[0].events[2].event.body.as_deref().and_then(|body| body.amount_fen);
    assert_eq!(fen, Some(200));
}

#[test]
fn cases_are_keyed_by_authority_and_id_and_rows_need_not_stand_together() {
    let cases = convert(&table(&[
        "a,1,apply,2026-02-13,,,,,,",
        "b,1,apply,2026-02-13,,,,,,",
        "a,1,decide,2026-02-16,,granted,,,,",
    ]));
    let keys: Vec<String> = cases.iter().map(|case| case.key.to_string()).collect();
    assert_eq!(keys, ["a/1", "b/1"]);
    assert_eq!((cases[0].events.len(), cases[1].events.len()), (2, 1));
}

#[test]
fn placeholders_are_absent_and_ignored_activities_are_counted() {
    let cases = convert(&table(&[
        "a,1,apply,2026-02-13,NIL,,,,1970-01-01T01:00:00,1970-01-01",
        "a,1,noise,2026-02-13,,,,,,",
    ]));
    assert_eq!(cases[0].events.len(), 1, "no closing milestone, no noise");
    assert_eq!((cases[0].ignored, cases[0].dues.len()), (1, 0));
    assert_eq!(cases[0].events[0].event.actor.person, None);
}

#[test]
fn the_logs_own_deadline_and_closing_are_read_in_its_zone() {
    let row = "a,1,apply,2026-02-13,,,,,2026-04-10T23:30:00+00:00,2026-04-10T22:30:00Z";
    let case = &convert(&table(&[row]))[0];
    // 22:30 UTC is 00:30 of the next day in Rome, summer time.
    assert_eq!(case.dues, [(0, jiff::civil::date(2026, 4, 11))]);
    assert_eq!(case.events[1].event.kind, ActKind::Close);
}

#[test]
fn a_recording_time_makes_the_event_a_claim() {
    let case = &convert(&table(&["a,1,apply,2026-02-13 09:00,,,,2026-02-16 10:00,,"]))[0];
    let event = &case.events[0].event;
    assert_eq!(event.source, Source::Feed);
    assert!(event.occurred_at.unwrap() < event.recorded_at);
    let file = &convert(&table(&["a,1,apply,2026-02-13 09:00,,,,,,"]))[0].events[0].event;
    assert_eq!((file.source, file.occurred_at), (Source::File, None));
}

#[test]
fn words_of_outcomes_are_translated_or_refused_never_lost() {
    let case = &convert(&table(&["a,1,decide,2026-02-13,,ja,,,,"]))[0];
    assert_eq!(case.events[0].event.outcome.as_deref(), Some("granted"));
    let error = refused(&table(&["a,1,decide,2026-02-13,,nee,,,,"]));
    assert!(error.contains("no outcome `nee`") && error.contains("granted, refused"), "{error}");
}

#[test]
fn what_cannot_be_used_is_refused_with_line_and_case() {
    for (row, expected) in [
        ("a,1,apply,soon,,,,,,", "line 2, case `a/1`: `soon` is no date"),
        ("a,1,dance,2026-02-13,,,,,,", "the activity `dance` is not mapped"),
        ("a,1,,2026-02-13,,,,,,", "an event without activity"),
        ("a,1,pay,2026-02-13,,,ten,,,", "`ten` is no amount of money"),
        ("a,,apply,2026-02-13,,,,,,", "a case without id"),
    ] {
        let error = refused(&table(&[row]));
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn times_of_day_that_summer_time_skips_or_repeats_are_understood() {
    let reader = crate::moment::MomentReader::new(
        jiff::tz::TimeZone::get("Europe/Rome").unwrap(),
        vec!["%d/%m/%Y".to_owned()],
    );
    let utc = |text: &str| reader.read(text).map(|moment| moment.to_string());
    assert_eq!(
        utc("2026-03-29T02:30:00"),
        Some("2026-03-29T01:30:00Z".to_owned()),
        "skipped: moved on"
    );
    assert_eq!(
        utc("2026-10-25T02:30:00"),
        Some("2026-10-25T00:30:00Z".to_owned()),
        "repeated: the first"
    );
    assert_eq!(utc("2026-07-24T00:00:00+02:00"), Some("2026-07-23T22:00:00Z".to_owned()));
    assert_eq!(utc("13/02/2026"), Some("2026-02-12T23:00:00Z".to_owned()));
    assert_eq!(utc("2026年2月13日 9时5分"), Some("2026-02-13T08:05:00Z".to_owned()));
    for nonsense in
        ["", "yesterday", "2026-02-30", "13.13.2026", "20260213x", "2026-02-13T25:00:00Z"]
    {
        assert_eq!(utc(nonsense), None, "{nonsense}");
    }
}
