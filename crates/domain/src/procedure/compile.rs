//! From the file to a [`Procedure`]: names resolved, net built, every rule of publishing checked.

mod clauses;
mod flow;
mod units;

use super::document::{ProcedureDocument, StageDocument};
use super::problem::{Problem, Refused, SoundnessRule};
use super::{
    ClockRule, End, Limit, LimitKind, Outcome, Procedure, Stage, StageIndex, Trigger, WhenMissed,
    review,
};
use crate::event::{ActKind, Name};
use crate::law_file;
use crate::text::Text;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;
pub use units::{DayUnits, parse_day_units};

/// Collects problems with their lines.
pub(crate) struct Problems<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Problem>,
}

impl Problems<'_> {
    pub(crate) fn add(&mut self, rule: SoundnessRule, offset: Option<usize>, message: String) {
        let line = offset.map(|offset| law_file::line_of(self.text, offset));
        self.found.push(Problem { file: self.file.to_owned(), line, rule, message });
    }

    pub(crate) fn at(
        &mut self,
        rule: SoundnessRule,
        place: &super::document::Place,
        message: String,
    ) {
        self.add(rule, Some(place.span().start), message);
    }
}

impl Procedure {
    /// Reads, resolves and checks a procedure.
    ///
    /// `day_units` says how the cited laws count days; a limit whose unit contradicts its law is refused.
    ///
    /// # Errors
    /// [`Refused`] with every problem found: file, line, rule and what to do.
    pub fn publish(file: &str, text: &str, day_units: &[DayUnits]) -> Result<Self, Refused> {
        let document: ProcedureDocument = law_file::parse(file, text).map_err(|error| {
            let (rule, message) = (SoundnessRule::Syntax, error.message);
            Refused(vec![Problem { file: error.file, line: error.line, rule, message }])
        })?;
        let mut problems = Problems { file, text, found: Vec::new() };
        let procedure = compile(&document, text, &mut problems);
        if problems.found.is_empty() {
            flow::check(&document, &procedure.net, &mut problems);
        }
        if problems.found.is_empty() {
            flow::check_returns(&document, &procedure.net, &mut problems);
            review::review(&document, &procedure, day_units, &mut problems);
        }
        problems.found.sort_by_key(|problem| problem.line);
        if problems.found.is_empty() { Ok(procedure) } else { Err(Refused(problems.found)) }
    }
}

fn compile(document: &ProcedureDocument, text: &str, problems: &mut Problems<'_>) -> Procedure {
    let stage_by_id = index_stages(document, problems);
    let stages: Vec<Stage> = document.stages.iter().map(compile_stage).collect();
    let net = flow::build(document, problems);
    let mut procedure = Procedure {
        id: document.id.clone(),
        version: document.version.clone(),
        hash: content_hash(text),
        name: document.name.clone(),
        valid_from: document.valid_from,
        valid_to: document.valid_to,
        calendar: document.calendar.clone(),
        basis: document.basis.clone(),
        stages,
        limits: Vec::new(),
        waits: Vec::new(),
        supplement: None,
        returns: Vec::new(),
        pauses: Vec::new(),
        extensions: Vec::new(),
        separations: Vec::new(),
        withdraw: None,
        transfer: document.transfer.as_ref().map(|transfer| transfer.basis.clone()),
        consult: None,
        collection: None,
        closing: None,
        deferral: None,
        joint: None,
        rating: None,
        ends: document.ends.iter().map(compile_end).collect(),
        net,
        stage_by_id,
    };
    procedure.limits = clauses::limits(document, &procedure, problems);
    add_stage_clocks(&mut procedure);
    clauses::resolve(document, &mut procedure, problems);
    add_consultation_clock(&mut procedure);
    procedure
}

fn index_stages(
    document: &ProcedureDocument,
    problems: &mut Problems<'_>,
) -> HashMap<Name, StageIndex> {
    let mut stages = HashMap::new();
    if document.stages.len() > super::net::PLACES_MAX {
        problems.add(SoundnessRule::Size, None, "more than 128 stages: split the procedure".into());
    }
    for (position, stage) in document.stages.iter().enumerate() {
        let index = StageIndex(u16::try_from(position).unwrap_or(u16::MAX));
        if stages.insert(Name::from(stage.id.get_ref().as_str()), index).is_some() {
            let message = format!("the stage `{}` is given twice", stage.id.get_ref());
            problems.at(SoundnessRule::UniqueId, &stage.id, message);
        }
    }
    stages
}

fn compile_stage(document: &StageDocument) -> Stage {
    let outcomes = document.outcomes.iter().map(|outcome| Outcome {
        id: outcome.id.get_ref().as_str().into(),
        name: outcome.name.clone(),
        act: outcome.act,
        reason_required: outcome.reason_required,
        basis: outcome.basis.clone(),
    });
    Stage {
        id: document.id.get_ref().as_str().into(),
        name: document.name.clone(),
        act: document.act.unwrap_or(ActKind::Complete),
        performer: document.performer,
        role: document.role.as_deref().map(Name::from),
        standard: document.standard.clone(),
        conditions: document.conditions.iter().map(super::Condition::to_text).collect(),
        limit: document.limit.clone(),
        basis: document.basis.clone(),
        optional: document.optional,
        repeatable: document.repeatable,
        per_joint_agency: document.multiple.is_some(),
        tags: document.tags.clone(),
        outcomes: outcomes.collect(),
    }
}

fn compile_end(document: &super::document::EndDocument) -> End {
    End { id: document.id.get_ref().as_str().into(), name: document.name.clone() }
}

/// Every stage limit is a clock of kind `stage`: it starts when the stage becomes possible.
fn add_stage_clocks(procedure: &mut Procedure) {
    for (position, stage) in procedure.stages.iter().enumerate() {
        let Some(limit) = &stage.limit else { continue };
        let index = StageIndex(u16::try_from(position).unwrap_or(u16::MAX));
        procedure.limits.push(ClockRule {
            until: vec![Trigger::Stage(index)],
            stage: Some(index),
            ..clock(&format!("stage:{}", stage.id), LimitKind::Stage, &stage.name, limit)
        });
    }
}

/// The time to answer a consultation is a clock of kind `consultation`, one for each agency that is asked. What is decided
/// without an answer needs none any more.
fn add_consultation_clock(procedure: &mut Procedure) {
    let Some(limit) = procedure.consult.as_ref().and_then(|rule| rule.limit.as_ref()) else {
        return;
    };
    let until = [ActKind::AnswerConsultation, ActKind::Decide, ActKind::Decline];
    let name = Text {
        simplified: "征求意见答复时限".to_owned(),
        traditional: Some("徵求意見答覆時限".to_owned()),
        english: Some("Time to answer a consultation".to_owned()),
    };
    let clock = ClockRule {
        from: vec![Trigger::Act(ActKind::Consult)],
        until: until.map(Trigger::Act).into(),
        ..clock("act:consult", LimitKind::Consultation, &name, limit)
    };
    procedure.limits.push(clock);
}

/// A clock of the house's own making: it runs once, and whoever lets it run out breaks it.
fn clock(id: &str, kind: LimitKind, name: &Text, limit: &Limit) -> ClockRule {
    ClockRule {
        id: id.into(),
        kind,
        name: name.clone(),
        from: Vec::new(),
        until: Vec::new(),
        period: limit.period(),
        restarts: false,
        when_missed: WhenMissed::Breach,
        on_expiry: None,
        dates_back: false,
        until_named_day: false,
        basis: limit.basis.clone(),
        stage: None,
    }
}

/// SHA-256 of a text, in hexadecimal.
#[must_use]
pub fn content_hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
