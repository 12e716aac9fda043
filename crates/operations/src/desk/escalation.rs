//! Following up (督办): a card that nobody answers in time is raised a level.

use super::Desk;
use super::live::Live;
use super::wake::moment;
use domain::card::Card;
use domain::event::{ActKind, Body, Event, Source};
use domain::level::{Level, LevelMapping};
use domain::procedure::LimitKind;
use jiff::civil::DateTime;
use store::cards::CardRow;
use store::changes::Changes;
use store::connection::StoreError;

/// The word under which a case remembers that an unanswered card was raised a level.
pub(super) const ESCALATION: &str = "escalation";

impl Desk {
    /// When a card that nobody answers is raised a level.
    pub(super) fn follows_up_at(&self, live: &Live) -> Option<DateTime> {
        let (_, due) = self.unanswered(live)?;
        due.exceeded_from()
    }

    /// The running limit to answer of a card that may still be raised, and its end.
    fn unanswered(&self, live: &Live) -> Option<(usize, domain::limit::Due)> {
        let card = live.card.as_deref()?;
        let panel = self.panels.get(live.panel)?;
        let mapping = LevelMapping::of(&self.laws.current().levels, &live.head.jurisdiction)?;
        let escalation = mapping.escalation.as_ref()?;
        if u32::from(escalation.from.number()) != card.level {
            return None;
        }
        let frame = panel.fold.frame;
        let of_reply = |clock: &&domain::case::CaseClock| {
            frame.procedure.limits.get(clock.limit).is_some_and(|l| l.kind == LimitKind::Reply)
        };
        let clock = live.case.clocks.iter().find(of_reply)?;
        if live.case.spoken.iter().any(|spoken| &*spoken.rule == ESCALATION) {
            return None;
        }
        let due = clock.clock.due(frame.calendar, live.case.last_at?.date()).ok()?;
        Some((clock.limit, due))
    }

    /// Raises a card that was not answered in time by a level (督办), and records that.
    pub(super) fn follow_up(
        &mut self,
        live: &mut Live,
        now: i64,
        changes: &mut Changes,
    ) -> Result<u32, StoreError> {
        let Some((limit, due)) = self.unanswered(live) else { return Ok(0) };
        let Some(panel) = self.panels.get(live.panel) else { return Ok(0) };
        let at = moment(now)?;
        if !due.is_exceeded_at(panel.fold.frame.zone.to_datetime(at)) {
            return Ok(0);
        }
        let limit = panel.fold.frame.procedure.limits.get(limit);
        let mut event = Event::new(live.case.events + 1, ActKind::ExceedLimit, at, Source::Native);
        event.body = Some(Box::new(Body {
            rule: Some(ESCALATION.into()),
            limit: limit.map(|limit| (&*limit.id).into()),
            until: Some(due.last_day),
            automatic: true,
            ..Body::default()
        }));
        self.append(live, event, None, changes)?;
        let before = live.card.as_deref().map(|card| (card.level, card.state.clone()));
        if let Some(raised) = self.raised(live, now) {
            live.card = Some(Box::new(raised.clone()));
            self.write_card(raised, before, changes);
        }
        Ok(1)
    }

    /// The card of a case, raised a level.
    pub(super) fn raised(&self, live: &Live, now: i64) -> Option<CardRow> {
        let mut card = live.card.as_deref()?.clone();
        let mapping = LevelMapping::of(&self.laws.current().levels, &live.head.jurisdiction)?;
        let level = Level::try_from(u8::try_from(card.level).ok()?).ok()?;
        let issuer = card.supervisor.as_deref().unwrap_or_default().into();
        let raised = Card::issued(level, issuer).escalate(mapping.escalation.as_ref()?).ok()?;
        card.level = u32::from(raised.level.number());
        card.escalations += 1;
        card.changed_at = now;
        Some(card)
    }
}
