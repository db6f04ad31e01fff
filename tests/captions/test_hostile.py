"""Input that means harm, or was made by a broken program: read or refused, in little time."""

import os
import threading
from pathlib import Path, PurePath

import pytest

from captions import plugins
from captions.article import Article, Unreadable
from captions.discover import discover
from captions.read import ReadSettings, read, read_bytes

READERS = {name: plugins.create("readers", name) for name in plugins.names("readers")}
MANY = 20_000
# A reader that takes time or memory by the square of these would not come back.
PAGES = {
    "nested": "<div>" * MANY + "x",
    "nested languages": "<div lang=es>" * MANY + "x",
    "nested figures": "<figure>" * MANY + "<img src=a>x",
    "nested regions": '<div class="related">' * MANY + "<p>x" * MANY,
    "nested frames": ('<div class="my-sidebar">' + "<p>x</p>" * 8) * (MANY // 10),
    "nested noscript": "<noscript>" * MANY + "<img alt=x>",
    "nested tables": "<table><tr><td>" * MANY,
    "nested quotations": "<q>" * MANY + "x",
    "formatting that never closes": "<p>"
    + "".join(f"<b id={number}>" for number in range(MANY // 10))
    + "</p>"
    + "<p>x</p>" * MANY,
    "links in links": "<a href=x>" * MANY,
    "end tags alone": "</p>" * MANY,
    "captions without pictures": '<div><p class="caption">x</p>' * MANY,
    "a gallery": "<figure>" + "<img src=a><figcaption>x</figcaption>" * MANY,
    "shortcodes": "[caption " * MANY,
    "quoted shortcodes": "[caption '" * MANY,
    "open tags": "<a " * MANY,
    "open comments": "<!--" * MANY,
    "attributes": "<p " + " ".join(f"a{number}=b" for number in range(MANY)) + ">x",
    "one long attribute": '<img alt="' + "&amp;x" * MANY + '">',
    "references": "&amp" * MANY,
    "phrases": "<p>" + "<i lang=fr>x</i> y " * MANY,
    "NULs": "<p>x" + "x\0" * MANY,
    "JSON-LD": '<script type="application/ld+json">' + "[" * MANY + "</script>x",
    "classes": '<p class="' + "-caption" * MANY + '">x',
    "captions in captions": "<a data-caption='" * MANY,
}
OTHERS = {
    "json": ['{"a":' * MANY, "[" * MANY + "]" * MANY, '"' + "\\" * MANY, "\ufeff" * MANY],
    "markdown": ["> " * MANY, "[" * MANY, "*" * MANY, "`" * MANY, "---\n" * MANY, "- " * MANY],
    "text": ["(" * MANY, "Foto: " * MANY, "\n" * MANY, "x\0" * MANY, "\r" * MANY],
}
CASES = [
    *(pytest.param("html", text, id=f"html-{name}") for name, text in PAGES.items()),
    *(
        pytest.param(name, text, id=f"{name}-{text[:8]!r}")
        for name, texts in OTHERS.items()
        for text in texts
    ),
]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_it_is_read_or_refused(name, text):
    settings = ReadSettings(READERS, formats={"*": name})
    article = read_bytes(PurePath("a"), b"\xef\xbb\xbf" + text.encode(), settings)
    if isinstance(article, Unreadable):
        assert len(article.reason.splitlines()) == 1


def test_a_reader_that_runs_out_of_stack_is_no_crash():
    class Deep:
        suffixes = frozenset({".deep"})

        def recognises(self, head):
            return False

        def encoding(self, head):
            return None

        def read(self, source):
            return self.read(source)

    article = read_bytes(PurePath("a.deep"), b"x", ReadSettings({"deep": Deep()}))
    assert isinstance(article, Unreadable)
    assert "nested too deeply" in article.reason


@pytest.fixture
def settings() -> ReadSettings:
    return ReadSettings(READERS, max_bytes=1000)


def test_the_limit_holds_for_what_was_read_not_for_what_was_said(tmp_path, settings, monkeypatch):
    path = tmp_path / "grows.html"
    path.write_bytes(b"<p>x")
    said = path.stat()
    path.write_bytes(b"<p>" + b"x" * 2000)
    monkeypatch.setattr(Path, "stat", lambda self, **_: said)
    assert read(path, settings).kind == "TooLarge"


def test_a_file_that_goes_away_meanwhile_is_missing(tmp_path, settings, monkeypatch):
    path = tmp_path / "goes.html"
    path.write_bytes(b"<p>x")
    said = path.stat()
    path.unlink()
    monkeypatch.setattr(Path, "stat", lambda self, **_: said)
    assert read(path, settings).kind == "MissingFile"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path, settings):
    path = tmp_path / "pipe.html"
    os.mkfifo(path)
    answers = []
    reading = threading.Thread(target=lambda: answers.append(read(path, settings)), daemon=True)
    reading.start()
    reading.join(10)
    assert [answer.kind for answer in answers] == ["InaccessibleFile"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_links_in_a_circle_end(tmp_path, settings):
    (tmp_path / "a.html").symlink_to("b.html")
    (tmp_path / "b.html").symlink_to("a.html")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "again").symlink_to(tmp_path)
    (tmp_path / "folder" / "c.html").write_text("<p>x")
    found = list(discover([str(tmp_path)], frozenset({".html"})))
    assert [path.name for path in found] == ["a.html", "b.html", "c.html"]
    assert read(found[0], settings).kind == "InaccessibleFile"
    assert isinstance(read(found[2], settings), Article)


def test_a_folder_that_may_not_be_entered_is_told(tmp_path, settings, monkeypatch):
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.html").write_text("<p>x")
    entered = os.scandir

    def refuse(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return entered(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(discover([str(tmp_path)], frozenset({".html"})))
    assert [path.name for path in found] == ["a.html", "closed"]
    monkeypatch.setattr(os, "listdir", refuse)
    told = read(found[1], settings)
    assert told.kind == "InaccessibleFile"
    assert told.reason.startswith("Permission denied")
