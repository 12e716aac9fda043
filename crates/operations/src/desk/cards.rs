//! Cards: what the rules found becomes a card in the same transaction. A card that must be answered is a case of its own,
//! on the procedure of cards, so its limits are watched like any other.

use super::acts::{Books, opening};
use super::append::{Appended, Worded};
use super::live::Live;
use super::settle::day_number;
use super::wake::moment;
use super::{Desk, current};
use crate::card_document::{CardDocument, Said};
use crate::law_version::LawVersion;
use crate::notice::Notice;
use crate::register::{Register, SUPERVISION};
use domain::event::{ActKind, Body, Event, Source};
use domain::level::{Level, LevelMapping};
use domain::procedure::{LimitKind, StageIndex};
use domain::supervision::finding::Finding;
use domain::supervision::message::Setting;
use domain::supervision::rule::{Issue, Rule};
use domain::text::{Language, Text};
use jiff::Timestamp;
use std::sync::Arc;
use store::cards::CardRow;
use store::cases::CaseKind;
use store::changes::Changes;
use store::connection::StoreError;

impl Desk {
    /// The findings of an event that are not about a limit of whose excess time has spoken already.
    pub(super) fn not_spoken_of(&self, live: &Live, appended: &Appended) -> Vec<Worded> {
        let Some(panel) = self.panels.get(live.panel) else { return Vec::new() };
        let spoken = |finding: &Worded| {
            let [finding, ..] = finding;
            let kind_of = |finding: &Finding| panel.rule(finding.rule).map(|rule| &*rule.kind);
            let is_excess = kind_of(finding) == Some("limit-exceeded");
            // The limit of a stage that ends on the day of a limit of law is the same lateness, not a second one.
            let of_stage = |finding: &Finding| {
                let stopped = &appended.change.stopped;
                let mut limits = stopped.iter().filter(|s| {
                    s.due.map(|due| due.last_day) == finding.facts.due
                        && Some(s.clock.clock.started_at.date()) == finding.facts.started
                });
                limits.all(|stopped| {
                    let limit = panel.fold.frame.procedure.limits.get(stopped.clock.limit);
                    limit.is_some_and(|limit| limit.kind == LimitKind::Stage)
                })
            };
            let is_stage_rule = |finding: &Finding| {
                let rule = panel.rule(finding.rule);
                rule.is_some_and(|rule| rule.parameters.limit_kinds == [LimitKind::Stage])
            };
            if is_excess && is_stage_rule(finding) && !of_stage(finding) {
                return true;
            }
            let overdue = |spoken: &domain::case::Spoken| {
                let rule = panel.rule_of(&spoken.rule);
                let of_limit = appended.change.stopped.iter().any(|stopped| {
                    spoken.limit == Some(stopped.clock.limit)
                        && spoken.agency == stopped.clock.agency
                        && spoken.due == finding.facts.due
                });
                of_limit && rule.is_some_and(|rule| rule.kind == "limit-overdue")
            };
            is_excess && live.case.spoken.iter().any(overdue)
        };
        appended.findings.iter().filter(|finding| !spoken(finding)).cloned().collect()
    }

    /// Makes cards of findings, or adds them to the card of the same rule that stands open in the case.
    pub(super) fn raise(
        &mut self,
        live: &mut Live,
        findings: &[Worded],
        n: u32,
        (connection, changes): Books<'_>,
    ) -> Result<(), StoreError> {
        for worded in findings {
            let [finding, ..] = worded;
            let Some(rule) = self.panels.get(live.panel).and_then(|p| p.rule(finding.rule)) else {
                continue;
            };
            let said = said(live, rule, worded, n);
            if self.add_to_known_card(live, rule, (worded, &said), (connection, changes))? {
                continue;
            }
            self.new_card(live, rule, (worded, said), (connection, changes))?;
        }
        Ok(())
    }

    /// The position of the card of a rule that fell in a case before: of the same agency, where the finding names one.
    pub(super) fn known_card(
        &self,
        live: &Live,
        rule: &str,
        agency: Option<&str>,
    ) -> Option<usize> {
        let register = current(&self.fittings.register);
        let agency = agency.map(|agency| registered(live, agency, &register));
        let is_of = |card: &CardRow| agency.as_ref().is_none_or(|agency| *agency == card.agency);
        live.cards.iter().position(|card| *card.rule == *rule && is_of(card))
    }

