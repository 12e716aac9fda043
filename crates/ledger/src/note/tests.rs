//! Signed notes: the published example of Go, and what tampering does.

use super::*;
use proptest::prelude::*;

// golang.org/x/mod/sumdb/note, note_test.go.
const PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const TEXT: &str = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE: &str =
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

fn checkpoint(size: u64) -> Checkpoint {
    Checkpoint {
        origin: "example.cn/ledger".to_owned(),
        size,
        root: [3; 32],
        extensions: Vec::new(),
    }
}

#[test]
fn the_published_note_is_signed_and_verified() {
    let secret = SigningKey::parse(SECRET).unwrap();
    assert_eq!(secret.to_secret_text(), SECRET);
    assert_eq!(secret.verifying_key().to_string(), PUBLIC);
    assert!(!format!("{secret:?}").contains("81, 0A"));
    let signature = secret.sign_text(TEXT).unwrap();
    let bytes = [signature.key_id.as_slice(), &signature.bytes].concat();
    assert_eq!(STANDARD.encode(bytes), SIGNATURE);
    let public = VerifyingKey::parse(PUBLIC).unwrap();
    assert_eq!(public.name(), "PeterNeumann");
    assert_eq!(public.verify_text(TEXT, &signature), Ok(()));
    let other = TEXT.replace("think", "thinK");
    assert_eq!(public.verify_text(&other, &signature), Err(NoteError::Forged));
}

#[test]
fn each_refusal_is_named() {
    let key = |text: &str| VerifyingKey::parse(text).unwrap_err();
    assert_eq!(key(""), NoteError::Key);
    assert_eq!(key(&PUBLIC.replace("c74f20a3", "c74f20a4")), NoteError::KeyId);
    assert_eq!(key(&PUBLIC.replace("c74f20a3", "C74F20A3")), NoteError::KeyId);
    assert_eq!(key(&PUBLIC.replace("Peter", "Peter ")), NoteError::Name);
    assert_eq!(key(&PUBLIC.replace("+AR", "+Ar")), NoteError::Key);
    // Malformed keys of the published tests: wrong length, unknown kind.
    let long = "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==";
    assert_eq!(key(long), NoteError::Key);
    let kind = "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assert_eq!(key(kind), NoteError::Key);
    assert_eq!(VerifyingKey::new("name", &[0; 32]), Err(NoteError::Key));
    assert_eq!(SigningKey::parse(PUBLIC).unwrap_err(), NoteError::Key);
    let secret = SigningKey::new("log", &[1; 32]).unwrap();
    assert_eq!(secret.sign_text("no line break"), Err(NoteError::Text));
    assert_eq!(secret.sign_text("\t\n"), Err(NoteError::Text));
    let two_lines = Checkpoint { origin: "a\n1".to_owned(), ..checkpoint(1) };
    assert_eq!(secret.sign(two_lines), Err(NoteError::Checkpoint));
    let other = SigningKey::new("other", &[1; 32]).unwrap().verifying_key();
    assert_eq!(other.verify(&secret.sign(checkpoint(1)).unwrap()), Err(NoteError::NotSigned));
}

#[test]
fn several_signatures_may_stand_but_none_of_the_key_may_be_wrong() {
    let log = SigningKey::new("log", &[1; 32]).unwrap();
    let witness = SigningKey::new("witness", &[2; 32]).unwrap();
    let mut signed = log.sign(checkpoint(1)).unwrap();
    signed.signatures.extend(witness.sign(checkpoint(1)).unwrap().signatures);
    assert_eq!(log.verifying_key().verify(&signed), Ok(()));
    assert_eq!(witness.verifying_key().verify(&signed), Ok(()));
    signed.signatures.extend(witness.sign(checkpoint(2)).unwrap().signatures);
    assert_eq!(log.verifying_key().verify(&signed), Ok(()));
    assert_eq!(witness.verifying_key().verify(&signed), Err(NoteError::Forged));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn keys_and_notes_go_round(name in "[a-z./0-9\u{4e00}-\u{4e20}]{1,20}", secret in any::<[u8; 32]>(), size in any::<u64>()) {
        let key = SigningKey::new(&name, &secret).unwrap();
        prop_assert_eq!(SigningKey::parse(&key.to_secret_text()).unwrap().key, key.key.clone());
        let public = VerifyingKey::parse(&key.verifying_key().to_string()).unwrap();
        prop_assert_eq!(&public, &key.verifying_key());
        let text = key.sign(checkpoint(size)).unwrap().to_string();
        prop_assert_eq!(public.verify(&SignedCheckpoint::parse(&text).unwrap()), Ok(()));
    }

    #[test]
    fn any_changed_byte_of_a_note_is_found(at in any::<prop::sample::Index>(), bits in 1..=255_u8) {
        let key = SigningKey::new("log", &[9; 32]).unwrap();
        let mut bytes = key.sign(checkpoint(77)).unwrap().to_string().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        let signed = String::from_utf8(bytes).ok().and_then(|text| SignedCheckpoint::parse(&text).ok());
        prop_assert!(signed.is_none_or(|signed| key.verifying_key().verify(&signed).is_err()));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}") {
        let _ = VerifyingKey::parse(&text);
        let _ = SigningKey::parse(&format!("{PRIVATE}{text}"));
    }
}
