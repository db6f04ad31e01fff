"""BCP 47 language tags, as far as comparing languages needs them."""

import re
from functools import lru_cache
from itertools import takewhile

UNDETERMINED = "und"
NO_LANGUAGE = "zxx"

# Codes that name a language another primary subtag also names: deprecated subtags and ISO 639-3
# members of a macrolanguage that pages use for it (IANA language subtag registry).
_SAME = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil",
    "nb": "no", "nn": "no", "cmn": "zh", "arb": "ar", "pes": "fa", "prs": "fa", "zsm": "ms",
    "ekk": "et", "lvs": "lv", "swh": "sw",
}  # fmt: skip

# English names of languages (Unicode CLDR).
_NAMES = {
    "ace": "Acehnese", "af": "Afrikaans", "ak": "Akan", "am": "Amharic", "an": "Aragonese",
    "ar": "Arabic", "ary": "Moroccan Arabic", "arz": "Egyptian Arabic", "as": "Assamese",
    "ast": "Asturian", "az": "Azerbaijani", "ba": "Bashkir", "bcl": "Central Bikol",
    "be": "Belarusian", "bg": "Bulgarian", "bm": "Bambara", "bn": "Bangla", "bo": "Tibetan",
    "br": "Breton", "bs": "Bosnian", "ca": "Catalan", "ceb": "Cebuano", "co": "Corsican",
    "crh": "Crimean Tatar", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German",
    "dv": "Divehi", "dz": "Dzongkha", "ee": "Ewe", "el": "Greek", "en": "English",
    "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "ext": "Extremaduran",
    "fa": "Persian", "ff": "Fula", "fi": "Finnish", "fil": "Filipino", "fj": "Fijian",
    "fo": "Faroese", "fr": "French", "fur": "Friulian", "fuv": "Nigerian Fulfulde",
    "fy": "Western Frisian", "ga": "Irish", "gcf": "Guadeloupean Creole French",
    "gcr": "Guianese Creole French", "gd": "Scottish Gaelic", "gl": "Galician", "gn": "Guarani",
    "gom": "Goan Konkani", "grc": "Ancient Greek", "gu": "Gujarati", "gug": "Paraguayan Guaraní",
    "guw": "Gun", "ha": "Hausa", "haw": "Hawaiian", "hbo": "Ancient Hebrew", "he": "Hebrew",
    "hi": "Hindi", "hr": "Croatian", "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian",
    "id": "Indonesian", "ig": "Igbo", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "jv": "Javanese", "ka": "Georgian", "kab": "Kabyle", "kik": "Kikuyu", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz",
    "la": "Latin", "lb": "Luxembourgish", "lg": "Ganda", "lij": "Ligurian", "ln": "Lingala",
    "lo": "Lao", "lt": "Lithuanian", "ltg": "Latgalian", "lv": "Latvian", "mg": "Malagasy",
    "mi": "Māori", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi",
    "ms": "Malay", "mt": "Maltese", "my": "Burmese", "ne": "Nepali", "nl": "Dutch",
    "no": "Norwegian", "nso": "Northern Sotho", "ny": "Nyanja", "oc": "Occitan", "om": "Oromo",
    "or": "Odia", "pa": "Punjabi", "pcm": "Nigerian Pidgin", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "qu": "Quechua", "rm": "Romansh", "rn": "Rundi", "ro": "Romanian",
    "ru": "Russian", "rw": "Kinyarwanda", "sa": "Sanskrit", "sc": "Sardinian",
    "sdh": "Southern Kurdish", "se": "Northern Sami", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "sm": "Samoan", "sn": "Shona", "so": "Somali", "sq": "Albanian",
    "sr": "Serbian", "ss": "Swati", "st": "Southern Sotho", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "tet": "Tetum", "tg": "Tajik", "th": "Thai", "ti": "Tigrinya",
    "tk": "Turkmen", "tn": "Tswana", "to": "Tongan", "tr": "Turkish", "ts": "Tsonga",
    "tt": "Tatar", "tw": "Twi", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "uzs": "Southern Uzbek", "ve": "Venda", "vec": "Venetian", "vi": "Vietnamese",
    "vo": "Volapük", "wa": "Walloon", "wo": "Wolof", "wuu": "Wu Chinese", "xh": "Xhosa",
    "yo": "Yoruba", "yue": "Cantonese", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip

_TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=4096)
def normalise(tag: str) -> str | None:
    """The tag with registry casing and hyphens (`PT_br.UTF-8` is `pt-BR`), None for no tag."""
    found = _TAG.fullmatch(tag.strip().split(".")[0].split("@")[0])
    if not found:
        return None
    first, *rest = re.split("[-_]", found[0])
    cased = [
        part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower()
        for part in rest
    ]
    return "-".join([first.lower(), *cased])


# What people write for a subtag that the registry has under another name.
_MISTAKEN = {
    "uk": {"region": "GB"}, "en": {"region": "GB"},
    "jp": {"language": "ja"}, "cn": {"language": "zh"}, "gr": {"language": "el"},
    "cz": {"language": "cs"}, "dk": {"language": "da"}, "ua": {"language": "uk"},
}  # fmt: skip


def fault(tag: str) -> str | None:
    """Why a tag is no valid BCP 47 (RFC 5646, IANA registry), None for one that is.

    The reason ends in the tag to write instead, where that can be told.
    """
    from langcodes import tag_is_valid

    first, *rest = re.split("[-_]", tag)
    own = takewhile(lambda part: len(part) != 1, rest)  # before extensions and private parts
    region = next((part for part in own if len(part) == 2 and part.isalpha()), "")
    if tag_is_valid(tag) and region.lower() != "uk":
        return f"it has an underscore; write {normalise(tag)}" if "_" in tag else None
    if first.lower() in _MISTAKEN and "language" in _MISTAKEN[first.lower()]:
        return f"{first!r} is no language; write {_MISTAKEN[first.lower()]['language']}"
    if known := tag_of(tag):
        return f"it is a name; write {known}"
    if not tag_is_valid(first):
        return f"{first!r} is no language of the IANA registry"
    if "region" in _MISTAKEN.get(region.lower(), {}):
        right = _MISTAKEN[region.lower()]["region"]
        fixed = "-".join([first, *(right if part == region else part for part in rest)])
        return f"{region!r} is no region; write {fixed}"
    return "it has a subtag that the IANA registry does not know"


@lru_cache(maxsize=4096)
def effective(tag: str) -> str | None:
    """What a declared tag amounts to, normalised: None where its language does not exist.

    Nothing follows `lang="english"` or `lang="jp"`: it counts as if it were not there.
    """
    known = normalise(tag)
    if known is None or is_known(known):
        return known
    from langcodes import tag_is_valid

    return known if tag_is_valid(known.partition("-")[0]) else None


def is_known(tag: str) -> bool:
    """Whether the tag names a language of the table, which holds all that a detector may know."""
    return primary(tag) in _NAMES


def tag_of(name: str) -> str | None:
    """The tag of a language's English name."""
    return next((tag for tag, known in _NAMES.items() if known.lower() == name.lower()), None)


@lru_cache(maxsize=4096)
def primary(tag: str) -> str:
    """The language itself: primary subtag, deprecated and member codes resolved."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(code, code)


def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language; regional variants are the same language."""
    return primary(one) == primary(other)


def name(tag: str) -> str:
    """The language's English name for messages, the tag itself where there is none."""
    language = _NAMES.get(primary(tag))
    region = tag.partition("-")[2]
    return f"{language} ({tag})" if language and region else language or tag
