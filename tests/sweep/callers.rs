//! Who asks: every kind of caller that has nothing to do with the objects.

use super::objects::Scene;
use crate::live::server::{Answer, send_to};
use operations::caller::{AdministratorKind, Caller};
use operations::platform::Platform;
use operations::tokens::{Holder, create};

pub(super) const PASSWORD: &str = crate::people::PASSWORD;

/// Posts of another county, and one of another agency of the same.
const POSTS: [(&str, &str); 5] = [
    ("a window of another county", "990102-mr-clerk-1"),
    ("an examiner of another county", "990102-mr-examiner-1"),
    ("an approver of another county", "990102-mr-chief-1"),
    ("an examiner of another agency", "990101-as-examiner-1"),
    ("a supervisor of another city", "990200-sv-review-1"),
];
const FEED: &str = "11990102QC0000273L";
/// Whose post ends.
const LEAVING: [&str; 3] = ["简疏岚", "jian.shulan", "p-0112"];
/// Whose time as a deputy ends.
const STANDING_IN: [&str; 3] = ["闻映萤", "wen.yingying", "p-0099"];

/// Somebody who asks.
pub(super) struct Stranger {
    pub(super) name: &'static str,
    pub(super) caller: Caller,
    pub(super) cookie: String,
    pub(super) token: Option<String>,
}

/// The tokens of strangers, which the site reads when it begins.
pub(super) struct Tokens(Vec<String>);

impl Tokens {
    pub(super) fn make(platform: &Platform) -> Self {
        // That of the agency whose cases they are comes first, and is given to nobody here.
        create(platform, &Holder::Post("990101-mr-clerk-1".into())).unwrap();
        let posts = POSTS.iter().map(|(_, post)| Holder::Post((*post).into()));
        let others = [Holder::Feed(FEED.into()), Holder::Party("sweep-b".into())];
        Self(posts.chain(others).map(|holder| create(platform, &holder).unwrap()).collect())
    }
}

/// The security administrator, as operations know it.
pub(super) fn security() -> Caller {
    Caller::Administrator { account: "demo-security".into(), kind: AdministratorKind::Security }
}

/// Sends a form as a page of the site does.
fn form(address: &str, path: &str, cookie: &str, fields: &str) -> Answer {
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "same-origin"),
        ("Accept-Language", "en"),
        ("Cookie", cookie),
    ];
    send_to(address, "POST", path, &headers, fields)
}

/// The session that begins with a form.
pub(super) fn session_of(address: &str, path: &str, cookie: &str, fields: &str) -> String {
    let answer = form(address, path, cookie, fields);
    answer.session().unwrap_or_else(|| panic!("{path}: {} {}", answer.status, answer.body))
}

/// Signs a citizen up and in; the cookie.
pub(super) fn citizen(address: &str, name: &str, phone: &str) -> String {
    let name = crate::people::encoded(name);
    let asked = form(address, "/sign-up", "", &format!("kind=person&name={name}&contact={phone}"));
    let shown = asked.body.split("the code is ").nth(1);
    let code: String = shown.unwrap_or_else(|| panic!("{}", asked.body)).chars().take(6).collect();
    session_of(address, "/sign-up/confirm", "", &format!("contact={phone}&code={code}"))
}

/// The caller that a session makes.
pub(super) fn caller_of(scene: &operations::people::People, cookie: &str) -> Caller {
    let secret = cookie.split_once('=').unwrap().1;
    scene.present(secret).unwrap().unwrap().caller
}

/// Everybody whose business it is not.
pub(super) fn strangers(scene: &Scene<'_>, tokens: &Tokens) -> Vec<Stranger> {
    let (house, people) = (scene.house, scene.people);
    let party = |id: &str| Caller::Party { person: id.into() };
    let mut all = vec![Stranger {
        name: "nobody",
        caller: Caller::Anyone,
        cookie: "lang=en".into(),
        token: None,
    }];
    let register = house.platform.register();
    for ((name, post), token) in POSTS.into_iter().zip(&tokens.0) {
        let caller = Caller::of_post(&register, register.post(post).unwrap());
        let (cookie, token) = (format!("acts-as={post}"), Some(token.clone()));
        all.push(Stranger { name, caller, cookie, token });
    }
    let [.., feed, citizen_token] = tokens.0.as_slice() else { panic!("no tokens") };
    all.push(Stranger {
        name: "the system of another agency",
        caller: Caller::Feed { agency: FEED.into() },
        cookie: "lang=en".into(),
        token: Some(feed.clone()),
    });
    let cookie = citizen(house.address(), "乙", "13900000002");
    all.push(Stranger {
        name: "another citizen",
        caller: caller_of(people, &cookie),
        cookie,
        token: Some(citizen_token.clone()),
    });
    all.push(Stranger {
        name: "an enterprise",
        caller: party("sweep-e"),
        cookie: "acts-as=party:sweep-e".into(),
        token: None,
    });
    let thirds = [
        ("the system administrator", "system", AdministratorKind::System),
        ("the security administrator", "security", AdministratorKind::Security),
        ("the audit administrator", "audit", AdministratorKind::Audit),
    ];
    for (name, word, kind) in thirds {
        let caller =
            Caller::Administrator { account: format!("demo-{word}").as_str().into(), kind };
        let cookie = format!("acts-as=administrator:{word}");
        all.push(Stranger { name, caller, cookie, token: None });
    }
    all.extend(those_who_left(scene));
    all
}

/// Sessions that go on after the post, or the time as a deputy, has ended.
fn those_who_left(scene: &Scene<'_>) -> [Stranger; 2] {
    let people = scene.people;
    let left = scene.signed_in(LEAVING);
    people.end_holding(&security(), "990102-mr-examiner-2", "moved on").unwrap();
    let own = scene.signed_in(STANDING_IN);
    let deputy = scene.stands_in("990101-mr-clerk-1");
    let chosen = "capacity=deputy%3A990101-mr-clerk-1";
    let stood_in = session_of(scene.house.address(), "/account/capacity", &own, chosen);
    people.end_deputy(&security(), &deputy).unwrap();
    let of = |name, cookie: String| {
        let caller = caller_of(people, &cookie);
        assert!(matches!(caller, Caller::Party { .. }), "{name}: {caller:?}");
        Stranger { name, caller, cookie, token: None }
    };
    [of("one whose post has ended", left), of("one who was a deputy", stood_in)]
}
