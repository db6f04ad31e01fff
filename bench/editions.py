"""Editions of real sites, laid out as they are there: which captions meet, and what is reported.

    python bench/editions.py [FOLDER]

FOLDER holds `caption_pairs` and `natural_labels`. Each file of the pairs is written anew, with its
pictures and their texts alone, at its path; then everything is audited. A second time every fifth
text of the second edition of each pair is left out.
"""

import gzip
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path, PurePath
from urllib.parse import quote, unquote

from captions.editions import Editions
from captions.read import read
from checker import audit, editions
from checker.check import check_window
from checker.config import Config

_DATA = Path("../shared/data")


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_tree(root, pairs, left_out=frozenset()):
    """Every file with its pictures, some without their texts; returns the language of each."""
    texts, languages = defaultdict(dict), {}
    for row in pairs:
        for side in "ab":
            texts[row[f"file_{side}"]][row["image"], row["kind"]] = row[f"text_{side}"]
            languages[row[f"file_{side}"]] = row[f"lang_{side}"]
    for name, shown in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"---\nlang: {languages[name]}\n---\n"]
        for (image, kind), text in shown.items():
            bare = (name, image) in left_out
            plain = text.translate(dict.fromkeys(map(ord, '[]"\\<>`*_{}'), " ")) * (not bare)
            shape = '![]({0} "{1}")' if kind == "caption" and not bare else "![{1}]({0})"
            lines.append(shape.format(f"img/{quote(unquote(image))}", plain) + "\n")
        path.write_text("\n".join(lines), encoding="utf-8")
    return languages


def audited(pairs, settings, tools, left_out=frozenset()):
    """The results by the names of the files."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        names = sorted(write_tree(root, pairs, left_out))
        finder = Editions(settings)
        articles = [finder.beside(read(root / name, settings)) for name in names]
        named = dict(zip(names, check_window(articles, tools), strict=True))
        beside = {
            name: {one.path.relative_to(root).as_posix() for one in item.article.editions}
            for name, item in named.items()
        }
    return named, beside


def report_pairs(pairs, named, beside):
    """How many editions and captions met."""
    met = defaultdict(list)
    for name, item in named.items():
        found = editions.references(item.article)
        for segment, many in zip(item.article.segments, found, strict=True):
            met[name, PurePath(segment.image or "").name] += [one.origin for one in many]
    paired = [row for row in pairs if row["file_a"] in beside[row["file_b"]]]
    referred = sum(
        any(row["file_a"] in one for one in met[row["file_b"], unquote(row["image"])])
        for row in paired
    )
    print(f"{len(named)} files, {len(pairs)} pairs of captions")
    print(f"editions found for {len(paired)} pairs, the caption itself for {referred}")
    missed = Counter(row["site"] for row in pairs if row["file_a"] not in beside[row["file_b"]])
    print("not found, by site:", dict(missed))


def report_findings(pairs, named, labels):
    """What is reported of identical and of different texts, by their labels."""
    found = {
        (name, finding.text(item.article)): finding.rule
        for name, item in named.items()
        for finding in item.findings
    }
    table = defaultdict(Counter)
    for row in pairs:
        label = labels.get((row["file_b"], row["text_b"]), "unlabelled")
        group = f"{'identical' if row['identical'] else 'different'} {label}"
        table[group][found.get((row["file_b"], row["text_b"]), "nothing")] += 1
    for group, counts in sorted(table.items()):
        print(f"{group:24} {dict(counts)}")


def report_missing(named, left_out):
    """What is reported of pictures whose texts were left out, and of others."""
    found = [
        (name, PurePath(finding.picture).name)
        for name, item in named.items()
        for finding in item.findings
        if finding.picture
    ]
    there = set(left_out) & {
        (name, PurePath(one.address).name)
        for name, item in named.items()
        if item.article.editions
        for one in item.article.pictures
        if not one.texts
    }
    print(
        f"missing-translation: {len(set(found) & there)} of {len(there)} pictures left bare, "
        f"{len(found) - len(set(found))} twice, {len(set(found) - there)} others"
    )


def main():
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else _DATA
    if not data.is_dir():
        print(f"{data}: no such folder; nothing was measured")
        return
    pairs = rows(data / "caption_pairs" / "dev.jsonl.gz")
    labels = {
        (row["file"], row["text"]): row["label"]
        for row in rows(data / "natural_labels" / "dev.jsonl.gz")
    }
    config = Config(translate=False, select=("untranslated", "missing-translation"))
    settings, tools = audit.read_settings(config), audit.tools(config)
    named, beside = audited(pairs, settings, tools)
    report_pairs(pairs, named, beside)
    report_findings(pairs, named, labels)
    report_missing(named, set())
    left_out = {(row["file_b"], row["image"]) for row in pairs[::5]}
    named, _ = audited(pairs, settings, tools, left_out)
    report_missing(named, {(name, unquote(image)) for name, image in left_out})


if __name__ == "__main__":
    main()
