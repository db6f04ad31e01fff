"""What the named fields of structured articles hold: front matter, JSON, content systems."""

from collections.abc import Mapping

from captions.language import normalise
from captions.segment import Kind

_KINDS = {
    **dict.fromkeys(["headline", "title", "heading", "subheadline", "subtitle"], Kind.HEADLINE),
    **dict.fromkeys(
        ["caption", "captions", "imagecaption", "figcaption", "photocaption", "legend"],
        Kind.CAPTION,
    ),
    **dict.fromkeys(
        ["alt", "alttext", "imagealt", "coveralt", "alternativetext", "imagedescription"],
        Kind.ALT,
    ),
    **dict.fromkeys(["credit", "credits", "copyright", "photocredit", "imagecredit"], Kind.CREDIT),
    **dict.fromkeys(
        ["description", "summary", "excerpt", "abstract", "lead", "standfirst", "deck", "teaser"],
        Kind.DESCRIPTION,
    ),
    **dict.fromkeys(
        ["body", "content", "text", "articlebody", "paragraph", "paragraphs", "html"], Kind.BODY
    ),
    **dict.fromkeys(["quote", "pullquote", "blockquote"], Kind.QUOTE),
}
# Keys that only wrap the text of the key above them, as in WordPress' REST interface.
_WRAPPERS = frozenset({"rendered", "raw", "value"})
_PICTURES = frozenset(
    "image images photo photos picture pictures figure figures cover media gallery thumbnail hero "
    "featuredimage leadimage teaserimage".split()
)
_ADDRESSES = ("src", "url", "image", "path", "file", "filename", "href", "img", "feature")
# What the key of a picture's address has less than that of its text: `hero`, `hero_caption`.
_ENDINGS = ("caption", "alttext", "alt", "credit", "description", "title")
_LANGUAGE = frozenset({"lang", "language", "locale", "inlanguage"})
# What is the same in all editions of an article (Hugo, Jekyll), and what names the first of them.
_EDITIONS = frozenset({"translationkey", "ref", "original"})


def _word(key: str) -> str:
    return key.replace("_", "").replace("-", "").lower()


def kind_of(path: tuple[str, ...]) -> Kind | None:
    """The kind of text under a path of keys, None where it is data.

    The last key decides; its ending does where it has a prefix (`featured_image_caption`), and
    `image.title` is the title of a picture, which sites show as its caption; `title.rendered` is
    the title.
    """
    while path and _word(path[-1]) in _WRAPPERS:
        path = path[:-1]
    if not path:
        return None
    word = _word(path[-1])
    if word == "title" and len(path) > 1 and _word(path[-2]) in _PICTURES:
        return Kind.CAPTION
    if kind := _KINDS.get(word):
        return kind
    for ending, kind in (("caption", Kind.CAPTION), ("alt", Kind.ALT), ("alttext", Kind.ALT)):
        if word.endswith(ending) and not word.endswith("default"):
            return kind
    return Kind.CAPTION if word.startswith("caption") else None


def language_of(path: tuple[str, ...], value: str) -> str | None:
    """The language that a field gives to the whole article."""
    return normalise(value) if is_language(path) else None


def is_language(path: tuple[str, ...]) -> bool:
    """Whether a field gives a language to the whole article."""
    return len(path) == 1 and _word(path[0]) in _LANGUAGE


def edition_key(path: tuple[str, ...]) -> str | None:
    """The word of a field that tells which editions an article has, None for any other field."""
    word = _word(path[0]) if len(path) == 1 else ""
    return word if word in _EDITIONS else None


def by_word(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields by their keys without case, hyphens and underscores."""
    return {_word(key): value for key, value in fields.items()}


def image_of(path: tuple[str, ...], beside: Mapping[str, str]) -> str | None:
    """The address of the picture that a field is of, among the fields beside it, by their words."""
    word = _word(path[-1]) if path else ""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem and stem != word:
            return beside.get(stem) or beside.get(f"{stem}url") or beside.get(f"{stem}src")
    return next((beside[key] for key in _ADDRESSES if beside.get(key)), None)
