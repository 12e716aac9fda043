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
    /// It is a draft: to be read, not to be applied for.
    pub draft: bool,
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
            draft: false,
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

/// What narrows a list of items down.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowing {
    /// What was searched for, as typed.
    pub query: String,
    /// Only this kind.
    pub kind: Option<ItemKind>,
    /// Only this place (its code).
    pub jurisdiction: Option<String>,
    /// Only this department, as items name their holder.
    pub department: Option<String>,
    /// Only this event in a life (its id).
    pub life_event: Option<String>,
    /// Only this agency (its id).
    pub agency: Option<String>,
}

impl Narrowing {
    /// The address of the list, narrowed down like this.
    #[must_use]
    pub fn address(&self) -> String {
        super::address::query("/items", &self.pairs())
    }

    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("q", &self.query),
            ("kind", self.kind.map_or("", kind_word)),
            ("jurisdiction", self.jurisdiction.as_deref().unwrap_or_default()),
            ("department", self.department.as_deref().unwrap_or_default()),
            ("life_event", self.life_event.as_deref().unwrap_or_default()),
            ("agency", self.agency.as_deref().unwrap_or_default()),
        ]
    }
}

/// A choice that would narrow the list down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrower {
    /// Its name.
    pub name: Text,
    /// How many items it would leave.
    pub count: u64,
    /// Where it leads: with the choice, or without it when it is chosen.
    pub address: String,
    /// It is chosen.
    pub chosen: bool,
}

/// The list of items.
#[derive(Debug, Clone)]
pub struct ItemsPage {
    /// What narrows it down.
    pub by: Narrowing,
    /// The places to choose from; none: no choice is shown.
    pub places: Vec<Place>,
    /// The name of the agency, when one is chosen.
    pub agency: Option<Text>,
    /// Departments to choose.
    pub departments: Vec<Narrower>,
    /// Events in a life to choose.
    pub life_events: Vec<Narrower>,
    /// How many items there are of each kind.
    pub kinds: Vec<(ItemKind, u64)>,
    /// The items of this page.
    pub rows: Vec<ItemRow>,
    /// What may have been meant, when there are none.
    pub suggestions: Vec<ItemRow>,
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
    /// Every kind with its word and how many items it would leave.
    fn kinds(&self) -> [(ItemKind, &'static str, u64); 11] {
        KINDS.map(|kind| {
            let count = self.page.kinds.iter().find(|(known, _)| *known == kind);
            (kind, kind_word(kind), count.map_or(0, |(_, count)| *count))
        })
    }

    fn is_kind(&self, kind: &ItemKind) -> bool {
        self.page.by.kind == Some(*kind)
    }

    fn is_place(&self, code: &str) -> bool {
        self.page.by.jurisdiction.as_deref() == Some(code)
    }

    /// What stays chosen when words are searched for.
    fn kept(&self) -> Vec<(&'static str, &str)> {
        let pairs = self.page.by.pairs().into_iter();
        pairs
            .filter(|(name, value)| {
                matches!(*name, "department" | "life_event" | "agency") && !value.is_empty()
            })
            .collect()
    }

    fn is_narrowed(&self) -> bool {
        self.page.by.pairs().iter().any(|(_, value)| !value.is_empty())
    }

    fn links(&self) -> Links {
        self.page.paging.links("/items", &self.page.by.pairs())
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
