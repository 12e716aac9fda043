//! Refusals in words: what happened and what to do, in the three languages of the house.

use super::{RefusalRule, templates_of_course, templates_of_moves, templates_of_silence};
use crate::basis::Basis;
use crate::case::decide::DeliveryWay;
use crate::case::phase::Phase;
use crate::event::ActKind;
use crate::text::{Language, Text};

/// The message of a refusal, its article at the end.
pub(super) fn message(
    rule: RefusalRule,
    basis: Option<&Basis>,
    subject: &Text,
    detail: &Text,
) -> Text {
    let [simplified, traditional, english] = template(rule);
    let fill = |template: &str, language: Language| {
        let filled = template
            .replace("{subject}", subject.in_language(language))
            .replace("{detail}", detail.in_language(language));
        match (basis, language) {
            (None, _) => filled,
            (Some(basis), Language::English) => format!("{filled} Basis: {}.", basis.citation()),
            (Some(basis), Language::SimplifiedChinese) => {
                format!("{filled}依据：{}。", basis.citation())
            }
            (Some(basis), Language::TraditionalChinese) => {
                format!("{filled}依據：{}。", basis.citation())
            }
        }
    };
    Text {
        simplified: fill(simplified, Language::SimplifiedChinese),
        traditional: Some(fill(traditional, Language::TraditionalChinese)),
        english: Some(fill(english, Language::English)),
    }
}

/// A message with an article at its end.
pub(super) fn cited(message: &Text, basis: &Basis) -> Text {
    let citation = basis.citation();
    let traditional = message.in_language(Language::TraditionalChinese);
    let english = message.in_language(Language::English);
    Text {
        simplified: format!("{}依据：{citation}。", message.simplified),
        traditional: Some(format!("{traditional}依據：{citation}。")),
        english: Some(format!("{english} Basis: {citation}.")),
    }
}

fn template(rule: RefusalRule) -> [&'static str; 3] {
    let rows = templates_of_course::ROWS.iter().chain(templates_of_moves::ROWS);
    let mut rows = rows.chain(templates_of_silence::ROWS);
    let found = rows.find(|(known, ..)| *known == rule);
    // A test holds every rule to a row of its own.
    found.map_or(["{subject}"; 3], |(_, simplified, traditional, english)| {
        [simplified, traditional, english]
    })
}

fn text([simplified, traditional, english]: [&str; 3]) -> Text {
    Text {
        simplified: simplified.to_owned(),
        traditional: Some(traditional.to_owned()),
        english: Some(english.to_owned()),
    }
}

/// The name of an act for people.
pub(crate) fn act_name(kind: ActKind) -> Text {
    use ActKind as A;
    text(match kind {
        A::Submit => ["申请", "申請", "application"],
        A::RequestSupplement => ["补正告知", "補正告知", "notice of missing materials"],
        A::ReceiveSupplement => ["补正", "補正", "handing in missing materials"],
        A::NameLicence => {
            ["载明原许可证", "載明原許可證", "naming the licence that is to be renewed"]
        }
        A::HandIn => ["补交容缺材料", "補交容缺材料", "handing in materials that were to follow"],
        A::Accept => ["受理", "受理", "acceptance"],
        A::Decline => ["不予受理", "不予受理", "declining"],
        A::Complete => ["环节办结", "環節辦結", "completion of a stage"],
        A::Return => ["退回", "退回", "return"],
        A::Transfer => ["转办", "轉辦", "transfer"],
        A::Consult => ["征求意见", "徵求意見", "consultation"],
        A::AnswerConsultation => ["答复意见", "答覆意見", "answer to a consultation"],
        A::AddSigner => ["加签", "加簽", "adding a signer"],
        A::Urge => ["催办", "催辦", "urging"],
        A::StartPause => ["特别程序开始", "特別程序開始", "start of a special procedure"],
        A::EndPause => ["特别程序结束", "特別程序結束", "end of a special procedure"],
        A::Extend => ["延期", "延期", "extension"],
        A::Split => ["并联分办", "並聯分辦", "splitting to joint agencies"],
        A::GiveOpinion => ["会签意见", "會簽意見", "opinion of a joint agency"],
        A::ChargeFee => ["收费告知", "收費告知", "notice of a fee"],
        A::PayFee => ["缴费", "繳費", "payment"],
        A::Decide => ["决定", "決定", "decision"],
        A::Issue => ["制证", "製證", "issue of the result"],
        A::Revoke => ["撤销", "撤銷", "revocation"],
        A::Deliver => ["送达", "送達", "delivery"],
        A::Withdraw => ["撤回", "撤回", "withdrawal"],
        A::Close => ["办结", "辦結", "closing"],
        A::Rate => ["评价", "評價", "rating"],
        A::Correct => ["更正", "更正", "correction"],
        A::Record => ["记录", "記錄", "record"],
        A::WarnLimit => ["时限预警", "時限預警", "warning of a limit"],
        A::ExceedLimit => ["时限届满", "時限屆滿", "limit exceeded"],
    })
}

/// The name of a phase for people.
pub(in crate::case) fn phase_name(phase: Phase) -> Text {
    text(match phase {
        Phase::New => ["尚未申请", "尚未申請", "new"],
        Phase::Received => ["已收件", "已收件", "received"],
        Phase::AwaitingSupplement => ["待补正", "待補正", "awaiting materials"],
        Phase::Accepted => ["已受理", "已受理", "accepted"],
        Phase::Declined => ["不予受理", "不予受理", "declined"],
        Phase::Decided => ["已决定", "已決定", "decided"],
        Phase::Withdrawn => ["已撤回", "已撤回", "withdrawn"],
        Phase::Closed => ["已办结", "已辦結", "closed"],
    })
}

/// The name of a closing, or of an opinion, that is no outcome of a stage.
pub(in crate::case) fn closing_name(word: &str) -> Text {
    match word {
        "voided" => text(["作废", "作廢", "voided"]),
        "with-missing" => text(["容缺受理", "容缺受理", "with materials that follow"]),
        "agreed" => text(["同意", "同意", "agreed"]),
        "opposed" => text(["不同意", "不同意", "opposed"]),
        "returned" => text(["退件", "退件", "returned to the applicant"]),
        other => Text { simplified: other.to_owned(), ..Text::default() },
    }
}

/// The name of a way of delivery.
#[must_use]
pub fn delivery_name(way: DeliveryWay) -> Text {
    text(match way {
        DeliveryWay::PickUp => ["窗口领取", "窗口領取", "picked up at the window"],
        DeliveryWay::Post => ["邮寄", "郵寄", "by post"],
        DeliveryWay::Electronic => ["电子送达", "電子送達", "electronically"],
    })
}
