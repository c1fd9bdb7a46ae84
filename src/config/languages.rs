//! The codes of languages (ISO 639-1) and the names that languages have for themselves.
//!
//! A code is `cy`, or `pt-BR` with a region or script. What a language's words are is not said here.

use crate::diagnostic::suggest::did_you_mean;
use crate::diagnostic::wording::code;

const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka \
kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr \
nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk \
tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

const NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("br", "Brezhoneg"),
    ("ca", "Català"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("fy", "Frysk"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "Galego"),
    ("gv", "Gaelg"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("kw", "Kernewek"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mi", "Te reo Māori"),
    ("mt", "Malti"),
    ("nb", "Norsk bokmål"),
    ("nl", "Nederlands"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("zh", "中文"),
];

/// The three letters of each of [`CODES`], in its order, as ISO 639-3 has them; behind a `/` those that libraries use (ISO 639-2/B).
const THREE_LETTERS: &str = "aar abk ave afr aka amh arg ara asm ava aym aze bak bel bul bih bis bam ben bod/tib bre bos cat che \
cha cos cre ces/cze chu chv cym/wel dan deu/ger div dzo ewe ell/gre eng epo spa est eus/baq fas/per ful fin fij fao fra/fre fry \
gle gla glg grn guj glv hau heb hin hmo hrv hat hun hye/arm her ina ind ile ibo iii ipk ido isl/ice ita iku jpn jav kat/geo kon \
kik kua kaz kal khm kan kor kau kas kur kom cor kir lat ltz lug lim lin lao lit lub lav mlg mah mri/mao mkd/mac mal mon mar \
msa/may mlt mya/bur nau nob nde nep ndo nld/dut nno nor nbl nav nya oci oji orm ori oss pan pli pol pus por que roh run ron/rum \
rus kin san srd snd sme sag sin slk/slo slv smo sna som sqi/alb srp ssw sot sun swe swa tam tel tgk tha tir tuk tgl tsn ton tur \
tso tat twi tah uig ukr urd uzb ven vie vol wln wol xho yid yor zha zho/chi zul";

/// The code of two letters of the language that a name means: a code of two or three letters in any case, alone or with a region.
pub fn two_letters(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let (language, region) = match lower.split_once(['-', '_']) {
        Some((language, region)) => (language, Some(region)),
        None => (&*lower, None),
    };
    let is_region = |region: &str| {
        let letters = region.bytes().all(|byte| byte.is_ascii_alphabetic());
        let digits = region.bytes().all(|byte| byte.is_ascii_digit());
        letters && matches!(region.len(), 2 | 4) || digits && region.len() == 3
    };
    if !region.is_none_or(is_region) {
        return None;
    }
    let mut known = CODES.split(' ').zip(THREE_LETTERS.split(' '));
    known
        .find(|(two, three)| *two == language || three.split('/').any(|three| three == language))
        .map(|(two, _)| two)
}

/// Whether `name` can be the code of a language; if not, a message and perhaps a way to mend it.
pub(super) fn check(name: &str) -> Result<(), (String, Option<String>)> {
    let mut parts = name.split('-');
    let language = parts.next().unwrap_or_default();
    let known = || CODES.split(' ');
    let two = language.len() == 2 && known().any(|code| code == language);
    let three = language.len() == 3 && language.bytes().all(|byte| byte.is_ascii_lowercase());
    let rest = parts.all(|part| {
        (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if (two || three) && rest && name.len() <= 35 {
        return Ok(());
    }
    let named = NAMES.iter().find(|(code, own)| {
        own.to_lowercase() == name.to_lowercase() || english(code) == name.to_lowercase()
    });
    let lower = name.to_lowercase();
    let help = if lower != name && check(&lower).is_ok() {
        Some(format!("write it in small letters: `{lower}`"))
    } else if let Some((code, _)) = named {
        Some(format!("the code of that language is `{code}`"))
    } else {
        did_you_mean(&lower, known())
            .or_else(|| Some("write a code of two letters, such as `en` or `cy`".into()))
    };
    Err((format!("there is no language {}", code(name)), help))
}

fn english(code: &str) -> &'static str {
    match code {
        "en" => "english",
        "cy" => "welsh",
        "ga" => "irish",
        "gd" => "gaelic",
        "fr" => "french",
        "de" => "german",
        "es" => "spanish",
        _ => "",
    }
}

/// The language's name for itself, or its code.
pub(super) fn own_name(code: &str) -> &str {
    let language = code.split('-').next().unwrap_or(code);
    NAMES
        .iter()
        .find(|(known, _)| *known == language)
        .map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_two_letters_three_and_a_region() {
        assert_eq!(CODES.split(' ').count(), THREE_LETTERS.split(' ').count());
        for (name, language) in [
            ("cy", Some("cy")),
            ("CY", Some("cy")),
            ("cym", Some("cy")),
            ("wel", Some("cy")),
            ("cy-GB", Some("cy")),
            ("pt_BR", Some("pt")),
            ("zho-Hans", Some("zh")),
            ("es-419", Some("es")),
            ("zul", Some("zu")),
            ("ukr", Some("uk")),
            ("nld", Some("nl")),
            ("v2", None),
            ("min", None),
            ("cy-", None),
            ("english", None),
            ("2024", None),
        ] {
            assert_eq!(two_letters(name), language, "{name}");
        }
    }
}
