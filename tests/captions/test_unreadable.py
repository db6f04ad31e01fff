"""Bad input of every sort is `Unreadable`: a kind, and one line that says how to mend it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from captions.article import Article, Unreadable
from captions.read import ReadSettings, read

SUFFIXES = (".txt", ".html", ".md", ".json")
# Words by which a reason tells what to do: an order, or what is allowed.
_MENDS = re.compile(
    r"\b(save|say|raise|check|name|give|remove|leave|convert|must|needs|use|close)\b"
)


@pytest.fixture
def settings(readers) -> ReadSettings:
    return ReadSettings(readers, max_bytes=1000)


@pytest.fixture
def refused(tmp_path, settings):
    """Write a file and read it: the `Unreadable` that it must be."""

    def refuse(name: str, data: bytes | None, kind: str) -> Unreadable:
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        article = read(path, settings)
        assert isinstance(article, Unreadable)
        assert (article.path, article.kind) == (path, kind)
        assert article.reason
        assert len(article.reason.splitlines()) == 1
        return article

    return refuse


def test_a_missing_file(refused):
    refused("missing.md", None, "MissingFile")


def test_a_missing_file_says_how_to_mend_it(refused):
    assert _MENDS.search(refused("missing.md", None, "MissingFile").reason)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_large_file(refused, suffix):
    reason = refused("large" + suffix, b"x" * 1001, "TooLarge").reason
    assert "max-bytes" in reason


def test_a_file_of_exactly_the_limit_is_read(tmp_path, settings):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1000)
    assert isinstance(read(path, settings), Article)


def test_a_large_file_tells_its_size(refused):
    assert "0 MB" not in refused("large.txt", b"x" * 1001, "TooLarge").reason


def test_the_limit_of_50_mb_is_met_before_the_file_is_read(tmp_path, readers):
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # sparse: no bytes are written
    article = read(path, ReadSettings(readers))
    assert article.kind == "TooLarge"
    assert "50 MB" in article.reason


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"PK\x03\x04\x14\0\0\0", "ohne BOM".encode("utf-16-le")],
    ids=["png", "zip", "utf-16-without-mark"],
)
def test_a_binary_file(refused, suffix, data):
    assert "binary" in refused("binary" + suffix, data, "UndecodableText").reason


def test_a_binary_file_says_how_to_mend_it(refused):
    assert _MENDS.search(refused("binary.txt", b"\0\1\2", "UndecodableText").reason)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "data",
    [b"\xff\xfea\0\0\xd8a\0", b"\xef\xbb\xbfcaf\xe9", b"\xff\xfea\0b"],
    ids=["lone-surrogate", "latin-1-behind-a-mark", "half-a-unit"],
)
def test_a_mark_that_is_wrong(refused, suffix, data):
    reason = refused("wrong" + suffix, data, "UndecodableText").reason
    assert "byte-order mark" in reason
    assert re.search(r"byte \d+", reason)


def test_a_mark_that_is_wrong_says_how_to_mend_it(refused):
    assert _MENDS.search(refused("wrong.txt", b"\xef\xbb\xbfcaf\xe9", "UndecodableText").reason)


def test_a_wrong_byte_is_counted_from_the_start_of_the_file(refused):
    assert "byte 6 " in refused("wrong.txt", b"\xef\xbb\xbfcaf\xe9", "UndecodableText").reason


@pytest.mark.parametrize("name", ["notes.log", "slides.pptx", "feed.xml", "notes.TXTX", "a.b.c"])
def test_an_unknown_suffix(refused, name):
    reason = refused(name, b"Plain words.", "UnknownFormat").reason
    assert repr(Path(name).suffix) in reason
    assert "[formats]" in reason


def test_what_an_unknown_suffix_advises_works(tmp_path, settings):
    path = tmp_path / "notes.log"
    path.write_text("Plain words.")
    assert isinstance(read(path, replace(settings, formats={"*.log": "text"})), Article)


def test_a_page_of_unknown_suffix_is_recognised(tmp_path, settings):
    path = tmp_path / "page.php"
    path.write_text('<!doctype html>\n<html lang="en"><h1>Boats</h1>')
    assert read(path, settings).segments[0].kind == "headline"


@pytest.mark.parametrize(
    "text",
    ["{", '{"caption": "never closed}', "[1, 2", "caption", '{"a": "tab\tinside"}', "[" * 900],
)
def test_broken_json(refused, text):
    assert "JSON" in refused("broken.json", text.encode(), "MalformedArticle").reason


def test_a_folder_in_the_place_of_a_file(tmp_path, readers):
    folder = tmp_path / "folder.md"
    folder.mkdir()
    article = read(folder, ReadSettings(readers))
    assert isinstance(article, Unreadable)
    assert article.kind == "InaccessibleFile"


@pytest.mark.parametrize("suffix", [".txt", ".html", ".md"])
@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf"], ids=["empty", "blank", "mark"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, captioncheck, suffix, data):
    (tmp_path / f"empty{suffix}").write_bytes(data)
    code, output, _ = captioncheck("audit", f"empty{suffix}")
    assert code == 0
    assert "holds no text to check" in output


def test_an_empty_file_is_no_json(refused):
    refused("empty.json", b"", "MalformedArticle")


def test_the_command_line_goes_on_after_each(captioncheck, tmp_path):
    (tmp_path / "binary.txt").write_bytes(b"\0\1")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "notes.log").write_text("x")
    (tmp_path / "good.md").write_text("# Boats\n")
    names = ["binary.txt", "broken.json", "notes.log", "missing.md", "good.md"]
    code, output, errors = captioncheck("segments", *names)
    assert code == 2
    assert "good.md:1:3" in output
    lines = errors.splitlines()
    assert len(lines) == 4
    for name, line in zip(names, lines, strict=False):
        assert line.startswith(f"captioncheck: {name}: ")
