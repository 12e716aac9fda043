//! Figures of an agency about its own work.

use super::problems::{Problem, answer};
use super::tasks::{days, stage_name};
use super::views::name_of;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::Shell;
use crate::pages::figures::{FiguresPage, TIMES};
use axum::extract::{Query, State};
use axum::response::Response;
use domain::text::Text;
use operations::caller::Caller;
use operations::figures::of_agency;
use operations::tasks::Standing;
use serde::Deserialize;

/// Stages that are shown.
const SHOWN: usize = 12;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    days: String,
}

pub(super) async fn figures(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let html = site.blocking(move |site| shown(site, &caller, &asked, &shell)).await;
    answer(&visitor, html.and_then(|html| html).map(|html| visitor.page(html)))
}

fn shown(site: &Site, caller: &Caller, asked: &Asked, shell: &Shell) -> Result<String, Problem> {
    let [_, usual, _] = TIMES;
    let length = asked.days.parse().ok().filter(|days| TIMES.contains(days)).unwrap_or(usual);
    let found = of_agency(&site.platform, caller, days(site), length)?;
    let agency = match caller {
        Caller::Official { agency, .. } => name_of(&site.platform.register(), agency),
        _ => Text::default(),
    };
    let open = |standing| (standing, found.open.standings.get(&standing).copied().unwrap_or(0));
    let stages = found.open.stages.iter();
    let mut stages: Vec<_> = stages.map(|(id, count)| (stage_name(site, id), *count)).collect();
    stages.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    stages.truncate(SHOWN);
    let page = FiguresPage {
        agency,
        days: length,
        closed: found.closed,
        before: found.before,
        open: Standing::ALL.map(open).into(),
        stages,
    };
    Ok(page.render(shell)?)
}
