//! From what operations give to what pages show.

use super::Site;
use super::visitor::now;
use crate::pages::board::{AgencyRow, AgencySort, BoardNumbers, City, Remaining};
use crate::pages::card::CardRow;
use crate::pages::hall::Today;
use crate::wording::Wording;
use domain::card::CardState;
use domain::level::{Colour, Level, LevelMapping};
use domain::text::{Language, Text};
use jiff::civil::Date;
use operations::card_document::CardDocument;
use operations::cases::show::moment;
use operations::desk::{date_of, day_number};
use operations::register::{Rank, Register};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Working days until a limit that count as near on the board, and as a little further.
const NEAR: u32 = 2;
const SOON: u32 = 5;

/// The name of a person, for those who may see persons: of an official, of who came to a window, of the holder of an
/// account; the opaque id of anybody else.
pub(super) fn person_name(site: &Site, register: &Register, id: &str) -> String {
    let known = register.person_name(id).map(str::to_owned);
    let known = known.or_else(|| operations::windows::party_name(&site.platform, id));
    let known = known.or_else(|| site.people.display_name(id));
    let known = known.or_else(|| played_name(site, id));
    known.unwrap_or_else(|| id.to_owned())
}

/// The name of an applicant whom a demonstration plays.
pub(super) fn played_name(site: &Site, id: &str) -> Option<String> {
    static PLAYED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
        let all = operations::simulation::applicants().unwrap_or_default();
        all.into_iter().map(|one| (one.id.to_string(), one.name.to_string())).collect()
    });
    if site.demonstration { PLAYED.get(id).cloned() } else { None }
}

/// How near the limit of open cases is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Overdue,
    Today,
    Near,
    Soon,
    More,
}

fn nearness(site: &Site, today: Date, due_day: Option<i64>) -> Nearness {
    let Some(due) = due_day.and_then(date_of) else { return Nearness::More };
    if due < today {
        return Nearness::Overdue;
    }
    if due == today {
        return Nearness::Today;
    }
    match site.calendar.working_days_between(today, due) {
        Ok(0) => Nearness::Today,
        Ok(days) if days <= NEAR => Nearness::Near,
        Ok(days) if days <= SOON => Nearness::Soon,
        _ => Nearness::More,
    }
}

/// Words of the interface as a text in the three languages.
pub(super) fn in_all_languages(key: &str) -> Text {
    let say = |language: Language| Wording::shared(language).say(key);
    Text {
        simplified: say(Language::SimplifiedChinese),
        traditional: Some(say(Language::TraditionalChinese)),
        english: Some(say(Language::English)),
    }
}

fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// Figures of the day for the home page.
pub(super) fn today(site: &Site) -> Today {
    let date = now(site).date();
    let numbers = numbers(site, AgencySort::default());
    Today {
        date,
        received: numbers.received,
        closed: numbers.closed,
        open: numbers.remaining.total(),
        overdue: numbers.remaining.overdue,
        cards: numbers.cards,
    }
}

/// The figures of the board.
pub(super) fn numbers(site: &Site, sort: AgencySort) -> BoardNumbers {
    let as_of = now(site);
    let register = site.platform.register();
    let mut remaining = Remaining::default();
    let mut places: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    let mut agencies = Vec::new();
    let (day, seconds) = site.platform.board(|board| {
        for ((place, id), counts) in board.agencies() {
            let mut row = AgencyRow {
                id: id.to_string(),
                name: name_of(&register, id),
                open: 0,
                near: 0,
                overdue: 0,
                warnings: unsigned(counts.cards[1]),
                yellow: unsigned(counts.cards[2]),
                red: unsigned(counts.cards[3]),
            };
            for (due, cases) in &counts.open {
                let nearness = nearness(site, as_of.date(), *due);
                add(&mut row, &mut remaining, nearness, unsigned(*cases));
            }
            let of_place = places.entry(place.to_string()).or_default();
            for (sum, count) in of_place.iter_mut().zip([row.open, row.near, row.overdue]) {
                *sum += count;
            }
            if row.open + row.warnings + row.yellow + row.red > 0 {
                agencies.push(row);
            }
        }
        (board.today().clone(), board.seconds())
    });
    sort.sort(&mut agencies);
    let is_today = day.day == day_number(as_of.date());
    let of_today = |count: i64| if is_today { unsigned(count) } else { 0 };
    BoardNumbers {
        as_of,
        acts_per_second: seconds.iter().map(|acts| u32::try_from(*acts).unwrap_or(0)).collect(),
        received: of_today(day.received),
        closed: of_today(day.closed),
        cards: of_today(day.cards.iter().skip(1).sum()),
        remaining,
        cities: cities(&register, &places),
        agencies,
        sort,
    }
}

