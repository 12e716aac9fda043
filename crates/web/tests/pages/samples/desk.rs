//! The workspace: the inbox, several cases at once.

use super::acting::{act, options};
use super::{now, text};
use domain::text::Text;
use operations::figures::Closed;
use operations::tasks::{Narrowed, Standing};
use web::pages::acting::{Choice, Refused};
use web::pages::bulk::{BulkAct, BulkCase, BulkDone, BulkPage, BulkResult};
use web::pages::delegations::{DelegationForm, DelegationLine, DelegationsPage};
use web::pages::delivery::{DeliveryLine, DeliveryPage, RefundLine, WantedWay};
use web::pages::figures::FiguresPage;
use web::pages::queue::{CalledNumber, OwnTicket, QueuePage, QueuesPage};
use web::pages::tasks::{TaskLine, TasksPage, Way};
use web::pages::window::{
    AtHand, IntakeChoice, IntakeForm, IntakeMaterial, IntakePage, KnownChoice, ServedChoice,
    WindowPage,
};

/// Every page of the workspace.
pub(super) fn all(show: super::Show<'_>) {
    show("/desk?staff", &|shell| tasks().render(shell));
    show("/desk?staff&empty", &|shell| TasksPage::default().render(shell));
    show("/desk/bulk?staff", &|shell| bulk(false).render(shell));
    show("/desk/bulk?staff&act", &|shell| bulk(true).render(shell));
    show("/desk/bulk?staff&none", &|shell| BulkPage::default().render(shell));
    show("/desk/bulk?staff&done", &|shell| bulk_result().render(shell));
    show("/desk/delivery?staff", &|shell| delivery().render(shell));
    show("/desk/delivery?staff&none", &|shell| DeliveryPage::default().render(shell));
    show("/desk/figures?staff", &|shell| figures(true).render(shell));
    show("/desk/figures?staff&none", &|shell| figures(false).render(shell));
    show("/desk/delegations?staff", &|shell| delegations().render(shell));
    show("/desk/delegations?staff&none", &|shell| DelegationsPage::default().render(shell));
    show("/queue", &|shell| queues().render(shell));
    show("/queue/none", &|shell| QueuesPage::default().render(shell));
    for state in ["waiting", "called", "serving", "finished", "skipped"] {
        show(&format!("/queue/a?{state}"), &|shell| queue(state).render(shell));
    }
    show("/desk/window?staff", &|shell| window("called").render(shell));
    show("/desk/window?staff&serving", &|shell| window("serving").render(shell));
    show("/desk/window?staff&free", &|shell| window("").render(shell));
    show("/desk/window/new?staff", &|shell| intake(false).render(shell));
    show("/desk/window/new?staff&item", &|shell| intake(true).render(shell));
}

fn licence() -> Text {
    text("建筑工程施工许可", "建築工程施工許可", "Construction permit")
}

fn way(id: &str, name: Text, chosen: bool) -> Way {
    Way { id: id.to_owned(), name, count: 12, chosen }
}

fn tasks() -> TasksPage {
    let rows = Standing::ALL.into_iter().enumerate().map(|(position, standing)| TaskLine {
        jurisdiction: "360100".to_owned(),
        number: format!("260204-0N3XG8FS5{position}"),
        item: licence(),
        stage: text("审查", "審查", "Examination"),
        role: if position == 4 { String::new() } else { "examiner".to_owned() },
        post: (position == 1).then(|| text("审查岗 陈一鸣", "審查崗 陳一鳴", "Examiner 陈一鸣")),
        place: (position == 2).then(|| text("南川市", "南川市", "Nanchuan")),
        due: (position != 3).then(|| now().date()),
        standing,
        days: 3,
        address: "/cases/360100/NC20260204-00871".to_owned(),
    });
    let places = [("360100", "南川市"), ("360101", "青溪县")];
    TasksPage {
        agency: super::planning(),
        narrowed: Narrowed { mine: true, standing: Some(Standing::Near), ..Narrowed::default() },
        rows: rows.collect(),
        found: 1_204,
        all: 1_310,
        mine: 208,
        standings: Standing::ALL.map(|standing| (standing, 241)).into(),
        stages: vec![way("examine", text("审查", "審查", "Examination"), true)],
        items: vec![way("0100020001", licence(), false)],
        roles: vec![
            way("examiner", Text::default(), false),
            way("unknown", Text::default(), false),
        ],
        places: places.map(|(id, name)| way(id, text(name, name, name), false)).into(),
        next: Some("20524~360100~260204-0N3XG8FS59~examine".to_owned()),
        later: true,
    }
}

