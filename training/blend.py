"""Between two stages: move the averaged weights part of the way back to where they started.

    python blend.py WORK [--name RUN] [--weight 0.35]

Fine-tuning on little text makes a student forget what it knew of other text. The body goes
`weight` of the way back to the pt->en student, the English embeddings all of it; the Spanish
embeddings keep what they have learned. WORK/RUN/state.pt is changed in place, once.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from checker.marian.ssru import MarianSSRUModel

from net import UNKNOWN, Student


def blend(work: Path, name: str, weight: float) -> None:
    """Rewrite the state that a training goes on from."""
    path = work / name / "state.pt"
    state = torch.load(path, weights_only=True)
    model = MarianSSRUModel.from_pretrained(work / "start")
    student = Student(model)
    names = {id(parameter): key for key, parameter in model.named_parameters()}
    for parameter, average in zip(student.body, state["average"][:-1], strict=True):
        average.lerp_(parameter.detach(), weight)
        state["model"][names[id(parameter)]].copy_(average)
    table = state["average"][-1]
    learned = set(json.loads((work / "start" / "new.json").read_text())) - {student.eos, UNKNOWN}
    kept = torch.tensor([row for row in range(len(table)) if row not in learned])
    table[kept] = student.embedding.data[kept]
    for key, value in state["model"].items():
        if "shared" in key or "embed_tokens" in key or key == "lm_head.weight":
            state["model"][key] = table.clone() if value.shape == table.shape else value
    # What comes now is measured anew.
    state["best"] = -1.0
    part = path.with_suffix(".pt.part")
    torch.save(state, part)
    part.replace(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--name", default="run")
    parser.add_argument("--weight", type=float, default=0.35)
    options = parser.parse_args()
    blend(options.work, options.name, options.weight)
