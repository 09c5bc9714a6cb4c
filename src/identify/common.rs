//! Words in, the languages whose commonest words they are out: cheap evidence that
//! needs no statistics.

/// The commonest words of a language that others hardly have.
const COMMON: [(&str, &str); 20] = [
    (
        "en",
        "the of and is to in that it for was on are with as be this have from by not you your but what they we our will can which their there if when how has more about an my she his her been would who all its new were do please thank thanks so much where dear search contact get best out up today first learned",
    ),
    (
        "de",
        "der die und das ist nicht ein eine zu den mit von sich auf für im dem auch es wir ich sie wie aber nach bei oder nur noch werden wird sind haben hat einen einer zum zur über durch wenn kann",
    ),
    (
        "fr",
        "le les des et est une du que dans qui pour pas sur au avec ce il elle nous vous sont cette être mais ou plus ne par aux leur ont votre je même fait",
    ),
    (
        "es",
        "el los las y que del una por con para es se lo como más pero sus su al este está son también muy hay fue ha si yo qué cuando donde todo",
    ),
    (
        "pt",
        "o os que do da em um uma para com não se na no dos das mais por como mas ao ele foi são você está muito também isso pelo pela quando ou",
    ),
    (
        "it",
        "il di che la è per un non con del della sono una si più gli anche dei nel alla le ha come ma questo delle da questa essere cosa perché",
    ),
    (
        "nl",
        "de het een van en dat niet is op te zijn voor met die aan er ook maar om bij als nog naar dan wat hij wij zij deze wordt geen heeft",
    ),
    (
        "sv",
        "och att det som en är på för av med den till inte har jag ett om var från kan eller men vi så när hur",
    ),
    (
        "da",
        "og det at er til på som med af for ikke jeg har et vi kan om fra der hvad eller også være blev efter",
    ),
    (
        "nb",
        "og det er på som ikke med av for jeg har til at et vi kan om fra eller også være etter ble hva",
    ),
    (
        "pl",
        "i w się nie na że z do to jest jak po od ale co przez tak czy dla oraz był jego które może być",
    ),
    (
        "cs",
        "a se na že v je to s z do jsem ale jako pro by tak co jsou podle které být nebo není",
    ),
    (
        "tr",
        "ve bir bu da için ile çok olarak daha ne gibi var değil ben ama kadar en sonra olan mi",
    ),
    (
        "fi",
        "ja on ei se että hän oli ovat mutta kun niin myös tai joka minä ole sen kuin mitä",
    ),
    (
        "hu",
        "a az és hogy nem egy is van meg de ez volt csak már mint ha vagy el még azt",
    ),
    (
        "ro",
        "și în de la cu nu pe care este din o un să mai că pentru sunt fi dar ca au",
    ),
    (
        "id",
        "yang dan di itu dengan untuk tidak dari ini dalam akan pada juga saya ke karena adalah ada bisa kami",
    ),
    (
        "vi",
        "và của là có không được cho một người các trong với những đã này để khi tôi",
    ),
    (
        "ru",
        "и в не на что я с он как это по но из у за то все так его от для мы вы только было",
    ),
    (
        "uk",
        "і в не на що я з він як це по але із у за та все так його від для ми ви тільки було є",
    ),
];

/// Counts, per language, how many of the words are common in it. At most
/// [`COMMON`]'s languages; those without any are left out by the caller.
pub(super) fn count(chars: &[char], found: &mut impl FnMut(&'static str, u32)) {
    for (language, list) in COMMON {
        let mut hits = 0;
        for word in chars.split(|character| *character == ' ') {
            if !word.is_empty()
                && list
                    .split(' ')
                    .any(|common| common.chars().eq(word.iter().copied()))
            {
                hits += 1;
            }
        }
        if hits > 0 {
            found(language, hits);
        }
    }
}
