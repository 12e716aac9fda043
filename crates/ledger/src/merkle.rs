//! The Merkle tree of RFC 6962 section 2.1 (SHA-256): root over leaves, one leaf at a time.

use sha2::{Digest, Sha256};

/// A SHA-256 hash.
pub type Hash = [u8; 32];

const LEAF: u8 = 0;
const NODE: u8 = 1;

/// The hash of a leaf: of its stored bytes, never of a re-encoding of them.
#[must_use]
pub fn leaf_hash(bytes: &[u8]) -> Hash {
    Sha256::new().chain_update([LEAF]).chain_update(bytes).finalize().into()
}

/// The hash of an inner node.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([NODE]).chain_update(left).chain_update(right).finalize().into()
}

/// A tree of more leaves is none.
const SIZE_MAX: u64 = 1 << 62;

/// Why bytes are no frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// Another length than the size in the bytes asks for.
    #[error("a frontier is 8 bytes of size and 32 for each of its set bits")]
    Length,
    /// More leaves than any log has.
    #[error("a frontier of more than {SIZE_MAX} leaves")]
    Size,
}

/// The root of a growing tree, in memory proportional to the logarithm of its size.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// Roots of the complete subtrees, the largest first: one per set bit of `size`.
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// An empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The state of the tree, for a writer that continues later: the size as 8 bytes, the highest first, then the
    /// roots of the complete subtrees, the largest first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.subtrees.iter().flatten());
        bytes
    }

    /// Reads what [`Frontier::to_bytes`] gives.
    ///
    /// # Errors
    /// [`FrontierError`]; whether the hashes are right only the root can tell.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(FrontierError::Length)?;
        let size = u64::from_be_bytes(*size);
        if size > SIZE_MAX {
            return Err(FrontierError::Size);
        }
        let (subtrees, beyond) = rest.as_chunks::<32>();
        let count = usize::try_from(size.count_ones()).unwrap_or(usize::MAX);
        if subtrees.len() != count || !beyond.is_empty() {
            return Err(FrontierError::Length);
        }
        Ok(Self { size, subtrees: subtrees.to_vec() })
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut root = leaf;
        // Each trailing one bit is a complete subtree of the size that `root` has just reached.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                root = node_hash(&left, &root);
            }
        }
        self.subtrees.push(root);
        self.size += 1;
    }

    /// The root; of an empty tree the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut subtrees = self.subtrees.iter().rev();
        match subtrees.next() {
            None => Sha256::digest([]).into(),
            Some(smallest) => subtrees.fold(*smallest, |right, left| node_hash(left, &right)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition of RFC 6962 section 2.1, word for word.
    fn defined_root(leaves: &[Vec<u8>]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => leaf_hash(leaf),
            _ => {
                let half = leaves.len().next_power_of_two() / 2;
                node_hash(&defined_root(&leaves[..half]), &defined_root(&leaves[half..]))
            }
        }
    }

    fn hex(hash: &Hash) -> String {
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_published_roots_hold() {
        let leaves: [&[u8]; 3] = [b"", b"\x00", b"\x10"];
        let mut tree = Frontier::new();
        assert_eq!(
            hex(&tree.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        tree.push(leaf_hash(leaves[0]));
        assert_eq!(
            hex(&tree.root()),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        tree.push(leaf_hash(leaves[1]));
        assert_eq!(
            hex(&tree.root()),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
        tree.push(leaf_hash(leaves[2]));
        assert_eq!(
            hex(&tree.root()),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
        );
    }

    proptest! {
        #[test]
        fn the_frontier_equals_the_definition(
            leaves in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..8), 0..70)
        ) {
            let mut tree = Frontier::new();
            for leaf in &leaves {
                tree.push(leaf_hash(leaf));
            }
            prop_assert_eq!(tree.root(), defined_root(&leaves));
            prop_assert_eq!(tree.size(), leaves.len() as u64);
        }

        #[test]
        fn a_stored_frontier_continues_as_if_nothing_had_been(
            leaves in proptest::collection::vec(any::<u64>(), 0..70), at in any::<prop::sample::Index>()
        ) {
            let (before, after) = leaves.split_at(at.index(leaves.len() + 1));
            let mut tree = Frontier::new();
            before.iter().for_each(|leaf| tree.push(leaf_hash(&leaf.to_be_bytes())));
            let bytes = tree.to_bytes();
            let mut restored = Frontier::from_bytes(&bytes).unwrap();
            prop_assert_eq!(&restored, &tree);
            for leaf in after {
                tree.push(leaf_hash(&leaf.to_be_bytes()));
                restored.push(leaf_hash(&leaf.to_be_bytes()));
            }
            prop_assert_eq!(restored.root(), tree.root());
            for length in (0..bytes.len()).chain([bytes.len() + 1, bytes.len() + 32]) {
                let mut wrong = bytes.clone();
                wrong.resize(length, 0);
                prop_assert_eq!(Frontier::from_bytes(&wrong), Err(FrontierError::Length));
            }
        }

        #[test]
        fn no_bytes_make_a_frontier_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(mut tree) = Frontier::from_bytes(&bytes) {
                tree.push([0; 32]);
                let _ = tree.root();
            }
        }

        #[test]
        fn any_changed_leaf_changes_the_root(
            leaves in proptest::collection::vec(any::<u64>(), 1..40), at in any::<prop::sample::Index>()
        ) {
            let root = |leaves: &[u64]| {
                let mut tree = Frontier::new();
                leaves.iter().for_each(|leaf| tree.push(leaf_hash(&leaf.to_be_bytes())));
                tree.root()
            };
            let mut changed = leaves.clone();
            changed[at.index(leaves.len())] ^= 1;
            prop_assert_ne!(root(&leaves), root(&changed));
        }
    }
}
