//! A platform with the fictional province, and a clock that is set by hand.

mod acts;
mod site;

pub(crate) use acts::{complete, decide, kinds, names};
use jiff::Timestamp;
use operations::caller::Caller;
use operations::desk::Failure;
use operations::event_text::EventText;
use operations::law_library::LawLibrary;
use operations::law_version::LawVersion;
use operations::platform::Platform;
use operations::register::RegisterFile;
use operations::time_source::SetTime;
pub(crate) use site::{Site, skipped, sqlite};
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use store::cards::CardRow;
use store::cases::CaseHead;
use store::connection::{Connection, StoreError};

pub(crate) static LAW: LazyLock<&'static LawVersion> =
    LazyLock::new(|| LawVersion::compile(&LawLibrary::embedded()).unwrap());

pub(crate) const COUNTY: &str = "990101";
/// The neighbour of [`COUNTY`].
pub(crate) const OTHER_COUNTY: &str = "990102";
/// 食品经营许可: five working days to accept, ten promised, twenty by law.
pub(crate) const FOOD: &str = "0100020001";
/// How long a test waits for what must come; not how long it may take.
const PATIENCE: Duration = Duration::from_secs(300);

pub(crate) struct World {
    /// None only while it is started again.
    platform: Option<Platform>,
    pub(crate) time: Arc<SetTime>,
    pub(crate) law: &'static LawVersion,
    pub(crate) site: Site,
}

pub(crate) fn moment(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

/// A moment of the clocks in the county.
pub(crate) fn local(text: &str) -> i64 {
    moment(&format!("{text}+08:00"))
}

pub(crate) fn province() -> RegisterFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/province/province.toml");
    RegisterFile::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Waits until something is so.
pub(crate) fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < PATIENCE, "it never came: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

impl World {
    /// A world on SQLite.
    pub(crate) fn new(now: &str) -> Self {
        Self::at(Site::sqlite(), now)
    }

    pub(crate) fn at(site: Site, now: &str) -> Self {
        let time = Arc::new(SetTime::new(local(now)));
        let platform = Platform::start(site.place(), *LAW, time.clone()).unwrap();
        platform.write_register(province()).unwrap();
        Self { platform: Some(platform), time, law: *LAW, site }
    }

    pub(crate) fn platform(&self) -> &Platform {
        self.platform.as_ref().unwrap()
    }

    /// The platform, for what holds it together with others.
    pub(crate) fn taken(&mut self) -> Platform {
        self.platform.take().unwrap()
    }

    /// Ends the platform and starts it again where it was.
    pub(crate) fn restart(&mut self) {
        self.restart_with(self.law);
    }

    /// As [`Self::restart`], with another law.
    pub(crate) fn restart_with(&mut self, law: &'static LawVersion) {
        self.stop();
        let platform = Platform::start(self.site.place(), law, self.time.clone()).unwrap();
        (self.platform, self.law) = (Some(platform), law);
    }

    /// Ends the platform.
    pub(crate) fn stop(&mut self) {
        drop(self.platform.take());
    }

    /// The caller that holds a role in an agency.
    pub(crate) fn official(&self, agency: &str, role: &str) -> Caller {
        self.officials(agency, role).into_iter().next().unwrap()
    }

    /// The callers that hold a role in an agency.
    pub(crate) fn officials(&self, agency: &str, role: &str) -> Vec<Caller> {
        let register = self.platform().register();
        let posts = register.posts_of(agency);
        let holders = posts.filter(|post| post.roles.iter().any(|known| **known == *role));
        holders.map(|post| Caller::of_post(&register, post)).collect()
    }

    /// The agency of a kind in a place.
    pub(crate) fn agency(&self, kind: &str, place: &str) -> String {
        let register = self.platform().register();
        let mut agencies = register.agencies();
        let found = agencies.find(|a| *a.kind == *kind && *a.jurisdiction == *place).unwrap();
        found.id.to_string()
    }

    /// The agency of a kind that is responsible for another.
    pub(crate) fn responsible(&self, kind: &str, agency: &str) -> String {
        self.platform().register().responsible(kind, agency).unwrap().id.to_string()
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&mut Connection) -> Result<T, StoreError>) -> T {
        self.platform().readers().read(read).unwrap()
    }

    pub(crate) fn head(&self, case: &str) -> CaseHead {
        self.read(|connection| store::cases::find(connection, COUNTY, case)).unwrap()
    }

    /// The events of a case, as stored.
    pub(crate) fn events(&self, case: &str) -> Vec<EventText> {
        let stored = self.read(|connection| store::log::events_of(connection, COUNTY, case));
        stored.iter().map(|event| EventText::parse(&event.event).unwrap()).collect()
    }

    /// The cards that fell in a case.
    pub(crate) fn cards(&self, case: &str) -> Vec<CardRow> {
        self.read(|connection| store::cards::of_case(connection, COUNTY, case))
    }

    /// The one card of a rule in a case.
    pub(crate) fn card(&self, case: &str, rule: &str) -> CardRow {
        let mut cards = self.cards(case);
        cards.retain(|card| *card.rule == *rule);
        assert_eq!(cards.len(), 1, "{rule}: {cards:#?}");
        cards.remove(0)
    }

    /// Leaves of all logs.
    pub(crate) fn leaves(&self) -> i64 {
        let heads = self.read(store::log::heads);
        heads.iter().map(|head| head.size).sum()
    }

    /// Sets the clock to a local time and waits until time has done what was due.
    pub(crate) fn pass_to(&self, now: &str) {
        self.pass_to_moment(local(now));
    }

    pub(crate) fn pass_to_moment(&self, now: i64) {
        self.time.set(now);
        wait_until("timers that were due have fired", || {
            assert_eq!(self.platform().alarms().about("writer"), None);
            self.due(now) == 0
        });
    }

    /// How many timers are due at a moment, at most 5 a place.
    pub(crate) fn due(&self, now: i64) -> usize {
        self.read(|connection| {
            let mut due = 0;
            for head in store::log::heads(connection)? {
                due += store::timers::due(connection, &head.jurisdiction, now, 5)?.len();
            }
            Ok(due)
        })
    }

    /// Whether honest acts are still recorded.
    pub(crate) fn assert_works(&self) {
        let agency = self.agency("market-regulation", COUNTY);
        let case = self.open(&agency, FOOD).case_id;
        let window = self.official(&agency, "window");
        self.step(window, &case, domain::case::decide::Command::Accept).unwrap();
    }
}

/// What a failure refuses by, when it is a refusal.
pub(crate) fn refused_by(failure: &Failure) -> &'static str {
    match failure {
        Failure::Refused(refusal) => refusal.rule.word(),
        other => panic!("not a refusal: {other:?}"),
    }
}
