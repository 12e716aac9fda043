//! Who asks, and what each operation lets whom do: nothing that is not declared.

use crate::register::{APPEAL, HEAD, LEGAL_OFFICER, Post, Register, SUPERVISION, WINDOW};
use domain::event::Name;
use domain::text::Text;

/// Who asks for an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Somebody who has not signed in.
    Anyone,
    /// A citizen or enterprise.
    Party {
        /// Opaque id.
        person: Name,
    },
    /// A person in a post.
    Official {
        /// Opaque id of the person.
        person: Name,
        /// The post.
        post: Name,
        /// Its agency.
        agency: Name,
        /// Its roles.
        roles: Vec<Name>,
        /// Kind of its agency.
        agency_kind: Box<str>,
        /// The absent person whose post it is, when a deputy acts.
        acting_for: Option<Name>,
    },
    /// One of the three administrators: they run the platform and read no case.
    Administrator {
        /// The account.
        account: Name,
        /// Which of the three.
        kind: AdministratorKind,
    },
    /// A system of an agency that reports what was done there.
    Feed {
        /// The agency.
        agency: Name,
    },
    /// The platform itself: set-up and time.
    Platform,
}

/// The three administrators (三员): each sees only its own third, and nobody is two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdministratorKind {
    /// 系统管理员: settings, law files, health.
    System,
    /// 安全管理员: accounts, posts, tokens.
    Security,
    /// 审计管理员: the log of what administrators and accounts did.
    Audit,
}

impl Caller {
    /// Under whose name drafts are kept: the citizen, or the post at a window; nobody else has any.
    #[must_use]
    pub fn keeper(&self) -> Option<Name> {
        match self {
            Self::Party { person } => Some(person.clone()),
            Self::Official { post, .. } => Some(format!("post:{post}").into()),
            _ => None,
        }
    }

    /// The caller that a post makes of its holder.
    #[must_use]
    pub fn of_post(register: &Register, post: &Post) -> Self {
        let kind = register.agency(&post.agency).map(|agency| agency.kind.clone());
        Self::Official {
            person: post.person.id.clone(),
            post: post.id.clone(),
            agency: post.agency.clone(),
            roles: post.roles.clone(),
            agency_kind: kind.unwrap_or_default(),
            acting_for: None,
        }
    }
}

/// A group of callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody, signed in or not.
    Anyone,
    /// Everybody but the three administrators, who read no case.
    Public,
    /// The party of the case.
    Party,
    /// A post of the agency that handles the case, or of one that takes part in it.
    HandlingAgency,
    /// A post of a supervising agency or an appeal body that is competent for the agency of the case.
    Supervision,
    /// The system of the agency that handles the case.
    Feed,
    /// Any citizen or enterprise that has signed in, about its own things.
    AnyParty,
    /// Any post, about its own things and its agency's.
    AnyPost,
    /// Whoever has signed in.
    SignedIn,
    /// The head of an agency, about what its posts may decide.
    Head,
    /// A post at a window, about its own queue and what it takes in.
    Window,
    /// A post with the role `legal-officer`.
    LegalOffice,
    /// The system administrator.
    SystemAdministrator,
    /// The security administrator.
    SecurityAdministrator,
    /// The audit administrator.
    AuditAdministrator,
    /// The platform itself.
    Platform,
}

/// What an operation is called and who may ask for it. Every operation declares one; there is no default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// Name of the operation.
    pub operation: &'static str,
    /// Who may ask for it.
    pub allowed: &'static [Who],
}

/// The case that an operation is about, as far as permissions ask.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The agency that handles it.
    pub agency: &'a str,
    /// Agencies that take part in it.
    pub joint: &'a [Name],
    /// The applicant.
    pub applicant: Option<&'a str>,
    /// Supervising agencies and appeal bodies that are competent for the agency.
    pub supervisors: &'a [Name],
}

/// A caller may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the operation `{operation}` is not open to this caller here")]
pub struct Forbidden {
    /// Name of the operation.
    pub operation: &'static str,
}

impl Forbidden {
    /// What happened and what to do, in three languages, with the name of the operation: for programs and logs.
    #[must_use]
    pub fn message(&self) -> Text {
        let name = self.operation;
        worded(&format!("（{name}）"), &format!(" ({name})"))
    }

    /// The same for people, to whom the name of an operation says nothing.
    #[must_use]
    pub fn explanation(&self) -> Text {
        worded("", "")
    }
}

fn worded(chinese: &str, english: &str) -> Text {
    Text {
        simplified: format!(
            "您以当前身份不能进行此操作{chinese}：只有办理本件的机关、参与的机关、当事人或者有权的监察机构可以进行。请以所任岗位登录。"
        ),
        traditional: Some(format!(
            "您以目前身份不能進行此操作{chinese}：只有辦理本件的機關、參與的機關、當事人或者有權的監察機構可以進行。請以所任崗位登入。"
        )),
        english: Some(format!(
            "As who you are now you may not do this{english}: only the agency that handles the case, agencies that take part, the party, or the competent supervising agency may. Sign in for the post that you hold."
        )),
    }
}

