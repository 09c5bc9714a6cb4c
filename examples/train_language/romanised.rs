//! Text in its own script in, the same as people type it in Latin letters out; and
//! the words that product names are made of. Written for this project.

use crate::sample::Random;

/// Words of product names and shop pages, taken as English.
pub const PRODUCTS: [&str; 199] = [
    "iphone",
    "ipad",
    "macbook",
    "airpods",
    "imac",
    "ios",
    "android",
    "galaxy",
    "pixel",
    "xbox",
    "playstation",
    "nintendo",
    "kindle",
    "echo",
    "alexa",
    "fire",
    "tv",
    "usb",
    "hdmi",
    "wifi",
    "bluetooth",
    "led",
    "lcd",
    "oled",
    "rgb",
    "gps",
    "cpu",
    "gpu",
    "ssd",
    "ram",
    "gb",
    "tb",
    "mah",
    "pcs",
    "amazon",
    "ebay",
    "aliexpress",
    "alibaba",
    "shopify",
    "etsy",
    "walmart",
    "google",
    "facebook",
    "instagram",
    "youtube",
    "twitter",
    "tiktok",
    "whatsapp",
    "linkedin",
    "paypal",
    "fba",
    "fbm",
    "sku",
    "asin",
    "upc",
    "ean",
    "cpc",
    "ppc",
    "seo",
    "sem",
    "roi",
    "acos",
    "cpm",
    "ctr",
    "api",
    "sdk",
    "url",
    "html",
    "pdf",
    "faq",
    "vip",
    "pro",
    "max",
    "mini",
    "plus",
    "ultra",
    "lite",
    "air",
    "prime",
    "premium",
    "deluxe",
    "edition",
    "series",
    "pack",
    "set",
    "kit",
    "case",
    "cover",
    "cable",
    "charger",
    "adapter",
    "holder",
    "stand",
    "mount",
    "screen",
    "protector",
    "glass",
    "keyboard",
    "mouse",
    "headphones",
    "earbuds",
    "speaker",
    "camera",
    "watch",
    "band",
    "strap",
    "bottle",
    "lamp",
    "wireless",
    "portable",
    "waterproof",
    "smart",
    "gaming",
    "listing",
    "review",
    "shipping",
    "login",
    "logout",
    "signup",
    "ok",
    "okay",
    "hi",
    "hello",
    "hey",
    "wow",
    "yes",
    "no",
    "menu",
    "home",
    "help",
    "search",
    "settings",
    "account",
    "password",
    "username",
    "email",
    "chat",
    "app",
    "apps",
    "blog",
    "online",
    "offline",
    "website",
    "web",
    "software",
    "hardware",
    "update",
    "upgrade",
    "download",
    "upload",
    "install",
    "backup",
    "reset",
    "restart",
    "server",
    "cloud",
    "data",
    "file",
    "folder",
    "print",
    "copy",
    "paste",
    "microsoft",
    "windows",
    "office",
    "excel",
    "word",
    "powerpoint",
    "outlook",
    "intel",
    "core",
    "nvidia",
    "geforce",
    "rtx",
    "amd",
    "ryzen",
    "radeon",
    "sony",
    "canon",
    "nikon",
    "nike",
    "adidas",
    "lego",
    "star",
    "wars",
    "coca",
    "cola",
    "pepsi",
    "ikea",
    "tesla",
    "bmw",
    "toyota",
    "honda",
    "disney",
    "marvel",
    "netflix",
    "spotify",
    "wi",
    "fi",
];

const KANA: &str = "あa いi うu えe おo かka きki くku けke こko さsa しshi すsu せse そso たta ちchi つtsu てte とto なna にni ぬnu ねne のno はha ひhi ふfu へhe ほho まma みmi むmu めme もmo やya ゆyu よyo らra りri るru れre ろro わwa をo んn がga ぎgi ぐgu げge ごgo ざza じji ずzu ぜze ぞzo だda ぢji づzu でde どdo ばba びbi ぶbu べbe ぼbo ぱpa ぴpi ぷpu ぺpe ぽpo";

/// What kanji would have given.
const ROMAJI: &str = "watashi boku anata kare kanojo nihon nihongo tokyo kyoto osaka gakkou gakusei sensei tomodachi kazoku ie heya kuruma densha eki mise mizu ocha gohan asa hiru yoru kyou ashita kinou ima jikan toki nen tsuki hi hito otoko onna kodomo inu neko iku kuru miru kiku taberu nomu yomu kaku hanasu omou iu suru aru iru wakaru suki kirai ookii chiisai atarashii furui takai yasui yoi warui tenki ame yuki yama kawa umi sora hana ki michi machi kuni sekai eigo benkyou shigoto kaisha denwa hon eiga ongaku uta namae arigatou gozaimasu konnichiwa ohayou sayonara sumimasen gomen nasai hajimemashite onegaishimasu genki desu deshita masu mashita masen kudasai wa ga wo ni de to mo ka no kara made yori kore sore are koko soko doko dare nani itsu doushite totemo mada mou";

