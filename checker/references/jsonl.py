"""References in JSON Lines."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from checker.reference import Entry, ReferencesError, make_entry, without_repeats


@dataclass(frozen=True, slots=True)
class Jsonl:
    """One JSON object a line: `text`, `language`, and `path`, `image` or `source`; also `kind`."""

    suffixes: ClassVar[frozenset[str]] = frozenset({".jsonl", ".ndjson"})

    def read(self, path: Path) -> list[Entry]:
        entries = []
        for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
            if not line.strip():
                continue
            origin = f"{path}:{number}"
            try:
                values = json.loads(line, object_pairs_hook=partial(without_repeats, origin=origin))
            except json.JSONDecodeError as error:
                raise ReferencesError(f"{origin}: not JSON: {error.msg}") from error
            except RecursionError as error:
                raise ReferencesError(f"{origin}: nested too deeply") from error
            if not isinstance(values, dict):
                raise ReferencesError(f"{origin}: not a JSON object")
            entries.append(make_entry(values, origin))
        return entries
