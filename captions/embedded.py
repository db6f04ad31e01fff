"""Embedded texts: what the file of a picture says of it, as far as an article needs to know."""

from dataclasses import dataclass
from pathlib import PurePath

from captions.photo_text import PhotoText

# What says who took the picture or sold it, whatever the language.
CREDITS = frozenset({"creator", "credit", "copyright"})


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture file and its texts; `address` is what the article calls it."""

    address: str
    file: PurePath
    texts: tuple[PhotoText, ...]

    @property
    def prose(self) -> tuple[PhotoText, ...]:
        """The texts that are sentences in a language."""
        return tuple(one for one in self.texts if one.field not in CREDITS)

    @property
    def credits(self) -> tuple[PhotoText, ...]:
        """The fields that hold names alone."""
        return tuple(one for one in self.texts if one.field in CREDITS)

    def origin(self, text: PhotoText) -> str:
        """Where a text stands: `img/a.jpg: XMP dc:description[en]`."""
        language = f"[{text.language}]" if text.language else ""
        return f"{self.file.as_posix()}: {text.origin}{language}"
