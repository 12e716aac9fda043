//! Whose applications a window takes in: those of its own agency, and those of the agencies that its agency serves (统一受理).
//! Looked up for each item that a window finds and each application that it takes in, so both ways stand in an index.

use super::{Agency, Register, RegisterError};
use domain::event::Name;
use std::collections::BTreeSet;

impl Register {
    /// Makes the indices of items and of whom agencies serve.
    ///
    /// # Errors
    /// An agency serves one that is not there.
    pub(super) fn index_services(&mut self) -> Result<(), RegisterError> {
        for agency in self.agencies.values() {
            let items: BTreeSet<&str> = agency.items.iter().map(|item| &**item).collect();
            for item in items {
                self.agencies_of_item.entry(item.into()).or_default().push(agency.id.clone());
            }
        }
        for centre in self.agencies.values().filter(|agency| !agency.serves.is_empty()) {
            let mut served = BTreeSet::new();
            for entry in &centre.serves {
                served.extend(self.named(centre, entry)?);
            }
            served.remove(&centre.id);
            self.served.insert(centre.id.clone(), served);
        }
        Ok(())
    }

    /// The agencies that an entry of [`Agency::serves`] names.
    fn named(&self, centre: &Agency, entry: &str) -> Result<Vec<Name>, RegisterError> {
        if let Some(agency) = self.agencies.get(entry) {
            return Ok(vec![agency.id.clone()]);
        }
        if !self.jurisdictions.contains_key(entry) {
            let what = format!("agency `{}` serves `{entry}`: no such agency or place", centre.id);
            return Err(RegisterError::Inconsistent(what));
        }
        let there = self.agencies.values().filter(|agency| *agency.jurisdiction == *entry);
        Ok(there.map(|agency| agency.id.clone()).collect())
    }

    /// Whether windows of one agency take in applications for another: for itself always.
    #[must_use]
    pub fn takes_in_for(&self, window: &str, agency: &str) -> bool {
        window == agency || self.served.get(window).is_some_and(|served| served.contains(agency))
    }

    /// The other agencies for which windows of an agency take in applications, by id.
    pub fn served_by<'a>(&'a self, window: &str) -> impl Iterator<Item = &'a Agency> + use<'a> {
        let served = self.served.get(window).into_iter().flatten();
        served.filter_map(|id| self.agencies.get(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::RegisterFile;

    /// The three agencies of a county and one of its neighbour; `serves` is that of the first.
    fn register(serves: &str) -> Result<RegisterFile, RegisterError> {
        let mut text = String::new();
        for place in ["990101", "990102"] {
            text += &format!(
                "[[jurisdiction]]\ncode = \"{place}\"\nlevel = \"county\"\nname = {{ zh-Hans = \"县\" }}\n"
            );
        }
        for (id, place) in
            [(CENTRE, "990101"), (BESIDE, "990101"), (APPEAL, "990101"), (ELSEWHERE, "990102")]
        {
            let serves = if id == CENTRE { serves } else { "" };
            text += &format!(
                "[[agency]]\nid = \"{id}\"\njurisdiction = \"{place}\"\nname = {{ zh-Hans = \"局\" }}\nkind = \"x\"\nitems = [\"1\"]\n{serves}\n"
            );
        }
        RegisterFile::parse(&text)
    }

    const CENTRE: &str = "11990101QC0000230Q";
    const BESIDE: &str = "11990000QC000002XJ";
    const APPEAL: &str = "11990000QC0000038J";
    const ELSEWHERE: &str = "11990102QC0000265R";

    fn served(serves: &str) -> Vec<String> {
        let register = Register::new(register(serves).unwrap()).unwrap();
        let all = [CENTRE, BESIDE, APPEAL, ELSEWHERE];
        let taken = all.into_iter().filter(|agency| register.takes_in_for(CENTRE, agency));
        let taken: Vec<String> = taken.map(str::to_owned).collect();
        assert_eq!(register.served_by(CENTRE).count() + 1, taken.len());
        assert!(!register.takes_in_for(BESIDE, CENTRE), "nobody is served in return");
        taken
    }

    #[test]
    fn a_place_stands_for_its_agencies_and_an_agency_for_itself() {
        assert_eq!(served(""), [CENTRE]);
        assert_eq!(served("serves = [\"990101\"]"), [CENTRE, BESIDE, APPEAL]);
        let some = format!("serves = [\"{ELSEWHERE}\", \"{CENTRE}\"]");
        assert_eq!(served(&some), [CENTRE, ELSEWHERE]);
    }

    #[test]
    fn nobody_serves_whom_the_register_does_not_know() {
        for unknown in ["990109", "11990103QC000029XM"] {
            let error = register(&format!("serves = [\"{unknown}\"]")).unwrap_err();
            assert!(error.to_string().contains(unknown), "{error}");
        }
    }

    #[test]
    fn an_item_is_found_once_with_each_agency() {
        let register = Register::new(register("").unwrap()).unwrap();
        assert_eq!(register.agencies_of_item("1").count(), 4);
        assert_eq!(register.agencies_of_item("2").count(), 0);
    }
}
