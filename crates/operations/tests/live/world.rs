//! A platform with the fictional province, and a clock that is set by hand.

use domain::case::decide::Command;
use jiff::Timestamp;
use operations::caller::Caller;
use operations::desk::{Answer, Failure, OpenCase, Request, StepCase};
use operations::law_library::LawLibrary;
use operations::law_version::LawVersion;
use operations::platform::{Place, Platform};
use operations::register::RegisterFile;
use operations::time_source::SetTime;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

pub(crate) static LAW: LazyLock<&'static LawVersion> =
    LazyLock::new(|| LawVersion::compile(&LawLibrary::embedded()).unwrap());

pub(crate) const COUNTY: &str = "990101";

pub(crate) struct World {
    pub(crate) platform: Platform,
    pub(crate) time: Arc<SetTime>,
    pub(crate) folder: TempDir,
}

pub(crate) fn moment(text: &str) -> i64 {
    text.parse::<Timestamp>().unwrap().as_millisecond()
}

fn province() -> RegisterFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/province/province.toml");
    RegisterFile::parse(&std::fs::read_to_string(path).unwrap()).unwrap()
}

impl World {
    pub(crate) fn new(now: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let time = Arc::new(SetTime::new(moment(now)));
        let place = Place::in_folder(folder.path());
        let platform = Platform::start(place, *LAW, time.clone()).unwrap();
        platform.write_register(province()).unwrap();
        Self { platform, time, folder }
    }

    /// The caller that holds a role in an agency.
    pub(crate) fn official(&self, agency: &str, role: &str) -> Caller {
        let register = self.platform.register();
        let post = register
            .posts_of(agency)
            .find(|post| post.roles.iter().any(|known| **known == *role))
            .unwrap_or_else(|| panic!("{agency} has no {role}"));
        Caller::of_post(&register, post)
    }

    pub(crate) fn agency(&self, kind: &str, place: &str) -> String {
        let register = self.platform.register();
        let mut agencies = register.agencies();
        let found = agencies.find(|a| *a.kind == *kind && *a.jurisdiction == *place).unwrap();
        found.id.to_string()
    }

    pub(crate) fn open(&self, agency: &str, item: &str) -> Answer {
        let open = OpenCase {
            jurisdiction: COUNTY.into(),
            item: item.into(),
            agency: agency.into(),
            applicant: Some("a-001".into()),
            command: Command::Submit { materials: vec!["application-form".into()] },
        };
        let party = Caller::Party { person: "a-001".into() };
        self.platform.ask(party, Request::Open(open), None).unwrap()
    }

    pub(crate) fn step(
        &self,
        caller: Caller,
        case: &str,
        command: Command,
    ) -> Result<Answer, Failure> {
        let step = StepCase { jurisdiction: COUNTY.into(), case_id: case.into(), command };
        self.platform.ask(caller, Request::Step(step), None)
    }

    /// Sets the clock and lets the tick run until nothing is due.
    pub(crate) fn pass_to(&self, now: &str) {
        self.time.set(moment(now));
        let due = || {
            let now = moment(now);
            self.platform.readers().read(|connection| {
                let due = store::timers::due(connection, COUNTY, now, 10)?;
                Ok::<_, store::connection::StoreError>(due.len())
            })
        };
        for _ in 0..100 {
            if due().unwrap() == 0 {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("timers are still due");
    }
}
