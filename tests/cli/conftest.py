"""The command line with a pipe before it and a translator that needs no model."""

import io
import json
import sys

import pytest
from articles import articles, write

from captions import plugins


@pytest.fixture
def stdin(monkeypatch):
    """Pipe bytes into the command line."""

    def pipe(content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return pipe


@pytest.fixture
def audit(captioncheck):
    """Run `audit` without translation; exit code, articles of the report, standard error."""

    def run(*arguments):
        code, out, err = captioncheck("audit", "--no-translate", "--format", "jsonl", *arguments)
        return code, articles(out), err

    return run


@pytest.fixture
def phrasebook(tmp_path, tmp_path_factory, monkeypatch):
    """Install `checker.testing.FakeTranslator` as a plugin, as a stranger's package would be.

    Called with hypotheses by source, it writes a configuration that uses them.
    """
    site = tmp_path_factory.mktemp("site")
    package = site / "phrasebook-1.0.dist-info"
    write(package / "METADATA", "Metadata-Version: 2.1\nName: phrasebook\nVersion: 1.0\n")
    write(
        package / "entry_points.txt",
        "[captioncheck.translators]\nphrasebook = checker.testing:FakeTranslator\n",
    )
    monkeypatch.syspath_prepend(str(site))
    plugins._group.cache_clear()  # a package is installed before the process starts

    def use(hypotheses: dict[str, str], settings: str = "") -> None:
        lines = "".join(
            f"{json.dumps(source, ensure_ascii=False)} = {json.dumps(text, ensure_ascii=False)}\n"
            for source, text in hypotheses.items()
        )
        table = f"[translators.phrasebook.hypotheses]\n{lines}"
        write(tmp_path / "captioncheck.toml", f'translator = "phrasebook"\n{settings}\n{table}')

    yield use
    plugins._group.cache_clear()
