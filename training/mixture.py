"""Endless, reproducible batches: corpora mixed by share, sorted by length within a pool."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import sentencepiece

from settings import Training
from text import Pair, read_pairs

Ids = tuple[list[int], list[int]]
POOL = 4096


class Corpora:
    """All corpora in memory; `cursor` says where each one's reading goes on."""

    def __init__(self, folder: Path, shares: dict[str, float], seed: int) -> None:
        self.seed = seed
        self.pairs: dict[str, list[Pair]] = {}
        for name in shares:
            path = folder / f"{name}.tsv.gz"
            if path.exists():
                self.pairs[name] = list(read_pairs(path))
                random.Random(f"{seed} {name}").shuffle(self.pairs[name])
        self.shares = {name: shares[name] for name in self.pairs}
        self.cursor = dict.fromkeys(self.pairs, 0)

    def pool(self, number: int) -> list[Pair]:
        """The next pairs of every corpus, as many as its share says."""
        taken: list[Pair] = []
        total = sum(self.shares.values())
        for name, share in self.shares.items():
            pairs, at = self.pairs[name], self.cursor[name]
            for _ in range(round(share / total * POOL)):
                taken.append(pairs[at])
                at += 1
                if at == len(pairs):
                    at = 0
                    random.Random(f"{self.seed} {name} {number}").shuffle(pairs)
            self.cursor[name] = at
        return taken


def encode(
    pairs: list[Pair],
    processor: sentencepiece.SentencePieceProcessor,
    plan: Training,
    rng: random.Random,
    eos: int,
) -> list[Ids]:
    """Piece numbers of the pairs that are short enough; some sources are segmented at random."""
    out = []
    for source, target in pairs:
        if rng.random() < plan.segmentation_rate:
            left = processor.encode(source, enable_sampling=True, alpha=0.2, nbest_size=-1)
        else:
            left = processor.encode(source)
        right = processor.encode(target)
        if 0 < len(left) < plan.longest and 0 < len(right) < plan.longest:
            out.append(([*left, eos], [*right, eos]))
    return out


def batches(
    corpora: Corpora,
    processor: sentencepiece.SentencePieceProcessor,
    plan: Training,
    first_pool: int,
    eos: int,
) -> Iterator[tuple[int, list[Ids]]]:
    """(pool number, batch) for ever; a resumed training begins at the next pool."""
    number = first_pool
    while True:
        rng = random.Random(f"{plan.seed} pool {number}")
        ids = encode(corpora.pool(number), processor, plan, rng, eos)
        ids.sort(key=lambda pair: len(pair[0]) + len(pair[1]) + 3 * rng.random())
        made: list[list[Ids]] = []
        current: list[Ids] = []
        width = 0
        for pair in ids:
            wider = max(width, len(pair[0]), len(pair[1]))
            if current and wider * (len(current) + 1) > plan.batch_tokens:
                made.append(current)
                current, wider = [], max(len(pair[0]), len(pair[1]))
            current.append(pair)
            width = wider
        if current:
            made.append(current)
        rng.shuffle(made)
        for batch in made:
            yield number, batch
        number += 1
