//! Explanations in words.

use super::{Explanation, Step};
use crate::text::Language;

impl Explanation {
    /// The derivation as one paragraph.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let english = language == Language::English;
        let (joint, stop) = if english { ("; ", ".") } else { ("；", "。") };
        let mut parts = Vec::with_capacity(self.steps.len() + 1);
        let period = self.period.in_language(language);
        let start = self.started_at.date();
        let due = match self.due.instant {
            Some(instant) => instant.strftime("%Y-%m-%d %H:%M").to_string(),
            None => self.due.last_day.to_string(),
        };
        // A deadline that the log states owes nothing to our own counting.
        let reported = matches!(self.steps.first(), Some(Step::ReportedDeadline { .. }));
        if !reported {
            parts.push(match language {
                Language::English => format!("{period} from {start}, ending on {due}"),
                Language::SimplifiedChinese => format!("自{start}起{period}，至{due}届满"),
                Language::TraditionalChinese => format!("自{start}起{period}，至{due}屆滿"),
            });
        }
        parts.extend(self.steps.iter().map(|step| step.in_language(language)));
        format!("{}{stop}", parts.join(joint))
    }
}

impl Step {
    /// The step in words, without a full stop.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        match language {
            Language::English => self.in_english(),
            Language::SimplifiedChinese => self.in_chinese(),
            Language::TraditionalChinese => to_traditional(&self.in_chinese()),
        }
    }

    fn in_english(&self) -> String {
        match self {
            Self::StartNotCounted { date } => format!("{date} itself is not counted"),
            Self::Rest { from, to, name } if from == to => format!("{from} is a day off ({name})"),
            Self::Rest { from, to, name } => format!("{from} to {to} are days off ({name})"),
            Self::MakeUp { date, name } => format!("{date} is a make-up working day ({name})"),
            Self::Paused { from, until, ground, days } => {
                format!("{days} days after {from} until {until} do not count ({ground})")
            }
            Self::Extended { period } => format!("extended by {period}"),
            Self::Rolled { from, to } => format!("{from} is a rest day, so the limit ends on {to}"),
            Self::ReportedDeadline { date } => {
                format!("{date} is the deadline that the log states")
            }
            Self::Provisional { published_until } => format!(
                "provisional: no calendar is published beyond {published_until}, the date will be computed again"
            ),
        }
    }

    fn in_chinese(&self) -> String {
        match self {
            Self::StartNotCounted { date } => format!("{date}当日不计入"),
            Self::Rest { from, to, name } if from == to => format!("{from}放假（{name}）"),
            Self::Rest { from, to, name } => format!("{from}至{to}放假（{name}）"),
            Self::MakeUp { date, name } => format!("{date}调休上班（{name}）"),
            Self::Paused { from, until, ground, days } => {
                format!("{from}之后至{until}的{days}日不计入（{ground}）")
            }
            Self::Extended { period } => {
                format!("延长{}", period.in_language(Language::SimplifiedChinese))
            }
            Self::Rolled { from, to } => format!("{from}为休息日，顺延至{to}"),
            Self::ReportedDeadline { date } => format!("{date}为数据自带的期限"),
            Self::Provisional { published_until } => {
                format!("暂定：{published_until}之后的放假安排尚未公布，公布后重新计算")
            }
        }
    }
}

/// The few characters of the sentences above and of the names of holidays that differ.
fn to_traditional(text: &str) -> String {
    const PAIRS: [(char, char); 23] = [
        ('当', '當'),
        ('计', '計'),
        ('调', '調'),
        ('后', '後'),
        ('长', '長'),
        ('个', '個'),
        ('为', '為'),
        ('顺', '順'),
        ('数', '數'),
        ('据', '據'),
        ('带', '帶'),
        ('暂', '暫'),
        ('发', '發'),
        ('节', '節'),
        ('时', '時'),
        ('国', '國'),
        ('庆', '慶'),
        ('劳', '勞'),
        ('动', '動'),
        ('战', '戰'),
        ('争', '爭'),
        ('胜', '勝'),
        ('纪', '紀'),
    ];
    text.chars()
        .map(|character| {
            PAIRS.iter().find(|(from, _)| *from == character).map_or(character, |p| p.1)
        })
        .collect()
}
