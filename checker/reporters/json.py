"""JSON: one object of the wire format's objects."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from checker import wire
from checker.checked import Checked, Run, Summary


@dataclass(frozen=True, slots=True)
class Json:
    """One JSON object, the same as `jsonl` in one piece: `run`, `articles` and `summary`.

    It is the wire format `captioncheck/1`; its JSON Schema is
    [checker/wire.schema.json](../checker/wire.schema.json).
    """

    def report(self, run: Run, results: Iterable[Checked | Summary]) -> Iterator[str]:
        yield f'{{\n"run": {_text(wire.run(run))},\n"articles": ['
        before = "\n"
        summary = Summary()
        for item in results:
            if isinstance(item, Summary):
                summary = item
            else:
                yield before + _text(wire.checked(item))
                before = ",\n"
        yield f'\n],\n"summary": {_text(wire.summary(summary))}\n}}\n'


def _text(item: wire.Json) -> str:
    return json.dumps(item, ensure_ascii=False)
