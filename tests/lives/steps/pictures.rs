//! Pictures of pages for the documentation, taken while a story is played.

use crate::lives::driver::Browser;
use std::path::PathBuf;

/// Saves what the window shows under a name, where `YANGGUANG_SCREENSHOTS` names a folder.
pub(crate) fn picture(browser: &Browser, name: &str) {
    let Some(folder) = std::env::var_os("YANGGUANG_SCREENSHOTS") else { return };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder).unwrap();
    browser.screenshot(&folder.join(format!("{name}.png")));
}
