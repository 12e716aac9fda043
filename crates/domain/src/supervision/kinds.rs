//! The kinds of rules: one file each, one visible list.

mod acted_early;
mod closed_without_result;
mod entered_afterwards;
mod limit_exceeded;
mod limit_near;
mod limit_overdue;
mod material_outside_catalogue;
mod missing_reason;
mod one_person_two_duties;
mod order_of_acts;
mod pause_late_in_limit;
mod pause_overrun;
mod pause_start;
mod scope;
mod stage_order;
mod supplement;
mod whole_case_in_minutes;
mod wrong_role;

use super::detector::Kind;

/// Every kind of rule, in the order of the reference page.
pub const KINDS: &[&dyn Kind] = &[
    &limit_exceeded::LimitExceeded,
    &limit_overdue::LimitOverdue,
    &limit_near::LimitNear,
    &pause_overrun::PauseOverrun,
    &acted_early::ActedEarly,
    &stage_order::StageSkipped,
    &stage_order::StageOutOfOrder,
    &wrong_role::WrongRole,
    &one_person_two_duties::OnePersonTwoDuties,
    &order_of_acts::ActAfterClosing,
    &missing_reason::MissingReason,
    &material_outside_catalogue::MaterialOutsideCatalogue,
    &supplement::RepeatedSupplement,
    &supplement::LateSupplement,
    &closed_without_result::ClosedWithoutResult,
    &order_of_acts::ContradictingOrder,
    &pause_start::PauseWithoutGround,
    &pause_start::PauseOpenAtClosing,
    &entered_afterwards::EnteredAfterwards,
    &whole_case_in_minutes::WholeCaseInMinutes,
    &pause_late_in_limit::PauseLateInLimit,
];

/// The kind with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.name() == name)
}
