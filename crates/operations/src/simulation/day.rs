//! One day: what arises when, and what is asked of the platform slice by slice.

use super::agenda::Task;
use super::catalogue::Offer;
use super::commands::materials;
use super::hours::{DAY, HOUR, MINUTE};
use super::misbehaviour::{Misdeed, Wrong, begins_with_party, wrong};
use super::outcome::{Asked, Opened};
use super::reports::Offline;
use super::settings::{HOURS, REST_DAY, WEEKDAYS};
use super::work::Wish;
use super::{Simulation, SimulationError};
use crate::caller::Caller;
use crate::desk::{OpenCase, ReportActs, Request, StepCase};
use crate::register::Post;
use domain::case::decide::Command;
use domain::event::Name;
use std::sync::mpsc;

impl Simulation {
    /// Plans what arises on the day of `now`, once.
    pub(super) fn begin_day(&mut self, now: i64) {
        let date = self.hours.date(now);
        if self.day == Some(date) {
            return;
        }
        self.day = Some(date);
        let works = self.hours.is_working_day(date);
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
        let part = if works { WEEKDAYS.get(weekday).copied().unwrap_or(0) } else { REST_DAY };
        let usual = i64::from(self.settings.cases_a_day) * i64::from(part) / 1_000;
        let count = usual * self.chance.between(85, 116) / 100;
        let midnight = self.hours.begin_of(date);
        for _ in 0..count {
            let hour = self.chance.weighted(HOURS.iter().copied()).unwrap_or(0);
            let hour = i64::try_from(hour).unwrap_or(0);
            let at = midnight + hour * HOUR + self.chance.between(0, HOUR);
            let offer = self.catalogue.any(&mut self.chance);
            if let Some(offer) = offer.filter(|_| at > now) {
                self.arise(at, offer, works);
            }
        }
    }

    fn arise(&mut self, at: i64, offer: usize, works: bool) {
        let Some(found) = self.catalogue.offer(offer) else { return };
        let by_party = begins_with_party(found.procedure);
        if by_party || self.time.is_office_hour(at) {
            self.agenda.add(at, Task::Arise(offer));
        } else if works {
            // Officials open proceedings when they are at work.
            let at = self.hours.after(at, self.chance.between(0, 120) * MINUTE);
            self.agenda.add(at, Task::Arise(offer));
        }
    }

    /// Does everything that is due at `now`, also what follows from it at once.
    pub(super) fn work_until(&mut self, now: i64) -> Result<(), SimulationError> {
        loop {
            self.hear()?;
            let mut asked = Vec::new();
            while let Some((at, task)) = self.agenda.take(now) {
                asked.extend(self.ask_for(at, task));
            }
            if asked.is_empty() {
                return Ok(());
            }
            self.submit(asked)?;
        }
    }

    fn ask_for(&mut self, at: i64, task: Task) -> Option<Asked> {
        match task {
            Task::Act { key, plan } => {
                let work = self.works.get_mut(&key).filter(|work| work.plan == plan)?;
                let act = work.next.take()?;
                let request = match act.wish.clone() {
                    Wish::Step(command) => Request::Step(StepCase {
                        jurisdiction: work.place.clone(),
                        case_id: work.number.clone(),
                        command,
                    }),
                    Wish::Report(events) => Request::Report(ReportActs {
                        jurisdiction: work.place.clone(),
                        case_id: Some(work.number.clone()),
                        item: work.item_code.clone(),
                        agency: (&*work.agency).into(),
                        applicant: work.applicant.as_deref().map(Into::into),
                        events,
                    }),
                };
                let caller = act.caller.clone();
                Some(Asked { at, caller, request, opened: None, act: Some((key, act)) })
            }
            Task::Arise(offer) => {
                let offer = self.catalogue.offer(offer)?.clone();
                self.open(at, offer)
            }
            Task::Enter(offer) => {
                let offer = self.catalogue.offer(offer)?.clone();
                self.enter(at, &offer)
            }
        }
    }

    fn open(&mut self, at: i64, offer: Offer) -> Option<Asked> {
        let misdeed = self.tempted(&offer, at);
        if misdeed.as_ref().is_some_and(|misdeed| misdeed.wrong == Wrong::EntersAfterwards) {
            // It is done somewhere else, and comes to the platform days later.
            let position = self.catalogue.find(&offer.agency, &offer.item.code)?;
            let days = self.chance.between(3, 8);
            let later = self.hours.after(at + days * DAY, self.chance.between(0, 400) * MINUTE);
            self.agenda.add(later, Task::Enter(position));
            return None;
        }
        let applicant = self.catalogue.applicant(&offer, &mut self.chance)?;
        let applicant: Name = (&*applicant.id).into();
        let caller = if begins_with_party(offer.procedure) {
            Caller::Party { person: applicant.clone() }
        } else {
            let role = offer.procedure.stages.first()?.role.as_deref()?;
            let holds = |post: &&Post| post.roles.iter().any(|known| **known == *role);
            let posts: Vec<&Post> = self.register.posts_of(&offer.agency).filter(holds).collect();
            Caller::of_post(&self.register, self.chance.pick(&posts)?)
        };
        let request = Request::Open(OpenCase {
            jurisdiction: offer.place.clone(),
            item: offer.item.code.as_str().into(),
            agency: (&*offer.agency).into(),
            applicant: Some((&*applicant).into()),
            command: Command::Submit { materials: materials(Some(offer.item)) },
        });
        let person = match &caller {
            Caller::Party { person } | Caller::Official { person, .. } => Some(person.clone()),
            _ => None,
        };
        let opened = Some(Opened { offer, applicant, person, misdeed });
        Some(Asked { at, caller, request, opened, act: None })
    }

