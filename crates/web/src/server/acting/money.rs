//! Amounts as people write them, in yuan, and as the law counts them, in fen. Decimal, never floating.

use domain::text::Text;
use operations::desk::Failure;

/// The fen of an amount in yuan, such as `80`, `80.5` or `80.00`.
///
/// # Errors
/// It is no amount, has more than two decimals, or is too large.
pub(super) fn fen(typed: &str) -> Result<i64, Failure> {
    let (yuan, decimals) = typed.split_once('.').unwrap_or((typed, ""));
    let is_whole = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let has_point = typed.contains('.');
    if yuan.is_empty() || !is_whole(yuan) || !is_whole(decimals) || has_point && decimals.is_empty()
    {
        return Err(Failure::Invalid(Box::new(no_amount(typed))));
    }
    if decimals.len() > 2 {
        return Err(Failure::Invalid(Box::new(too_fine(typed))));
    }
    let amount: Result<i64, _> = format!("{yuan}{decimals:0<2}").parse();
    amount.map_err(|_| Failure::Invalid(Box::new(no_amount(typed))))
}

/// An amount in yuan as it stands in a form.
pub(super) fn yuan(fen: i64) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn no_amount(typed: &str) -> Text {
    Text {
        simplified: format!("“{typed}”不是金额：请以元为单位填写数字，例如 80 或者 80.50。"),
        traditional: Some(format!(
            "「{typed}」不是金額：請以元為單位填寫數字，例如 80 或者 80.50。"
        )),
        english: Some(format!(
            "`{typed}` is no amount: enter a number of yuan, such as 80 or 80.50."
        )),
    }
}

fn too_fine(typed: &str) -> Text {
    Text {
        simplified: format!("“{typed}”的小数超过两位：金额最多精确到分，例如 80.50。"),
        traditional: Some(format!("「{typed}」的小數超過兩位：金額最多精確到分，例如 80.50。")),
        english: Some(format!(
            "`{typed}` has more than two decimals: an amount is exact to the fen, such as 80.50."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_are_read_exactly() {
        for (typed, expected) in [
            ("80", 8_000),
            ("80.00", 8_000),
            ("80.5", 8_050),
            ("0.01", 1),
            ("0.29", 29),
            ("1.1", 110),
            ("0", 0),
            ("90071992547409.91", 9_007_199_254_740_991),
        ] {
            assert_eq!(fen(typed).ok(), Some(expected), "{typed}");
        }
        assert_eq!([8_000, 8_050, 1].map(yuan), ["80.00", "80.50", "0.01"]);
    }

    #[test]
    fn what_is_no_amount_says_why() {
        let told = |typed: &str| match fen(typed) {
            Err(Failure::Invalid(message)) => message.english.unwrap(),
            other => panic!("{typed}: {other:?}"),
        };
        for typed in ["80.505", "80.000", "0.001"] {
            assert!(told(typed).contains("two decimals"), "{typed}");
        }
        for typed in
            ["-1", "+1", "1e3", "80.", ".5", "八十", "1,000", "1.2.3", "99999999999999999999"]
        {
            assert!(told(typed).contains("is no amount"), "{typed}");
        }
    }
}
