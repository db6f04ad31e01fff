"""What the named fields of structured articles hold: front matter, JSON, content systems."""

from captions.language import normalise
from captions.segment import Kind

_KINDS = {
    **dict.fromkeys(["headline", "title", "heading", "subheadline", "subtitle"], Kind.HEADLINE),
    **dict.fromkeys(
        ["caption", "captions", "imagecaption", "figcaption", "photocaption", "legend"],
        Kind.CAPTION,
    ),
    **dict.fromkeys(["alt", "alttext", "imagealt", "coveralt", "alternativetext"], Kind.ALT),
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
_PICTURES = frozenset({"image", "images", "photo", "picture", "figure", "cover", "media"})
_LANGUAGE = frozenset({"lang", "language", "locale", "inlanguage"})


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
    if len(path) == 1 and _word(path[0]) in _LANGUAGE:
        return normalise(value)
    return None
