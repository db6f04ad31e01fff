"""What the HTML report says, without a browser."""

import re
import struct
import sys
import time
import tracemalloc
import zlib
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from samples import (
    TEXTS,
    accepted,
    article,
    declared,
    finding,
    html,
    many,
    newsroom,
    png,
    translated,
)

from captions.article import Article
from captions.segment import Kind
from captions.span import Span
from checker.checked import Checked
from checker.finding import Severity


def _texts(pattern: str, page: str) -> list[str]:
    return [unescape(found) for found in re.findall(pattern, page, re.DOTALL)]


def _ids(page: str) -> list[str]:
    return _texts(r'<article [^>]*id="([^"]*)"', page)


def _levels(page: str) -> list[str]:
    return _texts(r'<article class="row (\w+)"', page)


def _page(of: Article, *findings: object, **options: object) -> str:
    return html([Checked(of, findings)], **options)


@pytest.mark.parametrize(
    ("hypothesis", "reference", "removed", "added"),
    [
        ("A view of the port.", "A view of the harbour.", ["port"], ["harbour"]),
        ("The same words.", "The same words.", [], []),
        ("Two old cranes fell", "Two cranes fell", ["old"], []),
        ("He says yes", "He says: yes, no", [], [":", ", no"]),
        ("one two three", "four five", ["one two three"], ["four five"]),
        ("漁船が港に戻る", "漁船は港に戻った", ["が", "る"], ["は", "った"]),
        ("عادت القوارب اليوم", "عادت القوارب أمس", ["اليوم"], ["أمس"]),
        ("cafe\u0301 noir", "cafe\u0301 blanc", ["noir"], ["blanc"]),
        ("", "Something", [], ["Something"]),
    ],
)
def test_words_that_differ_are_marked(hypothesis, reference, removed, added):
    of = article("a.html", "Una vista.")
    page = _page(of, translated(of, 0, ("", "es", hypothesis, reference), 50))
    assert _texts("<del>(.*?)</del>", page) == removed
    assert _texts("<ins>(.*?)</ins>", page) == added
    whole = re.sub("</?(del|ins)>", "", page)
    assert f">{hypothesis}</span>" in whole
    assert f">{reference}</span>" in whole


def test_the_policy_lets_nothing_in_but_what_is_in_the_page():
    page = html(newsroom())
    policy = _texts('Content-Security-Policy" content="([^"]*)"', page)[0]
    assert policy.startswith("default-src 'none'; img-src data:; ")
    for tag in ("style", "script"):
        inner = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\s(style|on\w+)=", page)


def test_a_part_is_marked_in_its_own_language():
    page = html(newsroom())
    assert '<blockquote lang="en" dir="ltr">The mayor said: <bdi lang="es"><mark>Nadie' in page


def test_of_a_long_text_what_is_around_the_part_is_shown():
    text = "start " + "word " * 400 + "una frase extranjera" + " word" * 400 + " end"
    start = text.index("una frase")
    of = article("a.html", text, kind=Kind.BODY)
    page = _page(of, finding(of, part=Span(start, start + 20)))
    quote = _texts("<blockquote[^>]*>(.*?)</blockquote>", page)[0]
    assert "<mark>una frase extranjera</mark>" in quote
    assert "start" not in quote
    assert quote.startswith("…")
    assert quote.endswith("…")
    assert len(quote) < 700


def test_findings_alike_have_addresses_of_their_own():
    first, second = article("a.html", "Una vista."), article("b.html", "Una vista.")
    page = html([Checked(one, (finding(one),)) for one in (first, second)])
    one, other = _ids(page)
    assert one == f"f-{finding(first).fingerprint}"
    assert other == f"{one}-2"


def test_why_a_language_was_expected_is_said():
    of = article("a.html", "Una vista.")
    for source, words in [
        ("option", "English expected, as --language says"),
        ("front-matter", "English expected, as the file says (front-matter)"),
        ("none", "English expected</dd>"),
    ]:
        assert words in _page(replace(of, language_source=source), finding(of))


def test_a_finding_about_the_whole_article_shows_what_stands_there():
    quote = '<blockquote lang="und" dir="ltr" class="code">english</blockquote>'
    assert quote in html(declared())


