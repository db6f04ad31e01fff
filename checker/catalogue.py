"""The public models that may serve a language pair: what `catalogue.toml` says, typed."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("catalogue.toml")
_ANY = "*"


@dataclass(frozen=True, slots=True)
class Offer:
    """A model of the hub for one pair; the fields are described in `catalogue.toml`."""

    name: str
    prefix: str
    licence: str
    page: str
    revision: str


def offers(pair: str) -> Iterator[Offer]:
    """The models that fit a pair, the one to prefer first."""
    source, _, target = pair.partition("-")
    for model in _models():
        if _holds(model["sources"], source) and _holds(model["targets"], target):
            yield Offer(
                model["name"].format(source=source, target=target),
                model["prefix"].format(target=target),
                model["licence"],
                model["page"].format(source=source, target=target),
                model["revision"],
            )


@cache
def _models() -> tuple[dict[str, str], ...]:
    return tuple(tomllib.loads(_FILE.read_text("utf-8"))["model"])


def _holds(languages: str, language: str) -> bool:
    return languages == _ANY or language in languages.split()
