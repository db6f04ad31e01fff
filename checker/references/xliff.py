"""References from a translation memory in XLIFF."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from checker import xml_events
from checker.reference import ReferencesError, checked_tag, checked_units
from checker.translation_memory import Unit

# Native code, kept inside of the text.
_CODES = frozenset({"bpt", "ept", "ph", "it"})
_UNITS = frozenset({"trans-unit", "segment"})  # of XLIFF 1.x and 2.x
# What is beside the text of a unit: proposals, notes, the source cut into sentences.
_BESIDE = frozenset({"alt-trans", "note", "seg-source", "matches", "glossary"})
_UNFINISHED = frozenset({"new", "needs-translation", "initial"})


@dataclass(frozen=True, slots=True)
class Xliff:
    """XLIFF 1.x and 2.x: a source and a target each.

    A segment that equals or nearly equals one of the two has the other as a reference. Targets
    whose state says that they are not translated yet are left out, as are codes of formatting.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset(
        {".xliff", ".xlf", ".sdlxliff", ".mqxliff", ".mxliff"}
    )

    def read(self, path: Path) -> list[Unit]:
        events = _Events(str(path))
        xml_events.read(path, events)
        if not events.rooted:
            raise ReferencesError(f"{path}:1: not XLIFF: there is no <xliff>")
        return events.units


@dataclass(slots=True)
class _Events:
    file: str
    units: list[Unit] = field(default_factory=list)
    rooted: bool = False
    languages: dict[str, str | None] = field(default_factory=dict)
    line: int = 0
    texts: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    finished: bool = True
    part: str = ""  # "source" or "target" while one is being read
    pieces: list[str] = field(default_factory=list)
    beside: int = 0
    codes: int = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        if name == "xliff":
            self.rooted = True
            self.languages = {
                "source": attributes.get("srcLang"), "target": attributes.get("trgLang")
            }  # fmt: skip
        elif name == "file" and "source-language" in attributes:
            self.languages = {
                "source": attributes["source-language"],
                "target": attributes.get("target-language"),
            }
        elif name in _BESIDE:
            self.beside += 1
        elif name in _UNITS:
            self.line, self.texts = line, {}
            self.finished = (
                attributes.get("translate") != "no" and attributes.get("state") not in _UNFINISHED
            )
        elif name in _CODES:
            self.codes += 1
        elif name in ("source", "target") and not self.beside:
            self.part, self.pieces = name, []
            self.finished &= attributes.get("state") not in _UNFINISHED
            tag = attributes.get("lang") or self.languages.get(name)
            self.texts[name] = (tag, "")

    def end(self, name: str, line: int) -> None:
        if name in _BESIDE:
            self.beside -= 1
        elif name in _CODES:
            self.codes -= 1
        elif name == self.part:
            text = " ".join("".join(self.pieces).split())
            self.texts[name] = (self.texts[name][0], text)
            self.part = ""
        elif name in _UNITS:
            self._unit(line)

    def text(self, data: str) -> None:
        if self.part and not self.codes and not self.beside:
            self.pieces.append(data)

    def _unit(self, line: int) -> None:
        both = [self.texts.get(part, (None, "")) for part in ("source", "target")]
        if self.finished and all(text for _, text in both):
            origin = f"{self.file}:{self.line}"
            texts = tuple((checked_tag(tag, origin), text) for tag, text in both)
            self.units.append(Unit(texts, self.file, self.line))
            checked_units(len(self.units), f"{self.file}:{line}")