def test_it_stays_small_and_says_what_is_left_out():
    page = html(many(500), size=300_000)
    shown = len(_ids(page))
    assert 50 < shown < 500
    assert len(page.encode()) < 300_000
    assert f"{shown} of 500 findings, the severest" in " ".join(page.split())
    assert "--format json=report.json" in page
    assert "--format json" not in html(many(10))


def test_the_severest_findings_stay():
    def site():
        for number in range(300):
            level = (Severity.NOTE, Severity.ERROR, Severity.WARNING)[number % 3]
            of = article(f"{number}.html", f"Una vista del puerto {number}.")
            yield Checked(of, (finding(of, severity=level),))

    levels = _levels(html(site(), size=320_000))
    assert levels.count("error") == 100
    assert 0 < levels.count("warning") < 100
    assert "note" not in levels
    first = levels[: 2 * levels.count("warning")]
    assert first == ["error", "warning"] * levels.count("warning")


def test_accepted_findings_give_way_first():
    def site():
        for checked in many(500):
            yield replace(checked, findings=checked.findings[:1], accepted=checked.findings[1:])

    page = html(site(), size=300_000)
    assert page.count("<article") - page.count('data-state="accepted"') == 50
    assert 0 < page.count('data-state="accepted"') < 450
    shown = page.count('data-state="accepted"')
    assert f"it shows {shown} of 450 accepted by a baseline" in " ".join(page.split())


def test_new_findings_are_counted_apart_from_accepted_ones():
    page = html(accepted())
    assert "<h1>2 new findings in 3 articles</h1>" in page
    assert "<summary>2 accepted by a baseline</summary>" in page
    assert "<h1>8 findings in 4 articles</h1>" in html(newsroom())
    everything = [
        replace(one, findings=(), accepted=one.findings) for one in many(10)
    ]  # fmt: skip
    assert "<h1>No new findings in 1 article</h1>" in html(everything)


def test_memory_is_that_of_the_page():
    """Not that of the run."""

    def peak(count: int) -> int:
        tracemalloc.start()
        html(many(count), size=500_000)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)  # what is loaded once
    assert peak(6000) < 1.5 * peak(600)


@pytest.mark.slow
def test_a_thousand_findings_take_no_time():
    html(many(10))
    start = time.perf_counter()
    assert len(_ids(html(many(1000)))) == 1000
    assert time.perf_counter() - start < 3


def test_sections_are_compared_by_language():
    page = html(newsroom())
    chart = page[page.index('class="chart"') : page.index("could not be done")]
    assert _texts('<th scope="row"[^>]*>(.*?)</th>', chart) == ["culture", "world", "sports"]
    assert _texts(r"<a href=\"#language=\w+\">(\w+)</a> \d", chart)[3:5] == ["Spanish", "French"]
    widths = [float(one) for one in _texts(r'<rect [^>]*width="([\d.]+)" height="8"/>', chart)]
    assert sum(widths) == pytest.approx(100 + 100 + 200 / 3, abs=0.1)


def test_the_folder_of_a_language_is_no_section():
    def site(*paths):
        for path in paths:
            of = article(path, f"Una vista {path}.")
            yield Checked(of, (finding(of),))

    assert 'class="chart"' not in html(site("content/en/a.html", "content/en/b.html"))
    page = html(site("content/en/world/a.html", "content/en/sports/b.html", "content/en/c.html"))
    assert _texts('<th scope="row" translate="no">(.*?)</th>', page) == ["(top)", "sports", "world"]


def test_the_chart_holds_against_very_many_folders():
    def site():
        for number in range(6000):
            of = article(f"content/{number % 3}/{number}/a.html", "Una vista.")
            yield Checked(of, (finding(of),))

    page = html(site(), size=100_000)
    assert _texts('<th scope="row" translate="no">(.*?)</th>', page) == ["0", "1", "2"]


