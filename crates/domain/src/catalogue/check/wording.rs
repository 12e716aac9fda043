//! What is said of an item that lacks something: the rule, what is wrong and what to do.

use crate::basis::Basis;
use crate::item::{Fee, Material};
use crate::limit::Period;
use crate::text::{Language, Text};
use jiff::civil::Date;

/// The rule and the message.
pub(super) struct Said {
    pub(super) rule: Text,
    pub(super) message: Text,
}

fn text(simplified: &str, traditional: &str, english: &str) -> Text {
    Text {
        simplified: simplified.to_owned(),
        traditional: Some(traditional.to_owned()),
        english: Some(english.to_owned()),
    }
}

fn filled(mut words: Text, pairs: &[(&str, &str)]) -> Text {
    let fill = |text: &mut String| {
        for (name, value) in pairs {
            *text = text.replace(&format!("{{{name}}}"), value);
        }
    };
    fill(&mut words.simplified);
    words.traditional.iter_mut().for_each(fill);
    words.english.iter_mut().for_each(fill);
    words
}

/// 行政许可法 第四条: powers only as the law gives them.
fn lawful() -> Text {
    text(
        "行政许可法 第四条、第十六条",
        "行政許可法 第四條、第十六條",
        "Administrative Licence Law, arts 4 and 16",
    )
}

/// 意见（四）: what a catalogue says of each item.
fn disclosed() -> Text {
    text(
        "关于规范行政权力运行加强行政权力运行监督的意见（四）",
        "關於規範行政權力運行加強行政權力運行監督的意見（四）",
        "Opinion on the exercise and supervision of administrative power, 4",
    )
}

/// 意见（六）: procedure, standards, conditions and limits of each stage.
fn regulated() -> Text {
    text(
        "关于规范行政权力运行加强行政权力运行监督的意见（六）",
        "關於規範行政權力運行加強行政權力運行監督的意見（六）",
        "Opinion on the exercise and supervision of administrative power, 6",
    )
}

/// 优化营商环境条例 第三十六条: promised limits.
fn promises() -> Text {
    text(
        "优化营商环境条例 第三十六条",
        "優化營商環境條例 第三十六條",
        "Regulations on the Business Environment, art. 36",
    )
}

/// 国务院令第716号 第七条: what is obtained by sharing is not demanded.
fn shared() -> Text {
    text(
        "国务院关于在线政务服务的若干规定 第七条",
        "國務院關於在線政務服務的若干規定 第七條",
        "Provisions on Online Government Services (Decree 716), art. 7",
    )
}

/// 行政许可法 第五十八条: no fee without a law.
fn fees() -> Text {
    text("行政许可法 第五十八条", "行政許可法 第五十八條", "Administrative Licence Law, art. 58")
}

pub(super) fn code() -> Said {
    Said {
        rule: disclosed(),
        message: text(
            "事项编码缺失，或者含有字母、数字、“-”“_”“.”以外的字符。请填写目录中的编码。",
            "事項編碼缺失，或者含有字母、數字、「-」「_」「.」以外的字符。請填寫目錄中的編碼。",
            "The code is missing or has characters other than letters, digits, - _ and . Enter the code of the catalogue.",
        ),
    }
}

pub(super) fn name() -> Said {
    Said {
        rule: disclosed(),
        message: text(
            "事项名称缺失。请填写法定名称。",
            "事項名稱缺失。請填寫法定名稱。",
            "The name is missing. Enter the name that the law gives it.",
        ),
    }
}

pub(super) fn languages() -> Said {
    Said {
        rule: disclosed(),
        message: text(
            "名称缺少繁体中文或者英文，页面将以简体中文代替。",
            "名稱缺少繁體中文或者英文，頁面將以簡體中文代替。",
            "The name lacks Traditional Chinese or English; pages show Simplified Chinese instead.",
        ),
    }
}

pub(super) fn basis() -> Said {
    Said {
        rule: lawful(),
        message: text(
            "没有设定依据：没有法律、法规依据的权力事项不得行使。请填写法律法规名称和条款。",
            "沒有設定依據：沒有法律、法規依據的權力事項不得行使。請填寫法律法規名稱和條款。",
            "There is no basis: a power without a law may not be exercised. Enter law and article.",
        ),
    }
}

pub(super) fn basis_does_not_stand(basis: &Basis, from: Date) -> Said {
    let message = text(
        "设定依据“{basis}”在 {day} 不在有效期内。请核对现行有效的规定。",
        "設定依據「{basis}」在 {day} 不在有效期內。請核對現行有效的規定。",
        "The basis {basis} does not stand on {day}. Name the provision that does.",
    );
    let pairs = [("basis", basis.citation()), ("day", from.to_string())];
    let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
    Said { rule: lawful(), message: filled(message, &pairs) }
}

