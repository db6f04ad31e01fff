"""Pictures: the captions, headlines and alternative texts that they carry inside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from captions import photo
from captions.decode import DecodeError
from captions.photo_text import PhotoText
from captions.reader import Draft, Reading
from captions.segment import Kind
from captions.source import Source

_KINDS = {
    "description": Kind.DESCRIPTION, "extended-description": Kind.DESCRIPTION,
    "headline": Kind.HEADLINE, "title": Kind.TITLE, "alt": Kind.ALT, "creator": Kind.CREDIT,
    "credit": Kind.CREDIT, "copyright": Kind.CREDIT,
}  # fmt: skip
_NOTICE = "notice: "
# The shortest length to which IPTC fields are cut (IIM 4.2: 2:80).
_CUT = 32
_LINE = re.compile(
    r"(?P<field>[a-z-]+)(?: \[(?P<language>[\w-]+)\])? \((?P<origin>[^()]+)\): (?P<text>[^\n]+)"
    rf"|^{_NOTICE}(?P<notice>[^\n]+)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Photo:
    """Metadata of JPEG, PNG, WebP and TIFF pictures: XMP, IPTC IIM, EXIF and PNG text.

    Descriptions, also the extended one for accessibility, are descriptions, headlines headlines,
    alternative texts alts, creators, credits and copyrights credits. The article's text is one line
    for each: what it says, its language if it has one, where it stands, its text. A text that
    several places give alike is there once. Pictures are read where they are named, never out of a
    folder.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset(
        {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"}
    )

    def recognises(self, head: str) -> bool:
        return False

    def encoding(self, head: bytes) -> str | None:
        return None

    def decode(self, data: bytes) -> str:
        found = photo.parse_photo(data)
        if found is None:
            raise DecodeError("it is no JPEG, PNG, WebP or TIFF picture; check the file")
        lines = [_line(text) for text in _once(found.texts)]
        lines += [f"{_NOTICE}{notice}\n" for notice in found.notices]
        return "".join(lines)

    def read(self, source: Source) -> Reading:
        drafts: list[Draft] = []
        notices: list[str] = []
        for found in _LINE.finditer(source.text):
            if found["notice"]:
                notices.append(found["notice"])
            elif kind := _KINDS.get(found["field"]):
                declared = source.locate(*found.span("language")) if found["language"] else None
                drafts.append(
                    Draft(
                        kind,
                        source.cut(*found.span("text")),
                        found["language"],
                        declared=declared,
                    )
                )
        return Reading(tuple(drafts), notices=tuple(notices))


def _once(texts: tuple[PhotoText, ...]) -> Iterator[PhotoText]:
    """The texts without those that repeat one before them; IPTC cuts long ones short."""
    kept: list[PhotoText] = []
    for text in texts:
        if not any(_repeats(text, before) for before in kept):
            kept.append(text)
            yield text


def _repeats(text: PhotoText, before: PhotoText) -> bool:
    one, other = _words(text.text), _words(before.text)
    same = one == other or (len(one) >= _CUT and other.startswith(one))
    return same and text.field == before.field


def _words(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def _line(text: PhotoText) -> str:
    language = f" [{text.language}]" if text.language else ""
    return f"{text.field}{language} ({text.origin}): {_words(text.text)}\n"
