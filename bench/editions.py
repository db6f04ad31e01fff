"""Editions of real sites, laid out as they are there: which captions meet, and what is reported.

    python bench/editions.py [FOLDER]

FOLDER holds `caption_pairs` and `natural_labels`. Each file of the pairs is written anew, with its
pictures and their texts alone, at its path; then everything is audited.
"""

import gzip
import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote, unquote

from captions.article import Article
from captions.editions import Editions
from captions.read import read
from checker import audit, editions
from checker.check import check_window
from checker.config import Config

_DATA = Path("../shared/data")


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write_tree(root, pairs):
    """Every file with its pictures; returns the language of each."""
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
            plain = text.translate(dict.fromkeys(map(ord, '[]"\\<>`*_{}'), " "))
            shape = '![]({0} "{1}")' if kind == "caption" else "![{1}]({0})"
            lines.append(shape.format(f"img/{quote(unquote(image))}", plain) + "\n")
        path.write_text("\n".join(lines), encoding="utf-8")
    return languages


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
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        languages = write_tree(root, pairs)
        finder = Editions(settings)
        articles = [finder.beside(read(root / name, settings)) for name in sorted(languages)]
        assert all(isinstance(article, Article) for article in articles)
        checked = check_window(articles, tools)
        beside, found = {}, {}
        for item in checked:
            name = item.article.path.relative_to(root).as_posix()
            beside[name] = {one.path.relative_to(root).as_posix() for one in item.article.editions}
            for finding in item.findings:
                found[name, finding.text(item.article)] = finding.rule
        met = {
            (item.article.path.relative_to(root).as_posix(), segment.image.rpartition("/")[2]): many
            for item in checked
            for segment, many in zip(
                item.article.segments, editions.references(item.article), strict=True
            )
            if segment.image
        }
    paired = sum(row["file_a"] in beside[row["file_b"]] for row in pairs)
    referred = 0
    for row in pairs:
        many = met.get((row["file_b"], unquote(row["image"])), ())
        referred += any(row["file_a"] in one.origin for one in many)
    print(f"{len(languages)} files, {len(pairs)} pairs of captions")
    print(f"editions found for {paired} pairs, the caption itself for {referred}")
    missed = Counter(row["site"] for row in pairs if row["file_a"] not in beside[row["file_b"]])
    print("not found, by site:", dict(missed))
    table = defaultdict(Counter)
    for row in pairs:
        label = labels.get((row["file_b"], row["text_b"]), "unlabelled")
        group = f"{'identical' if row['identical'] else 'different'} {label}"
        table[group][found.get((row["file_b"], row["text_b"]), "nothing")] += 1
    for group, counts in sorted(table.items()):
        print(f"{group:24} {dict(counts)}")
    other = Counter(rule for key, rule in found.items() if rule == "missing-translation")
    print("missing-translation:", other.total())


if __name__ == "__main__":
    main()
