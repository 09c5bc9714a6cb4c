//! Batches that are killed at random moments and go on, against one that was not.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

#[path = "files.rs"]
mod listing;

pub(crate) use listing::files;

/// A batch: the binary, its input, and its options.
pub(crate) struct Batch<'b> {
    pub(crate) binary: &'b Path,
    pub(crate) input: &'b Path,
    pub(crate) options: &'b [&'b str],
}

/// What killing a batch came to.
#[derive(Debug, Default)]
pub(crate) struct Killed {
    /// How often a run was killed that had not come to its end.
    pub(crate) kills: usize,
    /// How many runs went on from somewhere.
    pub(crate) gone_on: usize,
    /// How many batches came to their end.
    pub(crate) batches: usize,
    /// The files of those batches that were not as they should be.
    pub(crate) different: Vec<String>,
}

/// So many kills of one batch, and then it is left alone.
const KILLS_OF_ONE: usize = 6;

impl Batch<'_> {
    fn command(&self, output: &Path, jobs: &str) -> Command {
        let mut command = Command::new(self.binary);
        command
            .args(["clean", "--settle", "0", "--jobs", jobs, "-o"])
            .arg(output)
            .args(self.options)
            .arg(self.input)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the batch in peace, on one thread; how long it took, and its files.
    pub(crate) fn whole(&self, scratch: &Path) -> (Duration, BTreeMap<String, Vec<u8>>) {
        let output = scratch.join("whole");
        let begun = Instant::now();
        let done = self.command(&output, "1").output().expect("it can be run");
        assert!(
            came_to_its_end(done.status),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        let took = begun.elapsed();
        let files = files(&output);
        fs::remove_dir_all(&output).expect("it is there");
        (took, files)
    }

    /// Kills runs until there were so many kills, and compares what comes of them.
    pub(crate) fn kill(&self, scratch: &Path, jobs: &str, kills: usize, seed: u64) -> Killed {
        let (took, expected) = self.whole(scratch);
        let mut killed = Killed::default();
        let mut state = seed;
        while killed.kills < kills {
            let output = scratch.join("killed");
            let before = killed.kills;
            loop {
                let mut run = self.command(&output, jobs).spawn().expect("it can be run");
                if killed.kills < kills.min(before + KILLS_OF_ONE) {
                    state = state
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    thread::sleep(took.mul_f64((state >> 40) as f64 / (1 << 24) as f64));
                    // On Unix, this is kill -9; a run at its end is none to kill.
                    if run.try_wait().expect("it is ours").is_none() {
                        run.kill().expect("it is ours");
                        killed.kills += 1;
                    }
                }
                let done = run.wait_with_output().expect("it is ours");
                let said = String::from_utf8_lossy(&done.stderr);
                killed.gone_on += usize::from(said.contains("going on after"));
                if came_to_its_end(done.status) {
                    break;
                }
                assert!(done.status.code().is_none(), "it failed: {said}");
            }
            killed.batches += 1;
            let found = files(&output);
            let names = expected.keys().chain(found.keys());
            let different = names.filter(|name| expected.get(*name) != found.get(*name));
            killed.different.extend(different.cloned());
            fs::remove_dir_all(&output).expect("it is there");
        }
        killed
    }
}

/// Whether a batch was finished, perhaps with entries that failed.
fn came_to_its_end(status: ExitStatus) -> bool {
    matches!(status.code(), Some(0 | 1))
}
