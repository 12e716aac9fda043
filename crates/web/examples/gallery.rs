//! Writes every page in every language to a folder, to be looked at in a browser without a server.
//!
//! `cargo run -p web --example gallery -- FOLDER`

#[expect(clippy::unwrap_used, reason = "these samples are test data")]
#[path = "../tests/pages/samples/mod.rs"]
mod samples;

use domain::text::Language;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The file of an address: `/items?q=a` becomes `items-q-a.html`.
fn file_of(address: &str) -> String {
    let plain: String =
        address.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let name = plain.trim_matches('-');
    format!("{}.html", if name.is_empty() { "index" } else { name })
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf = env::args().nth(1).ok_or("which folder?")?.into();
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    fs::create_dir_all(folder.join("assets"))?;
    for entry in fs::read_dir(assets)? {
        let entry = entry?;
        fs::copy(entry.path(), folder.join("assets").join(entry.file_name()))?;
    }
    for language in Language::ALL {
        let shown = samples::pages(language);
        fs::create_dir_all(folder.join(language.tag()))?;
        for page in &shown {
            let mut html = page.html.replace("\"/assets/", "\"../assets/");
            for other in &shown {
                let from = format!("href=\"{}\"", other.address);
                html = html.replace(&from, &format!("href=\"{}\"", file_of(&other.address)));
            }
            for other in Language::ALL {
                let switch = format!("lang={}\" lang=", other.tag());
                let here = format!("\" data-gallery=\"{}\" lang=", other.tag());
                html = html.replace(&switch, &here);
            }
            fs::write(folder.join(language.tag()).join(file_of(&page.address)), html)?;
        }
    }
    Ok(())
}
