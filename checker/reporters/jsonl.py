"""JSON Lines: the wire format, an object a line as soon as it is known."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker import wire
from checker.checked import Checked, Run, Summary


@dataclass(frozen=True, slots=True)
class Jsonl:
    """The wire format `captioncheck/1`: a run, its articles and a summary, one object a line.

    Lines come as soon as their articles are checked. No version ever loses a key; keys may be
    added. The JSON Schema is [checker/wire.schema.json](../checker/wire.schema.json).
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        yield _line(wire.run(run))
        for item in results:
            yield _line(wire.summary(item) if isinstance(item, Summary) else wire.checked(item))


def _line(item: wire.Json) -> str:
    return json.dumps(item, ensure_ascii=False) + "\n"
