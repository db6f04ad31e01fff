"""Fit what `inconsistent-translation` goes by, and print how well it tells apart.

    python bench/consistency.py --data ../shared/data            # measured on rows not fitted on
    python bench/consistency.py --data ../shared/data --write    # fit on all, write the table

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

import argparse
import gzip
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import numpy as np

from captions import plugins
from captions.article import Article
from captions.language import primary
from captions.segment import Kind, Segment
from captions.source import Source
from checker import audit, stages
from checker.config import Config
from checker.consistency import (
    GENERAL,
    LENGTHS,
    SHARES,
    Comparison,
    length_class,
    parse,
    standing,
)
from checker.evidence import Evidence
from checker.likeness import SIGNATURE, compare
from checker.model import installed
from checker.reference import Reference
from checker.rule import Rule
from checker.translation import Translation

TARGET = Path(__file__).parents[1] / "checker" / "languages" / "consistency.json"
NTREX = {"spa": "es", "spa-MX": "es", "por": "pt", "por-BR": "pt"}
REWRITTEN = 3.0
EXCHANGED = 25.0  # so much more like the other's are both
FOLDS = 5
# Captions are what is judged, so they count three times what news do in all, unless they are few:
# among the general ones they are of two models, and say nothing of the others.
CAPTIONS_COUNT = 3.0
LEAST_CAPTIONS = 30
MAX_TRUE_SHARE = 0.01  # the rule's own


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

    def pair(
        name: str, group: str, picture: object, original: str, text: str, article: str = ""
    ) -> Pair:
        return Pair(name, "", group, "", text, True, str(picture), original, article)

    for row in lines(data / "caption_pairs" / "dev.jsonl.gz"):
        human = not row["identical"] and not row["mt_translated"]
        if human and primary(row["lang_b"]) == source and primary(row["lang_a"]) == "en":
            yield pair(
                "caption_pairs", row["site"], row["image"], row["text_b"], row["text_a"],
                f"{row['art']} {row['lang_b']}",
            )  # fmt: skip
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


@dataclass(frozen=True)
class Measured:
    """A pair, how alike its texts are, its class of length, and its fold."""

    pair: Pair
    value: float
    length: int
    fold: int


def measure(pairs: Sequence[Pair]) -> list[Measured]:
    found = []
    for pair in pairs:
        result = compare(pair.hypothesis, pair.text)
        if result.words:
            fold = zlib.crc32(pair.group.encode()) % FOLDS
            found.append(Measured(pair, result.value, length_class(result.words), fold))
    return found


def distribution(rows: Sequence[Measured], *, general: bool) -> dict[str, object]:
    captions = [row.pair.caption for row in rows]
    few = general or sum(captions) < LEAST_CAPTIONS
    weight = 1.0 if few else CAPTIONS_COUNT * captions.count(False) / sum(captions)
    at = np.quantile(
        [row.value for row in rows],
        SHARES,
        weights=[max(weight, 1.0) if own else 1.0 for own in captions],
        method="inverted_cdf",
    )
    return {"pairs": len(rows), "values": [round(float(value), 2) for value in at]}


def fit(rows: Sequence[Measured]) -> dict[str, object]:
    """The table as it is stored: of each model that captions were measured with, and in general."""
    models = sorted({row.pair.model for row in rows if row.pair.source == "caption_pairs"})
    stored = []
    for model in (*models, GENERAL):
        own = [row for row in rows if model == GENERAL or row.pair.model in (model, GENERAL)]
        for length in LENGTHS:
            here = [row for row in own if row.length == length]
            sides = {
                "true": [row for row in here if row.pair.true and row.pair.usable],
                "different": [row for row in here if not row.pair.true],
            }
            if all(sides.values()):
                side = {
                    name: distribution(some, general=model == GENERAL)
                    for name, some in sides.items()
                }
                stored.append({"model": model, "words": length, **side})
    return {"from": "bench/consistency.py", "likeness": SIGNATURE, "distributions": stored}


def gather(data: Path) -> list[Pair]:
    chance = random.Random(7)
    pairs = marked([*translated(data), *published(data)])
    longer = list(shorter_versions(pairs))
    return [*pairs, *longer, *different(pairs, chance), *photos(data, chance)]


def flagged(row: Measured, table: object) -> bool:
    """As the rule does; the model's own distributions, or the general ones."""
    found = standing(compare(row.pair.hypothesis, row.pair.text), f":{row.pair.model}", table)
    return found is not None and found.true <= MAX_TRUE_SHARE


