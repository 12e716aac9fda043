//! The tasks of a case: each stage now possible, with the agency that must do it and the day by which it is due. In a
//! parallel approval each joint agency has a task of its own; an agency that is consulted has one until it has answered.

use super::Desk;
use super::live::{Live, Task, Waiting};
use super::settle::{day_number, epoch, possible};
use crate::register::{APPEAL, Register};
use domain::event::{ActKind, Name};
use domain::procedure::{LimitKind, Performer, Stage, StageIndex};
use domain::supervision::panel::Panel;
use jiff::civil::{Date, DateTime};
use store::cards::CardRow;
use store::changes::Changes;
use store::tasks::{NEVER, TaskRow};

/// The agency to which a role of a card's procedure belongs; none where it is the agency that handles the case.
pub(super) fn agency_of_role(
    card: Option<&CardRow>,
    role: Option<&str>,
    register: &Register,
) -> Option<Name> {
    let card = card?;
    match role? {
        "supervisor" => card.supervisor.as_deref().map(Name::from),
        "appeal-body" => register.responsible(APPEAL, &card.agency).map(|body| body.id.clone()),
        _ => None,
    }
}

impl Desk {
    /// The open tasks of a case: stages now possible that an organ must complete, and consultations to be answered.
    pub(super) fn tasks_of(&self, live: &Live) -> Vec<Task> {
        let Some(panel) = self.panels.get(live.panel) else { return Vec::new() };
        if live.case.phase.is_over() {
            return Vec::new();
        }
        let register = super::current(&self.fittings.register);
        let procedure = panel.fold.frame.procedure;
        let of_organ = |index: StageIndex| {
            let stage = procedure.stage(index)?;
            let waits = stage.performer == Performer::Organ && stage.role.is_some();
            waits.then_some((index, stage))
        };
        let stages = possible(panel, &live.case).filter_map(of_organ);
        let stages = stages
            .flat_map(|(index, stage)| {
                let agencies = agencies(live, stage, &register);
                agencies.into_iter().map(move |agency| (index, stage, agency))
            })
            .map(|(index, stage, agency)| {
                let holder =
                    live.case.holder.as_ref().filter(|post| {
                        register.post(post).is_some_and(|post| post.agency == agency)
                    });
                Task {
                    waiting: Waiting::Stage(index),
                    due_day: due_of(panel, live, (index, stage), &agency).map(day_number),
                    post: holder.cloned(),
                    paused: live.case.pause.as_ref().is_some_and(|pause| pause.effective),
                    agency,
                }
            });
        stages.chain(answers(panel, live)).collect()
    }

    /// Writes the tasks that have changed, and removes those that are done.
    pub(super) fn write_tasks(&self, live: &mut Live, changes: &mut Changes) {
        let tasks = self.tasks_of(live);
        let Some(panel) = self.panels.get(live.panel) else { return };
        let procedure = panel.fold.frame.procedure;
        let (place, number) = (&*live.head.jurisdiction, &*live.head.case_id);
        let is_of =
            |one: &Task, other: &Task| one.waiting == other.waiting && one.agency == other.agency;
        for gone in live.tasks.iter().filter(|known| !tasks.iter().any(|now| is_of(known, now))) {
            let Some((stage, _)) = gone.waiting.named(procedure) else { continue };
            store::tasks::remove(changes, [place, number, stage, &gone.agency]);
        }
        for task in tasks.iter().filter(|task| !live.tasks.contains(task)) {
            let Some((stage, role)) = task.waiting.named(procedure) else { continue };
            let row = TaskRow {
                jurisdiction: place.into(),
                case_id: number.into(),
                stage: stage.into(),
                agency: task.agency.as_ref().into(),
                role: role.into(),
                post: task.post.as_deref().unwrap_or_default().into(),
                item: live.head.item.clone(),
                due_day: task.due_day.unwrap_or(NEVER),
                paused: task.paused,
            };
            row.write(changes);
        }
        live.tasks = tasks;
    }
}

/// The agencies for which a stage waits.
fn agencies(live: &Live, stage: &Stage, register: &Register) -> Vec<Name> {
    if stage.per_joint_agency {
        let joint = live.case.joint_agencies.iter();
        return joint.filter(|joint| !joint.answered).map(|joint| joint.name.clone()).collect();
    }
    let own = agency_of_role(live.card.as_deref(), stage.role.as_deref(), register);
    vec![own.unwrap_or_else(|| (&*live.head.agency).into())]
}

/// The consultations that wait for an answer, one task for each agency that was asked.
fn answers(panel: &Panel<'_>, live: &Live) -> Vec<Task> {
    let mut tasks: Vec<Task> = Vec::new();
    if live.case.phase.after(ActKind::AnswerConsultation).is_err() {
        return tasks;
    }
    for agency in &live.case.consulted {
        if !tasks.iter().any(|task| task.agency == *agency) {
            tasks.push(Task {
                waiting: Waiting::Answer,
                agency: agency.clone(),
                post: None,
                due_day: answer_due(panel, live, agency).map(day_number),
                paused: false,
            });
        }
    }
    tasks
}

/// The last day on which a consulted agency may answer, of its oldest question.
fn answer_due(panel: &Panel<'_>, live: &Live, agency: &Name) -> Option<Date> {
    let frame = panel.fold.frame;
    let as_of = live.case.last_at.map_or_else(epoch, DateTime::date);
    let clocks = live.case.clocks.iter().filter(|clock| {
        let rule = frame.procedure.limits.get(clock.limit);
        rule.is_some_and(|rule| rule.kind == LimitKind::Consultation)
            && clock.agency.as_ref() == Some(agency)
    });
    clocks.filter_map(|clock| Some(clock.clock.due(frame.calendar, as_of).ok()?.last_day)).min()
}

/// The nearest day of a limit that the agency must keep by completing a stage: of the stage, of the case as a whole, and
/// in a parallel approval its own.
fn due_of(
    panel: &Panel<'_>,
    live: &Live,
    (index, stage): (StageIndex, &Stage),
    agency: &Name,
) -> Option<Date> {
    let frame = panel.fold.frame;
    let as_of = live.case.last_at.map_or_else(epoch, DateTime::date);
    let concerns = |clock: &&domain::case::CaseClock| {
        let Some(rule) = frame.procedure.limits.get(clock.limit) else { return false };
        match rule.kind {
            LimitKind::Party | LimitKind::Consultation => false,
            LimitKind::Stage => rule.stage == Some(index),
            LimitKind::Joint => clock.agency.as_ref() == Some(agency),
            // The limit of the whole is the lead agency's.
            _ => !stage.per_joint_agency,
        }
    };
    let clocks = live.case.clocks.iter().filter(concerns);
    clocks.filter_map(|clock| Some(clock.clock.due(frame.calendar, as_of).ok()?.last_day)).min()
}
