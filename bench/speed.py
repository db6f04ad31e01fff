"""Speed: language verification beside langdetect, and whole articles a second, in one run.

    python bench/speed.py [--rounds N]

Prints ratios: machines differ, and a ratio taken in one run does not. The captions are made here
from a small grammar, so that the figures can be had without any data.
"""

import argparse
import itertools
import random
import statistics
import time
from collections.abc import Callable
from pathlib import PurePath

from captions import plugins
from captions.read import ReadSettings, read_bytes
from checker.check import check_window
from checker.tools import Tools

PEOPLE = ["Ana Núñez", "John Miller", "Begoña Peña", "Olaf Brandt", "Marie Dupont", "Li Wei"]
SCENES = {
    "en": ["walks along the harbour", "speaks to reporters in the town hall", "waves to the crowd"],
    "es": ["camina por el puerto", "habla con los periodistas en el ayuntamiento"],
    "de": ["geht am Hafen entlang", "spricht im Rathaus mit Journalisten"],
    "fr": ["se promène le long du port", "parle aux journalistes à la mairie"],
}
TIMES = {
    "en": ["on Monday morning.", "after the storm.", "two days before the vote."],
    "es": ["el lunes por la mañana.", "después de la tormenta."],
    "de": ["am Montagmorgen.", "nach dem Sturm."],
    "fr": ["lundi matin.", "après la tempête."],
}


def captions(count: int) -> list[str]:
    """Captions of which nine in ten are English."""
    rows = random.Random(7)
    languages = rows.choices(["en", "es", "de", "fr"], weights=[90, 4, 3, 3], k=count)
    return [
        f"{rows.choice(PEOPLE)} {rows.choice(SCENES[tag])} {rows.choice(TIMES[tag])} ({number})"
        for number, tag in enumerate(languages)
    ]


def article(texts: list[str]) -> bytes:
    """A page of about three kilobytes with four captions."""
    paragraphs = "".join(f"<p>{' '.join(texts[i : i + 5])}</p>\n" for i in range(0, 40, 5))
    figures = "".join(
        f'<figure><img src="{i}.jpg" alt="{text}"><figcaption>{text}</figcaption></figure>\n'
        for i, text in enumerate(texts[40:44])
    )
    return f'<!doctype html><html lang="en"><body>{paragraphs}{figures}</body></html>'.encode()


def rate(work: Callable[[], object], count: int, rounds: int) -> float:
    """Items a second, the median of several rounds after one to warm up."""
    work()
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return count / statistics.median(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds

    few, many = captions(200), captions(4000)
    own = plugins.create("detectors", "verifier")
    other = plugins.create("detectors", "langdetect")
    ours = rate(lambda: own.detect(many, ["en"] * len(many)), len(many), rounds)
    theirs = rate(lambda: other.detect(few, ["en"] * len(few)), len(few), rounds)
    print(f"detect   py3langid {ours:8.0f} captions/s")
    print(f"         langdetect {theirs:7.0f} captions/s   ratio {ours / theirs:.1f}")

    settings = ReadSettings({name: plugins.create("readers", name) for name in ("html", "text")})
    texts = itertools.cycle(many)
    pages = [article(list(itertools.islice(texts, 44))) for _ in range(100)]
    size = sum(map(len, pages)) / 1e6

    def read() -> list:
        return [read_bytes(PurePath("a.html"), page, settings) for page in pages]

    rules = (plugins.create("rules", "foreign-language"),)
    tools = Tools(detector=own, rules=rules)
    reading = rate(read, len(pages), rounds)
    checking = rate(lambda: check_window(read(), tools), len(pages), rounds)
    print(f"read     {reading:8.0f} articles/s, {reading * size / len(pages):.1f} MB/s")
    print(f"audit    {checking:8.0f} articles/s of {1000 * size / len(pages):.1f} kB")


if __name__ == "__main__":
    main()
