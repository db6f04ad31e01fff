"""What a run found, in sums: languages by languages, the worst domains, samples."""

import heapq
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from captions.corpus.files import load
from captions.language import name
from checker.checked import Summary
from checker.corpus import manifest, tables
from checker.visible import visible

Pair = tuple[str, str]
_COLUMNS = ("path", "url", "domain", "language", "characters", "languages", "foreign", "clean",
            "failure")  # fmt: skip
# Rows and columns of the printed table; what is beyond them is summed up.
_SHOWN = 12
_SAMPLE_LENGTH = 100
_OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Sample:
    """A text that is in another language than its article."""

    path: str
    url: str | None
    text: str


@dataclass(slots=True)
class Statistics:
    """Exact totals of a run, and a few samples.

    `languages` counts articles by language; `found` the characters of text in each language by
    that of the article; `places` and `mixed` the foreign ranges, and the articles with some, by
    (language of the article, language found). `domains` counts articles, `foreign_domains` those
    with foreign text.
    """

    summary: Summary = field(default_factory=Summary)
    finished: int = 0
    parts: int = 0
    characters: int = 0
    clean: int = 0
    foreign: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    found: Counter[Pair] = field(default_factory=Counter)
    places: Counter[Pair] = field(default_factory=Counter)
    mixed: Counter[Pair] = field(default_factory=Counter)
    domains: Counter[str] = field(default_factory=Counter)
    foreign_domains: Counter[str] = field(default_factory=Counter)
    samples: dict[Pair, list[tuple[int, Sample]]] = field(default_factory=dict)

    def worst_domains(self, count: int) -> list[tuple[str, int, int]]:
        """(domain, its articles, those with foreign text), the most foreign first."""
        order = sorted(self.foreign_domains.items(), key=lambda item: (-item[1], item[0]))
        return [(domain, self.domains[domain], foreign) for domain, foreign in order[:count]]


def collect(output: Path, samples: int) -> Statistics:
    """The statistics of a run's folder; raises `UserError` where it is none.

    Memory follows the number of domains and pairs of languages, not that of articles. Which texts
    are samples depends on nothing but the articles.
    """
    parquet = load("pyarrow.parquet")
    about = manifest.read(output)
    made = Statistics(parts=about["parts"])
    for path in sorted((output / tables.ARTICLES).glob("*.parquet")):
        summary = tables.finished(output, path.stem)
        if summary is None:
            continue
        made.finished += 1
        made.summary += summary
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(4096, columns=list(_COLUMNS), use_threads=False):
                for row in batch.to_pylist():
                    _add(made, row, samples)
    return made


def _add(made: Statistics, row: Mapping[str, Any], samples: int) -> None:
    if row["failure"]:
        made.failures[row["failure"]["kind"]] += 1
        return
    own = row["language"]
    made.languages[own] += 1
    made.characters += row["characters"]
    made.clean += row["clean"]
    for one in row["languages"]:
        made.found[own, one["language"]] += one["characters"]
    foreign = row["foreign"]
    made.foreign += bool(foreign)
    made.mixed.update({(own, one["language"]) for one in foreign})
    made.places.update((own, one["language"]) for one in foreign)
    if row["domain"]:
        made.domains[row["domain"]] += 1
        if foreign:
            made.foreign_domains[row["domain"]] += 1
    for one in foreign:
        kept = made.samples.setdefault((own, one["language"]), [])
        sample = Sample(row["path"], row["url"], one["text"])
        order = zlib.crc32(f"{row['path']}\0{one['start']}".encode(errors="replace"))
        kept.append((order, sample))
        if len(kept) > samples:
            kept[:] = heapq.nsmallest(samples, kept, key=lambda item: (item[0], item[1].path))


def as_json(made: Statistics, domains: int) -> Iterator[str]:
    """One JSON object."""
    summary = made.summary
    yield (
        json.dumps(
            {
                "type": "corpus-stats",
                "parts": made.parts,
                "finished": made.finished,
                "articles": summary.articles,
                "failures": dict(sorted(made.failures.items())),
                "clean": made.clean,
                "foreign": made.foreign,
                "segments": summary.segments,
                "characters": made.characters,
                "findings": dict(sorted(summary.findings.items())),
                "languages": dict(made.languages.most_common()),
                "pairs": [
                    {
                        "language": own,
                        "found": other,
                        "articles": made.mixed[own, other],
                        "places": made.places[own, other],
                        "characters": made.found[own, other],
                        "samples": [
                            {"path": one.path, "url": one.url, "text": one.text}
                            for _, one in made.samples.get((own, other), [])
                        ],
                    }
                    for own, other in sorted({*made.found, *made.places})
                ],
                "domains": [
                    {"domain": domain, "articles": articles, "foreign": foreign}
                    for domain, articles, foreign in made.worst_domains(domains)
                ],
            },
            ensure_ascii=False,
        )
        + "\n"
    )


def as_text(made: Statistics, domains: int) -> Iterator[str]:
    """For people, in lines."""
    summary = made.summary
    if made.finished < made.parts:
        yield f"{made.finished} of {made.parts} parts are finished: all sums are of these.\n\n"
    yield (
        f"{summary.articles:,} articles: {made.clean:,} clean, {made.foreign:,} with text in "
        f"another language, {summary.failures:,} could not be read\n"
    )
    for kind, count in sorted(made.failures.items()):
        yield f"  {kind} {count:,}\n"
    if made.languages:
        yield "\nPlaces in another language (columns) than their article's (rows)\n"
        yield from _table(_matrix(made))
    if worst := made.worst_domains(domains):
        yield "\nDomains with the most articles that have foreign text\n"
        yield from _table(
            [
                ["domain", "articles", "foreign", "share"],
                *(
                    [visible(domain), f"{articles:,}", f"{foreign:,}", f"{foreign / articles:.1%}"]
                    for domain, articles, foreign in worst
                ),
            ]
        )
    if made.samples:
        yield "\nSamples\n"
    for (own, other), kept in sorted(
        made.samples.items(), key=lambda item: (-made.places[item[0]], item[0])
    ):
        yield f"  {name(other)} in {name(own)}\n"
        for _, sample in kept:
            yield f"    {visible(sample.url or sample.path)}: {_short(sample.text)}\n"


def _matrix(made: Statistics) -> list[list[str]]:
    """Languages of articles by languages found: counts of places, all of them."""
    found: Counter[str] = Counter()
    for (_, other), count in made.places.items():
        found[other] += count
    rows = [tag for tag, _ in made.languages.most_common()]
    columns = [tag for tag, _ in found.most_common(_SHOWN)]
    more = len(found) > _SHOWN
    lines = [["language", "articles", *columns, *([_OTHERS] if more else [])]]
    shown, rest = rows[:_SHOWN], rows[_SHOWN:]
    for label, tags in [*((tag, [tag]) for tag in shown), *([(_OTHERS, rest)] if rest else [])]:
        articles = sum(made.languages[tag] for tag in tags)
        counts = [sum(made.places[tag, column] for tag in tags) for column in columns]
        if more:
            every = sum(made.places[tag, other] for tag in tags for other in found)
            counts.append(every - sum(counts))
        lines.append(
            [label, f"{articles:,}", *(f"{count:,}" if count else "·" for count in counts)]
        )
    return lines


def _table(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *rest = line
        cells = [first.ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        yield "  " + "  ".join(cells).rstrip() + "\n"


def _short(text: str) -> str:
    line = visible(text)
    return line if len(line) <= _SAMPLE_LENGTH else line[: _SAMPLE_LENGTH - 1] + "…"
