//! Who may act: posts of an agency that hold a role, and how long they take.

use super::chance::{Chance, THOUSAND};
use super::hours::{HOUR, Hours, MINUTE};
use super::settings::Settings;
use super::work::Work;
use crate::register::{Post, Register};
use domain::event::Name;
use domain::procedure::{LimitKind, StageIndex};

/// The post of an agency that holds a role and whose person is none of `others`; a busy colleague is as likely as a
/// quick one, and one case mostly stays with one person.
pub(super) fn post<'r>(
    register: &'r Register,
    (agency, role): (&str, &str),
    others: &[Name],
    work: &Work,
) -> Option<&'r Post> {
    let holds = |post: &&Post| {
        post.roles.iter().any(|known| **known == *role) && !others.contains(&post.person.id)
    };
    let posts: Vec<&Post> = register.posts_of(agency).filter(holds).collect();
    // Who misbehaves in this case does so where the role is theirs.
    if let Some(misdeed) = &work.misdeed
        && let Some(post) = posts.iter().find(|post| *post.id == *misdeed.post)
    {
        return Some(post);
    }
    let thrown = work.dice(role) as usize;
    posts.get(thrown.checked_rem(posts.len())?).copied()
}

/// The people whom the law keeps away from a stage: those who completed a stage that is kept apart from it.
pub(super) fn kept_away(work: &Work, stage: StageIndex) -> Vec<Name> {
    let apart = work.procedure.separations.iter().filter(|rule| rule.stages.contains(&stage));
    let others = apart.flat_map(|rule| rule.stages.iter().filter(|other| **other != stage));
    others.filter_map(|other| work.completion(*other)?.person.clone()).collect()
}

/// The office time that a stage takes somebody of this disposition.
pub(super) fn time_for(
    work: &Work,
    stage: StageIndex,
    disposition: Option<&str>,
    (hours, chance): (Hours, &mut Chance),
) -> i64 {
    let pace = Settings::pace(disposition);
    let definition = work.procedure.stage(stage);
    let limit = definition.and_then(|stage| stage.limit.as_ref());
    let limit = limit.map_or(hours.office_day(), |limit| hours.office_time(limit.period()));
    let whole = limit * promise(work, hours) / 100;
    let thrown = chance.between(0, i64::from(THOUSAND));
    let late = i64::from(pace.late);
    let near = i64::from(pace.near);
    let forgotten = i64::from(pace.forgotten);
    let per_mille = if thrown < forgotten {
        chance.between(2_500, 7_000)
    } else if thrown < forgotten + late {
        chance.between(1_050, 1_900)
    } else if thrown < forgotten + late + near {
        chance.between(750, 980)
    } else {
        chance.between(pace.usual.start, pace.usual.end)
    };
    (whole * per_mille / i64::from(THOUSAND)).max(chance.between(3, 20) * MINUTE)
}

/// What part of the procedure's promise the item's own promise is, in percent.
fn promise(work: &Work, hours: Hours) -> i64 {
    let own = work.item.and_then(|item| item.promised.as_ref());
    let general = work.procedure.limits.iter().find(|limit| limit.kind == LimitKind::Promised);
    match (own, general) {
        (Some(own), Some(general)) => {
            let general = hours.office_time(general.period).max(HOUR);
            (hours.office_time(own.period()) * 100 / general).clamp(5, 100)
        }
        _ => 100,
    }
}
