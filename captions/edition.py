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
    """A picture of an article: its address, where that first stands, and what is said about it.

    `ids` are the numbers that a content system knows it by, each with its kind (`wp-image:123`).
    `content` is the digest of its local file, and `looks` what the picture in it looks like, as 512
    bits; they are filled in where nothing else tells which picture of another edition is the same.
    """

    address: str
    span: Span
    texts: tuple[Shown, ...] = ()
    ids: tuple[str, ...] = ()
    content: str | None = None
    looks: int | None = None

    def of_kind(self, kind: Kind) -> tuple[Shown, ...]:
        """What is said about it in captions, or in alternative texts."""
        return tuple(one for one in self.texts if one.kind is kind)


@dataclass(frozen=True, slots=True)
class Edition:
    """An article in another language; of many, no more than this has to be held at once.

    `hosts` are those of its own addresses, as far as it tells them.
    """

    path: PurePath
    language: str
    pictures: tuple[Picture, ...]
    hosts: frozenset[str] = frozenset()
