//! Catalogues in JSON: our own, item by item, and the tree of departments that provincial service networks publish, whose
//! codes stand in links.

use super::columns::{rule_of_codes, rule_of_credit_codes, rule_of_elements, said};
use super::row::{bare, kind, plain};
use super::{CatalogueError, ROWS_MAX, ReadRow, Reading, RowFault};
use domain::credit_code::CreditCode;
use domain::item::Item;
use domain::text::Text;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// Segments of a code of the national catalogue: base, place, service, agency, number, situation.
const SEGMENTS: usize = 6;
/// Digits of the place in it.
const PLACE_DIGITS: usize = 12;

#[derive(Deserialize)]
struct Department {
    department: String,
    items: Vec<MainItem>,
}

#[derive(Deserialize)]
struct MainItem {
    #[serde(default)]
    main_item: String,
    sub_items: Vec<SubItem>,
}

#[derive(Deserialize)]
struct SubItem {
    #[serde(default)]
    name: String,
    #[serde(default)]
    link: String,
}

pub(super) fn read_json(bytes: &[u8]) -> Result<Reading, CatalogueError> {
    let malformed = |error: serde_json::Error| CatalogueError::Malformed(error.to_string());
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let values: Vec<Value> = serde_json::from_slice(bytes).map_err(malformed)?;
    if values.len() > ROWS_MAX {
        return Err(CatalogueError::TooLarge);
    }
    let is_tree = values.first().is_some_and(|value| value.get("department").is_some());
    if is_tree {
        let tree: Vec<Department> = values
            .into_iter()
            .map(serde_json::from_value)
            .collect::<Result<_, _>>()
            .map_err(malformed)?;
        return read_tree(&tree);
    }
    let mut reading = Reading { whole: true, total: values.len(), ..Reading::default() };
    for (value, row) in values.into_iter().zip(1..) {
        match serde_json::from_value::<Item>(value) {
            Ok(item) => {
                let department = item.holder.as_ref().map(|holder| holder.simplified.clone());
                reading.rows.push(ReadRow { row, item, department });
            }
            Err(error) => reading.faults.push(RowFault {
                row,
                column: "item".to_owned(),
                rule: rule_of_elements(),
                message: said(
                    &format!("该项不符合事项的格式：{error}"),
                    &format!("this is no item: {error}"),
                ),
                fatal: true,
            }),
        }
    }
    Ok(reading)
}

fn read_tree(tree: &[Department]) -> Result<Reading, CatalogueError> {
    let mut reading = Reading::default();
    let mut names: HashMap<String, usize> = HashMap::new();
    for department in tree {
        let subs = department
            .items
            .iter()
            .flat_map(|main| main.sub_items.iter().map(move |sub| (main, sub)));
        for (main, sub) in subs {
            reading.total += 1;
            if reading.total > ROWS_MAX {
                return Err(CatalogueError::TooLarge);
            }
            let mut row = TreeRow { row: reading.total, faults: Vec::new() };
            let item = row.item(&department.department, main, sub);
            if let Some(first) = names.insert(sub.name.clone(), reading.total) {
                row.fault(
                    "name",
                    rule_of_elements(),
                    (
                        &format!("名称与第 {first} 行相同。请核对是否为同一事项。"),
                        &format!(
                            "row {first} has the same name: check whether it is the same item"
                        ),
                    ),
                );
            }
            let department = Some(department.department.clone());
            reading.rows.extend(item.map(|item| ReadRow { row: row.row, item, department }));
            reading.faults.append(&mut row.faults);
        }
    }
    Ok(reading)
}

struct TreeRow {
    row: usize,
    faults: Vec<RowFault>,
}

impl TreeRow {
    fn add(&mut self, column: &str, rule: Text, (simplified, english): (&str, &str), fatal: bool) {
        let message = said(simplified, english);
        self.faults.push(RowFault {
            row: self.row,
            column: column.to_owned(),
            rule,
            message,
            fatal,
        });
    }

    fn fault(&mut self, column: &str, rule: Text, words: (&str, &str)) {
        self.add(column, rule, words, false);
    }

    fn item(&mut self, department: &str, main: &MainItem, sub: &SubItem) -> Option<Item> {
        let code = parameter(&sub.link, "itemCode").unwrap_or_default();
        if code.is_empty() {
            self.add(
                "code",
                rule_of_codes(),
                ("链接中没有事项编码。请补充编码。", "the link has no item code; add it"),
                true,
            );
            return None;
        }
        self.check_code(code);
        self.check_agency(parameter(&sub.link, "deptCode").unwrap_or_default(), "department");
        self.check_name(&sub.name);
        let task = parameter(&sub.link, "taskType").unwrap_or_default();
        let Some(kind) = kind(task) else {
            let words =
                (format!("“{task}”不是权力类型。"), format!("`{task}` is no kind of power"));
            self.add("kind", rule_of_elements(), (&words.0, &words.1), true);
            return None;
        };
        let mut item = bare(code, sub.name.trim(), kind);
        item.holder = Some(plain(department.trim()));
        if !matches!(main.main_item.trim(), "" | "未分类") {
            item.keywords.push(main.main_item.trim().to_owned());
        }
        Some(item)
    }

    fn check_code(&mut self, code: &str) {
        let segments: Vec<&str> = code.split('-').collect();
        if segments.len() != SEGMENTS {
            let number = segments.len();
            let words = (
                format!("事项编码应为 {SEGMENTS} 段，现为 {number} 段。请核对编码。"),
                format!("a code has {SEGMENTS} segments, this has {number}; check it"),
            );
            self.fault("code", rule_of_codes(), (&words.0, &words.1));
        }
        // Codes of other lengths still end in agency, number and situation.
        let from_end =
            |back: usize| segments.len().checked_sub(back).and_then(|at| segments.get(at));
        let digits = |text: &str| {
            text.len() == PLACE_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !segments.iter().any(|segment| digits(segment)) {
            let words = (
                "事项编码中没有 12 位行政区划代码。请核对编码。",
                "no segment of the code is a place of twelve digits; check it",
            );
            self.fault("code", rule_of_codes(), words);
        }
        if let Some(agency) = from_end(3) {
            self.check_agency(agency, "code");
        }
    }

    fn check_agency(&mut self, code: &str, column: &str) {
        if let Err(error) = CreditCode::parse(code) {
            let words = (
                format!(
                    "机构代码“{code}”不是有效的统一社会信用代码（18 位，含校验位）。请按赋码机关的证书填写。"
                ),
                format!(
                    "`{code}` is no unified social credit code ({error}); enter the one of the certificate"
                ),
            );
            self.fault(column, rule_of_credit_codes(), (&words.0, &words.1));
        }
    }

    fn check_name(&mut self, name: &str) {
        if name.trim().is_empty() {
            self.fault(
                "name",
                rule_of_elements(),
                ("事项名称缺失。请填写名称。", "the name is missing; enter it"),
            );
        } else if name != name.trim()
            || name.contains(['(', ')'])
            || name.contains(char::is_whitespace)
        {
            let words = (
                "名称含有空格或者半角括号。请改为规范名称。",
                "the name has blanks or narrow brackets; write it as the norm does",
            );
            self.fault("name", rule_of_elements(), words);
        }
    }
}

/// A parameter of an address.
fn parameter<'a>(link: &'a str, name: &str) -> Option<&'a str> {
    let (_, query) = link.split_once('?')?;
    query.split('&').find_map(|pair| {
        pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value)
    })
}
