//! Signing in, one's own account, and the back office.

use super::{Show, now, planning, text};
use domain::text::Text;
use operations::caller::AdministratorKind::{Audit, Security, System};
use operations::mail::About;
use web::pages::account::{
    AccountPage, CapacityRow, DeputiesPage, DeputyRow, RecoveryPage, SessionRow,
};
use web::pages::back_office::{BackOfficePage, Group, OncePage, Piece, Row};
use web::pages::form::{Field, FormPage, Input, Secret};
use web::pages::leaving::LeavingPage;
use web::pages::mail::MailPage;

/// The forms about accounts, by the key of their words, with where they are.
const FORMS: [(&str, &str); 25] = [
    ("sign-in", "/sign-in"),
    ("sign-in-code", "/sign-in/code"),
    ("code", "/sign-in/code/confirm"),
    ("second-factor-ask", "/sign-in/second-factor"),
    ("sign-up", "/sign-up"),
    ("set-password", "/set-password"),
    ("setup", "/setup"),
    ("capacity", "/account/capacity"),
    ("password", "/account/password"),
    ("mail-proof", "/account/mail/choose"),
    ("second-factor", "/account/second-factor"),
    ("second-factor-remove", "/account/second-factor/remove"),
    ("deputy", "/account/deputies/one"),
    ("account-new", "/admin/accounts/new"),
    ("account-reset", "/admin/accounts/p-1/reset"),
    ("account-close", "/admin/accounts/p-1/close"),
    ("account-open", "/admin/accounts/p-1/open"),
    ("assign", "/admin/posts/a/assign"),
    ("end-post", "/admin/posts/a/end"),
    ("token-new", "/admin/tokens/new"),
    ("token-revoke", "/admin/tokens/a/revoke"),
    ("setting", "/admin/settings/staff-rest"),
    ("administrator-password", "/admin/administrators/p-1/password"),
    ("administrator-replace", "/admin/administrators/p-1/replace"),
    ("administrator-confirm", "/admin/administrators/p-1/confirm"),
];

/// Every page about people.
pub(super) fn all(show: Show<'_>) {
    for (key, address) in FORMS {
        show(address, &|shell| form(key, false).render(shell));
        show(&format!("{address}?wrong"), &|shell| form(key, true).render(shell));
    }
    show("/account?staff", &|shell| account(true).render(shell));
    show("/account", &|shell| account(false).render(shell));
    for (address, known, sends) in [
        ("/account/mail", false, true),
        ("/account/mail?after=saved", true, true),
        ("/account/mail?off", false, false),
    ] {
        show(address, &|shell| mail(known, sends).render(shell));
    }
    for (address, last, refused) in [
        ("/account/close", false, false),
        ("/account/close/second", true, false),
        ("/account/close?staff", false, true),
    ] {
        show(address, &|shell| leaving(last, refused).render(shell));
    }
    show("/account/deputies?staff", &|shell| deputies(true).render(shell));
    show("/account/deputies?staff&none", &|shell| deputies(false).render(shell));
    show("/account/second-factor/codes", &|shell| recovery().render(shell));
    for (third, key) in [
        (System, "health"),
        (System, "settings"),
        (Security, "accounts"),
        (Security, "account-one"),
        (Security, "posts"),
        (Security, "post-one"),
        (Security, "tokens"),
        (Audit, "audit"),
        (Audit, "administrators"),
    ] {
        show(&format!("/admin/{key}?staff"), &|shell| office(third, key).render(shell));
        let none = BackOfficePage::new(third, key);
        show(&format!("/admin/{key}?staff&none"), &|shell| none.render(shell));
    }
    for key in ["password-link", "token-once", "administrator-word", "administrator-link"] {
        show(&format!("/admin/{key}?staff"), &|shell| once(key).render(shell));
    }
}

fn form(key: &'static str, wrong: bool) -> FormPage {
    let choices = vec![("a".to_owned(), planning()), ("b".to_owned(), super::market())];
    FormPage {
        key,
        action: "/somewhere".to_owned(),
        error: wrong.then(|| "密码太短：<至少>10个字符。".to_owned()),
        notice: Some("验证码已发送到138****8000。".to_owned()),
        secret: (key == "second-factor").then(|| Secret {
            text: "JBSW Y3DP EHPK 3PXP".to_owned(),
            address: "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP".to_owned(),
        }),
        fields: vec![
            Field::of("secret", "setup-secret", Input::Line).hinted(),
            Field::of("word", "set-password-word", Input::Line).hinted(),
            Field::of("name", "sign-in-name", Input::Login).with("<我>").hinted(),
            Field::of("old", "password-old", Input::Password).headed("administrator-system"),
            Field::of("new", "setup-password", Input::NewPassword).hinted(),
            Field::of("code", "second-factor-code", Input::Code).hinted(),
            Field::of("from", "assign-from", Input::Day).with("2026-03-12").hinted(),
            Field::of("until", "assign-until", Input::Day).hinted().optional(),
            Field::of("kind", "capacity-choice", Input::One(choices)).with("b"),
            Field::of("reason", "reason", Input::Long).with("轮岗"),
        ],
        hidden: vec![("next", "/my?show=closed&x".to_owned())],
        links: vec![("account-back", "/account".to_owned())],
        begins: None,
    }
}

fn post() -> Text {
    text("审查岗", "審查崗", "Examiner")
}

