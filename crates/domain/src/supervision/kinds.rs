//! The kinds of rules: one file each, one visible list.

mod acted_early;
mod closed_without_result;
mod deferral_lapsed;
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
pub const KINDS: &[&Kind] = &[
    &limit_exceeded::LIMIT_EXCEEDED,
    &limit_overdue::LIMIT_OVERDUE,
    &limit_near::LIMIT_NEAR,
    &pause_overrun::PAUSE_OVERRUN,
    &deferral_lapsed::DEFERRAL_LAPSED,
    &acted_early::ACTED_EARLY,
    &stage_order::STAGE_SKIPPED,
    &stage_order::STAGE_OUT_OF_ORDER,
    &wrong_role::WRONG_ROLE,
    &one_person_two_duties::ONE_PERSON_TWO_DUTIES,
    &order_of_acts::ACT_AFTER_CLOSING,
    &missing_reason::MISSING_REASON,
    &material_outside_catalogue::MATERIAL_OUTSIDE_CATALOGUE,
    &supplement::REPEATED_SUPPLEMENT,
    &supplement::LATE_SUPPLEMENT,
    &closed_without_result::CLOSED_WITHOUT_RESULT,
    &order_of_acts::CONTRADICTING_ORDER,
    &pause_start::PAUSE_WITHOUT_GROUND,
    &pause_start::PAUSE_OPEN_AT_CLOSING,
    &entered_afterwards::ENTERED_AFTERWARDS,
    &whole_case_in_minutes::WHOLE_CASE_IN_MINUTES,
    &pause_late_in_limit::PAUSE_LATE_IN_LIMIT,
];

/// The kind with a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}
