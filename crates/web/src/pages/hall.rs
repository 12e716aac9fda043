//! The front door (网上政务大厅): find an item, follow a case, see how today is going.

use super::Shell;
use super::frame::{Frame, kind_word};
use super::html::Html;
use super::items::ItemRow;
use askama::Template;
use domain::item::ItemKind;
use jiff::civil::Date;

/// The home page.
#[derive(Debug, Clone)]
pub struct HallPage {
    /// How many items there are of each kind; kinds without items may be left out.
    pub kinds: Vec<(ItemKind, u64)>,
    /// Items that many people look for.
    pub popular: Vec<ItemRow>,
    /// The figures of today.
    pub today: Today,
}

/// The figures of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The day.
    pub date: Date,
    /// Cases received today.
    pub received: u64,
    /// Cases closed today.
    pub closed: u64,
    /// Cases open now.
    pub open: u64,
    /// Of these, over their limit.
    pub overdue: u64,
    /// Cards issued today.
    pub cards: u64,
}

#[derive(Template)]
#[template(path = "pages/hall.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a HallPage,
}

impl View<'_> {
    fn kind_address(&self, kind: &ItemKind) -> String {
        self.frame.query("/items", "kind", kind_word(*kind))
    }

    fn figures(&self) -> [(String, u64); 5] {
        let today = &self.page.today;
        [
            (self.frame.say("today-received"), today.received),
            (self.frame.say("today-closed"), today.closed),
            (self.frame.say("today-open"), today.open),
            (self.frame.say("today-overdue"), today.overdue),
            (self.frame.say("today-cards"), today.cards),
        ]
    }

    fn date(&self) -> Html {
        self.frame.day(&self.page.today.date)
    }
}

impl HallPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
