"""The configuration: `captioncheck.toml`, or `[tool.captioncheck]` in `pyproject.toml`."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain
from pathlib import Path
from typing import Any

from captions import plugins
from captions.corpus.record import Columns
from captions.errors import ConfigError, PluginError
from captions.language import is_known, normalise, tag_of
from captions.layout import Pattern
from captions.plugins import suggest
from checker.finding import Severity

NEVER = "never"
# The tables that hold a table of options for each plugin of a kind.
_TABLES = {
    "rules": "rules", "readers": "readers", "detectors": "detectors",
    "translators": "translators", "metric-options": "metrics",
}  # fmt: skip
_BARE_KEY = re.compile("[A-Za-z0-9_-]+")
_FAIL_ON = (*(level.value for level in reversed(Severity)), NEVER)


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default; keys are written with hyphens in files.

    `article_evidence`: segments are judged by their kind and their article as well, and where
    `site_languages` are named, by the languages that the site publishes in. `languages` and
    `formats` map globs of paths to language tags and reader names. `editions` are patterns of paths
    with `{language}` in them, under names of your own, or each a list of such a pattern and that of
    the edition without a language in its path; `find_editions` says whether editions are looked for
    at all, also in the layouts of site generators, and `picture_metadata` whether the local files
    of pictures are read for what they say. `references` are files; a unit of a translation memory
    is a reference for a text that is as similar to one of its own as `memory_similarity` says, from
    0 to 100. `models` maps language pairs to model folders or hub ids; `ignores` maps globs of
    paths to rules and groups that do not run there; `baseline` are files of findings that are
    accepted; `cache` says whether the results of earlier runs are used for what has not changed;
    `corpus` names the columns of corpora that hold the `text` or `html`, `url`, `id` and `language`
    of an article; `rules` holds a table of options for each rule, `readers`, `detectors`,
    `translators` and `metric_options` for each of theirs.
    """

    language: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    editions: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    find_editions: bool = True
    picture_metadata: bool = True
    references: tuple[str, ...] = ()
    memory_similarity: float = 90.0
    detector: str = "verifier"
    article_evidence: bool = True
    site_languages: tuple[str, ...] = ()
    translator: str = "auto"
    translate: bool = True
    offline: bool = False
    model: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    metrics: tuple[str, ...] = ("chrf", "bleu")
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ignores: Mapping[str, Sequence[str]] = field(default_factory=dict)
    baseline: tuple[str, ...] = ()
    fail_on: str = "error"
    cache: bool = True
    max_bytes: int = 20_000_000
    window: int = 2000
    corpus: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    readers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    detectors: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    translators: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    metric_options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.fail_on not in _FAIL_ON:
            raise ConfigError(f"fail-on is {self.fail_on!r}: {suggest(self.fail_on, _FAIL_ON)}")
        tags = [self.language, *self.languages.values(), *self.site_languages]
        for tag in filter(None, tags):
            if normalise(tag) is None or not is_known(tag):
                known = tag_of(tag)
                hint = f"did you mean {known!r}?" if known else "write BCP 47, such as en or pt-BR"
                raise ConfigError(f"{tag!r} is no language tag that captioncheck knows: {hint}")
        for least, number in (("max-bytes", self.max_bytes), ("window", self.window)):
            if number < 1:
                raise ConfigError(f"{least} is {number}, it must be at least 1")
        if not 0 <= self.memory_similarity <= 100:
            raise ConfigError(
                f"memory-similarity is {self.memory_similarity:g}, it must lie between 0 and 100"
            )
        for pattern in self.editions.values():
            Pattern.of(pattern)  # which refuses what it cannot read
        Columns.of(self.corpus)  # likewise
        valid = {*plugins.names("rules"), *rule_groups()}
        somewhere = chain.from_iterable(self.ignores.values())
        for word in (*self.select, *self.extend_select, *self.ignore, *somewhere):
            if word not in valid:
                raise ConfigError(
                    f"no rule or group is called {word!r}: {suggest(word, sorted(valid))}"
                )
        for key, kind in _TABLES.items():
            for name, options in getattr(self, key.replace("-", "_")).items():
                plugins.create(kind, name, options)  # which refuses what it does not know
        for kind, names in (
            ("readers", self.formats.values()),
            ("metrics", self.metrics),
            ("detectors", [self.detector]),
            ("translators", [self.translator]),
        ):
            for name in names:
                plugins.plugin_class(kind, name)

    def chosen_rules(self) -> tuple[str, ...]:
        """The names of the rules that run, in the order of their names."""
        chosen = rules_of(self.select) if self.select else default_rules()
        return tuple(sorted((chosen | rules_of(self.extend_select)) - rules_of(self.ignore)))


def default_rules() -> set[str]:
    """The rules that run unless they are ignored."""
    return {
        name for name in plugins.names("rules") if not plugins.plugin_class("rules", name).opt_in
    }


