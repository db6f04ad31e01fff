"""PyTorch through Hugging Face transformers: the reference engine, for every model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from checker.engine import Loaded, most_tokens
from checker.model import Format, Model, broken


@dataclass(frozen=True, slots=True)
class TransformersEngine:
    """Runs transformers folders, and Marian's own format through `checker.marian`."""

    extra: str = "torch"
    precision: str = "fp32"

    def missing(self) -> list[str]:
        return [name for name in ("torch", "sentencepiece") if find_spec(name) is None]

    def runs(self, model: Model) -> bool:
        return True

    def load(self, model: Model) -> Loaded:
        import transformers

        from checker.marian import firefox, ssru

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        try:
            if model.format is Format.FIREFOX:
                network, tokenizer = firefox.load(model.folder)
            else:
                ssru.register()
                tokenizer = transformers.MarianTokenizer.from_pretrained(
                    model.folder, local_files_only=True
                )
                network = transformers.AutoModelForSeq2SeqLM.from_pretrained(
                    model.folder, dtype="float32", local_files_only=True
                )
        except Exception as error:  # broken files fail in as many ways as there are libraries below
            raise broken(model, error) from error
        return _Torch(tokenizer, network.eval(), model.prefix)


@dataclass(frozen=True, slots=True)
class _Torch:
    tokenizer: Any
    network: Any
    prefix: str

    def translate(self, sentences: Sequence[str], beams: int, batch: int) -> list[str]:
        """Hypotheses in order; a batch holds sentences of about equal length."""
        limit = self.network.config.max_position_embeddings - 1
        texts = [f"{self.prefix} {text}" for text in sentences] if self.prefix else sentences
        ids = [self.tokenizer(text, truncation=True, max_length=limit).input_ids for text in texts]
        hypotheses = [""] * len(sentences)
        for numbers in batches([len(row) for row in ids], batch):
            rows = self._generate([ids[number] for number in numbers], beams)
            for number, row in zip(numbers, rows, strict=True):
                hypotheses[number] = self.tokenizer.decode(row, skip_special_tokens=True).strip()
        return hypotheses

    def _generate(self, rows: list[list[int]], beams: int) -> list[list[int]]:
        import torch

        inputs = self.tokenizer.pad({"input_ids": rows}, return_tensors="pt")
        cap = most_tokens(max(map(len, rows)))
        with torch.inference_mode():
            output = self.network.generate(
                input_ids=inputs.input_ids,
                attention_mask=inputs.attention_mask,
                num_beams=beams,
                do_sample=False,
                max_length=None,
                max_new_tokens=min(cap, self.network.config.max_position_embeddings - 1),
            )
        # Each is cut at its own limit, where some models are made to stop anyway, so that none
        # depends on what else is in its batch.
        return [
            generated[: most_tokens(len(row))]
            for row, generated in zip(rows, output.tolist(), strict=True)
        ]


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """The numbers of rows, shortest first, in batches whose padded size stays within a budget."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[number] > budget:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
