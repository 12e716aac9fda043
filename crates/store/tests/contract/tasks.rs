//! Tasks come in the order of what is due, page by page, narrowed and counted.

use crate::place::{Place, commit};
use crate::rows::COUNTY;
use store::connection::Connection;
use store::tasks::{self, After, Filter, NEVER, TaskRow};

on_both!(
    tasks_are_listed_by_what_is_due,
    tasks_are_narrowed,
    tasks_are_counted,
    a_task_goes_with_its_agency,
);

fn task(case: &str, due_day: i64) -> TaskRow {
    TaskRow {
        jurisdiction: COUNTY.into(),
        case_id: case.into(),
        stage: "examine".into(),
        agency: "agency".into(),
        role: "examiner".into(),
        post: "".into(),
        item: "0100020001".into(),
        due_day,
        paused: false,
    }
}

fn all() -> Filter {
    Filter { agency: "agency".into(), ..Filter::default() }
}

fn listed(connection: &mut Connection, filter: &Filter) -> String {
    let found = tasks::list(connection, filter, &After::nothing(), 9).unwrap();
    found.into_iter().map(|task| task.case_id.into_string()).collect()
}

fn tasks_are_listed_by_what_is_due(place: &Place) {
    let mut writer = place.writer();
    let known =
        [("d", NEVER), ("c", 7), ("b", 5), ("a", 5), ("e", -3)].map(|(c, due)| task(c, due));
    commit(&mut writer, |changes| known.iter().for_each(|task| task.write(changes))).unwrap();
    let mut after = After::nothing();
    let mut paged = Vec::new();
    for expected in [2, 2, 1, 0] {
        let page = tasks::list(&mut writer, &all(), &after, 2).unwrap();
        assert_eq!(page.len(), expected);
        if let Some(last) = page.last() {
            let key = [&last.jurisdiction, &last.case_id, &last.stage];
            after = After { due_day: last.due_day, key: key.map(ToString::to_string) };
        }
        paged.extend(page);
    }
    let order: String = paged.iter().map(|task| &*task.case_id).collect();
    assert_eq!(order, "eabcd");
    assert!(paged.contains(&task("d", NEVER)));
    assert_eq!(tasks::of_case(&mut writer, COUNTY, "b").unwrap(), [task("b", 5)]);
}

fn tasks_are_narrowed(place: &Place) {
    let mut writer = place.writer();
    let known = [
        task("a", 1),
        TaskRow { role: "approver".into(), stage: "decide".into(), ..task("b", 2) },
        TaskRow { post: "p-1".into(), ..task("c", 3) },
        TaskRow { paused: true, item: "other".into(), ..task("d", 4) },
        TaskRow { jurisdiction: "990102".into(), ..task("e", 5) },
        TaskRow { agency: "else".into(), ..task("f", 6) },
    ];
    commit(&mut writer, |changes| known.iter().for_each(|task| task.write(changes))).unwrap();
    let mut found = |filter: Filter| listed(&mut writer, &filter);
    assert_eq!(found(all()), "abcde");
    assert_eq!(found(Filter { stage: "decide".into(), ..all() }), "b");
    assert_eq!(found(Filter { role: "examiner".into(), ..all() }), "acde");
    assert_eq!(found(Filter { item: "other".into(), ..all() }), "d");
    assert_eq!(found(Filter { jurisdiction: "990102".into(), ..all() }), "e");
    assert_eq!(found(Filter { number: "c".into(), ..all() }), "c");
    assert_eq!(found(Filter { due: Some((2, 3)), ..all() }), "bc");
    assert_eq!(found(Filter { paused: Some(true), ..all() }), "d");
    assert_eq!(found(Filter { paused: Some(false), ..all() }), "abce");
    // What was handed over to a post is its own, and nobody else's.
    let mine = |post: &str, roles: &[&str]| Filter {
        mine: Some((post.to_owned(), roles.iter().map(|role| (*role).to_owned()).collect())),
        ..all()
    };
    assert_eq!(found(mine("p-1", &["window"])), "c");
    assert_eq!(found(mine("p-2", &["window", "examiner"])), "ade");
    assert_eq!(found(mine("p-1", &["approver", "examiner"])), "abcde");
    assert_eq!(found(mine("p-2", &["exam"])), "");
}

fn tasks_are_counted(place: &Place) {
    let mut writer = place.writer();
    let known =
        [task("a", 1), task("b", 1), TaskRow { paused: true, ..task("c", 1) }, task("d", 2)];
    commit(&mut writer, |changes| known.iter().for_each(|task| task.write(changes))).unwrap();
    let counts = tasks::count(&mut writer, "agency").unwrap();
    let mut counts: Vec<_> =
        counts.iter().map(|count| (count.due_day, count.paused, count.tasks)).collect();
    counts.sort_unstable();
    assert_eq!(counts, [(1, false, 2), (1, true, 1), (2, false, 1)]);
    assert_eq!(tasks::count(&mut writer, "else").unwrap(), []);
}

fn a_task_goes_with_its_agency(place: &Place) {
    let mut writer = place.writer();
    let other = TaskRow { agency: "else".into(), ..task("a", 1) };
    commit(&mut writer, |changes| {
        task("a", 1).write(changes);
        other.write(changes);
    })
    .unwrap();
    commit(&mut writer, |changes| {
        tasks::remove(changes, [COUNTY, "a", "examine", "agency"]);
    })
    .unwrap();
    assert_eq!(tasks::of_case(&mut writer, COUNTY, "a").unwrap(), [other]);
}
