//! The page about the rules, in Markdown.

use cloudflow_model::explain::{IMPOSSIBLE, Impossible};
use cloudflow_model::rules::{Rule, TABLE};

use super::coverage::{BEYOND, Covered, ORIGINAL};

const HEAD: &str = "\
# Rules

A mistake in a blueprint or in the declaration of a streamlet is one error of the compiler, on the token to fix; what no constant can know
(patterns of values, values that only a deployment sets, and what `blueprint.lock` says) is an error of the build or of `verify`. The error ends its first
line with the identifier of the rule, such as `[CF17]`. `cargo run -- explain CF17` prints what stands here about it.

In the examples `source` writes `Reading` to its outlet `out`, `convert` makes `Metric` (outlet `out`) of it (inlet `data`), and `sink` reads
`Metric` from its inlet `in`.

This page is written from the text in the rules: `UPDATE_GOLDEN=1 cargo test -p cloudflow-runtime` writes it anew.

";

/// Returns the page.
pub(super) fn page() -> String {
    let row = |code, states: String| (code, format!("| {} | {states} |\n", link(code)));
    let rules = sorted(
        TABLE.iter().map(|rule| row(rule.code, rule.states.to_owned())),
        IMPOSSIBLE.iter().map(|other| row(other.code, format!("no rule: {}", other.states))),
    );
    let sections = sorted(
        TABLE.iter().map(|rule| (rule.code, section(rule))),
        IMPOSSIBLE.iter().map(|other| (other.code, section_of_impossible(other))),
    );
    format!(
        "{HEAD}| rule | states |\n|---|---|\n{rules}{sections}\n\
         ## What the original verifier finds\n\n{}\n\
         ## What Kubernetes and Kafka would refuse\n\n{}",
        table("problem", ORIGINAL),
        table("mistake", BEYOND)
    )
}

/// Returns the texts about rules and about what has none, in the order of the identifiers.
fn sorted<'a>(
    rules: impl Iterator<Item = (&'a str, String)>,
    others: impl Iterator<Item = (&'a str, String)>,
) -> String {
    let mut all: Vec<_> = rules.chain(others).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, text)| text).collect()
}

fn section(rule: &Rule) -> String {
    let Rule { code, states, explanation, wrong, right } = rule;
    let sentence = capitalised(states);
    format!(
        "\n## {code}\n\n**{sentence}.**\n\n{explanation}\n\n\
         Wrong:\n\n```rust,ignore{wrong}```\n\nRight:\n\n```rust,ignore{right}```\n"
    )
}

fn section_of_impossible(impossible: &Impossible) -> String {
    let Impossible { code, states, explanation } = impossible;
    format!("\n## {code}\n\n**{}.**\n\n{explanation}\n", capitalised(states))
}

fn table(what: &str, rows: &[Covered]) -> String {
    let row = |covered: &Covered| {
        let Covered { mistake, rules, remark } = covered;
        let rules: Vec<String> = rules.iter().map(|code| link(code)).collect();
        format!("| {mistake} | {} | {remark} |\n", rules.join(", "))
    };
    let rows: String = rows.iter().map(row).collect();
    format!("| {what} | rules | remark |\n|---|---|---|\n{rows}")
}

fn link(code: &str) -> String {
    format!("[{code}](#{})", code.to_ascii_lowercase())
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_row_and_a_section() {
        let page = page();
        let without = IMPOSSIBLE.iter().map(|impossible| impossible.code);
        for code in TABLE.iter().map(|rule| rule.code).chain(without) {
            assert_eq!(page.matches(&format!("\n## {code}\n")).count(), 1);
            assert!(page.contains(&format!("| [{code}](#")));
        }
        assert!(!page.contains("|\n\n|"), "a table is torn");
    }
}
