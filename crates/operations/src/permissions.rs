//! What each operation lets whom do. There is no default: an operation that is not here does not exist.

use crate::caller::{Permission, Who};

/// Opening a case. For which other agencies a window may, the operation asks the register.
pub const OPEN: Permission =
    Permission { operation: "open-case", allowed: &[Who::Party, Who::HandlingAgency, Who::Window] };
/// An act in a case.
pub const STEP: Permission =
    Permission { operation: "step-case", allowed: &[Who::Party, Who::HandlingAgency] };
/// A report of what an agency's own system says was done.
pub const REPORT: Permission = Permission { operation: "report-acts", allowed: &[Who::Feed] };
/// Where a case stands, without persons. An administrator runs the platform and reads no case, not even so.
pub const TRACK: Permission = Permission { operation: "track-case", allowed: &[Who::Public] };
/// A case with persons and the content of its acts.
pub const SHOW: Permission = Permission {
    operation: "show-case",
    allowed: &[Who::Party, Who::HandlingAgency, Who::Supervision],
};
/// Items and their guides.
pub const READ_ITEMS: Permission = Permission { operation: "read-items", allowed: &[Who::Anyone] };
/// Whether a certificate with a number stands, without its holder.
pub const VERIFY_CERTIFICATE: Permission =
    Permission { operation: "verify-certificate", allowed: &[Who::Anyone] };
/// The certificates that one holds oneself.
pub const OWN_CERTIFICATES: Permission =
    Permission { operation: "own-certificates", allowed: &[Who::AnyParty] };
/// The live board.
pub const READ_BOARD: Permission = Permission { operation: "read-board", allowed: &[Who::Anyone] };
/// Cards.
pub const READ_CARDS: Permission = Permission { operation: "read-cards", allowed: &[Who::Anyone] };
/// Tasks of one's own agency.
pub const READ_TASKS: Permission = Permission { operation: "read-tasks", allowed: &[Who::AnyPost] };
/// Figures of one's own agency.
pub const READ_FIGURES: Permission =
    Permission { operation: "read-figures", allowed: &[Who::AnyPost] };
/// Delegations of one's own agency.
pub const READ_DELEGATIONS: Permission =
    Permission { operation: "read-delegations", allowed: &[Who::AnyPost] };
/// Delegating what the head of an agency decides.
pub const DELEGATE: Permission = Permission { operation: "delegate", allowed: &[Who::Head] };
/// A ticket of a queue.
pub const TAKE_TICKET: Permission =
    Permission { operation: "take-ticket", allowed: &[Who::Anyone] };
/// The numbers of a queue.
pub const READ_QUEUE: Permission = Permission { operation: "read-queue", allowed: &[Who::Anyone] };
/// Calling and serving tickets of one's own agency.
pub const WORK_QUEUE: Permission = Permission { operation: "work-queue", allowed: &[Who::Window] };
/// Taking in applications at a window.
pub const TAKE_IN: Permission = Permission { operation: "take-in", allowed: &[Who::Window] };
/// Drafting a version of an item, by hand or from a file; the operation asks that the agency handles it.
pub const DRAFT_ITEM: Permission = Permission {
    operation: "draft-item",
    allowed: &[Who::AnyPost, Who::LegalOffice, Who::Platform],
};
/// Publishing a version of an item, and taking it back before it is in force.
pub const PUBLISH_ITEM: Permission =
    Permission { operation: "publish-item", allowed: &[Who::LegalOffice] };
/// Withholding the entry of an item from disclosure, and disclosing it again.
pub const WITHHOLD_ITEM: Permission =
    Permission { operation: "withhold-item", allowed: &[Who::LegalOffice] };
/// Reviewing an item.
pub const REVIEW_ITEM: Permission =
    Permission { operation: "review-item", allowed: &[Who::LegalOffice] };
/// The register of places, agencies and posts.
pub const WRITE_REGISTER: Permission =
    Permission { operation: "write-register", allowed: &[Who::Platform] };

/// Checkpoints and leaves of the log.
pub const READ_LOG: Permission = Permission { operation: "read-log", allowed: &[Who::Anyone] };
/// Whether the platform is well, and what belongs to every page.
pub const READ_STATUS: Permission =
    Permission { operation: "read-status", allowed: &[Who::Anyone] };
/// Drafts of one's own, with their files: of a citizen, or of a post at a window.
pub const DRAFT: Permission =
    Permission { operation: "draft", allowed: &[Who::AnyParty, Who::AnyPost] };
/// What was handed in with a case: answers and files.
pub const READ_APPLICATION: Permission =
    Permission { operation: "read-application", allowed: &[Who::Party, Who::HandlingAgency] };
/// The list of one's own cases.
pub const MY_CASES: Permission =
    Permission { operation: "my-cases", allowed: &[Who::AnyParty, Who::AnyPost] };