def held_out(rows: Sequence[Measured]) -> None:
    """Print what is flagged of rows that the distributions were not fitted on."""
    caught: dict[tuple[str, int, str], list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        table = parse(fit([row for row in rows if row.fold != fold]))
        for row in rows:
            if row.fold != fold:
                continue
            pair = row.pair
            kind = "true" if pair.true else "different"
            kind = kind if pair.usable else "left out"
            what = pair.source if pair.source in ("caption_pairs", "multi30k") else "news"
            measured = pair.original or pair.source == "multi30k"
            name = f"{what}, {pair.model if measured else 'published systems'}"
            caught[name, row.length, kind].append(flagged(row, table))
    names = list(dict.fromkeys(name for name, _, _ in caught))
    print("flagged, of pairs not fitted on, by the words of the shorter text")
    for name in names:
        for kind in ("true", "left out", "different"):
            cells = []
            for length in LENGTHS:
                many = caught.get((name, length, kind), [])
                cells.append(f"{sum(many)}/{len(many)}".rjust(10))
            every = [
                one for key, many in caught.items() if key[::2] == (name, kind) for one in many
            ]
            if every:
                print(f"{name:44}{kind:10}{''.join(cells)}{np.mean(every):8.1%} of {len(every)}")
    print(" " * 54 + "".join(f"{length}+".rjust(10) for length in LENGTHS))


def changed_places(pairs: Sequence[Pair]) -> None:
    """Print how often a caption is said to be another picture's of its article, and is.

    The rule itself judges articles of captions as they are, and with each put in the place of
    another one.
    """
    rule = plugins.create("rules", "inconsistent-translation", {"max_true_share": 0.0})
    by_article = defaultdict(dict)
    for pair in pairs:
        if pair.source == "caption_pairs" and pair.true:
            by_article[pair.group, pair.article, pair.model][pair.picture] = pair
    flagged_true, found, count, wrong = 0, 0, 0, 0
    chance = random.Random(7)
    for pictures in by_article.values():
        own = list(pictures.values())
        texts = {pair.text.casefold() for pair in own}
        if len(texts) < 2:
            continue
        said = {item.segment.image for item in judged(rule, own)}
        flagged_true += sum(pair.picture in said for pair in own if pair.usable)
        count += sum(pair.usable for pair in own)
        for place, pair in enumerate(own):
            others = [one for one in own if not alike(one, pair)]
            if others:
                moved = replace(pair, hypothesis=chance.choice(others).hypothesis)
                said = {
                    item.segment.image
                    for item in judged(rule, own[:place] + [moved] + own[place + 1 :])
                }
                found += pair.picture in said
                wrong += 1
    print(f"said to be another picture's of the article: {found} of {wrong} that are, "
          f"{flagged_true} of {count} that are not")  # fmt: skip


def judged(rule: Rule, own: Sequence[Pair]) -> Iterator[Evidence]:
    """The segments of an article with these captions that a rule reports."""
    evidence = []
    for number, pair in enumerate(own):
        segment = Segment(
            f"alt-{number}", Kind.ALT, Source.of(pair.hypothesis).runs, None, pair.picture
        )
        result = compare(pair.hypothesis, pair.text)
        comparison = Comparison(
            Reference(pair.text, "en", f"{pair.picture}:1", edition=True),
            Translation(pair.hypothesis, "", f":{pair.model}"),
            result,
            standing(result, f":{pair.model}"),
        )
        evidence.append(Evidence(segment, "es", "es", compared=comparison))
    article = Article(PurePath("a.html"), "", (), "es")
    return (finding.evidence for finding in rule.check(article, evidence))


def area(true: Sequence[float], wrong: Sequence[float]) -> float:
    """The area under the curve: how often a true pair has more than a wrong one."""
    one, other = np.array(true)[:, None], np.array(wrong)[None]
    return float((one > other).mean() + (one == other).mean() / 2)


def separation(pairs: Sequence[Pair]) -> None:
    """Print how well metrics tell captions apart, on pairs of more than thirty letters."""
    metrics = [plugins.create("metrics", name) for name in ("chrf", "likeness")]
    for model in sorted({pair.model for pair in pairs if pair.source == "caption_pairs"}):
        own = [pair for pair in pairs if pair.source == "caption_pairs" and pair.model == model]
        own = [pair for pair in own if pair.true and min(len(pair.original), len(pair.text)) > 30]
        for what, chosen in (("all", own), ("usable", [pair for pair in own if pair.usable])):
            mixed = random.Random(7).sample(chosen, len(chosen))
            figures = []
            for metric in metrics:
                true = [metric.measure(one.hypothesis, [one.text]).value for one in mixed]
                wrong = [
                    metric.measure(one.hypothesis, [other.text]).value
                    for one, other in zip(mixed, [*mixed[1:], mixed[0]], strict=True)
                ]
                figures.append(f"{metric.name} {area(true, wrong):.4f}")
            print(f"AUC {model}, {len(chosen)} pairs ({what}): {', '.join(figures)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="flagged true pairs to print")
    options = parser.parse_args()
    if not (options.data / "caption_pairs").is_dir():
        print(f"no data in {options.data}: nothing measured")
        return
    pairs = gather(options.data)
    separation(pairs)
    changed_places(pairs)
    rows = measure(pairs)
    held_out(rows)
    stored = fit(rows)
    table = parse(stored)
    wrong = [row for row in rows if row.pair.true and flagged(row, table)]
    for row in random.Random(1).sample(wrong, min(options.show, len(wrong))):
        print(f"\n{row.value:5} {row.pair.source} {row.pair.model}: {row.pair.hypothesis}\n"
              f"      {row.pair.text}")  # fmt: skip
    if options.write:
        text = json.dumps(stored, ensure_ascii=False)
        TARGET.write_text(text.replace('{"model"', '\n{"model"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
