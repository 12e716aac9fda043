//! Catalogues out: the table in CSV and XLSX, and items whole in JSON.

use super::columns::COLUMNS;
use domain::basis::Basis;
use domain::catalogue::difference::word_of;
use domain::item::{Item, MaterialSource};
use domain::text::Text;
use serde::Serialize;
use std::io::{self, Write};

/// A cell that a spreadsheet would take for a formula is quoted.
fn harmless(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

fn words(words: &[impl Serialize]) -> String {
    words.iter().map(word_of).collect::<Vec<_>>().join(", ")
}

fn basis(basis: &Basis) -> String {
    format!("{} | {}", basis.law, basis.article)
}

fn other(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn lines(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join("\n")
}

fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// The cell of an item in a column.
fn cell(item: &Item, column: &str) -> String {
    let simplified = |text: &Text| text.simplified.clone();
    match column {
        "code" => item.code.clone(),
        "name" => item.name.simplified.clone(),
        "name_zh_hant" => other(item.name.traditional.as_ref()),
        "name_en" => other(item.name.english.as_ref()),
        "kind" => word_of(&item.kind),
        "procedure" => item.procedure.clone(),
        "promised" => item
            .promised
            .as_ref()
            .map(|limit| format!("{} {}", limit.amount, word_of(&limit.unit)))
            .unwrap_or_default(),
        "promised_basis" => {
            item.promised.as_ref().map(|limit| basis(&limit.basis)).unwrap_or_default()
        }
        "law" => item.basis.law.clone(),
        "article" => item.basis.article.clone(),
        "holder" => item.holder.as_ref().map(simplified).unwrap_or_default(),
        "levels" => words(&item.levels),
        "forms" => words(&item.forms),
        "audiences" => words(&item.audiences),
        "life_events" => item.life_events.join(", "),
        "keywords" => item.keywords.join("、"),
        "conditions" => lines(item.conditions.iter().map(simplified)),
        "materials" => lines(item.materials.iter().map(|material| {
            let source = match material.source {
                MaterialSource::Applicant => "申请人",
                MaterialSource::Shared => "共享",
                MaterialSource::Intermediary => "第三方",
            };
            let required = if material.required { "是" } else { "否" };
            format!(
                "{} | {source} | {required} | {}",
                material.name.simplified,
                basis(&material.basis)
            )
        })),
        "fees" => lines(item.fees.iter().map(|fee| {
            let unit = fee.unit.as_ref().map(simplified).unwrap_or_default();
            let most = fee.most.map(|most| format!(" | {most}")).unwrap_or_default();
            format!(
                "{} | {} | {unit} | {}{most}",
                fee.name.simplified,
                yuan(fee.amount_fen),
                basis(&fee.basis)
            )
        })),
        "result" => {
            item.result.as_ref().map(|result| result.name.simplified.clone()).unwrap_or_default()
        }
        "result_kind" => {
            item.result.as_ref().map(|result| word_of(&result.kind)).unwrap_or_default()
        }
        "channels" => lines(item.channels.iter().map(|channel| {
            format!(
                "{} | {} | {} | {}",
                word_of(&channel.purpose),
                word_of(&channel.kind),
                channel.name.simplified,
                channel.value
            )
        })),
        _ => String::new(),
    }
}

fn row(item: &Item) -> Vec<String> {
    COLUMNS.iter().map(|column| cell(item, column.id)).collect()
}

/// Writes a table in CSV, with the mark by which spreadsheets know UTF-8.
///
/// # Errors
/// The target says no.
pub fn write_csv<'a>(
    target: &mut impl Write,
    items: impl Iterator<Item = &'a Item>,
) -> io::Result<()> {
    target.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(target);
    writer.write_record(COLUMNS.iter().map(|column| column.heading))?;
    for item in items {
        writer.write_record(row(item).into_iter().map(harmless))?;
    }
    writer.flush()
}

/// Writes items whole, as JSON.
///
/// # Errors
/// The target says no.
pub fn write_json<'a>(
    target: &mut impl Write,
    items: impl Iterator<Item = &'a Item>,
) -> io::Result<()> {
    let items: Vec<&Item> = items.collect();
    serde_json::to_writer_pretty(&mut *target, &items)?;
    target.write_all(b"\n")
}

/// Writes a workbook with one sheet.
///
/// # Errors
/// The target says no, or a cell is longer than a sheet can hold.
pub fn write_xlsx<'a>(
    target: &mut impl Write,
    items: impl Iterator<Item = &'a Item>,
) -> io::Result<()> {
    let failed = |error: rust_xlsxwriter::XlsxError| io::Error::other(error.to_string());
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, known) in (0_u16..).zip(COLUMNS) {
        sheet.write_string(0, column, known.heading).map_err(failed)?;
    }
    for (line, item) in (1_u32..).zip(items) {
        for (column, text) in (0_u16..).zip(row(item)) {
            // Written as text: a sheet computes nothing of it.
            sheet.write_string(line, column, text).map_err(failed)?;
        }
    }
    let bytes = workbook.save_to_buffer().map_err(failed)?;
    target.write_all(&bytes)
}
