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
