"""How much memory reading a large file takes, format by format, in multiples of the file.

    python bench/footprint.py [--size MB] [FILE.SUFFIX ...]

Each file is made up, with as much text to its markup as exports of content systems have and a
character reference in every fourth paragraph, and is read in a process of its own. The file's own
bytes are counted as well.
"""

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from pathlib import PurePath

from extraction import page, peak, settings

from captions.read import read_bytes

_PLAIN = (
    "The ferry left the harbour of Lowmouth at dawn with forty passengers, a dog and the mayor on "
    "board, three hours late. It is the first of the season, and it will not be the last, says the "
    "harbour master."
)
_CAPTION = "The ferry before it left."
_FIGURE = f'<figure><img src="/f.jpg" alt="A ferry"><figcaption>{_CAPTION}</figcaption></figure>'


def paragraph(number):
    return _PLAIN if number % 4 else _PLAIN.replace(" and the mayor", " &amp; the mayor")


def html():
    return "".join(f"<p>{paragraph(number)}</p>\n" for number in range(8)) + _FIGURE


def post(number):
    return {
        "id": number,
        "link": f"https://news.example/{number}",
        "title": {"rendered": f"The ferry number {number} leaves"},
        "content": {"rendered": html(), "protected": False},
        "excerpt": {"rendered": f"<p>{_PLAIN}</p>"},
        "tags": [1, 2, 3],
    }


def article(number):
    return {
        "headline": f"The ferry number {number} leaves",
        "lang": "en",
        "body": [{"type": "paragraph", "text": paragraph(part)} for part in range(8)],
        "images": [{"url": f"/{number}.jpg", "caption": _CAPTION, "alt": "A ferry"}],
    }


def story(number):
    texts = [
        {"type": "text", "_id": f"{number}-{part}", "content": paragraph(part)} for part in range(8)
    ]
    image = {"type": "image", "url": "/f.jpg", "caption": _CAPTION, "alt_text": "A ferry"}
    return {
        "type": "story",
        "version": "0.10.7",
        "headlines": {"basic": f"The ferry number {number} leaves"},
        "content_elements": [*texts, image],
    }


def item(number):
    return (
        f"<item><title>The ferry number {number} leaves</title>"
        f"<link>https://news.example/{number}</link><description>{paragraph(number)}</description>"
        f'<guid isPermaLink="false">{number}</guid><media:content url="/{number}.jpg">'
        f"<media:description>{_CAPTION}</media:description></media:content></item>\n"
    )


def exported(number):
    return (
        f"<item><title>The ferry number {number} leaves</title><content:encoded><![CDATA[{html()}"
        f"]]></content:encoded><wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status>"
        "<wp:post_type>post</wp:post_type></item>\n"
    )


def block(number):
    return (
        f'<p>{paragraph(number)}</p>\n<media media-type="image"><media-reference source="/f.jpg"/>'
        f"<media-caption>{_CAPTION}</media-caption></media>\n"
    )


def unit(number):
    return (
        f'      <trans-unit id="ferry.{number}" datatype="html">\n'
        f"        <source>The ferry number {number} left the harbour at dawn.</source>\n"
        f'        <target state="final">Die Fähre {number} verließ am Morgen den Hafen.</target>\n'
        f'        <note priority="1" from="description">Caption {number}</note>\n'
        "      </trans-unit>\n"
    )


def message(number):
    return (
        f'msgid "The ferry number {number} left the harbour at dawn."\n'
        f'msgstr "Die Fähre Nummer {number} verließ am Morgen den Hafen."\n\n'
    )


_RSS = '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
_WXR = (
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>News</title>'
)
_XLIFF = (
    '<xliff version="1.2"><file source-language="en" target-language="de" original="a" '
    'datatype="plaintext"><body>'
)
# Of each file what stands before its records, between them and behind them.
SHAPES = {
    "wordpress.json": (post, "[", ",", "]"),
    "json.json": (article, "[", ",", "]"),
    "ans.json": (story, "[", ",", "]"),
    "feed.xml": (item, _RSS, "", "</channel></rss>"),
    "wxr.xml": (exported, _WXR, "", "</channel></rss>"),
    "nitf.xml": (block, "<nitf><body><body.content>", "", "</body.content></body></nitf>"),
    "xliff.xlf": (unit, _XLIFF, "", "</body></file></xliff>"),
    "po.po": (message, 'msgid ""\nmsgstr "Language: de\\n"\n\n', "", ""),
}


def made(name, size):
    """The content of a file of about so many bytes, made without ever holding more than that."""
    if name == "page.html":
        return page(size)
    make, before, between, behind = SHAPES[name]
    with tempfile.TemporaryFile() as file:
        file.write(before.encode())
        for number in itertools.count():
            record = make(number)
            text = record if isinstance(record, str) else json.dumps(record)
            file.write(f"{between if number else ''}{text}".encode())
            if file.tell() >= size:
                break
        file.write(behind.encode())
        file.seek(0)
        return file.read()


def read(name, size):
    """Read a file and print what that took; run in a process of its own."""
    reading = settings()
    read_bytes(PurePath(name), made(name, 5000), reading)
    content = made(name, size)
    before = peak()
    started = time.process_time()
    found = read_bytes(PurePath(name), content, reading)
    spent = time.process_time() - started
    length = len(content)
    factor = (peak() - before + length) / length
    print(
        f"{name:16} {length / 1e6:6.1f} MB {len(found.segments):8,} segments "
        f"{length / spent / 1e6:5.1f} MB/s {factor:5.1f} times the file"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=["page.html", *SHAPES])
    parser.add_argument("--size", type=float, default=20, metavar="MB")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name in options.files:
        if options.read:
            read(name, int(options.size * 1e6))
        else:
            command = [sys.executable, __file__, "--read", name, "--size", str(options.size)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
