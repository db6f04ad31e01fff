"""Fit what `inconsistent-translation` goes by, and print how well it tells apart.

    python bench/consistency.py --data ../shared/data            # measured on rows not fitted on
    python bench/consistency.py --data ../shared/data --write    # fit on all, write the table

The pairs are those of `bench/consistency_pairs.py`. With `captioncheck[pt]` installed, Portuguese
is measured as well; the table that is written holds the models that are there.
"""

import argparse
import json
import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import numpy as np
from consistency_pairs import Pair, alike, gather

from captions import plugins
from captions.article import Article
from captions.segment import Kind, Segment
from captions.source import Source
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
FOLDS = 5
# Captions are what is judged, so they count three times what news do in all, unless they are few:
# among the general ones they are of two models, and say nothing of the others, and forty of the
# same few sites hide how often a short and free translation shares no word with the other.
CAPTIONS_COUNT = 3.0
LEAST_CAPTIONS = 100
RULE = "inconsistent-translation"


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
    true = Counter(row.pair.source for row in rows if row.pair.true and row.pair.usable)
    return {
        "from": "bench/consistency.py",
        "likeness": SIGNATURE,
        "models": {model.name: model.revision for model in installed() if model.name in models},
        "true_pairs": dict(sorted(true.items())),
        "distributions": stored,
    }


def flagged(row: Measured, table: object) -> bool:
    """Whether the rule would; by the model's own distributions, or the general ones."""
    found = standing(compare(row.pair.hypothesis, row.pair.text), f":{row.pair.model}", table)
    return found is not None and 100 * found.true <= plugins.create("rules", RULE).max_true_share


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
    rule = plugins.create("rules", RULE, {"max_true_share": 0.0})
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
                    for item in judged(rule, [*own[:place], moved, *own[place + 1 :]])
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
