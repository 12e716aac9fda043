//! Files on their way in: with a plain form, or in pieces that a script sends and can go on with after a break.
//!
//! `POST /uploads` begins, `PATCH /uploads/{id}` sends a piece that begins at `Upload-Offset`, `GET` or `HEAD` say how much is
//! there. The last piece finishes the file.

use super::Shared;
use super::drafts::{materials, of};
use super::problems::Problem;
use super::visitor::Visitor;
use crate::pages::segment;
use axum::Form;
use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::text::Language;
use operations::caller::Caller;
use operations::files::{self, Begun, FileProblem, UploadError};
use serde::Deserialize;
use serde_json::json;

/// The largest piece that a script may send, in bytes.
pub(super) const PIECE: usize = 4 << 20;
/// A form may be so many times as large as the largest file: what is too much is read and thrown away, so that the browser
/// gets to see why.
const PATIENCE: u64 = 16;
/// Bytes that are collected before they are written.
const COLLECTED: usize = 1 << 20;

/// The largest form with files.
pub(super) fn largest_form(settings: &operations::hall_settings::FileSettings) -> usize {
    usize::try_from(settings.largest_file() * PATIENCE).unwrap_or(usize::MAX)
}

/// What somebody is told when a file is not taken.
fn words(error: &UploadError, types: &[Box<str>], language: Language) -> Result<String, Problem> {
    match error {
        UploadError::Problem(problem) => {
            Ok(problem.message(types).in_language(language).to_owned())
        }
        UploadError::Missing => Err(Problem::status(StatusCode::NOT_FOUND)),
        UploadError::Offset(_) => Err(Problem::status(StatusCode::CONFLICT)),
        UploadError::Failure(failure) => Err(Problem::of(failure.clone(), language)),
        UploadError::Disk(error) => Err(Problem::internal(error)),
        UploadError::Store(error) => Err(Problem::internal(error)),
    }
}

pub(super) async fn form(
    State(site): State<Shared>,
    Path((id, material)): Path<(String, String)>,
    visitor: Visitor,
    mut parts: Multipart,
) -> Response {
    let types = site.platform.hall().files.types.clone();
    let most = site.platform.hall().files.most_files;
    let mut problems: Vec<(String, String, String)> = Vec::new();
    let mut note = |name: &str, problem: String| {
        problems.push((material.clone(), name.to_owned(), problem));
    };
    let mut seen = 0;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(error) => {
                broken_off(&error, |words| note("", words), visitor.language());
                break;
            }
        };
        let name = files::plain_name(part.file_name().unwrap_or_default());
        let named = part.file_name().is_some_and(|name| !name.is_empty());
        if part.name() != Some("file") || !named {
            continue;
        }
        seen += 1;
        if seen > most {
            // Said once; the rest is read past.
            if seen == most + 1 {
                let problem = FileProblem::TooMany(most).message(&types);
                note(&name, problem.in_language(visitor.language()).to_owned());
            }
            continue;
        }
        let target = [id.as_str(), material.as_str()];
        if let Err(error) = receive(&site, &visitor.caller, target, part).await {
            match words(&error, &types, visitor.language()) {
                Ok(words) => note(&name, words),
                Err(problem) => return problem.page(&visitor),
            }
        }
    }
    if problems.is_empty() && seen > 0 {
        let address = format!("/drafts/{}/materials#m-{}", segment(&id), segment(&material));
        return Redirect::to(&address).into_response();
    }
    let (caller, shell) = (visitor.caller.clone(), visitor.shell.clone());
    let html = site.blocking(move |site| {
        let draft = of(site, &caller, &id)?;
        if problems.is_empty() {
            let words = crate::wording::Wording::shared(shell.language);
            problems.push((material, String::new(), words.say("upload-nothing")));
        }
        Ok(materials(site, &id, &draft, &problems).render(&shell)?)
    });
    match html.await.and_then(|html| html) {
        Ok(html) => (StatusCode::UNPROCESSABLE_ENTITY, visitor.page(html)).into_response(),
        Err(problem) => problem.page(&visitor),
    }
}

/// A form that breaks off, or is far too large.
fn broken_off(
    error: &axum::extract::multipart::MultipartError,
    note: impl FnOnce(String),
    language: Language,
) {
    let words = crate::wording::Wording::shared(language);
    let key = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        "upload-far-too-large"
    } else {
        "upload-broken-off"
    };
    note(words.say(key));
}

