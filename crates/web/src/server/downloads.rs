//! Files on their way out: to who handed them in and to the agency that handles the case, never to be opened in our name.

use super::problems::Problem;
use super::visitor::Visitor;
use super::{Shared, Site};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
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
    let caller = visitor.caller.clone();
    let found = site.blocking(move |site| {
        let draft = drafts::find(&site.platform, &caller, &id)?;
        let mut files = draft.into_iter().flat_map(|draft| draft.files);
        opened(site, files.find(|known| *known.id == *file))
    });
    sent(&visitor, found.await.and_then(|found| found))
}

pub(super) async fn of_case(
    State(site): State<Shared>,
    Path((place, case, file)): Path<(String, String, String)>,
    visitor: Visitor,
) -> Response {
    let caller = visitor.caller.clone();
    let found = site.blocking(move |site| {
        opened(site, file_of_case(&site.platform, &caller, [&place, &case], &file)?)
    });
    sent(&visitor, found.await.and_then(|found| found))
}

fn opened(site: &Site, entry: Option<FileEntry>) -> Result<(FileEntry, File), Problem> {
    let entry = entry.ok_or_else(|| Problem::status(StatusCode::NOT_FOUND))?;
    let file = files::open(&site.platform, &entry).map_err(|error| Problem::internal(&error))?;
    Ok((entry, file))
}

fn sent(visitor: &Visitor, found: Result<(FileEntry, File), Problem>) -> Response {
    let (entry, mut file) = match found {
        Ok(found) => found,
        Err(problem) => return problem.page(visitor),
    };
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        let mut piece = vec![0; PIECE];
        loop {
            let read = match file.read(&mut piece) {
                Ok(0) => return,
                Ok(read) => Ok(Bytes::copy_from_slice(piece.get(..read).unwrap_or_default())),
                Err(error) => Err(error),
            };
            let failed = read.is_err();
            if sender.blocking_send(read).is_err() || failed {
                return;
            }
        }
    });
    let mut response = Body::from_stream(ReceiverStream::new(receiver)).into_response();
    let headers = response.headers_mut();
    let name = format!("attachment; filename*=UTF-8''{}", crate::pages::segment(&entry.name));
    let fixed = HeaderValue::from_static;
    headers.insert(header::CONTENT_TYPE, fixed(entry.kind.media_type()));
    headers.insert(header::CONTENT_LENGTH, entry.size.into());
    headers.insert(header::CACHE_CONTROL, fixed("private, no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, fixed("sandbox; default-src 'none'"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), fixed("same-origin"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
