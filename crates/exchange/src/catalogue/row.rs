//! One row of a table as an item.

use super::columns::{COLUMNS, rule_of_elements, said};
use super::{ReadRow, RowFault};
use domain::basis::Basis;
use domain::item::guide::{Channel, ChannelKind, ChannelPurpose, ResultDocument, ResultKind};
use domain::item::{Fee, Item, ItemKind, Material, MaterialSource};
use domain::limit::{Limit, RestDayEnd, Unit};
use domain::text::Text;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// Kinds as their words, and as their names and numbers in GB/T 39046.
const KINDS: [(&str, &str, &str); 11] = [
    ("licence", "行政许可", "01"),
    ("penalty", "行政处罚", "02"),
    ("coercion", "行政强制", "03"),
    ("levy", "行政征收", "04"),
    ("payment", "行政给付", "05"),
    ("inspection", "行政检查", "06"),
    ("confirmation", "行政确认", "07"),
    ("reward", "行政奖励", "08"),
    ("ruling", "行政裁决", "09"),
    ("other", "其他行政权力", "10"),
    ("public-service", "公共服务", "20"),
];

/// The kind of a word, a name or a number.
pub(super) fn kind(text: &str) -> Option<ItemKind> {
    let number = format!("{text:0>2}");
    let found = KINDS
        .iter()
        .find(|(word, name, code)| *word == text || *name == text || **code == number)?;
    of_word(found.0)
}

/// An enumeration of the catalogue by its word.
fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// An item of which nothing is known but its code, name and kind.
pub(super) fn bare(code: &str, name: &str, kind: ItemKind) -> Item {
    Item {
        code: code.to_owned(),
        version: "1".to_owned(),
        name: plain(name),
        kind,
        procedure: String::new(),
        // Given when it is published.
        valid_from: Date::default(),
        valid_to: None,
        promised: None,
        review: None,
        basis: Basis::default(),
        holder: None,
        levels: Vec::new(),
        forms: Vec::new(),
        audiences: Vec::new(),
        life_events: Vec::new(),
        keywords: Vec::new(),
        conditions: Vec::new(),
        special_procedures: Vec::new(),
        result: None,
        certificate: None,
        channels: Vec::new(),
        materials: Vec::new(),
        fees: Vec::new(),
        questions: Vec::new(),
        fields: Vec::new(),
    }
}

pub(super) fn plain(text: &str) -> Text {
    Text { simplified: text.to_owned(), ..Text::default() }
}

/// A row under construction, with what is wrong with it.
struct Reader<'a> {
    row: usize,
    cells: &'a BTreeMap<&'static str, String>,
    faults: Vec<RowFault>,
}

/// Reads a row; none when it cannot be an item.
pub(super) fn read(
    row: usize,
    cells: &BTreeMap<&'static str, String>,
) -> (Option<ReadRow>, Vec<RowFault>) {
    let mut reader = Reader { row, cells, faults: Vec::new() };
    let item = reader.item();
    let department = item.as_ref().and_then(|item| item.holder.as_ref());
    let department = department.map(|holder| holder.simplified.clone());
    (item.map(|item| ReadRow { row, item, department }), reader.faults)
}

