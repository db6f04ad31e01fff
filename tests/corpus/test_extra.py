"""The core neither needs nor loads what corpora need, and says which extra brings it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_EXTRA = ("pyarrow", "fastwarc", "fsspec", "zstandard", "ray")
# Runs the command line as if some packages were not installed, and says which are loaded.
_RUN = """\
import json, sys
for name in json.loads(sys.argv[1]):
    sys.modules[name] = None
from checker.cli import main
code = main(sys.argv[2:])
loaded = sorted(name for name, found in sys.modules.items() if found and "." not in name)
print(json.dumps([code, loaded]))
"""


def _run(folder: Path, missing: tuple[str, ...], *arguments: str) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(missing), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    code, loaded = json.loads(done.stdout.splitlines()[-1])
    return code, loaded, done.stderr


@pytest.mark.parametrize("missing", [(), _EXTRA])
def test_an_audit_needs_none_of_them(tmp_path, missing):
    tmp_path.joinpath("a.txt").write_text("The harbour opened again on Monday after the storm.\n")
    code, loaded, err = _run(tmp_path, missing, "audit", "a.txt")
    assert (code, err) == (0, "")
    assert not {*loaded} & {*_EXTRA}


@pytest.mark.parametrize(
    ("missing", "name"),
    [("fsspec", "a.jsonl"), ("pyarrow", "a.jsonl"), ("pyarrow", "a.parquet"),
     ("fastwarc", "a.warc"), ("zstandard", "a.jsonl.zst")],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_extra(tmp_path, missing, name):
    if missing != "fsspec":
        pytest.importorskip("fsspec")
    if missing not in ("fsspec", "pyarrow"):
        pytest.importorskip("pyarrow")
    tmp_path.joinpath(name).write_bytes(b"{}\n")
    code, _, err = _run(tmp_path, (missing,), "corpus", name, "--output", "out", "--no-translate")
    assert code == 2
    line = err.splitlines()[-1]
    assert line == (
        f"captioncheck: {missing} is not installed; "
        "it comes with: pip install 'captioncheck[corpus]'"
    )
    assert "Traceback" not in err
