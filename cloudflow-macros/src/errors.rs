//! Every mistake of an input, gathered, so that one expansion reports them all.

use cloudflow_model::Problem;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes that a macro found; only [`gather`] makes one, so none is lost on the way.
pub(crate) struct Errors {
    found: Vec<syn::Error>,
}

/// Runs `read` and returns what it made of the input, with the mistakes that it found.
pub(crate) fn gather<T>(read: impl FnOnce(&mut Errors) -> T) -> (T, Mistakes) {
    let mut errors = Errors { found: Vec::new() };
    let value = read(&mut errors);
    (value, Mistakes { found: errors.found })
}

impl Errors {
    /// Reports `message` at `tokens`, from the first to the last.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports the finding of a rule at `tokens`; `other` is the place that it conflicts with.
    ///
    /// Two places of one mistake are one error: the second is named by its line.
    pub(crate) fn problem(
        &mut self,
        tokens: impl ToTokens,
        problem: &Problem,
        other: Option<Span>,
    ) {
        match other {
            Some(other) => {
                let line = other.start().line;
                self.at(tokens, format_args!("{problem}\nnote: the other one is on line {line}"));
            }
            None => self.at(tokens, problem),
        }
    }

    /// Keeps the value of `result`, or its error.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.found.push(error)).ok()
    }

    /// Runs `read` and returns its value if it reported nothing.
    pub(crate) fn sound<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let before = self.count();
        let value = read(self);
        (self.count() == before).then_some(value)
    }

    /// Returns how many there are so far.
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }
}

/// What was found in the end.
#[must_use = "mistakes are part of the expansion"]
pub(crate) struct Mistakes {
    found: Vec<syn::Error>,
}

impl Mistakes {
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Returns one `compile_error!` for each mistake, as items.
    pub(crate) fn into_items(self) -> TokenStream {
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }

    /// Returns the first mistake as an expression and the others as items.
    ///
    /// A constant whose value is a mistake is silent wherever it is used: rustc evaluates nothing
    /// that did not compile. So it is the fallback of a constant that others look into.
    pub(crate) fn into_constant(self) -> (TokenStream, TokenStream) {
        let mut errors = self.found.iter().map(syn::Error::to_compile_error);
        (errors.next().unwrap_or_default(), errors.collect())
    }
}
