//! The inbox of a post, as a page and as a file.

use super::problems::{Problem, answer};
use super::views::{name_of, short_name};
use super::visitor::{Visitor, now};
use super::{Shared, Site};
use crate::pages::tasks::{TaskLine, TasksPage, Way};
use crate::pages::{Shell, segment};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::limit::days_between;
use domain::text::{Language, Text};
use operations::caller::Caller;
use operations::desk::{date_of, day_number};
use operations::tasks::{ANSWER, After, Days, Narrowed, Numbers, Standing, TaskRow, TasksError};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Tasks on a page.
const PER_PAGE: u32 = 50;
/// Working days before the last one from which on a task counts as near.
const NEAR: u32 = 2;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    stage: String,
    item: String,
    role: String,
    place: String,
    number: String,
    mine: String,
    standing: String,
    after: String,
}

impl Asked {
    fn narrowed(&self) -> Narrowed {
        Narrowed {
            stage: self.stage.clone(),
            item: self.item.clone(),
            role: self.role.clone(),
            place: self.place.clone(),
            number: self.number.trim().to_ascii_uppercase(),
            mine: !self.mine.is_empty(),
            standing: Standing::from_word(&self.standing),
        }
    }

    /// Where the page begins: day, jurisdiction, case and stage of the task before.
    fn after(&self) -> After {
        let mut parts = self.after.split('~');
        let day = parts.next().and_then(|day| day.parse().ok());
        match (day, parts.next(), parts.next(), parts.next()) {
            (Some(due_day), Some(place), Some(case), Some(stage)) => {
                After { due_day, key: [place, case, stage].map(str::to_owned) }
            }
            _ => After::nothing(),
        }
    }
}

impl From<TasksError> for Problem {
    fn from(error: TasksError) -> Self {
        match error {
            TasksError::Forbidden(forbidden) => forbidden.into(),
            TasksError::Store(error) => error.into(),
        }
    }
}

/// The days by which standings are told apart today.
pub(super) fn days(site: &Site) -> Days {
    let today = now(site).date();
    let near = site.calendar.add_working_days(today, NEAR).unwrap_or(today);
    Days { today: day_number(today), near: day_number(near) }
}

pub(super) async fn tasks(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let html = site.blocking(move |site| listed(site, &caller, &asked, &shell)).await;
    answer(&visitor, html.and_then(|html| html).map(|html| visitor.page(html)))
}

fn listed(site: &Site, caller: &Caller, asked: &Asked, shell: &Shell) -> Result<String, Problem> {
    let (narrowed, after, days) = (asked.narrowed(), asked.after(), days(site));
    let platform = &site.platform;
    let found = operations::tasks::list(platform, caller, &narrowed, days, (&after, PER_PAGE))?;
    let Numbers { found: total, all, mine, standings, .. } = &found.numbers;
    let register = platform.register();
    let agency = match caller {
        Caller::Official { agency, .. } => name_of(&register, agency),
        _ => Text::default(),
    };
    let place = |code: &str| {
        register.jurisdiction(code).map_or_else(|| plain(code), |place| place.name.clone())
    };
    let several = found.numbers.places.len() > 1;
    let last = found.rows.last().filter(|_| found.more);
    let row = |task: &TaskRow| TaskLine {
        place: several.then(|| place(&task.jurisdiction)),
        ..line(site, task, days)
    };
    let ways = |counts: &BTreeMap<Box<str>, u64>, chosen: &str, name: &dyn Fn(&str) -> Text| {
        ways(counts, chosen, name, shell.language)
    };
    let page = TasksPage {
        agency,
        rows: found.rows.iter().map(row).collect(),
        found: *total,
        all: *all,
        mine: *mine,
        standings: Standing::ALL
            .map(|standing| (standing, standings.get(&standing).copied().unwrap_or(0)))
            .into(),
        stages: ways(&found.numbers.stages, &narrowed.stage, &|id| stage_name(site, id)),
        items: ways(&found.numbers.items, &narrowed.item, &|id| item_name(site, id)),
        roles: ways(&found.numbers.roles, &narrowed.role, &plain),
        places: ways(&found.numbers.places, &narrowed.place, &place),
        next: last.map(|task| {
            format!("{}~{}~{}~{}", task.due_day, task.jurisdiction, task.case_id, task.stage)
        }),
        later: after != After::nothing(),
        narrowed,
    };
    Ok(page.render(shell)?)
}

fn plain(id: &str) -> Text {
    Text { simplified: id.to_owned(), ..Text::default() }
}

fn ways(
    counts: &BTreeMap<Box<str>, u64>,
    chosen: &str,
    name: &dyn Fn(&str) -> Text,
    language: Language,
) -> Vec<Way> {
    let way = |(id, count): (&str, u64)| Way {
        id: id.to_owned(),
        name: name(id),
        count,
        chosen: *id == *chosen,
    };
    let mut ways: Vec<Way> = counts.iter().map(|(id, count)| way((id, *count))).collect();
    ways.sort_by(|one, other| {
        let name = |way: &Way| way.name.in_language(language).to_owned();
        other.count.cmp(&one.count).then_with(|| name(one).cmp(&name(other)))
    });
    ways
}

