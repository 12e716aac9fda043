//! Pages of the online hall: applying, drafts, receipts, what is mine.

use super::{basis, market, now, text};
use domain::text::Text;
use jiff::civil::{Date, date};
use web::pages::Shell;
use web::pages::acting::{AskedStep, Refused};
use web::pages::apply::{ApplyPage, Excluded, Office, Question};
use web::pages::draft::{
    CheckPage, DraftHead, FileRow, FormField, FormInput, FormPage, MaterialRow, MaterialsPage,
};
use web::pages::my::{MyCase, MyDraft, MyPage};
use web::pages::notices::{NoticeRow, NoticesPage};
use web::pages::payment::{CashierPage, PaymentPage};
use web::pages::rating::RatingPage;
use web::pages::receipt::{Qr, ReceiptPage};
use web::pages::supplement::SupplementPage;
use web::pages::verification::{Genuine, VerificationPage, Verified};
use web::pages::withdrawal::WithdrawalPage;

/// Shows a page under an address.
type Show<'a> = dyn FnMut(&str, &dyn Fn(&Shell) -> Result<String, askama::Error>) + 'a;

/// Every page of the hall.
pub(super) fn show_all(show: &mut Show<'_>) {
    for sent in [false, true] {
        show(&format!("/apply/{sent}"), &|shell| apply(sent).render(shell));
        show(&format!("/drafts/0/form/{sent}"), &|shell| form(sent).render(shell));
        show(&format!("/drafts/0/materials/{sent}"), &|shell| bring(sent).render(shell));
        show(&format!("/drafts/0/check/{sent}"), &|shell| check(sent).render(shell));
        show(&format!("/my/{sent}"), &|shell| my(sent).render(shell));
    }
    for sent in [false, true] {
        show(&format!("/pay/{sent}"), &|shell| payment(sent).render(shell));
        show(&format!("/cashier/{sent}"), &|shell| cashier(sent).render(shell));
        let void = CashierPage { void: !sent, ..cashier(sent) };
        show(&format!("/cashier/{sent}?void"), &|shell| void.render(shell));
        show(&format!("/withdrawal/{sent}"), &|shell| withdrawal(sent).render(shell));
        let impossible = WithdrawalPage { possible: !sent, ..withdrawal(sent) };
        show(&format!("/withdrawal/possible/{sent}"), &|shell| impossible.render(shell));
        show(&format!("/rating/{sent}"), &|shell| rating(sent).render(shell));
        show(&format!("/my/notices/{sent}"), &|shell| notices(sent).render(shell));
        show(&format!("/verify/{sent}"), &|shell| verification(sent, false).render(shell));
        show(&format!("/verify/code-{sent}"), &|shell| verification(sent, true).render(shell));
    }
    show("/supplement", &|shell| supplement().render(shell));
    show("/verify", &|shell| VerificationPage::default().render(shell));
    show("/cases/360100/receipt", &|shell| receipt().render(shell));
}

fn item() -> Text {
    text("食品经营许可", "食品經營許可", "Food business licence")
}

fn licence() -> Text {
    text("营业执照复印件", "營業執照影本", "Copy of the business licence")
}

fn apply(sent: bool) -> ApplyPage {
    let office = |agency: &str| Office {
        agency: agency.to_owned(),
        name: market(),
        place: text("青溪县", "青溪縣", "Qingxi"),
        chosen: false,
    };
    ApplyPage {
        code: "0100020001".to_owned(),
        item: item(),
        offices: vec![office("a1"), office("a2")],
        questions: vec![Question {
            id: "registered".to_owned(),
            text: text(
                "是否已经领取营业执照？",
                "是否已經領取營業執照？",
                "Do you hold a licence?",
            ),
            help: Some(text("或者其他资格证照", "或者其他資格證照", "or another proof")),
            answers: vec![
                ("yes".to_owned(), text("是", "是", "Yes"), false),
                ("no".to_owned(), text("否", "否", "No"), sent),
            ],
            open: !sent,
        }],
        excluded: if sent {
            vec![Excluded {
                reason: text("须先取得营业执照。", "須先取得營業執照。", "First obtain a licence."),
                basis: Some("《食品经营许可和备案管理办法》第十条".to_owned()),
                instead: Some("0100010001".to_owned()),
            }]
        } else {
            Vec::new()
        },
        incomplete: !sent,
        pieces: 4,
        shared: 1,
        drafts: vec![("/drafts/0".to_owned(), now())],
    }
}

