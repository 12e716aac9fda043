//! What somebody is told whose post has ended: the rule and its clause, before any case is looked at.

use super::sessions::Present;
use crate::platform::Platform;
use crate::tokens::Holder;
use domain::case::refusal::{Refusal, RefusalRule};

/// The refusal of an act in a post that whoever asks does not hold.
#[must_use]
pub fn post_not_held(platform: &Platform, post: &str) -> Refusal {
    let title = platform.register().post(post).map(|post| post.title.clone()).unwrap_or_default();
    Refusal::general(RefusalRule::PostNotHeld, &title, &platform.law().clauses)
}

impl Present {
    /// The post in which the session began to act and which the person holds no more, nor stands in for its holder. The
    /// person is a citizen then, and has not chosen to be one.
    #[must_use]
    pub fn lost_post(&self) -> Option<&str> {
        self.session.capacity.post().filter(|_| self.capacity != self.session.capacity)
    }
}

/// The post of a token that is known, when nobody holds that post.
#[must_use]
pub fn vacant_post<'h>(platform: &Platform, holder: &'h Holder) -> Option<&'h str> {
    let Holder::Post(post) = holder else { return None };
    let register = platform.register();
    let is_vacant =
        register.post(post).is_some() && register.holder(post, platform.now()).is_none();
    is_vacant.then_some(&**post)
}
