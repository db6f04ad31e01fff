"""Make what ships out of a checkpoint: float16 safetensors, and Marian's 8-bit binary.

    python export.py CHECKPOINT OUT

OUT/hf is a transformers folder in float16; OUT/marian holds `model.esen.intgemm.alphas.bin` and
`vocab.esen.spm`, which the native engines run. The multipliers of the layers' inputs are those of
the pt->en model that the training started from, unless --calibrate names Spanish text.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch
from checker.marian import binary, firefox
from checker.marian.settings import read_alphas
from checker.marian.ssru import MarianSSRUModel

from pivot import model_folder

KEPT = (
    "source.spm",
    "target.spm",
    "vocab.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
)


def half(model: MarianSSRUModel, checkpoint: Path, out: Path) -> None:
    """Write the transformers folder, in float16."""
    model.to(torch.float16).save_pretrained(out)
    for name in KEPT:
        if (checkpoint / name).exists():
            shutil.copyfile(checkpoint / name, out / name)
    (out / "model.safetensors").chmod(0o644)


def eight_bits(model: MarianSSRUModel, checkpoint: Path, out: Path) -> None:
    """Write the Firefox folder."""
    files = firefox.recognise(model_folder("pten"))
    if files is None:
        raise FileNotFoundError("no pt->en model")
    alphas = read_alphas({t.name: t for t in binary.read(files.weights)})
    vocabulary = checkpoint / "source.spm"
    firefox.export(model, (vocabulary, vocabulary), out, ("es", "en"), alphas)


def main() -> None:
    """Write both folders beside their places, then put them there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    model = MarianSSRUModel.from_pretrained(options.checkpoint)
    part = options.out.with_name(options.out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    eight_bits(model, options.checkpoint, part / "marian")
    half(model, options.checkpoint, part / "hf")
    shutil.rmtree(options.out, ignore_errors=True)
    part.rename(options.out)


if __name__ == "__main__":
    main()
