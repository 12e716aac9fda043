//! Files on their way out: to who handed them in and to the agency that handles the case, never to be opened in our name.

use super::problems::Problem;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::wording::Wording;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::text::Language;
use operations::applications::file_of_case;
use operations::drafts;
use operations::files::{self, FileEntry};
use std::fs::File;
use std::io::Read;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Bytes of a piece that is sent.
const PIECE: usize = 64 * 1024;

pub(super) async fn of_draft(
    State(site): State<Shared>,
    Path((id, file)): Path<(String, String)>,
    visitor: Visitor,
) -> Response {
    let (caller, language) = (visitor.caller.clone(), visitor.language());
    let found = site.blocking(move |site| {
        let draft = drafts::find(&site.platform, &caller, &id)?;
        let mut files = draft.into_iter().flat_map(|draft| draft.files);
        opened(site, language, files.find(|known| *known.id == *file))
    });
    sent(&visitor, found.await.and_then(|found| found))
}

pub(super) async fn of_case(
    State(site): State<Shared>,
    Path((place, case, file)): Path<(String, String, String)>,
    visitor: Visitor,
) -> Response {
    let (caller, language) = (visitor.caller.clone(), visitor.language());
    let found = site.blocking(move |site| {
        opened(site, language, file_of_case(&site.platform, &caller, [&place, &case], &file)?)
    });
    sent(&visitor, found.await.and_then(|found| found))
}

fn opened(
    site: &Site,
    language: Language,
    entry: Option<FileEntry>,
) -> Result<(FileEntry, File), Problem> {
    let entry = entry.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
    // What is not as it was handed in is sent to nobody; what it is stands in the alarm.
    let file = files::open(&site.platform, &entry).map_err(|_| {
        let told = Wording::shared(language).say("file-unsound");
        Problem::told(StatusCode::INTERNAL_SERVER_ERROR, told)
    })?;
    Ok((entry, file))
}

/// Sends a file piece by piece; no thread waits for whoever takes it.
async fn send(mut file: File, sender: mpsc::Sender<std::io::Result<Bytes>>) {
    loop {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece);
            (file, read.map(|_| Bytes::from(piece)))
        });
        let piece = match read.await {
            Ok((_, Ok(piece))) if piece.is_empty() => return,
            Ok((rest, piece)) => {
                file = rest;
                piece
            }
            // The program ends.
            Err(_) => return,
        };
        let failed = piece.is_err();
        if sender.send(piece).await.is_err() || failed {
            return;
        }
    }
}

fn sent(visitor: &Visitor, found: Result<(FileEntry, File), Problem>) -> Response {
    let (entry, file) = match found {
        Ok(found) => found,
        Err(problem) => return problem.page(visitor),
    };
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(send(file, sender));
    let body = Body::from_stream(ReceiverStream::new(receiver));
    let mut response = as_file(&entry.name, entry.kind.media_type(), body);
    response.headers_mut().insert(header::CONTENT_LENGTH, entry.size.into());
    response
}

/// A file that is kept, and opened outside the site: never in our name.
pub(super) fn as_file(name: &str, media_type: &'static str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    let name = format!("attachment; filename*=UTF-8''{}", crate::pages::segment(name));
    let fixed = HeaderValue::from_static;
    headers.insert(header::CONTENT_TYPE, fixed(media_type));
    headers.insert(header::CACHE_CONTROL, fixed("private, no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, fixed("sandbox; default-src 'none'"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), fixed("same-origin"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio_stream::StreamExt;

    fn file_of(bytes: &[u8]) -> File {
        let path = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(path.path(), bytes).unwrap();
        File::open(path.path()).unwrap()
    }

    /// One thread for files, so that two who take theirs slowly would keep each other waiting if either held it.
    #[test]
    fn files_come_whole_and_nobody_waits_for_a_slow_taker() {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime =
            runtime.worker_threads(1).max_blocking_threads(1).enable_time().build().unwrap();
        let bytes: Vec<u8> = (0..=250_u8).cycle().take(5 * PIECE + 17).collect();
        runtime.block_on(async {
            let (slow, _kept) = mpsc::channel(1);
            tokio::spawn(send(file_of(&bytes), slow));
            let (sender, receiver) = mpsc::channel(1);
            tokio::spawn(send(file_of(&bytes), sender));
            let mut pieces = ReceiverStream::new(receiver);
            let mut came = Vec::new();
            let long = std::time::Duration::from_secs(30);
            while let Some(piece) = tokio::time::timeout(long, pieces.next()).await.unwrap() {
                came.extend_from_slice(&piece.unwrap());
            }
            assert_eq!(came, bytes);
        });
    }
}
