"""What a run was made from: inputs, settings, versions. Another run into its folder must agree."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from captions.corpus.files import CorpusFile
from captions.errors import UserError
from checker import __version__
from checker.config import Config
from checker.corpus.schema import SCHEMA

NAME = "manifest.json"
# Settings that change no row.
_WITHOUT_EFFECT = frozenset({"fail_on", "window"})
# What reads, judges and translates: another version may give other rows.
_PACKAGES = (
    "numpy", "turbohtml", "charset-normalizer", "langcodes", "babel", "sacrebleu", "sentencex",
    "fxtranslate", "ctranslate2", "transformers", "torch", "pyarrow", "fastwarc", "zstandard",
)  # fmt: skip
_TOLD = 3


def describe(
    config: Config, files: Sequence[CorpusFile], part_bytes: int, parts: int
) -> dict[str, Any]:
    """The manifest of a run of so many parts."""
    settings = {
        item.name.replace("_", "-"): getattr(config, item.name)
        for item in fields(Config)
        if item.name not in _WITHOUT_EFFECT
    }
    made = {
        "schema": SCHEMA,
        "parts": parts,
        "versions": {"captioncheck": __version__, **dict(_installed())},
        "settings": {**settings, "part-bytes": part_bytes},
        "references": {name: _digest(Path(name)) for name in config.references},
        "inputs": {file.path: {"size": file.size, "version": file.version} for file in files},
    }
    # As it will be read back: tuples are lists there.
    plain: dict[str, Any] = json.loads(json.dumps(made))
    return plain


def _installed() -> Iterator[tuple[str, str]]:
    for name in _PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error


def settle(output: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest into a new folder; raise `UserError` where another one is there."""
    path = output / NAME
    try:
        if path.exists():
            changed = list(_changes(read(output), manifest))
            if changed:
                more = f" and {len(changed) - _TOLD} more" if len(changed) > _TOLD else ""
                raise UserError(
                    f"{output} is of another run: {'; '.join(changed[:_TOLD])}{more}. "
                    "Name another --output, or remove this one"
                )
            return
        if output.exists() and any(output.iterdir()):
            raise UserError(f"{output} holds other files; name a new or an empty folder")
        output.mkdir(parents=True, exist_ok=True)
        beside = output / f".{NAME}.{os.getpid()}.tmp"
        beside.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
        beside.replace(path)
    except OSError as error:
        raise UserError(f"{output}: cannot be written: {error.strerror or error}") from error


def read(output: Path) -> dict[str, Any]:
    """The manifest in a folder; raises `UserError` where there is none."""
    path = output / NAME
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"{output} holds no corpus run; name the --output of one") from error
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error}); remove {output}") from error
    return found


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What differs, the most telling first."""
    if before.get("schema") != now["schema"]:
        yield f"its tables are {before.get('schema')}, now they are {now['schema']}"
    for name, what in (("versions", ""), ("settings", ""), ("references", "reference ")):
        old, new = before.get(name, {}), now[name]
        for key in dict.fromkeys([*new, *old]):
            if old.get(key) != new.get(key):
                yield f"{what}{key} was {_shown(old.get(key))} and is {_shown(new.get(key))}"
    old, new = before.get("inputs", {}), now["inputs"]
    for key in dict.fromkeys([*old, *new]):
        if key not in new:
            yield f"input {key} is gone"
        elif key not in old:
            yield f"input {key} is new"
        elif old[key] != new[key]:
            yield f"input {key} has changed ({old[key]['size']} bytes, now {new[key]['size']})"
    if [*old] != [*new] and {*old} == {*new}:
        yield "the inputs are in another order"


def _shown(value: object) -> str:
    return "absent" if value is None else json.dumps(value, ensure_ascii=False)
