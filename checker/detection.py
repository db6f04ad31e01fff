"""What language a text is in, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from captions.language import NO_LANGUAGE, UNDETERMINED, same_language
from captions.span import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of a text that is in another language than the rest.

    `quoted`: it stands within quotation marks or brackets, as what was said or as a gloss.
    """

    span: Span
    language: str
    confidence: float
    words: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Detection:
    """A language tag and the probability, in [0, 1], that it is right.

    `und`: it cannot be told; `zxx`: there is no language in the text (names, numbers, code).
    `rival` is the likeliest other language of a text that is in the expected one; `passages` are
    ranges of the text in other languages, in order.
    """

    language: str
    confidence: float
    rival: str | None = None
    passages: tuple[Passage, ...] = ()

    @property
    def told(self) -> bool:
        """Whether a language was told."""
        return self.language not in (UNDETERMINED, NO_LANGUAGE)

    def differs(self, expected: str) -> bool:
        """Whether a language was told and it is not the expected one."""
        return (
            self.told
            and expected not in (UNDETERMINED, NO_LANGUAGE)
            and not same_language(self.language, expected)
        )


UNDETECTED = Detection(UNDETERMINED, 0.0)


class Detector(Protocol):
    """Verifies texts against the languages that they are expected to be in."""

    def detect(self, texts: Sequence[str], expected: Sequence[str]) -> list[Detection]:
        """One detection for each text, in order.

        `expected` holds a language tag for each text, `und` where nothing is promised. The
        confidence says how sure it is that the text is in the language found rather than the
        expected one.
        """
        ...

    def passages(self, texts: Sequence[str], expected: Sequence[str]) -> list[tuple[Passage, ...]]:
        """The passages in other languages of texts that are in the expected one as a whole."""
        ...

    def knows(self, language: str) -> bool:
        """Whether the detector can verify a language; of others it says `und`."""
        ...
