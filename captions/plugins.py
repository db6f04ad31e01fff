"""Names to configured objects: every plugin, built-in or not, comes through an entry point."""

import difflib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from captions.errors import ConfigError, PluginError

PREFIX = "captioncheck."
KINDS = ("readers", "detectors", "translators", "metrics", "rules", "reporters", "references")


@cache
def _group(kind: str) -> Mapping[str, EntryPoint]:
    return {point.name: point for point in sorted(entry_points(group=PREFIX + kind))}


def names(kind: str) -> tuple[str, ...]:
    """The names of all plugins of a kind (`readers`, `detectors`, `rules`, …), sorted."""
    return tuple(_group(kind))


def packages() -> frozenset[str]:
    """The packages, or modules, on top of those that plugins of any kind are in."""
    points = (point for kind in KINDS for point in _group(kind).values())
    return frozenset(point.module.partition(".")[0] for point in points)


def plugin_class(kind: str, name: str) -> type[Any]:
    """The class behind a name; raises `PluginError` naming the nearest names."""
    point = _group(kind).get(name)
    if point is None:
        raise PluginError(f"no {kind[:-1]} is called {name!r}: {suggest(name, names(kind))}")
    try:
        found = point.load()
    except Exception as error:  # a stranger's module may fail in any way
        raise PluginError(
            f"{kind[:-1]} {name!r} ({point.value}) cannot be loaded: {error}"
        ) from error
    if not isinstance(found, type) or not is_dataclass(found):
        raise PluginError(f"{kind[:-1]} {name!r} ({point.value}) is not a dataclass")
    return found


def create(kind: str, name: str, options: Mapping[str, object] | None = None) -> Any:
    """The configured plugin; its dataclass fields are its options (hyphens allowed)."""
    found = plugin_class(kind, name)
    given = {key.replace("-", "_"): value for key, value in (options or {}).items()}
    known = {field.name: field for field in fields(found) if field.init}
    for key in given:
        if key not in known:
            shown = key.replace("_", "-")
            valid = [word.replace("_", "-") for word in known]
            raise ConfigError(f"{name} has no option {shown!r}: {suggest(shown, valid)}")
    for key, value in given.items():
        default = known[key].default
        if isinstance(default, float) and isinstance(value, int):
            continue
        if isinstance(default, bool | int | float | str) and not isinstance(value, type(default)):
            wanted = "text" if isinstance(default, str) else type(default).__name__
            raise ConfigError(f"{name}: {key.replace('_', '-')} is {value!r}, not {wanted}")
    try:
        return found(**given)
    except (TypeError, ValueError) as error:
        raise ConfigError(f"{name}: {error}") from error


def suggest(word: str, valid: tuple[str, ...] | list[str]) -> str:
    """What to write instead of an unknown word."""
    near = difflib.get_close_matches(word, valid, 1)
    if near:
        return f"did you mean {near[0]!r}?"
    return "valid are " + ", ".join(valid) if valid else "there are none"