    /// Adds a finding to the card of the same rule that fell in the case before.
    fn add_to_known_card(
        &mut self,
        live: &mut Live,
        rule: &Rule,
        (worded, said): (&Worded, &Said),
        (connection, changes): Books<'_>,
    ) -> Result<bool, StoreError> {
        let [finding, ..] = worded;
        let Some(known) = self.known_card(live, &rule.id, finding.agency.as_deref()) else {
            return Ok(false);
        };
        let Some(known) = live.cards.get_mut(known) else { return Ok(false) };
        if known.supervisor.is_none() {
            add_finding(known, said);
            known.write(changes);
            return Ok(true);
        }
        let (place, number) = (known.jurisdiction.clone(), known.card_id.clone());
        if let Ok(mut card_live) = self.take(&place, &number, connection)? {
            if let Some(card) = card_live.card.as_deref_mut() {
                add_finding(card, said);
                card.write(changes);
            }
            self.put_back(card_live);
        }
        Ok(true)
    }

    fn new_card(
        &mut self,
        live: &mut Live,
        rule: &'static Rule,
        (worded, said): (&Worded, Said),
        (connection, changes): Books<'_>,
    ) -> Result<(), StoreError> {
        let (mut card, _) = self.card_of(live, rule, worded, said);
        let place = [&*live.head.jurisdiction, &rule.id, &card.agency];
        let law = self.law_of_card(live, rule);
        let mut card_live = match self.new_live(law, place, (None, card.issued_at)) {
            Ok(card_live) => card_live,
            Err(failure) => return Err(StoreError::Unexpected(format!("{failure:?}"))),
        };
        card.card_id = card_live.head.case_id.clone();
        live.cards.push(card.clone());
        if card.supervisor.is_none() {
            self.write_card(card, None, changes);
            return Ok(());
        }
        card_live.card = Some(Box::new(card));
        self.open_card(card_live, rule, (connection, changes))
    }

    /// The card that a finding makes, without its number; and whether it is to be answered or confirmed where somebody
    /// supervises, and so has a case of its own.
    pub(super) fn card_of(
        &self,
        live: &Live,
        rule: &Rule,
        worded: &Worded,
        said: Said,
    ) -> (CardRow, bool) {
        let [finding, ..] = worded;
        let law = self.laws.current();
        let mapping = LevelMapping::of(&law.levels, &live.head.jurisdiction);
        let meaning = mapping.and_then(|mapping| mapping.meaning(rule.level));
        let now = live.head.last_at;
        let register = current(&self.fittings.register);
        let agency = self.accused(live, finding, &register);
        let agency = registered(live, &agency, &register);
        let supervisor =
            register.responsible(SUPERVISION, &agency).map(|found| (&*found.id).into());
        let document = CardDocument::new(rule, meaning, &live.head.item, said);
        let asks = meaning.is_some_and(|meaning| meaning.answer.is_some());
        let suspicion = rule.issue == Issue::Confirmed && rule.level > Level::NOTICE;
        // A card about a card is shown, but has no procedure of its own: somewhere watching must end.
        let asks = (asks || suspicion) && live.head.kind == CaseKind::Case;
        let supervisor = supervisor.filter(|_| asks);
        let state = match (rule.level, supervisor.is_some()) {
            (Level::NOTICE, _) => "recorded",
            (_, true) => "pending",
            // Nobody is asked to answer it, so that it must not wait for ever.
            _ if live.head.kind == CaseKind::Card => "recorded",
            _ => "issued",
        };
        let card = CardRow {
            jurisdiction: live.head.jurisdiction.clone(),
            card_id: "".into(),
            case_id: live.head.case_id.clone(),
            n: live.head.n,
            rule: rule.id.as_str().into(),
            level: u32::from(rule.level.number()),
            state: state.into(),
            agency,
            supervisor,
            post: self.responsible_role(live),
            person: finding.person.as_deref().map(Into::into),
            issued_at: now,
            changed_at: now,
            answer_due: None,
            escalations: 0,
            document: serde_json::to_string(&document).unwrap_or_default().into(),
        };
        (card, asks)
    }

    /// The agency to which a finding belongs: that of who acted, else that at whose stage the case stands. In the case
    /// of a card that may be the supervising agency or the appeal body.
    fn accused(&self, live: &Live, finding: &Finding, register: &Register) -> String {
        if let Some(agency) = &finding.agency {
            return agency.to_string();
        }
        let handling = live.head.agency.to_string();
        let stage = finding.stage.or_else(|| standing_at(live));
        let role = stage.and_then(|stage| {
            self.panels.get(live.panel)?.fold.frame.procedure.stage(stage)?.role.as_deref()
        });
        let own = super::tasks::agency_of_role(live.card.as_deref(), role, register);
        own.map_or(handling, |agency| agency.to_string())
    }

