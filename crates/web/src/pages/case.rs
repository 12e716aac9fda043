//! One case (办件): where it stands, in one plain sentence, and everything that carries it.
//!
//! The public sees acts, stages and agencies; staff see persons and posts too, when the handler fills them.

use super::Shell;
use super::acting::Options;
use super::card::CardRow;
use super::case_work::CaseWork;
use super::course::Course;
use super::flow_chart::{FlowChart, Now};
use super::frame::Frame;
use super::html::{Html, escaped};
use super::limits::{LimitRow, LimitState};
use super::proof::Proof;
use askama::Template;
use domain::case::phase::Phase;
use domain::event::ActKind;
use domain::procedure::{LimitKind, Procedure, StageIndex};
use domain::text::Text;
use jiff::civil::{Date, DateTime};

/// A case.
#[derive(Debug, Clone)]
pub struct CasePage<'a> {
    /// GB/T 2260 code of its place.
    pub jurisdiction: String,
    /// Its number.
    pub number: String,
    /// Name of the item.
    pub item: Text,
    /// Code of the item, for the link to its guide.
    pub item_code: Option<String>,
    /// The responsible agency.
    pub agency: Text,
    /// The procedure as it stood when the case began.
    pub procedure: &'a Procedure,
    /// Where it stands in its life.
    pub phase: Phase,
    /// The moment for which all of this is true.
    pub as_of: DateTime,
    /// The stages that wait for somebody.
    pub current: Vec<CurrentStage>,
    /// The stages that are done.
    pub done: Vec<StageIndex>,
    /// The special procedure that stops the clock now.
    pub pause: Option<PauseNow>,
    /// What was decided.
    pub result: Option<Text>,
    /// Every act, oldest first.
    pub acts: Vec<ActRow>,
    /// Every limit that has started.
    pub limits: Vec<LimitRow>,
    /// Cards about this case.
    pub cards: Vec<CardRow>,
    /// Where it stands in the log.
    pub proof: Option<Proof>,
    /// What was paid above what was due: amount in fen, and number under which it was refunded.
    pub refunds: Vec<(i64, Option<String>)>,
    /// What the visitor may do; none for one who takes no part.
    pub options: Option<Options>,
    /// What those work with whom it concerns.
    pub work: Option<CaseWork>,
}

/// A stage that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentStage {
    /// The stage.
    pub stage: StageIndex,
    /// The agency that has to act.
    pub agency: Option<Text>,
    /// Since when.
    pub since: DateTime,
}

/// A special procedure that is going on (特别程序).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseNow {
    /// The ground.
    pub ground: Text,
    /// Its declared last day.
    pub until: Option<Date>,
}

/// An act in a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Number within its case.
    pub number: u32,
    /// When it was recorded.
    pub recorded_at: DateTime,
    /// When it is said to have happened, where that differs.
    pub claimed_at: Option<DateTime>,
    /// What was done.
    pub kind: ActKind,
    /// In which stage.
    pub stage: Option<Text>,
    /// With what outcome.
    pub outcome: Option<Text>,
    /// By which agency.
    pub agency: Option<Text>,
    /// By whom: staff only.
    pub person: Option<String>,
    /// In which post: staff only.
    pub post: Option<Text>,
    /// The reason that was given.
    pub reason: Option<String>,
    /// Anything else to be shown: document number, materials asked for.
    pub note: Option<String>,
    /// What it says beside: label key and text; for those whom the case concerns.
    pub details: Vec<(&'static str, String)>,
    /// It happened by law, not by a person.
    pub automatic: bool,
}

impl ActRow {
    /// What stands first: the act; on cards, whose acts are steps of a procedure of their own, the stage.
    pub(crate) fn headline(&self, frame: &Frame<'_>, by_stage: &bool) -> Html {
        match (&self.stage, by_stage) {
            (Some(stage), true) => frame.text(stage),
            _ => Html::own(escaped(&frame.act(&self.kind))),
        }
    }

    /// The stage, where the headline does not say it already.
    pub(crate) fn second_line(&self, frame: &Frame<'_>, by_stage: &bool) -> Option<Html> {
        let stage = self.stage.as_ref().filter(|_| !by_stage)?;
        (frame.plain(stage) != frame.act(&self.kind)).then(|| frame.text(stage))
    }
}

