//! Parameters of the simulation. They describe people, not law: every limit comes from the law files.

use std::ops::Range;

/// How a holder of a post works: what part of a stage's limit the work takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    /// The usual part of the limit, in per mille.
    pub usual: Range<i64>,
    /// How often, in per mille, the work takes most of the limit.
    pub near: u32,
    /// How often, in per mille, the work takes more than the limit.
    pub late: u32,
    /// How often, in per mille, a file is forgotten in a drawer.
    pub forgotten: u32,
}

/// Parameters of the simulation.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Cases on an ordinary working day in the whole province.
    pub cases_a_day: u32,
    /// Simulated time whose acts are submitted together, in minutes.
    pub slice_length: i64,
    /// Applications that get a supplement notice, in per mille.
    pub supplements: u32,
    /// Applications that the party withdraws, in per mille.
    pub withdrawals: u32,
    /// Decisions that are returned to the examiner, in per mille.
    pub returns: u32,
    /// Cases with a special procedure where the item lists its own grounds, in per mille.
    pub special_procedures: u32,
    /// Cases with a special procedure where only the procedure lists grounds, in per mille.
    pub rare_special_procedures: u32,
    /// Cases in which another agency is consulted, in per mille.
    pub consultations: u32,
    /// Cases whose limit is extended, in per mille.
    pub extensions: u32,
    /// Cases that are handed to another post, in per mille.
    pub transfers: u32,
    /// Cases in which the party urges, in per mille.
    pub urgings: u32,
    /// Cases of an agency with a misbehaving post in which that post misbehaves, in per mille.
    pub misbehaviour: u32,
    /// Suspicions on which the supervisor is silent, in per mille.
    pub silent_confirmations: u32,
    /// Answers to cards that come too late, in per mille.
    pub late_answers: u32,
    /// Closed cases that the party rates, in per mille.
    pub ratings: u32,
    /// Applications that are accepted although something follows, where the item allows it, in per mille.
    pub deferrals: u32,
    /// Of these, those in which it never follows, in per mille.
    pub broken_promises: u32,
    /// Renewals that are left undecided until the licence ends, in per mille.
    pub undecided_renewals: u32,
    /// Joint agencies that say nothing, in per mille.
    pub silent_agencies: u32,
    /// Joint agencies that dissent, in per mille.
    pub dissents: u32,
    /// Open cases that are taken up after a restart at most.
    pub resumed_cases: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            cases_a_day: 90,
            slice_length: 15,
            supplements: 80,
            withdrawals: 15,
            returns: 25,
            special_procedures: 250,
            rare_special_procedures: 15,
            consultations: 40,
            extensions: 15,
            transfers: 15,
            urgings: 10,
            misbehaviour: 45,
            silent_confirmations: 250,
            late_answers: 60,
            ratings: 350,
            deferrals: 60,
            broken_promises: 200,
            undecided_renewals: 150,
            silent_agencies: 180,
            dissents: 80,
            resumed_cases: 5_000,
        }
    }
}

impl Settings {
    /// The pace that a disposition of the register means.
    #[must_use]
    pub fn pace(disposition: Option<&str>) -> Pace {
        match disposition {
            Some("diligent") => Pace { usual: 30..300, near: 5, late: 0, forgotten: 0 },
            Some("slow") => Pace { usual: 200..750, near: 70, late: 8, forgotten: 8 },
            Some("overloaded") => Pace { usual: 250..850, near: 120, late: 18, forgotten: 20 },
            _ => Pace { usual: 60..500, near: 20, late: 2, forgotten: 3 },
        }
    }
}

/// What is demanded where the catalogue knows no fee, in hundredths of a yuan.
pub const EXPRESS_SERVICE: i64 = 20_000;

/// How many of a thousand arrivals of a working day come in each hour, from 0 to 23.
pub const HOURS: [u32; 24] =
    [0, 0, 0, 0, 0, 0, 4, 10, 70, 155, 150, 95, 20, 30, 130, 125, 80, 30, 15, 22, 26, 20, 14, 4];

/// The part of a working day's arrivals that comes on each weekday from Monday to Sunday, in per mille.
pub const WEEKDAYS: [u32; 7] = [1_250, 1_050, 1_000, 980, 920, 900, 850];

/// The part of a working day's arrivals that comes on a rest day, online, in per mille.
pub const REST_DAY: u32 = 80;

/// How many of the arrivals fall to each procedure; one that is not listed gets [`OTHER`].
pub const PROCEDURES: &[(&str, u32)] = &[
    ("public-service", 230),
    ("ordinary-licence", 270),
    ("on-the-spot", 110),
    ("ordinary-application", 120),
    ("filing", 60),
    ("social-assistance", 50),
    ("levy", 50),
    ("administrative-inspection", 40),
    ("ordinary-penalty", 35),
    ("coercive-measure", 12),
    ("information-disclosure", 15),
    ("petition", 10),
    ("ruling", 6),
    ("reward", 8),
    ("joint-licence", 16),
];

/// The weight of a procedure that is not listed in [`PROCEDURES`].
pub const OTHER: u32 = 3;

/// The weight of outcomes that are chosen by chance among those of their stage; others weigh [`OUTCOME`].
pub const OUTCOMES: &[(&str, u32)] = &[
    ("declined", 30),
    ("false", 50),
    ("refused", 64),
    ("not-approved", 30),
    ("not-confirmed", 40),
    ("no-problem", 1_500),
    ("correct", 700),
    ("penalty-case", 200),
    ("not-corrected", 150),
    ("not-penalised", 80),
    ("transferred", 40),
    ("disposed", 500),
    ("agreement", 300),
    ("not-executed", 60),
    ("exempt", 150),
    ("already-public", 200),
    ("partly-disclosed", 200),
    ("withheld", 100),
    ("not-held", 150),
    ("not-this-organ", 60),
    ("repeated", 20),
    ("special-channel", 20),
    ("explained", 400),
    ("not-supported", 600),
    ("other-procedure", 100),
    ("review-changed", 150),
    ("recheck-changed", 100),
    ("dismissed", 250),
    ("not-recognised", 90),
    ("appealed", 176),
    ("downgraded", 350),
    ("revoked", 250),
];

/// The weight of an outcome that is not listed in [`OUTCOMES`].
pub const OUTCOME: u32 = 1_000;

/// How often stages that may be left out, or one of two ways, are taken, in per mille of the cases.
pub const STAGES: &[(&str, u32)] = &[
    ("hearing", 40),
    ("publicity", 850),
    ("notify", 600),
    ("spot-check", 80),
    ("statement", 300),
    ("request-hearing", 80),
    ("pay", 900),
    ("announce", 1_000),
    ("reply", 700),
    ("request-review", 100),
    ("request-recheck", 300),
    ("urgent-measure", 250),
    ("demand", 150),
    ("mediate", 400),
    ("perform", 400),
    ("legality-review", 400),
];

/// The number of a word in a table of weights.
#[must_use]
pub fn weight(table: &[(&str, u32)], word: &str) -> Option<u32> {
    table.iter().find(|(known, _)| *known == word).map(|(_, weight)| *weight)
}
