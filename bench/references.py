"""How long references take: captions with references, beside the same captions without any.

    python bench/references.py [--captions 10000] [--references 3]

Writes pages of Spanish captions in English articles and their references in JSON Lines, and checks
them with translations that are looked up, so that what is left is everything but the translation.
The times are the processor's: what else runs on the machine does not count.
"""

import argparse
import json
import tempfile
import time
from pathlib import Path, PurePath

from captions import plugins
from captions.read import ReadSettings, read_bytes
from checker.check import check_window, windows
from checker.reference import References, load
from checker.testing import FakeTranslator
from checker.tools import Tools

OF_A_PAGE = 20
BODY = "The harbour opened again on Monday after the storm had passed, the city said."
WHO = ("El alcalde", "the mayor"), ("La ministra", "the minister"), ("El pintor", "the painter")
DOES = ("saluda a", "greets"), ("espera a", "waits for"), ("visita a", "visits")
WHOM = ("los pescadores", "the fishermen"), ("los niños", "the children")
WHERE = ("en el puerto", "in the harbour"), ("en el mercado", "at the market")


def caption(number):
    """A Spanish caption and its translation, no two alike."""
    pairs = [part[number // step % len(part)]
             for part, step in ((WHO, 1), (DOES, 3), (WHOM, 9), (WHERE, 18))]  # fmt: skip
    spanish, english = (" ".join(words) for words in zip(*pairs, strict=True))
    return f"{spanish} número {number}.", f"{english} number {number}."


def page(first):
    figures = "".join(
        f'<figure><img src="/img/{number}.jpg"><figcaption>{caption(number)[0]}</figcaption>'
        "</figure>\n"
        for number in range(first, first + OF_A_PAGE)
    )
    return f'<html lang="en"><body><p>{BODY}</p>\n{figures}</body></html>'.encode()


def checked(articles, tools):
    """How many findings, and how long that took."""
    start = time.process_time()
    found = sum(
        len(item.findings)
        for window in windows(articles, 2000)
        for item in check_window(window, tools)
    )
    return found, time.process_time() - start


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--captions", type=int, default=10_000)
    options.add_argument("--references", type=int, default=3)
    given = options.parse_args()
    settings = ReadSettings({"html": plugins.create("readers", "html")})
    articles = [
        read_bytes(PurePath(f"{first}.html"), page(first), settings)
        for first in range(0, given.captions, OF_A_PAGE)
    ]
    known = dict(map(caption, range(given.captions)))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "references.jsonl")
        with path.open("w", encoding="utf-8") as file:
            for number in range(given.captions):
                for variant in range(given.references):
                    text = f"{'Yesterday ' * variant}{caption(number)[1]}"
                    entry = {"image": f"/img/{number}.jpg", "language": "en", "text": text}
                    file.write(json.dumps(entry) + "\n")
        start = time.process_time()
        entries, broken = load([path], [plugins.create("references", "jsonl")])
        references = References.of(entries)
        loaded = time.process_time() - start
        assert not broken
    tools = {
        name: Tools(
            detector=plugins.create("detectors", "verifier"),
            rules=tuple(plugins.create("rules", rule) for rule in plugins.names("rules")),
            metrics=(plugins.create("metrics", "chrf"), plugins.create("metrics", "bleu")),
            translator=FakeTranslator(known),
            references=many,
        )
        for name, many in (("without", References()), ("with", references))
    }
    checked(articles[:5], tools["with"])  # what is imported late
    spent = {}
    for name, one in tools.items():
        found, spent[name] = checked(articles, one)
        print(f"{name:8} references: {found:,} findings in {spent[name]:.2f} s")
    print(
        f"{given.captions:,} captions with {given.references} references each: "
        f"loaded in {loaded:.2f} s, {spent['with'] - spent['without']:.2f} s more to check, "
        f"{spent['with'] / spent['without']:.2f} times"
    )


if __name__ == "__main__":
    main()
