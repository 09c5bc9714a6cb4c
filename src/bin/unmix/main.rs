//! The command line of unmix. Everything it does goes through the library's public API.

use std::{io::Write, process::ExitCode};

use clap::{CommandFactory, Parser};

mod args;
mod clean;
mod detect;
mod inspect;
mod interrupt;
mod manual;
mod page;
mod progress;
mod report;
mod results;

use args::{Args, Command};

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.command {
        Command::Clean(args) => clean::run(&args),
        Command::Detect(args) => detect::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Report(args) => results::run(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "unmix", &mut script);
            std::io::stdout()
                .write_all(&script)
                .map(|()| Exit::Done)
                .map_err(Into::into)
        }
        Command::Man { folder } => manual::run(folder.as_deref()),
    };
    match done {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::SomeFailed) => ExitCode::FAILURE,
        Err(error) if report::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report::error(&format!("{error:#}"));
            ExitCode::from(match error.downcast_ref::<unmix::Error>() {
                Some(error) if error.kind() == unmix::ErrorKind::Interrupted => interrupt::CODE,
                _ if error.is::<Usage>() => 2,
                _ => 1,
            })
        }
    }
}

/// How a command ended that could do its work.
enum Exit {
    Done,
    /// Some entries could not be read; each was reported.
    SomeFailed,
}

impl Exit {
    fn after(failures: u64) -> Self {
        if failures == 0 {
            Self::Done
        } else {
            Self::SomeFailed
        }
    }
}

/// The command was called in a way that means nothing.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}