#[derive(Template)]
#[template(path = "pages/case.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a CasePage<'a>,
    chart: FlowChart,
    course: Option<Course>,
}

impl View<'_> {
    fn limit(&self, position: &usize) -> Option<&LimitRow> {
        self.page.limits.get(*position)
    }

    fn stage_names(&self) -> String {
        let stages =
            self.page.current.iter().filter_map(|now| self.page.procedure.stage(now.stage));
        let names: Vec<&str> = stages.map(|stage| self.frame.plain(&stage.name)).collect();
        names.join(if self.frame.language == domain::text::Language::English {
            ", "
        } else {
            "、"
        })
    }

    /// Where the case stands, in one sentence.
    fn status(&self) -> String {
        let (page, frame) = (self.page, &self.frame);
        let agency = frame.plain(&page.agency);
        let result = page.result.as_ref().map(|result| frame.plain(result));
        let stages = self.stage_names();
        if let (Some(pause), false) = (&page.pause, page.phase.is_over()) {
            let ground = frame.plain(&pause.ground);
            let until = pause.until.map(|until| frame.day_in_words(until));
            return match until {
                Some(until) => {
                    frame.fill_all("status-paused-until", &[("ground", ground), ("until", &until)])
                }
                None => frame.fill("status-paused", "ground", ground),
            };
        }
        let key = match (page.phase, result) {
            (Phase::New, _) => "status-new",
            (Phase::Received, _) => "status-received",
            (Phase::AwaitingSupplement, _) => "status-awaiting",
            (Phase::Accepted, _) if stages.is_empty() => "status-accepted",
            (Phase::Accepted, _) => "status-at",
            (Phase::Declined, _) => "status-declined",
            (Phase::Decided, Some(_)) => "status-decided-as",
            (Phase::Decided, None) => "status-decided",
            (Phase::Withdrawn, _) => "status-withdrawn",
            (Phase::Closed, Some(_)) => "status-closed-as",
            (Phase::Closed, None) => "status-closed",
        };
        let result = result.unwrap_or_default();
        frame.fill_all(key, &[("agency", agency), ("stages", &stages), ("result", result)])
    }

    /// The limit that matters most to the applicant now.
    fn leading_limit(&self) -> Option<&LimitRow> {
        let rank = |limit: &&LimitRow| match (limit.is_missed(), limit.kind) {
            (true, LimitKind::Statutory) => 0,
            (true, kind) if kind != LimitKind::Consultation => 1,
            // What another agency owes the organ is not what the applicant waits for.
            (_, LimitKind::Consultation) => 5,
            (_, LimitKind::Promised) => 2,
            (_, LimitKind::Statutory) => 3,
            _ => 4,
        };
        self.page.limits.iter().filter(|limit| limit.is_open()).min_by_key(rank)
    }

    /// The sentence below the status: by when, or how late.
    fn promise(&self) -> Option<String> {
        let limit = self.leading_limit()?;
        let due = match limit.explanation.due.instant {
            Some(instant) => self.frame.moment_in_words(instant),
            None => self.frame.day_in_words(limit.explanation.due.last_day),
        };
        let name = self.frame.plain(&limit.name);
        let standing = limit.standing(&self.frame);
        let key = match limit.state {
            LimitState::Missed { .. } => "promise-missed",
            LimitState::Paused => "promise-paused",
            _ => "promise-due",
        };
        let arguments = [("limit", name), ("due", due.as_str()), ("standing", &standing)];
        Some(self.frame.fill_all(key, &arguments))
    }

    fn chart_label(&self) -> String {
        self.frame.fill("flow-of", "name", self.frame.plain(&self.page.procedure.name))
    }

    fn span(&self, course: &Course) -> Html {
        let (from, to) = (self.frame.day(&course.from), self.frame.day(&course.to));
        Html::own(format!("<span>{from}</span><span>{to}</span>"))
    }
}

impl CasePage<'_> {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        let frame = Frame::of(shell);
        let current: Vec<StageIndex> = self.current.iter().map(|now| now.stage).collect();
        let now = Now { current: &current, done: &self.done, loads: &[] };
        let chart = FlowChart::of(self.procedure, now, &frame);
        let acts: Vec<DateTime> = self.acts.iter().map(|act| act.recorded_at).collect();
        let course = Course::of(&self.limits, &acts, self.as_of);
        View { frame, page: self, chart, course }.render()
    }
}
