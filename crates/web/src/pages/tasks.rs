//! The inbox of a post: what waits for it and for its agency, in the order of what is due.

use super::Shell;
use super::address;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::Date;
use operations::tasks::{Narrowed, Standing};

/// The inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TasksPage {
    /// The agency for which the tasks wait.
    pub agency: Text,
    /// What the list is narrowed to.
    pub narrowed: Narrowed,
    /// The tasks of this page.
    pub rows: Vec<TaskLine>,
    /// How many the whole list has.
    pub found: u64,
    /// All tasks of the agency, and those of the post.
    pub all: u64,
    /// Tasks that the post may do.
    pub mine: u64,
    /// How many stand how, each standing once.
    pub standings: Vec<(Standing, u64)>,
    /// Stages to choose from.
    pub stages: Vec<Way>,
    /// Items to choose from.
    pub items: Vec<Way>,
    /// Roles to choose from, by id.
    pub roles: Vec<Way>,
    /// Places to choose from.
    pub places: Vec<Way>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// It is not the first page.
    pub later: bool,
}

/// One way to narrow the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// How many tasks there are.
    pub count: u64,
    /// It is chosen.
    pub chosen: bool,
}

/// A task in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskLine {
    /// GB/T 2260 code of the place of the case.
    pub jurisdiction: String,
    /// Number of the case.
    pub number: String,
    /// Name of the item.
    pub item: Text,
    /// The stage that waits.
    pub stage: Text,
    /// The role that does it.
    pub role: String,
    /// The post to which it was handed over.
    pub post: Option<Text>,
    /// Where the case is, where an agency has cases of several places.
    pub place: Option<Text>,
    /// The last day; none where no limit runs.
    pub due: Option<Date>,
    /// How it stands.
    pub standing: Standing,
    /// Working days left, or calendar days over.
    pub days: u32,
    /// Where it is shown.
    pub address: String,
}

impl TaskLine {
    fn words(&self, frame: &Frame<'_>) -> String {
        match self.standing {
            _ if self.due.is_none() => frame.say("task-no-limit"),
            Standing::Paused => frame.say("standing-paused"),
            Standing::Overdue => frame.fill("task-over", "days", self.days),
            Standing::Today => frame.say("standing-last-day"),
            Standing::Near | Standing::Ample => {
                frame.fill("standing-left-working", "days", self.days)
            }
        }
    }
}

#[derive(Template)]
#[template(path = "pages/tasks.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a TasksPage,
}

impl View<'_> {
    fn parameters(&self) -> Vec<(&str, &str)> {
        let narrowed = &self.page.narrowed;
        vec![
            ("stage", narrowed.stage.as_str()),
            ("item", &narrowed.item),
            ("role", &narrowed.role),
            ("place", &narrowed.place),
            ("number", &narrowed.number),
            ("mine", if narrowed.mine { "1" } else { "" }),
            ("standing", narrowed.standing.map_or("", Standing::word)),
        ]
    }

    fn with(&self, path: &str, name: &str, value: &str) -> String {
        let mut parameters = self.parameters();
        parameters.retain(|(known, _)| *known != name);
        parameters.push((name, value));
        address::query(path, &parameters)
    }

    fn of_standing(&self, standing: &Standing) -> String {
        self.with("/desk", "standing", standing.word())
    }

    fn of_any(&self) -> String {
        self.with("/desk", "standing", "")
    }

    fn export(&self) -> String {
        self.with("/desk.csv", "", "")
    }

    fn next(&self) -> Option<String> {
        self.page.next.as_ref().map(|after| self.with("/desk", "after", after))
    }

    fn first(&self) -> String {
        self.with("/desk", "after", "")
    }

    fn standing_word(&self, standing: &Standing) -> String {
        self.frame.say(format!("task-{}", standing.word()))
    }

    fn is_standing(&self, standing: &Standing) -> bool {
        self.page.narrowed.standing == Some(*standing)
    }

    fn is_narrowed(&self) -> bool {
        self.page.narrowed != Narrowed::default()
    }

    fn sum(&self) -> u64 {
        self.page.standings.iter().map(|(_, count)| count).sum()
    }
}

impl TasksPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
