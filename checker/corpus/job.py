"""A part checked and written: what every engine runs, wherever it runs it."""

import os
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from captions.article import Article, Unreadable
from captions.corpus.article import read_record
from captions.corpus.files import load
from captions.corpus.plan import read
from captions.corpus.record import Columns, Part
from captions.errors import UserError
from captions.read import ReadSettings
from checker import audit
from checker.check import check_window, windows
from checker.checked import Checked, Summary
from checker.config import Config
from checker.corpus import tables
from checker.corpus.rows import Key, Row, article_row, finding_rows
from checker.tools import Tools

# Of so many failures of a part it is told where and why; all are in its rows.
_TOLD = 20


@dataclass(frozen=True, slots=True)
class Done:
    """A finished part: its totals, and its first failures as (place, reason)."""

    part: Part
    summary: Summary
    failures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know besides its part; `settings` is the pickled configuration."""

    settings: bytes
    output: str

    @classmethod
    def of(cls, config: Config, output: Path) -> "Job":
        """The job of a configuration; raises `UserError` where that cannot work."""
        load("pyarrow")
        job = cls(pickle.dumps(config), os.path.abspath(output))
        job.tools()
        return job

    def tools(self) -> Tools:
        """The plugins, made once in each process."""
        return _equipment(self.settings)[1]

    def run(self, part: Part) -> Done:
        """Check a part and write its files."""
        return write(self, part, check(self, part))


@cache
def _equipment(settings: bytes) -> tuple[Config, Tools, ReadSettings]:
    config: Config = pickle.loads(settings)
    entries, broken = audit.references(config, [])
    for item in broken:
        raise UserError(f"{item.path}: {item.reason}")
    return config, audit.tools(config, entries), audit.read_settings(config)


def inputs(job: Job, part: Part) -> Iterator[tuple[list[Key], list[Article | Unreadable]]]:
    """The articles of a part in windows, and whose they are; memory holds one window."""
    config, _, settings = _equipment(job.settings)
    keys: deque[Key] = deque()

    def articles() -> Iterator[Article | Unreadable]:
        for record in read(part, Columns.of(config.corpus), config.max_bytes):
            key = Key.of(part, record)
            keys.append(key)
            yield read_record(record, PurePath(key.path), settings)

    for window in windows(articles(), config.window):
        yield [keys.popleft() for _ in window], window


@dataclass(frozen=True, slots=True)
class Outcome:
    """The rows of one input, and what it adds to the totals."""

    article: Row
    findings: tuple[Row, ...]
    summary: Summary

    @classmethod
    def of(cls, key: Key, checked: Checked) -> "Outcome":
        """The rows of a result."""
        return cls(
            article_row(key, checked), tuple(finding_rows(key, checked)), Summary.of(checked)
        )


def check(job: Job, part: Part) -> Iterator[Outcome]:
    """The rows of a part, in order."""
    tools = job.tools()
    for keys, window in inputs(job, part):
        yield from map(Outcome.of, keys, check_window(window, tools))


def write(job: Job, part: Part, outcomes: Iterable[Outcome]) -> Done:
    """Write the rows of a part; its files are there whole or not at all."""
    summary = Summary()
    failures: list[tuple[str, str]] = []
    with tables.written(Path(job.output), part.name) as files:
        for outcome in outcomes:
            summary += outcome.summary
            files.articles.add([outcome.article])
            files.findings.add(outcome.findings)
            if (failure := outcome.article["failure"]) and len(failures) < _TOLD:
                failures.append((outcome.article["path"], failure["reason"]))
        files.close(part.name, summary)
    return Done(part, summary, tuple(failures))


def pending(output: Path, parts: Sequence[Part]) -> tuple[list[Part], Summary]:
    """The parts that are still to be done, and the totals of the others."""
    left, before = [], Summary()
    for part in parts:
        summary = tables.finished(output, part.name)
        if summary is None:
            left.append(part)
        else:
            before += summary
    return left, before
