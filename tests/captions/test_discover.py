"""Arguments to files: what is taken, what is left, in which order."""

import os
from pathlib import Path

import pytest

from captions.discover import discover

SUFFIXES = frozenset({".md", ".html", ".txt"})


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Make files, given as path or path: text, in the folder that the test works in."""
    monkeypatch.chdir(tmp_path)

    def make(*paths: str, **files: str) -> Path:
        for path in paths:
            name, _, text = path.partition(": ")
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(text.replace("|", "\n"))
        return tmp_path

    return make


def found(*arguments: str) -> list[str]:
    return [path.as_posix() for path in discover(arguments, SUFFIXES)]


def test_a_folder_gives_its_articles_sorted(tree):
    tree("b.md", "a.html", "sub/z.txt", "sub/deep/y.md", "image.png", "Loud.MD", "notes.rst")
    assert found(".") == ["Loud.MD", "a.html", "b.md", "sub/z.txt", "sub/deep/y.md"]


def test_the_order_is_that_of_the_arguments(tree):
    tree("b.md", "a.md", "sub/c.md")
    assert found("sub", "b.md", "a.md") == ["sub/c.md", "b.md", "a.md"]


def test_a_file_named_outright_is_taken_whatever_it_is(tree):
    tree(".gitignore: *.md", "ignored.md", ".hidden.md", "notes.rst", ".git/HEAD")
    names = ["ignored.md", ".hidden.md", "notes.rst", "missing.md", "no/such/folder"]
    assert found(*names) == names


def test_hidden_and_foreign_folders_are_left_out(tree):
    tree(".hidden/a.md", ".b.md", "node_modules/c.md", "__pycache__/d.md", "sub/.e/f.md", "g.md")
    assert found(".") == ["g.md"]


def test_a_hidden_folder_named_outright_is_read(tree):
    tree(".hidden/a.md")
    assert found(".hidden") == [".hidden/a.md"]


def test_ignored_files_and_folders_are_left_out(tree):
    tree(
        ".gitignore: drafts/|*.txt|/top.md", "drafts/a.md", "b.txt", "top.md", "sub/top.md", "c.md"
    )
    assert found(".") == ["c.md", "sub/top.md"]


def test_a_negation_takes_a_file_back(tree):
    tree(".gitignore: *.txt|!keep.txt", "a.txt", "keep.txt", "sub/keep.txt")
    assert found(".") == ["keep.txt", "sub/keep.txt"]


def test_a_deeper_ignore_file_adds_and_takes_back(tree):
    tree(
        ".gitignore: *.txt", "sub/.gitignore: !*.txt|*.md", "a.txt", "a.md", "sub/b.txt", "sub/b.md"
    )
    assert found(".") == ["a.md", "sub/b.txt"]


def test_a_deeper_ignore_file_counts_only_below_it(tree):
    tree("a/.gitignore: *.md", "a/x.md", "b/x.md", "c.md")
    assert found(".") == ["c.md", "b/x.md"]


def test_nothing_is_taken_back_from_an_ignored_folder(tree):
    tree(".gitignore: drafts/|!drafts/keep.md", "drafts/keep.md", "a.md")
    assert found(".") == ["a.md"]


def test_everything_in_a_folder_but_one_file(tree):
    tree(".gitignore: drafts/*|!drafts/keep.md", "drafts/keep.md", "drafts/a.md")
    assert found(".") == ["drafts/keep.md"]


def test_the_ignore_files_above_count_within_a_repository(tree):
    tree(".git/HEAD", ".gitignore: *.txt", "sub/a.txt", "sub/b.md")
    assert found("sub") == ["sub/b.md"]


def test_the_ignore_files_above_do_not_count_outside_one(tree):
    tree(".gitignore: *.txt", "sub/a.txt", "sub/b.md")
    assert found("sub") == ["sub/a.txt", "sub/b.md"]


def test_a_repository_within_does_not_heed_the_one_around_it(tree):
    tree(".git/HEAD", ".gitignore: *.txt", "sub/.git/HEAD", "sub/a.txt")
    assert found("sub") == ["sub/a.txt"]


def test_a_detour_is_not_a_parent(tree):
    tree(".git/HEAD", "sub/a/.gitignore: *.md", "sub/b/x.md")
    assert found("sub/a/../b") == ["sub/a/../b/x.md"]


def test_an_ignored_folder_named_outright_is_read(tree):
    tree(".git/HEAD", ".gitignore: /public/", "public/index.html", "public/es/index.html")
    assert found("public") == ["public/index.html", "public/es/index.html"]


def test_bytes_that_are_not_utf_8_in_an_ignore_file_are_no_obstacle(tree):
    folder = tree("a.md", "b.txt")
    (folder / ".gitignore").write_bytes(b"caf\xe9\n***\n[\n*.txt\n")
    assert found(".") == []


@pytest.mark.parametrize("line", ["!", "! "])
def test_a_pattern_that_git_passes_over_is_passed_over(tree, line):
    tree(f".gitignore: {line}|*.txt", "a.md", "b.txt")
    assert found(".") == ["a.md"]


def test_a_byte_order_mark_in_an_ignore_file_is_skipped(tree):
    tree(".gitignore: \ufeff*.txt", "a.md", "b.txt")
    assert found(".") == ["a.md"]


def test_globs(tree):
    tree("a.md", "b.md", "c.html", "sub/d.md", "sub/deep/e.md", ".hidden/f.md")
    assert found("*.md") == ["a.md", "b.md"]
    assert found("**/*.md") == ["a.md", "b.md", "sub/d.md", "sub/deep/e.md"]
    assert found("[bc].*") == ["b.md", "c.html"]
    assert found("*.rst") == []


def test_a_name_that_looks_like_a_glob_is_a_file_if_there_is_one(tree):
    tree("a[1].md", "a1.md")
    assert found("a[1].md") == ["a[1].md"]


def test_a_glob_of_folders_reads_the_folders(tree):
    tree("content/en/a.md", "content/es/a.md")
    assert found("content/*") == ["content/en/a.md", "content/es/a.md"]


def test_a_file_comes_once(tree):
    folder = tree("a.md", "sub/b.md")
    arguments = ["a.md", "./a.md", str(folder / "a.md"), ".", "*.md", "sub/../a.md", "sub", "sub"]
    assert found(*arguments) == ["a.md", "sub/b.md"]


@pytest.mark.parametrize("second", ["a.md", "./a.md", "."])
def test_a_file_comes_once_on_the_command_line(captioncheck, tmp_path, second):
    (tmp_path / "a.md").write_text("# Boats\n")
    _, output, _ = captioncheck("segments", "a.md", second)
    assert len(output.splitlines()) == 1


def test_a_folder_without_articles_gives_nothing(tree):
    tree("image.png")
    assert found(".") == []


def test_a_cycle_of_links_ends(tree):
    tree("sub/a.md")
    os.symlink("..", "sub/loop", target_is_directory=True)
    os.symlink("self", "self")
    assert found(".") == ["sub/a.md"]


def test_a_linked_folder_is_read_when_it_is_named(tree):
    tree("real/a.md")
    os.symlink("real", "link", target_is_directory=True)
    assert found("link") == ["link/a.md"]
    assert found(".") == ["real/a.md"]


def test_a_link_to_itself_is_a_file_that_cannot_be_read(tree, readers):
    from captions.article import Unreadable
    from captions.read import ReadSettings, read

    tree()
    os.symlink("loop.md", "loop.md")
    [path] = discover(["loop.md"], SUFFIXES)
    assert isinstance(read(path, ReadSettings(readers)), Unreadable)


def test_a_name_too_long_is_a_file_that_cannot_be_read(captioncheck):
    code, _, errors = captioncheck("segments", "x" * 300 + ".md")
    assert code == 2
    assert len(errors.splitlines()) == 1
