//! Every file that was handed in, read and compared with the digest under which its case keeps it; and applications of
//! cases that are not there. Whether the digests are those of the acts is looked at with the cases.

use super::{Add, Standing};
use crate::applications::{APPLICATION, Application};
use crate::document::read;
use crate::files;
use crate::platform::Place;
use store::connection::{Connection, StoreError};
use store::examination;
use store::records::{self, Record};

/// Rows of one moment.
const PAGE: u32 = 100;
/// Faults that are named; more are counted.
const NAMED: u64 = 100;

/// What was looked at so far.
#[derive(Default)]
struct Looked {
    files: u64,
    wrong: u64,
}

/// Reads every file of every application.
pub(super) fn add_files(
    place: &Place,
    connection: &mut Connection,
    add: Add<'_>,
) -> Result<(), StoreError> {
    let mut looked = Looked::default();
    for jurisdiction in examination::places_of_records(connection, APPLICATION)? {
        let mut after = Some(Box::from(""));
        while let Some(last) = after {
            // Files take long to read: the database is not held meanwhile.
            let key = [&*jurisdiction, APPLICATION, &last];
            let rows = records::of_kind(connection, key, PAGE)?;
            for row in &rows {
                looked.look(place, row, connection, add)?;
            }
            let is_last = rows.len() < PAGE as usize;
            after = rows.into_iter().next_back().map(|row| row.key).filter(|_| !is_last);
        }
    }
    let Looked { files, wrong } = looked;
    if wrong == 0 {
        add("files", Standing::InOrder, format!("{files} handed in, each as it was"));
    } else {
        let finding = format!(
            "{wrong} faults in {files} files. What to do: keep this copy as evidence, and restore the files that are named from a backup"
        );
        add("files", Standing::Fault, finding);
    }
    Ok(())
}

impl Looked {
    fn look(
        &mut self,
        place: &Place,
        row: &Record,
        connection: &mut Connection,
        add: Add<'_>,
    ) -> Result<(), StoreError> {
        let case = format!("case {}/{}", row.jurisdiction, row.key);
        let mut wrong = Vec::new();
        if store::cases::find(connection, &row.jurisdiction, &row.key)?.is_none() {
            wrong.push("an application stands there, but no case: it was put in".to_owned());
        }
        let known = match read::<Application>(row.clone()) {
            Ok((_, known)) => known,
            Err(error) => {
                wrong.push(format!("its application cannot be read: {error}"));
                Application::default()
            }
        };
        for file in &known.files {
            self.files += 1;
            if let Err(fault) = files::whole(place, file) {
                let (id, material, digest) = (&file.id, &file.material, &file.digest);
                wrong.push(format!(
                    "its file `{id}` (material {material}, SHA-256 {digest}) {fault}"
                ));
            }
        }
        for fault in wrong {
            self.wrong += 1;
            if self.wrong <= NAMED {
                add("file", Standing::Fault, format!("{case}: {fault}"));
            }
        }
        Ok(())
    }
}
