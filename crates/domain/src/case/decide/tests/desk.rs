//! A desk on which commands are decided and applied at once.

use crate::calendar::Calendar;
use crate::case::decide::{Command, decide};
use crate::case::fold::{Fold, Frame};
use crate::case::refusal::Refusal;
use crate::case::{Case, Change};
use crate::event::{Actor, Event};
use crate::item::Item;
use crate::procedure::Procedure;
use crate::procedure::automaton::Fit;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::LazyLock;

const CALENDAR_TEXT: &str = r#"
id = "cn"
name = { zh-Hans = "国务院放假安排日历" }
time_zone = "Asia/Shanghai"
weekend = ["saturday", "sunday"]
first_year = 2026
basis = { law = "国务院关于职工工作时间的规定", article = "7" }
"#;

pub(super) static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| {
    let notice = include_str!("../../../../../../law/calendars/cn/2026.toml");
    Calendar::parse(("calendar.toml", CALENDAR_TEXT), &[("2026.toml", notice)]).unwrap()
});

macro_rules! procedure {
    ($name:ident, $file:literal) => {
        pub(super) static $name: LazyLock<Procedure> = LazyLock::new(|| {
            let text = include_str!(concat!("../../../../../../law/procedures/", $file));
            Procedure::publish($file, text, &[]).unwrap()
        });
    };
}

procedure!(LICENCE, "ordinary-licence.toml");
procedure!(JOINT, "joint-licence.toml");
procedure!(PENALTY, "ordinary-penalty.toml");
procedure!(RENEWAL, "licence-renewal.toml");
procedure!(PROMISE, "commitment-licence.toml");
procedure!(CARD, "supervision-card.toml");
procedure!(PETITION, "petition.toml");

pub(super) static ITEM: LazyLock<Item> = LazyLock::new(|| {
    let text = include_str!("../../../../../../law/items/food-business-licence.toml");
    Item::parse("food-business-licence.toml", text).unwrap()
});

/// The same, with certificates that the platform numbers.
pub(super) static NUMBERED: LazyLock<Item> = LazyLock::new(|| {
    let mut item = ITEM.clone();
    item.certificate = Some(crate::item::certificate::CertificateRule {
        pattern: "证{sequence:3}".to_owned(),
        valid: None,
        basis: crate::basis::Basis {
            law: "示范法".to_owned(),
            article: "39".to_owned(),
            ..Default::default()
        },
    });
    item
});

/// The same, with a fee for the case and one by quantity.
pub(super) static PRICED: LazyLock<Item> = LazyLock::new(|| {
    let fee = |id: &str, unit: Option<&str>, most: Option<u32>| crate::item::Fee {
        id: id.to_owned(),
        name: crate::text::Text { simplified: id.to_owned(), ..Default::default() },
        amount_fen: 8_000,
        unit: unit
            .map(|unit| crate::text::Text { simplified: unit.to_owned(), ..Default::default() }),
        most,
        basis: crate::basis::Basis {
            law: "示范收费标准".to_owned(),
            article: "1".to_owned(),
            ..Default::default()
        },
    };
    let mut item = ITEM.clone();
    item.fees = vec![
        fee("once", None, None),
        fee("case", Some("每件"), Some(1)),
        fee("few", Some("每证"), Some(3)),
        fee("metre", Some("每平方米"), None),
    ];
    item
});

/// The same, with one material alone that may follow.
pub(super) fn item_with(material: &str) -> &'static Item {
    let mut item = ITEM.clone();
    for known in &mut item.materials {
        known.may_follow = known.id == material;
    }
    Box::leak(Box::new(item))
}

/// A procedure that ends with its decision: no stage closes it.
pub(super) static SHORT: LazyLock<Procedure> =
    LazyLock::new(|| Procedure::publish("short.toml", SHORT_TEXT, &[]).unwrap());

const SHORT_TEXT: &str = r#"
id = "short"
version = "1"
name = { zh-Hans = "短程序" }
valid_from = "2020-01-01"
start = "file"
basis = { law = "示范法", article = "1" }
[[stage]]
id = "file"
name = { zh-Hans = "立案" }
act = "accept"
role = "officer"
limit = { amount = 1, unit = "hours", basis = { law = "示范法", article = "2" } }
basis = { law = "示范法", article = "2" }
next = "decide"
[[stage]]
id = "decide"
name = { zh-Hans = "决定" }
act = "decide"
role = "officer"
limit = { amount = 1, unit = "hours", basis = { law = "示范法", article = "3" } }
basis = { law = "示范法", article = "3" }
next = "end"
[[end]]
id = "end"
name = { zh-Hans = "结束" }
"#;

pub(super) fn zone() -> &'static TimeZone {
    &CALENDAR.time_zone
}

pub(super) fn frame(procedure: &'static Procedure) -> Frame<'static> {
    let calendar = Some(&*CALENDAR);
    let tolerance = SignedDuration::from_hours(24);
    Frame { procedure, calendar, zone: zone(), item: None, tolerance }
}

/// `"03-02 09:00"` in 2026, China time.
pub(super) fn moment(text: &str) -> Timestamp {
    let text = if text.len() == 11 { format!("2026-{text}") } else { text.to_owned() };
    let civil: DateTime = format!("{}:00", text.replace(' ', "T")).parse().unwrap();
    zone().to_timestamp(civil).unwrap()
}

/// `"王 window"`, with an agency as third word; `""` is nobody.
pub(super) fn actor(text: &str) -> Actor {
    let mut words = text.split_whitespace().map(Into::into);
    let (person, role, agency) = (words.next(), words.next(), words.next());
    Actor { person, role, agency, ..Actor::default() }
}

pub(super) type Act = (Command, &'static str, &'static str);

pub(super) struct Desk {
    pub(super) fold: Fold<'static>,
    pub(super) case: Case,
    pub(super) events: Vec<Event>,
}

impl Desk {
    pub(super) fn new(frame: Frame<'static>) -> Self {
        let fold = Fold::new(frame);
        let case = fold.new_case();
        Self { fold, case, events: Vec::new() }
    }

    /// A desk after some acts.
    pub(super) fn after(frame: Frame<'static>, acts: &[Act]) -> Self {
        let mut desk = Self::new(frame);
        for (command, who, when) in acts {
            desk.act(command, who, when);
        }
        desk
    }

    pub(super) fn decide(
        &self,
        command: &Command,
        who: &str,
        when: &str,
    ) -> Result<Vec<Event>, Refusal> {
        let (n, at) = (self.case.events + 1, moment(when));
        decide(&self.fold, &self.case, command.clone(), &actor(who), at, n)
    }

    /// Decides and applies; whatever is accepted applies without any deviation.
    pub(super) fn act(&mut self, command: &Command, who: &str, when: &str) {
        let events = self
            .decide(command, who, when)
            .unwrap_or_else(|refusal| panic!("{command:?} at {when}: {refusal}"));
        for event in events {
            let before = self.case.phase;
            let mut change = Change::default();
            self.fold.apply(&mut self.case, &event, &mut change);
            assert!(matches!(change.fit, None | Some(Fit::Fits)), "{command:?}: {:?}", change.fit);
            assert!(change.early.is_empty() && change.alarms.is_empty(), "{command:?}");
            assert!(change.pause_faults.is_empty(), "{command:?}: {:?}", change.pause_faults);
            assert_eq!(before.after(change.kind.unwrap()), Ok(self.case.phase), "{command:?}");
            assert_eq!(event.n, self.case.events);
            self.events.push(event);
        }
    }
}
