#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| alongside_fuzz::check("bundles", data));
