//! What a person can read about the rules on a terminal.

mod impossible;

pub use impossible::{IMPOSSIBLE, Impossible};

use crate::rules::{Rule, TABLE};

/// How wide text for a terminal is.
const WIDTH: usize = 80;

/// Returns the rule with this identifier, in whichever case it is written.
///
/// ```
/// use cloudflow_model::explain;
///
/// assert_eq!(explain::rule("cf17").map(|rule| rule.code), Ok("CF17"));
/// let error = explain::rule("CF-7").unwrap_err();
/// assert_eq!(error, "there is no rule `CF-7`\nhelp: did you mean `CF07`?");
/// ```
///
/// # Errors
///
/// Returns what to say when there is no such rule.
pub fn rule(wanted: &str) -> Result<&'static Rule, String> {
    if let Some(rule) = TABLE.iter().find(|rule| rule.code.eq_ignore_ascii_case(wanted)) {
        return Ok(rule);
    }
    if let Some(Impossible { code, states, .. }) = impossible(wanted) {
        return Err(format!("`{code}` is no rule: {states}\nhelp: `explain` lists the rules"));
    }
    // Letters are easily misspelt; a number that is another one's says nothing about what was meant.
    let digits = wanted.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    let code = format!("CF{digits:0>2}");
    let help = match TABLE {
        table if table.iter().any(|rule| rule.code == code) => format!("did you mean `{code}`?"),
        [first, .., last] => {
            format!("the rules are `{}` to `{}`; `explain` lists them", first.code, last.code)
        }
        _ => "`explain` lists the rules".to_owned(),
    };
    Err(format!("there is no rule `{wanted}`\nhelp: {help}"))
}

/// Returns what cannot be said in a blueprint and has this identifier, in whichever case it is written.
pub fn impossible(wanted: &str) -> Option<&'static Impossible> {
    IMPOSSIBLE.iter().find(|impossible| impossible.code.eq_ignore_ascii_case(wanted))
}

/// Returns the rules for a terminal, a line or more for each.
pub fn list() -> String {
    let row = |code, states: &str| (code, wrapped(code, "  ", "      ", states));
    sorted(
        TABLE.iter().map(|rule| row(rule.code, rule.states)),
        IMPOSSIBLE.iter().map(|other| row(other.code, &format!("no rule: {}", other.states))),
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

/// What the streamlets in the examples are.
const CAST: &str = "Here `source` writes `Reading` to its outlet `out`, `convert` makes `Metric` \
                    (outlet `out`) of it (inlet `data`), and `sink` reads `Metric` from its inlet `in`.";

/// Returns a rule for a terminal: what it states, why, and an example of both sides.
pub fn text(rule: &Rule) -> String {
    format!(
        "{}\n{}\nWrong:\n\n{}\nRight:\n\n{}{}",
        wrapped(rule.code, ": ", "", rule.states),
        wrapped("", "", "", rule.explanation),
        indented(rule.wrong),
        indented(rule.right),
        if rule.wrong.contains("blueprint!") {
            format!("\n{}", wrapped("", "", "", CAST))
        } else {
            String::new()
        }
    )
}

/// Returns for a terminal what cannot be said, and why.
pub fn text_of_impossible(impossible: &Impossible) -> String {
    format!(
        "{}\n{}",
        wrapped(impossible.code, ": ", "", impossible.states),
        wrapped("", "", "", impossible.explanation)
    )
}

/// Returns `words` in lines, the first of which starts with `head`, the others with `indent`.
fn wrapped(head: &str, separator: &str, indent: &str, words: &str) -> String {
    let mut line = format!("{head}{separator}");
    let mut text = String::new();
    let mut is_start = true;
    for word in words.split_whitespace() {
        if !is_start && line.chars().count() + 1 + word.chars().count() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            indent.clone_into(&mut line);
            is_start = true;
        }
        if !is_start {
            line.push(' ');
        }
        line.push_str(word);
        is_start = false;
    }
    text + &line + "\n"
}

fn indented(code: &str) -> String {
    code.trim_matches('\n').lines().fold(String::new(), |text, line| match line {
        "" => text + "\n",
        line => text + "    " + line + "\n",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_or_named() {
        assert_eq!(rule("CF01"), Ok(&TABLE[0]));
        let Impossible { code, states, .. } = IMPOSSIBLE[0];
        assert_eq!(
            rule(code),
            Err(format!("`{code}` is no rule: {states}\nhelp: `explain` lists the rules"))
        );
        assert_eq!(impossible(&code.to_lowercase()), Some(&IMPOSSIBLE[0]));
        assert_eq!(impossible("CF01"), None);
        let last = TABLE[TABLE.len() - 1].code;
        for wanted in ["names", "CF99", ""] {
            let words = format!(
                "there is no rule `{wanted}`\nhelp: the rules are `CF01` to `{last}`; `explain` lists them"
            );
            assert_eq!(rule(wanted), Err(words));
        }
        for near in ["7", "C07", "FC7"] {
            assert!(
                rule(near).is_err_and(|words| words.contains("did you mean `CF07`?")),
                "{near}"
            );
        }
    }

    #[test]
    fn lines_fit_a_terminal() {
        for rule in TABLE {
            let prose = text(rule);
            let prose = prose.split("\nWrong:").next().unwrap_or_default();
            for line in prose.lines().chain(list().lines()) {
                assert!(line.chars().count() <= WIDTH, "{line}");
            }
        }
    }

    #[test]
    fn a_rule_is_a_sentence_with_two_examples() {
        for rule in TABLE {
            assert!(!rule.states.ends_with('.'), "{}", rule.code);
            assert!(rule.explanation.ends_with('.'), "{}", rule.code);
            assert!(!rule.explanation.contains("  "), "{}", rule.code);
            assert_ne!(rule.wrong, rule.right, "{}", rule.code);
            for code in [rule.wrong, rule.right] {
                assert!(code.starts_with('\n') && code.ends_with("}\n"), "{}", rule.code);
            }
        }
    }
}
