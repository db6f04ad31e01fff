"""Extraction: what the readers find of labelled captions, where, and how fast they read HTML.

    python bench/extraction.py [--data ../shared/data] [--rounds N] [--largest MB]

Prints, where the data is there: the share of labelled captions and alternative texts of real
Markdown files that come out with the right kind and at the right place; the share of the captions
of saved news pages that come out as one segment with its picture; the speed on those pages beside
trafilatura's, where that is installed, in the same run. Without data: how time and memory grow with
a page, each size in a process of its own.
"""

import argparse
import collections
import gzip
import html
import json
import lzma
import re
import resource
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import TypeVar

from captions import plugins
from captions.article import Article
from captions.read import ReadSettings, read_bytes
from captions.segment import Kind, Segment

T = TypeVar("T")
GIGANTIC = 10**9
_NOT_WORDS = re.compile(r"\W+")
_TAGS = re.compile(r"<[^<>]*>")


def settings() -> ReadSettings:
    readers = {name: plugins.create("readers", name) for name in plugins.names("readers")}
    return ReadSettings(readers, max_bytes=GIGANTIC)


def rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=lzma.open(path)) as tar:
        for member in tar:
            if member.isfile() and (content := tar.extractfile(member)):
                yield member.name, content.read()


def words(text: str) -> str:
    """The letters and figures of a text alone, for texts that were cleaned in different ways."""
    return _NOT_WORDS.sub("", html.unescape(_TAGS.sub("", text))).casefold()


def is_placed(article: Article, segment: Segment, image: str) -> bool:
    """Whether the source says at a segment's place what it says, and its picture stands near."""
    span = segment.span
    if words(article.text[span.start : span.end]) != words(segment.text):
        return False
    near = article.text[max(span.start - 1500, 0) : span.end + 1500]
    return not image or PurePath(image).name[:20] in near or image[:40] in near


def labelled(data: Path, reading: ReadSettings) -> None:
    """Captions and alternative texts of real Markdown files, labelled with what they are."""
    manifest = json.loads((data / "natural_articles/dev.manifest.json").read_text("utf-8"))
    contents = {
        name.removeprefix("./"): content
        for name, content in files(data / "natural_articles/dev.tar.xz")
    }
    paths = {item["file"]: item["path"] for item in manifest}
    articles = {}
    for name, path in paths.items():
        content = next(text for stored, text in contents.items() if stored.endswith(path))
        articles[name] = read_bytes(PurePath(path), content, reading)
    total, found, placed = 0, 0, 0
    missed = collections.Counter[str]()
    for row in rows(data / "natural_labels/dev.jsonl.gz"):
        article = articles.get(row["file"])
        if article is None or not words(row["text"]):
            continue
        total += 1
        kind = Kind(row["role"])
        same = [
            one
            for one in getattr(article, "segments", ())
            if one.kind is kind and words(one.text) == words(row["text"])
        ]
        if not same:
            missed[row["file"]] += 1
            continue
        found += 1
        placed += any(is_placed(article, one, row["image"] or "") for one in same)
    print(f"labelled     {total} captions and alts in {len(articles)} files")
    print(
        f"             {found / total:.2%} with the right kind, {placed / found:.2%} of them placed"
    )
    for name, count in missed.most_common(5):
        print(f"             {count} missed in {name}")


def pages(data: Path, reading: ReadSettings) -> list[bytes]:
    """Captions of saved news pages, beside what the tree of the page says."""
    from turbohtml import parse

    total = whole = pictured = 0
    contents = [content for _, content in files(data / "news_html/dev.pages.tar.xz")]
    for content in contents:
        article = read_bytes(PurePath("page.html"), content, reading)
        if not isinstance(article, Article):
            print(f"             unread: {article.reason}")
            continue
        captions = [one for one in article.segments if one.kind in (Kind.CAPTION, Kind.CREDIT)]
        for caption in parse(article.text).find_all("figcaption"):
            text = words(caption.text)
            if not text:
                continue
            inside = [one for one in captions if words(one.text) and words(one.text) in text]
            main = [one for one in inside if one.kind is Kind.CAPTION] or inside
            figure = caption.closest("figure")
            has_picture = figure is not None and figure.find("img") is not None
            total += 1
            whole += bool(main)
            pictured += any(one.image for one in main) or (bool(main) and not has_picture)
    print(f"figcaptions  {total} on {len(contents)} pages")
    print(f"             {whole / total:.2%} come out, {pictured / total:.2%} with their picture")
    return contents


