"""JSON as placed values: objects, lists, and strings that know where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecodeError, loads
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in typeshed
from typing import TypeAlias

from captions.source import Run, Source
from captions.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class String:
    """A string, by where it starts behind its quote; what it says is not held a second time."""

    text: str = field(repr=False)
    start: int

    @property
    def value(self) -> str:
        """What it says."""
        value: str = scanstring(self.text, self.start, True)[0]
        return value

    @property
    def end(self) -> int:
        """Where it ends, before its quote."""
        behind: int = scanstring(self.text, self.start, True)[1]
        return behind - 1


# Numbers, truth values and null are None: no reader of articles asks for them.
Value: TypeAlias = "dict[str, Value] | list[Value] | String | None"
Object: TypeAlias = "dict[str, Value]"

_MAX_DEPTH = 200
TOKEN = re.compile(r'[\[\]{},"]')
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(source: Source) -> Value:
    """The value of a whole file; raises `ValueError` with a line where it is not JSON."""
    try:
        loads(source.text)
    except JSONDecodeError as error:
        raise ValueError(f"not JSON: line {error.lineno}: {error.msg}") from error
    except RecursionError as error:
        raise ValueError("not an article: its JSON is nested too deeply") from error
    return _build(source.text)


def _build(text: str) -> Value:
    """The value of valid JSON, without recursion."""
    root: list[Value] = []
    here: Object | list[Value] = root
    around: list[Object | list[Value]] = []
    names: dict[str, str] = {}  # each name once, however often it is a key
    key: str | None = None
    place = 0
    while found := TOKEN.search(text, place):
        sign, place = found[0], found.end()
        value: Value
        if sign == '"':
            string, end = scanstring(text, place, True)
            value, place = String(text, place), end
            if isinstance(here, dict) and key is None:
                key = names.setdefault(string, string)
                continue
        elif sign == ",":
            key = None
            continue
        elif sign in "}]":
            here, key = around.pop(), None
            continue
        else:
            value = {} if sign == "{" else []
        if isinstance(here, dict):
            name = key or ""
            here[name] = [here[name], value] if name in here else value  # a key that is repeated
        else:
            here.append(value)
        if isinstance(value, dict | list):
            around.append(here)
            if len(around) > _MAX_DEPTH:
                raise ValueError("not an article: its JSON is nested too deeply")
            here, key = value, None
    return root[0] if root else None


def decoded(source: Source, string: String) -> Source:
    """What a string says; each escape is a run that points at its spelling."""
    runs: list[Run] = []
    start, end = string.start, string.end
    for found in _ESCAPE.finditer(source.text, start, end):
        runs += source.cut(start, found.start())
        spelt: str = loads(f'"{found[0]}"')
        # Half a surrogate pair is no character, and could not be written out again.
        whole = _LONE_SURROGATE.sub("\ufffd", spelt)
        runs.append(source.stand_in(whole, found.start(), found.end()))
        start = found.end()
    runs += source.cut(start, end)
    return Source(tuple(runs))


def span(source: Source, string: String) -> Span:
    """Where a string stands in the article, without its quotes."""
    return source.locate(string.start, string.end)


def objects(value: Value) -> Iterator[Object]:
    """A value's object, or the objects of a list of them."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def strings(value: Value) -> Iterator[String]:
    """A value's string, or the strings of a list of them."""
    if isinstance(value, String):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, String))


def word(value: Value) -> str:
    """What a string says, nothing where the value is none."""
    return value.value if isinstance(value, String) else ""
