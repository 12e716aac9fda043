//! What is mine: drafts and cases of the visitor, and the receipt of a case.

use super::acting::{date_asked, options_of};
use super::drafts::file_row;
use super::problems::Problem;
use super::shown::{answered, rendered};
use super::views::name_of;
use super::visitor::Visitor;
use super::{Shared, Site};
use crate::pages::acting::AskedStep;
use crate::pages::my::{MyCase, MyDraft, MyPage};
use crate::pages::receipt::{Qr, ReceiptPage};
use crate::pages::segment;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::text::Text;
use operations::applications::of_case;
use operations::caller::Caller;
use operations::cases::show::{CaseHead, moment, show};
use operations::drafts::{self, Delivery, KeptDraft, Purpose};
use operations::my_cases::{self, Place};
use serde::Deserialize;

/// Cases on a page.
const LENGTH: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    before: String,
}

pub(super) async fn my(
    State(site): State<Shared>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Response {
    answered(&site, visitor, move |site, caller, shell| {
        rendered(page(site, caller, &asked)?.render(shell))
    })
    .await
}

fn page(site: &Site, caller: &Caller, asked: &Asked) -> Result<MyPage, Problem> {
    let closed = asked.show == "closed";
    let from = asked
        .before
        .split_once('~')
        .and_then(|(at, key)| Some(Place { at: at.parse().ok()?, key: key.into() }));
    let later = from.is_some();
    let found = my_cases::list(&site.platform, caller, (closed, from), LENGTH)?;
    let cases = found.cases.iter().map(|head| case(site, caller, head));
    let mut cases = cases.collect::<Result<Vec<MyCase>, _>>()?;
    // What waits for the reader comes first; the rest stays in its order.
    cases.sort_by_key(|case| case.asked.is_empty());
    let older = found.next.map(|place| {
        let show = if closed { "show=closed&" } else { "" };
        format!("/my?{show}before={}~{}", place.at, segment(&place.key))
    });
    let drafts = if later || closed {
        Vec::new()
    } else {
        drafts::list(&site.platform, caller).unwrap_or_default()
    };
    let drafts = drafts.iter().map(|kept| draft(site, kept));
    let unread = operations::inbox::unread(&site.platform, caller)?;
    Ok(MyPage { drafts: drafts.collect(), cases, closed, older, later, unread })
}

/// The name of an item; its code where the law does not know it.
pub(super) fn item_name(site: &Site, code: &str) -> Text {
    let item = site.platform.law().items.get(code).map(|item| item.name.clone());
    item.unwrap_or_else(|| Text { simplified: code.to_owned(), ..Text::default() })
}

/// What is asked of a party in a case of its own now.
fn asked(site: &Site, caller: &Caller, head: &CaseHead) -> Result<Vec<AskedStep>, Problem> {
    let place = [&*head.jurisdiction, &*head.case_id];
    let Some(mut options) = options_of(site, caller, place)? else { return Ok(Vec::new()) };
    if &*head.phase == "awaiting-supplement"
        && let Some(shown) = show(&site.platform, caller, place[0], place[1])?
    {
        date_asked(&mut options, &shown);
    }
    Ok(options.asked)
}

/// A case as lists show it.
pub(super) fn case(site: &Site, caller: &Caller, head: &CaseHead) -> Result<MyCase, Problem> {
    Ok(MyCase {
        address: format!("/cases/{}/{}", segment(&head.jurisdiction), segment(&head.case_id)),
        number: head.case_id.to_string(),
        item: item_name(site, &head.item),
        agency: name_of(&site.platform.register(), &head.agency),
        phase: format!("phase-{}", head.phase),
        due: head.due_day.and_then(operations::desk::date_of),
        opened: site.calendar.time_zone.to_datetime(moment(head.opened_at)),
        asked: asked(site, caller, head)?,
    })
}

/// A draft as lists show it.
pub(super) fn draft(site: &Site, kept: &KeptDraft) -> MyDraft {
    let draft = &kept.draft;
    let local = |at: i64| site.calendar.time_zone.to_datetime(moment(at));
    MyDraft {
        id: kept.id.to_string(),
        item: item_name(site, draft.item()),
        supplement: match &draft.purpose {
            Purpose::Supplement { case, .. } => Some(case.to_string()),
            Purpose::Application { .. } => None,
        },
        files: draft.files.len(),
        changed: local(draft.changed_at),
        lapses: local(drafts::lapses_at(&site.platform, draft)).date(),
    }
}

pub(super) async fn receipt(
    State(site): State<Shared>,
    Path((place, case)): Path<(String, String)>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Response {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default().to_owned();
    answered(&site, visitor, move |site, caller, shell| {
        let page = receipt_of(site, caller, [&place, &case], &host)?;
        rendered(page.render(shell))
    })
    .await
}

/// Where people reach the hall: as the installation says, else as they have reached it now.
pub(super) fn base(site: &Site, host: &str) -> String {
    match &site.platform.hall().address {
        Some(address) => address.to_string(),
        None => format!("http://{host}"),
    }
}

fn receipt_of(
    site: &Site,
    caller: &Caller,
    [place, case]: [&str; 2],
    host: &str,
) -> Result<ReceiptPage, Problem> {
    let missing = || Problem::status(StatusCode::NOT_FOUND);
    let shown = show(&site.platform, caller, place, case)?;
    let shown = shown.filter(|shown| shown.with_persons).ok_or_else(missing)?;
    let head = &shown.head;
    let application = of_case(&site.platform, caller, place, case)?;
    let address = format!("/cases/{}/{}", segment(place), segment(case));
    let follow = format!("{}/track?number={}", base(site, host), segment(case));
    let item = shown.law.items.get(&*head.item);
    let mut materials = Vec::new();
    for material in item.iter().flat_map(|item| &item.materials) {
        let files = application.iter().flat_map(|known| known.files_of(&material.id));
        let files: Vec<_> = files.map(|file| file_row(&address, file)).collect();
        if !files.is_empty() {
            materials.push((material.name.clone(), files));
        }
    }
    // The code is the applicant's: the office asks for it, so it must not read it here.
    let is_party = matches!(caller, Caller::Party { .. });
    let code = application.filter(|known| is_party && known.delivery == Delivery::PickUp);
    Ok(ReceiptPage {
        number: case.to_owned(),
        item: item.map(|item| item.name.clone()).unwrap_or_default(),
        agency: name_of(&site.platform.register(), &head.agency),
        at: site.calendar.time_zone.to_datetime(moment(head.opened_at)),
        due: head.due_day.and_then(operations::desk::date_of),
        materials,
        pick_up_code: code.map(|known| known.pick_up_code.to_string()),
        qr: Qr::of(&follow),
        follow,
        case: address,
    })
}