def seconds(work: Callable[[T], object], items: list[T], rounds: int) -> float:
    """Processor time, of each item that of its fastest round: others use the machine as well."""
    fastest = [float("inf")] * len(items)
    for _ in range(rounds):
        for number, item in enumerate(items):
            started = time.process_time()
            work(item)
            fastest[number] = min(fastest[number], time.process_time() - started)
    return sum(fastest)


def speed(contents: list[bytes], reading: ReadSettings, rounds: int) -> None:
    size = sum(map(len, contents)) / 1e6
    path = PurePath("page.html")
    ours = size / seconds(lambda content: read_bytes(path, content, reading), contents, rounds)
    print(f"speed        {ours:.1f} MB/s of news pages, {size:.1f} MB")
    try:
        from trafilatura import bare_extraction
    except ImportError:
        print("             trafilatura is not installed")
        return
    texts = [content.decode("utf-8", "replace") for content in contents]
    theirs = size / seconds(bare_extraction, texts, rounds)
    print(f"             trafilatura {theirs:.1f} MB/s, ratio {ours / theirs:.1f}")


def page(size: int) -> bytes:
    """A page of about so many bytes, with as much markup to its text as news pages have."""
    block = (
        '<div class="story-block" data-id="7c1e0b52"><p class="paragraph__text">The ferry left the '
        'harbour of <a href="https://news.example/places/lowmouth?from=story">Lowmouth</a> at dawn '
        "with forty passengers, a dog &amp; the mayor on board, three hours late. It is the first "
        "of the season, and it will not be the last, says the harbour master.</p></div>\n"
        '<figure class="image image--wide"><picture><source srcset="/media/ferry-1600.webp 1600w, '
        '/media/ferry-800.webp 800w" type="image/webp"><img src="/media/ferry.jpg" loading="lazy" '
        'width="1600" height="900" alt="A ferry at the pier"></picture><figcaption>The ferry '
        'before it left. <span class="credit">Photo: Ada Quill</span></figcaption></figure>\n'
        "<script>window.dataLayer=window.dataLayer||[];window.dataLayer.push({'event':'view',"
        + "'slot':'a1b2c3d4e5f6'," * 40
        + "});</script>\n"
    )
    # Joined at once, so that the peak of making it is its own size.
    blocks = [block.encode()] * (size // len(block) + 1)
    return b"".join([b'<!doctype html><html lang="en"><body>', *blocks])


def peak() -> int:
    """The most memory that this process had, in bytes; by rusage, Linux counts its parent too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def grow(size: int) -> None:
    """Read a page of so many bytes and print what it took; run in a process of its own."""
    reading = settings()
    read_bytes(PurePath("page.html"), page(1000), reading)
    content = page(size)
    before = peak()
    started = time.process_time()
    article = read_bytes(PurePath("page.html"), content, reading)
    spent = time.process_time() - started
    # The page itself is in memory already, and belongs to the file's share.
    used = peak() - before + len(content)
    print(json.dumps([len(content), spent, used, len(article.segments)]))


def growth(largest: int) -> None:
    print("growth            size   seconds    MB/s   memory")
    size = 10_000
    while size <= largest * 10**6:
        done = subprocess.run(
            [sys.executable, __file__, "--grow", str(size)],
            capture_output=True,
            text=True,
            check=True,
        )
        length, spent, used, _ = json.loads(done.stdout)
        factor = f"{used / length:5.1f} times the file" if length >= 10**6 else ""
        print(
            f"         {length / 1e6:10.2f} MB {spent:8.3f} {length / spent / 1e6:7.1f}   {factor}"
        )
        size *= 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--largest", type=int, default=100, metavar="MB")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.grow:
        grow(options.grow)
        return
    reading = settings()
    if options.data.is_dir():
        labelled(options.data, reading)
        speed(pages(options.data, reading), reading, options.rounds)
    else:
        print(f"skipped      there is no {options.data}")
    growth(options.largest)


if __name__ == "__main__":
    main()
