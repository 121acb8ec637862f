//! The cases under `ui/*/fail`, and what the compiler says about each, word for word.
//!
//! No case that compiles is given to trybuild: it would then build all cases one after the other, where
//! it checks them now with one `cargo check --keep-going`. Those are in `pass.rs`.

#[test]
fn cases() {
    trybuild::TestCases::new().compile_fail("ui/*/fail/*.rs");
}
