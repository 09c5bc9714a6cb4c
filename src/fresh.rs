//! Files of `data/` that tests make again: a name and the bytes in, a failed test out if the
//! file holds others. `BLESS=1 cargo test` rewrites them; look at the difference before it
//! is committed.

use std::{env, fs, path::Path};

pub(crate) fn assert_fresh(name: &str, made: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(name);
    if env::var_os("BLESS").is_some() {
        fs::write(&path, made).expect("data can be written");
    }
    let held = fs::read(&path).expect("data can be read");
    assert!(held == made, "data/{name} is stale: BLESS=1 makes it anew");
}