fn case(value: &str) -> BulkCase {
    BulkCase {
        value: value.to_owned(),
        number: "NC20260204-00871".to_owned(),
        item: licence(),
        address: "/cases/360100/NC20260204-00871".to_owned(),
    }
}

fn bulk(with_form: bool) -> BulkPage {
    let chosen = act();
    let acts = options().allowed.into_iter().map(|option| BulkAct {
        address: "/desk/bulk?act=urge~~&case=360100%2FA".to_owned(),
        option,
    });
    BulkPage {
        cases: vec![case("360100/A/4"), case("360100/B/6")],
        acts: acts.collect(),
        chosen: with_form.then(|| ("urge~~".to_owned(), chosen.option, chosen.fields)),
        left_out: 3,
        refusal: None,
    }
}

fn bulk_result() -> BulkResult {
    let refused = Refused { message: "须写明理由。".to_owned(), basis: act().basis };
    BulkResult {
        act: text("催办", "催辦", "Urge"),
        rows: vec![
            BulkDone { case: case("360100/A/4"), refused: None },
            BulkDone { case: case("360100/B/6"), refused: Some(refused) },
        ],
    }
}

fn queues() -> QueuesPage {
    let agencies = vec![(super::planning(), "/queue/a".to_owned())];
    QueuesPage { places: vec![(text("南川市", "南川市", "Nanchuan"), agencies)] }
}

fn queue(state: &'static str) -> QueuePage {
    let called = |number: &str, serving| CalledNumber {
        number: number.to_owned(),
        counter: "3".to_owned(),
        serving,
    };
    QueuePage {
        agency: super::planning(),
        address: "/queue/a".to_owned(),
        called: vec![called("A023", false), called("A021", true)],
        waiting: 12,
        median_wait: Some(9),
        own: Some(OwnTicket {
            number: "A024".to_owned(),
            state,
            before: 4,
            counter: "3".to_owned(),
        }),
        on_wall: state == "skipped",
        problem: (state == "finished").then(|| "今天的号已经取完。".to_owned()),
    }
}

fn window(state: &'static str) -> WindowPage {
    let at_hand = AtHand {
        called: "A023".to_owned(),
        number: 23,
        state,
        cases: vec![("260204-0N3XG8FS59".to_owned(), "/desk/window/receipts/a/b".to_owned())],
    };
    WindowPage {
        agency: super::planning(),
        counter: "3".to_owned(),
        at_hand: (!state.is_empty()).then_some(at_hand),
        waiting: 12,
        served: 31,
        median_wait: (!state.is_empty()).then_some(9),
        problem: (state == "called").then(|| "这个号码已经处理过了。".to_owned()),
        wall: "/queue/a/board".to_owned(),
    }
}

