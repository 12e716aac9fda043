//! Whether those whom an act names are there, and whether it can begin a case: what only the register knows.

use super::Failure;
use crate::caller::Caller;
use crate::register::{APPEAL, Register};
use domain::case::decide::Command;
use domain::event::{Actor, Name};
use domain::procedure::Procedure;
use domain::text::Text;
use store::cards::CardRow;
use store::cases::{CaseHead, CaseKind};

/// Whether whoever is to take over, to sign or to answer exists and may.
pub(super) fn check(
    register: &Register,
    head: &CaseHead,
    command: &Command,
) -> Result<(), Failure> {
    match command {
        Command::Transfer { to_post } => match register.post(to_post.trim()) {
            Some(post) if *post.agency == *head.agency => Ok(()),
            Some(_) => Err(of_another_agency()),
            None => Err(Failure::Unknown("post", to_post.as_str().into())),
        },
        Command::AddSigner { post } if register.post(post.trim()).is_none() => {
            Err(Failure::Unknown("post", post.as_str().into()))
        }
        Command::Consult { agency, .. } if register.agency(agency.trim()).is_none() => {
            Err(Failure::Unknown("agency", agency.as_str().into()))
        }
        _ => Ok(()),
    }
}

/// Whether the party has confirmed a withdrawal itself: it repeats the number of its case, so that neither a slip nor
/// somebody else's form withdraws it.
pub(super) fn confirmed(head: &CaseHead, command: &Command) -> Result<(), Failure> {
    let Command::Withdraw { confirmation, .. } = command else { return Ok(()) };
    if confirmation.trim().eq_ignore_ascii_case(&head.case_id) {
        return Ok(());
    }
    Err(Failure::Invalid(Box::new(Text {
        simplified: "没有撤回：请重新输入本件的查询号，确认是您本人要撤回。".to_owned(),
        traditional: Some("沒有撤回：請重新輸入本件的查詢號，確認是您本人要撤回。".to_owned()),
        english: Some(
            "Not withdrawn: enter the number of the case again, to confirm that you withdraw it yourself."
                .to_owned(),
        ),
    })))
}

/// The roles of a card, each of which is that of one agency.
const OF_CARDS: [&str; 3] = ["supervisor", "supervised-agency", "appeal-body"];

/// The part that each agency has in a case; in a card, which is between several agencies by its nature, by role.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub(crate) head: &'a CaseHead,
    pub(crate) card: Option<&'a CardRow>,
    pub(crate) procedure: &'a Procedure,
    pub(crate) register: &'a Register,
}

impl Parts<'_> {
    /// Whether a role of a card is that of an agency: whoever supervises does not answer for whom it supervises.
    fn is_role_of(&self, role: &str, agency: &str) -> bool {
        if self.head.kind != CaseKind::Card || !OF_CARDS.contains(&role) {
            return true;
        }
        // Of what is not known nobody has a part.
        let Some(card) = self.card else { return false };
        match role {
            "supervisor" => card.supervisor.as_deref() == Some(agency),
            "supervised-agency" => *card.agency == *agency,
            _ => {
                let body = self.register.responsible(APPEAL, &card.agency);
                body.is_some_and(|body| *body.id == *agency)
            }
        }
    }

    /// The actors of a caller but for the roles in a card that are those of another agency.
    pub(crate) fn own(&self, mut actors: Vec<Actor>) -> Vec<Actor> {
        actors.retain(|actor| match (&actor.role, &actor.agency) {
            (Some(role), Some(agency)) => self.is_role_of(role, agency),
            _ => true,
        });
        actors
    }

    /// Whether an act completes a stage whose role is held in another agency than the one whose part it is. Whoever does
    /// not hold the role at all is told so by the law itself.
    fn is_part_of_another(&self, command: &Command, agency: &str, roles: &[Name]) -> bool {
        let named = match command {
            Command::Complete { stage, .. } => self.procedure.stage_index(stage),
            _ => None,
        };
        let stages = self.procedure.stages_of_act(command.kind()).chain(named);
        let asked: Vec<&Name> =
            stages.filter_map(|stage| self.procedure.stage(stage)?.role.as_ref()).collect();
        asked.iter().any(|role| roles.contains(role))
            && !asked.iter().any(|role| self.is_role_of(role, agency))
    }
}

/// Whether an official of another agency than the one that handles a case may do an act in it: joint and consulted
/// agencies speak for themselves and do nothing in the lead's place; in a card each agency does what is its own part.
#[must_use]
pub(crate) fn is_of_ones_agency(caller: &Caller, parts: Parts<'_>, command: &Command) -> bool {
    let Caller::Official { agency, roles, .. } = caller else { return true };
    let head = parts.head;
    if head.kind == CaseKind::Card {
        return !parts.is_part_of_another(command, agency, roles);
    }
    *head.agency == **agency
        || matches!(
            command,
            Command::GiveOpinion { .. }
                | Command::AnswerConsultation { .. }
                | Command::Submit { .. }
        )
}

/// Whether an act can begin a case, for this applicant.
pub(super) fn check_opening(command: &Command, applicant: Option<&str>) -> Result<(), Failure> {
    match command {
        Command::Submit { .. } if applicant.is_none_or(|id| id.trim().is_empty()) => {
            Err(Failure::Invalid(Box::new(Text {
                simplified: "申请要有申请人：请填写申请人的编号后重新提交。".to_owned(),
                traditional: Some("申請要有申請人：請填寫申請人的編號後重新提交。".to_owned()),
                english: Some(
                    "An application needs an applicant: name the applicant's id and send it again."
                        .to_owned(),
                ),
            })))
        }
        Command::Record { .. } | Command::Urge | Command::Correct { .. } => {
            Err(Failure::Invalid(Box::new(Text {
                simplified: "不能以此开立案件：请以申请或者立案开始。".to_owned(),
                traditional: Some("不能以此開立案件：請以申請或者立案開始。".to_owned()),
                english: Some(
                    "A case does not begin with this: begin it with an application or by opening it."
                        .to_owned(),
                ),
            })))
        }
        _ => Ok(()),
    }
}

fn of_another_agency() -> Failure {
    Failure::Invalid(Box::new(Text {
        simplified: "只能转给办理机关的岗位：请另选本机关的岗位。".to_owned(),
        traditional: Some("只能轉給辦理機關的崗位：請另選本機關的崗位。".to_owned()),
        english: Some(
            "A case is handed over within the agency that handles it: choose a post of this agency."
                .to_owned(),
        ),
    }))
}
