//! A draft on its way: the form, the materials, the last look before it is handed in.

use super::Shell;
use super::frame::Frame;
use super::html::Html;
use askama::Template;
use domain::text::{Language, Text};
use jiff::civil::{Date, DateTime};

/// What every step of a draft shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Id of the draft.
    pub id: String,
    /// Name of the item.
    pub item: Text,
    /// Code of the item.
    pub code: String,
    /// The agency.
    pub agency: Text,
    /// For a supplement: the address and the number of the case.
    pub supplement: Option<(String, String)>,
    /// When it was last kept.
    pub changed: DateTime,
    /// The day on which it lapses if nobody goes on with it.
    pub lapses: Date,
}

/// A step of handing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Form,
    Materials,
    Check,
}

impl DraftHead {
    fn address(&self, step: Step) -> String {
        let id = &self.id;
        match step {
            Step::Form => format!("/drafts/{id}"),
            Step::Materials => format!("/drafts/{id}/materials"),
            Step::Check => format!("/drafts/{id}/check"),
        }
    }

    /// The steps: address, key of the words, class.
    fn steps(&self, now: Step) -> Vec<(String, &'static str, &'static str)> {
        let all = [
            (Step::Form, "step-form"),
            (Step::Materials, "step-materials"),
            (Step::Check, "step-check"),
        ];
        let position = |step: Step| all.iter().position(|(known, _)| *known == step);
        let shown = all.iter().filter(|(step, _)| self.supplement.is_none() || *step != Step::Form);
        let line = |(step, key): &(Step, &'static str)| {
            let class = match position(*step).cmp(&position(now)) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "current",
                std::cmp::Ordering::Greater => "ahead",
            };
            (self.address(*step), *key, class)
        };
        shown.map(line).collect()
    }
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    /// Its name in the form.
    pub id: String,
    /// Its label.
    pub label: Text,
    /// What to write, where to find it.
    pub help: Option<Text>,
    /// The form is not complete without it.
    pub required: bool,
    /// The form is not complete without it in the case that its help names.
    pub sometimes: bool,
    /// Where the answer comes from that nobody has typed: key of the words.
    pub origin: Option<&'static str>,
    /// How it is filled in.
    pub input: FormInput,
    /// What was typed.
    pub value: String,
    /// What is wrong with it, in the language of the page.
    pub fault: Option<String>,
    /// The heading under which it begins.
    pub heading: Option<Text>,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormInput {
    /// One line: type of the input, what a telephone offers to type it with, what a browser may fill in.
    Line(&'static str, &'static str, &'static str),
    /// Several lines.
    Lines,
    /// One of several: id, name.
    One(Vec<(String, Text)>),
    /// Any of several.
    Several(Vec<(String, Text)>),
}

impl FormField {
    /// What stands beside the label of a field that not everybody has to fill in.
    fn demand(&self) -> Option<&'static str> {
        match (self.required, self.sometimes) {
            (true, _) => None,
            (false, true) => Some("field-sometimes"),
            (false, false) => Some("field-optional"),
        }
    }

    fn is_chosen(&self, id: &str) -> bool {
        self.value.split_whitespace().any(|chosen| chosen == id)
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPage {
    /// The draft.
    pub head: DraftHead,
    /// The fields.
    pub fields: Vec<FormField>,
    /// It was kept a moment ago.
    pub kept: bool,
}

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// Its id.
    pub id: String,
    /// Where it can be fetched.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub digest: String,
}

impl FileRow {
    /// The size as people say it.
    pub(crate) fn size(&self) -> String {
        /// Tenths of a unit in the next.
        const TENTHS: u64 = 10;
        let in_units = |unit: u64| {
            let tenths = self.size * TENTHS / unit;
            format!("{}.{}", tenths / TENTHS, tenths % TENTHS)
        };
        match self.size {
            size if size < 1 << 10 => format!("{size} B"),
            size if size < 1 << 20 => format!("{} KB", in_units(1 << 10)),
            _ => format!("{} MB", in_units(1 << 20)),
        }
    }

    /// The digest in groups that can be read out.
    pub(crate) fn digest(&self) -> Html {
        let mut groups = String::new();
        for (position, letter) in self.digest.chars().enumerate() {
            if position > 0 && position % 8 == 0 {
                groups.push(' ');
            }
            groups.push(letter);
        }
        Html::own(format!("<code>{}</code>", super::html::escaped(&groups)))
    }
}

/// A material with its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialRow {
    /// Id.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The application is not complete without it.
    pub required: bool,
    /// A third party issues it.
    pub third_party: bool,
    /// Its files.
    pub files: Vec<FileRow>,
    /// What went wrong a moment ago: name of the file, and what happened and what to do.
    pub problems: Vec<(String, String)>,
}

