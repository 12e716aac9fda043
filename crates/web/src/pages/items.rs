//! The catalogue (事项清单): search, filter, page.

use super::Shell;
use super::frame::{Frame, kind_word};
use super::paging::Links;
use askama::Template;
use domain::item::{Item, ItemKind};
use domain::limit::Period;
use domain::procedure::{LimitKind, Procedure};
use domain::text::Text;

pub use super::paging::Paging;

/// An item in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Code of the catalogue.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Kind of power.
    pub kind: ItemKind,
    /// The agency that handles it, where there is one only.
    pub agency: Option<Text>,
    /// The promised limit.
    pub promised: Option<Period>,
    /// The statutory limit.
    pub statutory: Option<Period>,
    /// Whether it costs nothing.
    pub free: bool,
}

impl ItemRow {
    /// The row of an item on its procedure.
    #[must_use]
    pub fn of(item: &Item, procedure: Option<&Procedure>) -> Self {
        let limit = |kind: LimitKind| {
            let mut limits = procedure.iter().flat_map(|procedure| &procedure.limits);
            limits.find(|limit| limit.kind == kind).map(|limit| limit.period)
        };
        let own = item.promised.as_ref().map(domain::limit::Limit::period);
        Self {
            code: item.code.clone(),
            name: item.name.clone(),
            kind: item.kind,
            agency: None,
            promised: own.or_else(|| limit(LimitKind::Promised)),
            statutory: limit(LimitKind::Statutory),
            free: item.fees.is_empty(),
        }
    }
}

/// A place whose items can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// GB/T 2260 code.
    pub code: String,
    /// Name.
    pub name: Text,
}

/// The list of items.
#[derive(Debug, Clone)]
pub struct ItemsPage {
    /// What was searched for, as typed.
    pub query: String,
    /// Only this kind.
    pub kind: Option<ItemKind>,
    /// Only this place (its code).
    pub jurisdiction: Option<String>,
    /// The places to choose from; none: no choice is shown.
    pub places: Vec<Place>,
    /// The items of this page.
    pub rows: Vec<ItemRow>,
    /// Where this page stands.
    pub paging: Paging,
}

/// Every kind, in the order of the standard.
pub const KINDS: [ItemKind; 11] = [
    ItemKind::Licence,
    ItemKind::Penalty,
    ItemKind::Coercion,
    ItemKind::Levy,
    ItemKind::Payment,
    ItemKind::Inspection,
    ItemKind::Confirmation,
    ItemKind::Reward,
    ItemKind::Ruling,
    ItemKind::Other,
    ItemKind::PublicService,
];

/// The kind of a word in an address (`licence`, `public-service`).
#[must_use]
pub fn kind_of_word(word: &str) -> Option<ItemKind> {
    KINDS.into_iter().find(|kind| kind_word(*kind) == word)
}

#[derive(Template)]
#[template(path = "pages/items.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ItemsPage,
}

impl View<'_> {
    fn kinds(&self) -> [(ItemKind, &'static str); 11] {
        KINDS.map(|kind| (kind, kind_word(kind)))
    }

    fn is_kind(&self, kind: &ItemKind) -> bool {
        self.page.kind == Some(*kind)
    }

    fn is_place(&self, code: &str) -> bool {
        self.page.jurisdiction.as_deref() == Some(code)
    }

    fn links(&self) -> Links {
        let page = self.page;
        let kind = page.kind.map_or("", kind_word);
        let place = page.jurisdiction.as_deref().unwrap_or("");
        let filter = [("q", page.query.as_str()), ("kind", kind), ("jurisdiction", place)];
        page.paging.links("/items", &filter)
    }
}

impl ItemsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
