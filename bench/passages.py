"""Foreign passages: how well `Verifier.passages` finds them, and where identifiers find them.

    python bench/passages.py [--data ../shared/data] [--show N]

On paragraphs with a sentence, a quoted clause or some unquoted words of another language, and on
pure ones. Precision, recall and F1 are of characters, white space left out, and
by kind F1. `language right` is the
share of the passages overlapped by more than half, of both together, whose language was told.
Identifiers that part texts themselves are compared where they are installed:

    pip install pycld2 lingua-language-detector
"""

import argparse
import importlib.util
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.detectors.verifier import Verifier
from checker.likelihood import CANDIDATES, column, group
from checker.rules.foreign_passage import ForeignPassage

KINDS = {
    "sentence": ("sentence",),
    "clause": ("clause",),
    "both": ("sentence", "clause"),
    "unquoted, long": ("long",),
    "short": ("short",),
    "both unquoted": ("long", "short"),
}
CONFIDENCES = (0.5, 0.8, 0.95)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage: from where to where, in which language; how sure, and how many words."""

    start: int
    end: int
    language: str
    confidence: float = 1.0
    words: int = 1_000


Find = Callable[[Sequence[str], Sequence[str]], list[list[Found]]]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of one language, with spans of another one."""

    kind: str
    text: str
    expected: str
    other: str
    spans: tuple[tuple[int, int], ...]


def paragraphs(data: Path) -> Iterator[Paragraph]:
    for name in ("mixed", "mixed_unquoted"):
        for row in json.loads((data / "verification" / f"{name}.json").read_text("utf-8")):
            spans = tuple((start, end) for start, end in row["spans"])
            yield Paragraph(row["kind"], row["text"], row["L"], row["M"], spans)


def verifier(texts: Sequence[str], expected: Sequence[str]) -> list[list[Found]]:
    return [
        [Found(*one.span.bounds, one.language, one.confidence, one.words) for one in many]
        for many in Verifier().passages(texts, expected)
    ]


def pycld2() -> Find:
    import pycld2

    def find(text: str) -> list[Found]:
        data = text.encode()
        try:
            vectors = pycld2.detect(data, bestEffort=True, returnVectors=True)[3]
        except pycld2.error:  # characters that are no text
            return []
        return [
            Found(
                len(data[:start].decode(errors="ignore")),
                len(data[: start + length].decode(errors="ignore")),
                code,
            )
            for start, length, _, code in vectors
            if code != "un"
        ]

    return lambda texts, _: list(map(find, texts))


def lingua() -> Find:
    from lingua import Language, LanguageDetectorBuilder

    chosen = {*CANDIDATES, "nb", "nn"}
    languages = [one for one in Language.all() if one.iso_code_639_1.name.lower() in chosen]
    builder = LanguageDetectorBuilder.from_languages(*languages)
    detector = builder.with_preloaded_language_models().build()

    def find(text: str) -> list[Found]:
        return [
            Found(one.start_index, one.end_index, one.language.iso_code_639_1.name.lower())
            for one in detector.detect_multiple_languages_of(text)
        ]

    return lambda texts, _: list(map(find, texts))


def foreign(found: Sequence[Found], expected: str) -> list[Found]:
    own = group(column(expected))
    return [one for one in found if column(one.language) not in own]


def characters(text: str, spans: Sequence[tuple[int, int]]) -> set[int]:
    """The places that spans cover, white space left out."""
    return {at for start, end in spans for at in range(start, end) if not text[at].isspace()}


def measure(many: Sequence[Paragraph], found: Sequence[Sequence[Found]]) -> list[str]:
    """Precision, recall and F1 of characters, those of each kind, languages, pure ones flagged."""
    both, said, true = Counter[str](), Counter[str](), Counter[str]()
    told, overlapped = 0, 0
    pure, flagged = 0, 0
    for one, passages in zip(many, found, strict=True):
        here = characters(one.text, [(each.start, each.end) for each in passages])
        there = characters(one.text, one.spans)
        both[one.kind] += len(here & there)
        said[one.kind] += len(here)
        true[one.kind] += len(there)
        pure += not one.spans
        flagged += not one.spans and bool(passages)
        for start, end in one.spans:
            for each in passages:
                common = min(end, each.end) - max(start, each.start)
                if common > (max(end, each.end) - min(start, each.start)) / 2:
                    overlapped += 1
                    told += column(each.language) in group(column(one.other))
    figures = [both.total() / max(said.total(), 1), both.total() / max(true.total(), 1)]
    for kinds in ((*both, *said, *true), *KINDS.values()):
        names = set(kinds)
        marked = sum(said[kind] + true[kind] for kind in names)
        figures.append(2 * sum(both[kind] for kind in names) / max(marked, 1))
    figures += [told / max(overlapped, 1), flagged / max(pure, 1)]
    return [f"{100 * figure:.1f}" for figure in figures]


def compare(many: Sequence[Paragraph], show: int) -> None:
    texts, tags = [one.text for one in many], [one.expected for one in many]
    engines: dict[str, Callable[[], Find]] = {
        "verifier": lambda: verifier,
        "pycld2": pycld2,
        "lingua": lingua,
    }
    heads = ("characters", "precision", "recall", "F1", *KINDS)
    heads = (*heads, "language right", "pure flagged", "characters a second of CPU")
    print(f"| {' | '.join(heads)} |\n| --- |{' ---: |' * (len(heads) - 1)}")
    for name, load in engines.items():
        if name != "verifier" and importlib.util.find_spec(name) is None:
            print(f"{name} is missing")
            continue
        find = load()
        find(texts[:1], tags[:1])
        started = time.process_time()
        found = find(texts, tags)
        speed = f"{sum(map(len, texts)) / (time.process_time() - started):.0f}"
        found = [foreign(some, tag) for some, tag in zip(found, tags, strict=True)]
        rule = ForeignPassage()
        bars = {f"verifier, from {least}": (least, 0) for least in CONFIDENCES}
        bars["as foreign-passage reports"] = (rule.min_confidence, rule.min_words)
        for title, (least, words) in (bars if name == "verifier" else {name: (0, 0)}).items():
            kept = [
                [one for one in some if one.confidence >= least and one.words >= words]
                for some in found
            ]
            print(f"| {' | '.join([title, *measure(many, kept), speed])} |")
        if show and name == "verifier":
            failures(many, found, show)


def failures(many: Sequence[Paragraph], found: Sequence[Sequence[Found]], show: int) -> None:
    """Print the paragraphs in which most characters are wrong."""
    wrong = []
    for one, passages in zip(many, found, strict=True):
        here = characters(one.text, [(each.start, each.end) for each in passages])
        wrong.append((len(here ^ characters(one.text, one.spans)), one, passages))
    for count, one, passages in sorted(wrong, key=lambda item: -item[0])[:show]:
        print(f"\n{count} characters, {one.kind}, {one.expected} with {one.other}: {one.text}")
        print("  is  ", [one.text[start:end] for start, end in one.spans])
        print("  said", [(each.language, one.text[each.start : each.end]) for each in passages])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--show", type=int, default=0, help="how many of the worst to print")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"nothing measured: there are no data in {arguments.data}")
        return
    compare([*paragraphs(arguments.data)], arguments.show)


if __name__ == "__main__":
    main()
