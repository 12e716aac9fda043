//! The table of what the law forbids.

use super::{
    Acts, Attempt, CHIEF, EXAMINER, FOOD, OTHER_EXAMINER, REGISTRAR, REGISTRATION, REGISTRY,
    REGISTRY_CHIEF, TRANSFER, WINDOW, WITH_CODE,
};
use serde_json::{Value, json};

pub(super) fn accept() -> (&'static str, Value) {
    (WINDOW, json!({"act": "accept"}))
}

fn examine(who: &'static str) -> (&'static str, Value) {
    (who, json!({"act": "complete", "stage": "examine"}))
}

fn grant() -> (&'static str, Value) {
    (CHIEF, json!({"act": "decide", "outcome": "granted"}))
}

fn issue(number: &str) -> (&'static str, Value) {
    (WINDOW, json!({"act": "issue", "number": number}))
}

fn deliver() -> (&'static str, Value) {
    (WINDOW, json!({"act": "deliver", "way": "当场交付"}))
}

fn close() -> (&'static str, Value) {
    (WINDOW, json!({"act": "close"}))
}

fn pause() -> Value {
    json!({"act": "start-pause", "ground": "testing", "until": "2026-03-20", "evidence": "检1",
        "notice": "告1"})
}

fn ask(material: &str) -> Value {
    json!({"act": "request-supplement", "materials": [material], "reason": "缺少材料"})
}

fn extend() -> Value {
    json!({"act": "extend", "limit": "statutory", "reason": "案情复杂",
        "approver": "head-of-organ", "notice": "延1"})
}

fn charge() -> Acts {
    let fee = json!({"act": "charge-fee", "fee": "residential", "amount_fen": 8_000});
    vec![(REGISTRY, json!({"act": "accept"})), (REGISTRY, fee)]
}

fn paid() -> Value {
    json!({"act": "pay-fee", "number": "票1", "amount_fen": 8_000})
}

fn of_intake() -> Vec<Attempt> {
    let receive = ("party", json!({"act": "receive-supplement", "materials": ["layout"]}));
    vec![
        Attempt {
            name: "a second supplement notice",
            item: FOOD,
            before: vec![(WINDOW, ask("layout")), receive],
            who: WINDOW,
            act: ask("safety-rules"),
            form: (
                "request-supplement~~",
                vec![("materials", "safety-rules"), ("reason", "缺少材料")],
            ),
            rule: "second-supplement",
            article: "中华人民共和国行政许可法 32(4)",
        },
        Attempt {
            name: "a material outside the catalogue",
            item: FOOD,
            before: vec![],
            who: WINDOW,
            act: ask("无犯罪记录证明"),
            form: (
                "request-supplement~~",
                vec![("materials", "无犯罪记录证明"), ("reason", "缺少材料")],
            ),
            rule: "outside-catalogue",
            article: "中华人民共和国食品安全法 35",
        },
        Attempt {
            name: "a fee outside the catalogue",
            item: FOOD,
            before: vec![accept()],
            who: WINDOW,
            act: json!({"act": "charge-fee", "fee": "工本费", "amount_fen": 2_000}),
            form: ("charge-fee~~", vec![("amount_fen", "2000")]),
            rule: "outside-catalogue",
            article: "中华人民共和国食品安全法 35",
        },
    ]
}

fn of_limits() -> Vec<Attempt> {
    let mut unproved = pause();
    unproved["evidence"] = json!(" ");
    vec![
        Attempt {
            name: "a pause without evidence",
            item: FOOD,
            before: vec![accept()],
            who: CHIEF,
            act: unproved,
            form: ("start-pause~~testing", vec![("until", "2026-03-20"), ("notice", "告1")]),
            rule: "no-evidence",
            article: "中华人民共和国行政许可法 45",
        },
        Attempt {
            name: "a pause on a ground that is not listed",
            item: REGISTRATION,
            before: vec![accept()],
            who: CHIEF,
            act: json!({"act": "start-pause", "ground": "领导外出", "until": "2026-03-20",
                "evidence": "1", "notice": "1"}),
            form: ("start-pause~~", vec![]),
            rule: "unlisted-ground",
            article: "特别程序：法定事由",
        },
        Attempt {
            name: "lengthening a running limit once more",
            item: FOOD,
            before: vec![accept(), (CHIEF, extend())],
            who: CHIEF,
            act: extend(),
            form: (
                "extend~~statutory",
                vec![("reason", "案情复杂"), ("approver", "head-of-organ"), ("notice", "延2")],
            ),
            rule: "extended-already",
            article: "中华人民共和国行政许可法 42",
        },
        Attempt {
            name: "lengthening a running limit without the one who may",
            item: FOOD,
            before: vec![accept()],
            who: OTHER_EXAMINER,
            act: extend(),
            form: (
                "extend~~statutory",
                vec![("reason", "案情复杂"), ("approver", "head-of-organ"), ("notice", "延2")],
            ),
            rule: "approver",
            article: "中华人民共和国行政许可法 42",
        },
        Attempt {
            name: "closing with a pause open",
            item: FOOD,
            before: vec![
                accept(),
                (CHIEF, pause()),
                examine(OTHER_EXAMINER),
                grant(),
                issue("证-停"),
                deliver(),
            ],
            who: WINDOW,
            act: json!({"act": "close"}),
            form: ("close~close~", vec![]),
            rule: "pause-open",
            article: "中华人民共和国行政许可法 45",
        },
    ]
}

