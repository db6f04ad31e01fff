"""What a translator made of a text, or why it made nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from captions.language import primary


@dataclass(frozen=True, slots=True)
class Translation:
    """A hypothesis; `model` names engine, model, revision and numeric type."""

    hypothesis: str
    pair: str
    model: str


@dataclass(frozen=True, slots=True)
class Untranslated:
    """No usable translation, and why; `remedy` is what the user can do about it.

    `passing`: the next run may have one, without anything having changed on this machine.
    """

    pair: str
    reason: str
    remedy: str = ""
    passing: bool = False

    @property
    def told(self) -> str:
        """All of it in one line."""
        return "; ".join(filter(None, [f"{self.pair}: {self.reason}", self.remedy]))


Outcome = Translation | Untranslated


class Translator(Protocol):
    """Translates batches of texts of one language pair."""

    def verify(self) -> None:
        """Raise `UserError` for settings that cannot work, before anything is checked."""
        ...

    def translate(self, texts: Sequence[str], pair: str) -> list[Outcome]:
        """One outcome for each text, in order."""
        ...


def language_pair(source: str, target: str) -> str:
    """The pair of two tags as models are named: `es-en`."""
    return f"{primary(source)}-{primary(target)}"
