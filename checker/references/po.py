"""References from a translation memory in PO."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from captions.language import UNDETERMINED, is_known, normalise
from checker.reference import ReferencesError, checked_tag, checked_units
from checker.translation_memory import Unit

if TYPE_CHECKING:
    from polib import POEntry, POFile

# A line of a catalogue: a comment, or a string with or without a keyword before it.
_STRING = re.compile(
    r"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"
    r'"(?:[^"\\]|\\.)*+"\s*)?',
    re.DOTALL,
)
_LINE = re.compile(r"\(line (\d+)\)(?::\s*(.+))?")


@dataclass(frozen=True, slots=True)
class Po:
    """PO, gettext's catalogues: a `msgid` and its `msgstr` each, plural forms as well.

    A segment that equals or nearly equals one of the two has the other as a reference. The header
    names their languages, `X-Source-Language` and `Language`. Without the former, messages are in
    English where they are all in ASCII, as gettext wants them, else in a language that nobody
    knows; without the latter, the file is named after it (`es.po`). Fuzzy and obsolete entries are
    left out.
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".po"})

    def read(self, path: Path) -> list[Unit]:
        import polib

        _check(path, polib.detect_encoding(str(path)))
        try:
            catalogue = polib.pofile(str(path))
        except OSError as error:
            found = _LINE.search(str(error))
            if not found:  # the system's own
                raise
            reason = found[2] or "a syntax error"
            raise ReferencesError(f"{path}:{found[1]}: not PO: {reason}") from error
        entries = [one for one in catalogue if one.translated() and not one.obsolete]
        checked_units(len(entries), f"{path}:1")
        if not entries:
            return []
        source, target = _source(catalogue, path), _target(catalogue, path)
        return [
            Unit(((source, one), (target, other)), str(path), entry.linenum or 1)
            for entry in entries
            for one, other in _pairs(entry)
            if one and other
        ]


def _check(path: Path, encoding: str) -> None:
    """Raises `ReferencesError` for a string without its quotes, which polib passes over."""
    with path.open(encoding=encoding) as lines:
        for number, line in enumerate(lines, 1):
            if not _STRING.fullmatch(line.lstrip("\ufeff")):
                raise ReferencesError(f"{path}:{number}: not PO: text outside of quotation marks")


def _pairs(entry: "POEntry") -> Iterator[tuple[str, str]]:
    pairs = [(entry.msgid, entry.msgstr)]
    if entry.msgid_plural:
        forms = [entry.msgstr_plural[index] for index in sorted(entry.msgstr_plural)]
        pairs = [(entry.msgid, forms[0]), (entry.msgid_plural, forms[-1])]
    for one, other in pairs:
        yield " ".join(one.split()), " ".join(other.split())


def _source(catalogue: "POFile", path: Path) -> str:
    if tag := catalogue.metadata.get("X-Source-Language"):
        return checked_tag(tag, f"{path}:1")
    return "en" if all(entry.msgid.isascii() for entry in catalogue) else UNDETERMINED


def _target(catalogue: "POFile", path: Path) -> str:
    if tag := catalogue.metadata.get("Language"):
        return checked_tag(tag, f"{path}:1")
    parts = [path.stem.rpartition(".")[2]]
    if path.parent.name == "LC_MESSAGES":
        parts.append(path.parent.parent.name)
    for part in parts:
        if (tag := normalise(part)) and is_known(tag):
            return tag
    raise ReferencesError(f'{path}:1: it names no language; add "Language: es\\n" to its header')
