//! What each activity and milestone means, resolved against the procedure.

use super::{Mapper, bound};
use crate::input_error::{InputError, Place};
use crate::mapping::document::{Meaning, Unmapped};
use domain::event::{ActKind, Name};
use domain::procedure::Procedure;
use std::collections::HashMap;

#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) kind: ActKind,
    pub(super) stage: Option<Name>,
    pub(super) outcome: Option<Name>,
    pub(super) ground: Option<Box<str>>,
    pub(super) ignore: bool,
    pub(super) mapped: bool,
    pub(super) index: u32,
}

impl Mapper {
    pub(super) fn resolve(&mut self, procedure: &Procedure) -> Result<(), String> {
        let activities = std::mem::take(&mut self.mapping.activities);
        for (name, meaning) in &activities {
            let target = self.target(name, meaning, procedure)?;
            self.targets.insert(name.clone(), target);
        }
        self.mapping.activities = activities;
        for position in 0..self.mapping.milestones.len() {
            let Some(milestone) = self.mapping.milestones.get(position).cloned() else { continue };
            let meaning = Meaning {
                stage: milestone.stage,
                act: milestone.act,
                outcome: milestone.outcome,
                ..Meaning::default()
            };
            let target = self.target(&milestone.attribute, &meaning, procedure)?;
            self.milestones.push(target);
        }
        for due in &self.mapping.dues {
            let position = procedure.limit_position(&due.limit).ok_or_else(|| {
                format!("[[due]]: the procedure `{}` has no limit `{}`", procedure.id, due.limit)
            })?;
            self.dues.push(position);
        }
        let known = |column: &String| bound::COLUMN_NAMES.contains(&column.as_str());
        if let Some(column) = self.mapping.values.keys().find(|column| !known(column)) {
            let names = bound::COLUMN_NAMES.join(", ");
            return Err(format!("[values.{column}]: not one of {names}"));
        }
        if self.mapping.event.is_none() && self.mapping.milestones.is_empty() {
            return Err("neither [event] nor [[milestone]]: no event could come of it".to_owned());
        }
        Ok(())
    }

    fn target(
        &mut self,
        name: &str,
        meaning: &Meaning,
        procedure: &Procedure,
    ) -> Result<Target, String> {
        let index = self.activity_index(name);
        let stage = match &meaning.stage {
            None => None,
            Some(id) => {
                Some(procedure.stage_index(id).and_then(|i| procedure.stage(i)).ok_or_else(
                    || format!("`{name}`: the procedure `{}` has no stage `{id}`", procedure.id),
                )?)
            }
        };
        let outcome = match (&meaning.outcome, stage) {
            (Some(id), Some(stage))
                if stage.outcome(id).is_none() && !stage.outcomes.is_empty() =>
            {
                return Err(format!("`{name}`: the stage `{}` has no outcome `{id}`", stage.id));
            }
            (outcome, _) => outcome.as_deref().map(Name::from),
        };
        if stage.is_none() && meaning.act.is_none() && !meaning.ignore {
            return Err(format!("`{name}` needs `stage`, `act` or `ignore = true`"));
        }
        if let (Some(stage), Some(act)) = (stage, meaning.act)
            && stage.act != act
            && stage.outcome_of_act(act).is_none()
        {
            let (id, word) = (&stage.id, stage.act.word());
            return Err(format!(
                "`{name}`: the stage `{id}` is completed by the act `{word}`, not by `{}`",
                act.word()
            ));
        }
        let kind = meaning.act.or(stage.map(|stage| stage.act)).unwrap_or(ActKind::Record);
        Ok(Target {
            kind,
            stage: stage.map(|stage| Name::clone(&stage.id)),
            outcome,
            ground: meaning.ground.clone().map(String::into_boxed_str),
            ignore: meaning.ignore,
            mapped: true,
            index,
        })
    }

    fn activity_index(&mut self, name: &str) -> u32 {
        self.activity_names.push(name.to_owned());
        u32::try_from(self.activity_names.len() - 1).unwrap_or(u32::MAX)
    }

    pub(super) fn meet_unmapped(&mut self, activity: &str, place: Place) -> Result<(), InputError> {
        if self.mapping.unmapped == Unmapped::Refuse {
            let message = format!(
                "the activity `{activity}` is not mapped: add it under [activities], or say `unmapped = \"record\"`"
            );
            return Err(InputError::at(place, message));
        }
        let index = self.activity_index(activity);
        self.unmapped.push((activity.to_owned(), 0));
        let target = Target {
            kind: ActKind::Record,
            stage: None,
            outcome: None,
            ground: None,
            ignore: false,
            mapped: false,
            index,
        };
        self.targets.insert(activity.to_owned(), target);
        Ok(())
    }
}

/// The outcomes of each stage, and of all stages of each act.
pub(super) fn outcomes(procedure: &Procedure) -> HashMap<Name, Vec<Name>> {
    let mut outcomes: HashMap<Name, Vec<Name>> = HashMap::new();
    for stage in &procedure.stages {
        let ids = || stage.outcomes.iter().map(|outcome| Name::clone(&outcome.id));
        // A stage that is called like its act is found under one name.
        if stage.act != ActKind::Complete && stage.act.word() != &*stage.id {
            outcomes.entry(stage.act.word().into()).or_default().extend(ids());
        }
        outcomes.entry(Name::clone(&stage.id)).or_default().extend(ids());
    }
    outcomes
}
