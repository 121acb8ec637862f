//! The cases under `ui/`: what compiles, and what the compiler says about what does not.

#[test]
fn cases() {
    let cases = trybuild::TestCases::new();
    cases.pass("ui/*/pass/*.rs");
    cases.compile_fail("ui/*/fail/*.rs");
}