impl Reader<'_> {
    fn cell(&self, id: &str) -> &str {
        self.cells.get(id).map_or("", |cell| cell.trim())
    }

    fn given(&self, id: &str) -> Option<String> {
        Some(self.cell(id).to_owned()).filter(|cell| !cell.is_empty())
    }

    fn fault(&mut self, column: &str, (simplified, english): (&str, &str), fatal: bool) {
        self.faults.push(RowFault {
            row: self.row,
            column: column.to_owned(),
            rule: rule_of_elements(),
            message: said(simplified, english),
            fatal,
        });
    }

    fn item(&mut self) -> Option<Item> {
        let (code, name) = (self.cell("code").to_owned(), self.cell("name").to_owned());
        if code.is_empty() {
            self.fault(
                "code",
                ("没有事项编码，无法登记。请填写编码。", "The code is missing. Enter it."),
                true,
            );
        }
        let kind_text = self.cell("kind").to_owned();
        let kind = kind(&kind_text);
        if kind.is_none() {
            let chinese =
                format!("“{kind_text}”不是权力类型。请填写行政许可、行政处罚等十一类之一。");
            let english = format!("`{kind_text}` is no kind of power. Enter one of the eleven.");
            self.fault("kind", (&chinese, &english), true);
        }
        let mut item = bare(&code, &name, kind?);
        if code.is_empty() {
            return None;
        }
        item.name.traditional = self.given("name_zh_hant");
        item.name.english = self.given("name_en");
        item.procedure = self.cell("procedure").to_owned();
        item.basis = Basis {
            law: self.cell("law").to_owned(),
            article: self.cell("article").to_owned(),
            ..Basis::default()
        };
        item.holder = self.given("holder").map(|holder| plain(&holder));
        item.levels = self.words("levels");
        item.forms = self.words("forms");
        item.audiences = self.words("audiences");
        item.life_events = split(self.cell("life_events"));
        item.keywords = split(self.cell("keywords"));
        item.conditions = lines(self.cell("conditions")).iter().map(|line| plain(line)).collect();
        item.promised = self.promised();
        item.materials = self.materials();
        item.fees = self.fees();
        item.result = self.result();
        item.channels = self.channels();
        Some(item)
    }

    /// Words of the catalogue, `city, county`.
    fn words<T: DeserializeOwned>(&mut self, column: &'static str) -> Vec<T> {
        let mut found = Vec::new();
        for word in split(self.cell(column)) {
            match of_word(&word) {
                Some(known) => found.push(known),
                None => {
                    let chinese = format!("“{word}”不是本列可用的词。请按说明填写。");
                    let english = format!("`{word}` is none of the words of this column.");
                    self.fault(column, (&chinese, &english), false);
                }
            }
        }
        found
    }

    /// `10 working_days`, and law and article of the promise with a bar between.
    fn promised(&mut self) -> Option<Limit> {
        let text = self.given("promised")?;
        let (amount, unit) = text.split_once(' ').unwrap_or((&text, "working_days"));
        let unit: Option<Unit> = match unit.trim() {
            "工作日" | "个工作日" => Some(Unit::WorkingDays),
            "日" | "天" | "自然日" => Some(Unit::CalendarDays),
            word => of_word(word),
        };
        let (Ok(amount), Some(unit)) = (amount.trim().parse(), unit) else {
            let chinese = format!("“{text}”不是时限。请写成“10 working_days”。");
            let english = format!("`{text}` is no limit. Write it as `10 working_days`.");
            self.fault("promised", (&chinese, &english), false);
            return None;
        };
        let basis = basis_of(self.cell("promised_basis"));
        Some(Limit { amount, unit, rest_day_end: RestDayEnd::default(), basis })
    }

    /// One material a line: name | source | required | law | article.
    fn materials(&mut self) -> Vec<Material> {
        let mut found = Vec::new();
        for (number, line) in lines(self.cell("materials")).iter().enumerate() {
            let parts = parts(line);
            let part = |at: usize| parts.get(at).map_or("", String::as_str);
            let source: Option<MaterialSource> = match part(1) {
                "申请人" | "申请人提供" | "" => Some(MaterialSource::Applicant),
                "共享" | "共享获取" => Some(MaterialSource::Shared),
                "第三方" | "第三方出具" => Some(MaterialSource::Intermediary),
                word => of_word(word),
            };
            let Some(source) = source else {
                let chinese = format!(
                    "材料“{}”的来源“{}”无法识别：请填申请人、共享或者第三方。",
                    part(0),
                    part(1)
                );
                let english = format!(
                    "the source `{}` of `{}` is none of applicant, shared, intermediary",
                    part(1),
                    part(0)
                );
                self.fault("materials", (&chinese, &english), false);
                continue;
            };
            found.push(Material {
                id: format!("material-{}", number + 1),
                name: plain(part(0)),
                source,
                required: !matches!(part(2), "否" | "no" | "false" | "0"),
                formats: Vec::new(),
                copies: 1,
                may_follow: false,
                issuer: None,
                note: None,
                basis: Basis {
                    law: part(3).to_owned(),
                    article: part(4).to_owned(),
                    ..Basis::default()
                },
            });
        }
        found
    }

    /// One fee a line: name | yuan | unit | law | article, and perhaps | the most units of a case.
    fn fees(&mut self) -> Vec<Fee> {
        let mut found = Vec::new();
        for (number, line) in lines(self.cell("fees")).iter().enumerate() {
            let parts = parts(line);
            let part = |at: usize| parts.get(at).map_or("", String::as_str);
            let Some(amount_fen) = fen(part(1)) else {
                let chinese =
                    format!("收费“{}”的金额“{}”无法识别：请填以元为单位的数字。", part(0), part(1));
                let english = format!(
                    "the amount `{}` of the fee `{}` is no number of yuan",
                    part(1),
                    part(0)
                );
                self.fault("fees", (&chinese, &english), false);
                continue;
            };
            found.push(Fee {
                id: format!("fee-{}", number + 1),
                name: plain(part(0)),
                amount_fen,
                unit: Some(part(2)).filter(|unit| !unit.is_empty()).map(plain),
                most: part(5).parse().ok(),
                basis: Basis {
                    law: part(3).to_owned(),
                    article: part(4).to_owned(),
                    ..Basis::default()
                },
            });
        }
        found
    }

    fn result(&mut self) -> Option<ResultDocument> {
        let name = self.given("result")?;
        let kind = of_word(self.cell("result_kind")).unwrap_or(ResultKind::Document);
        Some(ResultDocument { name: plain(&name), kind, validity: None, electronic: false })
    }

    /// One channel a line: purpose | kind | name | value.
    fn channels(&mut self) -> Vec<Channel> {
        let of_line = |line: &String| {
            let parts = parts(line);
            let part = |at: usize| parts.get(at).map_or("", String::as_str);
            Some(Channel {
                purpose: of_word::<ChannelPurpose>(part(0))?,
                kind: of_word::<ChannelKind>(part(1))?,
                name: plain(part(2)),
                value: part(3).to_owned(),
            })
        };
        let lines = lines(self.cell("channels"));
        let found: Vec<Channel> = lines.iter().filter_map(of_line).collect();
        if found.len() < lines.len() {
            let words = (
                "监督投诉渠道无法识别：每行写“用途 | 方式 | 名称 | 号码”。",
                "a channel is no `purpose | kind | name | value`",
            );
            self.fault("channels", words, false);
        }
        found
    }
}

