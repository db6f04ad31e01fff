"""Vocabulary surgery: give the Portuguese student Spanish pieces.

    python surgery.py WORK

The pt->en student shares one SentencePiece model of 32,000 pieces between Portuguese and English.
Pieces that are never English, and that Spanish does not use either, become Spanish pieces; each
starts from the mean embedding of what Apertium translates it to. No Portuguese is kept.
Reads WORK/corpora/*.tsv.gz and writes WORK/start (a transformers folder) and WORK/start/new.json,
the numbers of all pieces that are not English: they learn faster.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import struct
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import sentencepiece
import torch
from checker.marian import firefox
from sentencepiece import sentencepiece_model_pb2 as proto

from pivot import apertium, model_folder, through_english, unmark
from settings import Surgery, load
from text import read_pairs

NORMAL = 1
UNUSED_BIAS = 0.5
LETTERS = re.compile(r"▁?[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+")
# Single characters that names and Spanish need, and that the vocabulary must not lack.
CHARACTERS = [
    *(chr(code) for code in range(0xA1, 0x180) if chr(code).isalpha()),
    *"¿¡º°£§–—€ȘșȚțƠơƯư",
]
# Letters that have no plain letter inside.
LIKE = {
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ø": "o",
    "Ø": "O",
    "æ": "ae",
    "Æ": "A",
    "œ": "oe",
    "Œ": "O",
    "ß": "ss",
    "þ": "th",
    "Þ": "Th",
    "ð": "d",
    "Ð": "D",
    "ħ": "h",
}
NEAR = {"ñ": "nh", "Ñ": "Nh", "¿": "?", "▁¿": "?", "¡": "!", "▁¡": "!", "ü": "u", "Ü": "U"}


def english_pieces(shortlist: Path) -> set[int]:
    """The pieces that the student's lexical shortlist ever offers to its output.

    Layout: six u64 (magic, checksum, first, best, offsets, entries), the offsets, u32 entries.
    """
    data = shortlist.read_bytes()
    _, _, _, _, offsets, entries = struct.unpack_from("<6Q", data, 0)
    return set(np.frombuffer(data, "<u4", entries, 48 + 8 * offsets).tolist())


def counts(processor: sentencepiece.SentencePieceProcessor, texts: list[str]) -> Counter[int]:
    """How often each piece is used."""
    return Counter(piece for ids in processor.encode(texts) for piece in ids)


def propose(
    texts: list[str], size: int, work: Path
) -> tuple[sentencepiece.SentencePieceProcessor, Counter[int]]:
    """Train a Spanish SentencePiece model; it and how often it uses its pieces."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(work / "spanish"),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9999,
        max_sentence_length=2000,
        normalization_rule_name="nmt_nfkc",
        num_threads=1,
        minloglevel=2,
    )
    spanish = sentencepiece.SentencePieceProcessor(model_file=str(work / "spanish.model"))
    return spanish, counts(spanish, texts)


def choose(
    model: proto.ModelProto, spanish: list[str], english: list[str], plan: Surgery, work: Path
) -> list[tuple[str, float]]:
    """Spanish pieces worth having, best first: those that shorten Spanish and spare English."""
    old = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
    proposer, used = propose(spanish, plan.spanish_vocabulary, work)
    have = {piece.piece for piece in model.pieces}
    found = []
    for i in range(proposer.get_piece_size()):
        piece = proposer.id_to_piece(i)
        if piece in have or not LETTERS.fullmatch(piece) or len(piece.strip("▁")) < 2:
            continue
        saved = len(old.encode(piece.replace("▁", " ").strip())) - 1
        found.append((max(saved, 0.2) * used[i], piece, proposer.get_score(i) - 1.0))
    found.sort(key=lambda item: (-item[0], item[1]))
    trial = proto.ModelProto()
    trial.CopyFrom(model)
    for _, piece, score in found:
        trial.pieces.add(piece=piece, score=score, type=NORMAL)
    tried = sentencepiece.SentencePieceProcessor(model_proto=trial.SerializeToString())
    in_english, first = counts(tried, english), len(model.pieces)
    kept = []
    for i, (_, piece, score) in enumerate(found):
        foreign = in_english[first + i]
        if not (foreign >= 8 and foreign * 15 > used[proposer.piece_to_id(piece)]):
            kept.append((piece, score))
    return kept


def translations(words: list[str]) -> dict[str, str]:
    """Portuguese of each word: Apertium's, or what its English becomes, if there is any."""
    found = dict(zip(words, apertium(words, "es-pt_BR"), strict=True))
    found |= through_english([w for w, o in found.items() if o.startswith("*") and w.islower()])
    # Apertium begins a line with a capital.
    return {
        word: unmark(other).lower() if word.islower() else unmark(other)
        for word, other in found.items()
    }


