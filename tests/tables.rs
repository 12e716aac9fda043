//! Tables as offices send them: encodings, delimiters, one row per case, spreadsheets.

use crate::support::{cases_of, check_json, yangguang};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fs;
use std::path::Path;

const CASES: &str = "办件编号,申请时间,受理时间,审查时间,决定时间,办理结果,发证时间,送达时间,办结时间\n\
    A1,2026-02-12 09:00,2026-02-13 10:00,2026-02-25,2026-03-20,granted,2026-03-21,2026-03-23,2026-03-23\n\
    A2,2026/2/12 9:00,2026年2月13日 10:00,2026-02-25,2026-03-19,granted,2026-03-20,2026-03-23,2026-03-23\n";

const MAPPING: &str = r#"
procedure = "ordinary-licence"
time_zone = "Asia/Shanghai"
layout = "cases"
[case]
id = "办件编号"
[[milestone]]
attribute = "申请时间"
act = "submit"
[[milestone]]
attribute = "受理时间"
act = "accept"
[[milestone]]
attribute = "审查时间"
stage = "examine"
[[milestone]]
attribute = "决定时间"
act = "decide"
outcome_attribute = "办理结果"
[[milestone]]
attribute = "发证时间"
act = "issue"
[[milestone]]
attribute = "送达时间"
act = "deliver"
[[milestone]]
attribute = "办结时间"
act = "close"
"#;

fn statutory_exceeded(folder: &Path, name: &str, log: &[u8]) -> u64 {
    let (path, mapping) = (folder.join(name), folder.join("mapping.toml"));
    fs::write(&path, log).unwrap();
    fs::write(&mapping, MAPPING).unwrap();
    let report = check_json(&[path.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()]);
    assert_eq!(report["summary"]["cases"], 2);
    assert_eq!(report["summary"]["events"], 14);
    cases_of(&report, "statutory-exceeded")
}

#[test]
fn one_row_per_case_is_judged_in_every_encoding_and_delimiter() {
    // A1 is decided on the day after its twentieth working day, A2 on it.
    let folder = tempfile::tempdir().unwrap();
    let marked = [&[0xef, 0xbb, 0xbf], CASES.as_bytes()].concat();
    let tabbed = CASES.replace(',', "\t");
    let crlf = CASES.replace('\n', "\r\n");
    for (name, log) in [
        ("plain.csv", CASES.as_bytes().to_vec()),
        ("marked.csv", marked),
        ("tabbed.tsv", tabbed.into_bytes()),
        ("semicolons.csv", CASES.replace(',', ";").into_bytes()),
        ("windows.csv", crlf.into_bytes()),
        (
            "utf16.csv",
            CASES.encode_utf16().flat_map(u16::to_le_bytes).fold(
                vec![0xff, 0xfe],
                |mut all, byte| {
                    all.push(byte);
                    all
                },
            ),
        ),
    ] {
        assert_eq!(statutory_exceeded(folder.path(), name, &log), 1, "{name}");
    }
}

#[test]
fn a_spreadsheet_with_real_dates_is_judged_alike() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let dated = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let mut lines = CASES.lines();
    for (column, name) in (0..).zip(lines.next().unwrap().split(',')) {
        sheet.write_string(0, column, name).unwrap();
    }
    for row in 1..=2_u32 {
        let decided = if row == 1 { (3, 20) } else { (3, 19) };
        sheet.write_string(row, 0, format!("A{row}")).unwrap();
        let days = [(2, 12), (2, 13), (2, 25), decided];
        for (column, (month, day)) in (1..).zip(days) {
            let moment =
                ExcelDateTime::from_ymd(2026, month, day).unwrap().and_hms(9, 30, 0).unwrap();
            sheet.write_datetime_with_format(row, column, &moment, &dated).unwrap();
        }
        sheet.write_string(row, 5, "granted").unwrap();
        for column in 6..=8 {
            let moment = ExcelDateTime::from_ymd(2026, 3, 23).unwrap();
            sheet.write_datetime_with_format(row, column, &moment, &dated).unwrap();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let log = workbook.save_to_buffer().unwrap();
    assert_eq!(statutory_exceeded(folder.path(), "cases.xlsx", &log), 1);
}

/// The error of a check of a table that must be refused.
fn refused(name: &str, log: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (path, mapping) = (folder.path().join(name), folder.path().join("mapping.toml"));
    fs::write(&path, log).unwrap();
    fs::write(&mapping, MAPPING).unwrap();
    let run = yangguang(&["check", path.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()]);
    assert_eq!(run.status, 2, "{}", run.stdout);
    run.stderr
}

#[test]
fn a_quote_that_is_never_closed_does_not_swallow_the_rest() {
    let broken = CASES.replacen("granted", "\"granted", 1);
    let error = refused("cases.csv", broken.as_bytes());
    assert!(error.contains("line 2") && error.contains("never closed"), "{error}");
}

#[test]
fn a_mistyped_column_is_refused_with_those_that_there_are() {
    let error = refused("cases.csv", CASES.replace("决定时间", "决定日").as_bytes());
    assert!(error.contains("no column `决定时间`") && error.contains("决定日"), "{error}");
}

#[test]
fn a_stray_cell_far_out_is_named_not_filled_up_to() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, name) in (0..).zip(CASES.lines().next().unwrap().split(',')) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_string(1_048_575, 16_383, "stray").unwrap();
    let error = refused("stray.xlsx", &workbook.save_to_buffer().unwrap());
    assert!(error.contains("`stray` stands in column 16384"), "{error}");
}
