//! Files that are not what they should be: each is refused with a reason, and what was there stays.

use super::{PDF, count_files, demanded, draft, party, upload};
use crate::world::World;
use domain::text::Language;
use operations::drafts;
use operations::files::{self, FileProblem, UploadError};

/// A world with a draft that holds one good file.
fn prepared() -> (World, operations::caller::Caller, Box<str>, String) {
    let world = World::new("2026-03-02T09:00");
    let me = party("a-001");
    let id = draft(&world, &me);
    let material = demanded(&world).remove(0);
    upload(&world, &me, [&id, &material], ("good.pdf", PDF)).unwrap();
    (world, me, id, material)
}

#[track_caller]
fn problem<T: std::fmt::Debug>(outcome: Result<T, UploadError>) -> FileProblem {
    match outcome {
        Err(UploadError::Problem(problem)) => problem,
        other => panic!("not a problem with the file: {other:?}"),
    }
}

#[test]
fn what_is_no_good_file_is_refused_and_the_rest_stays() {
    let (world, me, id, material) = prepared();
    // An archive of 42 zeros whose headers promise terabytes: nothing ever unpacks it.
    let mut bomb = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    bomb.extend([0xff; 8]);
    bomb.extend([0; 42]);
    let gzip = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
    let page = b"<html><script>alert(1)</script>".to_vec();
    let program = b"MZ\x90\0\x03\0\0\0".to_vec();
    let hidden = [b"<script>".as_slice(), PDF].concat();
    for (name, content, expected) in [
        ("empty.pdf", Vec::new(), FileProblem::Empty),
        ("bomb.zip", bomb.clone(), FileProblem::Archive),
        ("bomb.pdf", bomb, FileProblem::Archive),
        ("a.gz", gzip, FileProblem::Archive),
        ("page.pdf", page, FileProblem::Type),
        ("program.pdf", program, FileProblem::Type),
        ("hidden.pdf", hidden, FileProblem::Type),
        ("document.exe", PDF.to_vec(), FileProblem::NotAsNamed),
        ("document", PDF.to_vec(), FileProblem::NotAsNamed),
        ("picture.png", PDF.to_vec(), FileProblem::NotAsNamed),
        ("torn.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), FileProblem::Damaged),
        ("again.pdf", PDF.to_vec(), FileProblem::Twice),
    ] {
        let found = problem(upload(&world, &me, [&id, &material], (name, &content)));
        assert_eq!(found, expected, "{name}");
        for language in Language::ALL {
            let words = found.message(&["pdf".into()]).in_language(language).to_owned();
            assert!(words.chars().count() > 15, "{words}");
        }
    }
    let kept = drafts::find(world.platform(), &me, &id).unwrap().unwrap();
    assert_eq!(kept.files.len(), 1);
    assert_eq!(count_files(&world.site.folder.path().join("files")), 1, "nothing is left lying");
}

#[test]
fn a_name_leads_nowhere() {
    let (world, me, id, material) = prepared();
    for (position, name) in
        ["../../../../etc/cron.d/x.pdf", "..\\..\\x.pdf", "/etc/passwd.pdf", "a\0.pdf"]
            .into_iter()
            .enumerate()
    {
        let content = [PDF, position.to_string().as_bytes()].concat();
        let entry = upload(&world, &me, [&id, &material], (name, &content)).unwrap();
        assert!(!entry.name.contains(['/', '\\', '\0']), "{}", entry.name);
    }
    for strange in ["../../ledger.key", "..", "", "0", &"a".repeat(32), &"../".repeat(11)[..32]] {
        let outcome = files::offset(world.platform(), &me, strange);
        assert!(matches!(outcome, Err(UploadError::Missing)), "{strange}: {outcome:?}");
    }
}

#[test]
fn ten_thousand_files_are_too_many() {
    let (world, me, id, material) = prepared();
    let most = world.platform().hall().files.most_files;
    let mut refused = 0;
    for position in 0..10_000 {
        let content = [PDF, position.to_string().as_bytes()].concat();
        match upload(&world, &me, [&id, &material], ("a.pdf", &content)) {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(problem::<()>(Err(error)), FileProblem::TooMany(most));
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 10_000 - (most - 1));
    let kept = drafts::find(world.platform(), &me, &id).unwrap().unwrap();
    assert_eq!(kept.files.len(), most);
}

#[test]
fn unfinished_uploads_stop_their_draft_alone_and_not_for_long() {
    let (world, me, id, material) = prepared();
    let settings = world.platform().hall().files.clone();
    let begin =
        |draft: &str| files::begin(world.platform(), &me, [draft, &material], ("a.pdf", Some(9)));
    for _ in 0..settings.most_files {
        begin(&id).unwrap();
    }
    let hours = settings.unfinished_makes_room_after_hours;
    let full = FileProblem::Unfinished { most: settings.most_files, hours };
    assert_eq!(problem(begin(&id)), full);
    let words = full.message(&settings.types).english.unwrap();
    assert!(words.contains("not finished") && words.contains("cancel"), "{words}");
    // Another draft of the same account goes on.
    let other = draft(&world, &me);
    begin(&other).unwrap();
    // What nobody went on with makes room.
    world.time.set(crate::world::local("2026-03-02T10:01"));
    begin(&id).unwrap();
}

#[test]
fn too_much_is_too_much_whatever_was_said_before() {
    let (world, me, id, material) = prepared();
    let most = world.platform().hall().files.largest_file();
    let begin = |length| files::begin(world.platform(), &me, [&id, &material], ("a.pdf", length));
    assert_eq!(problem(begin(Some(most + 1))), FileProblem::TooLarge(most));
    assert_eq!(problem(begin(Some(0))), FileProblem::Empty);
    // More than was announced.
    let upload = begin(Some(4)).unwrap();
    let more = files::receive(world.platform(), &me, &upload, (0, b"12345"));
    assert_eq!(problem(more), FileProblem::TooLarge(most));
    // Nothing announced, and more than a file may have.
    let upload = begin(None).unwrap();
    let piece = vec![b'%'; usize::try_from(most).unwrap()];
    files::receive(world.platform(), &me, &upload, (0, &piece)).unwrap();
    let more = files::receive(world.platform(), &me, &upload, (most, b"1"));
    assert_eq!(problem(more), FileProblem::TooLarge(most));
}
