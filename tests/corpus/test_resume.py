"""Runs that are killed and taken up again, and what keeps a run from being taken up."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpora import lines, rows, tables, write_parquet

_PARTS = 12


@pytest.fixture
def inputs(tmp_path):
    """A corpus of several parts."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(_PARTS):
        write_parquet(folder / f"{number}.parquet", rows(60 + number))
    return folder


def _start(folder: Path, output: str, jobs: int) -> subprocess.Popen:
    return subprocess.Popen(
        [
            sys.executable, "-m", "checker.cli", "corpus", "in", "--output", output,
            "--jobs", str(jobs), "--no-translate",
        ],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _parts(output: Path) -> int:
    return len(list(output.glob("articles/*.parquet")))


def _until_parts(output: Path, count: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 60
    while _parts(output) < count:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in found]


def _spawned(pid: int) -> list[int]:
    """The workers among the children, without the tracker of resources."""
    return [
        one for one in _children(pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()
    ]


def test_two_processes_give_the_rows_of_one(corpus, inputs, tmp_path):
    _, one, _ = corpus("in")
    two = _start(tmp_path, "two", 2)
    two.communicate()
    assert tables(tmp_path / "two") == tables(one)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_a_run_that_is_killed_again_and_again_gives_the_same_rows(corpus, inputs, tmp_path):
    _, undisturbed, _ = corpus("in")
    output = tmp_path / "killed"
    for finished in (2, 4, 6):
        process = _start(tmp_path, "killed", 2)
        _until_parts(output, finished, process)
        workers = _spawned(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        for worker in workers:  # they do not outlive their driver
            deadline = time.monotonic() + 20
            while Path(f"/proc/{worker}/cmdline").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            assert not Path(f"/proc/{worker}").exists() or _is_zombie(worker)
    process = _start(tmp_path, "killed", 2)
    _, err = process.communicate()
    assert "parts were finished before" in err
    assert process.returncode == 0
    assert tables(output) == tables(undisturbed)
    assert not list(output.glob("*/.*"))


def _is_zombie(pid: int) -> bool:
    return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_a_killed_worker_is_told_and_costs_nothing(corpus, inputs, tmp_path):
    _, undisturbed, _ = corpus("in")
    output = tmp_path / "killed"
    process = _start(tmp_path, "killed", 2)
    _until_parts(output, 2, process)
    os.kill(_spawned(process.pid)[-1], signal.SIGKILL)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "a worker was killed" in err
    assert "Traceback" not in err
    assert 2 <= _parts(output) < _PARTS
    again = _start(tmp_path, "killed", 2)
    again.communicate()
    assert again.returncode == 0
    assert tables(output) == tables(undisturbed)


@pytest.mark.parametrize("table", ["articles", "findings"])
@pytest.mark.parametrize("damage", ["cut", "removed", "another's"])
def test_a_broken_part_is_done_again(corpus, inputs, table, damage):
    _, output, _ = corpus("in")
    before = tables(output)
    part = output / table / "00003-00000.parquet"
    data = part.read_bytes()
    if damage == "cut":
        part.write_bytes(data[: len(data) // 2])
    elif damage == "removed":
        part.unlink()
    else:
        part.write_bytes((output / table / "00004-00000.parquet").read_bytes())
    code, _, err = corpus("in")
    assert code == 0
    assert f"{_PARTS - 1} of {_PARTS} parts were finished before" in err
    assert tables(output) == before


def test_a_finished_run_does_nothing_and_says_the_same(captioncheck, inputs, tmp_path):
    arguments = ("corpus", "in", "--output", "out", "--no-translate", "--jobs", "1")
    first = captioncheck(*arguments)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.glob("out/*/*.parquet")}
    second = captioncheck(*arguments)
    assert second[:2] == first[:2]
    assert times == {path: path.stat().st_mtime_ns for path in tmp_path.glob("out/*/*.parquet")}


def test_failures_of_finished_parts_count(corpus, tmp_path):
    tmp_path.joinpath("a.jsonl").write_bytes(lines([{"text": None}]))
    assert corpus("a.jsonl")[0] == 2
    code, _, err = corpus("a.jsonl")
    assert code == 2
    assert "1 could not be read" in err


def _changed_input(folder):
    write_parquet(folder / "in" / "3.parquet", rows(7))
    return "input in/3.parquet has changed"


def _new_input(folder):
    write_parquet(folder / "in" / "new.parquet", rows(7))
    return "input in/new.parquet is new"


def _gone_input(folder):
    folder.joinpath("in", "3.parquet").unlink()
    return "input in/3.parquet is gone"


def _settings(folder):
    folder.joinpath("captioncheck.toml").write_text("[rules.foreign-language]\nmin-words = 7\n")
    return 'rules was {} and is {"foreign-language": {"min-words": 7}}'


def _version(folder):
    path = folder / "out" / "manifest.json"
    path.write_text(path.read_text().replace('"captioncheck": "', '"captioncheck": "0.'))
    return "captioncheck was"


@pytest.mark.parametrize("change", [_changed_input, _new_input, _gone_input, _settings, _version])
def test_what_has_changed_is_said(corpus, inputs, tmp_path, change):
    _, output, _ = corpus("in")
    before = tables(output)
    message = change(tmp_path)
    code, _, err = corpus("in")
    assert code == 2
    assert message in err
    assert "Name another --output" in err
    assert tables(output) == before


def test_a_folder_with_other_files_is_left_alone(corpus, inputs, tmp_path):
    tmp_path.joinpath("out").mkdir()
    tmp_path.joinpath("out", "thesis.tex").write_text("mine")
    code, output, err = corpus("in")
    assert code == 2
    assert "holds other files" in err
    assert [path.name for path in output.iterdir()] == ["thesis.tex"]


def test_what_changes_no_row_may_change(corpus, inputs):
    corpus("in")
    code, _, err = corpus("in", "--fail-on", "note")
    assert code == 1
    assert f"{_PARTS} of {_PARTS} parts were finished before" in err
