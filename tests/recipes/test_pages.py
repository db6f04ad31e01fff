"""README and docs: links lead somewhere, and every setting is told."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from checker.config import Config

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
_LINK = re.compile(r"\]\((?!\w+:)([^)\s]+)\)")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    text = re.sub(r"^````?.*?^````?$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in _LINK.findall(text):
        name, _, part = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        if part:
            heads = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), flags=re.MULTILINE)
            assert part in [head.lower().replace(" ", "-") for head in heads], link


def test_the_readme_leads_to_every_page():
    readme = (ROOT / "README.md").read_text("utf-8")
    for path in ROOT.glob("docs/*.md"):
        assert f"(docs/{path.name})" in readme


def test_every_setting_is_told_with_its_default():
    text = (ROOT / "docs/configuration.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.*?) \|", text, flags=re.MULTILINE))
    tables = {name.partition(".")[0] for name in re.findall(r"`\[([a-zA-Z.-]+)\]`", text)}
    told = {}
    for one in fields(Config()):
        default = getattr(Config(), one.name)
        if isinstance(default, dict):
            assert one.name.replace("_", "-") in tables
        else:
            told[one.name.replace("_", "-")] = _toml(default)
    assert {name: cell.strip("`| ") for name, cell in rows.items()} == told


def _toml(value):
    if isinstance(value, tuple):
        return str(list(value)).replace("'", '"')
    if isinstance(value, str):
        return f'"{value}"'
    return f"{value:g}" if isinstance(value, float) else str(value).lower()
