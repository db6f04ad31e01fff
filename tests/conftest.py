"""Factories, and a closed network."""

import socket
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest

from captions import plugins
from captions.article import Article, Unreadable
from captions.read import ReadSettings, read_bytes
from checker import cli
from checker.config import default_rules
from checker.prior import Prior
from checker.tools import Tools


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch):
    """No test may reach a host; the hub is off as well."""

    def refuse(*_):
        raise OSError("the network is closed in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch, tmp_path_factory):
    """No test remembers what another one translated."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def no_bundled_model(monkeypatch, tmp_path):
    """As installed where no model for a pair comes with the package."""
    monkeypatch.setattr("checker.model.BUNDLED", tmp_path / "none bundled")


@pytest.fixture(scope="session")
def readers():
    return {name: plugins.create("readers", name) for name in plugins.names("readers")}


@pytest.fixture
def read_article(readers) -> Callable[..., Article]:
    """Read an article from text or bytes, as a file of a given name would be."""

    def make(name: str, content: str | bytes, **settings) -> Article:
        data = content.encode() if isinstance(content, str) else content
        article = read_bytes(PurePath(name), data, ReadSettings(readers, **settings))
        assert not isinstance(article, Unreadable), article
        return article

    return make


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The built-in detector, the rules and metrics of a run, without a translator."""
    return Tools(
        detector=plugins.create("detectors", "verifier"),
        rules=tuple(plugins.create("rules", name) for name in sorted(default_rules())),
        metrics=(plugins.create("metrics", "chrf"), plugins.create("metrics", "bleu")),
        prior=Prior.of_site(()),
    )


@pytest.fixture
def captioncheck(capsys, monkeypatch, tmp_path) -> Callable[..., tuple[int, str, str]]:
    """Run the command line in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run
