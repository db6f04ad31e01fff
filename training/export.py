"""Make what ships out of a checkpoint: float16 safetensors, and Marian's 8-bit binary.

    python export.py CHECKPOINT OUT --calibrate ROWS.tsv.gz ...

OUT/hf is a transformers folder in float16; OUT/marian holds `model.esen.intgemm.alphas.bin` and
`vocab.esen.spm`, which the native engines run. The multipliers of the layers' inputs come from
translating the first Spanish texts of the files, which must not be measured on.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import torch
from checker.marian import firefox
from checker.marian.ssru import MarianSSRUModel
from sentencepiece import SentencePieceProcessor

from alphas import calibrate
from text import read_pairs

KEPT = (
    "source.spm",
    "target.spm",
    "vocab.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
)


# Texts of each file that the multipliers are made with.
TEXTS = 60
# Letters that Spanish captions hold often; others came with names of few countries, and are
# written too readily, "ľ" for "l".
USUAL = set("áéíóúüñçãõâêôàèäöåøæßÁÉÍÓÚÜÑÇÄÖÅØ")
UNUSUAL_COST = 1.0


def discourage(model: MarianSSRUModel, pieces: SentencePieceProcessor) -> None:
    """Lower the scores of single letters with a mark that are not usual."""
    for number in range(pieces.get_piece_size()):
        piece = pieces.id_to_piece(number)
        if len(piece) == 1 and not piece.isascii() and piece.isalpha() and piece not in USUAL:
            model.final_logits_bias[0, number] -= UNUSUAL_COST


def half(model: MarianSSRUModel, checkpoint: Path, out: Path) -> None:
    """Write the transformers folder, in float16."""
    model.to(torch.float16).save_pretrained(out)
    for name in KEPT:
        if (checkpoint / name).exists():
            shutil.copyfile(checkpoint / name, out / name)
    (out / "model.safetensors").chmod(0o644)


def sources(pieces: SentencePieceProcessor, files: list[Path]) -> Iterator[torch.Tensor]:
    """Piece numbers of some texts of each file."""
    for path in files:
        for spanish, _ in itertools.islice(read_pairs(path), TEXTS):
            yield torch.tensor([[*pieces.encode(spanish), pieces.eos_id()]])


def eight_bits(model: MarianSSRUModel, vocabulary: Path, out: Path, files: list[Path]) -> None:
    """Write the Firefox folder."""
    pieces = SentencePieceProcessor(model_file=str(vocabulary))
    alphas = calibrate(model.eval(), sources(pieces, files))
    firefox.export(model, (vocabulary, vocabulary), out, ("es", "en"), alphas)


def main() -> None:
    """Write both folders beside their places, then put them there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--calibrate", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    model = MarianSSRUModel.from_pretrained(options.checkpoint)
    vocabulary = options.checkpoint / "source.spm"
    discourage(model, SentencePieceProcessor(model_file=str(vocabulary)))
    part = options.out.with_name(options.out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    eight_bits(model, vocabulary, part / "marian", options.calibrate)
    half(model, options.checkpoint, part / "hf")
    shutil.rmtree(options.out, ignore_errors=True)
    part.rename(options.out)


if __name__ == "__main__":
    main()
