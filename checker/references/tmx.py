"""References from a translation memory in TMX."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from checker.translation_memory import Unit
from checker.xml_units import XmlUnits


@dataclass(frozen=True, slots=True)
class Tmx:
    """TMX 1.4 and older: units in two languages or more, in any order.

    A segment that equals or nearly equals a unit's text in one language has its texts in the others
    as references. Codes of formatting inside the texts are left out.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".tmx"})

    def read(self, path: Path) -> list[Unit]:
        return _Tmx(path, "tmx").read()


@dataclass(slots=True)
class _Tmx(XmlUnits):
    language: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        XmlUnits.start(self, name, attributes, line)
        if name == "tu":
            self.line, self.texts = line, []
        elif name == "tuv":
            self.language = self.tag(attributes.get("lang"), line)
        elif name == "seg":
            self.open_text()

    def end(self, name: str, line: int) -> None:
        XmlUnits.end(self, name, line)
        if name == "seg" and (text := self.close_text()):
            self.texts.append((self.language, text))
        elif name == "tu" and len(self.texts) > 1:
            self.add(tuple(self.texts))
