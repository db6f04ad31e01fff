"""CTranslate2: transformers folders converted once to 8-bit integers, run without PyTorch."""

import json
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from checker.engine import Loaded, most_tokens
from checker.model import Format, Model, broken, cache_folder


@dataclass(frozen=True, slots=True)
class Ctranslate2Engine:
    """Runs transformers folders whose decoder attends to itself."""

    extra: str = "ctranslate2"
    precision: str = "int8"

    def missing(self) -> list[str]:
        return [name for name in ("ctranslate2", "sentencepiece") if find_spec(name) is None]

    def runs(self, model: Model) -> bool:
        if model.format is not Format.MARIAN or _config(model).get("model_type") != "marian":
            return False
        return _converted(model).is_dir() or find_spec("torch") is not None

    def load(self, model: Model) -> Loaded:
        import ctranslate2
        import sentencepiece

        try:
            folder = _convert(model)
            native = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8")
            source, target = (
                sentencepiece.SentencePieceProcessor(model_file=str(model.folder / name))
                for name in ("source.spm", "target.spm")
            )
        except Exception as error:  # broken files fail in as many ways as there are libraries below
            raise broken(model, error) from error
        positions = _config(model).get("max_position_embeddings", 512)
        return _Native(native, source, target, positions, [model.prefix] if model.prefix else [])


def _config(model: Model) -> dict[str, Any]:
    try:
        config = json.loads((model.folder / "config.json").read_text("utf-8"))
    except ValueError as error:
        raise broken(model, error) from error
    return config if isinstance(config, dict) else {}


def _converted(model: Model) -> Path:
    return cache_folder() / "ctranslate2" / f"{model.revision}-int8"


def _convert(model: Model) -> Path:
    """The converted model; written beside and renamed, so that none is ever half made."""
    folder = _converted(model)
    if folder.is_dir():
        return folder
    from ctranslate2.converters import TransformersConverter

    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        TransformersConverter(str(model.folder)).convert(str(beside), quantization="int8")
        try:
            beside.rename(folder)
        except OSError:  # another process was faster
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


@dataclass(frozen=True, slots=True)
class _Native:
    native: Any
    source: Any
    target: Any
    positions: int
    prefix: list[str]

    def translate(self, sentences: Sequence[str], beams: int, batch: int) -> list[str]:
        room = self.positions - 2 - len(self.prefix)
        tokens = [
            [*self.prefix, *self.source.encode(text, out_type=str)[:room], "</s>"]
            for text in sentences
        ]
        longest = max(map(len, tokens), default=0)
        results = self.native.translate_batch(
            tokens,
            beam_size=beams,
            max_batch_size=batch,
            batch_type="tokens",
            max_decoding_length=min(most_tokens(longest), self.positions - 2),
        )
        return [
            self.target.decode(result.hypotheses[0][: most_tokens(len(row))]).strip()
            for row, result in zip(tokens, results, strict=True)
        ]