pub(super) fn procedure(id: &str) -> Said {
    let message = if id.is_empty() {
        text(
            "没有办理程序：没有环节、标准和时限的事项不能受理。请指定一个已公布的程序。",
            "沒有辦理程序：沒有環節、標準和時限的事項不能受理。請指定一個已公布的程序。",
            "There is no procedure: without stages, standards and limits nothing can be accepted. Name a published procedure.",
        )
    } else {
        text(
            "没有编号为“{id}”的已公布程序。请改用已公布的程序，或者先公布该程序。",
            "沒有編號為「{id}」的已公布程序。請改用已公布的程序，或者先公布該程序。",
            "There is no published procedure `{id}`. Name a published one, or publish it first.",
        )
    };
    Said { rule: regulated(), message: filled(message, &[("id", id)]) }
}

pub(super) fn promise_without_basis() -> Said {
    Said {
        rule: promises(),
        message: text(
            "承诺时限没有依据。请填写作出承诺的文件和条款。",
            "承諾時限沒有依據。請填寫作出承諾的文件和條款。",
            "The promise has no basis. Name the document that makes it.",
        ),
    }
}

pub(super) fn nothing_promised() -> Said {
    Said {
        rule: promises(),
        message: text(
            "该程序没有承诺时限，事项不能另行承诺。请选用有承诺时限的程序，或者删除承诺。",
            "該程序沒有承諾時限，事項不能另行承諾。請選用有承諾時限的程序，或者刪除承諾。",
            "The procedure promises nothing, so the item cannot. Choose another procedure, or leave the promise out.",
        ),
    }
}

pub(super) fn promise_of_nothing() -> Said {
    Said {
        rule: promises(),
        message: text(
            "承诺时限应当大于零；当场办结的，请选用当场办理程序。",
            "承諾時限應當大於零；當場辦結的，請選用當場辦理程序。",
            "A promise is more than zero; for what is done on the spot choose the procedure on-the-spot.",
        ),
    }
}

pub(super) fn promise_in_other_unit(own: Period) -> Said {
    let message = text(
        "承诺时限的单位与程序（{own}）不同，无法比较。请使用同一单位。",
        "承諾時限的單位與程序（{own}）不同，無法比較。請使用同一單位。",
        "The promise has another unit than the procedure ({own}) and cannot be compared. Use the same unit.",
    );
    Said { rule: promises(), message: in_periods(message, &[("own", own)]) }
}

pub(super) fn promise_beyond_law(promised: Period, law: Period) -> Said {
    let message = text(
        "承诺时限（{promised}）长于法定时限（{law}）。承诺只能缩短，不能延长。",
        "承諾時限（{promised}）長於法定時限（{law}）。承諾只能縮短，不能延長。",
        "The promise ({promised}) is longer than the law allows ({law}). A promise can only be shorter.",
    );
    Said { rule: promises(), message: in_periods(message, &[("promised", promised), ("law", law)]) }
}

pub(super) fn promise_beyond_procedure(promised: Period, own: Period) -> Said {
    let message = text(
        "承诺时限（{promised}）长于程序的承诺时限（{own}）。请缩短，或者先修改程序。",
        "承諾時限（{promised}）長於程序的承諾時限（{own}）。請縮短，或者先修改程序。",
        "The promise ({promised}) is longer than that of the procedure ({own}). Shorten it, or change the procedure first.",
    );
    Said { rule: promises(), message: in_periods(message, &[("promised", promised), ("own", own)]) }
}

fn in_periods(mut words: Text, pairs: &[(&str, Period)]) -> Text {
    let fill = |text: &mut String, language| {
        for (name, period) in pairs {
            *text = text.replace(&format!("{{{name}}}"), &period.in_language(language));
        }
    };
    fill(&mut words.simplified, Language::SimplifiedChinese);
    words.traditional.iter_mut().for_each(|text| fill(text, Language::TraditionalChinese));
    words.english.iter_mut().for_each(|text| fill(text, Language::English));
    words
}

pub(super) fn special_procedure(ground: &str) -> Said {
    let message = text(
        "程序中没有特别程序“{ground}”。特别程序只能从程序所列情形中选择。",
        "程序中沒有特別程序「{ground}」。特別程序只能從程序所列情形中選擇。",
        "The procedure has no special procedure `{ground}`. Choose among those that it lists.",
    );
    let rule = text(
        "行政许可法 第四十五条",
        "行政許可法 第四十五條",
        "Administrative Licence Law, art. 45",
    );
    Said { rule, message: filled(message, &[("ground", ground)]) }
}

fn about_material(rule: Text, message: Text, material: &Material) -> Said {
    let name = &material.name;
    let english = name.english.as_deref().unwrap_or(&name.simplified);
    let mut message = message;
    message.simplified = message.simplified.replace("{name}", &name.simplified);
    let traditional = name.traditional.as_deref().unwrap_or(&name.simplified);
    message.traditional = message.traditional.map(|text| text.replace("{name}", traditional));
    message.english = message.english.map(|text| text.replace("{name}", english));
    Said { rule, message }
}

