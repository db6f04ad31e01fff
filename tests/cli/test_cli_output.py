"""Formats, several at once, files that appear whole or not at all."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from articles import ENGLISH, SPANISH, one_line, page, parse, write

from captions import plugins


@pytest.fixture(autouse=True)
def article(tmp_path):
    return write(tmp_path / "a.html", page(SPANISH))


AUDIT = ("audit", "a.html", "--no-translate")


@pytest.mark.parametrize("form", plugins.names("reporters"))
def test_every_format_on_standard_output(captioncheck, form):
    code, out, err = captioncheck(*AUDIT, "--format", form)
    assert (code, err) == (1, "")
    assert SPANISH in out
    assert out.endswith("\n")


@pytest.mark.parametrize("form", ["html", "json"])
def test_the_report_of_an_earlier_run_is_no_article(captioncheck, tmp_path, form):
    options = ("audit", ".", "--no-translate", "--format", "text", "--format")
    first = captioncheck(*options, f"{form}=report.{form}")
    assert (tmp_path / f"report.{form}").exists()
    assert captioncheck(*options, f"{form}=report.{form}") == first
    assert captioncheck(*options, f"{form}=other.{form}")[1] != first[1]


def test_text_is_the_default(captioncheck):
    assert captioncheck(*AUDIT) == captioncheck(*AUDIT, "--format", "text")


def test_json_holds_what_jsonl_holds(captioncheck):
    _, lines, _ = captioncheck(*AUDIT, "--format", "jsonl")
    _, whole, _ = captioncheck(*AUDIT, "--format", "json")
    run, *articles, summary = parse(lines)
    assert json.loads(whole) == {"run": run, "articles": articles, "summary": summary}


@pytest.mark.parametrize("form", plugins.names("reporters"))
def test_output(captioncheck, tmp_path, form):
    _, printed, _ = captioncheck(*AUDIT, "--format", form)
    code, out, err = captioncheck(*AUDIT, "--format", form, "--output", "report.out")
    assert (code, out, err) == (1, "", "")
    assert (tmp_path / "report.out").read_bytes().decode() == printed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "report.out"]


def test_several_formats_each_to_its_place(captioncheck, tmp_path):
    _, text, _ = captioncheck(*AUDIT)
    _, lines, _ = captioncheck(*AUDIT, "--format", "jsonl")
    code, out, err = captioncheck(
        *AUDIT, "--format", "text", "--format", "jsonl=r.jsonl", "--format", "json=r.json"
    )
    assert (code, out, err) == (1, text, "")
    assert (tmp_path / "r.jsonl").read_text(encoding="utf-8") == lines
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["articles"]


def test_output_takes_the_format_without_a_file(captioncheck, tmp_path):
    code, out, _ = captioncheck(
        *AUDIT, "--format", "jsonl=r.jsonl", "--format", "json", "--output", "r.json"
    )
    assert (code, out) == (1, "")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert parse((tmp_path / "r.jsonl").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "text", "--format", "json"), "two formats for standard output"),
        (("--format", "json=r.json", "--output", "x.txt"), "--output has no format left"),
        (("--format", "json=r", "--format", "csv=./r"), "two formats for r"),
        (("--output", "none/r.txt"), "none/r.txt"),
        (("--format", "json=none/r.json"), "none/r.json"),
        (("--output", "."), "cannot be written"),
        (("--output", "folder"), "cannot be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_report_that_cannot_be_written(captioncheck, tmp_path, options, words):
    tmp_path.joinpath("folder").mkdir()
    code, out, err = captioncheck(*AUDIT, *options)
    assert (code, out) == (2, "")
    assert words in one_line(err)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.html", "folder"]


def test_a_report_that_fails_leaves_the_old_one(captioncheck, tmp_path, monkeypatch):
    """The new report takes the old one's place only when it is whole."""
    write(tmp_path / "report.jsonl", "the old report\n")

    def fail(*_):
        raise RuntimeError("half way through")

    detector = plugins.plugin_class("detectors", "verifier")
    monkeypatch.setattr(detector, "detect", fail)
    with pytest.raises(RuntimeError, match="half way"):
        captioncheck(*AUDIT, "--format", "jsonl", "--output", "report.jsonl")
    assert (tmp_path / "report.jsonl").read_text() == "the old report\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "report.jsonl"]


_WRITING = """\
import itertools, pathlib, sys
from checker.cli.terminal import write
for letter in itertools.cycle("ab"):
    write((letter * 1000 for _ in range(1000)), pathlib.Path(sys.argv[1]))
"""