fn of_decisions() -> Vec<Attempt> {
    let lived = vec![accept(), examine(OTHER_EXAMINER), grant(), issue("证-1"), deliver(), close()];
    vec![
        Attempt {
            name: "approving one's own examination",
            item: FOOD,
            before: vec![accept(), examine(EXAMINER)],
            who: CHIEF,
            act: json!({"act": "decide", "outcome": "granted"}),
            form: ("decide~decide~granted", vec![]),
            rule: "separation",
            article: "一审一核",
        },
        Attempt {
            name: "a refusal without reason",
            item: FOOD,
            before: vec![accept(), examine(OTHER_EXAMINER)],
            who: CHIEF,
            act: json!({"act": "decide", "outcome": "refused", "reason": " "}),
            form: ("decide~decide~refused", vec![("reason", " ")]),
            rule: "reason",
            article: "中华人民共和国行政许可法 38(2)",
        },
        Attempt {
            name: "the number of a result without an open case",
            item: FOOD,
            before: lived,
            who: WINDOW,
            act: json!({"act": "issue", "number": "证-2"}),
            form: ("issue~issue~", vec![("number", "证-2")]),
            rule: "no-open-case",
            article: "中华人民共和国行政许可法 39",
        },
    ]
}

/// Handing a result over to somebody who does not have the applicant's code: without one, and with a wrong one.
/// A result that waits for who has the code.
pub(super) fn issued(number: &str) -> Acts {
    let code = (WITH_CODE, json!("7K2M9QXA"));
    vec![accept(), examine(OTHER_EXAMINER), grant(), issue(number), code]
}

fn of_delivery() -> Vec<Attempt> {
    let attempt = |name, before, code: Option<&'static str>| {
        let mut form = vec![("by", "pick-up"), ("way", "当场交付")];
        form.extend(code.map(|code| ("code", code)));
        Attempt {
            name,
            item: FOOD,
            before,
            who: WINDOW,
            act: json!({"act": "deliver", "way": "当场交付", "code": code}),
            form: ("deliver~deliver~", form),
            rule: "pick-up-code",
            article: "当面交付核对领取码",
        }
    };
    vec![
        attempt("handing over without the code", issued("证-领-1"), None),
        attempt("handing over with a wrong code", issued("证-领-2"), Some("7K2M9QXB")),
    ]
}

fn of_money() -> Vec<Attempt> {
    let (mut charged, mut collected) = (charge(), charge());
    charged.push(examine(REGISTRAR));
    collected.extend([(REGISTRY, paid()), examine(REGISTRAR)]);
    let receipt = || ("pay-fee~~", vec![("number", "票1"), ("amount_fen", "80.00")]);
    let attempt = |name, before, (who, act), form| {
        let (rule, article) = ("collection-separated", "收支两条线：审查决定与收款登记分离");
        Attempt { name, item: TRANSFER, before, who, act, form, rule, article }
    };
    vec![
        attempt(
            "a receipt put on file by who examined",
            charged.clone(),
            (REGISTRAR, paid()),
            receipt(),
        ),
        attempt(
            "a receipt put on file by who will decide",
            charged,
            (REGISTRY_CHIEF, paid()),
            receipt(),
        ),
        attempt(
            "deciding after having collected",
            collected,
            (REGISTRY_CHIEF, json!({"act": "decide", "outcome": "granted"})),
            ("decide~decide~granted", vec![]),
        ),
    ]
}

/// Every attempt.
pub(super) fn all() -> Vec<Attempt> {
    let tables = [of_intake(), of_limits(), of_decisions(), of_money(), of_delivery()];
    tables.into_iter().flatten().collect()
}
