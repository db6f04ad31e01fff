"""Adam for a student: dense for the body, and only the rows of a batch for the embeddings."""

from __future__ import annotations

import torch
from torch import Tensor, nn

BETAS = (0.9, 0.98)
EPSILON = 1e-9


class RowAdam:
    """Adam over the rows of an embedding that a batch touches, with a rate for each row.

    A row's moments and its step count move only when it is touched, so that a rare word is not
    moved by the memory of old batches. Its first steps are longer, `boost` times at first and
    less with the root of their number: a word seen ten times has to arrive as well.
    """

    def __init__(self, table: nn.Parameter, rates: Tensor, boost: float = 1.0) -> None:
        self.table, self.rates, self.boost = table, rates, boost
        self.first = torch.zeros_like(table.data)
        self.second = torch.zeros_like(table.data)
        self.steps = torch.zeros(len(table))

    @torch.no_grad()
    def step(self, rows: Tensor, grad: Tensor, scale: float) -> None:
        """Move `rows` by their gradient, at `scale` times their rates."""
        self.steps[rows] += 1
        count = self.steps[rows, None]
        first = self.first[rows].mul_(BETAS[0]).add_(grad, alpha=1 - BETAS[0])
        second = self.second[rows].mul_(BETAS[1]).addcmul_(grad, grad, value=1 - BETAS[1])
        self.first[rows], self.second[rows] = first, second
        mean = first / (1 - BETAS[0] ** count)
        spread = (second / (1 - BETAS[1] ** count)).sqrt_().add_(EPSILON)
        rates = self.rates[rows, None] * (self.boost / count.sqrt()).clamp_min(1.0)
        self.table.data[rows] -= scale * rates * mean / spread

    def state(self) -> dict[str, Tensor]:
        """What a checkpoint keeps."""
        return {"first": self.first, "second": self.second, "steps": self.steps}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Take a checkpoint's state."""
        self.first, self.second, self.steps = state["first"], state["second"], state["steps"]


class Average:
    """An exponential moving average of the parameters, which can stand in for them."""

    def __init__(self, parameters: list[nn.Parameter], decay: float) -> None:
        self.parameters, self.decay, self.updates = parameters, decay, 0
        self.values = [p.detach().clone() for p in parameters]

    @torch.no_grad()
    def update(self) -> None:
        """Move towards the parameters; faster at the beginning."""
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        torch._foreach_lerp_(self.values, [p.detach() for p in self.parameters], 1 - decay)

    def swap(self) -> None:
        """Exchange the average and the parameters; call it again to undo that."""
        for value, parameter in zip(self.values, self.parameters, strict=True):
            kept = parameter.data.clone()
            parameter.data.copy_(value)
            value.copy_(kept)
