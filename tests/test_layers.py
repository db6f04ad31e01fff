"""Who may import whom, who may print or look around, and what is loaded when."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import captions
import checker
from captions import plugins

_ROOT = Path(__file__).parents[1]
_PACKAGES = [Path(package.__path__[0]) for package in (captions, checker)]
_MODULES = {
    ".".join(path.relative_to(folder.parent).with_suffix("").parts): path
    for folder in _PACKAGES
    for path in sorted(folder.rglob("*.py"))
}
_TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in _MODULES.items()}
_PLUGIN_FOLDERS = [
    "captions.readers",
    "checker.detectors",
    "checker.translators",
    "checker.references",
    "checker.metrics",
    "checker.rules",
    "checker.reporters",
]
# These learn nothing from one another, of whatever kind.
_STRANGERS = ("checker.metrics", "checker.rules", "checker.reporters")
# A reader of one format may hold another: JSON and Markdown carry HTML.
_MAY_NEST = "captions.readers"


def _imports(name: str) -> Iterator[str]:
    """Every module that a module imports, anywhere in it."""
    for node in ast.walk(_TREES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def test_all_modules_are_seen():
    assert {"captions.read", "checker.cli.audit", "checker.rules.untranslated"} <= _MODULES.keys()


@pytest.mark.parametrize("name", [name for name in _MODULES if _within(name, "captions")])
def test_captions_never_imports_checker(name):
    assert not [one for one in _imports(name) if _within(one, "checker")]


def _plugin(name: str) -> str:
    """The plugin that a module belongs to; a plugin may be a folder of its own."""
    return ".".join(name.split(".")[:3])


@pytest.mark.parametrize("package", [one for one in _PLUGIN_FOLDERS if one != _MAY_NEST])
def test_plugins_never_import_their_siblings(package):
    for name in _MODULES:
        if _within(name, package):
            others = [
                one
                for one in _imports(name)
                if _within(one, package) and _plugin(one) != _plugin(name)
            ]
            assert not others, f"{name} imports {others}"


def test_reporters_rules_and_metrics_never_import_one_another():
    for name in _MODULES:
        if any(_within(name, package) for package in _STRANGERS):
            others = [
                one
                for one in _imports(name)
                if any(_within(one, package) for package in _STRANGERS)
                and _plugin(one) != _plugin(name)
            ]
            assert not others, f"{name} imports {others}"


@pytest.mark.parametrize("package", _PLUGIN_FOLDERS)
def test_built_in_plugins_are_reached_through_entry_points_alone(package):
    """Nothing but plugins of its own folder knows a plugin's module."""
    for name in _MODULES:
        if not _within(name, package):
            others = [one for one in _imports(name) if _within(one, package)]
            assert not others, f"{name} imports {others}"


def test_nothing_imports_the_command_line():
    users = [
        name
        for name in _MODULES
        if not _within(name, "checker.cli")
        and any(_within(one, "checker.cli") for one in _imports(name))
    ]
    assert users == []


# Ways to the terminal, the environment, the current directory, the arguments, and the exit.
_PRINTS = {"print", "input", "breakpoint"}
_LOOKS_AROUND = {
    ("os", "environ"), ("os", "getenv"), ("os", "environb"), ("os", "getcwd"), ("os", "chdir"),
    ("os", "putenv"), ("sys", "argv"), ("sys", "stdout"), ("sys", "stderr"), ("sys", "stdin"),
    ("sys", "exit"), ("Path", "cwd"), ("Path", "home"),
}  # fmt: skip


def _looks(name: str) -> Iterator[str]:
    for node in ast.walk(_TREES[name]):
        if isinstance(node, ast.Name) and node.id in _PRINTS:
            yield f"line {node.lineno}: {node.id}"
        elif isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in _LOOKS_AROUND:
                yield f"line {node.lineno}: {node.value.id}.{node.attr}"
            elif node.attr == "expanduser":
                yield f"line {node.lineno}: expanduser"
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module, alias.name) in _LOOKS_AROUND:
                    yield f"line {node.lineno}: from {node.module} import {alias.name}"


@pytest.mark.parametrize("name", [name for name in _MODULES if not _within(name, "checker.cli")])
def test_only_the_command_line_prints_and_looks_around(name):
    assert list(_looks(name)) == []


def test_the_command_line_is_where_it_happens():
    assert any(list(_looks(name)) for name in _MODULES if _within(name, "checker.cli"))


_HEAVY = ("torch", "transformers", "sentencepiece")
_MEDIUM = ("numpy", "rich", "turbohtml", "sacrebleu", "markdown_it", "yaml", "jinja2")

_RUN = """\
import json, sys
from checker.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code
print(json.dumps([code, sorted({name.partition('.')[0] for name in sys.modules})]), file=sys.stderr)
"""


def _modules_after(folder: Path, *arguments: str) -> tuple[int, set[str], str]:
    """Exit code, top-level modules and standard output of a run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments],
        cwd=folder,
        env={**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code or 0, set(modules), done.stdout


_CLEAN = """\
---
lang: en
---
# Harbour open again

The harbour opened again on Monday after the storm had passed, the city said.

![The fishing boats return to the harbour](boats.jpg)
"""


@pytest.mark.parametrize("form", plugins.names("reporters"))
def test_a_clean_article_loads_no_translator(tmp_path, form):
    tmp_path.joinpath("clean.md").write_text(_CLEAN, encoding="utf-8")
    code, modules, output = _modules_after(tmp_path, "audit", "clean.md", "--format", form)
    assert code == 0, output
    assert not modules & {*_HEAVY, "sacrebleu"}
    if form != "text":
        assert "rich" not in modules


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("audit", "--help"),
        ("explain",),
        ("explain", "foreign-language"),
    ],
    ids=" ".join,
)
def test_help_loads_next_to_nothing(tmp_path, arguments):
    code, modules, output = _modules_after(tmp_path, *arguments)
    assert code == 0
    assert output
    assert not modules & {*_HEAVY, *_MEDIUM}


@pytest.mark.parametrize("arguments", [("config",), ("detect", "texts.jsonl")], ids=" ".join)
def test_light_commands_load_no_translator(tmp_path, arguments):
    tmp_path.joinpath("texts.jsonl").write_text('{"text": "The boats", "expected": "en"}\n')
    code, modules, _ = _modules_after(tmp_path, *arguments)
    assert code == 0
    assert not modules & {*_HEAVY, "rich", "turbohtml"}


def test_importing_the_packages_loads_no_dependency():
    done = subprocess.run(
        [sys.executable, "-c", "import captions, checker, sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=_ROOT,
    )
    assert not set(done.stdout.split()) & {*_HEAVY, *_MEDIUM, "langcodes"}
