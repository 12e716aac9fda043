//! The check code (校验码) of a downloaded document: it can only be made here, and for one result of one holder. With the
//! number and the code everybody finds out whether a document is genuine, and whether what it says still stands.

use super::{
    Agreement, CERTIFICATE, Certificate, of_record, set_against_log, store_says_no, with_holders,
};
use crate::caller::Caller;
use crate::desk::{Failure, Record};
use crate::document::find_of_owner;
use crate::permissions;
use crate::platform::Platform;
use crate::spelling::sign;
use store::connection::Connection;

/// What the key is for.
const PURPOSE: &str = "check codes of documents";
/// Letters of a code: 80 bits, which nobody guesses.
const LENGTH: usize = 16;
/// Letters of a group, as people read them.
const GROUP: usize = 4;

/// A certificate that was asked for by its number, and whether the code is that of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The certificate; with its holder only where the code is right, for whoever has the document knows it.
    pub certificate: Certificate,
    /// Whether the code is right; none where none was given.
    pub genuine: Option<bool>,
    /// Whether the register agrees with the log; where it does not, nothing that it says is to be believed.
    pub agreement: Agreement,
}

/// The result of a case of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnResult {
    /// The certificate, as the register has it.
    pub certificate: Certificate,
    /// Whether the register agrees with the log.
    pub agreement: Agreement,
}

/// The check code of a certificate, in groups.
#[must_use]
pub fn check_code(platform: &Platform, known: &Certificate) -> String {
    let key = platform.secret().of(PURPOSE);
    let holder = known.holder.as_deref().unwrap_or_default();
    let (n, issued) = (known.n.to_string(), known.issued_at.to_string());
    let parts: [&str; 8] = [
        &known.jurisdiction,
        &known.agency,
        &known.number,
        &known.case,
        &known.item,
        holder,
        &n,
        &issued,
    ];
    let mac = crate::secret_key::mac(&key, &parts.map(str::as_bytes));
    let code: Vec<char> = mac.iter().take(LENGTH).map(|byte| sign(*byte)).collect();
    code.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A code as it is compared: without spaces and lines, letters that look like digits as those.
fn plain(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect()
}

/// The certificates with a number, and whether a code is that of the document of one of them.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn check(
    platform: &Platform,
    caller: &Caller,
    number: &str,
    code: &str,
) -> Result<Vec<Checked>, Failure> {
    permissions::VERIFY_CERTIFICATE.check(caller, None).map_err(Failure::Forbidden)?;
    let typed = plain(code);
    let checked = |(certificate, agreement): (Certificate, Agreement)| {
        let right = plain(&check_code(platform, &certificate));
        let fits = crate::people::password::same(right.as_bytes(), typed.as_bytes());
        // A code of other signs alone is a wrong one.
        let genuine = (!code.trim().is_empty()).then_some(fits);
        let known = genuine == Some(true) && matches!(agreement, Agreement::Holds { .. });
        let certificate = if known { certificate } else { certificate.without_holder() };
        Checked { certificate, genuine, agreement }
    };
    Ok(with_holders(platform, None, number)?.into_iter().map(checked).collect())
}

/// The result of a case of the caller's own that an act issued; none for anybody else's.
///
/// # Errors
/// The caller may not, or the store says no.
pub fn own_result(
    platform: &Platform,
    caller: &Caller,
    [jurisdiction, case]: [&str; 2],
    n: u32,
) -> Result<Option<OwnResult>, Failure> {
    permissions::OWN_CERTIFICATES.check(caller, None).map_err(Failure::Forbidden)?;
    let Caller::Party { person } = caller else { return Ok(None) };
    let owner = [jurisdiction, CERTIFICATE, person];
    let wanted = |record: Record| {
        let known = of_record(&record)?;
        Ok((*known.case == *case && known.n == n).then_some((known, record)))
    };
    let read = |connection: &mut Connection| {
        let found = find_of_owner(connection, owner, wanted)?;
        let judged = |(certificate, record): (Certificate, Record)| {
            let agreement = set_against_log(platform, &record, connection)?;
            Ok(OwnResult { certificate, agreement })
        };
        found.map(judged).transpose()
    };
    platform.readers().read(read).map_err(|error| store_says_no(&error))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        assert_eq!(plain(" k7x2-9m4o 1lIz "), "K7X29M40111Z");
        assert_eq!(plain("——"), "");
    }
}
