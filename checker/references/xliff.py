"""References from a translation memory in XLIFF."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from checker.translation_memory import Unit
from checker.xml_units import XmlUnits

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
        return _Xliff(path, "xliff").read()


@dataclass(slots=True)
class _Xliff(XmlUnits):
    languages: dict[str, str | None] = field(default_factory=dict)
    texts: dict[str, tuple[str | None, str]] = field(default_factory=dict)
    finished: bool = True
    part: str = ""  # "source" or "target" while one is being read
    beside: int = 0

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        XmlUnits.start(self, name, attributes, line)
        if name == "xliff":
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
        elif name in ("source", "target") and not self.beside:
            self.part = name
            self.open_text()
            self.finished &= attributes.get("state") not in _UNFINISHED
            tag = attributes.get("lang") or self.languages.get(name)
            self.texts[name] = (tag, "")

    def end(self, name: str, line: int) -> None:
        XmlUnits.end(self, name, line)
        if name in _BESIDE:
            self.beside -= 1
        elif name == self.part:
            self.texts[name] = (self.texts[name][0], self.close_text())
            self.part = ""
        elif name in _UNITS:
            self._unit()

    def _unit(self) -> None:
        both = [self.texts.get(part, (None, "")) for part in ("source", "target")]
        if self.finished and all(text for _, text in both):
            self.add(tuple((self.tag(tag, self.line), text) for tag, text in both))
