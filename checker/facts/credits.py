"""Who took the picture, and the agency that it came from."""

import re
from collections.abc import Iterator

from captions.credit import AGENCIES, CREDIT_WORDS, find_credit
from captions.span import Span
from checker.facts.fact import Fact, Kind
from checker.letters import fold

_AGENCY = re.compile(rf"(?<!\w)(?:{AGENCIES})(?!\w)")
_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ][\w.’'-]+(?:\s+(?:d[aei]|dos|van|von|der|del|la|[^\W\d_a-zà-ÿ][\w.’'-]*))*"
)
# One agency under several names; who hands a picture out is no author.
_SAME = {
    "getty images": "getty", "associated press": "ap", "agence france presse": "afp",
    "agence francepresse": "afp", "itartass": "tass", "itar tass": "tass",
    "istockphoto": "istock", "magnum photos": "magnum", "zuma press": "zuma",
    "anadolu agency": "anadolu", "wikimedia commons": "wikimedia", "wikipedia": "wikimedia",
}  # fmt: skip
_NOBODY = frozenset({"handout", "HANDOUT"})
_WORDS = frozenset(fold(word) for word in CREDIT_WORDS) | {
    "handout", "pool", "archive", "archivo", "archives", "staff", "copyright", "images", "via",
}  # fmt: skip


def find(text: str, start: int | None = None) -> Iterator[Fact]:
    """The photographers and agencies of the credit at the end of a text, or from `start` on."""
    first = find_credit(text) if start is None else start
    if first is None:
        return
    credit = text[first:]
    rest = credit
    for found in _AGENCY.finditer(credit):
        rest = rest[: found.start()] + "/" * len(found[0]) + rest[found.end() :]
        if found[0] not in _NOBODY:
            name = fold(found[0].replace("-", " "))
            span = Span(first + found.start(), first + found.end())
            yield Fact(Kind.AGENCY, _SAME.get(name, name), found[0], span)
    for found in _NAME.finditer(rest):
        tokens = tuple(fold(word).strip(".") for word in re.split(r"[\s-]+", found[0]))
        named = tuple(word for word in tokens if word and word not in _WORDS)
        # Initials ("UNHCR", "ACNUR") are an organisation, with others in every language.
        if named and not (len(named) == 1 and found[0].isupper()):
            span = Span(first + found.start(), first + found.end())
            yield Fact(Kind.PHOTOGRAPHER, named, found[0].strip(" ./"), span)