fn head(supplement: bool) -> DraftHead {
    DraftHead {
        id: "0f".repeat(16),
        item: item(),
        code: "0100020001".to_owned(),
        agency: if supplement { Text::default() } else { market() },
        supplement: supplement
            .then(|| ("/cases/990101/260312-0A".to_owned(), "260312-0A".to_owned())),
        changed: now(),
        lapses: date(2026, 9, 8),
    }
}

fn field(id: &str, input: FormInput, fault: Option<&str>) -> FormField {
    FormField {
        id: id.to_owned(),
        label: text("联系人电话", "聯繫人電話", "Phone"),
        help: Some(text("用于通知办理进度", "用於通知辦理進度", "We tell you here how things go")),
        required: fault.is_some(),
        sometimes: id == "f-one",
        origin: (id == "f-phone").then_some("form-from-account"),
        input,
        value: "<1380013".to_owned(),
        fault: fault.map(str::to_owned),
        heading: fault.map(|_| text("申请单位", "申請單位", "Applicant")),
    }
}

fn form(faulty: bool) -> FormPage {
    let fault = faulty.then_some("手机号码是11位数字，例如13800138000。");
    let choices = vec![("a".to_owned(), item()), ("b".to_owned(), licence())];
    FormPage {
        head: head(false),
        fields: vec![
            field("f-phone", FormInput::Line("tel", "tel", "tel"), fault),
            field("f-text", FormInput::Lines, None),
            field("f-one", FormInput::One(choices.clone()), fault),
            field("f-several", FormInput::Several(choices), None),
        ],
        kept: !faulty,
    }
}

fn file() -> FileRow {
    FileRow {
        id: "1".to_owned(),
        address: "/drafts/0/files/1".to_owned(),
        name: "营业执照 <副本>.pdf".to_owned(),
        size: 1_234_567,
        digest: "ab".repeat(32),
    }
}

fn materials() -> Vec<MaterialRow> {
    let row = |id: &str, files: Vec<FileRow>, third_party: bool| MaterialRow {
        id: id.to_owned(),
        name: licence(),
        required: !third_party,
        third_party,
        files,
        problems: Vec::new(),
    };
    vec![row("licence", vec![file()], false), row("report", Vec::new(), true)]
}

fn bring(supplement: bool) -> MaterialsPage {
    let mut materials = materials();
    materials[1].problems = vec![("空.pdf".to_owned(), "文件是空的。".to_owned())];
    MaterialsPage {
        head: head(supplement),
        materials,
        shared: vec![licence()],
        types: ["pdf", "jpg", "png"].map(str::to_owned).into(),
        largest_mib: 20,
        missing: if supplement { vec![licence()] } else { Vec::new() },
    }
}

fn check(missing: bool) -> CheckPage {
    CheckPage {
        head: head(false),
        answers: vec![(licence(), "<13800138000>".to_owned())],
        delivery: Some("到窗口领取".to_owned()),
        materials: materials(),
        shared: vec![licence()],
        missing: if missing {
            vec![("/drafts/0#f-phone".to_owned(), "填写：联系人电话".to_owned())]
        } else {
            Vec::new()
        },
        refusal: missing.then(|| ("不能提交。".to_owned(), Some("第三十二条".to_owned()))),
        intake: Some("五个工作日内告知。".to_owned()),
    }
}

pub(super) fn my(empty: bool) -> MyPage {
    if empty {
        return MyPage { closed: true, ..MyPage::default() };
    }
    let draft = |supplement: Option<&str>| MyDraft {
        id: "0f".repeat(16),
        item: item(),
        supplement: supplement.map(str::to_owned),
        files: 2,
        changed: now(),
        lapses: date(2026, 9, 8),
    };
    let case = |waits_for_me: bool| MyCase {
        address: "/cases/990101/260312-0A".to_owned(),
        number: "260312-0A".to_owned(),
        item: item(),
        agency: market(),
        phase: "phase-accepted".to_owned(),
        due: Some(date(2026, 4, 1)),
        opened: now(),
        asked: if waits_for_me { asked() } else { Vec::new() },
    };
    MyPage {
        drafts: vec![draft(None), draft(Some("260312-0A"))],
        cases: vec![case(true), case(false)],
        closed: false,
        older: Some("/my?before=1~a".to_owned()),
        later: true,
        unread: 3,
    }
}

/// What a party may be asked for.
pub(super) fn asked() -> Vec<AskedStep> {
    let step = |act: &str, until: Option<Date>| AskedStep {
        key: format!("asked-{act}"),
        address: format!("{CASE}/{act}"),
        until,
    };
    vec![
        step("receive-supplement", Some(date(2026, 3, 20))),
        step("hand-in", None),
        step("name-licence", None),
        step("pay-fee", None),
        step("rate", None),
    ]
}

