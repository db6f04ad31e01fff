"""Models of the MarianMT family through Hugging Face transformers: the reference engine."""

import hashlib
import os
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from captions.errors import ConfigError
from checker.translation import Outcome, Translation, Untranslated

_HUB = "Helsinki-NLP/opus-mt-{}"
_PAIR_IN_NAME = re.compile(r"(?:^|[-_])([a-z]{2,3}-[a-z]{2,3})(?=[-_.]|$)")
_PARTS = ("config.json", "source.spm", "target.spm", "vocab.json")
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
# Seconds to wait for the hub to answer at all.
_PATIENCE = 3.0
# Hypotheses are cut at this many times the source's tokens, and some more for short ones.
_LENGTH_RATIO = 2
_LENGTH_FREE = 12
_PLAIN_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})


@dataclass(frozen=True, slots=True)
class Transformers:
    """Marian-family models (opus-mt, Firefox Translations students) in PyTorch.

    `model` is a folder or a hub id; a pair in its name (`opus-mt-es-en`) limits it to that pair.
    `models` maps pairs to such names. Pairs with neither are looked for in the local cache, then,
    unless `offline`, on the hub as `Helsinki-NLP/opus-mt-<pair>`. `beams` is 1 for greedy search;
    `batch` bounds the source tokens of a batch.
    """

    model: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    beams: int = 1
    batch: int = 2048

    def verify(self) -> None:
        """Refuse a named folder that holds no model before any work is done."""
        for name in filter(None, [self.model, *self.models.values()]):
            if _is_folder(name):
                _verify_folder(Path(name))

    def translate(self, texts: Sequence[str], pair: str) -> list[Outcome]:
        missing = [name for name in ("torch", "sentencepiece") if find_spec(name) is None]
        if missing:
            outcome = Untranslated(
                pair, f"{' and '.join(missing)} not installed", "pip install 'captioncheck[torch]'"
            )
            return [outcome] * len(texts)
        name = self._name(pair)
        try:
            folder = Path(name) if _is_folder(name) else _from_hub(name, offline=self.offline)
        except ModelUnavailableError as error:
            return [Untranslated(pair, f"no model for {pair}: {error}", _remedy(pair))] * len(texts)
        loaded = _load(folder, name)
        hypotheses = loaded.translate(texts, self.beams, self.batch)
        return [Translation(hypothesis, pair, loaded.title) for hypothesis in hypotheses]

    def _name(self, pair: str) -> str:
        if pair in self.models:
            return self.models[pair]
        if self.model:
            named = _PAIR_IN_NAME.search(Path(self.model).name)
            if named is None or named[1] == pair:
                return self.model
        return _HUB.format(pair)


def _remedy(pair: str) -> str:
    return f"name one with --model DIR, or let {_HUB.format(pair)} be downloaded once"


def _is_folder(name: str) -> bool:
    return Path(name).is_dir() or name.startswith((".", "~", os.sep)) or name.count("/") > 1


def _verify_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise ConfigError(f"model {folder}: there is no such folder")
    for name in _PARTS:
        if not (folder / name).is_file():
            raise ConfigError(f"model {folder}: it holds no {name}; name a MarianMT model's folder")
    if not any((folder / name).is_file() for name in _WEIGHTS):
        raise ConfigError(f"model {folder}: it holds no weights ({_WEIGHTS[0]})")


class ModelUnavailableError(Exception):
    """A model of the hub is neither in the local cache nor to be had now."""


def _from_hub(name: str, *, offline: bool) -> Path:
    """The local folder of a model of the hub, downloaded once where that is possible."""
    import huggingface_hub
    from huggingface_hub import constants

    offline = offline or constants.HF_HUB_OFFLINE
    try:
        folder = Path(huggingface_hub.snapshot_download(name, local_files_only=True))
        _verify_folder(folder)
    except (OSError, ValueError, ConfigError) as error:
        if offline:
            raise ModelUnavailableError(
                "it is not in the local cache, and the hub is off"
            ) from error
    else:
        return folder
    # The hub client tries each of a dozen files for half a minute; one look tells it is in vain.
    if not _reachable(constants.ENDPOINT):
        raise ModelUnavailableError("it is not in the local cache, and the hub cannot be reached")
    try:
        return Path(huggingface_hub.snapshot_download(name, allow_patterns=[*_PARTS, *_WEIGHTS]))
    except (OSError, ValueError) as error:
        raise ModelUnavailableError(_first_line(error)) from error


def _reachable(endpoint: str) -> bool:
    address = urlsplit(endpoint)
    if getproxies().get(address.scheme):
        return True  # only the proxy can tell
    try:
        port = address.port or (443 if address.scheme == "https" else 80)
        socket.create_connection((address.hostname or "", port), timeout=_PATIENCE).close()
    except OSError:
        return False
    return True


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A model ready to run."""

    title: str
    tokenizer: Any
    model: Any

    def translate(self, texts: Sequence[str], beams: int, batch: int) -> list[str]:
        """Hypotheses in the order of the texts; batches hold texts of about equal length."""
        limit = self.model.config.max_position_embeddings - 1
        ids = [
            self.tokenizer(
                text.translate(_PLAIN_QUOTES), truncation=True, max_length=limit
            ).input_ids
            for text in texts
        ]
        hypotheses = [""] * len(texts)
        for numbers in _batches([len(row) for row in ids], batch):
            for number, row in zip(
                numbers, self._generate([ids[number] for number in numbers], beams), strict=True
            ):
                hypotheses[number] = self.tokenizer.decode(row, skip_special_tokens=True).strip()
        return hypotheses

    def _generate(self, rows: list[list[int]], beams: int) -> list[list[int]]:
        import torch

        inputs = self.tokenizer.pad({"input_ids": rows}, return_tensors="pt")
        longest = max(map(len, rows))
        cap = min(
            _LENGTH_RATIO * longest + _LENGTH_FREE, self.model.config.max_position_embeddings - 1
        )
        with torch.inference_mode():
            output = self.model.generate(
                input_ids=inputs.input_ids,
                attention_mask=inputs.attention_mask,
                num_beams=beams,
                do_sample=False,
                max_length=None,
                max_new_tokens=cap,
            )
        # Each is cut at its own limit, where some models are made to stop anyway, so that none
        # depends on what else is in its batch.
        return [
            generated[: _LENGTH_RATIO * len(row) + _LENGTH_FREE]
            for row, generated in zip(rows, output.tolist(), strict=True)
        ]


def _batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """The numbers of rows, shortest first, in batches whose padded size stays within a budget."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[number] > budget:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


@cache
def _load(folder: Path, name: str) -> _Loaded:
    import transformers

    from checker.marian import ssru

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    ssru.register()
    try:
        tokenizer = transformers.MarianTokenizer.from_pretrained(folder, local_files_only=True)
        model = transformers.AutoModelForSeq2SeqLM.from_pretrained(
            folder, dtype="float32", local_files_only=True
        ).eval()
    except Exception as error:  # broken files fail in as many ways as there are libraries below
        raise ConfigError(f"model {name} cannot be loaded: {_first_line(error)}") from error
    title = f"transformers:{folder.name if _is_folder(name) else name}@{_revision(folder)}:fp32"
    return _Loaded(title, tokenizer, model)


def _revision(folder: Path) -> str:
    """The beginning of the checksum of the weights."""
    weights = next(folder / name for name in _WEIGHTS if (folder / name).is_file())
    with weights.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()[:12]
