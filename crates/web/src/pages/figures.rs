//! Figures of an agency about its own work, each with what it means.

use super::Shell;
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use operations::figures::Closed;
use operations::tasks::Standing;

/// Figures of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresPage {
    /// The agency.
    pub agency: Text,
    /// Days that they cover.
    pub days: u16,
    /// What was closed in them.
    pub closed: Closed,
    /// The same in the time before.
    pub before: Closed,
    /// Open tasks by standing.
    pub open: Vec<(Standing, u64)>,
    /// Open tasks by stage, the most first.
    pub stages: Vec<(Text, u64)>,
}

/// Times to choose from, in days.
pub const TIMES: [u16; 3] = [7, 30, 90];

#[derive(Template)]
#[template(path = "pages/figures.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a FiguresPage,
}

impl View<'_> {
    fn on_time(&self, closed: &Closed) -> String {
        let kept = closed.cases - closed.late;
        match u64::try_from(closed.cases) {
            Ok(cases) if cases > 0 => {
                let thousandths = u64::try_from(kept).unwrap_or(0) * 1000 / cases;
                format!("{}.{}%", thousandths / 10, thousandths % 10)
            }
            _ => "–".to_owned(),
        }
    }

    fn median(&self, closed: &Closed) -> String {
        const HOUR: i64 = 3_600_000;
        match closed.median {
            None => "–".to_owned(),
            Some(time) if time < 48 * HOUR => {
                self.frame.fill("figures-hours", "count", (time + HOUR / 2) / HOUR)
            }
            Some(time) => {
                self.frame.fill("figures-days", "count", (time + 12 * HOUR) / (24 * HOUR))
            }
        }
    }

    fn cases(&self, closed: &Closed) -> String {
        self.frame.number(u64::try_from(closed.cases).unwrap_or(0))
    }

    fn standing(&self, standing: &Standing) -> String {
        self.frame.say(format!("task-{}", standing.word()))
    }

    fn times(&self) -> [(u16, String, bool); 3] {
        TIMES.map(|days| {
            (days, self.frame.fill("figures-last", "days", days), days == self.page.days)
        })
    }
}

impl FiguresPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
