//! The columns of a catalogue as a table: their ids and their headings.

use domain::text::Text;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its id, which may stand in the header.
    pub id: &'static str,
    /// Its heading.
    pub heading: &'static str,
}

macro_rules! columns {
    ($($id:literal $heading:literal),* $(,)?) => {
        /// The columns, in the order in which they are written.
        pub const COLUMNS: &[Column] = &[$(Column { id: $id, heading: $heading }),*];
    };
}

columns! {
    "code" "事项编码", "name" "事项名称", "name_zh_hant" "事项名称（繁体）", "name_en" "事项名称（英文）",
    "kind" "权力类型", "procedure" "办理程序", "promised" "承诺时限", "promised_basis" "承诺依据",
    "law" "设定依据", "article" "依据条款", "holder" "行使主体", "levels" "行使层级", "forms" "办理形式",
    "audiences" "服务对象", "life_events" "生命周期事件", "keywords" "关键词", "conditions" "办理条件",
    "materials" "申请材料", "fees" "收费", "result" "办理结果", "result_kind" "结果类型", "channels" "监督投诉渠道",
}

/// The column that a heading names, by id or by heading.
pub(super) fn named(heading: &str) -> Option<&'static Column> {
    let wanted = heading.trim();
    COLUMNS.iter().find(|column| column.id == wanted || column.heading == wanted)
}

/// Words in Simplified Chinese and English; Traditional falls back.
pub(super) fn said(simplified: &str, english: &str) -> Text {
    Text { simplified: simplified.to_owned(), traditional: None, english: Some(english.to_owned()) }
}

pub(super) fn rule_of_codes() -> Text {
    said("GB/T 39554.1-2020 政务服务事项编码要求", "GB/T 39554.1-2020, codes of service items")
}

pub(super) fn rule_of_credit_codes() -> Text {
    said("GB 32100-2015 统一社会信用代码编码规则", "GB 32100-2015, unified social credit codes")
}

pub(super) fn rule_of_elements() -> Text {
    said("GB/T 39554.2-2020 政务服务事项要素要求", "GB/T 39554.2-2020, elements of service items")
}
