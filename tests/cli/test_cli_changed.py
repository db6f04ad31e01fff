"""Changed files and changed lines, in repositories made for the purpose."""

import os
import subprocess

import pytest
from articles import ANOTHER, BODY, ENGLISH, SPANISH, one_line, page, write

THIRD = "Los niños juegan en la playa con sus perros."
FIGURE = f'<figure><img src="9.jpg"><figcaption>{THIRD}</figcaption></figure>\n'


@pytest.fixture
def git(tmp_path, monkeypatch):
    """Run git in the repository, away from anybody's own configuration."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")

    def run(*arguments, folder=tmp_path):
        command = ["git", "-c", "protocol.file.allow=always", *arguments]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    return run


@pytest.fixture
def repository(git, tmp_path):
    """A repository whose branch main has two articles with a foreign caption each."""
    git("init", "-b", "main")
    write(tmp_path / "site/a.html", page(SPANISH))
    write(tmp_path / "site/b.html", page(ANOTHER))
    git("add", ".")
    git("commit", "-m", "site")
    return tmp_path


@pytest.fixture
def found(audit):
    """The paths that were checked and the texts that were found."""

    def run(*arguments, since="main"):
        code, articles, _ = audit(*(arguments or ["site"]), "--changed-since", since)
        texts = [finding["text"] for one in articles for finding in one["findings"]]
        assert code == (1 if texts else 0)
        return [one["path"] for one in articles], texts

    return run


def _edit(path, change=lambda text: text + f"<p>{BODY}</p>\n"):
    text = path.read_bytes().decode()
    changed = change(text)
    assert changed != text
    path.write_bytes(changed.encode())


def test_no_change_is_clean_and_told(repository, captioncheck):
    code, out, err = captioncheck("audit", "site", "--no-translate", "--changed-since", "main")
    assert code == 0
    assert one_line(err) == "none of 2 files has changed since main: nothing to check"
    assert out == "0 articles, 0 segments checked: no findings\n"
    code, _, err = captioncheck("audit", "site/a.html", "--changed-since", "HEAD")
    assert (code, one_line(err)) == (0, "the file has not changed since HEAD: nothing to check")


def test_a_report_is_written_all_the_same(repository, captioncheck):
    """What follows in a pipeline expects it."""
    code, _, _ = captioncheck("audit", "site", "--changed-since", "main", "--output", "r.txt")
    assert code == 0
    assert (repository / "r.txt").is_file()


def test_no_articles_at_all_are_still_no_input(repository, audit):
    (repository / "empty").mkdir()
    assert audit("empty", "--changed-since", "main")[0] == 3


def test_edited_staged_and_committed_files_all_count(repository, git, found):
    _edit(repository / "site/a.html")
    assert found() == (["site/a.html"], [SPANISH])
    git("add", ".")
    assert found() == (["site/a.html"], [SPANISH])
    git("checkout", "-b", "work")
    git("commit", "-m", "edit")
    assert found() == (["site/a.html"], [SPANISH])
    assert found(since="HEAD") == ([], [])
    assert found(since="HEAD~1") == (["site/a.html"], [SPANISH])


def test_new_files_count_whether_or_not_git_was_told(repository, git, found):
    write(repository / "site/c.html", page(THIRD))
    assert found() == (["site/c.html"], [THIRD])
    git("add", ".")
    assert found() == (["site/c.html"], [THIRD])


def test_what_others_changed_since_does_not_count(repository, git, found):
    """It is compared with where the work parted from the revision."""
    git("checkout", "-b", "work")
    _edit(repository / "site/a.html")
    git("commit", "-am", "mine")
    git("checkout", "main")
    _edit(repository / "site/b.html")
    git("commit", "-am", "theirs")
    git("checkout", "work")
    assert found() == (["site/a.html"], [SPANISH])


def test_deleted_files_are_not_asked_for(repository, git, found):
    git("rm", "site/a.html")
    _edit(repository / "site/b.html")
    assert found() == (["site/b.html"], [ANOTHER])


def test_a_file_that_is_named_and_missing_is_told(repository, audit):
    code, [article], _ = audit("site/z.html", "--changed-since", "main")
    assert code == 2
    assert article["failure"]["kind"] == "MissingFile"


@pytest.mark.parametrize(
    "name",
    ["Über uns & más.html", 'quote "d".html', "line\nbreak.html", "tab\t.html", " leading.html",
     "caf\udce9.html", "-dash.html", "[glob]*.html", ":(top)x.html"],
)  # fmt: skip
@pytest.mark.parametrize("staged", [True, False])
def test_odd_names(repository, git, captioncheck, name, staged):
    file = write(repository / "odd" / name, page(SPANISH))
    run = ("audit", "odd", "--no-translate", "--changed-since", "HEAD", "--output", "r.txt")
    if staged:
        git("add", ".")
    assert captioncheck(*run)[0] == 1
    git("add", "odd")
    git("commit", "-m", "odd")
    assert captioncheck(*run)[0] == 0
    _edit(file)
    assert captioncheck(*run)[0] == 1
    assert captioncheck(*run, "--changed-lines")[0] == 0
    _edit(file, lambda text: text.replace("amanecer", "atardecer"))
    assert captioncheck(*run, "--changed-lines")[0] == 1


def test_from_a_folder_below_and_by_absolute_paths(repository, found, monkeypatch):
    _edit(repository / "site/a.html")
    monkeypatch.chdir(repository / "site")
    assert found(".") == (["a.html"], [SPANISH])
    assert found("../site/b.html", "a.html") == (["a.html"], [SPANISH])
    absolute = str(repository / "site/a.html")
    assert found(absolute) == ([absolute], [SPANISH])


def test_through_a_link_to_the_repository(repository, found, tmp_path_factory, monkeypatch):
    _edit(repository / "site/a.html")
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(repository)
    monkeypatch.chdir(link)
    assert found() == (["site/a.html"], [SPANISH])


def test_settings_of_the_user_change_nothing(repository, git, found, audit, monkeypatch):
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    for key, value in {
        "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "diff.relative": "true",
        "color.ui": "always", "diff.interHunkContext": "9", "core.quotePath": "true",
    }.items():  # fmt: skip
        git("config", key, value)
    _edit(repository / "site/a.html", lambda text: text.replace(BODY, BODY + " Nobody was hurt."))
    monkeypatch.chdir(repository / "site")
    assert found(".") == (["a.html"], [SPANISH])
    assert audit("a.html", "--changed-since", "main", "--changed-lines")[0] == 0


# Changed lines


def _moved_down(text, number):
    lines = text.splitlines(keepends=True)
    return "".join([*lines[:number], *lines[number + 1 :], lines[number]])


@pytest.fixture
def on_lines(found, audit):
    """The texts that are found on changed lines."""

    def run(*arguments):
        _, texts = found(*(arguments or ["site"]), "--changed-lines")
        return texts

    return run


@pytest.fixture
def three(repository, git):
    """An article with three captions on lines of their own."""
    file = write(repository / "site/a.html", page(SPANISH, ENGLISH, ANOTHER))
    git("commit", "-am", "three")
    return file


@pytest.mark.parametrize(
    ("change", "texts"),
    [
        (lambda text: f"<!-- {ENGLISH} -->\n\n" + text, []),
        (lambda text: text.replace("</p>", "</p>\n<p>Nobody was hurt.</p>\n"), []),
        (lambda text: text.replace("img/1", "img/9"), [SPANISH]),
        (lambda text: text.replace("img/2", "img/9"), []),
        (lambda text: text.replace("img/3", "img/9"), [ANOTHER]),
        (lambda text: text + FIGURE, [THIRD]),
        (lambda text: text.replace("\n", "\r\n"), []),
        (lambda text: text.replace("\n", "\r\n").replace("img/3", "img/9"), [ANOTHER]),
        (lambda text: _moved_down(text, 1), [SPANISH]),
    ],
    ids=["above", "above too", "first", "second", "third", "new", "CRLF", "CRLF and one", "moved"],
)
def test_only_what_is_on_changed_lines(three, on_lines, change, texts):
    _edit(three, change)
    assert on_lines() == texts


def test_lines_of_files_that_end_in_crlf(repository, git, on_lines):
    file = repository / "site/a.html"
    file.write_bytes(page(SPANISH, ANOTHER).replace("\n", "\r\n").encode())
    git("commit", "-am", "CRLF")
    _edit(file, lambda text: "<!-- a -->\r\n\r\n" + text.replace("img/2", "img/9"))
    assert on_lines() == [ANOTHER]


def test_a_caption_over_several_lines(repository, git, on_lines):
    first, last = SPANISH.split(", ")
    file = repository / "site/a.html"
    file.write_text(page(f"{first},\nXX\n{last}"), encoding="utf-8")
    git("commit", "-am", "wrapped")
    _edit(file, lambda text: text.replace("XX\n", ""))  # a line within is gone
    assert on_lines() == [SPANISH]
    git("commit", "-am", "shorter")
    _edit(file, lambda text: text + "\n<p>The end.</p>")
    assert on_lines() == []


def test_lines_of_a_renamed_file(repository, git, on_lines):
    git("mv", "site/a.html", "site/z.html")
    assert on_lines() == []
    _edit(repository / "site/z.html", lambda text: text + FIGURE)
    assert on_lines() == [THIRD]


def test_all_lines_of_a_new_file(repository, on_lines):
    write(repository / "site/c.html", page(THIRD))
    assert on_lines() == [THIRD]


def test_all_lines_where_git_sees_none(repository, git, on_lines):
    """To git, UTF-16 is binary."""
    file = repository / "site/a.html"
    file.write_bytes(page(SPANISH).encode("utf-16"))
    git("commit", "-am", "UTF-16")
    file.write_bytes((page(SPANISH) + "<p>The end.</p>").encode("utf-16"))
    assert on_lines() == [SPANISH]


def test_what_was_left_out_is_counted(three, captioncheck):
    _edit(three, lambda text: text + f"<p>{THIRD}</p>")
    run = ("audit", "site", "--no-translate", "--changed-since", "main", "--changed-lines")
    code, out, err = captioncheck(*run)
    assert code == 0  # a paragraph is a warning
    assert out.endswith("1 article, 5 segments checked: 1 warning\n")
    assert one_line(err) == "2 findings left out, on lines that have not changed"
    assert captioncheck(*run, "--quiet")[2] == ""


# With a baseline


@pytest.mark.parametrize(
    "options",
    [
        ("--baseline", "known.json"),
        ("--changed-since", "main", "--changed-lines"),
        ("--baseline", "known.json", "--changed-since", "main"),
        ("--baseline", "known.json", "--changed-since", "main", "--changed-lines"),
    ],
    ids=["baseline", "changed lines", "both", "both, changed lines"],
)
def test_exactly_the_new_caption_is_reported(repository, git, audit, options):
    """A baseline, an edited file, and a new foreign caption in it."""
    audit("site", "--write-baseline", "known.json")
    git("add", ".")
    git("commit", "-m", "known")
    _edit(repository / "site/a.html", lambda text: text.replace("<p>", f"\n{FIGURE}\n<p>"))
    code, found, err = audit("site", *options)
    assert code == 1
    assert [one["text"] for article in found for one in article["findings"]] == [THIRD]
    assert "known.json" not in err  # no entry is called unused


@pytest.mark.parametrize(
    "options",
    [
        ("--baseline", "known.json"),
        ("--changed-since", "main"),
        ("--baseline", "known.json", "--changed-since", "main"),
        ("--changed-since", "main", "--changed-lines"),
    ],
    ids=["baseline", "changed", "both", "changed lines"],
)
def test_exactly_the_new_caption_of_an_article_without_others(repository, git, audit, options):
    file = write(repository / "site/c.html", page(ENGLISH))
    audit("site", "--write-baseline", "known.json")
    git("add", ".")
    git("commit", "-m", "known")
    _edit(file, lambda text: text.replace("<p>", f"<p>Nobody was hurt.</p>\n{FIGURE}\n<p>"))
    code, found, err = audit("site", *options)
    assert code == 1
    assert [one["text"] for article in found for one in article["findings"]] == [THIRD]
    assert "known.json" not in err


def test_exactly_the_new_file_is_reported(repository, git, audit):
    write(repository / "site/c.html", page(THIRD))
    _, found, _ = audit("site", "--changed-since", "main")
    assert [one["text"] for article in found for one in article["findings"]] == [THIRD]


def test_a_baseline_of_changed_files_keeps_the_rest(repository, audit):
    audit("site", "--write-baseline", "known.json")
    before = (repository / "known.json").read_bytes()
    _edit(repository / "site/a.html")
    audit("site", "--changed-since", "main", "--changed-lines", "--write-baseline", "known.json")
    assert (repository / "known.json").read_bytes() == before


# What cannot be done


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--changed-since", "man"), "git knows no revision 'man' here: git branch -a lists what"),
        (("--changed-since=--all",), "git knows no revision '--all'"),
        (("--changed-since=",), "git knows no revision ''"),
        (("--changed-lines",), "--changed-lines needs --changed-since REV"),
    ],
)
def test_a_revision_that_is_none(repository, audit, options, message):
    code, found, err = audit("site", *options)
    assert (code, found) == (2, [])
    assert message in one_line(err)


def test_not_a_repository(audit, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "a.html", page(SPANISH))
    code, _, err = audit("a.html", "--changed-since", "main")
    assert code == 2
    assert "not a git repository" in one_line(err)
    assert one_line(err).endswith("run it inside of a repository")


def test_no_commit_yet(git, audit, tmp_path):
    git("init", "-b", "main")
    write(tmp_path / "a.html", page(SPANISH))
    code, _, err = audit("a.html", "--changed-since", "main")
    assert code == 2
    assert "has no commit yet" in one_line(err)


def test_no_git(repository, audit, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))
    code, _, err = audit("site", "--changed-since", "main")
    assert code == 2
    assert one_line(err) == "--changed-since needs git, and there is none: install it"


def test_a_shallow_clone(repository, git, audit, monkeypatch, tmp_path_factory):
    git("checkout", "-b", "work")
    _edit(repository / "site/a.html")
    git("commit", "-am", "edit")
    clone = tmp_path_factory.mktemp("clone")
    source = f"file://{repository}"
    git("clone", "--depth=1", "--no-single-branch", source, str(clone), folder=clone)
    monkeypatch.chdir(clone)
    code, _, err = audit("site", "--changed-since", "origin/main")
    assert code == 2
    assert "have no commit in common: the clone is shallow: git fetch --unshallow" in one_line(err)
    code, _, err = audit("site", "--changed-since", "v1")
    assert code == 2
    assert one_line(err).endswith("git fetch it first")


def test_histories_with_nothing_in_common(repository, git, audit):
    git("checkout", "--orphan", "other")
    git("commit", "-m", "other")
    code, _, err = audit("site", "--changed-since", "main")
    assert code == 2
    assert one_line(err).endswith("no commit in common: name a revision of the same history")


@pytest.mark.parametrize("place", ["ignored", "outside"])
def test_files_of_which_git_knows_nothing(repository, audit, tmp_path_factory, place):
    write(repository / ".gitignore", "public/\n")
    folder = repository / "public" if place == "ignored" else tmp_path_factory.mktemp("outside")
    write(folder / "a.html", page(SPANISH))
    code, _, err = audit(folder, "--changed-since", "main")
    assert code == 2
    assert "git cannot tell whether it has changed" in one_line(err)


def test_standard_input(repository, audit, stdin):
    stdin(page(SPANISH))
    code, _, err = audit("-", "--changed-since", "main")
    assert code == 2
    assert "git knows nothing of standard input" in one_line(err)
