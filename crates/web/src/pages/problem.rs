//! When something cannot be done: what happened, which rule stands behind it, and what to do.

use super::Shell;
use super::frame::Frame;
use askama::Template;

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemPage {
    /// HTTP status: 400, 403, 404, 405, 409, 413, 415, 500 and 503 have words of their own.
    pub status: u16,
    /// What happened, in the language of the page: of a refusal, its own words.
    pub detail: Option<String>,
    /// Law and article, of a refusal.
    pub article: Option<String>,
    /// What to do, of a refusal.
    pub remedy: Option<String>,
    /// Where to go on: the page that was left.
    pub back: Option<String>,
    /// Number under which the log has it.
    pub reference: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/problem.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ProblemPage,
}

impl View<'_> {
    fn words(&self, part: &str) -> String {
        let status = match self.page.status {
            known @ (400 | 403 | 404 | 405 | 409 | 413 | 415 | 429 | 500 | 503) => known,
            client if client < 500 => 400,
            _ => 500,
        };
        self.frame.say(format!("problem-{status}-{part}"))
    }
}

impl ProblemPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