impl Permission {
    /// Whether it takes a post to ask for the operation, by one of the ways that are declared.
    #[must_use]
    pub fn takes_a_post(&self) -> bool {
        self.allowed.iter().any(|who| {
            matches!(
                who,
                Who::HandlingAgency
                    | Who::Supervision
                    | Who::AnyPost
                    | Who::Head
                    | Who::Window
                    | Who::LegalOffice
            )
        })
    }

    /// Whether a caller may ask for the operation about a case.
    ///
    /// # Errors
    /// No declared group contains the caller.
    pub fn check(&self, caller: &Caller, about: Option<About<'_>>) -> Result<(), Forbidden> {
        let contains = |who: &Who| contains(*who, caller, about);
        if self.allowed.iter().any(contains) {
            Ok(())
        } else {
            Err(Forbidden { operation: self.operation })
        }
    }
}

fn contains(who: Who, caller: &Caller, about: Option<About<'_>>) -> bool {
    match (who, caller) {
        (Who::Anyone, _) => true,
        (Who::Public, caller) => !matches!(caller, Caller::Administrator { .. }),
        (Who::Platform, Caller::Platform) => true,
        (Who::Party, Caller::Party { person }) => {
            about.is_none_or(|about| about.applicant == Some(&**person))
        }
        (Who::HandlingAgency, Caller::Official { agency, .. }) => about.is_none_or(|about| {
            *about.agency == **agency || about.joint.iter().any(|joint| joint == agency)
        }),
        (Who::Supervision, Caller::Official { agency, agency_kind, .. }) => {
            matches!(&**agency_kind, SUPERVISION | APPEAL)
                && about.is_none_or(|about| about.supervisors.iter().any(|known| known == agency))
        }
        (Who::Feed, Caller::Feed { agency }) => about.is_none_or(|about| *about.agency == **agency),
        (Who::AnyParty | Who::SignedIn, Caller::Party { .. })
        | (Who::AnyPost, Caller::Official { .. })
        | (Who::SignedIn, Caller::Official { .. } | Caller::Administrator { .. }) => true,
        (Who::Head, Caller::Official { roles, .. }) => roles.iter().any(|role| **role == *HEAD),
        (Who::Window, Caller::Official { roles, .. }) => roles.iter().any(|role| **role == *WINDOW),
        (Who::LegalOffice, Caller::Official { roles, .. }) => {
            roles.iter().any(|role| **role == *LEGAL_OFFICER)
        }
        (Who::SystemAdministrator, Caller::Administrator { kind, .. }) => {
            *kind == AdministratorKind::System
        }
        (Who::SecurityAdministrator, Caller::Administrator { kind, .. }) => {
            *kind == AdministratorKind::Security
        }
        (Who::AuditAdministrator, Caller::Administrator { kind, .. }) => {
            *kind == AdministratorKind::Audit
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_declared_is_refused() {
        let nothing = Permission { operation: "nothing", allowed: &[] };
        let official = Caller::Official {
            person: "p".into(),
            post: "q".into(),
            agency: "a".into(),
            roles: vec!["window".into()],
            agency_kind: "market-regulation".into(),
            acting_for: None,
        };
        for caller in [Caller::Anyone, Caller::Platform, official.clone()] {
            assert!(nothing.check(&caller, None).is_err());
        }
        let step = Permission { operation: "step", allowed: &[Who::Party, Who::HandlingAgency] };
        let joint: [Name; 1] = ["j".into()];
        let about =
            |agency| Some(About { agency, joint: &joint, applicant: Some("c"), supervisors: &[] });
        assert!(step.check(&official, about("a")).is_ok());
        assert!(step.check(&official, about("b")).is_err());
        assert!(step.check(&Caller::Party { person: "c".into() }, about("a")).is_ok());
        assert!(step.check(&Caller::Party { person: "d".into() }, about("a")).is_err());
        assert!(step.check(&Caller::Anyone, about("a")).is_err());
    }

    #[test]
    fn supervision_ends_where_competence_ends() {
        let show = Permission { operation: "show", allowed: &[Who::Supervision] };
        let supervisor = |agency: &str| Caller::Official {
            person: "p".into(),
            post: "q".into(),
            agency: agency.into(),
            roles: vec!["supervisor".into()],
            agency_kind: SUPERVISION.into(),
            acting_for: None,
        };
        let competent: [Name; 1] = ["s".into()];
        let about =
            Some(About { agency: "a", joint: &[], applicant: None, supervisors: &competent });
        assert!(show.check(&supervisor("s"), about).is_ok());
        assert!(show.check(&supervisor("elsewhere"), about).is_err());
    }

    #[test]
    fn what_is_public_is_not_for_administrators() {
        let track = Permission { operation: "track", allowed: &[Who::Public] };
        assert!(track.check(&Caller::Anyone, None).is_ok());
        let kind = AdministratorKind::Audit;
        assert!(track.check(&Caller::Administrator { account: "x".into(), kind }, None).is_err());
    }
}
