//! Whether what an installation keeps is its owner's alone: the folder, keys and passwords.

use super::{Add, Standing};
use crate::hall_settings::HallSettings;
use crate::people::setup;
use crate::platform::Place;
use std::path::Path;

/// Looks at the folder, and at the secrets in it that need not be there.
pub(super) fn add_folder(place: &Place, add: Add<'_>) {
    add_folder_mode(&place.folder, add);
    let hall = HallSettings::read(&place.folder).ok();
    if let Some(advice) = hall.as_ref().and_then(HallSettings::advice) {
        add("letters", Standing::Warning, advice.to_owned());
    }
    let password = hall.and_then(|hall| hall.mail?.password_file);
    // A file elsewhere is kept by whoever put it there, perhaps in ways that its mode does not show.
    let password = password.filter(|file| file.starts_with(&place.folder));
    for (about, file) in [
        ("payment key", Some(place.folder.join("payment.key"))),
        ("secret of the first start", Some(setup::file(&place.folder))),
        ("password of the relay", password),
    ] {
        if let Some(file) = file.filter(|file| file.exists()) {
            add_mode(about, &file, add);
        }
    }
}

/// What may be done with a file by those who do not own it; nothing where it is not there.
#[cfg(unix)]
fn others(path: &Path) -> std::io::Result<u32> {
    use std::os::unix::fs::PermissionsExt;
    /// Everything for the group and for others.
    const OTHERS: u32 = 0o077;
    Ok(std::fs::metadata(path)?.permissions().mode() & OTHERS)
}

/// Whose a file is, other systems keep in ways of their own.
#[cfg(not(unix))]
fn others(path: &Path) -> std::io::Result<u32> {
    std::fs::metadata(path).map(|_| 0)
}

/// Whether others than its owner may look into the folder. A group that only reads may be meant, for backups.
fn add_folder_mode(folder: &Path, add: Add<'_>) {
    /// What a group may have without being able to change anything.
    const GROUP_READS: u32 = 0o050;
    let (standing, who) = match others(folder) {
        Ok(0) => {
            add("folder", Standing::InOrder, "for its owner alone".to_owned());
            return;
        }
        Ok(mode) if mode & !GROUP_READS == 0 => (Standing::Warning, "its group may look into it"),
        Ok(_) => (Standing::Fault, "others may look into it, or change what stands there"),
        Err(error) => {
            add("folder", Standing::Fault, format!("{}: {error}", folder.display()));
            return;
        }
    };
    let finding = format!(
        "{}: {who}: applications, files and the database stand there. What to do: `chmod -R go= {0}`",
        folder.display()
    );
    add("folder", standing, finding);
}

/// Whether others than its owner may read or change a key.
pub(super) fn add_mode(about: &'static str, file: &Path, add: Add<'_>) {
    match others(file) {
        Ok(0) => add(about, Standing::InOrder, "for its owner alone".to_owned()),
        Ok(mode) => {
            let finding = format!(
                "{}: others may read it and use it in its name (mode {mode:02o} for them). What to do: `chmod 600`, find out who could read it, and make a new one if somebody may have",
                file.display(),
            );
            add(about, Standing::Fault, finding);
        }
        Err(error) => add(about, Standing::Fault, format!("{}: {error}", file.display())),
    }
}