/// Yuan with at most two decimals, in fen.
fn fen(text: &str) -> Option<i64> {
    let (yuan, rest) = text.split_once('.').unwrap_or((text, ""));
    if rest.len() > 2 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = format!("{rest:0<2}").parse().ok()?;
    let yuan: i64 = yuan.parse().ok().filter(|yuan| *yuan >= 0)?;
    yuan.checked_mul(100)?.checked_add(fraction)
}

/// Law and article with a bar between.
fn basis_of(text: &str) -> Basis {
    let parts = parts(text);
    let part = |at: usize| parts.get(at).cloned().unwrap_or_default();
    Basis { law: part(0), article: part(1), ..Basis::default() }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn parts(line: &str) -> Vec<String> {
    line.split(['|', '｜']).map(|part| part.trim().to_owned()).collect()
}

fn split(text: &str) -> Vec<String> {
    let words = text.split([',', '，', '、', ';', '；', '\n']).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A header that names too little to be one.
pub(super) fn missing_columns(known: &[Option<&'static super::Column>]) -> Option<String> {
    let has = |id: &str| known.iter().flatten().any(|column| column.id == id);
    let missing: Vec<&str> = ["code", "name", "kind"].into_iter().filter(|id| !has(id)).collect();
    let headings = COLUMNS.iter().map(|column| column.heading).collect::<Vec<_>>().join("、");
    (!missing.is_empty())
        .then(|| format!("the header lacks {}; columns are: {headings}", missing.join(", ")))
}
