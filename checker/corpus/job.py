"""A part checked and written: what every engine runs, wherever it runs it."""

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
from checker.corpus.rows import Key, article_row, finding_rows
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
        job = cls(pickle.dumps(config), str(output))
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


def check(job: Job, part: Part) -> Iterator[tuple[Key, Checked]]:
    """The results of a part, in order."""
    tools = job.tools()
    for keys, window in inputs(job, part):
        yield from zip(keys, check_window(window, tools), strict=True)


def write(job: Job, part: Part, results: Iterable[tuple[Key, Checked]]) -> Done:
    """Write the results of a part; its files are there whole or not at all."""
    summary = Summary()
    failures: list[tuple[str, str]] = []
    with tables.written(Path(job.output), part.name) as files:
        for key, checked in results:
            summary += Summary.of(checked)
            files.articles.add([article_row(key, checked)])
            files.findings.add(finding_rows(key, checked))
            if isinstance(checked.article, Unreadable) and len(failures) < _TOLD:
                failures.append((key.path, checked.article.reason))
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