fn add(row: &mut AgencyRow, remaining: &mut Remaining, nearness: Nearness, cases: u64) {
    row.open += cases;
    match nearness {
        Nearness::Overdue => {
            row.overdue += cases;
            remaining.overdue += cases;
        }
        Nearness::Today => {
            row.near += cases;
            remaining.today += cases;
        }
        Nearness::Near => {
            row.near += cases;
            remaining.two_days += cases;
        }
        Nearness::Soon => remaining.five_days += cases,
        Nearness::More => remaining.more += cases,
    }
}

/// Each city with its counties, and the province itself where it handles cases.
fn cities(register: &Register, places: &BTreeMap<String, [u64; 3]>) -> Vec<City> {
    let city = |code: &str, name: &Text, counties: Vec<City>| {
        let [mut open, mut near, mut overdue] = places.get(code).copied().unwrap_or_default();
        for county in &counties {
            open += county.open;
            near += county.near;
            overdue += county.overdue;
        }
        City { name: name.clone(), open, near, overdue, counties }
    };
    let below = |code: &str| {
        let counties = register.jurisdictions().filter(|p| p.parent.as_deref() == Some(code));
        counties.map(|county| city(&county.code, &county.name, Vec::new())).collect::<Vec<_>>()
    };
    let of_rank = |rank: Rank| register.jurisdictions().filter(move |place| place.level == rank);
    let cities =
        of_rank(Rank::City).map(|place| city(&place.code, &place.name, below(&place.code)));
    let province = of_rank(Rank::Province)
        .filter(|place| places.get(&*place.code).is_some_and(|[open, ..]| *open > 0))
        .map(|place| city(&place.code, &place.name, Vec::new()));
    cities.chain(province).collect()
}

/// The name of an agency; its id when the register does not know it.
pub(super) fn name_of(register: &Register, agency: &str) -> Text {
    match register.agency(agency) {
        Some(agency) => agency.name.clone(),
        None => Text { simplified: agency.to_owned(), ..Text::default() },
    }
}

/// A post with its holder, as lists name it; its id when the register does not know it.
pub(super) fn short_name(register: &Register, post: &str) -> Text {
    let Some(post) = register.post(post) else {
        return Text { simplified: post.to_owned(), ..Text::default() };
    };
    let with = |title: &str| format!("{title} {}", post.person.name);
    Text {
        simplified: with(&post.title.simplified),
        traditional: post.title.traditional.as_deref().map(with),
        english: post.title.english.as_deref().map(with),
    }
}

/// A card as lists show it.
pub(super) fn card_row(site: &Site, card: &operations::cards::CardRow) -> CardRow {
    let document: Option<CardDocument> = serde_json::from_str(&card.document).ok();
    let level = u8::try_from(card.level).ok().and_then(|level| Level::try_from(level).ok());
    let mapping = LevelMapping::of(&site.platform.law().levels, &card.jurisdiction);
    let meaning = level.and_then(|level| mapping?.meaning(level));
    CardRow {
        jurisdiction: card.jurisdiction.to_string(),
        number: card.card_id.to_string(),
        at: site.calendar.time_zone.to_datetime(moment(card.issued_at)),
        colour: meaning.map_or(Colour::Notice, |meaning| meaning.colour),
        level_name: meaning.map(|meaning| meaning.name.clone()),
        rule: document.map(|document| document.rule_name).unwrap_or_default(),
        agency: name_of(&site.platform.register(), &card.agency),
        case: Some(card.case_id.to_string()),
        state: card_state(card),
    }
}

/// The state of a card as the domain has it.
pub(super) fn card_state(card: &operations::cards::CardRow) -> CardState {
    let issuer = card.supervisor.as_deref().unwrap_or_default().into();
    match &*card.state {
        "pending" | "confirmed" => CardState::Pending,
        "answered" => CardState::Answered { issuer },
        "appealed" => CardState::Appealed { issuer, appellant: (&*card.agency).into() },
        "upheld" => CardState::Upheld,
        "revoked" => CardState::Revoked { reason: String::new() },
        "corrected" => CardState::Corrected,
        "closed" => CardState::Closed,
        "dismissed" => CardState::Dismissed { reason: String::new() },
        _ => CardState::Issued { issuer },
    }
}
