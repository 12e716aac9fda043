//! Lines of text for a picture: SVG does not break them itself.

/// The width of a text in pixels, well enough for a box: Chinese characters are square, others about half.
pub(super) fn width(text: &str, size: u32) -> u32 {
    let hundredths: u32 = text.chars().map(|character| share(character) * size).sum();
    hundredths.div_ceil(100)
}

fn share(character: char) -> u32 {
    match character {
        'i' | 'l' | 'j' | 't' | 'f' | ' ' | '.' | ',' | '·' => 34,
        'm' | 'w' | 'M' | 'W' => 86,
        'A'..='Z' => 68,
        _ if character.is_ascii() => 56,
        _ => 100,
    }
}

/// A text in lines that are not wider than `room`; words stay whole where there are words.
pub(super) fn broken(text: &str, room: u32, size: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if !line.is_empty() && width(&line, size) + width(piece.trim_end(), size) > room {
            lines.push(line.trim_end().to_owned());
            line = String::new();
        }
        line.push_str(piece);
    }
    if !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Words with the space behind them; each Chinese character is a piece, with the punctuation that follows it.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((position, character)) = characters.next() {
        let end = position + character.len_utf8();
        let next = characters.peek().map(|(_, next)| *next);
        let breaks = match next {
            None => true,
            Some('，' | '。' | '、' | '）' | '；' | '：') => false,
            Some(next) => character == ' ' || !character.is_ascii() || !next.is_ascii(),
        };
        if breaks && character != '（' {
            pieces.extend(text.get(start..end));
            start = end;
        }
    }
    pieces.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    pieces
}

/// Short facts joined by dots into lines; no fact is broken.
pub(super) fn joined(facts: &[String], room: u32, size: u32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for fact in facts {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(fact, size) + size <= room => {
                line.push_str(" · ");
                line.push_str(fact);
            }
            _ => lines.push(fact.clone()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_characters_break_anywhere() {
        assert_eq!(broken("Issue of the certificate", 90, 15), ["Issue of the", "certificate"]);
        assert_eq!(broken("提出公开申请", 45, 15), ["提出公", "开申请"]);
        assert_eq!(broken("", 45, 15), Vec::<String>::new());
    }

    #[test]
    fn facts_share_a_line_while_they_fit() {
        let facts = ["5日".to_owned(), "可省略".to_owned(), "在办12件".to_owned()];
        assert_eq!(joined(&facts, 80, 12), ["5日 · 可省略", "在办12件"]);
    }
}
