//! The front door (网上政务大厅): find an item, see one's own things, follow a case, know where to complain.

use super::finding::{LifeEventGroup, anchor, heading};
use super::frame::{Frame, kind_word};
use super::html::Html;
use super::item::Remedy;
use super::items::ItemRow;
use super::my::{MyCase, MyDraft};
use super::{Shell, address};
use askama::Template;
use domain::catalogue::difference::word_of;
use domain::item::ItemKind;
use domain::item::guide::{Channel, ChannelPurpose};
use jiff::civil::Date;

/// The home page.
#[derive(Debug, Clone)]
pub struct HallPage<'a> {
    /// What is the visitor's own, for a party that is signed in.
    pub mine: Option<Mine>,
    /// Events in lives, as doors.
    pub groups: Vec<LifeEventGroup<'a>>,
    /// Departments with the number of their items, those with the most first.
    pub departments: Vec<(String, u64)>,
    /// How many items there are of each kind; kinds without items may be left out.
    pub kinds: Vec<(ItemKind, u64)>,
    /// Items that many people apply for.
    pub popular: Vec<ItemRow>,
    /// Where to ask and to complain.
    pub channels: &'a [Channel],
    /// How a decision may be reviewed.
    pub remedies: Vec<Remedy>,
    /// The figures of today.
    pub today: Today,
}

/// What is the visitor's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mine {
    /// Cases that run, those first that wait for the visitor.
    pub cases: Vec<MyCase>,
    /// There are more of them.
    pub more: bool,
    /// Drafts, those first that were changed last.
    pub drafts: Vec<MyDraft>,
    /// Notices that are unread.
    pub unread: u32,
}

/// The figures of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Today {
    /// The day.
    pub date: Date,
    /// Cases received today.
    pub received: u64,
    /// Cases closed today.
    pub closed: u64,
    /// Cases open now.
    pub open: u64,
    /// Of these, over their limit.
    pub overdue: u64,
    /// Cards issued today.
    pub cards: u64,
}

#[derive(Template)]
#[template(path = "pages/hall.html")]
struct View<'a> {
    frame: Frame<'a>,
    page: &'a HallPage<'a>,
}

impl View<'_> {
    fn kind_address(&self, kind: &ItemKind) -> String {
        self.frame.query("/items", "kind", kind_word(*kind))
    }

    fn department_address(&self, department: &str) -> String {
        address::query("/items", &[("department", department)])
    }

    /// Words and anchor of an audience.
    fn audience(&self, group: &LifeEventGroup<'_>) -> (String, &'static str) {
        (heading(&self.frame, group.audience), anchor(group.audience))
    }

    /// What a channel is for, and how it is reached: the words of the guides.
    fn channel(&self, channel: &Channel) -> [String; 2] {
        let purpose = format!("channel-purpose-{}", word_of(&channel.purpose));
        let kind = format!("channel-kind-{}", word_of(&channel.kind));
        [self.frame.say(purpose), self.frame.say(kind)]
    }

    /// Channels on which one is answered; those of supervision stand beside them.
    fn answering(&self) -> Vec<&Channel> {
        let of = |channel: &&Channel| channel.purpose != ChannelPurpose::Supervision;
        self.page.channels.iter().filter(of).collect()
    }

    fn figures(&self) -> [(String, u64); 5] {
        let today = &self.page.today;
        [
            (self.frame.say("today-received"), today.received),
            (self.frame.say("today-closed"), today.closed),
            (self.frame.say("today-open"), today.open),
            (self.frame.say("today-overdue"), today.overdue),
            (self.frame.say("today-cards"), today.cards),
        ]
    }

    fn date(&self) -> Html {
        self.frame.day(&self.page.today.date)
    }
}

impl HallPage<'_> {
    /// The page as HTML.
    ///
    /// # Errors
    /// The template cannot be rendered.
    pub fn render(&self, shell: &Shell) -> Result<String, askama::Error> {
        View { frame: Frame::of(shell), page: self }.render()
    }
}
