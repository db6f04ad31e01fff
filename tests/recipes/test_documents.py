"""Recipes of docs, read as their readers would: valid files, and options that exist."""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from articles import SPANISH, page, write

from captions import plugins

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/ci").glob("*.md"))
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"captioncheck audit ((?:[^|\n']|\\\n|\n(?= *--))*)")


def _fences():
    for one in [*PAGES, ROOT / "docs/editors.md"]:
        for number, (language, text) in enumerate(_FENCE.findall(one.read_text("utf-8"))):
            yield pytest.param(language, text, id=f"{one.stem}-{number}")


_PARSERS = {"yaml": yaml.safe_load, "json": json.loads, "toml": tomllib.loads}


@pytest.mark.parametrize(("language", "text"), _fences())
def test_files_are_of_their_language(language, text):
    assert _PARSERS.get(language, str)(text)


def _commands():
    found = [
        (one.stem, " ".join(command.replace("\\\n", " ").split()))
        for one in PAGES
        for _, text in _FENCE.findall(one.read_text("utf-8"))
        for command in _COMMAND.findall(text)
    ]
    assert {name for name, _ in found} >= {"github", "gitlab", "jenkins", "reviewdog", "make"}
    return [pytest.param(command, id=name) for name, command in found]


@pytest.mark.parametrize("command", _commands())
def test_commands(captioncheck, tmp_path, command):
    words = shlex.split(command)
    formats = {
        word.split("=")[0]
        for word, before in zip(words[1:], words, strict=False)
        if before == "--format"
    }
    if missing := formats - {*plugins.names("reporters")}:
        pytest.skip(f"not built in: {', '.join(sorted(missing))}")
    write(tmp_path / "content/a.html", page(SPANISH))
    code, _, err = captioncheck("audit", *words)
    assert code == (0 if "never" in words else 1), err
    files = {word.split("=")[1] for word in words if re.match(r"[a-z]+=", word)}
    assert all((tmp_path / name).stat().st_size for name in files)


def test_the_inputs_that_are_documented_are_those_of_the_action():
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    text = (ROOT / "docs/ci/github.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| `(.*?)` \|", text, re.MULTILINE))
    assert rows == {name: item["default"] for name, item in action["inputs"].items()}