/// What a task asks for where it is no stage.
fn beside_stages(id: &str) -> Option<Text> {
    let say = |language| crate::wording::Wording::shared(language).say("task-answer");
    (*id == *ANSWER).then(|| Text {
        simplified: say(Language::SimplifiedChinese),
        traditional: Some(say(Language::TraditionalChinese)),
        english: Some(say(Language::English)),
    })
}

/// The name of a stage, as the first procedure has it that knows it: ids are words of one meaning.
pub(super) fn stage_name(site: &Site, id: &str) -> Text {
    let law = site.platform.law();
    let mut procedures = law.procedures.values();
    let named = procedures.find_map(|procedure| {
        let stage = procedure.stage(procedure.stage_index(id)?)?;
        Some(stage.name.clone())
    });
    named.or_else(|| beside_stages(id)).unwrap_or_else(|| plain(id))
}

/// The name of an item; of a rule, when the case is a card.
pub(super) fn item_name(site: &Site, id: &str) -> Text {
    let law = site.platform.law();
    let rule = || law.rules.rules().iter().find(|rule| rule.id == id).map(|rule| rule.name.clone());
    let item = law.items.get(id).map(|item| item.name.clone());
    item.or_else(rule).unwrap_or_else(|| plain(id))
}

fn line(site: &Site, task: &TaskRow, days: Days) -> TaskLine {
    let register = site.platform.register();
    let law = site.platform.law();
    let procedure = law
        .items
        .get(&*task.item)
        .map_or(operations::law_version::CARD_PROCEDURE, |item| item.procedure.as_str());
    let stage = law.procedures.get(procedure).and_then(|procedure| {
        let stage = procedure.stage(procedure.stage_index(&task.stage)?)?;
        Some(stage.name.clone())
    });
    let today = now(site).date();
    let due = Some(task.due_day).filter(|day| *day < operations::tasks::NEVER).and_then(date_of);
    let standing = days.standing(task.due_day, task.paused);
    let count = due.map_or(0, |due| match standing {
        Standing::Overdue => u32::try_from(days_between(due, today)).unwrap_or(0),
        _ => site.calendar.working_days_between(today, due).unwrap_or(0),
    });
    let is_card = !law.items.contains_key(&*task.item);
    let room = if is_card { "cards" } else { "cases" };
    TaskLine {
        jurisdiction: task.jurisdiction.to_string(),
        number: task.case_id.to_string(),
        item: item_name(site, &task.item),
        stage: stage.or_else(|| beside_stages(&task.stage)).unwrap_or_else(|| plain(&task.stage)),
        role: task.role.to_string(),
        post: (!task.post.is_empty()).then(|| short_name(&register, &task.post)),
        place: None,
        due,
        standing,
        days: count,
        address: format!("/{room}/{}/{}", segment(&task.jurisdiction), segment(&task.case_id)),
    }
}

pub(super) async fn csv(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let file = site.blocking(move |site| exported(site, &caller, &asked, &shell)).await;
    let response = file.and_then(|file| file).map(|file| {
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
            (header::CONTENT_DISPOSITION, "attachment; filename=\"tasks.csv\""),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (headers, file).into_response()
    });
    answer(&visitor, response)
}

fn exported(site: &Site, caller: &Caller, asked: &Asked, shell: &Shell) -> Result<String, Problem> {
    let days = days(site);
    let (rows, cut) = operations::tasks::export(&site.platform, caller, &asked.narrowed(), days)?;
    let words = crate::wording::Wording::shared(shell.language);
    let columns = ["number", "item", "stage", "role", "due", "standing", "place"];
    // The mark by which spreadsheets know UTF-8.
    let mut file = String::from("\u{feff}");
    push_line(&mut file, columns.map(|column| words.say(&format!("tasks-column-{column}"))));
    for task in &rows {
        let line = line(site, task, days);
        let text = |text: &Text| text.in_language(shell.language).to_owned();
        push_line(
            &mut file,
            [
                line.number.clone(),
                text(&line.item),
                text(&line.stage),
                words.role(&line.role),
                line.due.map(|due| due.to_string()).unwrap_or_default(),
                words.say(&format!("task-{}", line.standing.word())),
                line.jurisdiction.clone(),
            ],
        );
    }
    if cut {
        push_line(&mut file, [words.say("tasks-cut")]);
    }
    Ok(file)
}

fn push_line<const N: usize>(file: &mut String, cells: [String; N]) {
    for (position, cell) in cells.into_iter().enumerate() {
        if position > 0 {
            file.push(',');
        }
        // What a spreadsheet would take for a formula is text.
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
        file.push('"');
        file.push_str(guard);
        file.push_str(&cell.replace('"', "\"\""));
        file.push('"');
    }
    file.push_str("\r\n");
}
