"""Count what the verifier expects of segments before it reads them; see `checker/prior.py`.

    python bench/prior.py --data ../shared/data            # the counts
    python bench/prior.py --data ../shared/data --write    # and write checker/languages/prior.json

Rates by kind come from whole articles of multilingual sites: the share of segments that are surely
foreign. What a companion tells comes from labelled captions of the same articles: the ratio of the
odds of being foreign with and without a surely foreign text in the same article, of which the root
is taken, because the articles are of few sites.
"""

import argparse
import collections
import gzip
import json
import math
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePath

from captions import plugins
from captions.article import Article
from captions.read import ReadSettings, read_bytes
from captions.segment import Kind
from checker.detectors.verifier import Verifier

TARGET = Path(__file__).parents[1] / "checker" / "languages" / "prior.json"
BASE_RATE = 0.05  # of bench/calibrate.py
SURE = 0.99
LEAST_RATE = 0.005  # none of a kind may be foreign by chance
# What nobody counts in these data: a language that the site does not publish in is that much rarer.
STRANGER = -2.0
# Kinds that are shown with pictures keep the rate that the calibration rests on.
COUNTED = (Kind.HEADLINE, Kind.BODY, Kind.QUOTE, Kind.TITLE, Kind.DESCRIPTION)


def articles(data: Path) -> Iterator[tuple[str, Article]]:
    readers = {name: plugins.create("readers", name) for name in plugins.names("readers")}
    folder = data / "natural_articles"
    manifest = json.loads((folder / "dev.manifest.json").read_text("utf-8"))
    with tarfile.open(folder / "dev.tar.xz") as tar:
        for item in manifest:
            file = tar.extractfile(item["path"])
            assert file is not None
            settings = ReadSettings(readers, language=item["lang"])
            article = read_bytes(PurePath(item["path"]), file.read(), settings)
            if isinstance(article, Article):
                yield item["file"], article


def labels(data: Path) -> dict[tuple[str, str], bool]:
    found = {}
    with gzip.open(data / "natural_labels" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["label"] in ("pos_clear", "pos_short", "neg"):
                text = " ".join(row["text"].split())
                found[row["file"], text] = row["label"].startswith("pos")
    return found


def count(data: Path) -> tuple[dict[str, float], float]:
    """The rate of each kind, and the shift that a companion makes."""
    verifier, labelled = Verifier(), labels(data)
    seen: collections.Counter[Kind] = collections.Counter()
    foreign: collections.Counter[Kind] = collections.Counter()
    table: collections.Counter[tuple[bool, bool]] = collections.Counter()
    for file, article in articles(data):
        texts = {segment.text: segment for segment in article.segments}
        detections = verifier.detect([*texts], [article.language] * len(texts))
        sure = [
            text
            for (text, segment), one in zip(texts.items(), detections, strict=True)
            if one.differs(article.language) and one.confidence >= SURE and segment.words > 3
        ]
        for (text, segment), one in zip(texts.items(), detections, strict=True):
            if segment.words > 3 and one.told:
                seen[segment.kind] += 1
                foreign[segment.kind] += text in sure
            label = labelled.get((file, text))
            if label is not None:
                table[label, any(other != text for other in sure)] += 1
    rates = {}
    for kind in COUNTED:
        rate = max(foreign[kind] / max(seen[kind], 1), LEAST_RATE)
        rates[kind.value] = round(rate, 4)
        print(f"{kind:12} {seen[kind]:6} segments, {foreign[kind]:4} surely foreign, {rate:.4f}")
    print("labelled captions (foreign, with companion):", dict(table))
    with_it = (table[True, True] + 0.5) / (table[False, True] + 0.5)
    without = (table[True, False] + 0.5) / (table[False, False] + 0.5)
    companion = math.log(with_it / without) / 2
    print(f"odds ratio {with_it / without:.0f}, companion {companion:.2f}")
    return rates, round(companion, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    rates, companion = count(arguments.data)
    if arguments.write:
        found = {
            "from": "bench/prior.py",
            "base_rate": BASE_RATE,
            "rates": rates,
            "companion": companion,
            "stranger": STRANGER,
        }
        TARGET.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
