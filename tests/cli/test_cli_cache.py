"""A second run over what has not changed reads and checks nothing, and says the same."""

import os
import signal
import subprocess
import sys
import time

import pytest
from articles import ANOTHER, ENGLISH, SPANISH, articles, one_line, page, parse, write

from captions import plugins
from checker import audit, cache


@pytest.fixture
def site(tmp_path):
    write(tmp_path / "en" / "a.html", page(SPANISH))
    write(tmp_path / "en" / "b.html", page(ENGLISH))
    write(tmp_path / "es" / "b.html", page(SPANISH, language="es", body=ANOTHER))
    return tmp_path


@pytest.fixture
def read(monkeypatch):
    """The paths that were read, since it was last emptied."""
    seen = []
    real = audit.read_bytes

    def noting(path, data, settings):
        seen.append(path.as_posix())
        return real(path, data, settings)

    monkeypatch.setattr(audit, "read_bytes", noting)
    return seen


@pytest.mark.parametrize("form", [name for name in plugins.names("reporters") if name != "junit"])
def test_the_second_run_says_the_same(captioncheck, site, read, form):
    first = captioncheck("audit", "en", "--format", form)
    assert read == ["en/a.html", "en/b.html"]
    read.clear()
    assert captioncheck("audit", "en", "--format", form) == first
    assert read == []


def test_what_changed_is_checked_again(captioncheck, site, read):
    captioncheck("audit", "en")
    read.clear()
    write(site / "en" / "b.html", page(ANOTHER))
    code, out, _ = captioncheck("audit", "en", "--format", "jsonl")
    assert code == 1
    assert [len(item["findings"]) for item in articles(out)] == [1, 1]
    assert read == ["en/b.html"]


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (lambda site: write(site / "es" / "b.html", page(ENGLISH, language="es")), ["en/b.html"]),
        (lambda site: write(site / "es" / "a.html", page(SPANISH)), ["en/a.html"]),
        (lambda site: (site / "es" / "b.html").unlink(), ["en/b.html"]),
        (lambda site: write(site / "en" / "img" / "1.jpg", b"\xff\xd8\xff\xd9"), None),
        (lambda site: write(site / "en" / "a.html.captions.jsonl", "{"), ["en/a.html"]),
        (lambda site: write(site / "captioncheck.toml", 'ignore = ["untranslated"]'), None),
        (lambda site: os.utime(site / "en" / "a.html", (1, 1)), []),
    ],
    ids=["edition", "new edition", "edition gone", "picture", "sidecar", "settings", "time"],
)
def test_what_it_depends_on(captioncheck, site, read, change, again):
    captioncheck("audit", "en")
    read.clear()
    change(site)
    captioncheck("audit", "en")
    expected = ["en/a.html", "en/b.html"] if again is None else again
    assert set(read) >= set(expected)
    if not again:
        assert read == expected


def test_the_same_article_elsewhere_is_another_one(captioncheck, site, read):
    captioncheck("audit", "en")
    read.clear()
    write(site / "new" / "a.html", page(SPANISH))
    _, out, _ = captioncheck("audit", "new", "--format", "jsonl")
    assert [item["path"] for item in articles(out)] == ["new/a.html"]
    assert read == ["new/a.html"]


def test_options_of_the_report_change_nothing_and_those_of_the_check_everything(
    captioncheck, site, read
):
    captioncheck("audit", "en")
    read.clear()
    captioncheck("audit", "en", "--format", "json", "--quiet")
    assert read == []
    _, out, _ = captioncheck("audit", "en", "--language", "es", "--format", "jsonl")
    assert read == ["en/a.html", "en/b.html"]
    assert {item["language"] for item in articles(out)} == {"es"}


def test_a_text_without_a_model_is_tried_again(captioncheck, site, read, no_bundled_model):
    captioncheck("audit", "en", "--offline")
    read.clear()
    captioncheck("audit", "en", "--offline")
    assert read == ["en/a.html"]


def test_what_was_not_compared_for_want_of_a_model_waits_for_one(
    captioncheck, tmp_path, read, monkeypatch
):
    captions = "Ein Boot liegt am Morgen im Hafen.", "Ein Hund schläft unter dem alten Tisch."
    write(tmp_path / "de" / "a.html", page(*captions, language="de", body=captions[0]))
    write(tmp_path / "en" / "a.html", page(ENGLISH, "A dog sleeps under the old table."))
    first = captioncheck("audit", "de")
    assert "not compared" in first[2]
    read.clear()
    assert captioncheck("audit", "de") == first
    assert read == []
    monkeypatch.setattr(cache, "_models", lambda: "more")
    captioncheck("audit", "de")
    assert read == ["de/a.html"]


