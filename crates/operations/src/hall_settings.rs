//! Settings of the online hall: a file `hall.toml` in the folder of an installation; what it does not say is as here.

mod mail;

pub use mail::{Encryption, MailSettings, RelayAddress};

use serde::Deserialize;
use std::path::Path;

/// Name of the file in the folder of an installation.
pub const FILE: &str = "hall.toml";
/// Bytes of a mebibyte.
const MEBIBYTE: u64 = 1 << 20;

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum HallSettingsError {
    /// The file cannot be read.
    #[error("hall.toml: {0}")]
    File(#[from] std::io::Error),
    /// The file is malformed.
    #[error("hall.toml: {0}")]
    Malformed(#[from] toml::de::Error),
    /// A value makes no sense.
    #[error("hall.toml: {0}")]
    Senseless(&'static str),
}

/// Settings of the hall.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HallSettings {
    /// Where people reach the hall, without a slash at the end: e-mails and QR codes point there.
    pub address: Option<Box<str>>,
    /// Under which name the logs are signed, chosen before the first start: a domain of the installation's own and a path.
    pub log_name: Option<Box<str>>,
    /// What may be uploaded.
    pub files: FileSettings,
    /// How long drafts are kept.
    pub drafts: DraftSettings,
    /// Notices by e-mail.
    pub mail: Option<MailSettings>,
    /// How fees are paid in the hall.
    pub payment: PaymentSettings,
}

/// What may be uploaded. Technical bounds, so that disk and memory last.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileSettings {
    /// Types that are taken, by their usual ending.
    pub types: Vec<Box<str>>,
    /// The largest file, in MiB.
    pub largest_file_mib: u64,
    /// All files of one application together, in MiB.
    pub largest_application_mib: u64,
    /// Files of one application.
    pub most_files: usize,
    /// An upload that nobody went on with and a draft's removed files are cleared away after so many days.
    pub abandoned_after_days: u32,
    /// Where a draft has as many unfinished uploads as it may have files, those begun so many hours ago make room.
    pub unfinished_makes_room_after_hours: u32,
}

impl Default for FileSettings {
    fn default() -> Self {
        Self {
            types: ["pdf", "jpg", "png"].map(Box::from).into(),
            largest_file_mib: 20,
            largest_application_mib: 200,
            most_files: 60,
            abandoned_after_days: 7,
            unfinished_makes_room_after_hours: 1,
        }
    }
}

impl FileSettings {
    /// The largest file, in bytes.
    #[must_use]
    pub fn largest_file(&self) -> u64 {
        self.largest_file_mib * MEBIBYTE
    }

    /// All files of one application together, in bytes.
    #[must_use]
    pub fn largest_application(&self) -> u64 {
        self.largest_application_mib * MEBIBYTE
    }
}

/// How long drafts are kept. What is typed into one is personal: it is not kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DraftSettings {
    /// A draft that nobody changed is deleted after so many days.
    pub lapse_after_days: u32,
}

impl Default for DraftSettings {
    fn default() -> Self {
        Self { lapse_after_days: 180 }
    }
}

/// How fees are paid in the hall.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentSettings {
    /// The provider.
    pub provider: ProviderKind,
}

/// A payment provider.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// None: fees are paid at the window.
    #[default]
    None,
    /// A cashier of the platform's own, which moves no money: for trying, for training and for demonstrations.
    Local,
}

impl HallSettings {
    /// Reads the settings of a folder.
    ///
    /// # Errors
    /// See [`HallSettingsError`].
    pub fn read(folder: &Path) -> Result<Self, HallSettingsError> {
        let text = match std::fs::read_to_string(folder.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error.into()),
        };
        let mut settings: Self = toml::from_str(&text)?;
        settings.check()?;
        if let Some(mail) = &mut settings.mail {
            mail.look_in(folder);
        }
        Ok(settings)
    }

    /// What a person should look at before people miss it, though nothing stands in the way of serving.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        let lacks = self.mail.is_some() && self.address.is_none();
        lacks.then_some(
            "letters carry no links, because `address` is missing in hall.toml: they say in words where to look; set it to where people reach the hall",
        )
    }

    fn check(&self) -> Result<(), HallSettingsError> {
        if let Some(mail) = &self.mail {
            mail.check().map_err(HallSettingsError::Senseless)?;
        }
        let files = &self.files;
        if files.types.is_empty() || files.most_files == 0 || files.largest_file_mib == 0 {
            return Err(HallSettingsError::Senseless("[files] lets nothing be uploaded"));
        }
        if self.drafts.lapse_after_days == 0 {
            return Err(HallSettingsError::Senseless("[drafts] lapse before they are written"));
        }
        let strange = files.types.iter().any(|kind| super::files::Kind::of_ending(kind).is_none());
        if strange {
            return Err(HallSettingsError::Senseless(
                "[files] types: one is not known; see the manual",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_says_little_leaves_the_rest_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(HallSettings::read(folder.path()).unwrap(), HallSettings::default());
        let text = "[files]\ntypes = [\"pdf\"]\n[mail]\nrelay = \"localhost\"\nuser = \"hall\"\npassword_file = \"mail.password\"\nfrom = \"a@b.cn\"\n";
        std::fs::write(folder.path().join(FILE), text).unwrap();
        let settings = HallSettings::read(folder.path()).unwrap();
        assert_eq!(settings.files.types.len(), 1);
        assert_eq!(settings.files.most_files, 60);
        let file = settings.mail.unwrap().password_file;
        assert_eq!(file, Some(folder.path().join("mail.password")));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "[files]\ntypes = [\"exe\"]",
            "[files]\ntypes = []",
            "[fils]",
            "[drafts]\nlapse_after_days = 0",
            "[payment]\nprovider = \"x\"",
            "[mail]\nrelay = \"mail.example\"\nuser = \"hall\"\nfrom = \"a@b.cn\"",
        ] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            assert!(HallSettings::read(folder.path()).is_err(), "{text}");
        }
    }
}
