//! The tables as the writer fills them: names, columns, and the statements made from them once.

use crate::value::Kind;
use std::sync::OnceLock;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// State of each log.
    LogHeads,
    /// Recorded acts.
    Events,
    /// Log leaves.
    LogLeaves,
    /// Heads of cases.
    Cases,
    /// Open stages that wait for a post.
    Tasks,
    /// The next moment of each case.
    Timers,
    /// Supervision cards.
    Cards,
    /// Answers to requests that may be repeated.
    IdempotencyKeys,
    /// Signed checkpoints.
    Checkpoints,
    /// Law files as they stood.
    LawVersions,
    /// Places.
    Jurisdictions,
    /// Organs.
    Agencies,
    /// Seats and who holds them.
    Posts,
    /// Tokens of the API.
    AccessTokens,
    /// Settings.
    Settings,
    /// Who may write.
    Leases,
    /// What the platform keeps beside official acts.
    Records,
}

const fn text(name: &'static str) -> (&'static str, Kind) {
    (name, Kind::Text)
}

const fn integer(name: &'static str) -> (&'static str, Kind) {
    (name, Kind::Integer)
}

const fn bytes(name: &'static str) -> (&'static str, Kind) {
    (name, Kind::Bytes)
}

impl Table {
    /// Every table, in the order in which a transaction writes them.
    pub const ALL: [Self; 17] = [
        Self::Events,
        Self::LogLeaves,
        Self::Cases,
        Self::Tasks,
        Self::Timers,
        Self::Cards,
        Self::IdempotencyKeys,
        Self::Checkpoints,
        Self::LawVersions,
        Self::Jurisdictions,
        Self::Agencies,
        Self::Posts,
        Self::AccessTokens,
        Self::Settings,
        Self::Leases,
        Self::Records,
        Self::LogHeads,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LogHeads => "log_heads",
            Self::Events => "events",
            Self::LogLeaves => "log_leaves",
            Self::Cases => "cases",
            Self::Tasks => "tasks",
            Self::Timers => "timers",
            Self::Cards => "cards",
            Self::IdempotencyKeys => "idempotency_keys",
            Self::Checkpoints => "checkpoints",
            Self::LawVersions => "law_versions",
            Self::Jurisdictions => "jurisdictions",
            Self::Agencies => "agencies",
            Self::Posts => "posts",
            Self::AccessTokens => "access_tokens",
            Self::Settings => "settings",
            Self::Leases => "leases",
            Self::Records => "records",
        }
    }

    /// Its columns in order; the key first.
    #[must_use]
    pub fn columns(self) -> &'static [(&'static str, Kind)] {
        const LOG_HEADS: &[(&str, Kind)] =
            &[text("jurisdiction"), integer("size"), integer("last_at"), bytes("frontier")];
        const EVENTS: &[(&str, Kind)] =
            &[text("jurisdiction"), text("case_id"), integer("n"), integer("leaf"), text("event")];
        const LOG_LEAVES: &[(&str, Kind)] = &[
            text("jurisdiction"),
            integer("leaf"),
            text("case_id"),
            integer("n"),
            integer("recorded_at"),
            text("bytes"),
            bytes("hash"),
            bytes("seed"),
        ];
        const TIMERS: &[(&str, Kind)] = &[text("jurisdiction"), text("case_id"), integer("due_at")];
        const IDEMPOTENCY_KEYS: &[(&str, Kind)] = &[
            text("jurisdiction"),
            text("scope"),
            text("request_key"),
            bytes("request_hash"),
            text("response"),
            integer("recorded_at"),
        ];
        const RECORDS: &[(&str, Kind)] = &[
            text("jurisdiction"),
            text("kind"),
            text("record_key"),
            text("owner"),
            integer("at"),
            text("document"),
        ];
        match self {
            Self::LogHeads => LOG_HEADS,
            Self::Events => EVENTS,
            Self::LogLeaves => LOG_LEAVES,
            Self::Cases => crate::cases::COLUMNS,
            Self::Tasks => crate::tasks::COLUMNS,
            Self::Timers => TIMERS,
            Self::Cards => crate::cards::COLUMNS,
            Self::IdempotencyKeys => IDEMPOTENCY_KEYS,
            Self::Records => RECORDS,
            _ => self.columns_of_settings(),
        }
    }

    fn columns_of_settings(self) -> &'static [(&'static str, Kind)] {
        const CHECKPOINTS: &[(&str, Kind)] =
            &[text("jurisdiction"), integer("size"), text("note"), integer("recorded_at")];
        const LAW_VERSIONS: &[(&str, Kind)] =
            &[text("jurisdiction"), text("hash"), text("files"), integer("recorded_at")];
        const JURISDICTIONS: &[(&str, Kind)] =
            &[text("jurisdiction"), text("parent"), text("document")];
        const AGENCIES: &[(&str, Kind)] = &[text("jurisdiction"), text("agency"), text("document")];
        const POSTS: &[(&str, Kind)] =
            &[text("jurisdiction"), text("post"), text("agency"), text("document")];
        const ACCESS_TOKENS: &[(&str, Kind)] =
            &[text("jurisdiction"), text("token_hash"), text("holder"), integer("recorded_at")];
        const SETTINGS: &[(&str, Kind)] = &[text("jurisdiction"), text("name"), text("value")];
        const LEASES: &[(&str, Kind)] =
            &[text("jurisdiction"), text("holder"), integer("token"), integer("expires_at")];
        match self {
            Self::Checkpoints => CHECKPOINTS,
            Self::LawVersions => LAW_VERSIONS,
            Self::Jurisdictions => JURISDICTIONS,
            Self::Agencies => AGENCIES,
            Self::Posts => POSTS,
            Self::AccessTokens => ACCESS_TOKENS,
            Self::Leases => LEASES,
            _ => SETTINGS,
        }
    }

    /// How many of its columns are the key.
    #[must_use]
    pub fn key_columns(self) -> usize {
        match self {
            Self::LogHeads | Self::Jurisdictions | Self::Leases => 1,
            Self::Events | Self::IdempotencyKeys | Self::Records => 3,
            Self::Tasks => 4,
            _ => 2,
        }
    }

    /// Whether rows are only ever added.
    #[must_use]
    pub fn is_append_only(self) -> bool {
        matches!(
            self,
            Self::Events
                | Self::LogLeaves
                | Self::IdempotencyKeys
                | Self::Checkpoints
                | Self::LawVersions
        )
    }

    /// The statements of this table.
    pub(crate) fn statements(self) -> &'static Statements {
        static ALL: OnceLock<Vec<Statements>> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            let mut all: Vec<(Self, Statements)> =
                Self::ALL.into_iter().map(|table| (table, Statements::new(table))).collect();
            all.sort_by_key(|(table, _)| *table);
            all.into_iter().map(|(_, statements)| statements).collect()
        });
        &all[self as usize]
    }
}

