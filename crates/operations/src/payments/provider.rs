//! Payment providers: where the payer is sent, and how a confirmation proves that it comes from there.

use crate::hall_settings::ProviderKind;
use crate::platform::Platform;
use crate::private_files;
use crate::spelling::unhex;
use hmac::{Hmac, KeyInit, Mac};
use rand::TryRngCore;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// The file of the secret that the local cashier signs with.
const KEY: &str = "payment.key";
/// Bytes of the secret.
const SECRET: usize = 32;

/// What a provider says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// Jurisdiction of the payment.
    pub jurisdiction: Box<str>,
    /// Number of the payment.
    pub payment: Box<str>,
    /// What was paid, in fen.
    pub amount_fen: i64,
    /// What the provider calls it.
    pub reference: Box<str>,
}

/// A payment provider.
pub trait Provider: Send + Sync {
    /// Where the payer is sent to pay an order of a jurisdiction.
    fn cashier(&self, jurisdiction: &str, payment: &str) -> String;

    /// What a message says, if its signature is the provider's.
    fn read(&self, message: &[u8], signature: &str) -> Option<Confirmation>;
}

/// The provider that an installation uses; none where fees are paid at the window.
///
/// # Errors
/// Its secret cannot be read or made.
pub fn provider(platform: &Platform) -> io::Result<Option<Box<dyn Provider>>> {
    match platform.hall().payment.provider {
        ProviderKind::None => Ok(None),
        ProviderKind::Local => Ok(Some(Box::new(LocalProvider::open(&platform.place().folder)?))),
    }
}

/// A cashier of the platform's own, which moves no money. It speaks with the platform as a stranger would: by a message
/// with a signature (HMAC-SHA-256).
pub struct LocalProvider {
    secret: [u8; SECRET],
}

impl LocalProvider {
    /// The cashier of a folder; its secret is made at the first time, readable by its owner alone.
    ///
    /// # Errors
    /// The secret cannot be read or made.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(KEY);
        match fs::read(&path) {
            Ok(bytes) => {
                let secret =
                    bytes.try_into().map_err(|_| io::Error::other("payment.key is damaged"))?;
                Ok(Self { secret })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::make(&path),
            Err(error) => Err(error),
        }
    }

    fn make(path: &Path) -> io::Result<Self> {
        let mut secret = [0; SECRET];
        rand::rngs::OsRng.try_fill_bytes(&mut secret).map_err(io::Error::other)?;
        let mut file = private_files::writing().create_new(true).open(path)?;
        file.write_all(&secret)?;
        file.sync_all()?;
        Ok(Self { secret })
    }

    fn mac(&self, message: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.secret).ok()?;
        mac.update(message);
        Some(mac)
    }

    /// A message with its signature, as the cashier sends it when somebody has paid.
    #[must_use]
    pub fn message(&self, confirmation: &Confirmation) -> Option<(Vec<u8>, String)> {
        let message = serde_json::to_vec(confirmation).ok()?;
        let signature = self.mac(&message)?.finalize().into_bytes();
        Some((message, crate::desk::hex(&signature)))
    }
}

impl Provider for LocalProvider {
    fn cashier(&self, jurisdiction: &str, payment: &str) -> String {
        format!("/cashier/{jurisdiction}/{payment}")
    }

    fn read(&self, message: &[u8], signature: &str) -> Option<Confirmation> {
        let signature = unhex(signature)?;
        self.mac(message)?.verify_slice(&signature).ok()?;
        serde_json::from_slice(message).ok()
    }
}
