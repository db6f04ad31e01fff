"""What was looked at around an article is noted, and told from what is there later."""

import os

import pytest

from captions.files import Files, Look


@pytest.fixture
def folder(tmp_path):
    tmp_path.joinpath("a.md").write_text("a")
    tmp_path.joinpath("b.md").write_text("b")
    return tmp_path


def look(folder):
    """The sights of one article that looked at everything."""
    files = Files()
    with files.noting() as sights:
        assert files.names(folder, Look.NAMES) == ["a.md", "b.md"]
        assert files.is_file(folder / "a.md")
        assert not files.is_file(folder / "c.md")
        assert not files.is_file(folder)
        files.note(folder / "b.md")
        files.note(folder / "d.md")
    return sights


def test_nothing_changed(folder):
    sights = look(folder)
    os.utime(folder / "b.md", (1, 1))
    assert Files().still_hold(sights)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: folder.joinpath("b.md").write_text("B"),
        lambda folder: folder.joinpath("b.md").unlink(),
        lambda folder: folder.joinpath("a.md").rename(folder / "z.md"),
        lambda folder: folder.joinpath("c.md").touch(),
        lambda folder: folder.joinpath("d.md").write_text("d"),
        lambda folder: folder.joinpath("other").mkdir(),
    ],
    ids=["content", "gone", "renamed", "there now", "readable now", "another name"],
)
def test_something_changed(folder, change):
    sights = look(folder)
    change(folder)
    assert not Files().still_hold(sights)


def test_what_nobody_looked_at_may_change(folder):
    files = Files()
    with files.noting() as sights:
        files.note(folder / "a.md")
    folder.joinpath("b.md").write_text("B")
    folder.joinpath("c.md").touch()
    assert Files().still_hold(sights)


def test_a_sight_from_before_is_noted_for_each_who_looks(folder):
    files = Files()
    with files.noting() as first:
        files.is_file(folder / "a.md")
        files.names(folder, Look.NAMES)
    with files.noting() as second:
        files.is_file(folder / "a.md")
        files.names(folder, Look.NAMES)
    assert first == second != {}


def test_nothing_waits_for_a_pipe(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    files = Files()
    with files.noting() as sights:
        files.note(tmp_path / "pipe")
    assert files.still_hold(sights)
    assert not files.is_file(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("look", "told"),
    [(Look.LANGUAGES, ["es", "_pt-BR"]), (Look.TAGGED, ["a.es.md"]), (Look.NAMES, ["notes"])],
)
def test_of_the_names_in_a_folder_only_those_asked_for_count(folder, look, told):
    files = Files()
    with files.noting() as sights:
        before = files.names(folder, look)
    folder.joinpath("a.txt").touch()
    assert Files().still_hold(sights) == (look is not Look.NAMES)
    for name in told:
        folder.joinpath(name).touch()
    assert not Files().still_hold(sights)
    assert set(Files().names(folder, look)) - set(before) >= set(told)
