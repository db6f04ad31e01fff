"""Multipliers of the layers' inputs for Marian's 8-bit file, from what goes through the layers.

An 8-bit engine multiplies a layer's input by a fixed number, the alpha, and rounds it to an integer
between -127 and 127. Marian's converter takes the alpha from the mean and the spread of the largest
inputs; here it is the one whose rounding errs least, in squares, over some translated text. That
matters where a few inputs are far larger than the rest: clipped, they cost more than coarser steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import torch
from checker.marian.ssru import MarianSSRUModel
from checker.marian.weights import matrices
from torch import Tensor, nn

LARGEST = 127
# Inputs kept of each call of a layer, and shares of the largest input that are tried as the limit.
KEPT = 4000
LIMITS = torch.linspace(0.15, 1.0, 35)


def best(inputs: Tensor) -> float:
    """The multiplier that rounds these numbers with the least squared error."""
    multipliers = (LARGEST / (inputs.abs().max() * LIMITS)).tolist()

    def error(multiplier: float) -> float:
        rounded = (inputs * multiplier).round().clamp(-LARGEST, LARGEST) / multiplier
        return float((rounded - inputs).square().mean())

    return min(multipliers, key=error)


def calibrate(model: MarianSSRUModel, batches: Iterator[Tensor]) -> dict[str, float]:
    """Alphas by Marian's names of the weights; `batches` are source ids, (1, steps) each."""
    seen: dict[str, list[Tensor]] = defaultdict(list)
    generator = torch.Generator().manual_seed(0)

    def keep(name: str) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def hook(_: nn.Module, inputs: tuple[Tensor]) -> None:
            numbers = inputs[0].flatten()
            chosen = torch.randint(len(numbers), (KEPT,), generator=generator)
            seen[name].append(numbers if len(numbers) <= KEPT else numbers[chosen])

        return hook

    handles = [
        model.get_submodule(ours).register_forward_pre_hook(keep(theirs))
        for ours, theirs in matrices(model.config)
    ]
    with torch.inference_mode():
        for ids in batches:
            model.generate(input_ids=ids)
    for handle in handles:
        handle.remove()
    return {name: best(torch.cat(inputs)) for name, inputs in seen.items()}