    /// Closes the warnings of limits that run no more: a warning asks for the work to be done, and it is done.
    pub(super) fn close_warnings(&mut self, live: &mut Live, changes: &mut Changes) {
        let is_warning = |card: &CardRow| {
            card.supervisor.is_none() && &*card.state == "issued" && card.level == 1
        };
        if !live.cards.iter().any(is_warning) {
            return;
        }
        let mut cards = std::mem::take(&mut live.cards);
        let register = current(&self.fittings.register);
        for card in cards.iter_mut().filter(|card| is_warning(card)) {
            // A limit that is an agency's own is warned about on a card of that agency.
            let of_card = |spoken: &&domain::case::Spoken| {
                let agency = spoken.agency.as_deref();
                let agency = agency.map(|agency| registered(live, agency, &register));
                *spoken.rule == *card.rule && agency.is_none_or(|agency| agency == card.agency)
            };
            let mut spoken = live.case.spoken.iter().filter(of_card).peekable();
            let of_time = spoken.peek().is_some();
            let runs = spoken.any(|spoken| {
                let mut clocks = live.case.clocks.iter();
                clocks.any(|c| Some(c.limit) == spoken.limit && c.agency == spoken.agency)
            });
            if of_time && !runs {
                let before = (card.level, card.state.clone());
                card.state = "closed".into();
                card.changed_at = live.head.last_at;
                self.write_card(card.clone(), Some(before), changes);
            }
        }
        live.cards = cards;
    }

    /// The law of a card is that which stands; the rule may be one that only the law of its case still has.
    fn law_of_card(&self, live: &Live, rule: &Rule) -> &'static LawVersion {
        let current = self.laws.current();
        let stands = current.rules.rules().iter().any(|known| known.id == rule.id);
        let of_case = self.laws.version(&live.head.law).filter(|_| !stands);
        of_case.unwrap_or(current)
    }

    /// The role at whose stage the case stands.
    fn responsible_role(&self, live: &Live) -> Option<Box<str>> {
        let stage = standing_at(live)?;
        let stage = self.panels.get(live.panel)?.fold.frame.procedure.stage(stage)?;
        stage.role.as_deref().map(Into::into)
    }

    pub(super) fn write_card(
        &mut self,
        card: CardRow,
        before: Option<(u32, Box<str>)>,
        changes: &mut Changes,
    ) {
        card.write(changes);
        self.notices.push(Notice::Card { card: Arc::new(card), before });
    }

    /// Opens the case of a card: detected, and where the rule speaks for itself confirmed and issued at once.
    fn open_card(
        &mut self,
        mut live: Live,
        rule: &Rule,
        (connection, changes): Books<'_>,
    ) -> Result<(), StoreError> {
        let at = moment(live.head.opened_at)?;
        let first = opening(&live);
        let detected = automatic(1, (ActKind::Record, "detect", None), at);
        self.append_and_raise(&mut live, detected, Some(first), (connection, changes))?;
        let mut events = 1;
        if rule.issue == Issue::Automatic {
            let confirmed = automatic(2, (ActKind::Accept, "confirm", Some("accepted")), at);
            let issued = automatic(3, (ActKind::Issue, "issue", None), at);
            self.append_and_raise(&mut live, confirmed, None, (connection, changes))?;
            self.append_and_raise(&mut live, issued, None, (connection, changes))?;
            events = 3;
        }
        self.settle(&mut live, events, changes);
        self.admit_others(&mut live);
        // A card is told of once when it falls, however far it has come by itself.
        if let Some(card) = live.card.as_deref().cloned() {
            self.write_card(card, None, changes);
        }
        self.put_back(live);
        Ok(())
    }

    /// What an act in the case of a card makes of the card.
    pub(super) fn move_card(
        &mut self,
        live: &mut Live,
        appended: &Appended,
        changes: &mut Changes,
    ) {
        let Some(card) = live.card.as_deref() else { return };
        let Some(panel) = self.panels.get(live.panel) else { return };
        let stage = appended.change.stage.and_then(|stage| panel.fold.frame.procedure.stage(stage));
        let stage = stage.map_or("", |stage| &*stage.id);
        let Some((state, level)) = moved(card, stage, appended.change.outcome.as_deref()) else {
            return;
        };
        let before = (card.level, card.state.clone());
        let answering = |clock: &domain::case::CaseClock| {
            let rule = panel.fold.frame.procedure.limits.get(clock.limit)?;
            (rule.kind == LimitKind::Reply).then(|| {
                clock.clock.due(panel.fold.frame.calendar, appended.change.at.date()).ok()
            })?
        };
        let due = live.case.clocks.iter().find_map(answering);
        let mut card = card.clone();
        card.state = state.into();
        card.level = level;
        card.changed_at = live.head.last_at;
        card.answer_due = due.map(|due| day_number(due.last_day)).or(card.answer_due);
        live.card = Some(Box::new(card.clone()));
        // What becomes of a card in the transaction in which it falls is told of at its end.
        if !live.is_new {
            self.write_card(card, Some(before), changes);
        }
    }

    /// The event that issues a card that silence has confirmed.
    pub(super) fn issue_confirmed_card(
        &self,
        live: &Live,
        at: Timestamp,
        idle: bool,
    ) -> Option<Event> {
        let panel = self.panels.get(live.panel).filter(|_| idle && live.card.is_some())?;
        let procedure = panel.fold.frame.procedure;
        let confirm = procedure.stage_index("confirm")?;
        let issue = procedure.stage_index("issue")?;
        // A person who confirmed issues in person; silence has nobody to do it.
        let silent = live.case.completion(confirm).is_some_and(|done| done.person.is_none());
        let open = panel.fold.automaton.is_possible(live.case.state, issue);
        let n = live.case.events + 1;
        (silent && open).then(|| automatic(n, (ActKind::Issue, "issue", None), at))
    }
}

