//! Ways into the catalogue for people who do not know what an item is called: events in a life, and departments.

use super::frame::Frame;
use super::items::Place;
use super::{Shell, address};
use askama::Template;
use domain::item::guide::Audience;
use domain::life_event::LifeEvent;
use domain::text::Text;

/// The events in the lives of one audience, with the number of items at each.
#[derive(Debug, Clone)]
pub struct LifeEventGroup<'a> {
    /// Whose lives.
    pub audience: Audience,
    /// The events.
    pub events: Vec<(&'a LifeEvent, u64)>,
}

/// The page of events.
#[derive(Debug, Clone)]
pub struct LifeEventsPage<'a> {
    /// The groups.
    pub groups: Vec<LifeEventGroup<'a>>,
}

#[derive(Template)]
#[template(path = "pages/life_events.html")]
struct EventsView<'a> {
    frame: Frame<'a>,
    page: &'a LifeEventsPage<'a>,
}

impl EventsView<'_> {
    fn heading(&self, audience: &Audience) -> String {
        heading(&self.frame, *audience)
    }

    fn anchor(&self, audience: &Audience) -> &'static str {
        anchor(*audience)
    }
}

/// The name of an audience.
pub(super) fn heading(frame: &Frame<'_>, audience: Audience) -> String {
    frame.say(match audience {
        Audience::Person => "life-events-person",
        Audience::Enterprise => "life-events-enterprise",
    })
}

/// The id of the part of a page that is about an audience.
pub(super) fn anchor(audience: Audience) -> &'static str {
    match audience {
        Audience::Person => "person",
        Audience::Enterprise => "enterprise",
    }
}

impl LifeEventsPage<'_> {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        EventsView { frame: Frame::of(shell), page: self }.render()
    }
}

/// An agency with the number of items that it handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Items that it handles.
    pub items: u64,
}

/// The page of departments of a place.
#[derive(Debug, Clone)]
pub struct DepartmentsPage {
    /// The place that is shown (its code).
    pub chosen: Option<String>,
    /// The places.
    pub places: Vec<Place>,
    /// Its departments.
    pub departments: Vec<Department>,
}

#[derive(Template)]
#[template(path = "pages/departments.html")]
struct DepartmentsView<'a> {
    frame: Frame<'a>,
    page: &'a DepartmentsPage,
}

impl DepartmentsView<'_> {
    fn is_place(&self, code: &str) -> bool {
        self.page.chosen.as_deref() == Some(code)
    }

    fn disclosed(&self, id: &str) -> String {
        format!("/disclosure/agencies/{}", address::segment(id))
    }
}

impl DepartmentsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        DepartmentsView { frame: Frame::of(shell), page: self }.render()
    }
}
