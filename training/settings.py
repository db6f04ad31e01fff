"""The pinned configuration, `config.toml`, as typed values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Surgery:
    """Vocabulary surgery: how many Spanish pieces, out of which text."""

    seed: int
    pieces: int
    spanish_vocabulary: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Training:
    """The optimiser's settings, the batches, and when to look."""

    seed: int
    minutes: float
    stop: float
    batch_tokens: int
    longest: int
    rate_encoder: float
    rate_decoder: float
    rate_new: float
    rate_old: float
    boost: float
    warmup_steps: int
    floor: float
    dropout: float
    average: float
    common_outputs: int
    sampled_outputs: int
    segmentation_rate: float
    save_minutes: float
    evaluate_minutes: float
    threads: int


@dataclass(frozen=True, slots=True)
class Settings:
    """All of `config.toml`.

    `mixture` is the share of each corpus in a pool of pairs.
    """

    surgery: Surgery
    training: Training
    mixture: dict[str, float]


def _section(kind: type, values: dict[str, object]) -> object:
    known = {field.name for field in fields(kind)}
    if known != set(values):
        raise ValueError(f"{kind.__name__}: {sorted(known ^ set(values))} missing or unknown")
    return kind(**values)


def load(path: Path = HERE / "config.toml") -> Settings:
    """Read the configuration; ValueError if a key is missing or unknown."""
    with path.open("rb") as file:
        raw = tomllib.load(file)
    return Settings(
        _section(Surgery, raw["surgery"]),  # type: ignore[arg-type]
        _section(Training, raw["training"]),  # type: ignore[arg-type]
        {name: float(share) for name, share in raw["mixture"].items()},
    )
