//! Pages of the house itself: problems, people, status.

use super::{housing, market, now, text};
use domain::text::{Language, Text};
use web::pages::people::{PeopleGroup, PeoplePage, PersonRow};
use web::pages::problem::ProblemPage;
use web::pages::status::{Check, CheckKind, StatusPage};

pub(super) fn problem(status: u16, language: Language) -> ProblemPage {
    let refused = status == 409;
    let detail = text(
        "审核人与审查人不能是同一人。",
        "審核人與審查人不能是同一人。",
        "The approver may not be the examiner.",
    );
    let remedy =
        text("请由另一名审核人办理。", "請由另一名審核人辦理。", "Let another approver do it.");
    ProblemPage {
        status,
        detail: refused.then(|| detail.in_language(language).to_owned()),
        article: refused.then(|| "电子监察示范规则（本平台） 一审一核".to_owned()),
        remedy: refused.then(|| remedy.in_language(language).to_owned()),
        back: refused.then(|| "/cases/360100/staff".to_owned()),
        reference: (status == 500).then(|| "0196a1f2-6f3e".to_owned()),
    }
}

pub(super) fn people() -> PeoplePage {
    let person = |id: &str, name: &str, post: Text, role: Text| PersonRow {
        id: id.to_owned(),
        name: name.to_owned(),
        post,
        role,
    };
    let window = text("窗口岗", "窗口崗", "Window");
    let accepts = text("收件、受理、送达", "收件、受理、送達", "receives, accepts, delivers");
    let examines = text(
        "审查，不得审核自己审查的办件",
        "審查，不得審核自己審查的辦件",
        "examines; never approves own work",
    );
    PeoplePage {
        query: String::new(),
        groups: vec![
            PeopleGroup {
                agency: housing(),
                place: Some(text("南川市", "南川市", "Nanchuan")),
                people: vec![
                    person("p1", "陈一鸣", window.clone(), accepts.clone()),
                    person("p2", "李文静", text("审查岗", "審查崗", "Examiner"), examines),
                ],
            },
            PeopleGroup {
                agency: market(),
                place: None,
                people: vec![person("p3", "赵海波", window, accepts)],
            },
        ],
        total: 2_184,
    }
}

pub(super) fn status(language: Language) -> StatusPage {
    let kinds = [
        CheckKind::Calendar,
        CheckKind::Writer,
        CheckKind::Clock,
        CheckKind::Log,
        CheckKind::Rules,
        CheckKind::Feeds,
        CheckKind::Letters,
        CheckKind::Errands,
    ];
    let fault = text("没有报送", "沒有報送", "Nothing was reported");
    let check = |kind: CheckKind| Check {
        kind,
        in_order: kind != CheckKind::Feeds,
        detail: match kind {
            CheckKind::Feeds => fault.in_language(language).to_owned(),
            _ => "2026-12-31".to_owned(),
        },
        last_in_order: (kind == CheckKind::Feeds).then(now),
    };
    StatusPage { as_of: now(), checks: kinds.map(check).to_vec(), alarms: 1 }
}
