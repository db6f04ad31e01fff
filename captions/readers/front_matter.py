"""Front matter: the YAML or TOML block at the head of a Markdown file, every value in its place."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from captions.reader import Draft
from captions.readers.fields import kind_of, language_of
from captions.source import Run, Source

_YAML = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    r"\+\+\+[ \t]*(?:\r\n|\r|\n)(.*?)^\+\+\+[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the text proper, and where that begins."""

    end: int
    drafts: tuple[Draft, ...] = ()
    language: str | None = None
    notice: str | None = None


def read_front_matter(source: Source) -> FrontMatter:
    """The front matter of a Markdown source; a broken one is a notice, and the text still read."""
    text = source.text
    if found := _YAML.match(text):
        values = _yaml_values(found[1], found.start(1))
    elif found := _TOML.match(text):
        values = _toml_values(found[1], found.start(1))
    else:
        return FrontMatter(0)
    drafts: list[Draft] = []
    language = None
    try:
        for path, value, start, end in values:
            language = language or language_of(path, value)
            kind = kind_of(path)
            if kind and value.strip():
                drafts.append(Draft(kind, _runs(source, value, start, end)))
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        return FrontMatter(found.end(), notice=f"the front matter was not checked: {reason}")
    return FrontMatter(found.end(), tuple(drafts), language)


_Value = tuple[tuple[str, ...], str, int, int]
_TEXT = "tag:yaml.org,2002:str"


def _yaml_values(block: str, base: int) -> Iterator[_Value]:
    """Every text with its keys and its range. Aliases are followed once: no billion laughs."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(block, Loader=loader)
    todo: list[tuple[tuple[str, ...], yaml.Node | None]] = [((), root)]
    seen: set[int] = set()
    while todo:
        path, node = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            # "lang: no" is Norwegian, whatever YAML makes of it.
            if node.tag == _TEXT or language_of(path, node.value):
                yield path, node.value, base + node.start_mark.index, base + node.end_mark.index
        elif node is not None and id(node) not in seen:
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                inner = [((*path, str(key.value)), value) for key, value in node.value]
                todo.extend(reversed(inner))
            elif isinstance(node, yaml.SequenceNode):
                todo.extend((path, value) for value in reversed(node.value))


_TOML_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r"|(?P<string>\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*')"
    r"|(?P<word>[\w.+:-]+)|(?P<sign>[\[\]{}=,.])|(?P<line>\r\n|\r|\n)",
    re.DOTALL,
)


def _toml_values(block: str, base: int) -> Iterator[_Value]:
    """Every text with its keys and its range.

    tomllib checks the block but gives no places, so the strings are found by walking its tokens:
    a string before "=" is a key, one behind it a value.
    """
    tomllib.loads(block)
    table: tuple[str, ...] = ()
    keys: list[str] = []
    nested: list[tuple[str, tuple[str, ...]]] = []  # open brackets, each with the keys before it
    reading_value = False
    for token in _TOML_TOKEN.finditer(block):
        kind, text = token.lastgroup, token[0]
        if kind == "string" and reading_value:
            start, end = _inside(text)
            yield (
                (*table, *keys),
                _toml_string(text),
                base + token.start() + start,
                base + token.start() + end,
            )
        elif kind == "string":
            keys.append(_toml_string(text))
        elif kind == "word" and not reading_value:
            keys += [part for part in text.split(".") if part]
        elif kind == "line" and not nested:
            keys, reading_value = [], False
        elif text == "=":
            reading_value = True
        elif text in ("[", "{"):
            if not reading_value and not nested and text == "[":  # a table's name follows
                keys, table = [], ()
                continue
            nested.append((text, tuple(keys)))
            reading_value = text == "["
        elif text in ("]", "}"):
            if nested:
                keys, reading_value = list(nested.pop()[1]), True
            elif keys:
                table, keys = tuple(keys), []
        elif text == "," and nested:
            keys = list(nested[-1][1])
            reading_value = nested[-1][0] == "["


def _inside(literal: str) -> tuple[int, int]:
    """Where a literal's text begins and ends: behind and before its quotes."""
    if literal.startswith(('"""', "'''")):
        line = re.match(r"\r?\n", literal[3:])
        return 3 + (line.end() if line else 0), len(literal) - 3
    return 1, len(literal) - 1


def _toml_string(literal: str) -> str:
    return str(tomllib.loads(f"x = {literal}")["x"])


def _runs(source: Source, value: str, start: int, end: int) -> tuple[Run, ...]:
    """The value's runs: verbatim where the source spells it out, else its whole range."""
    place = source.text.find(value, start, end)
    if place >= 0:
        return source.cut(place, place + len(value))
    return (source.stand_in(value, start, end),)
