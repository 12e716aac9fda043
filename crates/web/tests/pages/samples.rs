//! What the pages are tried with: a small invented province on the real law of the house.

use domain::basis::Basis;
use domain::calendar::Calendar;
use domain::card::CardState;
use domain::case::phase::Phase;
use domain::clock::{Clock, Pause};
use domain::event::ActKind;
use domain::item::{Item, ItemKind};
use domain::level::Colour;
use domain::limit::{Period, RestDayEnd, Unit};
use domain::procedure::{LimitKind, Procedure, StageIndex};
use domain::text::{Language, Text};
use jiff::civil::{Date, DateTime, date};
use operations::law_library::LawLibrary;
use web::pages::board::{AgencyRow, AgencySort, BoardNumbers, BoardPage, City, Remaining};
use web::pages::card::{CardPage, CardRow};
use web::pages::cards::CardsPage;
use web::pages::case::{ActRow, CasePage, CurrentStage, PauseNow};
use web::pages::hall::{HallPage, Today};
use web::pages::item::{Handling, ItemPage, Remedy};
use web::pages::items::{ItemRow, ItemsPage, Paging, Place};
use web::pages::limits::{LimitRow, LimitState};
use web::pages::people::{PeopleGroup, PeoplePage, PersonRow};
use web::pages::problem::ProblemPage;
use web::pages::proof::Proof;
use web::pages::status::{Check, CheckKind, StatusPage};
use web::pages::track::TrackPage;
use web::pages::{Demonstration, Shell, SignedIn, StageLoad};

/// A page that is shown: its address and its HTML.
pub(crate) struct Shown {
    /// Address, as in the program.
    pub(crate) address: String,
    /// The page.
    pub(crate) html: String,
}

struct World {
    items: Vec<Item>,
    licence: Procedure,
    joint: Procedure,
    disclosure: Procedure,
    card: Procedure,
    calendar: Calendar,
}

fn world() -> World {
    let law = LawLibrary;
    World {
        items: law.items().unwrap(),
        licence: law.procedure("ordinary-licence").unwrap(),
        joint: law.procedure("joint-licence").unwrap(),
        disclosure: law.procedure("information-disclosure").unwrap(),
        card: law.procedure("supervision-card").unwrap(),
        calendar: law.calendar("cn").unwrap(),
    }
}

fn text(simplified: &str, traditional: &str, english: &str) -> Text {
    Text {
        simplified: simplified.to_owned(),
        traditional: Some(traditional.to_owned()),
        english: Some(english.to_owned()),
    }
}

fn planning() -> Text {
    text("南川市自然资源局", "南川市自然資源局", "Nanchuan Natural Resources Bureau")
}

fn market() -> Text {
    text("青溪县市场监督管理局", "青溪縣市場監督管理局", "Qingxi Market Supervision Bureau")
}

fn housing() -> Text {
    text(
        "南川市住房和城乡建设局",
        "南川市住房和城鄉建設局",
        "Nanchuan Housing and Construction Bureau",
    )
}

fn now() -> DateTime {
    date(2026, 3, 12).at(14, 20, 0, 0)
}

fn basis(law: &str, article: &str) -> Basis {
    Basis { law: law.to_owned(), article: article.to_owned(), ..Basis::default() }
}

fn shell(language: Language, path: &str, signed_in: bool) -> Shell {
    let person = SignedIn {
        name: "陈一鸣".to_owned(),
        post: text("审查岗", "審查崗", "Examiner").in_language(language).to_owned(),
        agency: planning().in_language(language).to_owned(),
    };
    Shell {
        language,
        path: path.to_owned(),
        signed_in: signed_in.then_some(person),
        demonstration: Some(Demonstration { clock: now(), speed: 300 }),
    }
}

