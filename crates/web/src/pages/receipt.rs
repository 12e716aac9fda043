//! The receipt of an application (收件凭证): the query number, what was handed in and when; to be printed or kept.

use super::Shell;
use super::draft::FileRow;
use super::frame::Frame;
use super::html::Html;
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptPage {
    /// Where the case is.
    pub case: String,
    /// Its number.
    pub number: String,
    /// Name of its item.
    pub item: Text,
    /// The agency.
    pub agency: Text,
    /// When it was received.
    pub at: DateTime,
    /// By when it is decided whether it is accepted.
    pub due: Option<Date>,
    /// Materials with their files.
    pub materials: Vec<(Text, Vec<FileRow>)>,
    /// The code with which the result is picked up.
    pub pick_up_code: Option<String>,
    /// The address under which the number can be followed.
    pub follow: String,
    /// The same as a QR code.
    pub qr: Option<Qr>,
}

/// A QR code: the dark squares as one path of SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Qr {
    /// Squares on a side, with the quiet zone.
    side: usize,
    path: String,
}

impl Qr {
    /// The QR code of a text; none for one that is too long.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        /// White squares around, as the standard asks.
        const QUIET: usize = 4;
        let code = qrcode::QrCode::new(text.as_bytes()).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (position, colour) in code.to_colors().into_iter().enumerate() {
            if colour == qrcode::Color::Dark {
                let (x, y) = (position % width + QUIET, position / width + QUIET);
                path.push_str(&format!("M{x} {y}h1v1h-1z"));
            }
        }
        Some(Self { side: width + 2 * QUIET, path })
    }

    /// The code as SVG with a name.
    pub(crate) fn svg(&self, name: &str) -> Html {
        let (side, path, name) = (self.side, &self.path, super::html::escaped(name));
        Html::own(format!(
            "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{name}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
        ))
    }
}

#[derive(Template)]
#[template(path = "pages/hall/receipt.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ReceiptPage,
}

impl View<'_> {
    fn qr(&self) -> Option<Html> {
        Some(self.page.qr.as_ref()?.svg(&self.frame.say("receipt-qr")))
    }
}

impl ReceiptPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_qr_code_has_its_three_eyes() {
        let qr = Qr::of("https://hall.example.gov.cn/cases/990101/261124-0N3XG8FS59").unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1z"));
        assert!(qr.side > 29);
    }
}