def rules_of(words: Iterable[str]) -> frozenset[str]:
    """The rules that names of rules and groups stand for."""
    groups = rule_groups()
    return frozenset(name for word in words for name in groups.get(word, (word,)))


def rule_groups() -> dict[str, tuple[str, ...]]:
    """The rules of each group."""
    groups: dict[str, tuple[str, ...]] = {}
    for name in plugins.names("rules"):
        group = plugins.plugin_class("rules", name).group
        groups[group] = (*groups.get(group, ()), name)
    return groups


def find(folder: Path) -> Path | None:
    """The nearest configuration file, from a folder upwards."""
    for place in (folder, *folder.parents):
        own = place / "captioncheck.toml"
        if own.is_file():
            return own
        shared = place / "pyproject.toml"
        if shared.is_file() and _own_table(_parse(shared)) is not None:
            return shared
    return None


def load(path: Path) -> Config:
    """The settings of a file over the defaults; raises `ConfigError` naming file and key."""
    data = _parse(path)
    if path.name == "pyproject.toml":
        data = _own_table(data) or {}
    try:
        return merge(Config(), data, path.parent)
    except (ConfigError, PluginError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _own_table(pyproject: Mapping[str, Any]) -> dict[str, Any] | None:
    tool = pyproject.get("tool")
    own = tool.get("captioncheck") if isinstance(tool, dict) else None
    return own if isinstance(own, dict) else None


def merge(config: Config, values: Mapping[str, Any], folder: Path | None = None) -> Config:
    """The configuration with some settings replaced; paths are relative to `folder`."""
    known = {item.name.replace("_", "-"): getattr(Config(), item.name) for item in fields(Config)}
    changed: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise ConfigError(f"no setting is called {key!r}: {suggest(key, list(known))}")
        changed[key.replace("-", "_")] = _typed(key, value, known[key])
    if folder is not None:
        _place(changed, folder)
    return replace(config, **changed)


def _place(changed: dict[str, Any], folder: Path) -> None:
    """Make what a file says of paths mean the same from every working folder."""
    for key in ("references", "baseline"):
        if key in changed:
            changed[key] = tuple(str(folder / name) for name in changed[key])
    for key in ("languages", "formats", "ignores"):
        if key in changed:
            changed[key] = {
                (folder / glob).as_posix() if "/" in glob else glob: value
                for glob, value in changed[key].items()
            }
    if "editions" in changed:
        changed["editions"] = {
            name: [
                (folder / one).as_posix()
                for one in ([written] if isinstance(written, str) else written)
            ]
            for name, written in changed["editions"].items()
        }
    if changed.get("model") and (folder / changed["model"]).is_dir():
        changed["model"] = str(folder / changed["model"])
    if "metric_options" in changed:
        changed["metric_options"] = {
            name: {
                key: str(folder / value) if key == "model" and (folder / value).is_dir() else value
                for key, value in options.items()
            }
            for name, options in changed["metric_options"].items()
        }
    if "models" in changed:
        changed["models"] = {
            pair: str(folder / name) if (folder / name).is_dir() else name
            for pair, name in changed["models"].items()
        }


def _typed(key: str, value: Any, default: object) -> Any:
    if isinstance(default, tuple):
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(f"{key} is {value!r}, not a list of texts")
    if isinstance(default, dict):
        if not isinstance(value, dict):
            raise ConfigError(f"{key} is {value!r}, not a table")
        inner = dict if key in _TABLES else str
        for name, item in value.items():
            if key == "ignores" or (key == "editions" and isinstance(item, list)):
                _typed(f"{key}.{name}", item, ())
            elif not isinstance(item, inner):
                wanted = "a table" if inner is dict else "text"
                raise ConfigError(f"{key}.{name} is {item!r}, not {wanted}")
        return value
    if isinstance(default, float) and type(value) is int:
        return float(value)
    if type(value) is not type(default):
        names = {bool: "true or false", int: "a whole number", float: "a number", str: "text"}
        raise ConfigError(f"{key} is {value!r}, not {names[type(default)]}")
    return value


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


def show(config: Config) -> Iterator[str]:
    """The effective settings as TOML, plain values first."""
    items = {item.name.replace("_", "-"): getattr(config, item.name) for item in fields(Config)}
    for key, value in items.items():
        if not isinstance(value, Mapping):
            yield f"{key} = {_toml(value)}\n"
    for key, value in items.items():
        if isinstance(value, Mapping) and value:
            yield from _table(key, value)


def _table(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if plain:
        yield f"\n[{name}]\n"
    for key, value in plain.items():
        yield f"{key if _BARE_KEY.fullmatch(key) else _toml(key)} = {_toml(value)}\n"
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _table(f"{name}.{key}", value)


def _toml(value: Any) -> str:
    # Strings, numbers, booleans and lists of them are written alike in JSON and TOML.
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
