//! `unmix man`: the manual pages.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_mangen::Man;

use crate::{Exit, args::Args};

/// Prints the main page, or writes all pages into a folder.
pub(crate) fn run(folder: Option<&Path>) -> Result<Exit> {
    let mut command = Args::command();
    command.build();
    match folder {
        None => io::stdout().write_all(&page(&command)?)?,
        Some(folder) => {
            fs::create_dir_all(folder)
                .with_context(|| format!("{}: cannot make the folder", folder.display()))?;
            let subcommands = command
                .get_subcommands()
                .filter(|found| found.get_name() != "help");
            for found in [&command].into_iter().chain(subcommands) {
                let name = found.get_display_name().unwrap_or_else(|| found.get_name());
                let path = folder.join(format!("{name}.1"));
                fs::write(&path, page(found)?)
                    .with_context(|| format!("{}: cannot write the page", path.display()))?;
            }
        }
    }
    Ok(Exit::Done)
}

fn page(command: &clap::Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}
