//! One character at a time: the state and the bytes from here on in, the bytes
//! read and the text they stand for out.

/// Decodes an encoding one character at a time.
pub(crate) trait Stepper {
    /// Bytes below 0x80 stand for themselves wherever a character may begin.
    const ASCII: bool;

    /// Reads one character, escape sequence or undecodable stretch from the
    /// beginning of `bytes`, which is not empty and reaches to the end of the input.
    fn step(&self, state: &mut u64, bytes: &[u8]) -> Step;

    /// Calls `each` with what every step through `bytes` stands for, and where it ends.
    fn each(&self, bytes: &[u8], mut each: impl FnMut(usize, Out))
    where
        Self: Sized,
    {
        let (mut at, mut state) = (0, 0);
        while at < bytes.len() {
            let step = self.step(&mut state, &bytes[at..]);
            at += step.read.max(1);
            each(at, step.out);
        }
    }
}

/// What one step read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    /// Number of bytes, at least 1.
    pub(crate) read: usize,
    /// What they stand for.
    pub(crate) out: Out,
}

/// What the bytes of a step stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Out {
    /// Nothing: an escape sequence.
    Nothing,
    /// A character.
    One(char),
    /// A base character and a combining one.
    Two(char, char),
    /// They mean nothing.
    Bad,
}

impl Step {
    /// `read` bytes that stand for a character.
    pub(crate) fn one(read: usize, character: char) -> Self {
        Self {
            read,
            out: Out::One(character),
        }
    }

    /// `read` bytes that mean nothing.
    pub(crate) fn bad(read: usize) -> Self {
        Self {
            read,
            out: Out::Bad,
        }
    }

    /// `read` bytes of an escape sequence.
    pub(crate) fn nothing(read: usize) -> Self {
        Self {
            read,
            out: Out::Nothing,
        }
    }

    /// `read` bytes that stand for a scalar value, if it is one.
    pub(crate) fn scalar(read: usize, value: u32) -> Self {
        match char::from_u32(value) {
            Some(character) => Self::one(read, character),
            None => Self::bad(read),
        }
    }
}

/// What is done with the stepper of an encoding, once it is known which.
pub(crate) trait Task {
    /// What comes of it.
    type Output;

    /// Does it.
    fn run<S: Stepper>(self, stepper: &S) -> Self::Output;
}