/// The statements that fill a table.
#[derive(Debug)]
pub(crate) struct Statements {
    /// One row; replaces the rest of the row when the key is there, unless the table is append-only.
    pub(crate) write_one: String,
    /// Removes one row by its key.
    pub(crate) remove_one: String,
    /// As `write_one`, for arrays of columns (PostgreSQL).
    pub(crate) write_many: String,
    /// As `remove_one`, for arrays of key columns (PostgreSQL).
    pub(crate) remove_many: String,
}

impl Statements {
    fn new(table: Table) -> Self {
        let columns = table.columns();
        let (key, rest) = columns.split_at(table.key_columns());
        let names = |columns: &[(&str, Kind)]| {
            columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        let places = (1..=columns.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let arrays = |columns: &[(&str, Kind)]| {
            let place = |(n, (_, kind)): (usize, &(&str, Kind))| {
                format!("${}::{}[]", n + 1, postgres_type(*kind))
            };
            columns.iter().enumerate().map(place).collect::<Vec<_>>().join(", ")
        };
        let conflict = if table.is_append_only() {
            String::new()
        } else {
            let set: Vec<String> =
                rest.iter().map(|(name, _)| format!("{name} = excluded.{name}")).collect();
            format!(" on conflict ({}) do update set {}", names(key), set.join(", "))
        };
        let into = format!("insert into {} ({})", table.name(), names(columns));
        let matches: Vec<String> =
            key.iter().enumerate().map(|(n, (name, _))| format!("{name} = ${}", n + 1)).collect();
        Self {
            write_one: format!("{into} values ({places}){conflict}"),
            remove_one: format!("delete from {} where {}", table.name(), matches.join(" and ")),
            write_many: format!("{into} select * from unnest({}){conflict}", arrays(columns)),
            remove_many: format!(
                "delete from {} where ({}) in (select * from unnest({}))",
                table.name(),
                names(key),
                arrays(key)
            ),
        }
    }
}

fn postgres_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "bigint",
        Kind::Text => "text",
        Kind::Bytes => "bytea",
    }
}
