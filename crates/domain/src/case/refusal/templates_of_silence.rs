//! Wording of the refusals that concern materials that follow, renewals and dissents.

use super::RefusalRule as R;

/// Rule; simplified, traditional, English. `{subject}` and `{detail}` are filled in.
pub(super) const ROWS: &[(R, &str, &str, &str)] = &[
    (
        R::MayNotFollow,
        "“{subject}”不在可以后补的材料之列，不得容缺受理；请要求申请人一次补正，或者删除该项。",
        "“{subject}”不在可以後補的材料之列，不得容缺受理；請要求申請人一次補正，或者刪除該項。",
        "“{subject}” is not among the materials that may follow. Ask for it in the notice of missing materials, or leave it out.",
    ),
    (
        R::DeferralTooLong,
        "“{subject}”所约定的补交日期不得早于今日，也不得晚于{detail}；请改填日期。",
        "“{subject}”所約定的補交日期不得早於今日，也不得晚於{detail}；請改填日期。",
        "The promised day of “{subject}” may be neither over nor later than {detail}. Choose another day.",
    ),
    (
        R::NothingOwed,
        "没有待补交的材料{detail}，不能“{subject}”；请核对案件的后补材料清单。",
        "沒有待補交的材料{detail}，不能“{subject}”；請核對案件的後補材料清單。",
        "No such material is owed ({detail}), so “{subject}” is not possible. Check the list of materials that follow.",
    ),
    (
        R::FeeAmount,
        "“{subject}”只能按公布的标准收取（{detail}），不得多收、少收或者重复收取；请核对数量和已收费用。",
        "“{subject}”只能按公布的標準收取（{detail}），不得多收、少收或者重複收取；請核對數量和已收費用。",
        "“{subject}” is charged as published and not otherwise ({detail}). Check the quantity, and what was charged already.",
    ),
    (
        R::NothingDue,
        "本件没有这样一笔待缴的费用（{detail}），不能“{subject}”；请核对收费告知和已缴金额。",
        "本件沒有這樣一筆待繳的費用（{detail}），不能“{subject}”；請核對收費告知和已繳金額。",
        "No such amount is due ({detail}), so “{subject}” is not possible. Check what was charged and what was paid.",
    ),
    (
        R::MaterialsOwed,
        "申请人尚未补交“{detail}”，不能作出准予的“{subject}”；请待材料补齐后决定。",
        "申請人尚未補交“{detail}”，不能作出准予的“{subject}”；請待材料補齊後決定。",
        "“{detail}” has not followed yet, so nothing may be granted. Decide when the materials are complete.",
    ),
    (
        R::LicenceOver,
        "原许可证已于{detail}届满，不能“{subject}”办理延续；请重新申请许可。",
        "原許可證已於{detail}屆滿，不能“{subject}”辦理延續；請重新申請許可。",
        "The licence ended on {detail} and cannot be renewed. Apply for a new one.",
    ),
    (
        R::Dissent,
        "“{detail}”不同意，办理“{subject}”须说明理由，或者先行协商；请写明如何处理不同意见。",
        "“{detail}”不同意，辦理“{subject}”須說明理由，或者先行協商；請寫明如何處理不同意見。",
        "“{detail}” dissents: “{subject}” needs reasons, or a consultation before it. Say how the dissent is settled.",
    ),
];
