//! The fixed words and shapes of the house: colours, kinds, citations.

use domain::item::ItemKind;
use domain::level::Colour;

/// The shape of a level.
pub(super) fn shape(colour: Colour) -> String {
    let drawn = match colour {
        Colour::Notice => "<circle cx=\"8\" cy=\"8\" r=\"5.5\"/>",
        Colour::Warning => "<path d=\"M8 1.5 15 14H1z\"/>",
        Colour::Yellow => "<path d=\"M8 .8 15.2 8 8 15.2.8 8z\"/>",
        Colour::Red => "<path d=\"M2 2h12v12H2z\"/>",
    };
    format!(
        "<svg viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">{drawn}</svg>"
    )
}

/// The word of a colour in addresses, keys and classes.
pub(crate) fn colour_word(colour: Colour) -> &'static str {
    match colour {
        Colour::Notice => "notice",
        Colour::Warning => "warning",
        Colour::Yellow => "yellow",
        Colour::Red => "red",
    }
}

/// The word of a kind of item in addresses and keys.
pub(crate) fn kind_word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Licence => "licence",
        ItemKind::Penalty => "penalty",
        ItemKind::Coercion => "coercion",
        ItemKind::Levy => "levy",
        ItemKind::Payment => "payment",
        ItemKind::Inspection => "inspection",
        ItemKind::Confirmation => "confirmation",
        ItemKind::Reward => "reward",
        ItemKind::Ruling => "ruling",
        ItemKind::Other => "other",
        ItemKind::PublicService => "public-service",
    }
}

/// Articles as a Chinese citation writes them: `32(4), 42` becomes `第32条(4)、第42条`.
pub(super) fn articles(written: &str) -> String {
    let one = |part: &str| {
        let number = part.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(part.len());
        let (digits, rest) = part.split_at(number);
        let is_article = digits.starts_with(|c: char| c.is_ascii_digit())
            && (rest.is_empty() || rest.starts_with('('));
        if is_article { format!("第{digits}条{rest}") } else { part.to_owned() }
    };
    written.split(", ").map(one).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_cited_as_lawyers_do() {
        assert_eq!(articles("42"), "第42条");
        assert_eq!(articles("32(4), 35-37"), "第32条(4)、第35-37条");
        assert_eq!(articles("环节时限：审查"), "环节时限：审查");
    }
}
