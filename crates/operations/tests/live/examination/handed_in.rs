//! What was handed in, against the acts that name it by its SHA-256 and the folder in which it lies: what was changed or
//! taken away is sent to nobody, and told with case and file.

use super::{after, ill};
use crate::hall::{demanded, draft, party, upload};
use crate::world::{World, local, wait_until};
use operations::applications::{Application, hand_in, of_case};
use operations::files::{ContentFault, FileEntry, open};
use operations::people::audit::AUDIT;
use std::fs;
use std::io::Read;
use std::path::PathBuf;
use store::records::From;
use store::settings::EVERYWHERE;

/// A document that differs from others.
fn document(number: usize) -> Vec<u8> {
    format!("%PDF-1.7\n{} 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", number + 10).into_bytes()
}

/// A world in which a case was handed in with a different file for each material.
fn handed_in() -> (World, String, Vec<FileEntry>) {
    let world = World::new("2026-03-02T09:00");
    let me = party("a-001");
    let id = draft(&world, &me);
    for (material, number) in demanded(&world).iter().zip(0..) {
        upload(&world, &me, [&id, material], ("材料.pdf", &document(number))).unwrap();
    }
    let case = hand_in(world.platform(), &me, &id).unwrap().case.to_string();
    let files = application(&world, &case).files;
    assert!(files.len() > 1);
    (world, case, files)
}

fn application(world: &World, case: &str) -> Application {
    of_case(world.platform(), &party("a-001"), crate::world::COUNTY, case).unwrap().unwrap()
}

fn content(world: &World, file: &FileEntry) -> PathBuf {
    let (folder, name) = file.digest.split_at(2);
    world.site.folder.path().join("files").join(folder).join(name)
}

/// Writes other bytes of the same length.
fn overwrite(path: &PathBuf) {
    let mut bytes = fs::read(path).unwrap();
    let last = bytes.len() - 2;
    bytes[last] = b'X';
    fs::write(path, bytes).unwrap();
}

fn names(told: &[String], parts: &[&str]) -> bool {
    told.iter().any(|said| parts.iter().all(|part| said.contains(part)))
}

#[test]
fn what_was_changed_or_removed_is_sent_to_nobody() {
    let (world, _, files) = handed_in();
    let mut sent = Vec::new();
    open(world.platform(), &files[0]).unwrap().read_to_end(&mut sent).unwrap();
    assert_eq!(sent, fs::read(content(&world, &files[0])).unwrap());
    assert_eq!(world.platform().alarms().about("file"), None);
    overwrite(&content(&world, &files[0]));
    fs::remove_file(content(&world, &files[1])).unwrap();
    let changed = open(world.platform(), &files[0]);
    assert!(matches!(changed, Err(ContentFault::Changed)), "{changed:?}");
    assert!(world.platform().alarms().about("file").unwrap().contains(&*files[0].id));
    let removed = open(world.platform(), &files[1]);
    assert!(matches!(removed, Err(ContentFault::Missing)), "{removed:?}");
    let noted = || {
        let of = [EVERYWHERE, AUDIT, "refusal"];
        let rows =
            world.read(|connection| store::records::of_owner(connection, of, From::Newest, 9));
        rows.iter().filter(|row| row.document.contains("open-file")).count()
    };
    wait_until("the audit log", || noted() == 2);
}

#[test]
fn the_folder_is_held_against_what_was_handed_in() {
    let (mut world, case, files) = handed_in();
    world.stop();
    let told = |world: &World| ill(&world.site.place(), local("2026-03-02T09:00"));
    assert_eq!(told(&world), Vec::<String>::new());
    overwrite(&content(&world, &files[0]));
    let changed = told(&world);
    assert!(names(&changed, &[&case, &files[0].id, "was changed"]), "{changed:#?}");
    assert!(!names(&changed, &[&files[1].id]), "{changed:#?}");
    fs::remove_file(content(&world, &files[1])).unwrap();
    let removed = told(&world);
    assert!(names(&removed, &[&case, &files[1].id, "is missing"]), "{removed:#?}");
}

#[test]
fn the_record_is_held_against_the_acts() {
    let (mut world, case, files) = handed_in();
    world.stop();
    let copy = world.site.folder.path().join("copy.db");
    fs::copy(world.site.folder.path().join("yangguang.db"), &copy).unwrap();
    let of = format!("where kind = 'application' and record_key = '{case}'");
    let told = |sql: &str| after(&world, &copy, sql);
    assert_eq!(told(""), Vec::<String>::new());
    let gone = told(&format!("delete from records {of}"));
    assert!(names(&gone, &[&case, "leaf", "its application is missing"]), "{gone:#?}");
    // Another file that is there too, with its own digest: on the disk all is well.
    let (first, second) = (&files[0].digest, &files[1].digest);
    let swapped = told(&format!(
        "update records set document = replace(document, '{first}', '{second}') {of}"
    ));
    assert!(names(&swapped, &[&case, &files[0].id, first, "leaf"]), "{swapped:#?}");
    let emptied = told(&format!("update records set document = '{{}}' {of}"));
    assert!(names(&emptied, &[&case, second, "does not have"]), "{emptied:#?}");
    let unreadable = told(&format!("update records set document = 'x' {of}"));
    assert!(names(&unreadable, &[&case, "cannot be read"]), "{unreadable:#?}");
    let owned = told(&format!("update records set owner = 'a-002' {of}"));
    assert!(names(&owned, &[&case, "a-002"]), "{owned:#?}");
    let put_in = told(&format!(
        "insert into records select jurisdiction, kind, 'ghost', owner, at, document from records {of}"
    ));
    assert!(names(&put_in, &["ghost", "put in"]), "{put_in:#?}");
}
