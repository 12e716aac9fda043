//! The queue of a service centre: for who waits, and on the wall.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;

/// A number that was called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledNumber {
    /// The number.
    pub number: String,
    /// The counter to which it was called.
    pub counter: String,
    /// Somebody is being served there.
    pub serving: bool,
}

/// The ticket of who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTicket {
    /// Its number.
    pub number: String,
    /// Word of its state.
    pub state: &'static str,
    /// How many wait before it.
    pub before: usize,
    /// The counter to which it was called.
    pub counter: String,
}

/// The queue of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePage {
    /// The agency.
    pub agency: Text,
    /// Its address.
    pub address: String,
    /// Numbers that were called, the newest first.
    pub called: Vec<CalledNumber>,
    /// How many wait.
    pub waiting: usize,
    /// Half of those called waited no longer than this, in minutes.
    pub median_wait: Option<i64>,
    /// The ticket of who looks.
    pub own: Option<OwnTicket>,
    /// It hangs on the wall.
    pub on_wall: bool,
    /// Why no ticket was given.
    pub problem: Option<String>,
}

/// Where tickets can be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueuesPage {
    /// Places with their agencies: name and address of the queue.
    pub places: Vec<(Text, Vec<(Text, String)>)>,
}

#[derive(Template)]
#[template(path = "pages/queue.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a QueuePage,
}

#[derive(Template)]
#[template(path = "pages/queues.html")]
struct QueuesView<'a> {
    frame: Frame<'a>,
    page: &'a QueuesPage,
}

impl QueuePage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

impl QueuesPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        QueuesView { frame: Frame::of(shell), page: self }.render()
    }
}