/// Every page in a language.
pub(crate) fn pages(language: Language) -> Vec<Shown> {
    let world = world();
    let mut shown = Vec::new();
    let mut show = |address: &str, render: &dyn Fn(&Shell) -> Result<String, askama::Error>| {
        let shell = shell(language, address, address.contains("staff"));
        shown.push(Shown { address: address.to_owned(), html: render(&shell).unwrap() });
    };
    show("/", &|shell| hall(&world).render(shell));
    show("/items", &|shell| items(&world, "").render(shell));
    show("/items?q=none", &|shell| items(&world, "<我要办证>").render(shell));
    for item in &world.items {
        let procedure = match item.procedure.as_str() {
            "joint-licence" => &world.joint,
            "information-disclosure" => &world.disclosure,
            _ => &world.licence,
        };
        show(&format!("/items/{}", item.code), &|shell| guide(item, procedure).render(shell));
    }
    show("/items/card", &|shell| guide(&world.items[0], &world.card).render(shell));
    show("/items/joint", &|shell| guide(&world.items[0], &world.joint).render(shell));
    show("/track", &|shell| TrackPage::default().render(shell));
    show("/track?number=", &|shell| lost().render(shell));
    show("/cases/360100/open", &|shell| open_case(&world, false).render(shell));
    show("/cases/360100/staff", &|shell| open_case(&world, true).render(shell));
    show("/cases/360100/late", &|shell| late_case(&world).render(shell));
    show("/board", &|shell| board().render(shell));
    show("/cards", &|shell| cards(false).render(shell));
    show("/cards?colour=red", &|shell| cards(true).render(shell));
    show("/cards/360100/open", &|shell| card(&world, 0, shell.language).render(shell));
    show("/cards/360100/revoked", &|shell| card(&world, 3, shell.language).render(shell));
    for status in [400, 403, 404, 409, 500, 503] {
        show(&format!("/problem/{status}"), &|shell| problem(status, shell.language).render(shell));
    }
    show("/demo/people", &|shell| people().render(shell));
    show("/status", &|shell| status(shell.language).render(shell));
    shown
}

fn hall(world: &World) -> HallPage {
    use ItemKind as K;
    let counts = [412, 968, 71, 34, 58, 203, 119, 42, 12, 287, 156];
    let kinds = [
        K::Licence,
        K::Penalty,
        K::Coercion,
        K::Levy,
        K::Payment,
        K::Inspection,
        K::Confirmation,
        K::Reward,
        K::Ruling,
        K::Other,
        K::PublicService,
    ];
    HallPage {
        kinds: kinds.into_iter().zip(counts).collect(),
        popular: rows(world).into_iter().take(5).collect(),
        today: Today {
            date: now().date(),
            received: 1_284,
            closed: 1_107,
            open: 18_452,
            overdue: 23,
            cards: 9,
        },
    }
}

fn rows(world: &World) -> Vec<ItemRow> {
    let row = |item: &Item| ItemRow {
        agency: Some(housing()),
        ..ItemRow::of(item, Some(&world.licence))
    };
    world.items.iter().map(row).collect()
}

fn items(world: &World, query: &str) -> ItemsPage {
    let rows = if query.is_empty() { rows(world) } else { Vec::new() };
    let total = if rows.is_empty() { 0 } else { 47 };
    ItemsPage {
        query: query.to_owned(),
        kind: None,
        jurisdiction: Some("360100".to_owned()),
        places: vec![Place {
            code: "360100".to_owned(),
            name: text("南川市", "南川市", "Nanchuan"),
        }],
        rows,
        paging: Paging::of(total, 20, 2),
    }
}

fn guide<'a>(item: &'a Item, procedure: &'a Procedure) -> ItemPage<'a> {
    let place = text("南川市", "南川市", "Nanchuan");
    let within = Period { amount: 60, unit: Unit::CalendarDays, rest_day_end: RestDayEnd::Roll };
    ItemPage {
        item,
        procedure,
        agencies: vec![
            Handling { agency: housing(), place: place.clone(), open: Some(86) },
            Handling {
                agency: market(), place: text("青溪县", "青溪縣", "Qingxi"), open: None
            },
        ],
        loads: vec![
            StageLoad { stage: StageIndex(1), cases: 12 },
            StageLoad { stage: StageIndex(2), cases: 61 },
        ],
        remedies: vec![Remedy {
            name: text("行政复议", "行政復議", "Administrative reconsideration"),
            body: Some(text("南川市人民政府", "南川市人民政府", "People's Government of Nanchuan")),
            within: Some(within),
            basis: basis("中华人民共和国行政复议法", "20"),
        }],
    }
}

fn lost() -> TrackPage {
    TrackPage {
        not_found: Some("NC2026O31200871\"><b>".to_owned()),
        several: vec![("360100".to_owned(), "A1".to_owned(), "南川市".to_owned())],
    }
}

fn limit(
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

fn act(number: u32, at: DateTime, kind: ActKind, stage: Text, staff: bool) -> ActRow {
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
        automatic: false,
    }
}

fn acts(world: &World, staff: bool) -> Vec<ActRow> {
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
    acts[5].automatic = true;
    acts[5].claimed_at = Some(at(3, 2, 12));
    acts
}

fn open_case(world: &World, staff: bool) -> CasePage<'_> {
    let pause = Pause {
        from: date(2026, 2, 24),
        until: Some(date(2026, 3, 3)),
        ended: None,
        ground: "听证".to_owned(),
    };
    let accepted = date(2026, 2, 10);
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
            limit(world, 2, accepted, vec![pause.clone()], LimitState::Running { left: 4 }),
            limit(world, 1, accepted, vec![pause], LimitState::Running { left: 9 }),
            limit(world, 0, date(2026, 2, 9), Vec::new(), kept),
        ],
        cards: vec![card_rows().swap_remove(2)],
        proof: Some(proof()),
    }
}

