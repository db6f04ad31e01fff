"""Front matter: the YAML, TOML or JSON at the head of a Markdown file, every value in its place."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from captions.article import Declaration
from captions.comment import NAME, Comment, commented, keyed
from captions.reader import Draft
from captions.readers import literal
from captions.readers.fields import (
    by_word,
    edition_key,
    image_of,
    is_language,
    kind_of,
    language_of,
)
from captions.segment import Kind
from captions.source import Source
from captions.span import Span

_YAML = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(
    r"\+\+\+[ \t]*(?:\r\n|\r|\n)(.*?)^\+\+\+[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL | re.MULTILINE
)


_JSON = re.compile(r"\{[ \t]*(?:\r\n|\r|\n)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the text proper, and where that begins.

    `keys` tell which editions the article has: each a word (`translationkey`) and what it is.
    """

    end: int
    drafts: tuple[Draft, ...] = ()
    language: str | None = None
    notice: str | None = None
    declarations: tuple[Declaration, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A text with the keys that it stands under, its range, and the texts beside it."""

    path: tuple[str, ...]
    text: str
    start: int
    end: int
    beside: Mapping[str, str] = field(default_factory=dict)


def read_front_matter(source: Source) -> FrontMatter:
    """The front matter of a Markdown source; a broken one is a notice, and the text still read."""
    text = source.text
    if found := _YAML.match(text):
        end = found.end()
        values: Iterable[Value] = _yaml_values(found[1], found.start(1))
    elif found := _TOML.match(text):
        end, values = found.end(), _toml_values(found[1], found.start(1))
    elif _JSON.match(text):
        end, values = _json_values(text)
    else:
        return FrontMatter(0)
    drafts: list[Draft] = []
    declarations: list[Declaration] = []
    keys: list[tuple[str, str]] = []
    words: dict[int, dict[str, str]] = {}
    language = None
    try:
        for value in list(values):  # all, so that the texts beside each are known
            text = value.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            kind = kind_of(value.path)
            if (key := edition_key(value.path)) and text.strip():
                keys.append((key, text.strip()))
            if not text.strip() or not (kind or is_language(value.path)):
                continue
            runs = literal.runs(source, text, value.start, value.end)
            if is_language(value.path):
                language = language or language_of(value.path, text)
                place = Span(runs[0].span.start, runs[-1].span.end)
                declarations.append(Declaration(text, place, "front-matter"))
            if kind:
                image = None
                if kind in _OF_PICTURES:
                    if id(value.beside) not in words:
                        words[id(value.beside)] = by_word(value.beside)
                    image = image_of(value.path, words[id(value.beside)])
                drafts.append(Draft(kind, runs, image=image))
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        return FrontMatter(end, notice=f"the front matter was not checked: {reason}")
    return FrontMatter(
        end, tuple(drafts), language, declarations=tuple(declarations), keys=tuple(keys)
    )


_KEY = re.compile(rf"^[^\w#\r\n]*{NAME}\b[^\r\n]*|{NAME}", re.MULTILINE)
_HASH = re.compile(r"(?<!\S)#([^\r\n]*)")


def front_matter_comments(head: Source, length: int) -> Iterator[Comment]:
    """The key `captioncheck`, about an article of this length, and comments after `#`."""
    text = head.text
    if NAME not in text:
        return
    found = _YAML.match(text) or _TOML.match(text)
    if found:
        hashes = _HASH.finditer(text, *found.span(1))
        yield from commented(head, ((one.span(1), one.span()) for one in hashes))
    try:
        if found is None:
            data = json.loads(text)
        elif text.startswith("+"):
            data = tomllib.loads(found[1])
        else:
            data = yaml.load(found[1], Loader=yaml.BaseLoader)  # texts alone
    except (ValueError, yaml.YAMLError, RecursionError):  # which reading has told
        return
    if isinstance(data, dict) and NAME in data and (key := _KEY.search(text)):
        yield from keyed(data[NAME], head.locate(*key.span()), Span(0, length))


_OF_PICTURES = frozenset({Kind.ALT, Kind.CAPTION, Kind.CREDIT})
_TEXT = "tag:yaml.org,2002:str"


def _yaml_values(block: str, base: int) -> Iterator[Value]:
    """Every text with its keys and its range. Aliases are followed once: no billion laughs."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(block, Loader=loader)
    todo: list[tuple[tuple[str, ...], yaml.Node | None, Mapping[str, str]]] = [((), root, {})]
    seen: set[int] = set()
    while todo:
        path, node, beside = todo.pop()
        if isinstance(node, yaml.ScalarNode):
            # "lang: no" is Norwegian, whatever YAML makes of it, and a key may be a number.
            if node.tag == _TEXT or is_language(path) or edition_key(path):
                start, end = node.start_mark.index, node.end_mark.index
                yield Value(path, node.value, base + start, base + end, beside)
        elif node is not None and id(node) not in seen:
            seen.add(id(node))
            if isinstance(node, yaml.MappingNode):
                members = [(str(key.value), value) for key, value in node.value]
                beside = {key: one.value for key, one in members if one.id == "scalar"}
                todo.extend(((*path, key), one, beside) for key, one in reversed(members))
            elif isinstance(node, yaml.SequenceNode):
                todo.extend((path, one, beside) for one in reversed(node.value))


_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{},:]')


