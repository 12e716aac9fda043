//! A province on the board.

use super::cards::card_rows;
use super::{housing, market, now, planning, text};
use domain::text::Text;
use web::pages::board::{AgencyRow, AgencySort, BoardNumbers, BoardPage, City, Remaining};

pub(super) fn board() -> BoardPage {
    BoardPage { numbers: numbers(), cards: card_rows() }
}

/// The figures of the board.
pub(crate) fn numbers() -> BoardNumbers {
    let names = [
        ("南川市", "Nanchuan"),
        ("临江市", "Linjiang"),
        ("云岭市", "Yunling"),
        ("安泽市", "Anze"),
        ("清河市", "Qinghe"),
        ("东屏市", "Dongping"),
    ];
    let counties = ["青溪县", "石桥区", "白鹭县", "望山区"];
    let city = |(position, (name, english)): (usize, (&str, &str))| {
        let seed = position as u64 + 2;
        let county = |(place, county): (usize, &&str)| City {
            name: text(county, county, ["Qingxi", "Shiqiao", "Bailu", "Wangshan"][place]),
            open: 300 + seed * 41 % 97 * (place as u64 + 1),
            near: 20 + seed * 7 % 31,
            overdue: seed * place as u64 % 5,
            counties: Vec::new(),
        };
        let counties: Vec<City> = counties.iter().enumerate().map(county).collect();
        City {
            name: text(name, name, english),
            open: counties.iter().map(|county| county.open).sum(),
            near: counties.iter().map(|county| county.near).sum(),
            overdue: counties.iter().map(|county| county.overdue).sum(),
            counties,
        }
    };
    let agency = |(position, name): (usize, Text)| AgencyRow {
        id: format!("a{position}"),
        name,
        open: 1_204 - position as u64 * 211,
        near: 83 - position as u64 * 9,
        overdue: [0, 7, 1][position],
        warnings: 12,
        yellow: position as u64,
        red: u64::from(position == 1),
    };
    let mut agencies: Vec<AgencyRow> =
        [planning(), housing(), market()].into_iter().enumerate().map(agency).collect();
    AgencySort::Overdue.sort(&mut agencies);
    BoardNumbers {
        as_of: now(),
        acts_per_second: (0..60_u32).map(|minute| 30 + minute * 37 % 23 + minute % 9).collect(),
        received: 1_284,
        closed: 1_107,
        cards: 9,
        remaining: Remaining {
            overdue: 23,
            today: 214,
            two_days: 1_340,
            five_days: 5_120,
            more: 11_755,
        },
        cities: names.into_iter().enumerate().map(city).collect(),
        agencies,
        sort: AgencySort::Overdue,
    }
}
