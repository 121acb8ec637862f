#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    cloudflow_macros_fuzz::streamlet(data);
    cloudflow_macros_fuzz::forget();
});
