//! What a file is: by its content first, and its name must agree.

use super::FileProblem;
use serde::{Deserialize, Serialize};

/// A type of file that the house knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A document as it is printed.
    Pdf,
    /// A photograph.
    Jpg,
    /// A picture.
    Png,
    /// A document that can be edited; kept as it is, never opened.
    Docx,
    /// A spreadsheet; kept as it is, never opened.
    Xlsx,
}

/// Bytes at the beginning of a file that tell what it is.
pub(super) const HEAD: usize = 8_192;

impl Kind {
    /// The type with a usual ending.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "pdf" => Self::Pdf,
            "jpg" | "jpeg" => Self::Jpg,
            "png" => Self::Png,
            "docx" => Self::Docx,
            "xlsx" => Self::Xlsx,
            _ => return None,
        })
    }

    /// Its usual ending.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpg => "jpg",
            Self::Png => "png",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpg => "image/jpeg",
            Self::Png => "image/png",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What a file is, from its first bytes and its name, among those that are taken.
pub(super) fn of(head: &[u8], name: &str, taken: &[Box<str>]) -> Result<Kind, FileProblem> {
    let found = infer::get(head);
    let archive = found.is_some_and(|found| found.matcher_type() == infer::MatcherType::Archive);
    let is = match found.map(|found| found.extension()) {
        // Elsewhere the mark of a PDF may stand a little behind the beginning, where other programs see something else.
        Some("pdf") if head.starts_with(b"%PDF-") => Some(Kind::Pdf),
        Some("pdf") => None,
        Some(ending) => Kind::of_ending(ending),
        None => None,
    };
    let is_taken = |kind: &Kind| taken.iter().any(|ending| Kind::of_ending(ending) == Some(*kind));
    let Some(is) = is.filter(is_taken) else {
        return Err(if archive && is != Some(Kind::Pdf) {
            FileProblem::Archive
        } else {
            FileProblem::Type
        });
    };
    let named = name.rsplit_once('.').and_then(|(_, ending)| Kind::of_ending(ending));
    if named == Some(is) { Ok(is) } else { Err(FileProblem::NotAsNamed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_the_name_must_agree() {
        let taken = ["pdf", "jpg", "png"].map(Box::from);
        let of = |head: &[u8], name| of(head, name, &taken);
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        assert_eq!(of(b"%PDF-1.7\n", "a.PDF"), Ok(Kind::Pdf));
        assert_eq!(of(png, "a.png"), Ok(Kind::Png));
        assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpeg"), Ok(Kind::Jpg));
        assert_eq!(of(png, "a.pdf"), Err(FileProblem::NotAsNamed));
        assert_eq!(of(png, "a"), Err(FileProblem::NotAsNamed));
        assert_eq!(of(b"PK\x03\x04rest of an archive", "a.pdf"), Err(FileProblem::Archive));
        assert_eq!(of(b"\x1f\x8b\x08rest", "a.pdf"), Err(FileProblem::Archive));
        for strange in
            [&b"MZ\x90\0"[..], b"\x7fELF", b"<html><script>", b"<svg>", b"plain", b" %PDF-1.7"]
        {
            assert!(of(strange, "a.pdf").is_err(), "{strange:?}");
        }
    }
}