/// A kana word in Hepburn letters; `None` if it has anything but kana.
pub fn romaji(word: &str) -> Option<String> {
    let mut out = String::new();
    let mut double = false;
    for character in word.chars() {
        let character = match character {
            'ァ'..='ヶ' => char::from_u32(character as u32 - 0x60)?,
            other => other,
        };
        match character {
            'っ' => double = true,
            'ー' => {}
            'ゃ' | 'ゅ' | 'ょ' => {
                let vowel = match character {
                    'ゃ' => 'a',
                    'ゅ' => 'u',
                    _ => 'o',
                };
                out.pop();
                if !out.ends_with(['h', 'j']) {
                    out.push('y');
                }
                out.push(vowel);
            }
            _ => {
                let letters = KANA
                    .split(' ')
                    .find_map(|row| row.strip_prefix(character))?;
                if double {
                    out.extend(letters.chars().next());
                    double = false;
                }
                out.push_str(letters);
            }
        }
    }
    Some(out)
}

/// Lines of romanised Japanese from kana words.
pub fn japanese(kana: &[String], random: &mut Random) -> Vec<String> {
    let typed: Vec<&str> = ROMAJI.split(' ').collect();
    let kana: Vec<String> = kana
        .iter()
        .filter_map(|word| romaji(word))
        .filter(|word| word.len() > 1)
        .collect();
    lines(random, |random| {
        if kana.is_empty() || random.below(3) > 0 {
            typed[random.below(typed.len())].to_owned()
        } else {
            // The list is by frequency.
            let bound = 1 + random.below(kana.len());
            kana[random.below(bound)].clone()
        }
    })
}

const INITIALS: &str = "b p m f d t n l g k h j q x zh ch sh r z c s y w";
const COMMON: &str = "de shi yi bu le zai ren you wo ta zhe zhong da lai shang guo he shuo dao hui ye zi chu dui di guo neng xia xin ni hao xie xue jia nian sheng dong fang xian jing cheng ming tian gong zuo kan ting chi fan shui ma ba na ge men mei qu kai che zhu xi huan peng you lao shi ban fa wen ti yin wei suo yi ke yi zhi dao jue de dian hua shou ji bei jing zhong guo shang hai xiang gang tai wan xue xiao han yu ying wen qing zhang li wang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin";
const FINALS: [(&str, &str); 4] = [
    (
        "b p m f",
        "a o ai ei ao an en ang eng ing in i u ian iao ie",
    ),
    (
        "d t n l",
        "a e ai ao ou an ang eng ong i ian iao ie iu ing u uan ui un uo",
    ),
    (
        "g k h zh ch sh r z c s",
        "a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang i",
    ),
    ("j q x", "i ia iao ie iu ian in iang ing iong u ue uan un"),
];
const WHOLE: &str = "a ai an ang ao e en er ya yan yang yao ye yi yin ying yong you yu yuan yue yun wa wai wan wang wei wen weng wo wu";

/// Lines of Chinese in pinyin without tones.
pub fn chinese(random: &mut Random) -> Vec<String> {
    let common: Vec<&str> = COMMON.split(' ').collect();
    let whole: Vec<&str> = WHOLE.split(' ').collect();
    let initials: Vec<&str> = INITIALS
        .split(' ')
        .filter(|row| *row != "y" && *row != "w")
        .collect();
    let syllable = move |random: &mut Random| match random.below(8) {
        0..5 => common[random.below(common.len())].to_owned(),
        5 => whole[random.below(whole.len())].to_owned(),
        _ => {
            let initial = initials[random.below(initials.len())];
            let finals = FINALS
                .iter()
                .find(|row| row.0.split(' ').any(|one| one == initial))
                .map_or("a", |row| row.1);
            let finals: Vec<&str> = finals.split(' ').collect();
            format!("{initial}{}", finals[random.below(finals.len())])
        }
    };
    lines(random, |random| {
        let mut word = syllable(random);
        if random.below(2) == 0 {
            word.push_str(&syllable(random));
        }
        word
    })
}

const DEVANAGARI: &str = "अa आa इi ईi उu ऊu ऋri एe ऐai ओo औau कk खkh गg घgh ङn चch छchh जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn पp फf बb भbh मm यy रr लl वv शsh षsh सs हh";
const SIGNS: &str = "ाa िi ीi ुu ूu ृri ेe ैai ोo ौau ंn ँn ॉo";

