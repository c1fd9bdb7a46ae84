//! The program `alongside`.

fn main() {}
