//! Ctrl-C and a polite kill: a batch ends between two entries.

use std::{
    process,
    sync::atomic::{AtomicBool, Ordering},
};

use unmix::{Error, ErrorKind, Result};

/// How a process that was interrupted exits: 128 and the number of the signal.
pub(crate) const CODE: u8 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);

/// From now on, the first signal lets the work come to a good place to stop, and the
/// second ends the process where it is.
pub(crate) fn listen() {
    // If nothing can listen, signals end the process as they always do.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::Relaxed) {
            process::exit(i32::from(CODE));
        }
    });
}

/// An error if somebody has asked to stop.
pub(crate) fn check() -> Result<()> {
    match ASKED.load(Ordering::Relaxed) {
        false => Ok(()),
        true => Err(Error::new(ErrorKind::Interrupted, "interrupted")),
    }
}
