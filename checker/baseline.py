"""Baselines: files of findings that somebody looked at and accepts."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from captions.article import Article
from captions.errors import UserError
from checker.finding import Finding

SCHEMA = "captioncheck-baseline/1"
# Half a character can be in a text, and a byte that is none in the name of a file.
_SURROGATE = re.compile("[\ud800-\udfff]")


class BaselineError(UserError):
    """A file is not a baseline that can be read."""


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Accepted findings of one rule, in one file, about the same text: `count` of them.

    `path` is relative to the folder of the baseline, parted by `/`. What is accepted is known by
    its `fingerprint`; the text, its white space folded, and the `reason` are for people.
    """

    path: str
    rule: str
    text: str
    fingerprint: str
    count: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A file and its entries. Two entries may be alike: their counts add up."""

    file: Path
    entries: tuple[Entry, ...] = ()

    def place(self, entry: Entry) -> str:
        """The absolute path of the file that an entry is about."""
        return os.path.abspath(self.file.parent / entry.path)

    def named(self, path: PurePath | str) -> str:
        """A path as the entries of this baseline spell it."""
        try:
            return Path(os.path.relpath(path, self.file.parent)).as_posix()
        except ValueError:  # on another drive
            return Path(os.path.abspath(path)).as_posix()


def entry_of(finding: Finding, article: Article, path: str, reason: str = "") -> Entry:
    """The entry that accepts one finding."""
    text = " ".join(finding.text(article).split())
    return Entry(path, finding.rule, text, finding.fingerprint, reason=reason)


def read(file: Path) -> Baseline:
    """A baseline; raises `BaselineError` saying in one line what is wrong with the file."""
    try:
        # Escaped or as bytes: names of files that are not UTF-8 come back as what they were.
        text = file.read_text(encoding="utf-8-sig", errors="surrogateescape")
    except FileNotFoundError as error:
        raise BaselineError(
            f"{file}: there is no such baseline: make one with --write-baseline {file}"
        ) from error
    except OSError as error:
        raise BaselineError(f"{file}: cannot be read: {error.strerror or error}") from error
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f"line {error.lineno}: " if isinstance(error, json.JSONDecodeError) else ""
        raise BaselineError(
            f"{file}: {line}not JSON: mend it, or remove it and write it anew with --write-baseline"
        ) from error
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, str) or not schema.startswith("captioncheck-baseline/"):
        raise BaselineError(f'{file}: not a baseline: it has no "schema": "{SCHEMA}"')
    if schema != SCHEMA:
        raise BaselineError(
            f"{file}: a baseline in {schema}, and only {SCHEMA} can be read: "
            "use the version of captioncheck that wrote it, or a newer one"
        )
    findings = data.get("findings")
    if not isinstance(findings, list):
        raise BaselineError(f'{file}: not a baseline: "findings" is no list')
    return Baseline(
        file, tuple(_entry(file, number, item) for number, item in enumerate(findings, 1))
    )


def _entry(file: Path, number: int, item: Any) -> Entry:
    def fail(what: str) -> BaselineError:
        return BaselineError(f"{file}: finding {number} {what}")

    if not isinstance(item, dict):
        raise fail("is no object")
    texts = {}
    for key in ("path", "rule", "text", "fingerprint"):
        if not isinstance(item.get(key), str):
            raise fail(f'has no "{key}"' if key not in item else f'has a "{key}" that is no text')
        texts[key] = item[key]
    count, reason = item.get("count", 1), item.get("reason", "")
    if type(count) is not int or count < 1:
        raise fail(f'has the "count" {count!r}, not a whole number from 1')
    if not isinstance(reason, str):
        raise fail('has a "reason" that is no text')
    return Entry(**texts, count=count, reason=reason)


def merged(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in the order of a file, those that are alike as one."""
    counts: Counter[Entry] = Counter()
    for entry in entries:
        counts[replace(entry, count=0)] += entry.count
    return sorted(replace(entry, count=count) for entry, count in counts.items())


def dump(entries: Sequence[Entry]) -> Iterator[str]:
    """The text of a baseline: the same for the same findings, a line for each of their parts."""
    findings = [
        {
            "path": one.path,
            "rule": one.rule,
            "text": one.text,
            "fingerprint": one.fingerprint,
            "count": one.count,
        }
        | ({"reason": one.reason} if one.reason else {})
        for one in merged(entries)
    ]
    text = json.dumps({"schema": SCHEMA, "findings": findings}, ensure_ascii=False, indent=2)
    yield _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"
