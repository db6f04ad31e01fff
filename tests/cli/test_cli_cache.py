"""A second run over what has not changed reads and checks nothing, and says the same."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from articles import ANOTHER, ENGLISH, SPANISH, articles, one_line, page, parse, write

from captions import edition_keys, plugins
from checker import audit, cache, testing


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


def test_standard_input_by_the_name_of_a_file_is_not_taken_for_it(captioncheck, site, stdin):
    stdin(page(ENGLISH))
    captioncheck("audit", "-", "en/a.html", "--stdin-filename", "en/a.html", "--no-translate")
    fresh = captioncheck("audit", "en/a.html", "--no-translate", "--no-cache")
    assert fresh[0] == 1
    assert captioncheck("audit", "en/a.html", "--no-translate") == fresh


def test_an_edition_that_changes_during_a_run_is_looked_at_again(captioncheck, site, monkeypatch):
    edition = write(site / "es" / "a.html", page(ANOTHER, language="es", body=ANOTHER))
    real = audit.read_bytes

    def changing(path, data, settings):
        article = real(path, data, settings)
        if path.as_posix() == "es/a.html":  # somebody saves it, once it was read
            write(edition, page(SPANISH, language="es", body=ANOTHER))
        return article

    with monkeypatch.context() as context:
        context.setattr(audit, "read_bytes", changing)
        before = captioncheck("audit", "es/a.html", "en/a.html", "--no-translate")
    fresh = captioncheck("audit", "en/a.html", "--no-translate", "--no-cache")
    assert ("untranslated" in before[1], "untranslated" in fresh[1]) == (False, True)
    assert captioncheck("audit", "en/a.html", "--no-translate") == fresh


def test_a_sidecar_that_changes_during_a_run_is_looked_at_again(captioncheck, site, monkeypatch):
    entry = {"image": "img/1.jpg", "language": "en", "text": ENGLISH}
    beside = write(site / "en" / "a.html.captions.jsonl", json.dumps(entry))
    real = audit.tools

    def changing(*arguments):  # the references were read by then
        write(beside, json.dumps({**entry, "text": "A dog sleeps under the old table."}))
        return real(*arguments)

    with monkeypatch.context() as context:
        context.setattr(audit, "tools", changing)
        captioncheck("audit", "en/a.html", "--no-translate", "--format", "jsonl")
    fresh = captioncheck("audit", "en/a.html", "--no-translate", "--format", "jsonl", "--no-cache")
    assert "A dog sleeps" in fresh[1]
    assert captioncheck("audit", "en/a.html", "--no-translate", "--format", "jsonl") == fresh


def test_a_plugin_that_is_being_written_counts_as_it_is(
    captioncheck, site, read, tmp_path_factory, monkeypatch
):
    folder = tmp_path_factory.mktemp("plugins")
    named = folder / "parrot-1.0.dist-info"
    write(named / "METADATA", "Metadata-Version: 2.1\nName: parrot\nVersion: 1.0\n")
    write(named / "entry_points.txt", "[captioncheck.translators]\nparrot = parrot:Parrot\n")
    write(folder / "parrot.py", "VALUE = 1\n")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(cache, "_code", cache._code.__wrapped__)
    plugins._group.cache_clear()
    try:
        captioncheck("audit", "en")
        read.clear()
        captioncheck("audit", "en")
        assert read == []
        write(folder / "parrot.py", "VALUE = 2\n")
        captioncheck("audit", "en")
        assert read == ["en/a.html", "en/b.html"]
    finally:
        plugins._group.cache_clear()


@pytest.mark.parametrize(
    "setting",
    [
        '[metric-options.embedding]\nmodel = "model"',
        '[translators.auto]\nmodel = "model"',
        '[translators.auto.models]\nes-en = "model"',
    ],
)
def test_the_folder_of_a_model_counts_as_it_is(captioncheck, site, read, setting):
    write(site / "model" / "1" / "weights", "1")
    write(site / "captioncheck.toml", f"translate = false\n{setting}")
    captioncheck("audit", "en")
    read.clear()
    captioncheck("audit", "en")
    assert read == []
    write(site / "model" / "1" / "weights", "2")
    captioncheck("audit", "en")
    assert read == ["en/a.html", "en/b.html"]


def test_a_site_that_grew_too_large_to_look_through_says_so(captioncheck, tmp_path, monkeypatch):
    site = write(tmp_path / "hugo.toml", "").parent
    write(site / "later" / "0.txt", "")
    for language, caption in (("en", ENGLISH), ("es", SPANISH)):
        matter = f"---\ntranslationKey: boats\nlanguage: {language}\n---\n"
        write(site / f"{language}-boats.md", f"{matter}\n![{caption}](a.jpg)\n")
    first = captioncheck("audit", "en-boats.md", "--no-translate")
    assert "too many files" not in first[1] + first[2]
    monkeypatch.setattr(edition_keys, "_MOST", 4)
    fresh = captioncheck("audit", "en-boats.md", "--no-translate", "--no-cache")
    assert "too many files" in fresh[1] + fresh[2]
    assert captioncheck("audit", "en-boats.md", "--no-translate") == fresh


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
    captioncheck("audit", "en", "--format", "json", "--quiet", "--fail-on", "never")
    captioncheck("audit", "en", "--write-baseline", "accepted.json")
    code, out, _ = captioncheck("audit", "en", "--baseline", "accepted.json")
    assert (code, read) == (0, []), out
    _, out, _ = captioncheck("audit", "en", "--language", "es", "--format", "jsonl")
    assert read == ["en/a.html", "en/b.html"]
    assert {item["language"] for item in articles(out)} == {"es"}


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (page(SPANISH), ()),
        (f"<!-- captioncheck: ignore-file foreign-language -->{page(SPANISH)}", ()),
        (page(SPANISH), ("--select", "inconsistent-translation")),
    ],
    ids=["found", "suppressed", "told by no rule"],
)
def test_a_text_without_a_model_waits_for_one(
    captioncheck, tmp_path, read, no_bundled_model, monkeypatch, text, options
):
    write(tmp_path / "a.html", text)
    entry = {"image": "img/1.jpg", "language": "en", "text": ENGLISH}
    write(tmp_path / "a.html.captions.jsonl", json.dumps(entry))
    first = captioncheck("audit", "a.html", "--offline", *options)
    read.clear()
    assert captioncheck("audit", "a.html", "--offline", *options) == first
    assert read == []
    monkeypatch.setattr(cache, "_models", lambda: "more")
    captioncheck("audit", "a.html", "--offline", *options)
    assert read == ["a.html"]


def test_a_hub_that_could_not_be_asked_is_asked_again(
    captioncheck, site, read, no_bundled_model, monkeypatch
):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    _, _, err = captioncheck("audit", "en")
    assert "the hub cannot be reached" in err
    read.clear()
    captioncheck("audit", "en")
    assert read == ["en/a.html"]


def test_what_a_model_of_the_hub_translated_waits_for_a_better_one(
    captioncheck, site, read, monkeypatch, phrasebook
):
    real = testing.Translation
    monkeypatch.setattr(
        testing, "Translation", lambda text, pair, _: real(text, pair, "fake|some/model|1")
    )
    phrasebook({SPANISH: ENGLISH})
    first = captioncheck("audit", "en/a.html")
    read.clear()
    assert captioncheck("audit", "en/a.html") == first
    assert read == []
    monkeypatch.setattr(cache, "_models", lambda: "more")
    captioncheck("audit", "en/a.html")
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
def test_a_spoilt_cache_is_no_cache(captioncheck, site, read, spoil):
    first = captioncheck("audit", "en")
    cache.path().write_bytes(spoil(cache.path().read_bytes()))
    for suffix in ("-wal", "-shm"):
        cache.path().with_name(cache.path().name + suffix).unlink(missing_ok=True)
    assert captioncheck("audit", "en") == first
    captioncheck("audit", "en")
    read.clear()
    assert captioncheck("audit", "en") == first
    assert read == []  # it was made anew


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
