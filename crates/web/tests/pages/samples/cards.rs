//! Cards of every colour in every state.

use super::cases::{act, limit, proof};
use super::{World, basis, housing, market, now, text};
use domain::card::CardState;
use domain::event::ActKind;
use domain::level::Colour;
use domain::procedure::LimitKind;
use domain::text::{Language, Text};
use jiff::civil::date;
use web::pages::card::{CardPage, CardRow};
use web::pages::cards::CardsPage;
use web::pages::items::Paging;
use web::pages::limits::LimitState;

/// Cards in every state.
pub(crate) fn card_rows() -> Vec<CardRow> {
    let issuer: domain::event::Name = "supervision".into();
    let overdue = text("超过法定时限", "超過法定時限", "Statutory limit exceeded");
    let states = [
        CardState::Issued { issuer: issuer.clone() },
        CardState::Answered { issuer: issuer.clone() },
        CardState::Closed,
        CardState::Revoked {
            reason: "停电导致系统中断，时限依法顺延。".to_owned()
        },
        CardState::Dismissed {
            reason: "补录属于同城灾备切换，已有证明。".to_owned()
        },
        CardState::Appealed { issuer, appellant: "agency".into() },
    ];
    let colours =
        [Colour::Red, Colour::Yellow, Colour::Warning, Colour::Red, Colour::Notice, Colour::Yellow];
    let rules = [
        overdue.clone(),
        text("超过承诺时限", "超過承諾時限", "Promised limit exceeded"),
        text("承诺时限临近", "承諾時限臨近", "Promised limit near"),
        overdue,
        text("事后补录", "事後補錄", "Entered afterwards"),
        text("索要清单以外的材料", "索要清單以外的材料", "Material outside the catalogue"),
    ];
    let rows = states.into_iter().zip(colours).zip(rules).enumerate();
    let row = |(position, ((state, colour), rule)): (usize, ((CardState, Colour), Text))| CardRow {
        jurisdiction: "360100".to_owned(),
        number: format!("JC2026-{:05}", 412 - position),
        at: now().saturating_sub(jiff::SignedDuration::from_mins(position as i64 * 37)),
        colour,
        level_name: (position == 1).then(|| text("黄牌", "黃牌", "Yellow card")),
        rule,
        agency: if position % 2 == 0 { housing() } else { market() },
        case: Some(format!("NC20260204-{:05}", 871 + position)),
        state,
    };
    rows.map(row).collect()
}

pub(super) fn cards(empty: bool) -> CardsPage {
    let rows = if empty { Vec::new() } else { card_rows() };
    CardsPage {
        state: None,
        colour: empty.then_some(Colour::Red),
        agency: None,
        agencies: vec![("a1".to_owned(), housing()), ("a2".to_owned(), market())],
        paging: Paging::of(rows.len() as u64 * 12, 20, 1),
        rows,
    }
}

pub(super) fn card(world: &World, position: usize, language: Language) -> CardPage {
    let row = card_rows().swap_remove(position);
    let message = text(
        "办件NC20260204-00871的“法定时限”为20个工作日，自2026-01-28起算，最后一日是2026-03-03；至今尚未完成。条款：行政许可法 42。",
        "辦件NC20260204-00871的「法定時限」為20個工作日，自2026-01-28起算，最後一日是2026-03-03；至今尚未完成。條款：行政許可法 42。",
        "Case NC20260204-00871: “Statutory limit” is 20 working days, counted from 2026-01-28; its last day was 2026-03-03. It is still not completed. Article: 行政许可法 42.",
    );
    let at = |number: u32, kind: ActKind, id: &str, hours: i64| {
        let index = world.card.stage_index(id).unwrap();
        let stage = world.card.stage(index).unwrap().name.clone();
        let moment = row.at.saturating_add(jiff::SignedDuration::from_hours(hours));
        act(number, moment, kind, stage, false)
    };
    let mut acts = vec![
        at(1, ActKind::Record, "detect", 0),
        at(2, ActKind::Accept, "confirm", 0),
        at(3, ActKind::Issue, "issue", 0),
    ];
    acts[1].automatic = true;
    if matches!(row.state, CardState::Revoked { .. }) {
        acts.push(at(4, ActKind::Complete, "answer", 20));
        acts.push(at(5, ActKind::Decide, "decide-appeal", 70));
    }
    let started = date(2026, 1, 28);
    let missed = LimitState::Missed { at: None, days: 9 };
    let mut reply = limit(world, 0, now().date(), Vec::new(), LimitState::Running { left: 5 });
    reply.kind = LimitKind::Reply;
    reply.name = text("答复时限", "答覆時限", "Time to reply");
    reply.basis = basis("电子监察示范规则（本平台）", "答复期限");
    CardPage {
        message: message.in_language(language).to_owned(),
        rule_id: "statutory-exceeded".to_owned(),
        rules_version: "7c9e1f0a".to_owned(),
        basis: basis("中华人民共和国行政许可法", "42"),
        limits: vec![
            limit(world, 1, started, Vec::new(), missed),
            limit(world, 2, started, Vec::new(), LimitState::Missed { at: Some(now()), days: 15 }),
        ],
        post: Some(text("审核岗", "審核崗", "Approver")),
        person: None,
        detected_at: Some(row.at),
        reply: matches!(row.state, CardState::Issued { .. }).then_some(reply),
        appealed: false,
        escalations: u32::from(position == 0),
        acts,
        options: (position == 0).then(super::acting::options),
        proof: Some(proof()),
        card: row,
    }
}
