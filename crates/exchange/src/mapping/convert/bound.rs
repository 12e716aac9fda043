//! The attributes of a mapping, found among those of a log.

use crate::mapping::document::{EventColumns, Mapping};
use crate::raw::{Key, Keys};

/// Optional attributes of events, in the order of [`EventColumns::optional`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    RecordedAt,
    Lifecycle,
    Person,
    Post,
    Role,
    Agency,
    Outcome,
    Reason,
    Materials,
    Ground,
    Until,
    Evidence,
    Notice,
    Number,
    Target,
    Amount,
}

/// Attributes whose words can be translated.
pub(super) const COLUMN_NAMES: [&str; 8] =
    ["outcome", "role", "ground", "target", "post", "agency", "person", "materials"];

impl Column {
    /// The key of the mapping file that names the attribute.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RecordedAt => "recorded_at",
            Self::Lifecycle => "lifecycle",
            Self::Person => "person",
            Self::Post => "post",
            Self::Role => "role",
            Self::Agency => "agency",
            Self::Outcome => "outcome",
            Self::Reason => "reason",
            Self::Materials => "materials",
            Self::Ground => "ground",
            Self::Until => "until",
            Self::Evidence => "evidence",
            Self::Notice => "notice",
            Self::Number => "number",
            Self::Target => "target",
            Self::Amount => "amount",
        }
    }
}

const COLUMNS: usize = 16;

/// Keys of the attributes of events.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct EventKeys {
    pub(super) activity: Option<Key>,
    pub(super) time: Option<Key>,
    optional: [Option<Key>; COLUMNS],
    /// Some optional attribute beside time and life cycle is mapped.
    pub(super) has_details: bool,
}

impl EventKeys {
    pub(super) fn get(&self, column: Column) -> Option<Key> {
        self.optional.get(column as usize).copied().flatten()
    }
}

/// Keys of the attributes of a milestone.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct MilestoneKeys {
    pub(super) attribute: Option<Key>,
    pub(super) outcome: Option<Key>,
    pub(super) person: Option<Key>,
    pub(super) reason: Option<Key>,
    pub(super) number: Option<Key>,
}

/// All keys.
#[derive(Debug, Clone, Default)]
pub(super) struct Bound {
    known: Option<usize>,
    pub(super) case_id: Option<Key>,
    pub(super) authority: Option<Key>,
    pub(super) event: Option<EventKeys>,
    pub(super) milestones: Vec<MilestoneKeys>,
    pub(super) dues: Vec<Option<Key>>,
}

impl Bound {
    /// Looks the attributes up again when the log has shown new ones.
    pub(super) fn refresh(&mut self, mapping: &Mapping, keys: &Keys) {
        let count = keys.names().len();
        if self.known == Some(count) {
            return;
        }
        let find = |name: &Option<String>| name.as_deref().and_then(|name| keys.find(name));
        self.known = Some(count);
        self.case_id = keys.find(&mapping.case.id);
        self.authority = find(&mapping.case.authority);
        self.event = mapping.event.as_ref().map(|event| event_keys(event, keys));
        self.milestones = mapping
            .milestones
            .iter()
            .map(|milestone| MilestoneKeys {
                attribute: keys.find(&milestone.attribute),
                outcome: find(&milestone.outcome_attribute),
                person: find(&milestone.person),
                reason: find(&milestone.reason),
                number: find(&milestone.number),
            })
            .collect();
        self.dues = mapping.dues.iter().map(|due| keys.find(&due.attribute)).collect();
    }
}

fn event_keys(event: &EventColumns, keys: &Keys) -> EventKeys {
    let optional =
        event.optional().map(|(_, name)| name.as_deref().and_then(|name| keys.find(name)));
    let has_details = optional.iter().skip(Column::Person as usize).any(Option::is_some);
    EventKeys {
        activity: keys.find(&event.activity),
        time: keys.find(&event.time),
        optional,
        has_details,
    }
}
