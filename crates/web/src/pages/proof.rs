//! The proof box: where an act stands in the log that nobody can rewrite.

/// Where a record stands in the log (存证).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Name of the log.
    pub log: String,
    /// Position of the last record of this case or card.
    pub index: u64,
    /// SHA-256 of its leaf, in hexadecimal.
    pub leaf: String,
    /// Size of the log at the latest checkpoint.
    pub size: u64,
    /// Root of the log at that checkpoint.
    pub root: String,
    /// Where the receipt can be downloaded.
    pub receipt: Option<String>,
}