fn late_case(world: &World) -> CasePage<'_> {
    let accepted = date(2026, 1, 28);
    let over = |days: u32| LimitState::Missed { at: None, days };
    CasePage {
        cards: card_rows().into_iter().take(2).collect(),
        limits: vec![
            limit(world, 2, accepted, Vec::new(), over(15)),
            limit(world, 1, accepted, Vec::new(), over(9)),
        ],
        proof: None,
        ..open_case(world, false)
    }
}

fn proof() -> Proof {
    Proof {
        log: "yangguang.example/360100".to_owned(),
        index: 1_048_211,
        leaf: "5f8a0c9e7b6d4f3210fedcba98765432100123456789abcdef0f1e2d3c4b5a69".to_owned(),
        size: 1_049_003,
        root: "a3b1c5d7e9f00112233445566778899aabbccddeeff0123456789abcdef01234".to_owned(),
        receipt: Some("/cases/360100/NC20260204-00871/receipt".to_owned()),
    }
}

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
        rule,
        agency: if position % 2 == 0 { housing() } else { market() },
        case: Some(format!("NC20260204-{:05}", 871 + position)),
        state,
    };
    rows.map(row).collect()
}

fn cards(empty: bool) -> CardsPage {
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

fn card(world: &World, position: usize, language: Language) -> CardPage {
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
        proof: Some(proof()),
        card: row,
    }
}

fn board() -> BoardPage {
    BoardPage { numbers: numbers(), cards: card_rows() }
}

/// The figures of the board.
pub(crate) fn numbers() -> BoardNumbers {
    let names = [
        ("南川市", "Nanchuan"),
        ("临江市", "Linjiang"),
        ("云岭市", "Yunling"),
        ("安泽市", "Anze"),
        ("清河市", "Qinghe"),
        ("东屏市", "Dongping"),
    ];
    let counties = ["青溪县", "石桥区", "白鹭县", "望山区"];
    let city = |(position, (name, english)): (usize, (&str, &str))| {
        let seed = position as u64 + 2;
        let county = |(place, county): (usize, &&str)| City {
            name: text(county, county, ["Qingxi", "Shiqiao", "Bailu", "Wangshan"][place]),
            open: 300 + seed * 41 % 97 * (place as u64 + 1),
            near: 20 + seed * 7 % 31,
            overdue: seed * place as u64 % 5,
            counties: Vec::new(),
        };
        let counties: Vec<City> = counties.iter().enumerate().map(county).collect();
        City {
            name: text(name, name, english),
            open: counties.iter().map(|county| county.open).sum(),
            near: counties.iter().map(|county| county.near).sum(),
            overdue: counties.iter().map(|county| county.overdue).sum(),
            counties,
        }
    };
    let agency = |(position, name): (usize, Text)| AgencyRow {
        id: format!("a{position}"),
        name,
        open: 1_204 - position as u64 * 211,
        near: 83 - position as u64 * 9,
        overdue: [0, 7, 1][position],
        warnings: 12,
        yellow: position as u64,
        red: u64::from(position == 1),
    };
    let mut agencies: Vec<AgencyRow> =
        [planning(), housing(), market()].into_iter().enumerate().map(agency).collect();
    AgencySort::Overdue.sort(&mut agencies);
    BoardNumbers {
        as_of: now(),
        steps_per_minute: (0..60_u32).map(|minute| 30 + minute * 37 % 23 + minute % 9).collect(),
        received: 1_284,
        closed: 1_107,
        cards: 9,
        remaining: Remaining {
            overdue: 23,
            today: 214,
            two_days: 1_340,
            five_days: 5_120,
            more: 11_755,
        },
        cities: names.into_iter().enumerate().map(city).collect(),
        agencies,
        sort: AgencySort::Overdue,
    }
}

fn problem(status: u16, language: Language) -> ProblemPage {
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

fn people() -> PeoplePage {
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

fn status(language: Language) -> StatusPage {
    let kinds = [
        CheckKind::Calendar,
        CheckKind::Writer,
        CheckKind::Clock,
        CheckKind::Log,
        CheckKind::Rules,
        CheckKind::Feeds,
    ];
    let detail = text("已公布至2026-12-31", "已公布至2026-12-31", "Published until 2026-12-31");
    let check = |kind: CheckKind| Check {
        kind,
        in_order: kind != CheckKind::Feeds,
        detail: detail.in_language(language).to_owned(),
        last_in_order: (kind == CheckKind::Feeds).then(now),
    };
    StatusPage { as_of: now(), checks: kinds.map(check).to_vec() }
}
