//! Steps that several stories share, each done on the pages as a person does it.

pub(super) mod applying;
pub(super) mod ending;
pub(super) mod keyboard;
pub(super) mod office;
pub(super) mod pictures;
