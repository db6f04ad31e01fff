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


def _yaml_values(block: str, base: int) -> Iterator[_Value]:
    """Every scalar with its keys and its range. Aliases are followed once: no billion laughs."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(block, Loader=loader)
    todo: list[tuple[tuple[str, ...], yaml.Node | None]] = [((), root)]
    seen: set[int] = set()
    while todo:
        path, node = todo.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            if node.tag == "tag:yaml.org,2002:str":
                yield path, node.value, base + node.start_mark.index, base + node.end_mark.index
        elif isinstance(node, yaml.MappingNode):
            inner = [((*path, str(key.value)), value) for key, value in node.value]
            todo.extend(reversed(inner))
        elif isinstance(node, yaml.SequenceNode):
            todo.extend((path, value) for value in reversed(node.value))


def _toml_values(block: str, base: int) -> Iterator[_Value]:
    """Every string with its keys; tomllib gives no places, so each is looked up after its key."""
    todo: list[tuple[tuple[str, ...], object]] = [((), tomllib.loads(block))]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            todo.extend(((*path, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            todo.extend((path, inner) for inner in reversed(value))
        elif isinstance(value, str) and path:
            key = re.search(
                rf"^[ \t]*[\"']?{re.escape(path[-1])}[\"']?[ \t]*=", block, re.MULTILINE
            )
            start = block.find(value, key.end() if key else 0)
            if start < 0:
                line = block.find("\n", key.end()) if key else len(block)
                start, end = key.end() if key else 0, line if line >= 0 else len(block)
            else:
                end = start + len(value)
            yield path, value, base + start, base + end


def _runs(source: Source, value: str, start: int, end: int) -> tuple[Run, ...]:
    """The value's runs: verbatim where the source spells it out, else its whole range."""
    place = source.text.find(value, start, end)
    if place >= 0:
        return source.cut(place, place + len(value))
    return (Run(value, source.locate(start, end)),)
