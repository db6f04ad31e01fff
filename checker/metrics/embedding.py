"""The embedding metric."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar

from captions.errors import UserError
from checker.score import Score, Statistics

# Texts are cut at this many tokens, or at what the model takes.
_LONGEST = 512
# Positions that some architectures (RoBERTa's) count and never use.
_RESERVED = 2


@dataclass(frozen=True, slots=True)
class Embedding:
    """Embedding: cosine of the texts' vectors, 0 to 100, from a local sentence encoder.

    It sees synonyms that metrics of words do not. It is off unless it is asked for, needs
    `captioncheck[embedding]` and a folder with a transformers or sentence-transformers encoder:
    `model`. Nothing is downloaded, and no code of the folder is run.

    It is blind where its training made it so: encoders of many languages give a text and its
    translation one vector, so a caption that was left untranslated scores as high as a good
    translation; and captions that differ in a number, a name or a negation score nearly alike.
    Never let it say whether a caption was translated, or its facts are right.
    """

    name: ClassVar[str] = "embedding"

    model: str = ""

    def measure(self, hypothesis: str, references: Sequence[str]) -> Score:
        """The similarity to the nearest of the references."""
        encoder = _load(self.model)
        own = encoder.vector(hypothesis)
        best = max(_cosine(own, encoder.vector(text)) for text in references)
        value = round(100 * max(best, 0.0), 2)
        signature = f"nrefs:{len(references)}|model:{encoder.name}|pooling:{encoder.pooling}"
        # Whole hundredths: sums do not depend on their order.
        return Score(self.name, value, f"{signature}|version:1", (round(100 * value), 1))

    def value(self, statistics: Statistics) -> float:
        """The mean of the segments' similarities."""
        total, count = statistics
        return round(total / count / 100, 2) if count else 0.0


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True, eq=False)
class _Encoder:
    """An encoder in memory. `pooling`: which hidden states make the vector of a text."""

    name: str
    pooling: str
    tokenizer: Any
    network: Any

    @lru_cache(maxsize=4096)  # noqa: B019  # an encoder lives as long as the process
    def vector(self, text: str) -> tuple[float, ...]:
        """The vector of a text, of length 1."""
        import torch

        positions = getattr(self.network.config, "max_position_embeddings", _LONGEST)
        longest = min(_LONGEST, self.tokenizer.model_max_length, positions - _RESERVED)
        tokens = self.tokenizer(text, truncation=True, max_length=longest, return_tensors="pt")
        with torch.inference_mode():
            states = self.network(**tokens).last_hidden_state[0]
        pooled = states[0] if self.pooling == "cls" else states.mean(0)
        return tuple(torch.nn.functional.normalize(pooled, dim=0).tolist())


@cache
def _load(model: str) -> _Encoder:
    folder = Path(model)
    if not model or not (folder / "config.json").is_file():
        what = f"{model} holds none" if model else "it has none"
        raise UserError(
            f"metric embedding needs the folder of an encoder, and {what}: "
            "set model in [metric-options.embedding]"
        )
    if find_spec("torch") is None:
        raise UserError(
            "metric embedding: torch not installed: pip install 'captioncheck[embedding]'"
        )
    import transformers

    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        network = transformers.AutoModel.from_pretrained(folder, local_files_only=True)
    except Exception as error:  # broken files fail in as many ways as there are libraries below
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UserError(f"metric embedding: {folder} cannot be loaded: {reason}") from error
    return _Encoder(folder.resolve().name, _pooling(folder), tokenizer, network.eval())


def _pooling(folder: Path) -> str:
    """What a sentence-transformers folder says of it; the mean where nothing does."""
    about = folder / "1_Pooling" / "config.json"
    if not about.is_file():
        return "mean"
    return "cls" if json.loads(about.read_text("utf-8")).get("pooling_mode_cls_token") else "mean"
