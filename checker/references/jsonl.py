"""References in JSON Lines."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from checker.reference import (
    Entry,
    ReferencesError,
    checked_units,
    make_entry,
    without_repeats,
)


@dataclass(frozen=True, slots=True)
class Jsonl:
    """One JSON object a line: `text`, `language`, and `path`, `image` or `source`; also `kind`."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".jsonl", ".ndjson"})

    def read(self, path: Path) -> list[Entry]:
        entries = []
        with path.open(encoding="utf-8-sig", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    entries.append(_entry(line, f"{path}:{number}"))
                    checked_units(len(entries), f"{path}:{number}")
        return entries


def _entry(line: str, origin: str) -> Entry:
    try:
        values = json.loads(line, object_pairs_hook=partial(without_repeats, origin=origin))
    except json.JSONDecodeError as error:
        raise ReferencesError(f"{origin}: not JSON: {error.msg}") from error
    except RecursionError as error:
        raise ReferencesError(f"{origin}: nested too deeply") from error
    if not isinstance(values, dict):
        raise ReferencesError(f"{origin}: not a JSON object")
    return make_entry(values, origin)
