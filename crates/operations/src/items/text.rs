//! One spelling of what is written in several ways: small letters, narrow signs, Simplified characters.

/// The first and last of the wide forms of ASCII, and how far they stand from it.
const WIDE: (char, char, u32) = ('！', '～', 0xFEE0);
/// What people write around what they look for.
const FILLERS: [&str; 18] = [
    "怎么办理",
    "怎么办",
    "如何办理",
    "如何",
    "怎么",
    "怎样",
    "我想要",
    "我想",
    "我要",
    "需要",
    "在哪里",
    "在哪",
    "办理",
    "申请",
    "申领",
    "请问",
    "手续",
    "流程",
];

/// Small letters, narrow signs, Simplified characters.
#[must_use]
pub fn fold(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '　' => ' ',
        c if (WIDE.0..=WIDE.1).contains(&c) => char::from_u32(u32::from(c) - WIDE.2).unwrap_or(c),
        c => c,
    });
    let narrow: String = narrow.collect();
    simplet2s::convert(&narrow.to_lowercase())
}

/// The words of a search, folded, in order.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let between = |c: char| c.is_whitespace() || "，。、；：？！,.;:?!/“”\"'()（）《》".contains(c);
    folded.split(between).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A word without what people write around what they look for; none when nothing else is in it.
#[must_use]
pub fn essence(word: &str) -> Option<String> {
    let mut rest = word.to_owned();
    for filler in FILLERS {
        rest = rest.replace(filler, "");
    }
    let rest = rest.trim_matches(['的', '吗', '呢', '证'].as_slice()).to_owned();
    (rest != word && rest.chars().count() > 1).then_some(rest)
}

/// Whether a character is Chinese.
#[must_use]
pub fn is_chinese(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// The pairs of neighbouring characters of a text.
pub fn pairs(text: &str) -> impl Iterator<Item = (char, char)> {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let next = chars.clone().into_iter().skip(1);
    chars.into_iter().zip(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_in_several_ways_is_one() {
        assert_eq!(fold("營業執照"), "营业执照");
        assert_eq!(fold("ＡＢＣ１　x"), "abc1 x");
        assert_eq!(words("食品 許可，執照"), ["食品", "许可", "执照"]);
        assert_eq!(essence("我想办理营业执照").as_deref(), Some("营业执照"));
        assert_eq!(essence("办理"), None);
        assert_eq!(essence("营业执照"), None);
    }
}
