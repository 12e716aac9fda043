//! Cases: one in time, one that stands still, one late.

use super::cards::card_rows;
use super::{World, housing, now, text};
use domain::case::phase::Phase;
use domain::clock::{Clock, Pause};
use domain::event::ActKind;
use domain::procedure::StageIndex;
use domain::text::Text;
use jiff::civil::{Date, DateTime, date};
use web::pages::case::{ActRow, CasePage, CurrentStage, PauseNow};
use web::pages::case_work::{
    CaseWork, DocumentLine, JointLine, MaterialLine, MaterialStanding, document_of,
};
use web::pages::document::DocumentPage;
use web::pages::limits::{LimitRow, LimitState};
use web::pages::proof::Proof;

pub(super) fn limit(
    world: &World,
    position: usize,
    from: Date,
    pauses: Vec<Pause>,
    state: LimitState,
) -> LimitRow {
    let rule = &world.licence.limits[position];
    let mut clock = Clock::start(rule.period, from.at(10, 12, 0, 0));
    clock.pauses = pauses;
    LimitRow {
        name: rule.name.clone(),
        kind: rule.kind,
        basis: rule.basis.clone(),
        state,
        explanation: clock.explain(Some(&world.calendar), now().date()).unwrap(),
    }
}

pub(super) fn act(number: u32, at: DateTime, kind: ActKind, stage: Text, staff: bool) -> ActRow {
    ActRow {
        number,
        recorded_at: at,
        claimed_at: None,
        kind,
        stage: Some(stage),
        outcome: None,
        agency: Some(housing()),
        person: staff.then(|| "陈一鸣".to_owned()),
        post: staff.then(|| text("审查岗", "審查崗", "Examiner")),
        reason: None,
        note: None,
        details: Vec::new(),
        automatic: false,
    }
}

pub(super) fn acts(world: &World, staff: bool) -> Vec<ActRow> {
    let stage = |id: &str| {
        let index = world.licence.stage_index(id).unwrap();
        world.licence.stage(index).unwrap().name.clone()
    };
    let at = |month: i8, day: i8, hour: i8| date(2026, month, day).at(hour, 12, 0, 0);
    let mut acts = vec![
        act(1, at(2, 4, 9), ActKind::Submit, stage("receive"), false),
        act(2, at(2, 5, 16), ActKind::RequestSupplement, stage("accept"), staff),
        act(3, at(2, 9, 11), ActKind::ReceiveSupplement, stage("accept"), false),
        act(4, at(2, 10, 10), ActKind::Accept, stage("accept"), staff),
        act(5, at(2, 24, 15), ActKind::StartPause, stage("examine"), staff),
        act(6, at(3, 3, 17), ActKind::EndPause, stage("examine"), staff),
    ];
    acts[1].note = Some("消防设计审查意见；施工图纸（缺第3册）".to_owned());
    acts[4].reason = Some("申请人要求听证".to_owned());
    acts[4].details =
        vec![("detail-ground", "听证".to_owned()), ("detail-until", "2026-03-03".to_owned())];
    acts[5].automatic = true;
    acts[5].claimed_at = Some(at(3, 2, 12));
    acts
}

pub(super) fn open_case(world: &World, staff: bool) -> CasePage<'_> {
    let pause = Pause {
        from: date(2026, 2, 24),
        until: Some(date(2026, 3, 3)),
        ended: None,
        ground: "听证".to_owned(),
    };
    let accepted = date(2026, 2, 10);
    let running = |left| if staff { LimitState::Paused } else { LimitState::Running { left } };
    let kept = LimitState::Kept { at: accepted.at(10, 12, 0, 0) };
    CasePage {
        jurisdiction: "360100".to_owned(),
        number: "NC20260204-00871".to_owned(),
        item: world.items[1].name.clone(),
        item_code: Some(world.items[1].code.clone()),
        agency: housing(),
        procedure: &world.licence,
        phase: Phase::Accepted,
        as_of: now(),
        current: vec![CurrentStage {
            stage: StageIndex(2),
            agency: Some(housing()),
            since: accepted.at(10, 12, 0, 0),
        }],
        done: vec![StageIndex(0), StageIndex(1)],
        pause: staff.then(|| PauseNow {
            ground: text("专家评审", "專家評審", "Expert review"),
            until: Some(date(2026, 3, 20)),
        }),
        result: None,
        acts: acts(world, staff),
        limits: vec![
            limit(world, 2, accepted, vec![pause.clone()], running(4)),
            limit(world, 1, accepted, vec![pause], running(9)),
            limit(world, 0, date(2026, 2, 9), Vec::new(), kept),
        ],
        cards: vec![card_rows().swap_remove(2)],
        refunds: vec![(8_000, None), (500, Some("TK-2026-7".to_owned()))],
        proof: Some(proof()),
        options: staff.then(super::acting::options),
        work: staff.then(|| work(world)),
    }
}