/// Takes one file of a form.
async fn receive(
    site: &Shared,
    caller: &Caller,
    [draft, material]: [&str; 2],
    mut part: Field<'_>,
) -> Result<(), UploadError> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let (who, target) = (caller.clone(), [draft.to_owned(), material.to_owned()]);
    let id = run(site, move |site| {
        let [draft, material] = &target;
        files::begin(&site.platform, &who, [draft, material], (&name, None))
    })
    .await?;
    let (mut collected, mut at) = (Vec::new(), 0);
    loop {
        let piece = match part.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) => {
                let (who, id) = (caller.clone(), id.clone());
                run(site, move |site| files::cancel(&site.platform, &who, &id)).await?;
                return Err(UploadError::Disk(std::io::Error::other(error.to_string())));
            }
        };
        collected.extend_from_slice(&piece);
        if collected.len() >= COLLECTED {
            at = write(site, caller, &id, (at, std::mem::take(&mut collected))).await?;
        }
    }
    write(site, caller, &id, (at, collected)).await?;
    let who = caller.clone();
    run(site, move |site| files::finish(&site.platform, &who, &id)).await.map(|_| ())
}

/// Writes what was collected; an upload that is too large is forgotten.
async fn write(
    site: &Shared,
    caller: &Caller,
    id: &str,
    (at, collected): (u64, Vec<u8>),
) -> Result<u64, UploadError> {
    let (who, id): (Caller, Box<str>) = (caller.clone(), id.into());
    run(site, move |site| {
        let written = files::receive(&site.platform, &who, &id, (at, &collected));
        if let Err(UploadError::Problem(_)) = &written {
            files::cancel(&site.platform, &who, &id)?;
        }
        written.map(|begun| begun.offset)
    })
    .await
}

async fn run<T: Send + 'static>(
    site: &Shared,
    work: impl FnOnce(&super::Site) -> Result<T, UploadError> + Send + 'static,
) -> Result<T, UploadError> {
    let done = site.blocking(work).await;
    done.unwrap_or_else(|_| Err(UploadError::Disk(std::io::Error::other("the work broke off"))))
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    draft: String,
    material: String,
    name: String,
    length: u64,
}

pub(super) async fn begin(
    State(site): State<Shared>,
    visitor: Visitor,
    Form(wanted): Form<Wanted>,
) -> Response {
    let caller = visitor.caller.clone();
    let begun = run(&site, move |site| {
        let target = [wanted.draft.as_str(), wanted.material.as_str()];
        files::begin(&site.platform, &caller, target, (&wanted.name, Some(wanted.length)))
    });
    match begun.await {
        Ok(id) => {
            let address = format!("/uploads/{id}");
            let body = axum::Json(json!({ "upload": address, "piece": PIECE }));
            (StatusCode::CREATED, [(header::LOCATION, address)], body).into_response()
        }
        Err(error) => said(&site, &visitor, &error),
    }
}

/// What a script is told when a file is not taken.
fn said(site: &Shared, visitor: &Visitor, error: &UploadError) -> Response {
    let types = &site.platform.hall().files.types;
    let status = match error {
        UploadError::Problem(FileProblem::Stored { .. }) => StatusCode::TOO_MANY_REQUESTS,
        UploadError::Problem(_) => StatusCode::UNPROCESSABLE_ENTITY,
        UploadError::Missing => StatusCode::NOT_FOUND,
        UploadError::Offset(_) => StatusCode::CONFLICT,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    let message = words(error, types, visitor.language()).unwrap_or_default();
    let body = axum::Json(json!({ "message": message }));
    match error {
        UploadError::Offset(there) => {
            (status, [("upload-offset", there.to_string())], body).into_response()
        }
        _ => (status, body).into_response(),
    }
}

fn stands(begun: Begun) -> Response {
    let mut response = (
        [("upload-offset", begun.offset.to_string()), ("cache-control", "no-store".to_owned())],
        axum::Json(json!({ "offset": begun.offset, "length": begun.length })),
    )
        .into_response();
    if let Some(length) = begun.length {
        response.headers_mut().insert("upload-length", length.into());
    }
    response
}

pub(super) async fn offset(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Response {
    let caller = visitor.caller.clone();
    match run(&site, move |site| files::offset(&site.platform, &caller, &id)).await {
        Ok(begun) => stands(begun),
        Err(error) => said(&site, &visitor, &error),
    }
}

pub(super) async fn piece(
    State(site): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    piece: Bytes,
) -> Response {
    let at = headers.get("upload-offset").and_then(|at| at.to_str().ok()?.parse().ok());
    let Some(at) = at else { return StatusCode::BAD_REQUEST.into_response() };
    let caller = visitor.caller.clone();
    let done = run(&site, move |site| {
        let begun = files::receive(&site.platform, &caller, &id, (at, &piece))?;
        let whole = begun.length == Some(begun.offset);
        let entry = whole.then(|| files::finish(&site.platform, &caller, &id)).transpose()?;
        Ok((begun, entry))
    });
    match done.await {
        Ok((begun, None)) => stands(begun),
        Ok((begun, Some(entry))) => {
            let body =
                json!({ "offset": begun.offset, "name": entry.name, "sha256": entry.digest });
            (StatusCode::OK, [("upload-offset", begun.offset.to_string())], axum::Json(body))
                .into_response()
        }
        Err(error) => said(&site, &visitor, &error),
    }
}