fn account(official: bool) -> AccountPage {
    let capacity = |word: &str, here| CapacityRow { word: word.to_owned(), name: post(), here };
    let session = |own| {
        SessionRow {
        key: format!("k{own}"),
        began: now(),
        seen: now(),
        address: "192.0.2.17".to_owned(),
        agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0".to_owned(),
        capacity: post(),
        own,
    }
    };
    AccountPage {
        name: "陈一鸣".to_owned(),
        logins: vec!["13800138000".to_owned(), "chen@example.com".to_owned()],
        credit_code: (!official).then(|| "91350100M000100Y43".to_owned()),
        contact: Some("138****8000".to_owned()),
        mail: official.then(|| Some("ch****@example.com".to_owned())),
        class: text("工作人员", "工作人員", "Staff"),
        capacities: vec![capacity("post:a", true), capacity("party", false)],
        has_password: official,
        recovery_codes: official.then_some(7),
        sessions: if official { vec![session(true), session(false)] } else { vec![session(true)] },
        may_name_deputies: official,
        may_leave: !official,
    }
}

fn leaving(last: bool, refused: bool) -> LeavingPage {
    let form = FormPage {
        key: if last { "leave-second" } else { "leave-first" },
        action: "/account/close".to_owned(),
        error: last.then(|| "姓名与账号不一致。".to_owned()),
        fields: vec![Field::of("name", "leave-name", Input::Line).hinted()],
        ..FormPage::default()
    };
    LeavingPage {
        has_cases: last,
        last,
        form: (!refused).then_some(form),
        waiting: if refused {
            vec![("990101-1".into(), "/cases/990101/990101-1".into())]
        } else {
            Vec::new()
        },
        refusal: refused.then(|| "担任岗位期间不能自行注销。".to_owned()),
    }
}

fn mail(known: bool, sends: bool) -> MailPage {
    MailPage {
        sends,
        address: known.then(|| "chen@example.com".to_owned()),
        about: About::ALL.map(|about| (about.word(), about != About::Codes)).to_vec(),
        languages: vec![("zh-Hans", "简体中文", false), ("en", "English", true)],
        saved: known,
        form: FormPage {
            key: "mail",
            action: "/account/mail".to_owned(),
            fields: vec![Field::of("address", "mail-address", Input::Email).hinted()],
            ..FormPage::default()
        },
    }
}

fn deputies(some: bool) -> DeputiesPage {
    let row = |over| DeputyRow {
        key: format!("d{over}"),
        post: post(),
        agency: planning(),
        absent: "陈一鸣".to_owned(),
        deputy: "林知夏".to_owned(),
        from: Some(now().date()),
        until: Some(now().date()),
        reason: "年休假".to_owned(),
        over,
    };
    DeputiesPage {
        deputies: if some { vec![row(false), row(true)] } else { Vec::new() },
        form: form("deputy", false),
    }
}

fn recovery() -> RecoveryPage {
    RecoveryPage { codes: (0..8).map(|n| format!("k7x2-9m4{n}")).collect() }
}

fn once(key: &'static str) -> OncePage {
    OncePage {
        key,
        name: "陈一鸣".to_owned(),
        secret: format!("https://hall.example/set-password?link={}", "0e64".repeat(16)),
        back: "/admin/accounts".to_owned(),
    }
}

fn office(third: operations::caller::AdministratorKind, key: &'static str) -> BackOfficePage {
    let row = |n: usize| Row {
        title: vec![Piece::Name("陈一鸣".to_owned()), Piece::Words(post())],
        address: (n == 0).then(|| "/admin/accounts/p-1".to_owned()),
        tags: if n == 0 { vec!["post-now", "account-second-factor"] } else { vec!["post-vacant"] },
        details: vec![
            Piece::Plain("chen.yiming".to_owned()),
            Piece::Code("p-xf2dsfptsm3cbp0c47dg".to_owned()),
            Piece::Moment(now()),
            Piece::Days(Some(now().date()), (n == 0).then(|| now().date())),
        ],
        ways: vec![("account-new-title", "/admin/accounts/new?person=p-1".to_owned())],
    };
    let choices = vec![(String::new(), planning()), ("staff".to_owned(), post())];
    BackOfficePage {
        name: (key.ends_with("-one")).then(|| Piece::Words(post())),
        back: (key.ends_with("-one")).then(|| ("posts-title", "/admin/posts".to_owned())),
        facts: vec![
            ("account-class", vec![Piece::Key("class-staff".to_owned())]),
            ("account-id", vec![Piece::Code("p-1".to_owned()), Piece::Moment(now())]),
        ],
        filter: vec![
            Field::of("class", "account-class", Input::One(choices)).with("staff"),
            Field::of("q", "accounts-search", Input::Line).with("<chen>"),
            Field::of("from", "audit-from", Input::Day).with("2026-03-01"),
        ],
        ways: vec![("account-new-title", "/admin/accounts/new".to_owned())],
        groups: vec![
            Group { heading: Some(Piece::Words(planning())), rows: vec![row(0), row(1)] },
            Group { heading: Some(Piece::Key("deputies-title".to_owned())), rows: vec![row(2)] },
        ],
        total: Some(1_204),
        more: Some("/admin/accounts?after=x".to_owned()),
        ..BackOfficePage::new(third, key)
    }
}
