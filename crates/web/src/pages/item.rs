//! The guide to one item (办事指南): what it is, what to bring, what it costs, how long it may take, who decides.

use super::flow_chart::{FlowChart, Now, StageLoad};
use super::frame::Frame;
use super::{Shell, html::Html};
use askama::Template;
use domain::basis::Basis;
use domain::catalogue::difference::word_of;
use domain::item::guide::Channel;
use domain::item::question::{NO, Question, YES};
use domain::item::{Item, Material, MaterialSource};
use domain::life_event::LifeEvent;
use domain::limit::Period;
use domain::procedure::{LimitKind, Procedure};
use domain::text::Text;
use jiff::civil::Date;

/// The guide.
#[derive(Debug, Clone)]
pub struct ItemPage<'a> {
    /// The item.
    pub item: &'a Item,
    /// Its procedure.
    pub procedure: &'a Procedure,
    /// Who handles it, and where.
    pub agencies: Vec<Handling>,
    /// Cases now in each stage; empty: not shown.
    pub loads: Vec<StageLoad>,
    /// Ways to have the decision reviewed.
    pub remedies: Vec<Remedy>,
    /// Where to ask and to complain.
    pub channels: &'a [Channel],
    /// The events in a life at which people need it.
    pub life_events: Vec<&'a LifeEvent>,
    /// The day on which a published version comes into force.
    pub coming: Option<Date>,
}

/// An agency that handles an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handling {
    /// The agency.
    pub agency: Text,
    /// Its place.
    pub place: Text,
    /// How many of these cases it has open.
    pub open: Option<u64>,
}

/// A way to have a decision reviewed (救济途径).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// What it is called: 行政复议.
    pub name: Text,
    /// To whom one turns.
    pub body: Option<Text>,
    /// Within what time.
    pub within: Option<Period>,
    /// Why.
    pub basis: Basis,
}

/// A limit in the guide.
struct LimitLine<'a> {
    kind: String,
    name: Option<&'a Text>,
    period: Period,
    basis: &'a Basis,
    strong: bool,
}

#[derive(Template)]
#[template(path = "pages/item.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a ItemPage<'a>,
    chart: FlowChart,
}

impl View<'_> {
    /// The limit that stands above all: the promise, or without one what the law allows.
    fn leading_limit(&self) -> Option<(String, String)> {
        let statutory = self.frame.limit_kind(&LimitKind::Statutory);
        let lines = self.limits();
        let promised = lines.iter().find(|line| line.strong);
        let leading = promised.or_else(|| lines.iter().find(|line| line.kind == statutory))?;
        Some((leading.kind.clone(), self.frame.period(leading.period)))
    }

    fn limits(&self) -> Vec<LimitLine<'_>> {
        let item = self.page.item;
        let mut lines: Vec<LimitLine<'_>> = Vec::new();
        if let Some(promised) = &item.promised {
            lines.push(LimitLine {
                kind: self.frame.say("limit-promised"),
                name: None,
                period: promised.period(),
                basis: &promised.basis,
                strong: true,
            });
        }
        for limit in &self.page.procedure.limits {
            // The item's own promise stands instead of that of its procedure; stages stand in the chart.
            let shown = match limit.kind {
                LimitKind::Promised => item.promised.is_none(),
                LimitKind::Stage => false,
                _ => true,
            };
            if shown {
                lines.push(LimitLine {
                    kind: self.frame.limit_kind(&limit.kind),
                    name: Some(&limit.name),
                    period: limit.period,
                    basis: &limit.basis,
                    strong: limit.kind == LimitKind::Promised,
                });
            }
        }
        lines
    }

    /// The name of a limit, where it says more than its kind.
    fn limit_name(&self, line: &LimitLine<'_>) -> Option<Html> {
        let name = line.name?;
        (self.frame.plain(name) != line.kind).then(|| self.frame.text(name))
    }

    fn materials(&self, source: MaterialSource) -> Vec<&Material> {
        self.page.item.materials.iter().filter(|material| material.source == source).collect()
    }

    fn to_bring(&self) -> Vec<&Material> {
        self.materials(MaterialSource::Applicant)
    }

    fn shared(&self) -> Vec<&Material> {
        self.materials(MaterialSource::Shared)
    }

    fn third_party(&self) -> Vec<&Material> {
        self.materials(MaterialSource::Intermediary)
    }

    /// Words of the catalogue, such as levels of government, one after the other.
    fn words(&self, prefix: &str, words: &[impl serde::Serialize]) -> String {
        let said = words.iter().map(|word| self.frame.say(format!("{prefix}-{}", word_of(word))));
        said.collect::<Vec<_>>().join(&self.frame.say("list-comma"))
    }

    fn word(&self, prefix: &str, word: &impl serde::Serialize) -> String {
        self.frame.say(format!("{prefix}-{}", word_of(word)))
    }

    /// The name of an answer to a question.
    fn answer(&self, question: &Question, answer: &str) -> String {
        match answer {
            YES if question.choices.is_empty() => self.frame.say("answer-yes"),
            NO if question.choices.is_empty() => self.frame.say("answer-no"),
            _ => {
                let choice = question.choices.iter().find(|choice| choice.id == answer);
                choice.map_or(answer, |choice| self.frame.plain(&choice.name)).to_owned()
            }
        }
    }

    fn chart_label(&self) -> String {
        self.frame.fill("flow-of", "name", self.frame.plain(&self.page.procedure.name))
    }
}

impl ItemPage<'_> {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        let frame = Frame::of(shell);
        let now = Now { loads: &self.loads, ..Now::default() };
        let chart = FlowChart::of(self.procedure, now, &frame);
        View { frame, page: self, chart }.render()
    }
}
