//! The permission matrix as a text: operation by caller, and act by caller in each state of a licence. Both are found by
//! asking the code that decides; the checked-in text shows every change of rights in a review.

use crate::actors::actors;
use crate::caller::{About, AdministratorKind, Caller};
use crate::law_version::LawVersion;
use crate::permissions::{ALL, STEP};
use domain::case::decide::{Command, decide_as};
use domain::case::options::options;
use domain::event::{ActKind, Name};
use domain::supervision::panel::Panel;
use jiff::Timestamp;

/// The agency that handles the case, one that takes part, and one that has nothing to do with it.
const AGENCY: &str = "handling";
const JOINT: &str = "joint";
const OTHER: &str = "other";
/// A supervising agency that is competent for the handling one.
const COMPETENT: &str = "competent";
/// The applicant.
const APPLICANT: &str = "applicant";
/// When the licence of the second part is applied for: a working day whose calendar is published.
const BEGINS: &str = "2026-03-02T01:00:00Z";
/// Milliseconds between its acts.
const LATER: i64 = 3_600_000;

/// Every kind of caller that rights tell apart, with its name.
fn callers() -> Vec<(&'static str, Caller)> {
    let party = |person: &str| Caller::Party { person: person.into() };
    let post = |agency: &str, kind: &str, role: &str| Caller::Official {
        person: format!("{agency}-{role}").as_str().into(),
        post: role.into(),
        agency: agency.into(),
        roles: vec![role.into()],
        agency_kind: kind.into(),
        acting_for: None,
    };
    let administrator = |kind| Caller::Administrator { account: "account".into(), kind };
    let feed = |agency: &str| Caller::Feed { agency: agency.into() };
    vec![
        ("anyone", Caller::Anyone),
        ("applicant", party(APPLICANT)),
        ("other-party", party("another")),
        ("window", post(AGENCY, "bureau", "window")),
        ("examiner", post(AGENCY, "bureau", "examiner")),
        ("approver", post(AGENCY, "bureau", "approver")),
        ("certificates", post(AGENCY, "bureau", "certificate-officer")),
        ("head", post(AGENCY, "bureau", "head-of-organ")),
        ("joint-agency", post(JOINT, "bureau", "examiner")),
        ("other-agency", post(OTHER, "bureau", "window")),
        ("legal-office", post(OTHER, "bureau", "legal-officer")),
        ("supervisor", post(COMPETENT, "supervision", "supervisor")),
        ("other-supervisor", post(OTHER, "supervision", "supervisor")),
        ("feed", feed(AGENCY)),
        ("other-feed", feed(OTHER)),
        ("system-admin", administrator(AdministratorKind::System)),
        ("security-admin", administrator(AdministratorKind::Security)),
        ("audit-admin", administrator(AdministratorKind::Audit)),
        ("platform", Caller::Platform),
    ]
}

/// A grid: names of rows, and for each caller whether.
fn grid(text: &mut String, head: &str, rows: &[(String, Vec<bool>)]) {
    let callers = callers();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(head.len());
    *text += &format!("{head:width$}");
    for (name, _) in &callers {
        *text += &format!("  {name}");
    }
    *text += "\n";
    for (name, allowed) in rows {
        let mut line = format!("{name:width$}");
        for ((caller, _), allowed) in callers.iter().zip(allowed) {
            let sign = if *allowed { "yes" } else { "." };
            line += &format!("  {sign:0$}", caller.len());
        }
        *text += line.trim_end();
        *text += "\n";
    }
}

/// The matrix; an error when the law has no licence to show it with.
///
/// # Errors
/// The law does not hold the procedure or item, or refuses a step that its own course needs.
pub fn matrix(law: &'static LawVersion) -> Result<String, String> {
    let joint: [Name; 1] = [JOINT.into()];
    let supervisors: [Name; 1] = [COMPETENT.into()];
    let applicant = Some(APPLICANT);
    let about = About { agency: AGENCY, joint: &joint, applicant, supervisors: &supervisors };
    let mut text = String::from(
        "The permission matrix, written by `cargo xtask docs`. What is not `yes` is refused.\n\nWho may ask for which operation, about a case of the applicant at the handling agency\n\n",
    );
    let rows: Vec<(String, Vec<bool>)> = ALL
        .iter()
        .map(|permission| {
            let may = |(_, caller): &(&str, Caller)| permission.check(caller, Some(about)).is_ok();
            (permission.operation.to_owned(), callers().iter().map(may).collect())
        })
        .collect();
    grid(&mut text, "operation", &rows);
    let mut panel =
        law.panel("ordinary-licence", "0100020001", law).map_err(|error| error.to_string())?;
    let mut at: Timestamp = BEGINS.parse().map_err(|error| format!("{error}"))?;
    let mut case = panel.fold.new_case();
    for (state, who, command) in course() {
        text += &format!("\nWhich act is allowed to whom in an ordinary licence: {state}\n\n");
        // Who may pay is seen where there is something to pay.
        let mut owing = case.clone();
        owing.owed_fen = 1;
        grid(&mut text, "act", &acts(&panel, &owing, about, at));
        let Some(command) = command else { break };
        let (_, caller) = callers()
            .into_iter()
            .find(|(name, _)| *name == who)
            .ok_or_else(|| format!("no {who}"))?;
        let actors = actors(&caller, Some(APPLICANT), panel.fold.frame.procedure);
        let decided = decide_as(&panel.fold, &case, &command, &actors, at);
        let mut change = domain::case::Change::default();
        for event in decided.map_err(|refusal| refusal.to_string())?.events {
            panel.fold.apply(&mut case, &event, &mut change);
        }
        at = Timestamp::from_millisecond(at.as_millisecond() + LATER)
            .map_err(|error| error.to_string())?;
    }
    Ok(text)
}

/// The states of a licence, and who leads it on from each by what.
fn course() -> [(&'static str, &'static str, Option<Command>); 7] {
    let complete =
        |stage: &str| Command::Complete { stage: stage.into(), outcome: None, reason: None };
    [
        (
            "nothing was handed in",
            "applicant",
            Some(Command::Submit { materials: vec!["application-form".into()] }),
        ),
        ("applied for", "window", Some(Command::Accept)),
        ("accepted", "examiner", Some(complete("examine"))),
        ("examined", "approver", Some(Command::Decide { outcome: "granted".into(), reason: None })),
        ("granted", "certificates", Some(Command::Issue { number: "1".into() })),
        ("issued", "window", Some(Command::handed_over("in person".into()))),
        ("delivered", "window", None),
    ]
}

fn acts(
    panel: &Panel<'_>,
    case: &domain::case::Case,
    about: About<'_>,
    at: Timestamp,
) -> Vec<(String, Vec<bool>)> {
    let allowed: Vec<Vec<ActKind>> = callers()
        .iter()
        .map(|(_, caller)| {
            if STEP.check(caller, Some(about)).is_err() {
                return Vec::new();
            }
            let actors = actors(caller, about.applicant, panel.fold.frame.procedure);
            let all = options(&panel.fold, case, &actors, at);
            all.iter().filter(|option| option.is_allowed()).map(|option| option.kind).collect()
        })
        .collect();
    let kinds = ActKind::ALL.into_iter();
    let kinds = kinds.filter(|kind| allowed.iter().any(|allowed| allowed.contains(kind)));
    kinds
        .map(|kind| {
            (kind.word().to_owned(), allowed.iter().map(|all| all.contains(&kind)).collect())
        })
        .collect()
}