    /// A case that was handled off the platform.
    fn enter(&mut self, at: i64, offer: &Offer) -> Option<Asked> {
        let applicant: Name = (&*self.catalogue.applicant(offer, &mut self.chance)?.id).into();
        let offline = Offline {
            register: &self.register,
            procedure: offer.procedure,
            item: offer.item,
            agency: &offer.agency,
            applicant: applicant.clone(),
        };
        let events = offline.course(at, &mut self.chance);
        let request = Request::Report(ReportActs {
            jurisdiction: offer.place.clone(),
            case_id: None,
            item: offer.item.code.as_str().into(),
            agency: (&*offer.agency).into(),
            applicant: Some((&*applicant).into()),
            events,
        });
        let caller = Caller::Feed { agency: offer.agency.clone() };
        let opened = Some(Opened { offer: offer.clone(), applicant, person: None, misdeed: None });
        Some(Asked { at, caller, request, opened, act: None })
    }

    /// Whether a misbehaving post of the agency does wrong in this case: regularly, so that none is spared by chance.
    fn tempted(&mut self, offer: &Offer, at: i64) -> Option<Misdeed> {
        let misbehaves = |post: &&Post| post.misbehaviour.is_some();
        let post = self.register.posts_of(&offer.agency).find(misbehaves)?;
        let word = post.misbehaviour.as_deref()?;
        let other_kind = self.chance.once_in(400);
        let wrong = wrong(word, offer.procedure, other_kind)?;
        let all_open = self.time.is_office_hour(at) && self.time.is_office_hour(at + HOUR / 2);
        if wrong == Wrong::WholeCaseInMinutes && !all_open {
            return None;
        }
        let urge = self.urge_to_misbehave.entry(post.id.as_ref().into());
        let chance = &mut self.chance;
        let urge = urge.or_insert_with(|| u32::try_from(chance.between(700, 1_000)).unwrap_or(0));
        *urge += self.settings.misbehaviour;
        if *urge < 1_000 {
            return None;
        }
        *urge -= 1_000;
        Some(Misdeed { wrong, post: post.id.clone(), step: 0 })
    }

    /// Before somebody says that a fee is paid, the counter has said so.
    fn pay_at_counter(&self, asked: &Asked) {
        let (Caller::Party { person }, Request::Step(step)) = (&asked.caller, &asked.request)
        else {
            return;
        };
        let Command::PayFee { number, amount_fen } = &step.command else { return };
        let (place, case) = (step.jurisdiction.clone(), step.case_id.clone());
        let (payer, number, amount) = (person.clone(), number.clone(), *amount_fen);
        let work = move |records: &mut crate::desk::Records<'_>| {
            crate::payments::at_counter(records, [&place, &case, &payer], (&number, amount)).map(Ok)
        };
        // Whether it was kept shows when the payment itself is asked for.
        let keep = Request::Keep(Box::new(work));
        self.platform.submit(Caller::Platform, keep, None, Box::new(|_| {}));
    }

    /// Submits what is asked, waits for the replies, and plans on.
    fn submit(&mut self, asked: Vec<Asked>) -> Result<(), SimulationError> {
        let (sender, receiver) = mpsc::channel();
        let mut waiting = Vec::with_capacity(asked.len());
        for (position, asked) in asked.into_iter().enumerate() {
            // While the clock runs by itself this only confirms it.
            if asked.at > self.platform.now() {
                self.time.set(asked.at);
            }
            self.pay_at_counter(&asked);
            let sender = sender.clone();
            let reply = move |outcome| {
                // Who asked may have gone.
                let _ = sender.send((position, outcome));
            };
            self.platform.submit(asked.caller, asked.request, None, Box::new(reply));
            waiting.push((asked.at, asked.opened, asked.act));
        }
        drop(sender);
        let mut replies: Vec<_> = receiver.iter().collect();
        replies.sort_by_key(|(position, _)| *position);
        for ((at, opened, act), (_, reply)) in waiting.into_iter().zip(replies) {
            match (opened, act) {
                (Some(opened), _) => self.opened(at, opened, reply)?,
                (None, Some((key, act))) => self.acted(at, &key, &act, reply)?,
                (None, None) => {}
            }
        }
        match self.stopped.take() {
            Some(fault) => Err(SimulationError::Stopped(fault)),
            None => Ok(()),
        }
    }
}