fn intake(with_form: bool) -> IntakePage {
    let material = |id: &str, shared| IntakeMaterial {
        id: id.to_owned(),
        name: text("营业执照", "營業執照", "Business licence"),
        required: true,
        shared,
        chosen: true,
    };
    let form = IntakeForm {
        item: ("0100020001".to_owned(), licence()),
        agency: ("a".to_owned(), super::planning()),
        materials: vec![material("a", false), material("b", true)],
        party: ["李四", "11010519491231002X", ""].map(str::to_owned),
        known: Some(KnownChoice {
            name: "李*".to_owned(),
            phone: "138****8000".to_owned(),
            corrected: vec![(now().date(), super::planning())],
        }),
        form: "f".to_owned(),
        refusal: Some(Refused { message: "证件号码不对。".to_owned(), basis: act().basis }),
    };
    let served = |chosen| ServedChoice { id: "a".to_owned(), name: super::planning(), chosen };
    let address = "/desk/window/new?item=a".to_owned();
    let choice = IntakeChoice { item: licence(), agency: super::planning(), address };
    IntakePage {
        ticket: "23".to_owned(),
        query: "施工".to_owned(),
        served: [false, true].map(served).into(),
        found: vec![choice],
        more: 3,
        form: with_form.then_some(form),
    }
}

fn delivery() -> DeliveryPage {
    let refusal = Refused { message: "领取码不对。".to_owned(), basis: act().basis };
    let row = |wanted: WantedWay, has_code: bool| DeliveryLine {
        value: "360100/A/9".to_owned(),
        case: ("NC20260204-00871".to_owned(), "/cases/360100/NC20260204-00871".to_owned()),
        item: licence(),
        number: has_code.then(|| "JY199990101000001".to_owned()),
        outcome: has_code.then(|| text("准予许可", "准予許可", "Granted")),
        due: has_code.then(|| now().date()),
        late: !has_code,
        wanted,
        has_code,
        refusal: has_code.then(|| refusal.clone()),
    };
    DeliveryPage {
        agency: super::planning(),
        number: "NC".to_owned(),
        rows: vec![
            row(WantedWay::PickUp, true),
            row(WantedWay::Post("李四 青溪县某路1号".to_owned()), false),
            row(WantedWay::Electronic, false),
        ],
        refunds: vec![RefundLine {
            value: "360100/ab".to_owned(),
            case: ("NC20260204-00871".to_owned(), "/cases/360100/NC20260204-00871".to_owned()),
            item: licence(),
            payment: "ab".repeat(16),
            amount_fen: 8_000,
            since: now().date(),
            typed: "TK-7".to_owned(),
            refusal: None,
        }],
    }
}

fn figures(full: bool) -> FiguresPage {
    const DAY: i64 = 86_400_000;
    let closed = Closed { cases: 412, late: 3, median: Some(5 * DAY) };
    let before = Closed { cases: 398, late: 9, median: Some(DAY) };
    FiguresPage {
        agency: super::planning(),
        days: 30,
        closed: if full { closed } else { Closed::default() },
        before: if full { before } else { Closed::default() },
        open: Standing::ALL.map(|standing| (standing, 241)).into(),
        stages: if full { vec![(text("审查", "審查", "Examination"), 88)] } else { Vec::new() },
    }
}

fn delegations() -> DelegationsPage {
    let post = || text("首席代表 陈一鸣", "首席代表 陳一鳴", "Chief representative 陈一鸣");
    let row = |stands: bool| DelegationLine {
        id: "a".to_owned(),
        post: post(),
        by: text("局长 李四", "局長 李四", "Head 李四"),
        document: "授权书〔2026〕1号".to_owned(),
        items: if stands { vec![licence(), licence()] } else { Vec::new() },
        span: [now().date(), now().date()],
        ended: (!stands).then(|| now().date()),
        stands,
    };
    let choice = |id: &str, name| Choice { id: id.to_owned(), name, chosen: true };
    let form = DelegationForm {
        posts: vec![choice("p-1", post())],
        items: vec![choice("0100020001", licence())],
        typed: ["授权书〔2026〕2号", "2026-03-12", "2026-12-31"].map(str::to_owned),
        refusal: Some(Refused { message: "授权期限不对。".to_owned(), basis: None }),
    };
    DelegationsPage {
        agency: super::planning(),
        rows: vec![row(true), row(false)],
        form: Some(form),
    }
}
