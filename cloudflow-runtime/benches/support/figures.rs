//! What a benchmark prints at its end.
//!
//! Ratios are taken within a round, whose contenders ran one right after the other: the machine's mood
//! changes from minute to minute and cancels out. Of the rounds the median counts, and the quartiles
//! say how far it can be trusted.

use std::collections::BTreeMap;

/// Ratios by name, one for each round.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    ratios: BTreeMap<&'static str, Vec<f64>>,
}

impl Figures {
    /// Notes the ratio of one round, if there is one.
    pub(crate) fn add(&mut self, name: &'static str, ratio: impl Into<Option<f64>>) {
        if let Some(ratio) = ratio.into() {
            self.ratios.entry(name).or_default().push(ratio);
        }
    }

    /// Prints the median and the quartiles of each.
    pub(crate) fn print(mut self) {
        println!();
        for ratios in self.ratios.values_mut() {
            ratios.sort_by(f64::total_cmp);
        }
        for (name, ratios) in &self.ratios {
            println!("ratio {name} {:.3}", quantile(ratios, 0.5));
        }
        for (name, ratios) in &self.ratios {
            println!("spread {name} {:.3} {:.3}", quantile(ratios, 0.25), quantile(ratios, 0.75));
        }
    }
}

/// Returns a quantile of sorted values, between two of them where it falls between.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "an index of a few million at most"
)]
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let low = sorted.get(place.floor() as usize).copied().unwrap_or(f64::NAN);
    let high = sorted.get(place.ceil() as usize).copied().unwrap_or(f64::NAN);
    low + (high - low) * place.fract()
}
