"""The hook, installed by pre-commit from a clone of this folder and run on a commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from articles import ENGLISH, SPANISH, page, write

pytestmark = pytest.mark.slow
pytest.importorskip("pre_commit")

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A repository that uses the hook, which comes from a repository with what is packaged."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
    source, repository = tmp_path / "captioncheck", tmp_path / "site"
    for name in ("captions", "checker"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, source / name)
    for folder in (source, repository):
        folder.mkdir(exist_ok=True)
        _git(folder, "init", "-q")
    _git(source, "add", "-A")
    _git(source, "commit", "-qm", "a release")
    revision = _git(source, "rev-parse", "HEAD").strip()
    write(
        repository / ".pre-commit-config.yaml",
        f"repos:\n- repo: {source}\n  rev: {revision}\n  hooks: [{{id: captioncheck}}]\n",
    )
    return repository


def _git(folder, *words):
    done = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def _hook(folder):
    _git(folder, "add", "-A")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"COLUMNS": "80"},
    )
    return done.returncode, done.stdout + done.stderr


def test_a_commit_with_a_foreign_caption_is_refused(site):
    write(site / "content/año nuevo.html", page(SPANISH))
    write(site / "package.json", '{"name": "site"}')
    write(site / "requirements.txt", SPANISH)
    code, told = _hook(site)
    assert code == 1, told
    assert "content/año nuevo.html:2:42: error: Spanish caption" in told
    assert "package.json" not in told
    assert "requirements.txt" not in told

    write(site / "content/año nuevo.html", page(ENGLISH))
    code, told = _hook(site)
    assert (code, "Passed" in told) == (0, True), told
