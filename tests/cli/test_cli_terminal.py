"""What a person at a terminal meets: colour, the bar, Ctrl-C."""

import os
import re
import signal
import subprocess
import sys

import pytest
from articles import ENGLISH, SPANISH, page, parse, write

from captions import plugins
from checker.checked import Checked, Summary
from checker.cli.interrupt import until_interrupted

AUDIT = ("audit", ".", "--no-translate")
COLOUR = "\x1b["


@pytest.fixture
def a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
    ids=str,
)
@pytest.mark.usefixtures("a_terminal")
def test_colour_on_a_terminal(captioncheck, tmp_path, monkeypatch, environment, coloured):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    write(tmp_path / "a.html", page(SPANISH))
    _, out, _ = captioncheck(*AUDIT)
    assert (COLOUR in out) == coloured


@pytest.mark.parametrize(("value", "coloured"), [("1", True), ("", False)])
def test_colour_in_a_pipe(captioncheck, tmp_path, monkeypatch, value, coloured):
    monkeypatch.setenv("FORCE_COLOR", value)
    monkeypatch.delenv("NO_COLOR", raising=False)
    write(tmp_path / "a.html", page(SPANISH))
    _, out, _ = captioncheck(*AUDIT)
    assert (COLOUR in out) == coloured


@pytest.mark.usefixtures("a_terminal")
def test_hints_are_for_a_person(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    assert "captioncheck explain foreign-language" in captioncheck(*AUDIT)[1]
    _, out, _ = captioncheck(*AUDIT, "--output", "report.txt")
    assert out == ""
    assert "captioncheck" not in (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "captioncheck" not in captioncheck(*AUDIT, "--quiet")[1]


# The bar: standard error is a terminal, and the audit long


@pytest.fixture
def long_run(tmp_path):
    """More files than a bar is shown for, and windows of one file."""
    write(tmp_path / "captioncheck.toml", "window = 1\n")
    for number in range(25):
        write(tmp_path / f"{number:02}.html", page(SPANISH if number % 5 == 0 else ENGLISH))
    return tmp_path


def _on_a_terminal(folder, *arguments, stdout=None):
    """Run with standard error, and output unless it is given, on a terminal; what that shows."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "checker.cli", *AUDIT, *arguments]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        command, cwd=folder, stdout=stdout or theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 1 << 16):
            shown += piece
    except OSError:  # what Linux says when the other side is closed
        pass
    finally:
        os.close(ours)
    assert process.wait() == 1
    return shown.decode()


posix = pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")


@posix
def test_a_bar_leaves_the_report_where_it_belongs(long_run, captioncheck):
    _, report, _ = captioncheck(*AUDIT)
    with (long_run / "out").open("wb") as file:
        shown = _on_a_terminal(long_run, stdout=file)
    assert (long_run / "out").read_text(encoding="utf-8") == report
    assert "checking" in shown
    assert "error" not in shown
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert re.search(r"\d+/25 [\d.]+ files/s, \d+:\d\d left", bare)


@posix
def test_a_bar_is_not_mixed_with_the_report(long_run):
    shown = _on_a_terminal(long_run)
    assert "checking" in shown
    # Each finding begins a line, or what the terminal was told to make one of.
    line = re.compile(r"(?:^|\n|\x1b\[[0-9;?]*[a-zA-Z])\d\d\.html")
    assert len(line.findall(shown)) == 2 * 5


@posix
@pytest.mark.parametrize("arguments", [("--quiet",), ("00.html", "05.html")])
def test_no_bar(long_run, arguments):
    if "--quiet" not in arguments:
        for path in list(long_run.glob("*.html"))[10:]:
            path.unlink()
        write(long_run / "05.html", page(SPANISH))
    assert "checking" not in _on_a_terminal(long_run, *arguments)


# Ctrl-C


@pytest.fixture(autouse=True)
def interruptible():
    """A shell has what it runs in the background ignore Ctrl-C, and children inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def interrupted(tmp_path, monkeypatch):
    """Ctrl-C while the third of five files is checked, in windows of one."""
    write(tmp_path / "captioncheck.toml", "window = 1\n")
    for number in range(5):
        write(tmp_path / f"{number}.html", page(f"{SPANISH} {number}"))
    detector = plugins.plugin_class("detectors", "verifier")
    detect = detector.detect

    def stop(self, texts, *expected):
        if any(text.endswith(" 2") for text in texts):
            signal.raise_signal(signal.SIGINT)
        return detect(self, texts, *expected)

    monkeypatch.setattr(detector, "detect", stop)


@pytest.mark.usefixtures("interrupted")
def test_what_was_found_before_ctrl_c_is_reported(captioncheck):
    code, out, err = captioncheck(*AUDIT)
    assert code == 130
    assert out.count("[foreign-language]") == 2
    assert out.endswith("interrupted, so far 2 articles, 4 segments checked: 2 errors\n")
    assert err == "captioncheck: interrupted after 2 of 5 files\n"


@pytest.mark.usefixtures("interrupted")
def test_every_report_is_whole_after_ctrl_c(captioncheck, tmp_path):
    formats = [f"--format={name}=report.{name}" for name in plugins.names("reporters")]
    code, _, _ = captioncheck(*AUDIT, "--format", "jsonl", *formats)
    assert code == 130
    for name in plugins.names("reporters"):
        text = (tmp_path / f"report.{name}").read_text(encoding="utf-8")
        assert "0.html" in text
        assert "1.html" in text
        assert "2.html" not in text
    summary = parse((tmp_path / "report.jsonl").read_text(encoding="utf-8"))[-1]
    assert (summary["interrupted"], summary["articles"]) == (True, 2)


@pytest.mark.usefixtures("interrupted")
def test_no_baseline_of_a_part_is_written(captioncheck, tmp_path):
    code, _, _ = captioncheck(*AUDIT, "--write-baseline", "accepted.json")
    assert code == 130
    assert not (tmp_path / "accepted.json").exists()


@pytest.mark.usefixtures("interrupted")
def test_ctrl_c_is_as_it_was_after_a_run(captioncheck):
    before = signal.getsignal(signal.SIGINT)
    captioncheck(*AUDIT)
    assert signal.getsignal(signal.SIGINT) == before


def _results(read_article):
    article = read_article("a.html", page(SPANISH))
    yield from [Checked(article)] * 3
    yield Summary(articles=3)


def test_ctrl_c_while_a_result_is_written(read_article):
    """It is written to its end; then comes the summary."""
    taken = []
    for item in until_interrupted(_results(read_article), ()):
        taken.append(item)
        if len(taken) == 2:
            signal.raise_signal(signal.SIGINT)
    assert isinstance(taken[-1], Summary)
    assert (len(taken), taken[-1].articles, taken[-1].interrupted) == (3, 2, True)


def test_a_second_ctrl_c_waits_for_nothing(read_article):
    stream = until_interrupted(_results(read_article), ())
    next(stream)
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    stream.close()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_that_the_caller_ignores_is_ignored(read_article):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        taken = []
        for item in until_interrupted(_results(read_article), ()):
            signal.raise_signal(signal.SIGINT)
            taken.append(item)
        assert taken[3:] == [Summary(articles=3)]
    finally:
        signal.signal(signal.SIGINT, before)