/// The id of an agency, as the register has it; what it does not know is laid before the agency that handles the case.
pub(super) fn registered(live: &Live, agency: &str, register: &Register) -> Box<str> {
    register.agency(agency).map_or(live.head.agency.clone(), |agency| (&*agency.id).into())
}

/// The stage at which a case stands.
fn standing_at(live: &Live) -> Option<StageIndex> {
    live.tasks.iter().find_map(|task| task.waiting.stage())
}

/// An act that the platform does by law, with no person behind it.
fn automatic(
    n: u32,
    (kind, stage, outcome): (ActKind, &str, Option<&str>),
    at: Timestamp,
) -> Event {
    let mut event = Event::new(n, kind, at, Source::Native);
    event.stage = Some(stage.into());
    event.outcome = outcome.map(Into::into);
    event.body = Some(Box::new(Body { automatic: true, ..Body::default() }));
    event
}

/// Adds a finding to what a card says.
pub(super) fn add_finding(card: &mut CardRow, said: &Said) {
    /// More of the same adds nothing that a reader needs.
    const KEPT: usize = 20;
    let Ok(mut document) = serde_json::from_str::<CardDocument>(&card.document) else { return };
    document.times += 1;
    if document.findings.len() < KEPT {
        document.findings.push(said.clone());
    }
    card.document = serde_json::to_string(&document).unwrap_or_default().into();
}

/// The state of a card after a stage of its procedure, and its level.
fn moved(card: &CardRow, stage: &str, outcome: Option<&str>) -> Option<(&'static str, u32)> {
    let level = card.level;
    Some(match (stage, outcome) {
        ("confirm", Some("declined")) => ("dismissed", level),
        ("confirm", _) => ("confirmed", level),
        ("issue", _) => ("issued", level),
        ("answer", Some("appealed")) => ("appealed", level),
        ("answer", _) => ("answered", level),
        ("decide-appeal", Some("revoked")) => ("revoked", level),
        ("decide-appeal", Some("downgraded")) => ("upheld", level.saturating_sub(1)),
        ("decide-appeal", _) => ("upheld", level),
        ("correct", _) => ("corrected", level),
        // What was dismissed or revoked stays visible as that.
        ("close", _) if !matches!(&*card.state, "dismissed" | "revoked") => ("closed", level),
        _ => return None,
    })
}

/// A finding in words.
pub(super) fn said(live: &Live, rule: &Rule, worded: &Worded, n: u32) -> Said {
    let [finding, ..] = worded;
    let basis = finding.facts.basis.as_ref().unwrap_or(&rule.basis);
    let article = basis.citation();
    let mut texts = Language::ALL.into_iter().zip(worded).map(|(language, finding)| {
        let setting =
            Setting { case: &live.head.case_id, at: finding.at, article: &article, language };
        rule.message.fill(&finding.facts, setting)
    });
    let explained =
        |language| finding.facts.because.as_ref().map(|because| because.in_language(language));
    Said {
        n,
        at: finding.at,
        stage: finding.stage.map(|StageIndex(stage)| stage),
        message: Text {
            simplified: texts.next().unwrap_or_default(),
            traditional: texts.next(),
            english: texts.next(),
        },
        basis: basis.clone(),
        because: explained(Language::SimplifiedChinese).map(|simplified| Text {
            simplified,
            traditional: explained(Language::TraditionalChinese),
            english: explained(Language::English),
        }),
        due: finding.facts.due,
    }
}
