"""Corpora need the libraries of their extra; without them, only what is said then is tested."""

from importlib.util import find_spec
from pathlib import Path

import pytest

_MISSING = [
    name for name in ("pyarrow", "fastwarc", "fsspec", "zstandard") if find_spec(name) is None
]
collect_ignore_glob = ["test_[!e]*.py"] if _MISSING else []


@pytest.fixture
def corpus(captioncheck, tmp_path):
    """Run `corpus` without translation into a folder: exit code, the folder, standard error."""

    def run(*arguments, output: str = "out") -> tuple[int, Path, str]:
        code, _, err = captioncheck(
            "corpus", *arguments, "--output", output, "--no-translate", "--jobs", "1"
        )
        return code, tmp_path / output, err

    return run