pub(super) fn material_twice(material: &Material) -> Said {
    let message = text(
        "材料“{name}”的编号重复。每项材料须有不同的编号。",
        "材料「{name}」的編號重複。每項材料須有不同的編號。",
        "The id of the material {name} is given twice. Give each its own.",
    );
    about_material(disclosed(), message, material)
}

pub(super) fn material_without_basis(material: &Material) -> Said {
    let message = text(
        "材料“{name}”没有依据：没有依据的材料不得索要。请填写依据，或者取消该材料。",
        "材料「{name}」沒有依據：沒有依據的材料不得索要。請填寫依據，或者取消該材料。",
        "The material {name} has no basis and may not be demanded. Enter one, or drop it.",
    );
    let rule = text(
        "行政许可法 第三十一条",
        "行政許可法 第三十一條",
        "Administrative Licence Law, art. 31",
    );
    about_material(rule, message, material)
}

pub(super) fn material_is_held(material: &Material, document: &str) -> Said {
    let message = text(
        "“{document}”可以通过政府部门之间共享获取，不得要求申请人提供。请把材料“{name}”的来源改为共享获取。",
        "「{document}」可以通過政府部門之間共享獲取，不得要求申請人提供。請把材料「{name}」的來源改為共享獲取。",
        "The government has {document} already and may not demand it. Set the source of {name} to shared.",
    );
    let said = about_material(shared(), message, material);
    Said { message: filled(said.message, &[("document", document)]), ..said }
}

fn about_fee(message: Text, fee: &Fee) -> Said {
    Said { rule: fees(), message: filled(message, &[("name", &fee.name.simplified)]) }
}

pub(super) fn fee_without_basis(fee: &Fee) -> Said {
    about_fee(
        text(
            "收费“{name}”没有依据：没有法律、行政法规依据的，不得收费。请填写收费文件，或者取消该项收费。",
            "收費「{name}」沒有依據：沒有法律、行政法規依據的，不得收費。請填寫收費文件，或者取消該項收費。",
            "The fee {name} has no basis and may not be charged. Enter one, or drop it.",
        ),
        fee,
    )
}

pub(super) fn fee_negative(fee: &Fee) -> Said {
    about_fee(
        text(
            "收费“{name}”的金额不能为负数。",
            "收費「{name}」的金額不能為負數。",
            "The fee {name} cannot be negative.",
        ),
        fee,
    )
}

pub(super) fn not_disclosed(column: &str) -> Said {
    let (simplified, traditional, english) = match column {
        "holder" => ("行使主体", "行使主體", "whose power it is"),
        "levels" => ("行使层级", "行使層級", "the levels of government"),
        "forms" => ("办理形式", "辦理形式", "how it is handled"),
        "result" => ("办理结果", "辦理結果", "what comes out"),
        _ => ("监督投诉渠道", "監督投訴渠道", "where to complain"),
    };
    let message = text(
        "缺少{what}：公开目录须列明项目、形式、程序、时限和监督办法。请补充。",
        "缺少{what}：公開目錄須列明項目、形式、程序、時限和監督辦法。請補充。",
        "It does not say {what}: the catalogue lists item, form, procedure, limit and supervision. Add it.",
    );
    let mut message = message;
    message.simplified = message.simplified.replace("{what}", simplified);
    message.traditional = message.traditional.map(|text| text.replace("{what}", traditional));
    message.english = message.english.map(|text| text.replace("{what}", english));
    Said { rule: disclosed(), message }
}

pub(super) fn conditions() -> Said {
    Said {
        rule: regulated(),
        message: text(
            "没有列明许可条件。请按法律规定逐条填写。",
            "沒有列明許可條件。請按法律規定逐條填寫。",
            "No conditions are listed. Enter those of the law, one by one.",
        ),
    }
}

pub(super) fn life_event(id: &str) -> Said {
    let message = text(
        "没有编号为“{id}”的生命周期事件。",
        "沒有編號為「{id}」的生命週期事件。",
        "There is no life event `{id}`.",
    );
    Said { rule: disclosed(), message: filled(message, &[("id", id)]) }
}

pub(super) fn instead(code: &str) -> Said {
    let message = text(
        "自查问题指向的事项“{code}”不在目录中。",
        "自查問題指向的事項「{code}」不在目錄中。",
        "A question leads to the item {code}, which is not in the catalogue.",
    );
    Said { rule: disclosed(), message: filled(message, &[("code", code)]) }
}

pub(super) fn form(fault: &str) -> Said {
    let message = text(
        "自查问题或者申请表有误：{fault}",
        "自查問題或者申請表有誤：{fault}",
        "Questions or form are wrong: {fault}",
    );
    Said { rule: regulated(), message: filled(message, &[("fault", fault)]) }
}