def _json_values(text: str) -> tuple[int, list[Value]]:
    """Where a JSON object at the head of a text ends, and every text in it.

    Text that begins with a brace, and is no JSON, has no front matter.
    """
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0, []
    values: list[Value] = []
    outer: list[tuple[tuple[str, ...], dict[str, str]]] = []
    path: tuple[str, ...] = ()
    beside: dict[str, str] = {}
    key: str | None = None
    tokens = list(_JSON_TOKEN.finditer(text, 0, end))
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        sign = token[0]
        if sign in ("{", "["):
            outer.append((path, beside))
            path = (*path, key) if key is not None else path
            beside, key = ({} if sign == "{" else beside), None
        elif sign in ("}", "]"):
            path, beside = outer.pop()
            key = None
        elif sign == ",":
            key = None
        elif after and after[0] == ":":
            key = str(json.loads(sign))
        elif sign != ":":
            value = str(json.loads(sign))
            if key is not None:
                beside[key] = value
            own = path if key is None else (*path, key)
            values.append(Value(own, value, token.start() + 1, token.end() - 1, beside))
    return end, values


_TOML_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)"
    r"|(?P<string>\"{3}(?:[^\\]|\\.)*?\"{3,5}|'{3}.*?'{3,5}|\"(?:[^\"\\\r\n]|\\.)*\"|'[^'\r\n]*')"
    r"|(?P<word>[\w.+:-]+)|(?P<sign>[\[\]{}=,.])|(?P<line>\r\n|\r|\n)",
    re.DOTALL,
)


def _toml_values(block: str, base: int) -> Iterator[Value]:
    """Every text with its keys and its range.

    tomllib checks the block but gives no places, so the strings are found by walking its tokens:
    a string before "=" is a key, one behind it a value.
    """
    tomllib.loads(block)
    table: tuple[str, ...] = ()
    keys: list[str] = []
    nested: list[tuple[str, tuple[str, ...]]] = []  # open brackets, each with the keys before it
    reading_value = False
    beside: dict[str, str] = {}
    around: list[dict[str, str]] = []
    for token in _TOML_TOKEN.finditer(block):
        kind, text = token.lastgroup, token[0]
        if kind == "string" and reading_value:
            start, end = _inside(text)
            place = base + token.start()
            value = _toml_string(text)
            if keys:
                beside[keys[-1]] = value
            yield Value((*table, *keys), value, place + start, place + end, beside)
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
                keys, table, beside = [], (), {}
                continue
            around.append(beside)
            beside = {} if text == "{" else beside
            nested.append((text, tuple(keys)))
            reading_value = text == "["
        elif text in ("]", "}"):
            if nested:
                keys, reading_value = list(nested.pop()[1]), True
                beside = around.pop()
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