/// The materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialsPage {
    /// The draft.
    pub head: DraftHead,
    /// What is to be handed in.
    pub materials: Vec<MaterialRow>,
    /// What the government gets by itself.
    pub shared: Vec<Text>,
    /// Types that are taken.
    pub types: Vec<String>,
    /// The largest file, in MiB.
    pub largest_mib: u64,
    /// Required materials of which there is nothing yet, when one wanted to go on.
    pub missing: Vec<Text>,
}

/// The last look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckPage {
    /// The draft.
    pub head: DraftHead,
    /// Labels and answers.
    pub answers: Vec<(Text, String)>,
    /// How the result comes, in the language of the page; none where it was not chosen.
    pub delivery: Option<String>,
    /// The materials.
    pub materials: Vec<MaterialRow>,
    /// What the government gets by itself.
    pub shared: Vec<Text>,
    /// Something is missing: address and words of what.
    pub missing: Vec<(String, String)>,
    /// Why it was not handed in, and the article.
    pub refusal: Option<(String, Option<String>)>,
    /// Within which time it is looked at.
    pub intake: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/hall/form.html")]
struct FormView<'a> {
    frame: Frame<'a>,
    page: &'a FormPage,
    steps: Vec<(String, &'static str, &'static str)>,
}

impl FormView<'_> {
    fn faults(&self) -> Vec<&FormField> {
        self.page.fields.iter().filter(|field| field.fault.is_some()).collect()
    }

    /// Ids of what describes a field.
    fn described(&self, field: &FormField) -> String {
        let mut ids = Vec::new();
        if field.origin.is_some() {
            ids.push(format!("{}-origin", field.id));
        }
        if field.help.is_some() {
            ids.push(format!("{}-help", field.id));
        }
        if field.fault.is_some() {
            ids.push(format!("{}-fault", field.id));
        }
        ids.join(" ")
    }
}

#[derive(Template)]
#[template(path = "pages/hall/materials.html")]
struct MaterialsView<'a> {
    frame: Frame<'a>,
    page: &'a MaterialsPage,
    steps: Vec<(String, &'static str, &'static str)>,
}

impl MaterialsView<'_> {
    fn accept(&self) -> String {
        let endings = self.page.types.iter().map(|ending| format!(".{ending}"));
        let mut endings: Vec<String> = endings.collect();
        if endings.iter().any(|ending| ending == ".jpg") {
            endings.push(".jpeg".to_owned());
        }
        endings.join(",")
    }

    fn hint(&self) -> String {
        let separator = if self.frame.language == Language::English { ", " } else { "、" };
        let types = self.page.types.join(separator).to_uppercase();
        let most = self.page.largest_mib.to_string();
        self.frame.fill_all("materials-hint", &[("types", &types), ("most", &most)])
    }
}

#[derive(Template)]
#[template(path = "pages/hall/check.html")]
struct CheckView<'a> {
    frame: Frame<'a>,
    page: &'a CheckPage,
    steps: Vec<(String, &'static str, &'static str)>,
}

impl FormPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        FormView { frame: Frame::of(shell), page: self, steps: self.head.steps(Step::Form) }
            .render()
    }
}

impl MaterialsPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        let steps = self.head.steps(Step::Materials);
        MaterialsView { frame: Frame::of(shell), page: self, steps }.render()
    }
}

impl CheckPage {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        CheckView { frame: Frame::of(shell), page: self, steps: self.head.steps(Step::Check) }
            .render()
    }
}
