//! An ordered parallel map with bounded memory: items go to any number of workers,
//! results come back in the order of the items.

use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
};

/// How many items may be taken ahead of the result that is waited for, per job.
const AHEAD_PER_JOB: usize = 2;

/// Gives each of `items` to `work`, on `jobs` threads, and each result to `consume`,
/// on this thread, in the order of the items. Stops at the first error of `consume`.
///
/// At most `AHEAD_PER_JOB * jobs` items and results are held at a time.
pub(crate) fn ordered<T, R, E>(
    jobs: usize,
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> R + Sync,
    mut consume: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
{
    if jobs <= 1 {
        return items.map(work).try_for_each(consume);
    }
    let feed = Mutex::new(Feed {
        items,
        taken: 0,
        consumed: 0,
        stopped: false,
    });
    let room = Condvar::new();
    let (sender, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let sender = sender.clone();
            let (feed, room, work) = (&feed, &room, &work);
            scope.spawn(move || {
                while let Some((index, item)) = next(feed, room, AHEAD_PER_JOB * jobs) {
                    if sender.send((index, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);

        let mut waiting = BTreeMap::new();
        let mut expected = 0;
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&expected) {
                expected += 1;
                let outcome = consume(result);
                let mut feed = lock(&feed);
                feed.consumed = expected;
                feed.stopped = outcome.is_err();
                room.notify_all();
                drop(feed);
                outcome?;
            }
        }
        Ok(())
    })
}

struct Feed<I> {
    items: I,
    taken: usize,
    consumed: usize,
    stopped: bool,
}

/// The next item and its index, once there is room for its result.
fn next<I: Iterator>(
    feed: &Mutex<Feed<I>>,
    room: &Condvar,
    ahead: usize,
) -> Option<(usize, I::Item)> {
    let mut feed = lock(feed);
    while feed.taken >= feed.consumed + ahead && !feed.stopped {
        feed = room.wait(feed).unwrap_or_else(PoisonError::into_inner);
    }
    if feed.stopped {
        return None;
    }
    let item = feed.items.next()?;
    feed.taken += 1;
    Some((feed.taken - 1, item))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_jobs() {
        for jobs in [1, 2, 7] {
            let mut seen = Vec::new();
            let work = |number: u64| {
                // Uneven work, so that workers finish out of order.
                (0..(number * 7919) % 5000).fold(number, |sum, _| std::hint::black_box(sum))
            };
            let outcome: Result<(), ()> = ordered(jobs, 0..500, work, |number| {
                seen.push(number);
                Ok(())
            });
            assert_eq!(outcome, Ok(()));
            assert_eq!(seen, (0..500).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_stops_everything() {
        for jobs in [1, 3] {
            let mut seen = 0;
            let outcome = ordered(
                jobs,
                0..,
                |number: u64| number,
                |number| {
                    seen += 1;
                    if number == 20 { Err("enough") } else { Ok(()) }
                },
            );
            assert_eq!((outcome, seen), (Err("enough"), 21));
        }
    }

    #[test]
    fn few_items_are_taken_ahead() {
        let taken = std::sync::atomic::AtomicUsize::new(0);
        let items = (0..200).inspect(|_| {
            taken.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        });
        let mut consumed = 0;
        let outcome: Result<(), ()> = ordered(
            2,
            items,
            |item| item,
            |_| {
                consumed += 1;
                assert!(
                    taken.load(std::sync::atomic::Ordering::SeqCst) <= consumed + 2 * AHEAD_PER_JOB
                );
                Ok(())
            },
        );
        assert_eq!(outcome, Ok(()));
    }
}
