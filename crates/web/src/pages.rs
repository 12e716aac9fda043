//! The pages: pure functions from what is to be shown to HTML.
//!
//! Each page is a public struct that a handler fills, with `render(&self, &Shell)`. Nothing here knows a request, a
//! clock or a database. Pages read fully without scripts; styles and scripts come from `assets/` only, so that a
//! content security policy of `default-src 'self'` holds.

pub mod account;
pub mod acting;
mod address;
pub mod apply;
pub mod back_office;
pub mod board;
pub mod bulk;
pub mod card;
pub mod cards;
pub mod case;
pub mod case_work;
pub mod catalogue;
mod course;
pub mod delegations;
pub mod delivery;
pub mod disclosure;
pub mod document;
pub mod draft;
pub mod figures;
pub mod finding;
mod flow_chart;
pub mod form;
mod frame;
pub mod hall;
mod html;
pub mod item;
pub mod item_versions;
pub mod items;
pub mod leaving;
pub mod limits;
pub mod mail;
pub mod my;
pub mod notices;
mod paging;
pub mod payment;
pub mod people;
pub mod problem;
pub mod proof;
pub mod queue;
pub mod rating;
pub mod receipt;
pub mod result_document;
pub mod status;
pub mod supplement;
pub mod tasks;
pub mod track;
pub mod verification;

pub mod window;
pub mod withdrawal;

pub(crate) use address::query;
pub use address::segment;
pub use flow_chart::StageLoad;

use domain::text::Language;
use jiff::civil::DateTime;

/// What surrounds every page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The language of the page.
    pub language: Language,
    /// Path and query of the request, for the language switch: `/items?q=食品`.
    pub path: String,
    /// The person who is signed in.
    pub signed_in: Option<SignedIn>,
    /// The simulated clock, when this is a demonstration.
    pub demonstration: Option<Demonstration>,
}

/// The person who is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SignedIn {
    /// Name.
    pub name: String,
    /// Post, in the language of the page.
    pub post: String,
    /// Agency, in the language of the page.
    pub agency: String,
    /// Whether there is a session, which can be ended; a demonstration lets people look on without one.
    pub session: bool,
    /// Whether it is the post of a legal officer, who keeps the catalogue.
    pub keeps_catalogue: bool,
    /// Whether it is one of the three administrators.
    pub administrator: bool,
    /// Whether it is a post at a window, which calls the numbers of a queue.
    pub calls_numbers: bool,
    /// Notices that are unread, for one who acts as a party.
    pub unread: Option<u32>,
    /// In which capacity a page is made: forms carry it along.
    pub worn: String,
}

/// A demonstration with a clock of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demonstration {
    /// The simulated time.
    pub clock: DateTime,
    /// How many times faster than the clock on the wall.
    pub speed: u32,
}
