//! The command line of unmix.
fn main() {}
