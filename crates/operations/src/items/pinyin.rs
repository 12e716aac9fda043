//! Pinyin of names: whole, as initials, or mixed (`yyzz`, `yingyezhizhao`, `yingyezz`), with every reading of a character.

use pinyin::ToPinyinMulti;

/// The readings of each Chinese character of a name, in order; signs and letters between them are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Readings(Vec<Vec<&'static str>>);

/// How a name fits letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// The character at which it begins.
    pub(super) start: usize,
    /// Characters that are given by their initial alone.
    pub(super) initials: usize,
}

impl Readings {
    pub(super) fn of(name: &str) -> Self {
        let all = name.to_pinyin_multi().flatten().map(|several| {
            let mut readings: Vec<&'static str> =
                several.into_iter().map(|one| one.plain()).collect();
            readings.sort_unstable();
            readings.dedup();
            readings
        });
        Self(all.collect())
    }

    /// The best place at which letters fit.
    pub(super) fn find(&self, letters: &str) -> Option<Fit> {
        let fits = (0..self.0.len()).filter_map(|start| {
            let initials = self.initials_from(start, letters)?;
            Some(Fit { start, initials })
        });
        fits.min_by_key(|fit| (fit.initials, fit.start))
    }

    /// How many initials it takes to spell letters from a character on; none when it cannot be done.
    fn initials_from(&self, start: usize, letters: &str) -> Option<usize> {
        if letters.is_empty() {
            return Some(0);
        }
        let readings = self.0.get(start)?;
        let mut best: Option<usize> = None;
        for reading in readings {
            let whole = match letters.strip_prefix(reading) {
                Some(rest) => self.initials_from(start + 1, rest),
                // The last syllable may be typed in part; one letter of it is an initial.
                None if letters.len() > 1 && reading.starts_with(letters) => Some(0),
                None => None,
            };
            let first = reading.get(..1).unwrap_or(reading);
            let initial = letters.strip_prefix(first);
            let initial = initial.and_then(|rest| Some(self.initials_from(start + 1, rest)? + 1));
            best = [best, whole, initial].into_iter().flatten().min();
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_syllables_initials_and_both() {
        let name = Readings::of("企业设立登记（营业执照）");
        let start = |letters| name.find(letters).map(|fit| (fit.start, fit.initials));
        assert_eq!(start("yingyezhizhao"), Some((6, 0)));
        assert_eq!(start("yyzz"), Some((6, 4)));
        assert_eq!(start("yingyezz"), Some((6, 2)));
        assert_eq!(start("zhizha"), Some((8, 0)));
        assert_eq!(start("qiye"), Some((0, 0)));
        assert_eq!(start("food"), None);
        // 行 reads hang and xing, 重 zhong and chong.
        assert!(Readings::of("银行").find("yinhang").is_some());
        assert!(Readings::of("重庆").find("cq").is_some());
    }
}
