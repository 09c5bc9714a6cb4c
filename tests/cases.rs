//! Every folder of `tests/cases` is one test: what comes out of its input has to be
//! what its `expected` folder holds, byte for byte.
//!
//! ```text
//! tests/cases/NAME/
//!     input.EXT               raw bytes; or a folder `input`
//!     about.txt               what it guards and where it came from; a line
//!                             `flags: …` gives flags for both commands, a line
//!                             `clean-flags: …` flags for `unmix clean` alone
//!     expected/segments.jsonl standard output of `unmix clean`
//!     expected/entries.jsonl  standard output of `unmix detect -f jsonl`
//!     expected/errors.txt     standard error of `unmix clean`, if any
//! ```
//!
//! `BLESS=1 cargo test --test cases` rewrites the expected files; look at the
//! difference before committing it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Output},
};

use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = match cases() {
        Ok(cases) if cases.is_empty() => vec![failure("there are no cases".to_owned())],
        Ok(cases) => cases.into_iter().map(trial).collect(),
        Err(error) => vec![failure(format!("cannot list the cases: {error}"))],
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn failure(message: String) -> Trial {
    Trial::test("cases", || Err(Failed::from(message)))
}

fn cases() -> io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut cases = fs::read_dir(folder)?
        .map(|found| found.map(|found| found.path()))
        .collect::<io::Result<Vec<_>>>()?;
    cases.sort();
    Ok(cases)
}

fn trial(case: PathBuf) -> Trial {
    let name = case
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Trial::test(name, move || check(&case).map_err(Failed::from))
}

fn check(case: &Path) -> Result<(), String> {
    let input = only_known_files(case)?;
    let about = fs::read_to_string(case.join("about.txt"))
        .map_err(|error| format!("about.txt: {error}"))?;
    let flags = |name: &str| -> Vec<String> {
        let line = about
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_default();
        line.split_whitespace().map(str::to_owned).collect()
    };
    let both = flags("flags:");
    let clean = unmix(
        case,
        "clean",
        &[
            vec!["--quiet".to_owned()],
            both.clone(),
            flags("clean-flags:"),
        ]
        .concat(),
        &input,
    )?;
    let jsonl = ["-f", "jsonl"].map(str::to_owned).to_vec();
    let detect = unmix(case, "detect", &[both, jsonl].concat(), &input)?;
    let expected = case.join("expected");
    let found = [
        ("segments.jsonl", clean.stdout),
        ("entries.jsonl", detect.stdout),
        ("errors.txt", clean.stderr),
    ];
    let failed = !found[2].1.is_empty();
    if clean.status.code() != Some(i32::from(failed)) {
        return Err(format!(
            "exit status {} with {} bytes of errors",
            clean.status,
            found[2].1.len()
        ));
    }
    if std::env::var_os("BLESS").is_some() {
        return bless(&expected, &found).map_err(|error| format!("cannot bless: {error}"));
    }
    for (name, found) in &found {
        let wanted = match fs::read(expected.join(name)) {
            Ok(wanted) => wanted,
            Err(error) if error.kind() == io::ErrorKind::NotFound && *name == "errors.txt" => {
                Vec::new()
            }
            Err(error) => return Err(format!("expected/{name}: {error}")),
        };
        if wanted != *found {
            return Err(difference(name, &wanted, found));
        }
    }
    Ok(())
}

/// The name of the input; an error if there is a file that nobody reads.
fn only_known_files(case: &Path) -> Result<String, String> {
    let mut input = None;
    for name in names(case)? {
        match name.as_str() {
            "about.txt" | "expected" => {}
            _ if name == "input" || name.starts_with("input.") => {
                if input.replace(name).is_some() {
                    return Err("there are two inputs".to_owned());
                }
            }
            _ => return Err(format!("nobody reads {name}")),
        }
    }
    if case.join("expected").exists() {
        for name in names(&case.join("expected"))? {
            if !["segments.jsonl", "entries.jsonl", "errors.txt"].contains(&name.as_str()) {
                return Err(format!("nobody reads expected/{name}"));
            }
        }
    }
    input.ok_or_else(|| "there is no input".to_owned())
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    fs::read_dir(folder)
        .and_then(|found| {
            found
                .map(|found| Ok(found?.file_name().to_string_lossy().into_owned()))
                .collect()
        })
        .map_err(|error| format!("{}: {error}", folder.display()))
}

fn unmix(case: &Path, command: &str, flags: &[String], input: &str) -> Result<Output, String> {
    Command::new(env!("CARGO_BIN_EXE_unmix"))
        .current_dir(case)
        .arg(command)
        .args(flags)
        .arg(input)
        .output()
        .map_err(|error| format!("cannot run unmix: {error}"))
}

fn bless(expected: &Path, found: &[(&str, Vec<u8>)]) -> io::Result<()> {
    fs::create_dir_all(expected)?;
    for (name, bytes) in found {
        let path = expected.join(name);
        if !bytes.is_empty() || *name != "errors.txt" {
            fs::write(path, bytes)?;
        } else if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The first line that differs.
fn difference(name: &str, wanted: &[u8], found: &[u8]) -> String {
    let lines = |bytes: &[u8]| -> Vec<String> {
        bytes
            .split(|byte| *byte == b'\n')
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect()
    };
    let (wanted, found) = (lines(wanted), lines(found));
    let at = wanted
        .iter()
        .zip(&found)
        .take_while(|(one, other)| one == other)
        .count();
    let line = |lines: &[String]| {
        lines
            .get(at)
            .cloned()
            .unwrap_or_else(|| "(nothing)".to_owned())
    };
    format!(
        "expected/{name} differs in line {}:\n  expected {}\n  found    {}",
        at + 1,
        line(&wanted),
        line(&found)
    )
}
