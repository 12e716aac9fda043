//! What is refused before anything of ours has read it: a body too large or of another kind, an address that is only sent
//! to. A reader gets a page in the own language, which says what to do.

use super::server::{Answer, Server};
use crate::people::encoded;

const FORM: &str = "application/x-www-form-urlencoded";

/// Sends a body as a browser of a language does.
fn sent(server: &Server, path: &str, language: &str, [kind, body]: [&str; 2]) -> Answer {
    let headers = [
        ("Content-Type", kind),
        ("Sec-Fetch-Site", "same-origin"),
        ("Accept", "text/html"),
        ("Accept-Language", language),
    ];
    server.send("POST", path, &headers, body)
}

fn is_a_page(answer: &Answer, status: u16, [language, says]: [&str; 2]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let kind = answer.header("content-type").unwrap_or_default();
    assert!(kind.starts_with("text/html"), "{kind}: {}", answer.body);
    assert!(answer.body.contains(&format!("<html lang=\"{language}\"")), "{}", answer.body);
    assert!(answer.body.contains(says), "{says}: {}", answer.body);
}

#[test]
fn what_the_framework_refuses_is_a_page_in_the_language_of_the_reader() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(folder.path());
    let large = format!("name={}", "x".repeat(300 * 1024));
    let cases = [
        (
            413,
            [FORM, &large],
            [["en", "256 KiB"], ["zh-Hans", "256 KiB，"], ["zh-Hant", "縮短文字"]],
        ),
        (
            415,
            ["text/plain", "x"],
            [["en", "send it from there"], ["zh-Hans", "从那里提交"], ["zh-Hant", "從那裡提交"]],
        ),
        (
            422,
            [FORM, "name=a&name=b"],
            [["en", "Go back"], ["zh-Hans", "返回"], ["zh-Hant", "返回"]],
        ),
    ];
    for (status, body, words) in cases {
        for words in words {
            is_a_page(&sent(&server, "/sign-in", words[0], body), status, words);
        }
    }
    let wrong = server.get("/cards/%FF/x", &[("Accept-Language", "zh-Hans")]);
    is_a_page(&wrong, 400, ["zh-Hans", "填写的内容"]);
    let other = server.send("PUT", "/sign-in", &[("Accept-Language", "zh-Hant")], "");
    is_a_page(&other, 405, ["zh-Hant", "不能直接打開"]);
    assert_eq!(other.header("allow"), Some("GET,HEAD,POST"));
    assert_eq!(server.get("/sign-out", &[]).status, 405, "a program asks for no page");
}

/// The addresses to which the links to other languages of a page lead.
fn in_english(answer: &Answer) -> String {
    let mut links = answer.body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let link =
        links.find(|link| link.ends_with("lang=en")).unwrap_or_else(|| panic!("{}", answer.body));
    link.replace("&amp;", "&").replace("&#38;", "&")
}

#[test]
fn a_page_that_answers_to_a_form_can_be_read_in_another_language() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::serve(folder.path());
    let next = encoded("/my/notices");
    let forms = [
        ("/sign-in", format!("name=nobody&password=x&next={next}"), "/sign-in"),
        ("/sign-in/code", format!("contact=13800138000&next={next}"), "/sign-in/code"),
        (
            "/sign-in/code/confirm",
            format!("contact=13800138000&code=1&next={next}"),
            "/sign-in/code",
        ),
        ("/sign-up", format!("kind=person&name=A&contact=x&next={next}"), "/sign-up"),
        ("/sign-up/confirm", format!("contact=13800138000&code=1&next={next}"), "/sign-up"),
    ];
    for (path, body, begins) in forms {
        let answer = sent(&server, path, "zh-Hans", [FORM, &body]);
        let link = in_english(&answer);
        assert_eq!(link, format!("{begins}?next={next}&lang=en"), "{path}");
        let page = server.get(&link, &[("Accept-Language", "zh-Hans")]);
        is_a_page(&page, 200, ["en", "<form"]);
        assert_eq!(page.hidden("next"), "/my/notices", "{path}");
    }
    // Whoever opens the address itself, as by a bookmark, begins again, in the language that was chosen.
    let browser = [("Accept", "text/html,*/*"), ("Accept-Language", "zh-Hans")];
    for (path, before) in [
        ("/sign-in/code/confirm", "/sign-in/code"),
        ("/sign-in/second-factor", "/sign-in"),
        ("/sign-up/confirm", "/sign-up"),
        ("/account/mail/remove", "/account/mail"),
        ("/drafts/d-1/materials/plan", "/drafts/d-1/materials"),
    ] {
        let led = server.get(&format!("{path}?lang=en"), &browser);
        assert_eq!((led.status, led.header("location")), (303, Some(before)), "{path}");
        let cookie = led.header("set-cookie").unwrap_or_default();
        assert!(cookie.starts_with("lang=en;"), "{path}: {cookie}");
    }
}
