//! Words of a language that several names are used for in; how likely each name is
//! out: by the few words that tell them apart.

use std::{collections::HashMap, sync::LazyLock};

use super::candidates::Candidates;

/// What the model calls Bosnian, Croatian and Serbian in Latin letters alike.
pub(super) const TOGETHER: &str = "hr";

/// Words with `e` where the others have `ije` or `je`, and words of Serbian usage.
const SERBIAN: &str = "gde ovde negde nigde vreme vremena uvek mleko deo dela pre reč reči svet sveta mesto mesta dete deteta deca devojka devojke devojku lepo lep lepa hteo htela video videla nedelja nedelje evro evra fudbal vazduh hleb takođe sledeći sledeće poslednji poslednje uspeh razumem razumeo želeo želela voleo volela voleti čovek čoveka ceo cela reka reke pesma pesmu mesec meseca dve obe primer primera mera sneg vera verujem verovao devet desiti beo bela telo telu umeti umem smeti smem lekar lekara srećan srećna izveštaj uslov uslovi uopšte opština";

/// Words with `ije` or `je`, which Croatian and Bosnian share.
const IJEKAVIAN: &str = "gdje ovdje negdje nigdje vrijeme uvijek mlijeko dio prije poslije riječ riječi svijet svijeta mjesto mjesta dijete djeteta djeca djevojka djevojke djevojku lijepo lijep lijepa htio htjela vidio vidjela sljedeći sljedeće posljednji posljednje uspjeh razumijem razumio želio željela volio voljela voljeti čovjek čovjeka cijeli cijela rijeka rijeke pjesma pjesmu mjesec mjeseca dvije obje primjer primjera snijeg vjera vjerujem vjerovao bijel bijela tijelo umijem smijem liječnik";

/// Words of Croatian usage.
const CROATIAN: &str = "tko što netko nitko nešto tjedan tjedna tisuća euro eura kruh zrak također općina liječnik sretan uvjet uvjeti uopće nogomet vlak kolodvor zrakoplov siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenog prosinca tvrtka glazba povijest točno";

/// Words of usage in Bosnia and Serbia.
const EASTERN: &str = "ko šta neko niko hiljada sedmica takođe tačno muzika voz avgust januar hljeb istorija historija lahko mehko kahva sretno hvala";

/// Which of the four lists every word is in, in the order above.
static LISTS: LazyLock<HashMap<Box<[char]>, [bool; 4]>> = LazyLock::new(|| {
    let mut words: HashMap<Box<[char]>, [bool; 4]> = HashMap::new();
    let lists = [SERBIAN, IJEKAVIAN, CROATIAN, EASTERN];
    for (place, list) in lists.into_iter().enumerate() {
        for word in list.split(' ') {
            words.entry(word.chars().collect()).or_default()[place] = true;
        }
    }
    words
});

/// Under this probability it does not matter which of them it is.
const SLIGHT: f32 = 0.01;

/// Divides what the model gave to all of them.
pub(super) fn divide(chars: &[char], candidates: &mut Candidates) {
    let together = candidates.iter().find(|row| row.0 == TOGETHER);
    let Some((_, probability)) = together else {
        return;
    };
    if probability < SLIGHT {
        return;
    }
    let mut counts = [0_u32; 4];
    for word in chars.split(|character| *character == ' ') {
        let Some(lists) = LISTS.get(word) else {
            continue;
        };
        for (count, listed) in counts.iter_mut().zip(lists) {
            *count += u32::from(*listed);
        }
    }
    let [serbian, ijekavian, croatian, eastern] = counts;
    let shares = if serbian > ijekavian + croatian {
        [0.05, 0.9, 0.05]
    } else if croatian > eastern + serbian {
        [0.9, 0.03, 0.07]
    } else if ijekavian > serbian && eastern > croatian {
        [0.3, 0.05, 0.65]
    } else if ijekavian > serbian {
        [0.75, 0.05, 0.2]
    } else if eastern > croatian {
        [0.2, 0.55, 0.25]
    } else {
        [0.6, 0.25, 0.15]
    };
    candidates.divide(TOGETHER, ["hr", "sr-Latn", "bs"], shares);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_words_tell() {
        for (text, language) in [
            (" gde je mleko ", "sr-Latn"),
            (" gdje je mlijeko ", "hr"),
            (" tko je to ", "hr"),
            (" šta je poslije ", "bs"),
        ] {
            let mut candidates = Candidates::default();
            candidates.add("sl", 0.1);
            candidates.add("hr", 0.9);
            divide(&text.chars().collect::<Vec<_>>(), &mut candidates);
            assert_eq!(
                candidates.first().map(|row| row.0),
                Some(language),
                "{text}"
            );
        }
    }
}
