//! Wording of the refusals that concern the course of a case: who, when, which stage.

use super::RefusalRule as R;

/// Rule; simplified, traditional, English. `{subject}` and `{detail}` are filled in.
pub(super) const ROWS: &[(R, &str, &str, &str)] = &[
    (
        R::Outdated,
        "案件在您打开之后又有了新的记录，下一号已是“{subject}”；请先看办件的现状，再重新提交。",
        "案件在您打開之後又有了新的記錄，下一號已是“{subject}”；請先看辦件的現狀，再重新提交。",
        "The case has changed since you opened it: its next number is {subject}. Look at how it stands now, then act again.",
    ),
    (
        R::Backdated,
        "不能另行指定“{subject}”为办理时间：记录时间以系统时间为准，不得倒填；请删除后办理。",
        "不能另行指定“{subject}”為辦理時間：記錄時間以系統時間為準，不得倒填；請刪除後辦理。",
        "“{subject}” cannot be given as the time of the act: the time of the server counts, and nothing is dated back. Leave it out.",
    ),
    (
        R::EarlierThanLast,
        "办理时间{subject}早于本案最后一次记录{detail}；请核对系统时间，记录时间不得倒退。",
        "辦理時間{subject}早於本案最後一次記錄{detail}；請核對系統時間，記錄時間不得倒退。",
        "{subject} lies before the last event of the case ({detail}); recorded time never goes back. Check the clock of the server.",
    ),
    (
        R::NotInForce,
        "“{subject}”于{detail}不在有效期内；请使用当日有效的程序版本。",
        "“{subject}”於{detail}不在有效期內；請使用當日有效的程序版本。",
        "“{subject}” is not in force on {detail}. Open the case on the version that is.",
    ),
    (
        R::Phase,
        "案件现为“{detail}”，不能“{subject}”；请按案件所处阶段办理。",
        "案件現為“{detail}”，不能“{subject}”；請按案件所處階段辦理。",
        "“{subject}” is not allowed while the case is {detail}. Choose an act that this phase allows.",
    ),
    (
        R::NotForeseen,
        "本程序没有规定“{subject}”；请按程序规定的环节和方式办理。",
        "本程序沒有規定“{subject}”；請按程序規定的環節和方式辦理。",
        "This procedure does not provide for “{subject}”. Use the acts that it provides for.",
    ),
    (
        R::UnknownStage,
        "本程序没有环节“{subject}”；请选择程序列明的环节。",
        "本程序沒有環節“{subject}”；請選擇程序列明的環節。",
        "This procedure has no stage “{subject}”. Choose one that it names.",
    ),
    (
        R::UnknownOutcome,
        "环节“{subject}”没有结果“{detail}”；请选择该环节列明的结果。",
        "環節“{subject}”沒有結果“{detail}”；請選擇該環節列明的結果。",
        "The stage “{subject}” has no outcome “{detail}”. Choose one that it names.",
    ),
    (
        R::OwnAct,
        "环节“{subject}”须以“{detail}”办结；请改用该办理方式。",
        "環節“{subject}”須以“{detail}”辦結；請改用該辦理方式。",
        "The stage “{subject}” is completed by the act “{detail}”. Use that act.",
    ),
    (
        R::StageNotPossible,
        "现在不能办理环节“{subject}”：之前的环节尚未完成，或者该环节已经完成；请先办理当前环节。",
        "現在不能辦理環節“{subject}”：之前的環節尚未完成，或者該環節已經完成；請先辦理當前環節。",
        "The stage “{subject}” is not possible now: earlier stages are open, or it is done. Complete the current stage first.",
    ),
    (
        R::Role,
        "环节“{subject}”应由岗位角色“{detail}”办理；请转由该岗位办理。",
        "環節“{subject}”應由崗位角色“{detail}”辦理；請轉由該崗位辦理。",
        "The stage “{subject}” belongs to the role “{detail}”. Let a post with this role act.",
    ),
    (
        R::Person,
        "“{subject}”须有办理人署名；请以本人身份在岗办理。",
        "“{subject}”須有辦理人署名；請以本人身份在崗辦理。",
        "“{subject}” must be signed by a person. Act under your own name in your post.",
    ),
    (
        R::ConflictOfInterest,
        "“{subject}”与您本人有利害关系，您应当回避，不能办理、审批或者监督；请由其他人员办理。",
        "“{subject}”與您本人有利害關係，您應當迴避，不能辦理、審批或者監督；請由其他人員辦理。",
        "“{subject}” concerns you yourself: you must stand back and may not handle, approve or supervise it. Let somebody else act.",
    ),
    (
        R::PostNotHeld,
        "您现在不担任岗位“{subject}”，也不是其代理人，不能以该岗位办理；请由现任人员办理，或者请安全管理员核对任职期间。",
        "您現在不擔任崗位“{subject}”，也不是其代理人，不能以該崗位辦理；請由現任人員辦理，或者請安全管理員核對任職期間。",
        "You do not hold the post “{subject}” now, nor are you its deputy. Let its holder act, or ask the security administrator to check from when to when it is held.",
    ),
    (
        R::OutsideDelegation,
        "没有书面授权可以由首席代表作出“{subject}”的决定；请由本机关负责人决定，或者请负责人先在“授权”中写明事项、结论和期间。",
        "沒有書面授權可以由首席代表作出“{subject}”的決定；請由本機關負責人決定，或者請負責人先在“授權”中寫明事項、結論和期間。",
        "No written delegation lets the chief representative decide “{subject}”. Let the head of the agency decide, or first delegate it in writing, with item, outcome and time.",
    ),
    (
        R::Separation,
        "办理“{subject}”的人已办理“{detail}”，同一人不得兼办；请由另一人办理。",
        "辦理“{subject}”的人已辦理“{detail}”，同一人不得兼辦；請由另一人辦理。",
        "Who completed “{detail}” may not also complete “{subject}”. Let another person act.",
    ),
    (
        R::CollectionSeparated,
        "收缴分离：承担或者办理过“{detail}”的人员不得办理“{subject}”；请交由其他人员办理，款项也可以由当事人直接向收款机构缴纳。",
        "收繳分離：承擔或者辦理過“{detail}”的人員不得辦理“{subject}”；請交由其他人員辦理，款項也可以由當事人直接向收款機構繳納。",
        "Collection is separated from decision: whoever has or had “{detail}” in hand may not do “{subject}”. Leave it to another person; the party may also pay at the provider.",
    ),
    (
        R::Incomplete,
        "“{subject}”缺少“{detail}”；请补充后办理。",
        "“{subject}”缺少“{detail}”；請補充後辦理。",
        "“{subject}” lacks: {detail}. Add it and act again.",
    ),
    (
        R::Reason,
        "“{subject}”须说明理由；请写明理由后办理。",
        "“{subject}”須說明理由；請寫明理由後辦理。",
        "“{subject}” needs a reason. State the reason and act again.",
    ),
    (
        R::Wait,
        "“{subject}”须等待期满，{detail}起方可办理；请到期后办理。",
        "“{subject}”須等待期滿，{detail}起方可辦理；請到期後辦理。",
        "“{subject}” has to wait and is allowed from {detail}. Act then.",
    ),
];
