"""Fit the verifier's calibration, and print how well it is calibrated.

    python bench/calibrate.py --data ../shared/data            # reliability, on rows not fitted on
    python bench/calibrate.py --data ../shared/data --write    # fit on all, write the coefficients

Each regime (see `checker/traits.py`) gets a logistic regression. Rows are weighted so that the
share of foreign texts is `BASE_RATE`; half of them, by a hash of the text, are held out for the
table.
Needs scikit-learn.
"""

import argparse
import gzip
import json
import math
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from captions.language import primary
from checker import likelihood
from checker.calibration import Calibration, bounded
from checker.likelihood import CANDIDATES, column, group, related
from checker.traits import NAMES, Regime, Traits, measure, view

# The share of foreign ones among the labelled real captions: what confidence rests on.
BASE_RATE = 0.05
# Foreign words that are all capitalised are titles and names more often than captions left as
# they were: the rows are not (they hold few titles), so the rate of this regime is said here.
TITLES_RATE = 0.015
EDITIONS = 3
TARGET = Path(__file__).parents[1] / "checker" / "languages" / "calibration.json"
# Units in which coefficients of traits are about equally large, for the regularisation.
SCALES = np.array([10, 10, 10, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1])


@dataclass(frozen=True, slots=True)
class Row:
    """A text, what is expected of it, whether it is foreign, and how much it counts."""

    source: str
    text: str
    expected: str
    foreign: bool
    weight: float = 1.0