def test_a_kill_at_any_point_leaves_a_whole_report(tmp_path):
    """A report is what it was or what it is to be, whenever its writer is killed."""
    target = write(tmp_path / "report.out", "b" * 1_000_000)
    for attempt in range(12):
        with subprocess.Popen([sys.executable, "-c", _WRITING, target]) as writer:
            started = target.stat().st_mtime_ns
            while target.stat().st_mtime_ns == started:
                assert writer.poll() is None
            time.sleep(attempt / 1000)
            writer.kill()
        assert target.read_text(encoding="utf-8") in ("a" * 1_000_000, "b" * 1_000_000)
    assert list(tmp_path.glob("report*")) == [target]


def test_a_report_over_an_old_one(captioncheck, tmp_path):
    write(tmp_path / "report.txt", "the old report\n" * 100)
    captioncheck(*AUDIT, "--output", "report.txt")
    assert "old" not in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_a_link_stays_one_and_what_it_leads_to_is_written(captioncheck, tmp_path):
    kept = write(tmp_path / "kept" / "report.txt", "old")
    (tmp_path / "report.txt").symlink_to(kept)
    captioncheck(*AUDIT, "--output", "report.txt")
    assert (tmp_path / "report.txt").is_symlink()
    assert SPANISH in kept.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_stays_one_and_is_written_to(captioncheck, tmp_path):
    """So does a device: of /dev/null, a report must not make a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        code, _, err = captioncheck(*AUDIT, "--output", "pipe")
        assert (code, err) == (1, "")
        assert pipe.is_fifo()
        assert SPANISH in read.result(timeout=60).decode()


def test_text_in_a_file_is_80_wide_and_without_colour(captioncheck, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("FORCE_COLOR", "1")
    write(tmp_path / "a.html", page(SPANISH * 3))
    captioncheck(*AUDIT, "--output", "report.txt")
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "\x1b" not in report
    assert max(len(line) for line in report.splitlines()[1:]) <= 80


def test_quiet_keeps_findings(captioncheck, tmp_path):
    write(tmp_path / "b.html", page(ENGLISH))
    _, loud, _ = captioncheck("audit", "a.html", "b.html", "--no-translate")
    _, quiet, _ = captioncheck("audit", "a.html", "b.html", "--no-translate", "--quiet")
    assert loud.startswith(quiet)
    assert SPANISH in quiet
    assert "checked" not in quiet


def test_places_are_one_based_and_end_after_the_text(captioncheck):
    _, out, _ = captioncheck(*AUDIT, "--format", "jsonl")
    [finding] = parse(out)[1]["findings"]
    start, end = finding["span"]
    assert page(SPANISH)[start:end] == finding["text"] == SPANISH
    assert (finding["line"], finding["column"]) == (2, 42)
    assert (finding["end_line"], finding["end_column"]) == (2, 42 + len(SPANISH))


FINDING = {
    "rule", "severity", "message", "path", "line", "column", "end_line", "end_column", "span",
    "text", "segment", "article_language", "expected", "language", "confidence", "translation",
    "references", "scores", "suggestion", "fingerprint", "related",
}  # fmt: skip


def test_a_finding_has_every_key_of_the_wire_format(captioncheck):
    _, out, _ = captioncheck(*AUDIT, "--format", "jsonl")
    run, article, summary = parse(out)
    assert {"type", "schema", "version", "rules", "signature"} <= run.keys()
    assert run["schema"] == "captioncheck/1"
    keys = {"type", "path", "language", "language_source", "segments", "findings", "scores"}
    assert keys <= article.keys()
    assert article["findings"][0].keys() >= FINDING
    assert {"type", "articles", "segments", "findings", "failures", "scores"} <= summary.keys()
    assert summary["findings"] == {"foreign-language": 1}


def test_a_fingerprint_survives_an_edit_above_it(captioncheck, tmp_path):
    def fingerprints():
        _, out, _ = captioncheck(*AUDIT, "--format", "jsonl")
        return [finding["fingerprint"] for finding in parse(out)[1]["findings"]]

    before = fingerprints()
    write(tmp_path / "a.html", "<!-- a comment -->\n\n" + page(SPANISH))
    assert fingerprints() == before
    write(tmp_path / "a.html", page(SPANISH.replace("pesca", "vela")))
    assert fingerprints() != before


def test_of_many_reasons_the_most_frequent_are_told(capsys):
    from checker.checked import Summary
    from checker.cli.audit import say_untranslated

    say_untranslated(Summary(uncompared={f"{n:02}-en: no model": n for n in range(1, 9)}))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "captioncheck: 8 not compared with another edition: 08-en: no model"
    assert len(lines) == 6
    assert lines[-1].startswith(
        "captioncheck: 6 not compared with another edition for 3 other reas"
    )


def test_no_report_takes_the_place_of_an_article(captioncheck, tmp_path):
    article = write(tmp_path / "a.html", page(SPANISH))
    before = article.read_text()
    for options in (("--format", "html=./a.html"), ("--output", "a.html")):
        code, _, err = captioncheck("audit", "a.html", *options)
        assert code == 2
        assert "would take the place of what it is about" in one_line(err)
    assert article.read_text() == before
