//! The cases of ftfy, read from its source distribution.

use serde_json::Value;
use unmix::repair::{self, Damage, Options};

use crate::read;

pub(crate) fn run(files: &[String]) {
    let cases: Value = serde_json::from_str(&read(&files[0])).unwrap();
    let (mut passed, mut count, mut beyond) = (0, 0, 0);
    for case in cases.as_array().unwrap() {
        let text = |name: &str| case.get(name).and_then(Value::as_str);
        let original = text("original").unwrap();
        let fixed = text("fixed").unwrap();
        let encoding = text("fixed-encoding").unwrap_or(fixed);
        let options = Options::default();
        let repaired = repair::repair(original, true, &options, &Damage::default());
        let right = repaired.text == fixed || repaired.text == encoding;
        if text("expect") == Some("pass") {
            count += 1;
            passed += usize::from(right);
            if !right {
                println!(
                    "{}\n    {original:?}\n  → {:?}\n  = {fixed:?}\n  = {encoding:?}",
                    text("label").unwrap(),
                    repaired.text
                );
            }
        } else {
            beyond += usize::from(right);
        }
    }
    println!("{passed} of {count} cases; {beyond} of those that ftfy does not pass");
}
