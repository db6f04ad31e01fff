"""Editions: the same article in another language, as far as its pictures and their texts go."""

from dataclasses import dataclass
from pathlib import PurePath

from captions.segment import Kind
from captions.span import Span


@dataclass(frozen=True, slots=True)
class Shown:
    """What is said about a picture, and on which line.

    `verified`: it was found to be in the language of its edition, rather than in none at all.
    """

    kind: Kind
    text: str
    line: int
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article: its address, where that first stands, and what is said about it."""

    address: str
    span: Span
    texts: tuple[Shown, ...] = ()

    def of_kind(self, kind: Kind) -> tuple[Shown, ...]:
        """What is said about it in captions, or in alternative texts."""
        return tuple(one for one in self.texts if one.kind is kind)


@dataclass(frozen=True, slots=True)
class Edition:
    """An article in another language; of many, no more than this has to be held at once."""

    path: PurePath
    language: str
    pictures: tuple[Picture, ...]
