//! Deciding commands.
