//! Pages of a list: where one is and how to go on.

use super::address;

/// The place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paging {
    /// This page, from 1.
    pub page: u32,
    /// All pages; 0 for an empty list.
    pub pages: u32,
    /// All entries.
    pub total: u64,
}

impl Paging {
    /// The paging of `total` entries, so many on each page; a page beyond the last is the last.
    #[must_use]
    pub fn of(total: u64, per_page: u32, page: u32) -> Self {
        let pages = u32::try_from(total.div_ceil(u64::from(per_page.max(1)))).unwrap_or(u32::MAX);
        Self { page: page.clamp(1, pages.max(1)), pages, total }
    }

    /// The addresses of the pages before and after.
    pub(crate) fn links(&self, path: &str, filter: &[(&str, &str)]) -> Links {
        let link = |page: u32| {
            let number = page.to_string();
            let mut parameters = filter.to_vec();
            parameters.push(("page", &number));
            address::query(path, &parameters)
        };
        Links {
            earlier: (self.page > 1).then(|| link(self.page - 1)),
            later: (self.page < self.pages).then(|| link(self.page + 1)),
            page: self.page,
            pages: self.pages,
        }
    }
}

/// The ways on from a page of a list.
pub(crate) struct Links {
    pub(crate) earlier: Option<String>,
    pub(crate) later: Option<String>,
    pub(crate) page: u32,
    pub(crate) pages: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        assert_eq!(Paging::of(41, 20, 9), Paging { page: 3, pages: 3, total: 41 });
        assert_eq!(Paging::of(0, 20, 0), Paging { page: 1, pages: 0, total: 0 });
    }

    #[test]
    fn links_keep_the_filter() {
        let links = Paging::of(41, 20, 2).links("/items", &[("q", "食"), ("kind", "")]);
        assert_eq!(links.earlier.as_deref(), Some("/items?q=%E9%A3%9F&page=1"));
        assert_eq!(links.later.as_deref(), Some("/items?q=%E9%A3%9F&page=3"));
    }
}
