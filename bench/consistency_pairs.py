"""Pairs of texts that should say the same, and pairs that do not; see `bench/consistency.py`.

True pairs are a machine translation and the human text that it should be: captions of one picture
in two editions (`caption_pairs`), news (`ntrex`, `wmt_flores_mt`), and for a shorter version of a
text, a sentence of news beside the passage that begins with it. Different ones are captions of two
pictures: of the same and of other sites, and of `multi30k`, where everybody is "a man in a blue
shirt". The models that are on this machine translate what they can; what published systems made of
news stands in the data, and with all the rest makes the general distributions.

Not true pairs, although the data have them: texts of which one has more than three times the
letters of the other, since an alternative text that was rewritten in one edition is no version of
what the other still says; and captions that were exchanged, each of which is most like the other's.
"""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from captions.language import primary
from checker import audit, stages
from checker.config import Config
from checker.consistency import GENERAL
from checker.likeness import compare
from checker.model import installed
from checker.translation import Translation

NTREX = {"spa": "es", "spa-MX": "es", "por": "pt", "por-BR": "pt"}
REWRITTEN = 3.0
EXCHANGED = 25.0  # so much more like the other's are both


@dataclass(frozen=True)
class Pair:
    """A hypothesis beside a text, which is its reference or another one."""

    source: str
    model: str
    group: str  # its site or document: pairs of one are never apart in folds
    hypothesis: str
    text: str
    true: bool = True
    picture: str = ""
    original: str = ""
    article: str = ""
    usable: bool = True  # not known to be no version of the other

    @property
    def caption(self) -> bool:
        return self.source in ("caption_pairs", "multi30k")


def lines(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def human_pairs(data: Path, source: str) -> Iterator[Pair]:
    """What a model can translate, each with its original and no hypothesis."""

    def pair(name: str, group: str, picture: object, original: str, text: str) -> Pair:
        return Pair(name, "", group, "", text, True, str(picture), original)

    for row in lines(data / "caption_pairs" / "dev.jsonl.gz"):
        human = not row["identical"] and not row["mt_translated"]
        if human and primary(row["lang_b"]) == source and primary(row["lang_a"]) == "en":
            found = pair("caption_pairs", row["site"], row["image"], row["text_b"], row["text_a"])
            yield replace(found, article=f"{row['art']} {row['lang_b']}")
    news = lines(data / "ntrex" / "dev.jsonl.gz")
    for code in (code for code, language in NTREX.items() if language == source):
        for row in news:
            if row.get(code) and row.get("eng"):
                yield pair("ntrex", row["doc"], row["n"], row[code], row["eng"])
    for row in lines(data / "wmt_flores_mt" / "dev.jsonl.gz"):
        if (row["src_lang"], row["tgt_lang"]) == (source, "en"):
            yield pair(row["set"], block(row), row["n"], row["src"], row["ref"])


def block(row: dict) -> str:
    """The document of a sentence, nearly: the data do not say it."""
    return f"{row['set']} {row['n'] // 10}"


def translated(data: Path) -> Iterator[Pair]:
    """True pairs, by the models into English that need no network."""
    config = Config(offline=True)
    translator, detector = audit.translator(config), audit.detector(config)
    for pair in sorted({model.pair for model in installed() if model.pair.endswith("-en")}):
        rows = list(dict.fromkeys(human_pairs(data, pair.partition("-")[0])))
        jobs = [(row.original, pair) for row in rows]
        for row, outcome in zip(
            rows, stages.translate_all(jobs, translator, detector), strict=True
        ):
            if isinstance(outcome, Translation):
                name = outcome.model.partition(":")[2].partition("@")[0]
                yield replace(row, model=name, hypothesis=outcome.hypothesis)


def published(data: Path) -> Iterator[Pair]:
    """True pairs, by systems that others ran."""
    for row in lines(data / "wmt_flores_mt" / "dev.jsonl.gz"):
        for system, hypothesis in row["mt"].items():
            name = f"{system} {row['src_lang']}-{row['tgt_lang']}"
            yield Pair(
                row["set"], name, block(row), hypothesis, row["ref"], True, str(row["n"])
            )  # fmt: skip


def shorter_versions(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Hypotheses of news beside the passage that begins with their reference."""
    for one, second, third in zip(pairs, pairs[1:], pairs[2:], strict=False):
        if one.source == "ntrex" and one.group == third.group and one.model == third.model:
            yield replace(one, text=f"{one.text} {second.text} {third.text}")


def marked(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, those of captions that are no versions of one text marked; see above."""
    by_site = defaultdict(list)
    for pair in pairs:
        if pair.source == "caption_pairs":
            by_site[pair.group, pair.model].append(pair)
    exchanged = set()
    for own in by_site.values():
        table = np.array([[compare(a.hypothesis, b.text).value for b in own] for a in own])
        best = table.argmax(1)
        for index, other in enumerate(best):
            gains = (table[index, other] - table[index, index],
                     table[other, index] - table[other, other])  # fmt: skip
            if best[other] == index and min(gains) >= EXCHANGED:
                exchanged |= {own[index], own[other]}
    return [replace(pair, usable=not rewritten(pair) and pair not in exchanged) for pair in pairs]


def rewritten(pair: Pair) -> bool:
    short, long = sorted((len(pair.original or pair.hypothesis), len(pair.text)))
    return pair.source == "caption_pairs" and long > REWRITTEN * short


def different(pairs: Sequence[Pair], chance: random.Random) -> Iterator[Pair]:
    """Each hypothesis beside the texts of two other pictures, or of another piece of news."""
    by_source, by_group = defaultdict(list), defaultdict(list)
    for pair in pairs:
        by_source[pair.source, pair.model].append(pair)
        by_group[pair.source, pair.model, pair.group].append(pair)
    for pair in pairs:
        for others in (by_group[pair.source, pair.model, pair.group],
                       by_source[pair.source, pair.model]):  # fmt: skip
            other = chance.choice(others)
            if other.picture != pair.picture and not alike(pair, other):
                yield replace(pair, text=other.text, true=False)


def alike(one: Pair, other: Pair) -> bool:
    """Whether two pictures have one text, as "screenshot" and its like are."""
    return one.text.casefold() == other.text.casefold() or (
        bool(one.original) and one.original.casefold() == other.original.casefold()
    )


def photos(data: Path, chance: random.Random) -> Iterator[Pair]:
    """English captions of two photos, as a model that makes no mistakes would give them."""
    rows = lines(data / "multi30k" / "dev.jsonl.gz")
    for row in rows:
        other = chance.choice(rows)
        if other["image"] != row["image"]:
            yield Pair("multi30k", GENERAL, row["image"], row["en"], other["en"], False)


def gather(data: Path) -> list[Pair]:
    chance = random.Random(7)
    pairs = marked([*translated(data), *published(data)])
    longer = list(shorter_versions(pairs))
    return [*pairs, *longer, *different(pairs, chance), *photos(data, chance)]
