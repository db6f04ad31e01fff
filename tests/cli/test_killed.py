"""A kill at any point leaves no half of a report or a baseline."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from articles import ANOTHER, SPANISH, page, parse, write

from checker.baseline import Entry, dump
from checker.baseline import read as read_baseline

_ROOT = Path(__file__).parents[2]
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(_ROOT), "HF_HUB_OFFLINE": "1"}

_WRITER = """\
from pathlib import Path
from checker.baseline import Entry, dump
from checker.cli.terminal import write
while True:
    for rule in ("first", "second"):
        entries = [Entry(f"{n}.html", rule, "text", "f") for n in range(2000)]
        write(dump(entries), Path("known.json"))
"""


def _killed(command, folder, seconds, *, after=None):
    """Start a command, wait for a file of its if one is named, and kill it a little later."""
    with subprocess.Popen(
        command, cwd=folder, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while after and not after.exists() and running.poll() is None:
            time.sleep(0.001)
        time.sleep(seconds)
        running.kill()
        return running.wait()


def test_a_baseline_is_whole_whenever_its_writer_is_killed(tmp_path):
    file = tmp_path / "known.json"
    wholes = {
        "".join(dump([Entry(f"{n}.html", rule, "text", "f") for n in range(2000)]))
        for rule in ("first", "second")
    }
    halves = 0
    for number in range(25):
        file.unlink(missing_ok=True)
        for rest in tmp_path.glob(".*.part"):
            rest.unlink()
        command = [sys.executable, "-c", _WRITER]
        assert _killed(command, tmp_path, number * 0.0017, after=file) == -9
        assert file.read_text(encoding="utf-8") in wholes
        halves += len(list(tmp_path.glob(".*.part")))
    assert halves, "never killed while it wrote"


@pytest.fixture
def site(tmp_path):
    for number in range(40):
        write(tmp_path / f"site/{number:02}.html", page(SPANISH, ANOTHER))
    return tmp_path


def test_an_audit_that_is_killed_leaves_what_was_there(site):
    """Reports and baseline are whole or not there, wherever the kill falls."""
    command = [
        sys.executable, "-m", "checker.cli", "audit", "site", "--no-translate", "--quiet",
        "--format", "jsonl=report.jsonl", "--format", "json=report.json",
        "--write-baseline", "known.json",
    ]  # fmt: skip
    files = [site / name for name in ("report.jsonl", "report.json", "known.json")]
    start = time.monotonic()
    subprocess.run(command, cwd=site, env=_ENVIRONMENT, check=True, capture_output=True)
    whole = time.monotonic() - start
    for step in range(1, 9):
        for file in files:
            file.unlink(missing_ok=True)
        _killed(command, site, whole * step / 8)
        for file in files:
            if not file.exists():
                continue
            text = file.read_text(encoding="utf-8")
            if file.suffix == ".jsonl":
                assert parse(text)[-1]["type"] == "summary"
            elif file.name == "report.json":
                assert json.loads(text)["summary"]["articles"] == 40
            else:
                assert sum(one.count for one in read_baseline(file).entries) == 80