/// Paying a fee in a case of one's own.
pub const PAY: Permission = Permission { operation: "pay", allowed: &[Who::AnyParty] };
/// The message of a payment provider: who sends it is proved by its signature.
pub const CONFIRM_PAYMENT: Permission =
    Permission { operation: "confirm-payment", allowed: &[Who::Anyone] };
/// The inbox of a party.
pub const INBOX: Permission = Permission { operation: "inbox", allowed: &[Who::AnyParty] };
/// Sending what waits to be sent.
pub const SEND: Permission = Permission { operation: "send", allowed: &[Who::Platform] };
/// Clearing away what is abandoned.
pub const SWEEP: Permission = Permission { operation: "sweep", allowed: &[Who::Platform] };
/// Acting as anybody, where there is nobody to harm.
pub const DEMONSTRATE: Permission =
    Permission { operation: "demonstrate", allowed: &[Who::Anyone] };

/// Signing in, by whoever can.
pub const SIGN_IN: Permission = Permission { operation: "sign-in", allowed: &[Who::Anyone] };
/// Asking for a light account.
pub const SIGN_UP: Permission = Permission { operation: "sign-up", allowed: &[Who::Anyone] };
/// Making the three administrators, once, with the secret of the machine.
pub const SET_UP: Permission = Permission { operation: "set-up", allowed: &[Who::Anyone] };
/// One's own account: sessions, password, second factor, capacity.
pub const OWN_ACCOUNT: Permission =
    Permission { operation: "own-account", allowed: &[Who::SignedIn] };
/// Naming a deputy: for one's own post, for the posts of the agency that one leads, or for any by the security administrator.
pub const DEPUTISE: Permission =
    Permission { operation: "name-deputy", allowed: &[Who::AnyPost, Who::SecurityAdministrator] };
/// The back office, where each administrator sees the own third.
pub const BACK_OFFICE: Permission = Permission {
    operation: "back-office",
    allowed: &[Who::SystemAdministrator, Who::SecurityAdministrator, Who::AuditAdministrator],
};
/// The account of another administrator: what one proposes and another confirms.
pub const REPLACE_ADMINISTRATOR: Permission = Permission {
    operation: "replace-administrator",
    allowed: &[Who::SystemAdministrator, Who::SecurityAdministrator, Who::AuditAdministrator],
};
/// Accounts: making, closing, one-time links.
pub const MANAGE_ACCOUNTS: Permission =
    Permission { operation: "manage-accounts", allowed: &[Who::SecurityAdministrator] };
/// Posts: who holds them from when to when.
pub const MANAGE_POSTS: Permission =
    Permission { operation: "manage-posts", allowed: &[Who::SecurityAdministrator] };
/// Tokens of programs: making, listing, revoking.
pub const MANAGE_TOKENS: Permission =
    Permission { operation: "manage-tokens", allowed: &[Who::SecurityAdministrator] };
/// How the machine and the database are.
pub const READ_HEALTH: Permission =
    Permission { operation: "read-health", allowed: &[Who::SystemAdministrator] };
/// Settings of the installation.
pub const CHANGE_SETTINGS: Permission =
    Permission { operation: "change-settings", allowed: &[Who::SystemAdministrator] };
/// The audit log.
pub const READ_AUDIT: Permission =
    Permission { operation: "read-audit", allowed: &[Who::AuditAdministrator] };
/// The audit log as a file.
pub const EXPORT_AUDIT: Permission =
    Permission { operation: "export-audit", allowed: &[Who::AuditAdministrator] };

/// Every permission, for the table in the reference.
pub const ALL: &[Permission] = &[
    OPEN,
    STEP,
    REPORT,
    TRACK,
    SHOW,
    READ_ITEMS,
    VERIFY_CERTIFICATE,
    OWN_CERTIFICATES,
    DRAFT_ITEM,
    PUBLISH_ITEM,
    REVIEW_ITEM,
    WITHHOLD_ITEM,
    READ_BOARD,
    READ_CARDS,
    READ_TASKS,
    READ_FIGURES,
    READ_DELEGATIONS,
    DELEGATE,
    TAKE_TICKET,
    READ_QUEUE,
    WORK_QUEUE,
    TAKE_IN,
    READ_LOG,
    READ_STATUS,
    DRAFT,
    READ_APPLICATION,
    MY_CASES,
    PAY,
    CONFIRM_PAYMENT,
    INBOX,
    SEND,
    SWEEP,
    DEMONSTRATE,
    SIGN_IN,
    SIGN_UP,
    SET_UP,
    OWN_ACCOUNT,
    DEPUTISE,
    BACK_OFFICE,
    REPLACE_ADMINISTRATOR,
    MANAGE_ACCOUNTS,
    MANAGE_POSTS,
    MANAGE_TOKENS,
    READ_HEALTH,
    CHANGE_SETTINGS,
    READ_AUDIT,
    EXPORT_AUDIT,
    WRITE_REGISTER,
];
