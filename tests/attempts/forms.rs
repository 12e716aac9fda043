//! What is typed into the form of an act: money in yuan, and what cannot be kept is said at the form, with what was typed.

use super::{COUNTY, EXAMINER, FOOD, REGISTRY, Scene, TRANSFER, WINDOW, scene};
use crate::live::server::{Answer, send_to};
use serde_json::{Value, json};

fn shown(scene: &Scene, case: &str, option: &str) -> Answer {
    let path = format!("/cases/{COUNTY}/{case}/acts/{option}");
    let headers = [("Cookie", "acts-as=990101-nr-clerk-1; lang=en")];
    send_to(scene.house.address(), "GET", &path, &headers, "")
}

fn amounts(scene: &Scene, case: &str) -> Vec<i64> {
    let stored = scene.house.platform.readers().read(|c| store::log::events_of(c, COUNTY, case));
    let texts = stored.unwrap();
    let texts = texts.iter().map(|event| serde_json::from_str::<Value>(&event.event).unwrap());
    texts.filter_map(|event| event["body"]["amount_fen"].as_i64()).collect()
}

#[test]
fn money_is_typed_in_yuan_and_a_fixed_fee_is_not_typed_at_all() {
    let scene = scene();
    let case = scene.case(TRANSFER, &[(REGISTRY, json!({"act": "accept"}))]);
    let form = shown(&scene, &case, "charge-fee~~residential");
    assert!(form.body.contains("Amount (CNY)"), "{}", form.body);
    assert!(!form.body.contains("name=\"amount_fen\""), "nothing is asked: {}", form.body);
    // Whatever is sent, the fee is that of the catalogue.
    let much = ("charge-fee~~residential", vec![("amount_fen", "1000000")]);
    let done = scene.page(REGISTRY, &case, &much);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(amounts(&scene, &case), [8_000]);
    for amount_fen in [1_i64, 8_000, 16_000, 9_007_199_254_736_000] {
        let act = json!({"act": "charge-fee", "fee": "non-residential", "amount_fen": amount_fen});
        let answer = scene.api(REGISTRY, &case, &act);
        assert_eq!((answer.status, &answer.json()["rule"]), (409, &json!("fee-amount")));
    }
    let form = shown(&scene, &case, "pay-fee~~");
    for part in ["Amount (CNY)", "value=\"80.00\"", "is due"] {
        assert!(form.body.contains(part), "{part}: {}", form.body);
    }
    let pay = |amount: &'static str| {
        let form = ("pay-fee~~", vec![("number", "票1"), ("amount_fen", amount)]);
        scene.page(REGISTRY, &case, &form)
    };
    for (amount, told) in
        [("80.005", "小数超过两位"), ("八十", "不是金额"), ("90071992547409.92", "金额过大")]
    {
        let refused = pay(amount);
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains(told), "{}", refused.body);
        assert!(refused.body.contains(&format!("value=\"{amount}\"")), "{}", refused.body);
        assert!(refused.body.contains("value=\"票1\""), "{}", refused.body);
    }
    assert_eq!([pay("30.5").status, pay("49.50").status], [303, 303]);
    assert_eq!(amounts(&scene, &case), [8_000, 3_050, 4_950]);
}

#[test]
fn what_cannot_be_kept_is_said_at_the_form() {
    let scene = scene();
    let case = scene.case(FOOD, &[super::accept()]);
    let pause = |until: &'static str| {
        let fields = vec![("evidence", "第1号\r\n附件"), ("notice", "告1"), ("until", until)];
        scene.page(EXAMINER, &case, &("start-pause~~testing", fields))
    };
    for until in ["", "2026-02-31"] {
        let refused = pause(until);
        assert_eq!(refused.status, 422, "{}", refused.body);
        assert!(refused.body.contains("“到哪一天为止”一栏"), "{}", refused.body);
        assert!(refused.body.contains("告1"), "{}", refused.body);
    }
    assert_eq!(pause("2026-03-04").status, 303);
    // A number that is too long, and one that no database holds.
    let granted = super::forbidden::issued("证-表-1");
    let case = scene.case(FOOD, &granted[..granted.len() - 2]);
    for (number, told) in [("长".repeat(200), "编号过长"), ("证\0号".to_owned(), "看不见的字符")]
    {
        let refused = scene.page(WINDOW, &case, &("issue~issue~", vec![("number", &number)]));
        assert_eq!(refused.status, 422, "{}", refused.body);
        let begin: String = number.chars().take(1).collect();
        for part in [told, &format!("name=\"number\" value=\"{begin}")] {
            assert!(refused.body.contains(part), "{part}: {}", refused.body);
        }
    }
    let large = "x".repeat(100 * 1024);
    let refused = scene.page(WINDOW, &case, &("record~~", vec![("text", &large)]));
    assert_eq!(refused.status, 413, "{}", refused.body);
    assert!(refused.body.contains("<html lang=\"zh-Hans\"") && refused.body.contains("256 KiB，"));
}
