//! Pages that no single item could hold.

#[doc = include_str!("../../docs/release.md")]
pub mod release {}

#[doc = include_str!("../../docs/rules.md")]
pub mod rules {}

#[doc = include_str!("../../docs/settling.md")]
pub mod settling {}

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod page;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// `UPDATE_GOLDEN=1` writes the page anew.
    #[test]
    fn the_page_about_rules_is_the_text_of_the_rules() {
        let page = super::page::page();
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
            fs::write(path, page).expect("the page");
            return;
        }
        let is_current = page == include_str!("../../docs/rules.md");
        assert!(
            is_current,
            "the page differs\nhelp: UPDATE_GOLDEN=1 cargo test -p cloudflow-runtime"
        );
    }
}
