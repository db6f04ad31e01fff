"""What translation memories in XML have in common: units, and texts with codes inside of them."""

from dataclasses import dataclass, field
from pathlib import Path

from checker import xml_events
from checker.reference import ReferencesError, checked_tag, checked_units
from checker.translation_memory import Unit

# What an editor's formatting or native code was, kept inside of a text.
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut"})


@dataclass(slots=True)
class XmlUnits:
    """Events of which a format makes units; `root` is its outermost element.

    A text is what stands between `open_text` and `close_text`, without its codes.
    """

    file: Path
    root: str
    units: list[Unit] = field(default_factory=list)
    line: int = 0  # of the unit that is being read
    _rooted: bool = False
    _codes: int = 0
    _pieces: list[str] | None = None

    def read(self) -> list[Unit]:
        """The units of the file; raises `ReferencesError` with the line of what is wrong."""
        xml_events.read(self.file, self)
        if not self._rooted:
            missing = f"not {self.root.upper()}: there is no <{self.root}>"
            raise ReferencesError(f"{self.file}:1: {missing}")
        return self.units

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """An element begins."""
        if name == self.root:
            self._rooted = True
        elif name in _CODES:
            self._codes += 1

    def end(self, name: str, line: int) -> None:
        """An element ends."""
        if name in _CODES:
            self._codes -= 1

    def text(self, data: str) -> None:
        """Text, in pieces."""
        if self._pieces is not None and not self._codes:
            self._pieces.append(data)

    def open_text(self) -> None:
        """What follows is a text."""
        self._pieces = []

    def close_text(self) -> str:
        """The text that ends here."""
        text = " ".join("".join(self._pieces or ()).split())
        self._pieces = None
        return text

    def tag(self, written: str | None, line: int) -> str:
        """A language tag on a line, normalised."""
        return checked_tag(written, f"{self.file}:{line}")

    def add(self, texts: tuple[tuple[str, str], ...]) -> None:
        """A unit ends that has these texts, each with its language."""
        self.units.append(Unit(texts, str(self.file), self.line))
        checked_units(len(self.units), f"{self.file}:{self.line}")
