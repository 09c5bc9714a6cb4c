//! One run of text in two encodings: its bytes in, the cheapest way to divide it out,
//! by dynamic programming over its characters.

use crate::{
    charset::{
        nats::nats_between,
        score::{Best, ERROR},
    },
    encoding::{
        Encoding,
        step::{Out, Step, Stepper, Task},
    },
};

/// Nats the second and third of stray bytes in a row cost in UTF-8: they are what
/// is left of one character.
const ERROR_AGAIN: f32 = 1.0;
/// Cuts a run into stretches of UTF-8 and of the stepper's encoding.
pub(super) struct Cut<'r> {
    pub(super) run: &'r [u8],
    /// The models of UTF-8 and of the legacy encoding.
    pub(super) models: [Best; 2],
    /// Nats for beginning in either.
    pub(super) start: [f32; 2],
    /// Nats for going from one to the other.
    pub(super) switch: f32,
}

/// The cheapest way to a place in a state.
#[derive(Clone, Copy)]
struct Way {
    nats: f32,
    before: char,
    /// Stray bytes in a row.
    errors: u8,
    /// Bytes of the last character; 0 at the start and for a switch.
    step: u16,
    switched: bool,
}

const NO_WAY: Way = Way {
    nats: f32::INFINITY,
    before: '\n',
    errors: 0,
    step: 0,
    switched: false,
};

impl Task for Cut<'_> {
    /// The nats and the stretches: lengths, and whether they are legacy.
    type Output = (f32, Vec<(usize, bool)>);

    fn run<S: Stepper>(self, legacy: &S) -> Self::Output {
        let length = self.run.len();
        let mut ways = vec![[NO_WAY; 2]; length + 1];
        for (way, nats) in ways[0].iter_mut().zip(self.start) {
            way.nats = nats;
        }
        for at in 0..length {
            for state in [0, 1] {
                let other = ways[at][1 - state];
                if other.nats + self.switch < ways[at][state].nats {
                    ways[at][state] = Way {
                        nats: other.nats + self.switch,
                        step: 0,
                        switched: true,
                        ..other
                    };
                    break;
                }
            }
            for state in [0, 1] {
                let way = ways[at][state];
                if way.nats.is_infinite() {
                    continue;
                }
                let rest = &self.run[at..];
                let Step { read, out } = if state == 0 {
                    utf8_step(rest)
                } else {
                    legacy.step(&mut 0, rest)
                };
                let (cost, before, errors) = match out {
                    Out::One(character) | Out::Two(_, character) => {
                        let nats = |model| nats_between(model, way.before, character);
                        let cost = if self.models[0] == self.models[1] {
                            nats(self.models[0])
                        } else {
                            nats(self.models[0]).min(nats(self.models[1]))
                        };
                        (cost, character, 0)
                    }
                    Out::Bad => {
                        let nats = match way.errors {
                            1 | 2 if state == 0 => ERROR_AGAIN,
                            _ => ERROR,
                        };
                        (nats, '\n', way.errors.saturating_add(1))
                    }
                    Out::Nothing => (0.0, way.before, 0),
                };
                let read = read.clamp(1, length - at);
                let next = &mut ways[at + read][state];
                if way.nats + cost < next.nats {
                    *next = Way {
                        nats: way.nats + cost,
                        before,
                        errors,
                        step: read as u16,
                        switched: false,
                    };
                }
            }
        }
        let [utf8, other] = ways[length];
        (utf8.nats.min(other.nats), trace(&ways))
    }
}

fn utf8_step(rest: &[u8]) -> Step {
    Encoding::UTF_8.step(rest)
}

/// Follows the cheapest way back: lengths and states, in order.
fn trace(ways: &[[Way; 2]]) -> Vec<(usize, bool)> {
    let mut at = ways.len() - 1;
    let last = &ways[at];
    let mut state = usize::from(last[1].nats < last[0].nats);
    let mut stretches: Vec<(usize, bool)> = Vec::new();
    let mut length = 0;
    while at > 0 {
        let way = ways[at][state];
        if way.switched {
            stretches.push((length, state == 1));
            length = 0;
            state = 1 - state;
            // The way before the switch is the other state's own.
            if ways[at][state].switched || ways[at][state].step == 0 {
                break;
            }
            continue;
        }
        if way.step == 0 {
            break;
        }
        length += usize::from(way.step);
        at -= usize::from(way.step);
    }
    stretches.push((length + at, state == 1));
    stretches.retain(|(length, _)| *length > 0);
    stretches.reverse();
    stretches
}
