//! What is said to somebody whose answer does not fit: what is wrong, and what to do.

use super::Field;
use crate::credit_code::CreditCodeError;
use crate::identity_number::IdentityNumberError;
use crate::text::Text;

fn text(
    simplified: impl Into<String>,
    traditional: impl Into<String>,
    english: impl Into<String>,
) -> Text {
    Text {
        simplified: simplified.into(),
        traditional: Some(traditional.into()),
        english: Some(english.into()),
    }
}

pub(super) fn missing(field: &Field) -> Text {
    let label = &field.label;
    let traditional = label.traditional.as_ref().unwrap_or(&label.simplified);
    let english = label.english.as_ref().unwrap_or(&label.simplified);
    text(
        format!("请填写“{}”。", label.simplified),
        format!("請填寫「{traditional}」。"),
        format!("Enter “{english}”."),
    )
}

pub(super) fn too_long(field: &Field) -> Text {
    let longest = field.longest();
    text(
        format!("内容过长：最多 {longest} 个字，请精简。"),
        format!("內容過長：最多 {longest} 個字，請精簡。"),
        format!("Too long: shorten it to {longest} characters."),
    )
}

pub(super) fn several_lines() -> Text {
    text("请写在一行内。", "請寫在一行內。", "Write it on one line.")
}

pub(super) fn unseen(letter: char) -> Text {
    let code = format!("U+{:04X}", u32::from(letter));
    Text {
        simplified: format!("有看不见的字符（{code}），请删去；从别处粘贴时请粘贴为纯文本。"),
        traditional: Some(format!(
            "有看不見的字元（{code}），請刪去；從別處貼上時請貼上為純文字。"
        )),
        english: Some(format!(
            "It holds a character that nobody sees ({code}). Take it out; paste as plain text."
        )),
    }
}

pub(super) fn no_choice() -> Text {
    text("请从所列选项中选择。", "請從所列選項中選擇。", "Choose one of the options.")
}

pub(super) fn no_number() -> Text {
    text(
        "请填写数字，例如 120。",
        "請填寫數字，例如 120。",
        "Enter a number in digits, for example 120.",
    )
}

pub(super) fn decimals(decimals: usize) -> Text {
    if decimals == 0 {
        return text("请填写整数。", "請填寫整數。", "Enter a whole number.");
    }
    text(
        format!("最多保留 {decimals} 位小数。"),
        format!("最多保留 {decimals} 位小數。"),
        format!("Use at most {decimals} decimals."),
    )
}

pub(super) fn range(field: &Field) -> Text {
    match (field.minimum, field.maximum) {
        (Some(least), Some(most)) => text(
            format!("请填写 {least} 至 {most} 之间的数字。"),
            format!("請填寫 {least} 至 {most} 之間的數字。"),
            format!("Enter a number from {least} to {most}."),
        ),
        (Some(least), None) => text(
            format!("不得小于 {least}。"),
            format!("不得小於 {least}。"),
            format!("Enter {least} or more."),
        ),
        (None, Some(most)) => text(
            format!("不得大于 {most}。"),
            format!("不得大於 {most}。"),
            format!("Enter {most} or less."),
        ),
        (None, None) => text("数字过大。", "數字過大。", "The number is too large."),
    }
}

pub(super) fn no_day() -> Text {
    text(
        "请按“年-月-日”填写日期，例如 2026-03-05。",
        "請按「年-月-日」填寫日期，例如 2026-03-05。",
        "Enter a date as year-month-day, for example 2026-03-05.",
    )
}

pub(super) fn not_after_today() -> Text {
    text("日期不得晚于今天。", "日期不得晚於今天。", "The date must be today or earlier.")
}

pub(super) fn not_before_today() -> Text {
    text("日期不得早于今天。", "日期不得早於今天。", "The date must be today or later.")
}

pub(super) fn id_number(error: &IdentityNumberError) -> Text {
    match error {
        IdentityNumberError::Length(length) => text(
            format!("公民身份号码应为 18 位，现为 {length} 位。"),
            format!("公民身份號碼應為 18 位，現為 {length} 位。"),
            format!("An identity number has 18 characters; this has {length}."),
        ),
        IdentityNumberError::Character(character) => text(
            format!("公民身份号码中不能有“{character}”：前 17 位为数字，末位为数字或者 X。"),
            format!("公民身份號碼中不能有「{character}」：前 17 位為數字，末位為數字或者 X。"),
            format!("“{character}” cannot stand there: 17 digits, then a digit or X."),
        ),
        IdentityNumberError::BirthDate => text(
            "公民身份号码第 7 至 14 位不是日期，请核对。",
            "公民身份號碼第 7 至 14 位不是日期，請核對。",
            "Characters 7 to 14 of an identity number are the date of birth; check them.",
        ),
        IdentityNumberError::Check => text(
            "公民身份号码的校验位不符，请核对是否输错一位。",
            "公民身份號碼的校驗位不符，請核對是否輸錯一位。",
            "The check character does not fit: one of the characters is mistyped.",
        ),
    }
}

pub(super) fn credit_code(error: &CreditCodeError) -> Text {
    match error {
        CreditCodeError::Length(length) => text(
            format!("统一社会信用代码应为 18 位，现为 {length} 位。"),
            format!("統一社會信用代碼應為 18 位，現為 {length} 位。"),
            format!("A unified social credit code has 18 characters; this has {length}."),
        ),
        CreditCodeError::Character(character) => text(
            format!(
                "统一社会信用代码中不能有“{character}”：只用数字和大写字母（不含 I、O、S、V、Z）。"
            ),
            format!(
                "統一社會信用代碼中不能有「{character}」：只用數字和大寫字母（不含 I、O、S、V、Z）。"
            ),
            format!(
                "“{character}” cannot stand in a credit code: digits and capitals without I, O, S, V, Z."
            ),
        ),
        CreditCodeError::Check { .. } => text(
            "统一社会信用代码的校验位不符，请核对是否输错一位。",
            "統一社會信用代碼的校驗位不符，請核對是否輸錯一位。",
            "The check character does not fit: one of the characters is mistyped.",
        ),
    }
}

pub(super) fn phone() -> Text {
    text(
        "请填写 11 位手机号码，或者带区号的固定电话，例如 13800138000、0791-86660000。",
        "請填寫 11 位手機號碼，或者帶區號的固定電話，例如 13800138000、0791-86660000。",
        "Enter a mobile number of 11 digits or a fixed one with area code, for example 13800138000 or 0791-86660000.",
    )
}

pub(super) fn email() -> Text {
    text(
        "请填写完整的电子邮箱地址，例如 name@example.com。",
        "請填寫完整的電子郵箱地址，例如 name@example.com。",
        "Enter a complete e-mail address, for example name@example.com.",
    )
}

pub(super) fn postcode() -> Text {
    text("邮政编码为 6 位数字。", "郵政編碼為 6 位數字。", "A postcode has six digits.")
}

pub(super) fn pattern(field: &Field) -> Text {
    field.pattern_help.clone().unwrap_or_else(|| {
        text(
            "格式不符合要求，请按填写说明核对。",
            "格式不符合要求，請按填寫說明核對。",
            "This does not have the form that is asked for; see the explanation.",
        )
    })
}
