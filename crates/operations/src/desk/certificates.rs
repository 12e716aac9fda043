//! Results that are issued get their numbers, and go into the register of certificates, in the transaction of the act.

use super::acts::Books;
use super::live::Live;
use super::{Desk, Failure, Record, Records};
use crate::certificates::agreement::last_day;
use crate::certificates::{CERTIFICATE, Certificate, SEQUENCE, State, of_record};
use domain::case::fold::Frame;
use domain::case::refusal::clauses::Clauses;
use domain::case::refusal::{Refusal, RefusalRule};
use domain::event::{ActKind, Event, Source};
use domain::item::certificate::CertificateRule;
use domain::text::Text;
use jiff::civil::Date;
use store::cases::{CaseHead, CaseKind};
use store::connection::StoreError;

/// What numbering works on.
struct Numbering<'a> {
    head: &'a CaseHead,
    frame: Frame<'static>,
    clauses: &'static Clauses,
}

impl Desk {
    /// Numbers the results among events that were decided, and enters them into the register.
    pub(super) fn enter_results(
        &mut self,
        live: &Live,
        mut events: Vec<Event>,
        now: i64,
        books: Books<'_>,
    ) -> Result<Result<Vec<Event>, Failure>, StoreError> {
        let changes_results =
            |event: &Event| matches!(event.kind, ActKind::Issue | ActKind::Revoke);
        let issues = events.iter().any(changes_results);
        let Some(panel) = self.panels.get(live.panel) else { return Ok(Err(Failure::Busy)) };
        if !issues || live.head.kind == CaseKind::Card {
            return Ok(Ok(events));
        }
        let frame = panel.fold.frame;
        let mut numbers = live.results.clone();
        let clauses = &self.laws.current().clauses;
        let numbering = Numbering { head: &live.head, frame, clauses };
        self.keep(now, books, |records| {
            for event in &mut events {
                let done = match event.kind {
                    ActKind::Issue => numbering.enter(event, records)?,
                    ActKind::Revoke => numbering.revoke(&numbers, records)?,
                    _ => Ok(()),
                };
                if let Err(failure) = done {
                    return Ok(Err(failure));
                }
                // A report may give a result and revoke it at once.
                let issued = event.body.as_deref().filter(|_| event.kind == ActKind::Issue);
                numbers.extend(issued.and_then(|body| body.number.clone()));
            }
            Ok(Ok(events))
        })
    }
}

impl Numbering<'_> {
    fn enter(
        &self,
        event: &mut Event,
        records: &mut Records<'_>,
    ) -> Result<Result<(), Failure>, StoreError> {
        let today = self.frame.zone.to_datetime(event.recorded_at).date();
        let rule = self.frame.item.and_then(|item| item.certificate.as_ref());
        let typed = event.body.as_deref().and_then(|body| body.number.clone());
        let number = match (typed, rule) {
            (Some(number), _) => number,
            (None, Some(rule)) => self.next_number(rule, today, records)?,
            (None, None) => return Ok(Ok(())),
        };
        if records.find([&self.head.jurisdiction, CERTIFICATE, &self.key(&number)])?.is_some() {
            // What was done elsewhere is believed; the first with a number stands in the register.
            if event.source != Source::Native {
                return Ok(Ok(()));
            }
            let subject = Text { simplified: number.into(), ..Text::default() };
            let refusal = Refusal::general(RefusalRule::NumberTaken, &subject, self.clauses);
            return Ok(Err(Failure::Refused(Box::new(refusal))));
        }
        let certificate = self.certificate(event, number, rule, today);
        let body = event.body.get_or_insert_default();
        body.number = Some(certificate.number.clone());
        // The act itself says until when its result stands, so that the register can be held against the log.
        if event.source == Source::Native {
            body.until = certificate.valid_until;
        }
        records.write(certificate.record());
        Ok(Ok(()))
    }

    /// What the case has given stands no more.
    fn revoke(
        &self,
        numbers: &[Box<str>],
        records: &mut Records<'_>,
    ) -> Result<Result<(), Failure>, StoreError> {
        for number in numbers {
            let key = self.key(number);
            let known = records.find([&self.head.jurisdiction, CERTIFICATE, &key])?;
            let Some(known) = known else { continue };
            let certificate = of_record(&known)?;
            // A number that a report repeats belongs to the case in which it was first.
            if certificate.case == self.head.case_id {
                records.write(Certificate { state: State::Revoked, ..certificate }.record());
            }
        }
        Ok(Ok(()))
    }

    fn key(&self, number: &str) -> String {
        Certificate::key(number, &self.head.agency)
    }

    fn certificate(
        &self,
        event: &Event,
        number: Box<str>,
        rule: Option<&CertificateRule>,
        today: Date,
    ) -> Certificate {
        Certificate {
            number,
            jurisdiction: self.head.jurisdiction.clone(),
            case: self.head.case_id.clone(),
            n: event.n,
            item: self.head.item.clone(),
            agency: (&*self.head.agency).into(),
            holder: self.head.applicant.clone(),
            issued_at: event.recorded_at.as_millisecond(),
            valid_until: last_day(rule, today, self.frame),
            state: State::Valid,
        }
    }

    /// The next number that the platform makes, past those that somebody wrote by hand.
    fn next_number(
        &self,
        rule: &CertificateRule,
        today: Date,
        records: &mut Records<'_>,
    ) -> Result<Box<str>, StoreError> {
        let head = self.head;
        let key = [&*head.agency, &*head.item, &*rule.counted_by(today)].join("/");
        let known = records.find([&head.jurisdiction, SEQUENCE, &key])?;
        let mut sequence = known.map_or(0, |record| record.at);
        let number = loop {
            sequence += 1;
            let number = rule.number([&head.jurisdiction, &head.agency], today, sequence);
            if records.find([&head.jurisdiction, CERTIFICATE, &self.key(&number)])?.is_none() {
                break number;
            }
        };
        records.write(Record {
            jurisdiction: head.jurisdiction.clone(),
            kind: SEQUENCE.into(),
            key: key.into(),
            owner: "".into(),
            at: sequence,
            document: "{}".into(),
        });
        Ok(number.into())
    }
}