def test_an_unreadable_file_is_read_again(captioncheck, tmp_path, read):
    write(tmp_path / "a.json", "{")
    first = captioncheck("audit", "a.json")
    assert captioncheck("audit", "a.json") == first
    assert first[0] == 2


def test_no_cache(captioncheck, site, read):
    captioncheck("audit", "en", "--no-cache")
    assert cache.size() == (0, 0)
    captioncheck("audit", "en")
    read.clear()
    captioncheck("audit", "en", "--no-cache")
    assert read == ["en/a.html", "en/b.html"]


def test_it_is_shown_and_forgotten(captioncheck, site, read):
    captioncheck("audit", "en")
    code, out, _ = captioncheck("cache")
    assert code == 0
    assert out.startswith("2 results (0.0 MB) in ")
    captioncheck("cache", "--clear")
    assert cache.size() == (0, 0)
    read.clear()
    captioncheck("audit", "en")
    assert read == ["en/a.html", "en/b.html"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"no database",
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096] + b"\0" * (len(data) - 4096),
        lambda data: b"",
    ],
    ids=["other", "cut", "zeros", "empty"],
)
def test_a_spoilt_cache_is_no_cache(captioncheck, site, spoil):
    first = captioncheck("audit", "en")
    cache.path().write_bytes(spoil(cache.path().read_bytes()))
    for suffix in ("-wal", "-shm"):
        cache.path().with_name(cache.path().name + suffix).unlink(missing_ok=True)
    assert captioncheck("audit", "en") == first


def test_a_cache_makes_nothing_but_results(captioncheck, site, read):
    """A cache may come from another machine: what it holds is never run."""
    import pickle
    import sqlite3
    import zlib

    class Evil:
        def __reduce__(self):
            return os.system, (f"touch {site}/run",)

    captioncheck("audit", "en")
    data = zlib.compress(pickle.dumps(Evil()))
    with sqlite3.connect(cache.path()) as connection:
        connection.execute("UPDATE result SET result = ?", (zlib.crc32(data).to_bytes(4) + data,))
    connection.close()
    read.clear()
    captioncheck("audit", "en")
    assert read == ["en/a.html", "en/b.html"]
    assert not (site / "run").exists()


def test_it_does_not_grow_for_ever(captioncheck, site, monkeypatch):
    monkeypatch.setattr(cache, "_MOST_BYTES", 4_000)
    for number in range(20):
        write(site / "en" / "a.html", page(SPANISH, ANOTHER + f" {number}"))
        captioncheck("audit", "en")
        assert cache.size()[1] <= 4_000
    assert cache.size()[0] > 0


def _start(folder):
    return subprocess.Popen(
        [sys.executable, "-m", "checker.cli", "audit", ".", "--format", "jsonl", "--no-translate"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_runs_that_are_killed_or_parallel_spoil_nothing(captioncheck, tmp_path):
    for number in range(60):
        write(tmp_path / f"{number}.html", page(SPANISH, f"{ENGLISH} {number}"))
    _, whole, _ = captioncheck("audit", ".", "--format", "jsonl", "--no-translate", "--no-cache")
    for delay in (0.2, 0.4, 0.5, 0.6, 0.7):
        run = _start(tmp_path)
        time.sleep(delay)
        run.send_signal(signal.SIGKILL)
        run.communicate()
    for run in [_start(tmp_path) for _ in range(3)]:
        out, err = run.communicate()
        assert parse(out.decode()) == parse(whole)
        assert err == b""
    assert cache.size()[0] == 60


def test_a_folder_that_cannot_be_written_is_no_obstacle(captioncheck, site, monkeypatch):
    write(site / "file", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(site / "file"))
    code, _, err = captioncheck("audit", "en", "--no-translate")
    assert (code, err) == (1, "")
    assert captioncheck("cache")[1].startswith("0 results")


def test_the_setting_is_checked(captioncheck, site):
    write(site / "captioncheck.toml", 'cache = "yes"')
    code, _, err = captioncheck("audit", "en")
    assert code == 2
    assert "cache is 'yes', not true or false" in one_line(err)