/// A Hindi line as it is typed in Latin letters.
pub fn hindi(line: &str) -> String {
    let mut out = String::new();
    let mut pending = false;
    for character in line.chars() {
        let find =
            |table: &'static str| table.split(' ').find_map(|row| row.strip_prefix(character));
        if let Some(letters) = find(DEVANAGARI) {
            if pending {
                out.push('a');
            }
            out.push_str(letters);
            pending = ('क'..='ह').contains(&character);
        } else if let Some(letters) = find(SIGNS) {
            if pending && matches!(character, 'ं' | 'ँ') {
                out.push('a');
            }
            out.push_str(letters);
            pending = false;
        } else if character == '्' {
            pending = false;
        } else if character != '़' {
            // The vowel at the end of a word is not spoken.
            pending = false;
            out.push(if character.is_ascii() { character } else { ' ' });
        }
    }
    out
}

/// Cyrillic letters and what Russians type for them who have only Latin ones.
const CYRILLIC: &str = "аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щsch ъ ыy ь' эe юyu яya";
/// The same as others type it.
const CYRILLIC_SHORT: &str = "хh щsh юu яia йi ёyo ь цc юju яja йj жj";

/// A Russian line as it is typed in Latin letters: line by line one of two habits.
pub fn russian(line: &str, random: &mut Random) -> String {
    let habit = random.below(3);
    let mut out = String::new();
    for character in line.chars().flat_map(char::to_lowercase) {
        let find = |table: &'static str, skip: usize| {
            table
                .split(' ')
                .filter_map(|row| row.strip_prefix(character))
                .nth(skip)
        };
        let short = match habit {
            0 => None,
            habit => find(CYRILLIC_SHORT, habit - 1),
        };
        match short.or_else(|| find(CYRILLIC, 0)) {
            Some(letters) => out.push_str(letters),
            None => out.push(character),
        }
    }
    out
}

const ONSETS: &str = "g kk n d tt r m b pp s ss - j jj ch k t p h";
const VOWELS: &str = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i";
const CODAS: &str = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t";

/// A Korean line in Latin letters, syllable by syllable.
pub fn korean(line: &str) -> String {
    let part = |table: &'static str, place: u32| {
        let letters = table.split(' ').nth(place as usize).unwrap_or("-");
        letters.trim_matches('-')
    };
    let mut out = String::new();
    for character in line.chars() {
        let code = (character as u32).wrapping_sub(0xAC00);
        if code < 11_172 {
            out.push_str(part(ONSETS, code / 588));
            out.push_str(part(VOWELS, code % 588 / 28));
            out.push_str(part(CODAS, code % 28));
        } else {
            out.push(character);
        }
    }
    out
}

const GREEK: &str = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χx ψps ωo άa έe ήi ίi όo ύy ώo ϊi ϋy ΐi ΰy";

/// A Greek line as it is typed in Latin letters.
pub fn greek(line: &str) -> String {
    let mut out = String::new();
    for character in line.chars().flat_map(char::to_lowercase) {
        match GREEK.split(' ').find_map(|row| row.strip_prefix(character)) {
            Some(letters) => out.push_str(letters),
            None => out.push(character),
        }
    }
    out
}

const ARABIC: &str = "اa أa إe آa بb تt ثs جg حh خkh دd ذz رr زz سs شsh صs ضd طt ظz ع غgh فf قk كk لl مm نn هh وw يy ىa ةa ءa ؤo ئe";

/// An Arabic line as it is typed in Latin letters, its digits left out as everywhere:
/// the vowels that are not written are guessed.
pub fn arabic(line: &str, random: &mut Random) -> String {
    const VOWELS: [&str; 8] = ["a", "a", "a", "e", "e", "i", "o", ""];
    let mut out = String::new();
    let mut consonant = false;
    for character in line.chars() {
        let Some(letters) = ARABIC
            .split(' ')
            .find_map(|row| row.strip_prefix(character))
        else {
            consonant = false;
            out.push(if character.is_alphabetic() {
                ' '
            } else {
                character
            });
            continue;
        };
        let vowel = matches!(letters, "a" | "e" | "o");
        if consonant && !vowel {
            out.push_str(VOWELS[random.below(VOWELS.len())]);
        }
        match letters {
            "w" if consonant => out.push_str(["o", "w", "ou"][random.below(3)]),
            "y" if consonant => out.push_str(["i", "y", "ee"][random.below(3)]),
            letters => out.push_str(letters),
        }
        consonant = !vowel && !letters.is_empty();
    }
    out
}

fn lines(random: &mut Random, word: impl Fn(&mut Random) -> String) -> Vec<String> {
    (0..12_000)
        .map(|_| {
            let count = 2 + random.below(8);
            let words: Vec<String> = (0..count).map(|_| word(random)).collect();
            words.join(" ")
        })
        .collect()
}