fn receipt() -> ReceiptPage {
    let follow = "https://hall.example.gov.cn/track?number=260312-0A".to_owned();
    ReceiptPage {
        case: "/cases/990101/260312-0A".to_owned(),
        number: "260312-0A".to_owned(),
        item: item(),
        agency: market(),
        at: now(),
        due: Some(date(2026, 3, 19)),
        materials: vec![(licence(), vec![file()])],
        pick_up_code: Some("7K2M9QXA".to_owned()),
        qr: Qr::of(&follow),
        follow,
    }
}

const CASE: &str = "/cases/990101/260312-0A";

fn refused(sent: bool) -> Option<Refused> {
    let basis = Some(basis("中华人民共和国行政许可法", "32"));
    sent.then(|| Refused { message: "现在不能办理。".to_owned(), basis })
}

fn payment(due: bool) -> PaymentPage {
    let fee = (licence(), 12_000, Some(basis("中华人民共和国行政许可法", "59")));
    PaymentPage {
        case: CASE.to_owned(),
        number: "260312-0A".to_owned(),
        item: item(),
        fees: vec![fee],
        due_fen: if due { 12_000 } else { 0 },
        online: due,
        refunds: if due { Vec::new() } else { vec![(8_000, None), (500, Some("TK-7".to_owned()))] },
    }
}

fn cashier(paid: bool) -> CashierPage {
    CashierPage {
        case: CASE.to_owned(),
        payment: "ab".repeat(16),
        amount_fen: 12_000,
        paid,
        void: false,
    }
}

fn withdrawal(sent: bool) -> WithdrawalPage {
    WithdrawalPage {
        case: CASE.to_owned(),
        number: "260312-0A".to_owned(),
        item: item(),
        basis: Some(basis("中华人民共和国行政许可法", "32")),
        typed: ["<260312".to_owned(), "不办了".to_owned()],
        mistyped: sent,
        refusal: refused(sent),
        possible: true,
    }
}

fn rating(sent: bool) -> RatingPage {
    RatingPage {
        case: CASE.to_owned(),
        number: "260312-0A".to_owned(),
        item: item(),
        levels: (1..=5).rev().map(|level| (level, item(), sent && level == 4)).collect(),
        labels: vec![("quick".to_owned(), licence(), sent)],
        text: "<谢谢>".to_owned(),
        open: !sent,
        basis: basis("政务服务“好差评”制度", "二"),
        refusal: refused(sent),
        possible: true,
    }
}

fn supplement() -> SupplementPage {
    SupplementPage {
        case: CASE.to_owned(),
        number: "260312-0A".to_owned(),
        item: item(),
        asked: vec![licence()],
        reason: "复印件<看不清楚>".to_owned(),
        at: now(),
        until: Some(date(2026, 3, 20)),
    }
}

fn notices(empty: bool) -> NoticesPage {
    if empty {
        return NoticesPage::default();
    }
    let row = |unread: bool| NoticeRow {
        at: now(),
        unread,
        title: "请补正材料".to_owned(),
        item: item(),
        number: "260312-0A".to_owned(),
        case: CASE.to_owned(),
        agency: market(),
        lines: vec!["理由：<看不清楚>".to_owned()],
        to_do: unread.then(|| ("查看并补正".to_owned(), format!("{CASE}/supplement"))),
    };
    NoticesPage {
        notices: vec![row(true), row(false)],
        unread: 1,
        older: Some("/my/notices?before=1~a".to_owned()),
        later: true,
        newest: 1,
    }
}

fn verification(found: bool, coded: bool) -> VerificationPage {
    let verified = |stands: bool| Verified {
        genuine: coded.then_some(if stands { Genuine::Stands } else { Genuine::No }),
        holder: (coded && stands).then(|| "苏<晚>".to_owned()),
        item: item(),
        agency: market(),
        issued: now(),
        until: stands.then(|| date(2031, 3, 12)),
        state: if stands { "verify-valid" } else { "verify-revoked" },
        stands,
        corrected: stands && coded,
        case: "260312-0A".to_owned(),
        address: CASE.to_owned(),
        proof: stands.then(|| web::pages::proof::Proof {
            log: "hall.example/990101".to_owned(),
            index: 12,
            leaf: "ab".repeat(32),
            size: 99,
            root: "abc=".to_owned(),
            receipt: None,
        }),
    };
    let disagreeing = Verified {
        genuine: Some(Genuine::Disagrees),
        state: "verify-disagrees",
        ..verified(false)
    };
    VerificationPage {
        number: Some("<JY1>".to_owned()),
        code: if coded { "K7X2-9M4N-\"".to_owned() } else { String::new() },
        found: if found { vec![verified(true), verified(false), disagreeing] } else { Vec::new() },
    }
}
