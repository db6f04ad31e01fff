"""Which script a text is written in, as far as telling languages apart needs it."""

import re
from collections import Counter
from functools import lru_cache

# Ranges of each script's letters; kana tell Japanese from Chinese, which share Han.
_SCRIPTS = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ", "Cyrl": "Ѐ-ԯ", "Grek": "Ͱ-Ͽἀ-῿", "Arab": "؀-ۿݐ-ݿﭐ-﷿ﹰ-ﻼ",
    "Hebr": "֐-׿", "Deva": "ऀ-ॿ", "Beng": "ঀ-৿", "Taml": "஀-௿", "Telu": "ఀ-౿", "Knda": "ಀ-೿",
    "Mlym": "ഀ-ൿ", "Gujr": "઀-૿", "Guru": "਀-੿", "Orya": "଀-୿", "Sinh": "඀-෿", "Thai": "฀-๿",
    "Laoo": "຀-໿", "Mymr": "က-႟", "Khmr": "ក-៿", "Geor": "Ⴀ-ჿ", "Armn": "԰-֏", "Ethi": "ሀ-፿",
    "Hang": "가-힣ᄀ-ᇿ", "Kana": "぀-ヿ", "Hani": "㐀-䶿一-鿿豈-﫿", "Tibt": "ༀ-࿿",
}  # fmt: skip
_LETTERS = re.compile("|".join(f"(?P<{name}>[{ranges}]+)" for name, ranges in _SCRIPTS.items()))

# The letters of all scripts but Latin; the gaps are Latin letters, punctuation and symbols.
_NOT_LATIN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u2c00-\U0010ffff]")

# The scripts of the languages that are not written in Latin letters (CLDR, likely subtags).
_OF_LANGUAGE = {
    **dict.fromkeys(
    "ru uk be bg mk kk ky mn tg tt ba sr".split()
, frozenset({"Cyrl"})),
    **dict.fromkeys(["ar", "fa", "ur", "ps", "ug", "arz", "ary", "sdh"], frozenset({"Arab"})),
    **dict.fromkeys(["hi", "mr", "ne", "sa"], frozenset({"Deva"})),
    **dict.fromkeys(["bn", "as"], frozenset({"Beng"})),
    **dict.fromkeys(["he", "yi"], frozenset({"Hebr"})),
    "el": frozenset({"Grek"}), "ta": frozenset({"Taml"}), "te": frozenset({"Telu"}),
    "kn": frozenset({"Knda"}), "ml": frozenset({"Mlym"}), "gu": frozenset({"Gujr"}),
    "pa": frozenset({"Guru"}), "or": frozenset({"Orya"}), "si": frozenset({"Sinh"}),
    "th": frozenset({"Thai"}), "lo": frozenset({"Laoo"}), "my": frozenset({"Mymr"}),
    "km": frozenset({"Khmr"}), "ka": frozenset({"Geor"}), "hy": frozenset({"Armn"}),
    "am": frozenset({"Ethi"}), "ko": frozenset({"Hang", "Hani"}), "dz": frozenset({"Tibt"}),
    "ja": frozenset({"Kana", "Hani"}), "zh": frozenset({"Hani"}), "yue": frozenset({"Hani"}),
}  # fmt: skip
_LATIN = frozenset({"Latn"})
# Languages written in Latin letters as well as in their other script.
_ALSO_LATIN = frozenset({"sr", "kk", "uz", "az"})


def scripts_of(language: str) -> frozenset[str]:
    """The scripts (ISO 15924) that a language's pages are written in."""
    scripts = _OF_LANGUAGE.get(language, _LATIN)
    return scripts | _LATIN if language in _ALSO_LATIN else scripts


@lru_cache(maxsize=256)
def likely_script(language: str) -> str | None:
    """The script that a language is mostly written in (CLDR, likely subtags), None if unknown."""
    from langcodes import Language
    from langcodes.tag_parser import LanguageTagError

    try:
        script: str | None = Language.get(language).maximize().script
    except LanguageTagError:
        return None
    # Written with several, of which texts here are told by one.
    return {"Hans": "Hani", "Hant": "Hani", "Jpan": "Kana", "Kore": "Hang"}.get(
        script or "", script
    )


def is_latin(text: str) -> bool:
    """Whether there is no letter of another script than Latin."""
    return _NOT_LATIN.search(text) is None


def main_script(text: str) -> str | None:
    """The script of most letters, None where there are no letters of a known one."""
    if is_latin(text):
        return "Latn" if any(map(str.isalpha, text)) else None
    shares = script_shares(text)
    return max(shares, key=shares.__getitem__) if shares else None


def script_shares(text: str) -> dict[str, float]:
    """The share of letters in each script, in [0, 1]."""
    counts: Counter[str] = Counter()
    for found in _LETTERS.finditer(text):
        counts[found.lastgroup or ""] += len(found[0])
    if counts["Kana"]:  # Japanese mixes both
        counts["Kana"] += counts.pop("Hani", 0)
    total = counts.total()
    return {script: count / total for script, count in counts.items() if count}