def _pictured(address: str) -> str:
    of = article("site/a.html", "Una vista.")
    of = replace(of, segments=(replace(of.segments[0], image=address),))
    return _page(of, finding(of))


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a.jpg?x=1&y=2", "https://example.org/a.jpg?x=1&amp;y=2"),
        ("//cdn.example.org/a.jpg", "https://cdn.example.org/a.jpg"),
        ("img/a.jpg", None),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("file:///etc/passwd", None),
        ("http://[broken", None),
        ("https://example.org/" + "a" * 3000, None),
    ],
)
def test_pictures_elsewhere_are_links(address, link):
    page = _pictured(address)
    assert _texts('<a class="image" href="([^"]*)"', page) == ([unescape(link)] if link else [])
    assert "<img" not in page
    assert address.replace("&", "&amp;")[:300] in page


def test_a_picture_in_the_article_is_not_repeated_as_its_address():
    page = _pictured("data:image/png;base64," + "A" * 5000)
    assert "AAAA" not in page
    assert "a picture within the article" in page


def test_small_pictures_beside_the_article_are_in_the_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    picture = png(tmp_path / "site/a.png", (10, 120, 200))
    assert b64encode(picture.read_bytes()).decode() in _pictured("a.png")
    for name, data in [("text.png", b"<svg/>"), ("a.svg", b"<svg/>")]:
        (tmp_path / "site" / name).write_bytes(data)
        assert "<img" not in _pictured(name)
    assert "<img" not in _pictured("missing.png")


def test_large_pictures_are_made_small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    picture = png(tmp_path / "site/large.png", (10, 120, 200), 3000, 2000)
    picture.write_bytes(picture.read_bytes() + b"\0" * 60_000)
    image = pytest.importorskip("PIL.Image")
    found = _texts('src="data:image/jpeg;base64,([^"]*)"', _pictured("large.png"))
    assert image.open(BytesIO(b64decode(found[0]))).size == (400, 267)


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60_000,
        b"\xff\xd8\xff" + b"\xe0" * 60_000,
        b"GIF89a" + b"\xff" * 60_000,
        b"RIFF\0\0\0\0WEBP" + b"VP8L" * 20_000,
    ],
    ids=["png", "jpeg", "gif", "webp"],
)
def test_large_files_that_are_no_pictures_are_left_out(tmp_path, monkeypatch, data):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.png").write_bytes(data)
    assert "<img" not in _pictured("a.png")


def test_without_a_library_large_pictures_are_left_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "PIL", None)
    picture = png(tmp_path / "site/large.png", (10, 120, 200))
    picture.write_bytes(picture.read_bytes() + b"\0" * 60_000)
    assert "<img" not in _pictured("large.png")


def test_a_bomb_is_left_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    picture = png(tmp_path / "site/bomb.png", (0, 0, 0), 30, 30)
    data = picture.read_bytes().replace(
        struct.pack(">II", 30, 30), struct.pack(">II", 60000, 60000)
    )
    ihdr = data[12:29]
    data = data.replace(data[29:33], struct.pack(">I", zlib.crc32(ihdr)), 1)
    picture.write_bytes(data + b"\0" * 60_000)
    assert "<img" not in _pictured("bomb.png")


def test_pictures_take_their_share_and_no_more(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for checked in many(30):
        folder = Path(checked.article.path).parent
        for number in range(1, 11):
            picture = png(folder / f"img/{number}.png", (number, 120, 200))
            picture.write_bytes(picture.read_bytes() + b"\0" * 10_000)
    page = html(many(30), size=400_000)
    assert len(_ids(page)) == 30
    assert page.count("<img") in range(4, 7)
    assert len(page.encode()) < 400_000


def test_what_could_not_be_done_is_listed_and_counted():
    of = article("a.html", "A view.")
    page = html([Checked(of, notices=tuple(f"notice {n}" for n in range(300)))])
    assert "notice 199" in page
    assert "notice 200" not in page
    assert "<li>100 more notices</li>" in page


def test_texts_that_were_not_compared_are_listed_and_counted():
    of = article("a.html", "A view.")
    page = html([Checked(of, uncompared={"no model for de-en": 2, "not sent: too long": 1})])
    assert "3 texts not compared" in page
    assert "2 texts not compared with another edition: <bdi>no model for de-en</bdi>" in page


def test_every_text_stays_whole():
    page = html(newsroom())
    for text, _, hypothesis, reference in TEXTS:
        whole = unescape(re.sub("</?(del|ins)>", "", page))
        assert text in whole
        assert hypothesis in whole
        assert reference in whole
