//! One's own account, and the deputies that one may name.

use super::Shell;
use super::form::{FormPage, Input};
use super::frame::Frame;
use askama::Template;
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// One's own account.
#[derive(Debug, Clone)]
pub struct AccountPage {
    /// Name.
    pub name: String,
    /// Names to sign in with.
    pub logins: Vec<String>,
    /// The unified social credit code of an enterprise.
    pub credit_code: Option<String>,
    /// The contact, with its middle hidden.
    pub contact: Option<String>,
    /// Where the person is written to, with its middle hidden; none at all for somebody who is told of nothing.
    pub mail: Option<Option<String>>,
    /// What the account is for.
    pub class: Text,
    /// The capacities in which the person may act.
    pub capacities: Vec<CapacityRow>,
    /// Whether a password was set.
    pub has_password: bool,
    /// Recovery codes that are left; none without a second factor.
    pub recovery_codes: Option<usize>,
    /// The sessions, the newest first.
    pub sessions: Vec<SessionRow>,
    /// Whether there is a post for which a deputy may be named.
    pub may_name_deputies: bool,
    /// Whether it is one that its holder may close.
    pub may_leave: bool,
}

/// A capacity in which a person may act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapacityRow {
    /// Its word, sent back as `capacity`.
    pub word: String,
    /// Its name.
    pub name: Text,
    /// Whether the person acts in it now.
    pub here: bool,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its key, sent back as `session`.
    pub key: String,
    /// When it began.
    pub began: DateTime,
    /// When it was last seen.
    pub seen: DateTime,
    /// From which address.
    pub address: String,
    /// What the browser called itself.
    pub agent: String,
    /// In which capacity.
    pub capacity: Text,
    /// Whether it is the one of this page.
    pub own: bool,
}

#[derive(Template)]
#[template(path = "pages/account.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a AccountPage,
}

impl AccountPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}

/// Recovery codes, shown once.
#[derive(Debug, Clone)]
pub struct RecoveryPage {
    /// The codes.
    pub codes: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/recovery.html")]
struct RecoveryView<'a> {
    frame: Frame<'a>,
    page: &'a RecoveryPage,
}

impl RecoveryPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        RecoveryView { frame: Frame::of(shell), page: self }.render()
    }
}

/// Deputies, and the form that names another.
#[derive(Debug, Clone)]
pub struct DeputiesPage {
    /// The deputies.
    pub deputies: Vec<DeputyRow>,
    /// The form.
    pub form: FormPage,
}

/// A deputy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeputyRow {
    /// Its key, sent back as `deputy`.
    pub key: String,
    /// The post.
    pub post: Text,
    /// Its agency.
    pub agency: Text,
    /// Who is absent.
    pub absent: String,
    /// Who stands in.
    pub deputy: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
    /// Whether it is over.
    pub over: bool,
}

#[derive(Template)]
#[template(path = "pages/deputies.html")]
struct DeputiesView<'a> {
    frame: Frame<'a>,
    page: &'a DeputiesPage,
}

impl DeputiesPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        DeputiesView { frame: Frame::of(shell), page: self }.render()
    }
}
