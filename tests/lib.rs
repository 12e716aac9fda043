//! Nothing here: the tests are the one binary `end-to-end`.
