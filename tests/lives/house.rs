//! A platform in the hands of a story: the real server on a real port, with a clock that the story sets.

use super::driver::{Browser, Scripts};
use crate::support::root;
use jiff::Timestamp;
use operations::law_library::LawLibrary;
use operations::law_version::LawVersion;
use operations::platform::{Place, Platform};
use operations::register::RegisterFile;
use operations::time_source::SetTime;
use std::sync::{Arc, LazyLock};
use std::thread::JoinHandle;
use tempfile::TempDir;
use tokio::sync::oneshot;
use web::server::{self, Site};

static LAW: LazyLock<&'static LawVersion> =
    LazyLock::new(|| LawVersion::compile(&LawLibrary::embedded()).unwrap());

/// The size of a telephone.
pub(crate) const PHONE: [u32; 2] = [390, 844];
/// The size of a desk.
pub(crate) const DESK: [u32; 2] = [1280, 900];

/// A platform with the fictional province, closed when it is dropped.
pub(crate) struct House {
    pub(crate) platform: Arc<Platform>,
    time: Arc<SetTime>,
    site: String,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    folder: TempDir,
}

impl House {
    /// Opens a house whose clock shows a time of the province, such as `2026-03-02T09:00:00`. Anyone may act as anyone
    /// in it, as in a demonstration; nobody acts by itself.
    pub(crate) fn open(now: &str) -> Self {
        Self::open_with(now, |_| {})
    }

    /// As [`Self::open`], after something was prepared.
    pub(crate) fn open_with(now: &str, prepare: impl FnOnce(&Platform)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let time = Arc::new(SetTime::new(moment(now)));
        let hall = "[payment]\nprovider = \"local\"\n";
        std::fs::write(folder.path().join("hall.toml"), hall).unwrap();
        let place = Place::in_folder(folder.path());
        let platform = Arc::new(Platform::start(place, *LAW, time.clone()).unwrap());
        let text = std::fs::read_to_string(root().join("examples/province/province.toml")).unwrap();
        platform.write_register(RegisterFile::parse(&text).unwrap()).unwrap();
        prepare(&platform);
        let (stop, stopped) = oneshot::channel();
        let (listening, address) = std::sync::mpsc::channel();
        let shown = Site::new(Arc::clone(&platform), true).unwrap();
        let serving = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
                listening.send(listener.local_addr().unwrap()).unwrap();
                let stop = async {
                    let _ = stopped.await;
                };
                server::serve(shown, listener, stop).await.unwrap();
            });
        });
        let site = format!("http://{}", address.recv().unwrap());
        let (stop, serving) = (Some(stop), Some(serving));
        Self { platform, time, site, stop, serving, folder }
    }

    /// Where it keeps what it knows.
    pub(crate) fn place(&self) -> Place {
        Place::in_folder(self.folder.path())
    }

    /// Sets the clock, and waits until time has done what it does by itself then.
    pub(crate) fn at(&self, now: &str) {
        let now = moment(now);
        self.time.set(now);
        let places: Vec<_> =
            self.platform.register().jurisdictions().map(|j| j.code.clone()).collect();
        let is_due = || {
            places.iter().any(|place| {
                let due = |connection: &mut _| store::timers::due(connection, place, now, 1);
                !self.platform.readers().read(due).unwrap().is_empty()
            })
        };
        let began = std::time::Instant::now();
        while is_due() {
            assert!(began.elapsed().as_secs() < 60, "timers are still due");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Host and port of the site.
    pub(crate) fn address(&self) -> &str {
        self.site.trim_start_matches("http://")
    }

    /// A browser of somebody: the id of a post, or `party:` and the id of a person; nothing where there is no driver.
    pub(crate) fn browser(&self, who: &str, scripts: Scripts, size: [u32; 2]) -> Option<Browser> {
        let browser = Browser::open(&self.site, scripts, size)?;
        browser.go("/healthz");
        browser.keep_cookie("acts-as", who);
        Some(browser)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
    }
}

/// A moment of the clocks in the province.
pub(crate) fn moment(text: &str) -> i64 {
    format!("{text}+08:00").parse::<Timestamp>().unwrap().as_millisecond()
}
