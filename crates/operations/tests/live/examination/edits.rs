//! Edits by somebody who owns the database, and what must be named when they are found.

use crate::world::COUNTY;

/// A statement, and what the doctor must name.
type Edit = (String, String);

/// Every edit, in a case that is far and in one that waits.
pub(super) fn all(case: &str, waiting: &str) -> Vec<Edit> {
    let mut edits = of_the_log(case, waiting);
    edits.extend(of_what_follows(case, waiting));
    edits.extend(of_columns(case, waiting));
    edits
}

fn edit(sql: &str, [case, waiting]: [&str; 2], named: &str) -> Edit {
    let of = |case: &str| format!("where jurisdiction = '{COUNTY}' and case_id = '{case}'");
    let sql = sql.replace("OF CASE", &of(case)).replace("OF WAITING", &of(waiting));
    let sql = sql.replace("COUNTY", COUNTY).replace("CASE", case).replace("WAITING", waiting);
    (sql, named.replace("COUNTY", COUNTY).replace("CASE", case).replace("WAITING", waiting))
}

fn of_the_log(case: &str, waiting: &str) -> Vec<Edit> {
    let edits = [
        ("update events set event = replace(event, 'a-001', 'a-002') OF CASE and n = 1", "CASE"),
        ("delete from events OF CASE and n = 2", "CASE"),
        ("delete from events OF WAITING and n = 2", "WAITING"),
        ("insert into events values ('COUNTY', 'CASE', 99, 99999, '{}')", "CASE"),
        ("insert into events values ('COUNTY', 'ghost', 1, 99999, '{}')", "ghost"),
        ("update events set leaf = leaf + 1000 OF CASE and n = 2", "CASE"),
        ("delete from log_heads where jurisdiction = 'COUNTY'", "COUNTY: the stored state"),
        ("update log_heads set last_at = 0", "COUNTY: the stored state"),
        ("update log_heads set size = size - 1", "COUNTY: the stored state"),
        ("delete from checkpoints", "COUNTY: the database has no signed checkpoint"),
    ];
    edits.map(|(sql, named)| edit(sql, [case, waiting], named)).into()
}

fn of_what_follows(case: &str, waiting: &str) -> Vec<Edit> {
    let edits = [
        ("delete from cases OF WAITING", "WAITING"),
        ("update timers set due_at = due_at + 31536000000 OF WAITING", "WAITING"),
        ("delete from timers OF WAITING", "WAITING"),
        ("insert into timers values ('COUNTY', 'ghost', 1)", "ghost"),
        ("delete from tasks OF WAITING", "WAITING"),
        ("insert into tasks values ('COUNTY', 'ghost', 's', 'a', 'r', '', 'i', 1, 0)", "ghost"),
        ("delete from cards OF CASE and supervisor is null", "CASE"),
        ("delete from cards OF CASE and supervisor is not null", "CASE"),
        (
            "insert into cards select jurisdiction, 'ghost', case_id, n, rule, level, state, agency, supervisor, post, person, issued_at, changed_at, answer_due, escalations, document from cards OF CASE and supervisor is not null limit 1",
            "ghost",
        ),
        ("update law_versions set files = replace(files, 'a', 'b')", "hash"),
        ("update agencies set document = 'x'", "agency"),
        ("drop index timers_due", "timers_due"),
    ];
    edits.map(|(sql, named)| edit(sql, [case, waiting], named)).into()
}

const HEAD: [&str; 17] = [
    "phase = 'decided'",
    "n = n + 1",
    "last_hash = zeroblob(32)",
    "due_day = due_day + 30",
    "due_day = null",
    "stages = 'x'",
    "agency = 'x'",
    "applicant = 'evil'",
    "applicant = null",
    "closed_at = 1",
    "opened_at = 1",
    "last_at = 1",
    "item = 'x'",
    "procedure = 'on-the-spot'",
    "law = 'x'",
    "handle = zeroblob(16)",
    "kind = 'card'",
];
const LEAF: [&str; 7] = [
    "bytes = replace(bytes, '2026', '2025')",
    "hash = zeroblob(32)",
    "hash = zeroblob(3)",
    "seed = zeroblob(32)",
    "recorded_at = recorded_at - 86400000",
    "n = 77",
    "case_id = 'x'",
];
const TASK: [&str; 6] = [
    "due_day = due_day + 9",
    "role = 'party'",
    "agency = 'x'",
    "post = 'x'",
    "paused = 1",
    "item = 'x'",
];
const CARD: [&str; 13] = [
    "level = 0",
    "state = 'revoked'",
    "agency = 'x'",
    "post = 'x'",
    "person = 'evil'",
    "issued_at = 1",
    "changed_at = 1",
    "answer_due = 1",
    "escalations = 9",
    "rule = 'x' || rule",
    "case_id = 'x'",
    "n = 1",
    "document = replace(document, '2026', '2025')",
];

fn of_columns(case: &str, waiting: &str) -> Vec<Edit> {
    let sets = [
        (&HEAD[..], "update cases set SET OF WAITING", "WAITING"),
        (&LEAF[..], "update log_leaves set SET OF CASE and n = 2", "CASE"),
        (&TASK[..], "update tasks set SET OF WAITING", "WAITING"),
        (&CARD[..], "update cards set SET OF CASE and supervisor is null", "case COUNTY/"),
        (&CARD[..], "update cards set SET OF CASE and supervisor is not null", "case COUNTY/"),
    ];
    let of_set = |(columns, sql, named): (&[&str], &str, &str)| {
        let edit = |set: &&str| edit(&sql.replace("SET", set), [case, waiting], named);
        columns.iter().map(edit).collect::<Vec<_>>()
    };
    sets.into_iter().flat_map(of_set).collect()
}
