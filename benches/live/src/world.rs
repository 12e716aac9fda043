//! A platform with the fictional province, and those who act in it.

use operations::caller::Caller;
use operations::law_library::LawLibrary;
use operations::law_version::LawVersion;
use operations::platform::{Place, Platform};
use operations::register::RegisterFile;
use operations::time_source::TimeSource;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use store::connection::{Connection, StoreError};

/// The item of all cases here: a food business licence, twenty working days by law.
pub const ITEM: &str = "0100020001";

/// An agency that handles the item, and who accepts there.
pub struct Office {
    pub jurisdiction: Box<str>,
    pub agency: Box<str>,
    pub window: Caller,
}

pub struct World {
    pub platform: Arc<Platform>,
    pub offices: Vec<Office>,
}

/// The law inside the program.
fn law() -> Result<&'static LawVersion, String> {
    static LAW: OnceLock<Result<&'static LawVersion, String>> = OnceLock::new();
    let compile =
        || LawVersion::compile(&LawLibrary::embedded()).map_err(|error| error.to_string());
    LAW.get_or_init(compile).clone()
}

fn province() -> Result<RegisterFile, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/province/province.toml");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    RegisterFile::parse(&text).map_err(|error| error.to_string())
}

impl World {
    /// Starts a platform at a place; an empty one gets the province.
    pub fn start(place: &Place, time: Arc<dyn TimeSource>) -> Result<Self, String> {
        let platform =
            Platform::start(place.clone(), law()?, time).map_err(|error| error.to_string())?;
        if platform.register().agencies().next().is_none() {
            platform.write_register(province()?).map_err(|error| error.to_string())?;
        }
        let offices = offices(&platform);
        Ok(Self { platform: Arc::new(platform), offices })
    }

    pub fn jurisdictions(&self) -> Vec<Box<str>> {
        self.platform.register().jurisdictions().map(|place| place.code.clone()).collect()
    }

    pub fn read<T>(
        &self,
        read: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, String> {
        self.platform.readers().read(read).map_err(|error: StoreError| error.to_string())
    }

    /// Waits until nothing is due at a moment that the clock has passed.
    pub fn drain(&self, now: i64) -> Result<(), String> {
        const SECONDS_MAX: u64 = 300;
        let places = self.jurisdictions();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(SECONDS_MAX) {
            let mut due = 0;
            for place in &places {
                due += self.read(|connection| store::timers::due(connection, place, now, 1))?.len();
            }
            if due == 0 {
                return self.sound();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Err(format!("timers are still due after {SECONDS_MAX} s"))
    }

    /// Nothing may have gone wrong in silence.
    pub fn sound(&self) -> Result<(), String> {
        match self.platform.alarms().all().as_slice() {
            [] => Ok(()),
            alarms => Err(format!("alarms stand: {alarms:?}")),
        }
    }
}

fn offices(platform: &Platform) -> Vec<Office> {
    let register = platform.register();
    let agencies = register.agencies_of_item(ITEM);
    let office = |agency: &operations::register::Agency| {
        let is_window =
            |post: &&operations::register::Post| post.roles.iter().any(|role| **role == *"window");
        let post = register.posts_of(&agency.id).find(is_window)?;
        Some(Office {
            jurisdiction: agency.jurisdiction.clone(),
            agency: agency.id.as_ref().into(),
            window: Caller::of_post(&register, post),
        })
    };
    agencies.filter_map(office).collect()
}