def lines(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def real_captions(data: Path) -> Iterator[Row]:
    paths = ("natural_labels/dev.jsonl.gz", "news_html/dev.labels.jsonl.gz")
    labelled = [row for path in paths for row in lines(data / path)]
    languages: dict[str, set[str]] = {}
    for row in labelled:
        languages.setdefault(row["text"].casefold(), set()).add(primary(row["article_lang"]))
    for row in labelled:
        if row["label"] in ("pos_clear", "pos_short", "neg", "neg_zxx"):
            # One text in several editions is right in one of them at most; that all of them use it
            # says that it is a term, and little of how to judge others.
            repeated = len(languages[row["text"].casefold()]) >= EDITIONS
            weight = 14.0 if row["label"] == "neg" and repeated else 25.0
            foreign = row["label"].startswith("pos")
            yield Row(row["label"], row["text"], row["article_lang"], foreign, weight)


def pairs(data: Path) -> Iterator[Row]:
    for row in lines(data / "caption_pairs" / "dev.jsonl.gz"):
        if row["identical"]:
            continue
        for text, own, other in (("text_a", "lang_a", "lang_b"), ("text_b", "lang_b", "lang_a")):
            # Some editions hold English under their own tag: these rows are only mostly right.
            yield Row("pair own", row[text], row[own], False, 0.3)
            yield Row("pair other", row[text], row[other], True, 0.5)


def constructed(data: Path, chance: random.Random) -> Iterator[Row]:
    foreign = ["es", "de", "fr", "it", "pt", "nl", "pl"]
    folder = data / "verification"
    for row in json.loads((folder / "neutral.json").read_text("utf-8")):
        for expected in ("en", "es", "fr", "de", "pl", "ru", "el", "ar", "ja", "hi"):
            yield Row("neutral", row["text"], expected, False, 2.0)
    for name in ("nameheavy", "foreign", "single"):
        for row in json.loads((folder / f"{name}.json").read_text("utf-8")):
            # What must never be flagged counts more.
            weight = {"foreign": 5.0, "nameheavy": 2.0, "single": 1.0}[name]
            yield Row(f"{name} own", row["text"], row["lang"], False, weight)
            if name != "foreign":
                other = "en" if row["lang"] != "en" else chance.choice(foreign)
                yield Row(f"{name} other", row["text"], other, True)
            near = [tag for tag in CANDIDATES if related(tag, row["lang"])]
            near = [tag for tag in near if tag not in group(row["lang"])]
            if near and name != "foreign":
                yield Row(f"{name} relative", row["text"], chance.choice(near), True, 0.5)
    words = [
        row for row in lines(data / "lingua_lid" / "dev.jsonl.gz") if row["lang"] in CANDIDATES
    ]
    weights = {"single-words": 0.05, "word-pairs": 0.1, "sentences": 1.0}
    for row in chance.sample(words, 6000):
        weight = weights[row["kind"]]
        yield Row(f"{row['kind']} own", row["text"], row["lang"], False, weight)
        other = "en" if row["lang"] != "en" else chance.choice(foreign)
        yield Row(f"{row['kind']} other", row["text"], other, True, weight)
    for row in chance.sample(lines(data / "multi30k" / "dev.jsonl.gz"), 600):
        texts = {name: row[name] for name in ("en", "de", "fr", "cs") if row.get(name)}
        for name, text in texts.items():
            yield Row("photo own", text, name, False)
        one, other = chance.sample(sorted(texts), 2)
        yield Row("photo other", texts[one], other, True)


def recased(rows: list[Row]) -> Iterator[Row]:
    """Some of the rows as headlines: in title case, and in capitals."""
    for row in rows:
        if row.text.lower() == row.text.upper() or "word" in row.source:
            continue
        drawn = zlib.crc32(row.text.encode()) // 2 % 4
        if drawn < 2:
            text = row.text.upper() if drawn else row.text.title()
            name = f"{row.source} {'capitals' if drawn else 'title case'}"
            yield Row(name, text, row.expected, row.foreign, min(row.weight, 1.0))


def gather(data: Path) -> tuple[list[Row], Traits]:
    """The rows that the models know the expected language of, and their traits."""
    rows = [*real_captions(data), *pairs(data), *constructed(data, random.Random(7))]
    rows = [row for row in rows if column(row.expected) in likelihood.load().index]
    rows += [*recased(rows)]
    expected = [column(row.expected) for row in rows]
    views = [view(row.text, tag) for row, tag in zip(rows, expected, strict=True)]
    return rows, measure(views, expected)


def weigh(rows: list[Row]) -> np.ndarray:
    """Weights that bring the share of foreign rows to the base rate."""
    foreign = np.array([row.foreign for row in rows])
    weights = np.array([row.weight for row in rows])
    wanted = np.where(foreign, BASE_RATE, 1 - BASE_RATE)
    sums = np.where(foreign, weights[foreign].sum(), weights[~foreign].sum())
    return weights * wanted / sums * len(rows)


def log_odds(rate: float) -> float:
    return math.log(rate / (1 - rate))


def fit(rows: list[Row], traits: Traits, chosen: np.ndarray) -> dict[str, dict[str, object]]:
    """Intercept and coefficients of each regime, from the chosen rows."""
    from sklearn.linear_model import LogisticRegression

    foreign, weights = np.array([row.foreign for row in rows]), weigh(rows)
    scaled = bounded(traits.values) / SCALES
    fitted: dict[str, dict[str, object]] = {}
    for regime in Regime:
        here = chosen & (traits.regimes == regime)
        if regime is Regime.NOTHING or len(set(foreign[here].tolist())) < 2:
            continue
        model = LogisticRegression(C=3, max_iter=5000)
        model.fit(scaled[here], foreign[here], sample_weight=weights[here])
        rate = TITLES_RATE if regime is Regime.NAMES else BASE_RATE
        shift = log_odds(rate) - log_odds(BASE_RATE)
        fitted[regime.name] = {
            "rows": int(here.sum()),
            "intercept": round(float(model.intercept_[0] + shift), 3),
            "coefficients": {
                name: round(float(value), 4)
                for name, value in zip(NAMES, model.coef_[0] / SCALES, strict=True)
            },
        }
    return fitted


def calibration(fitted: dict[str, dict[str, object]]) -> Calibration:
    coefficients, intercepts = np.zeros((len(Regime), len(NAMES))), np.full(len(Regime), -9.0)
    for name, numbers in fitted.items():
        intercepts[Regime[name]] = numbers["intercept"]
        coefficients[Regime[name]] = list(numbers["coefficients"].values())  # type: ignore[attr-defined]
    return Calibration(coefficients, intercepts)


def reliability(rows: list[Row], found: np.ndarray, chosen: np.ndarray) -> None:
    """Print the reliability table and the expected calibration error, by the base rate."""
    foreign, weights = np.array([row.foreign for row in rows])[chosen], weigh(rows)[chosen]
    found = found[chosen]
    error = 0.0
    print("probability      rows   said    seen")
    for low in np.arange(0, 1, 0.1):
        inside = (found >= low) & (found < low + 0.1 + (low > 0.85))
        if not inside.any():
            continue
        said = float(np.average(found[inside], weights=weights[inside]))
        seen = float(np.average(foreign[inside], weights=weights[inside]))
        error += abs(said - seen) * weights[inside].sum() / weights.sum()
        print(f"{low:.1f} to {low + 0.1:.1f} {int(inside.sum()):9} {said:7.3f} {seen:7.3f}")
    print(f"expected calibration error {error:.4f}")


def by_source(rows: list[Row], found: np.ndarray, chosen: np.ndarray) -> None:
    """Print how many rows of each source are called foreign, at a probability of a half."""
    for source in dict.fromkeys(row.source for row in rows):
        here = chosen & np.array([row.source == source for row in rows])
        print(f"{source:20} {int(here.sum()):6} rows, {(found[here] >= 0.5).mean():7.2%} foreign")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true", help="fit on all rows and write")
    arguments = parser.parse_args()
    rows, traits = gather(arguments.data)
    held = np.array([zlib.crc32(row.text.encode()) % 2 == 0 for row in rows])
    found = calibration(fit(rows, traits, ~held)).foreign(traits)
    reliability(rows, found, held)
    by_source(rows, found, held)
    if arguments.write:
        everything = np.ones(len(rows), dtype=bool)
        TARGET.write_text(
            json.dumps(
                {
                    "from": "bench/calibrate.py",
                    "base_rate": BASE_RATE,
                    "rows": len(rows),
                    "regimes": fit(rows, traits, everything),
                },
                indent=1,
            )
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
