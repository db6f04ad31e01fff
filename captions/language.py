"""BCP 47 language tags, as far as comparing languages needs them."""

import re

UNDETERMINED = "und"
NO_LANGUAGE = "zxx"

# Codes that name a language another primary subtag also names: deprecated subtags and ISO 639-3
# members of a macrolanguage that pages use for it (IANA language subtag registry).
_SAME = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil",
    "nb": "no", "nn": "no", "cmn": "zh", "arb": "ar", "pes": "fa", "prs": "fa", "zsm": "ms",
    "ekk": "et", "lvs": "lv", "swh": "sw",
}  # fmt: skip

_TAG = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


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


def primary(tag: str) -> str:
    """The language itself: primary subtag, deprecated and member codes resolved."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(code, code)


def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language; regional variants are the same language."""
    return primary(one) == primary(other)


def name(tag: str) -> str:
    """The language's English name for messages, the tag itself where there is none."""
    from langcodes import Language

    try:
        return Language.get(tag).display_name()
    except (ValueError, LookupError):
        return tag
