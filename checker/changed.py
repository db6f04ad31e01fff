"""What has changed since a revision, as git knows it."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from captions.article import Article
from captions.errors import UserError
from captions.span import Span
from checker.checked import Checked

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that differ from where the work parted from a revision, by absolute path.

    Each with the name that it had there, None for a new one. `top` is the repository's folder,
    `base` the commit that is compared with: the merge base of the revision and HEAD. What is
    staged, what is not, and untracked files that are not ignored all count. `known` are all files
    of which git can tell.
    """

    top: Path
    base: str
    files: Mapping[str, str | None]
    known: frozenset[str]
    _lines: dict[str, "_Lines"] = field(default_factory=dict, repr=False, compare=False)

    def has(self, path: PurePath) -> bool:
        """Whether a file has changed."""
        return _place(path) in self.files

    def knows(self, path: PurePath) -> bool:
        """Whether git can tell: it tracks the file, or would take it for a new one."""
        return _place(path) in self.known

    def touches(self, article: Article, span: Span) -> bool:
        """Whether a place in a changed file is on a line that is new or was changed.

        Lines that only moved down since others were put in above have not changed; those that were
        taken out here and put in there have.
        """
        place = _place(article.path)
        if place not in self._lines:
            self._lines[place] = self._changed_lines(place)
        # As git counts lines, which end in a line feed.
        first = article.text.count("\n", 0, span.start) + 1
        last = first + article.text.count("\n", span.start, max(span.end - 1, span.start))
        return self._lines[place].meet(first, last)

    def _changed_lines(self, place: str) -> "_Lines":
        before = self.files.get(place)
        if before is None:
            return _ALL
        now = Path(os.path.relpath(place, self.top)).as_posix()
        names = dict.fromkeys([before, now])
        found = _git(
            self.top, "diff", "-U0", "--inter-hunk-context=0", "-M", "--ignore-cr-at-eol",
            "--no-color", "--no-ext-diff", "--no-textconv", self.base,
            "--", *(f":(literal,top){name}" for name in names),
        )  # fmt: skip
        if re.search(rb"^Binary files ", found, re.MULTILINE):
            return _ALL
        hunks = [(int(one[1]), int(one[2] or 1)) for one in _HUNK.finditer(found)]
        return _Lines(tuple(hunks))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Hunks: the first line and how many there are; none: lines were taken out behind the first."""

    hunks: tuple[tuple[int, int], ...]
    all: bool = False

    def meet(self, first: int, last: int) -> bool:
        """Whether any line of a range has changed, or lines between two of them are gone."""
        return self.all or any(
            (start <= last and first < start + count) if count else first <= start < last
            for start, count in self.hunks
        )


_ALL = _Lines((), all=True)


def changed_since(revision: str, folder: Path) -> Changes:
    """The changes in the repository that a folder is in; raises `UserError` where git has none."""
    found = _run(folder, "rev-parse", "--show-toplevel")
    if found.returncode:
        reason = _complaint(found)
        raise UserError(f"--changed-since: git says {reason!r}: run it inside of a repository")
    top = Path(os.fsdecode(found.stdout.removesuffix(b"\n")))
    if not _known(top, "HEAD"):
        raise UserError("--changed-since: the repository has no commit yet: check all of it")
    if not _known(top, revision):
        hint = "git fetch it first" if _is_shallow(top) else "git branch -a lists what there is"
        raise UserError(f"--changed-since: git knows no revision {revision!r} here: {hint}")
    base = (
        _run(top, "merge-base", "--end-of-options", revision, "HEAD").stdout.decode("ascii").strip()
    )
    if not base:
        hint = (
            "the clone is shallow: git fetch --unshallow, or fetch-depth: 0 in CI"
            if _is_shallow(top)
            else "name a revision of the same history"
        )
        raise UserError(f"--changed-since: {revision!r} and HEAD have no commit in common: {hint}")
    files = dict(_differing(_git(top, "diff", "--name-status", "-z", "-M", base, "--")))
    untracked = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    files |= {name: files.get(name) for name in _names(untracked)}
    known = {*files, *_names(_git(top, "ls-files", "-z"))}
    return Changes(
        top,
        base,
        {_in(top, name): old for name, old in files.items()},
        frozenset(_in(top, name) for name in known),
    )


@dataclass(slots=True)
class ChangedLines:
    """Leaves out the findings on lines that have not changed, and counts them."""

    changes: Changes
    left_out: int = 0

    def keep(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """The results with the findings on changed lines alone."""
        for checked in results:
            article = checked.article
            if not isinstance(article, Article):
                yield checked
                continue
            touches = self.changes.touches
            kept = tuple(one for one in checked.findings if touches(article, one.span))
            self.left_out += len(checked.findings) - len(kept)
            yield replace(checked, findings=kept)


def _differing(output: bytes) -> Iterator[tuple[str, str | None]]:
    """The files of `--name-status -z` that are there now, with the names that they had."""
    names = iter(_names(output))
    for status in names:
        name = next(names)
        if status[0] in "RC":  # two names follow
            yield next(names), name if status[0] == "R" else None
        elif status[0] != "D":
            yield name, None if status[0] == "A" else name


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0") if name]


def _in(top: Path, name: str) -> str:
    """A file that git names, with `/` on every system, as an absolute path of this one."""
    return os.path.normpath(top / name)


def _place(path: PurePath) -> str:
    """An absolute path without links in its folders, as git has it; a link itself stays one."""
    folder, name = os.path.split(os.path.abspath(path))
    return os.path.join(os.path.realpath(folder), name)


def _known(top: Path, revision: str) -> bool:
    spelt = f"{revision}^{{commit}}"
    return _run(top, "rev-parse", "--verify", "--quiet", "--end-of-options", spelt).returncode == 0


def _is_shallow(top: Path) -> bool:
    return _git(top, "rev-parse", "--is-shallow-repository").strip() == b"true"


def _git(folder: Path, *arguments: str) -> bytes:
    """What git answers; raises `UserError` with the line that it complains in."""
    done = _run(folder, *arguments)
    if done.returncode:
        raise UserError(f"--changed-since: git {arguments[0]}: {_complaint(done)}")
    return done.stdout


def _complaint(done: "subprocess.CompletedProcess[bytes]") -> str:
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return lines[0].removeprefix("fatal: ")


def _run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    # No lock is taken for the sake of a look, and no configuration changes what comes back.
    command = ["git", "--no-optional-locks", "-c", "core.quotePath=false", *arguments]
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise UserError("--changed-since needs git, and there is none: install it") from error