fn work(world: &World) -> CaseWork {
    let at = date(2026, 2, 9).at(11, 12, 0, 0);
    let standings = [
        MaterialStanding::Received(at),
        MaterialStanding::Asked(at),
        MaterialStanding::Missing,
        MaterialStanding::Shared,
    ];
    let material = |(position, standing): (usize, MaterialStanding)| MaterialLine {
        name: text("施工图纸", "施工圖紙", "Drawings"),
        required: position != 3,
        standing,
        files: vec![("图纸.pdf".to_owned(), "/files/a".to_owned())],
    };
    let joint = |late: bool| JointLine {
        agency: housing(),
        limit: Some(limit(
            world,
            1,
            date(2026, 2, 9),
            Vec::new(),
            if late { LimitState::Missed { at: None, days: 2 } } else { LimitState::Kept { at } },
        )),
        by_silence: false,
        answered: (!late).then_some(at),
        outcome: None,
        opinion: (!late).then(|| "同意。".to_owned()),
    };
    CaseWork {
        wrong_codes: Some((3, now())),
        materials: standings.into_iter().enumerate().map(material).collect(),
        answers: vec![(text("经营者", "經營者", "Operator"), "李四".to_owned())],
        joint: vec![joint(false), joint(true)],
        documents: vec![DocumentLine {
            key: "document-accept",
            day: at.date(),
            address: "/cases/360100/NC20260204-00871/documents/4".to_owned(),
        }],
    }
}

/// A document that an act made.
pub(super) fn document(kind: ActKind, against: bool) -> DocumentPage {
    DocumentPage {
        key: document_of(kind, against).unwrap(),
        number: "NC20260204-00871-4".to_owned(),
        agency: housing(),
        party: Some("a-001".to_owned()),
        item: text("建筑工程施工许可", "建築工程施工許可", "Construction permit"),
        applied: Some(date(2026, 2, 4)),
        at: now(),
        outcome: Some(text("不予许可", "不予許可", "Refused")),
        reason: Some("消防设计不符合标准".to_owned()),
        materials: vec![text("施工图纸", "施工圖紙", "Drawings")],
        facts: vec![("detail-number", "通知书12号".to_owned())],
        limit: Some((text("承诺时限", "承諾時限", "Promised limit"), date(2026, 3, 20))),
        basis: Some(super::basis("中华人民共和国行政许可法", "38")),
        remedies: operations::law_library::LawLibrary::embedded().remedies().unwrap(),
        case: "/cases/360100/NC20260204-00871".to_owned(),
        link: "https://yangguang.example/cases/360100/NC20260204-00871".to_owned(),
        refusal: None,
    }
}

pub(super) fn late_case(world: &World) -> CasePage<'_> {
    let accepted = date(2026, 1, 28);
    let over = |days: u32| LimitState::Missed { at: None, days };
    CasePage {
        cards: card_rows().into_iter().take(2).collect(),
        limits: vec![
            limit(world, 2, accepted, Vec::new(), over(15)),
            limit(world, 1, accepted, Vec::new(), over(9)),
        ],
        refunds: Vec::new(),
        proof: None,
        ..open_case(world, false)
    }
}

pub(super) fn proof() -> Proof {
    Proof {
        log: "yangguang.example/360100".to_owned(),
        index: 1_048_211,
        leaf: "5f8a0c9e7b6d4f3210fedcba98765432100123456789abcdef0f1e2d3c4b5a69".to_owned(),
        size: 1_049_003,
        root: "a3b1c5d7e9f00112233445566778899aabbccddeeff0123456789abcdef01234".to_owned(),
        receipt: Some("/cases/360100/NC20260204-00871/receipt".to_owned()),
    }
}
