"""References from a translation memory in TMX."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from checker import xml_events
from checker.reference import ReferencesError, checked_tag, checked_units
from checker.translation_memory import Unit

# What an editor's formatting was, kept as codes inside of the text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


@dataclass(frozen=True, slots=True)
class Tmx:
    """TMX 1.4 and older: units in two languages or more, in any order.

    A segment that equals or nearly equals a unit's text in one language has its texts in the others
    as references. Codes of formatting inside the texts are left out.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".tmx"})

    def read(self, path: Path) -> list[Unit]:
        events = _Events(str(path))
        xml_events.read(path, events)
        if not events.rooted:
            raise ReferencesError(f"{path}:1: not TMX: there is no <tmx>")
        return events.units


@dataclass(slots=True)
class _Events:
    file: str
    units: list[Unit] = field(default_factory=list)
    rooted: bool = False
    line: int = 0
    language: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)
    pieces: list[str] | None = None  # of a segment that is being read
    codes: int = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "tmx":
            self.rooted = True
        elif name == "tu":
            self.line, self.texts = line, []
        elif name == "tuv":
            self.language = checked_tag(attributes.get("lang"), f"{self.file}:{line}")
        elif name == "seg":
            self.pieces = []
        elif name in _CODES:
            self.codes += 1

    def end(self, name: str, line: int) -> None:
        if name in _CODES:
            self.codes -= 1
        elif name == "seg" and self.pieces is not None:
            if text := " ".join("".join(self.pieces).split()):
                self.texts.append((self.language, text))
            self.pieces = None
        elif name == "tu" and len(self.texts) > 1:
            self.units.append(Unit(tuple(self.texts), self.file, self.line))
            checked_units(len(self.units), f"{self.file}:{line}")

    def text(self, data: str) -> None:
        if self.pieces is not None and not self.codes:
            self.pieces.append(data)
