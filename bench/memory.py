"""How fast a translation memory is looked up, and what it finds again.

    python bench/memory.py [--units 100000] [--texts 10000] [--similarity 90]

Writes a TMX of made-up captions, loads it, and looks up captions of which a third stand there, a
third are like one that does (a word or a comma changed) and a third are new.
"""

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

from captions import plugins
from checker.reference import load
from checker.translation_memory import TranslationMemory

WHO = (
    "minister sailor farmer singer captain teacher doctor painter student mayor nurse coach".split()
)
DOES = "greets watches follows photographs interviews paints helps visits calls thanks".split()
WHOM = "children tourists fishermen soldiers reporters neighbours dancers workers players".split()
WHERE = "harbour market square bridge station museum garden stadium castle library beach".split()
WHEN = "at dawn,after the storm,during the festival,before the match,in the rain".split(",")
PARTS = 20_000  # made-up names of places, as rare as names are


def place(number):
    """A name of a place."""
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te")
    name = ""
    for _ in range(4):
        number, rest = divmod(number, len(syllables))
        name += syllables[rest]
    return name.title()


def caption(chance):
    return (
        f"A {chance.choice(WHO)} {chance.choice(DOES)} {chance.choice(WHOM)} near the "
        f"{chance.choice(WHERE)} of {place(chance.randrange(PARTS))} {chance.choice(WHEN)}, "
        f"while the {chance.choice(WHO)} {chance.choice(DOES)} the {chance.choice(WHOM)}."
    )


def changed(text, chance):
    """The text with a word exchanged, left out or misspelt."""
    words = text.split()
    at = chance.randrange(1, len(words) - 1)
    way = chance.randrange(3)
    if way == 0:
        words[at] = "some"
    elif way == 1:
        del words[at]
    else:
        words[at] = words[at][1:] + words[at][:1]
    return " ".join(words)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--units", type=int, default=100_000)
    options.add_argument("--texts", type=int, default=10_000)
    options.add_argument("--similarity", type=float, default=90.0)
    given = options.parse_args()
    chance = random.Random(6)
    texts = [caption(chance) for _ in range(given.units)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "memory.tmx")
        with path.open("w", encoding="utf-8") as file:
            file.write('<tmx version="1.4"><header srclang="en"/><body>\n')
            for number, text in enumerate(texts):
                file.write(
                    f'<tu><tuv xml:lang="en"><seg>{text}</seg></tuv>'
                    f'<tuv xml:lang="es"><seg>Texto {number} en otro idioma.</seg></tuv></tu>\n'
                )
            file.write("</body></tmx>\n")
        start = time.perf_counter()
        formats = [plugins.create("references", name) for name in plugins.names("references")]
        units, broken = load([path], formats)
        assert not broken
        memory = TranslationMemory.of(units, given.similarity)
        loaded = time.perf_counter() - start
    groups = {
        "there": [chance.choice(texts) for _ in range(given.texts // 3)],
        "changed": [changed(chance.choice(texts), chance) for _ in range(given.texts // 3)],
        "new": [caption(random.Random(-number)) for number in range(given.texts // 3)],
    }
    print(f"{len(units):,} units loaded in {loaded:.2f} s")
    total = 0.0
    for name, asked in groups.items():
        start = time.perf_counter()
        found = sum(any(True for _ in memory.find(text, "es")) for text in asked)
        took = time.perf_counter() - start
        total += took
        print(f"{name:8} {len(asked):,} texts in {took:.2f} s, found {found / len(asked):.1%}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all {total:.2f} s; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