def sources(
    piece: str, portuguese: dict[str, str], old: sentencepiece.SentencePieceProcessor
) -> list[int]:
    """The old pieces whose mean embedding the new piece starts from."""
    plain = LIKE.get(piece) or unicodedata.normalize("NFD", piece)[0]
    if len(piece) == 1 and piece not in NEAR and plain != piece:
        number = old.piece_to_id(plain)
        ids = [number] if number != old.unk_id() else old.encode(plain)
    elif piece in NEAR:
        number = old.piece_to_id(NEAR[piece])
        ids = [number] if number != old.unk_id() else old.encode(NEAR[piece])
    elif piece.startswith("▁"):
        ids = old.encode(portuguese.get(piece[1:], piece[1:]))
    else:
        ids = old.encode(piece.replace("ñ", "nh"))
        if ids and old.id_to_piece(ids[0]) == "▁":
            ids = ids[1:]
    ids = [i for i in ids if i != old.unk_id()]
    return ids or [old.piece_to_id("▁")]


def operate(work: Path, plan: Surgery) -> None:
    """Make WORK/start out of the pt->en student and the corpora in WORK."""
    student = model_folder("pten")
    files = firefox.recognise(student)
    if files is None or files.shortlist is None:
        raise FileNotFoundError(f"{student}: no Firefox model with a shortlist")
    model, tokenizer = firefox.load(student)
    old = sentencepiece.SentencePieceProcessor(model_file=str(files.source_vocabulary))
    vocabulary = proto.ModelProto()
    vocabulary.ParseFromString(files.source_vocabulary.read_bytes())
    pairs = [p for path in sorted((work / "corpora").glob("*.tsv.gz")) for p in read_pairs(path)]
    random.Random(plan.seed).shuffle(pairs)
    spanish = [left for left, _ in pairs[: plan.sentences]]
    english = [right for _, right in pairs[: plan.sentences]]

    never = set(range(len(vocabulary.pieces))) - english_pieces(files.shortlist)
    in_spanish, in_english = counts(old, spanish), counts(old, english)
    replaceable = [
        i
        for i in sorted(never, reverse=True)
        if vocabulary.pieces[i].type == NORMAL
        and len(vocabulary.pieces[i].piece) > 1
        and in_english[i] == 0
        and in_spanish[i] < 12
    ]
    have = {piece.piece for piece in vocabulary.pieces}
    characters = [c for c in [*CHARACTERS, "▁¿", "▁¡"] if c not in have]
    room = min(plan.pieces, len(replaceable)) - len(characters)
    chosen = choose(vocabulary, spanish, english, plan, work)[:room]
    words = [piece[1:] for piece, _ in chosen if piece.startswith("▁")]
    portuguese = translations(words)

    table = model.model.shared.weight.data
    before, bias = table.clone(), model.final_logits_bias
    for i, (piece, score) in zip(
        replaceable, [(c, -9.0) for c in characters] + chosen, strict=False
    ):
        ids = sources(piece, portuguese, old)
        table[i] = before[ids].mean(0)
        bias[0, i] = bias[0, ids].min() - UNUSED_BIAS
        vocabulary.pieces[i].piece, vocabulary.pieces[i].score = piece, score
    save(work / "start", model, tokenizer, vocabulary)
    new = sentencepiece.SentencePieceProcessor(model_proto=vocabulary.SerializeToString())
    faster = sorted(never | set(replaceable))
    (work / "start" / "new.json").write_text(json.dumps(faster))
    length = sum(len(text.split()) for text in spanish)
    print(
        f"{len(replaceable)} replaceable, {len(characters) + len(chosen)} replaced;"
        f" pieces a Spanish word {sum(map(len, old.encode(spanish))) / length:.3f}"
        f" -> {sum(map(len, new.encode(spanish))) / length:.3f}"
    )
    example = "¿Dónde está el niño Muñoz? Los bomberos de Peñíscola"
    print(" ".join(new.encode(example, out_type=str)))


def save(out: Path, model: torch.nn.Module, tokenizer: object, vocabulary: object) -> None:
    """Write a transformers folder with the changed vocabulary."""
    model.save_pretrained(out)  # type: ignore[operator]
    tokenizer.save_pretrained(out)  # type: ignore[attr-defined]
    raw = vocabulary.SerializeToString()  # type: ignore[attr-defined]
    for name in ("source.spm", "target.spm"):
        (out / name).write_bytes(raw)
    processor = sentencepiece.SentencePieceProcessor(model_proto=raw)
    numbers = {processor.id_to_piece(i): i for i in range(processor.get_piece_size())}
    numbers["<pad>"] = len(numbers)
    (out / "vocab.json").write_text(json.dumps(numbers, ensure_ascii=False), encoding="utf-8")
    told = json.loads((out / "tokenizer_config.json").read_text(encoding="utf-8"))
    told |= {"source_lang": "es", "target_lang": "en"}
    (out / "tokenizer_config.json").write_text(json.dumps(told, indent=2), encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    operate(parser.parse_args().work, load().surgery)
