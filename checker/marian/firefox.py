"""A folder of a Firefox Translations model: recognised, loaded, converted, and made.

Such a folder holds the model (`model.enes.intgemm.alphas.bin`), one SentencePiece model for both
languages (`vocab.enes.spm`) or one for each (`srcvocab.…`, `trgvocab.…`), and often a lexical
shortlist (`lex.50.50.enes.s2t.bin`), which only native engines use: it makes them faster.
https://github.com/mozilla/firefox-translations-models
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sentencepiece import SentencePieceProcessor
from transformers import GenerationConfig, MarianTokenizer

from checker.marian import binary
from checker.marian.binary import MarianFormatError, Tensor
from checker.marian.settings import read_config
from checker.marian.ssru import MarianSSRUModel
from checker.marian.weights import NEVER, read_state, write_tensors

_LONGEST = 256
_PAD = "<pad>"
# Two languages run together, the second with a script at times: enes, enzh_hant.
_PAIR = re.compile(r"\.([a-z]{2})([a-z]{2,3}(?:[_-][a-z]+)?)\.")


@dataclass(frozen=True, slots=True)
class FirefoxFolder:
    """The files of a model; `languages` are source and target, if the files' names tell."""

    weights: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None
    languages: tuple[str, str] | None


def recognise(folder: Path) -> FirefoxFolder | None:
    """Find the files of a model, or None if the folder is not one model's."""
    weights = sorted(folder.glob("model*.bin"))
    vocabularies = sorted(folder.glob("*.spm"))
    sides = {path.name[:3]: path for path in vocabularies}
    if len(vocabularies) == 2 and {"src", "trg"} == set(sides):
        source, target = sides["src"], sides["trg"]
    elif len(vocabularies) == 1:
        source = target = vocabularies[0]
    else:
        return None
    if len(weights) != 1:
        return None
    pair = _PAIR.search(weights[0].name)
    languages = (pair[1], pair[2]) if pair else None
    shortlist = next(iter(sorted(folder.glob("lex*.bin"))), None)
    return FirefoxFolder(weights[0], source, target, shortlist, languages)


def load(folder: Path) -> tuple[MarianSSRUModel, MarianTokenizer]:
    """Load the model, ready to generate, and its tokenizer; MarianFormatError if it cannot be."""
    files = recognise(folder)
    if files is None:
        raise MarianFormatError(f"{folder}: needs one model*.bin, and one *.spm or src*, trg*.spm")
    try:
        source = _read_pieces(files.source_vocabulary)
        target = _read_pieces(files.target_vocabulary)
        tensors = {tensor.name: tensor for tensor in binary.decode(files.weights.read_bytes())}
        model = _build(tensors, len(source), len(target))
    except MarianFormatError as error:
        raise MarianFormatError(f"{files.weights}: {error}") from None
    return model, _tokenizer(files, source, target, model.config.pad_token_id)


def convert(folder: Path, out: Path) -> Path:
    """Write the model as a transformers folder, with safetensors, and return `out`.

    It appears all at once. If it is there already, or another process is first, that one stays.
    """
    if out.is_dir():
        return out
    model, tokenizer = load(folder)
    with _all_at_once(out) as partial:
        model.save_pretrained(partial)
        tokenizer.save_pretrained(partial)
        # safetensors lets nobody else read its file; a cache may be shared.
        shutil.copymode(partial / "config.json", partial / "model.safetensors")
    return out


def export(
    model: MarianSSRUModel,
    vocabularies: tuple[Path, Path],
    out: Path,
    languages: tuple[str, str],
    alphas: Mapping[str, float] | None = None,
) -> Path:
    """Write the model as a Firefox folder, in 8 bits, and return `out`.

    vocabularies: the source's and the target's SentencePiece model, the same file if shared.
    alphas: multipliers of the layers' inputs, `read_alphas` of the model that this one was trained
    from, or those of `calibrate`; else the model's own. FileExistsError if `out` is there,
    ValueError if alphas are missing.
    """
    if out.exists():
        raise FileExistsError(f"{out} exists")
    pieces = tuple(len(_read_pieces(path)) for path in vocabularies)
    alphas = alphas or model.config.activation_multipliers
    if not alphas:
        raise ValueError("no activation multipliers: pass those of the model it was trained from")
    pair = "".join(languages)
    shared = model.config.share_encoder_decoder_embeddings
    names = ("vocab",) if shared else ("srcvocab", "trgvocab")
    with _all_at_once(out) as partial:
        tensors = write_tensors(model, (pieces[0], pieces[1]), alphas)
        binary.write(partial / f"model.{pair}.intgemm.alphas.bin", tensors)
        for name, path in zip(names, vocabularies, strict=False):
            shutil.copyfile(path, partial / f"{name}.{pair}.spm")
    return out


def _read_pieces(vocabulary: Path) -> list[str]:
    """List a SentencePiece model's pieces; their numbers are the model's."""
    processor = SentencePieceProcessor()
    try:
        processor.Load(str(vocabulary))
    except (OSError, RuntimeError):
        raise MarianFormatError(f"{vocabulary.name} is not a whole SentencePiece model") from None
    if (processor.eos_id(), processor.unk_id()) != (0, 1):
        raise MarianFormatError(f"{vocabulary.name} does not begin with </s> and <unk>")
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _build(tensors: Mapping[str, Tensor], source: int, target: int) -> MarianSSRUModel:
    config = read_config(tensors)
    pad = config.pad_token_id
    if max(source, target) > pad:
        raise MarianFormatError(f"{max(source, target)} pieces, but embeddings for {pad}")
    state = read_state(tensors, config)
    # Embeddings without a piece would be impossible to decode.
    state["final_logits_bias"][:, target:] = NEVER
    model = MarianSSRUModel.from_pretrained(None, config=config, state_dict=state)
    model.generation_config = GenerationConfig(
        num_beams=1,
        max_length=_LONGEST,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=config.eos_token_id,
        forced_eos_token_id=config.eos_token_id,
        # Marian never generates <unk> either, unless told to (`--allow-unk`).
        suppress_tokens=[1],
        use_cache=True,
    )
    return model


def _tokenizer(
    files: FirefoxFolder, source: list[str], target: list[str], pad: int
) -> MarianTokenizer:
    separate = files.source_vocabulary != files.target_vocabulary
    languages = files.languages or (None, None)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("vocab.json", "target_vocab.json")]
        for path, pieces in zip(paths, (source, target), strict=True):
            numbers = {piece: number for number, piece in enumerate(pieces)} | {_PAD: pad}
            path.write_text(json.dumps(numbers, ensure_ascii=False), encoding="utf-8")
        return MarianTokenizer(
            source_spm=str(files.source_vocabulary),
            target_spm=str(files.target_vocabulary),
            vocab=str(paths[0]),
            target_vocab_file=str(paths[1]) if separate else None,
            separate_vocabs=separate,
            source_lang=languages[0],
            target_lang=languages[1],
        )


@contextmanager
def _all_at_once(out: Path) -> Iterator[Path]:
    """Give a folder beside `out` to fill; make it `out` in the end, or nothing if that fails."""
    partial = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
    try:
        partial.mkdir(parents=True)
        yield partial
        try:
            os.rename(partial, out)
        except OSError:
            # Another process was first; what it made is as good.
            if not out.is_dir():
                raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
