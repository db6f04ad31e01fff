"""The student's forward pass as training wants it: few embedding rows, bfloat16, greedy decoding.

It computes with the parameters of a `MarianSSRUModel`, so that what is trained is what is saved.
A batch touches a few thousand of the 32,000 embeddings; only their rows take part, as one leaf
tensor, in the lookup and in the softmax.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from checker.marian.ssru import MarianSSRUModel, scan
from sentencepiece import SentencePieceProcessor
from torch import Tensor, nn
from torch.nn import functional

HEADS = 8
UNKNOWN = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded ids, and the rows of the embedding that they and the sampled softmax need.

    `source` and `target` count within `rows` (their last row is padding); `target` ends in EOS,
    and in -100 after it. `outputs` are the rows that the softmax ranges over, within `rows` too,
    and `labels` count within `outputs`.
    """

    source: Tensor
    target: Tensor
    labels: Tensor
    rows: Tensor
    outputs: Tensor

    @property
    def tokens(self) -> int:
        """Target tokens, EOS included."""
        return int((self.labels >= 0).sum())


def _padded(rows: list[list[int]], pad: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([row + [pad] * (width - len(row)) for row in rows])


def collate(pairs: list[tuple[list[int], list[int]]], extra: Tensor, pad: int) -> Batch:
    """Make a batch of (source ids, target ids); `extra` are further ids for the softmax."""
    source, target = _padded([p[0] for p in pairs], pad), _padded([p[1] for p in pairs], pad)
    outputs = torch.unique(torch.cat([target[target != pad], extra]))
    rows = torch.unique(torch.cat([source.flatten(), outputs, torch.tensor([pad])]))
    labels = torch.searchsorted(outputs, target.clamp(max=int(outputs[-1])))
    return Batch(
        torch.searchsorted(rows, source),
        torch.searchsorted(rows, target.where(target != pad, torch.tensor(pad))),
        labels.masked_fill(target == pad, -100),
        rows,
        torch.searchsorted(rows, outputs),
    )


class Student:
    """Loss and greedy decoding with the weights of one model."""

    def __init__(self, model: MarianSSRUModel, dropout: float = 0.0) -> None:
        self.model, self.dropout = model, dropout
        self.pad: int = model.config.pad_token_id
        self.eos: int = model.config.eos_token_id
        self.size: int = model.config.d_model
        self.embedding: nn.Parameter = model.model.shared.weight
        self.positions = model.model.encoder.embed_positions.weight.detach()
        model.model.encoder.embed_positions.weight.requires_grad_(False)
        tied = {id(self.embedding)}
        self.body = [p for p in model.parameters() if id(p) not in tied and p.requires_grad]

    def _drop(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout) if self.dropout else x

    def _attend(self, attention: nn.Module, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        batch, steps, size = x.shape
        shape = (batch, -1, HEADS, size // HEADS)
        query = attention.q_proj(x).view(shape).transpose(1, 2)
        key = attention.k_proj(memory).view(shape).transpose(1, 2)
        value = attention.v_proj(memory).view(shape).transpose(1, 2)
        # Spelled out: the fused kernel's backward pass is twice as slow on a processor.
        scores = torch.matmul(query, key.transpose(2, 3)) * (size // HEADS) ** -0.5
        weights = (scores + mask).float().softmax(-1).to(value.dtype)
        out = torch.matmul(weights, value)
        return attention.out_proj(out.transpose(1, 2).reshape(batch, steps, size))

    def _feed(self, layer: nn.Module, x: Tensor) -> Tensor:
        inner = functional.relu(layer.fc1(x))
        return layer.final_layer_norm(x + self._drop(layer.fc2(inner)).float())

    def _start(self, ids: Tensor, table: Tensor) -> Tensor:
        scaled = functional.embedding(ids, table) * math.sqrt(self.size)
        return self._drop(scaled + self.positions[: ids.shape[1]])

    def encode(self, source: Tensor, table: Tensor, pad: int) -> tuple[Tensor, Tensor]:
        """Encoder states (batch, steps, size), and what to add to scores to hide padding."""
        mask = torch.zeros(source.shape).masked_fill(source == pad, -1e4)[:, None, None, :]
        x = self._start(source, table)
        for layer in self.model.model.encoder.layers:
            attended = self._attend(layer.self_attn, x, x, mask)
            x = layer.self_attn_layer_norm(x + self._drop(attended).float())
            x = self._feed(layer, x)
        return x, mask

    def loss(self, batch: Batch, table: Tensor) -> Tensor:
        """Mean cross-entropy a target token; `table` holds the embeddings of `batch.rows`."""
        pad = len(batch.rows) - 1
        memory, mask = self.encode(batch.source, table, pad)
        # Marian's decoder starts from zeros: the embedding of the padding.
        shifted = functional.pad(batch.target[:, :-1], (1, 0), value=pad)
        x = self._start(shifted, table)
        for layer in self.model.model.decoder.layers:
            unit = layer.self_attn
            forget = torch.sigmoid(unit.Wf(x).float())
            update = (1 - forget) * unit.W(x).float()
            state = functional.relu(scan(forget, update, torch.zeros_like(update[:, 0])))
            x = layer.self_attn_layer_norm(x + self._drop(state))
            attended = self._attend(layer.encoder_attn, x, memory, mask)
            x = layer.encoder_attn_layer_norm(x + self._drop(attended).float())
            x = self._feed(layer, x)
        known = batch.labels >= 0
        bias = self.model.final_logits_bias[0][batch.rows[batch.outputs]]
        logits = functional.linear(x[known], table[batch.outputs]).float() + bias
        return functional.cross_entropy(logits, batch.labels[known])

    @torch.no_grad()
    def greedy(self, source: Tensor, longest: int = 200) -> list[list[int]]:
        """Best next token, again and again, for padded source ids; EOS is not in the result."""
        kept, self.dropout = self.dropout, 0.0
        model, table = self.model.model, self.embedding
        memory, mask = self.encode(source, table, self.pad)
        batch = len(source)
        shape = (batch, -1, HEADS, self.size // HEADS)
        crossed = [
            tuple(f(memory).view(shape).transpose(1, 2) for f in (a.k_proj, a.v_proj))
            for a in (layer.encoder_attn for layer in model.decoder.layers)
        ]
        states = [torch.zeros(batch, self.size) for _ in model.decoder.layers]
        weights, bias = table[: self.pad], self.model.final_logits_bias[0, : self.pad].clone()
        bias[UNKNOWN] = -6e4
        limits = (source != self.pad).sum(1) * 2.5 + 10
        token = torch.full((batch,), self.pad)
        done = torch.zeros(batch, dtype=torch.bool)
        out: list[Tensor] = []
        for step in range(min(longest, int(limits.max()) + 1)):
            x = functional.embedding(token, table) * math.sqrt(self.size) + self.positions[step]
            for index, layer in enumerate(model.decoder.layers):
                unit, attention = layer.self_attn, layer.encoder_attn
                forget = torch.sigmoid(unit.Wf(x).float())
                states[index] = forget * states[index] + (1 - forget) * unit.W(x).float()
                x = layer.self_attn_layer_norm(x + functional.relu(states[index]))
                query = attention.q_proj(x).view(shape).transpose(1, 2)
                mixed = functional.scaled_dot_product_attention(
                    query, *crossed[index], attn_mask=mask
                ).reshape(batch, self.size)
                x = layer.encoder_attn_layer_norm(x + attention.out_proj(mixed).float())
                x = self._feed(layer, x)
            token = (functional.linear(x, weights).float() + bias).argmax(-1)
            token = token.masked_fill(done | (step >= limits), self.eos)
            out.append(token)
            done |= token == self.eos
            if bool(done.all()):
                break
        self.dropout = kept
        rows = torch.stack(out, 1).tolist()
        return [row[: row.index(self.eos)] if self.eos in row else row for row in rows]


def translate(
    student: Student, processor: SentencePieceProcessor, texts: list[str], rows: int = 48
) -> list[str]:
    """Translate normalised texts greedily, in batches of similar length, in float32."""
    ids = [[*processor.encode(text)[:200], student.eos] for text in texts]
    out = [""] * len(texts)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for start in range(0, len(order), rows):
        chosen = order[start : start + rows]
        found = student.greedy(_padded([ids[i] for i in chosen], student.pad))
        for i, row in zip(chosen, found, strict=True):
            out[i] = processor.decode(row)
    return out
