"""Goldens: what each reader extracts from a file, beside the file.

`<format>/<name>.jsonl` is the output of `captioncheck segments --format jsonl`, without the path.
To renew them after a change that is meant, and then to read the difference:

    RENEW_GOLDENS=1 pytest tests/readers/test_goldens.py; git diff tests/readers
"""

import json
import os
from pathlib import Path

import pytest

from captions import plugins
from checker.testing import check_article

HERE = Path(__file__).parent
ARTICLES = sorted(path for path in HERE.glob("*/*.*") if path.suffix != ".jsonl")
RENEW = bool(os.environ.get("RENEW_GOLDENS"))


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


CASES = [pytest.param(path, id=name(path)) for path in ARTICLES]


def extracted(output: str) -> str:
    lines = []
    for line in output.splitlines():
        found = json.loads(line)
        del found["path"]
        lines.append(json.dumps(found, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("path", CASES)
def test_extracts_what_its_golden_says(path, captioncheck):
    code, output, _ = captioncheck("segments", path, "--format", "jsonl")
    assert code == 0
    golden = path.with_suffix(".jsonl")
    if RENEW:
        golden.write_text(extracted(output), encoding="utf-8", newline="\n")
    assert extracted(output) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CASES)
def test_keeps_the_reader_contract(path, read_article):
    check_article(read_article(path.name, path.read_bytes()))


@pytest.mark.parametrize("reader", plugins.names("readers"))
def test_every_reader_has_goldens(reader):
    assert [path for path in ARTICLES if path.parent.name == reader]


def test_every_golden_has_its_article():
    assert {path.with_suffix(".jsonl") for path in ARTICLES} == set(HERE.glob("*/*.jsonl"))
