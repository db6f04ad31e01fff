"""Train the student from WORK/start on WORK/corpora; resumes after a kill.

    python train.py WORK [--name RUN] [--start FOLDER] [--config FILE]

WORK/RUN gets `state.pt` every few minutes (whole or not at all), `log.jsonl`, and `best`: the
averaged weights with the highest mean chrF2++ on held-out text, as a transformers folder. Held-out
text is WORK/heldout/select-*.tsv.gz; WORK/heldout/watch-*.tsv.gz is reported, never chosen by.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import signal
import time
from pathlib import Path
from types import FrameType

import sentencepiece
import torch
from checker.marian.ssru import MarianSSRUModel
from checker.marian.weights import NEVER
from sacrebleu.metrics import CHRF

from mixture import Corpora, batches
from net import UNKNOWN, Student, collate, translate
from optimiser import BETAS, EPSILON, Average, RowAdam
from settings import HERE, Settings, load
from text import read_pairs

LOG_STEPS = 50


class Run:
    """One training: the student, what moves it, and its files."""

    def __init__(self, work: Path, name: str, start: Path, settings: Settings) -> None:
        self.plan = settings.training
        torch.set_num_threads(self.plan.threads)
        torch.manual_seed(self.plan.seed)
        self.folder, self.start = work / name, start
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model = MarianSSRUModel.from_pretrained(start)
        self.student = Student(self.model, self.plan.dropout)
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(start / "source.spm"))
        table = self.student.embedding
        rates = torch.full((len(table),), self.plan.rate_old)
        rates[torch.tensor(json.loads((start / "new.json").read_text()))] = self.plan.rate_new
        rates[[self.student.eos, UNKNOWN]] = self.plan.rate_old
        rates[self.student.pad] = 0
        self.rows = RowAdam(table, rates, self.plan.boost)
        self.dense = torch.optim.Adam(self._groups(), betas=BETAS, eps=EPSILON, fused=True)
        self.average = Average([*self.student.body, table], self.plan.average)
        self.corpora = Corpora(work / "corpora", settings.mixture, self.plan.seed)
        self.heldout = {
            path.name.removesuffix(".tsv.gz"): list(read_pairs(path))
            for path in sorted((work / "heldout").glob("*.tsv.gz"))
        }
        seen = self._targets(settings)
        self.common = seen.topk(self.plan.common_outputs).indices
        self.outputs = self._outputs(seen, rates)
        self.step, self.pool, self.seconds, self.tokens, self.best = 0, 0, 0.0, 0, -1.0

        self.stopping = False
        signal.signal(signal.SIGTERM, self.stop)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """End after this step, with a checkpoint."""
        self.stopping = True

    def _groups(self) -> list[dict[str, object]]:
        """The encoder's and the decoder's weights, each with its rate; those without one stay."""
        inside = {id(parameter) for parameter in self.model.model.encoder.parameters()}
        groups: list[dict[str, object]] = []
        for encodes, rate in ((True, self.plan.rate_encoder), (False, self.plan.rate_decoder)):
            some = [p for p in self.student.body if (id(p) in inside) == encodes]
            for parameter in some:
                parameter.requires_grad_(rate > 0)
            groups.append({"params": some, "lr": rate, "rate": rate})
        return groups

    def _targets(self, settings: Settings) -> torch.Tensor:
        """How often each piece is in a sample of the targets; 1 if in any target at all."""
        seen = torch.zeros(self.student.pad, dtype=torch.long)
        for name, pairs in self.corpora.pairs.items():
            share = int(20000 * settings.mixture[name])
            for i, ids in enumerate(self.processor.encode([right for _, right in pairs])):
                found = torch.tensor(ids, dtype=torch.long)
                seen[found] = seen[found] + 1 if i < share else seen[found].clamp_min(1)
        return seen

    def _outputs(self, seen: torch.Tensor, rates: torch.Tensor) -> torch.Tensor:
        """The pieces that can be output: English ones, and those of any target.

        The others get a bias that rules them out. Were they in the softmax, to be pushed away
        would be all that a rare Spanish word learns.
        """
        seen[[self.student.eos, UNKNOWN]] += 1
        possible = (seen > 0) | (rates[: self.student.pad] == self.plan.rate_old)
        self.model.final_logits_bias[0, : self.student.pad][~possible] = NEVER
        return possible.nonzero()[:, 0]

    def say(self, **figures: object) -> None:
        """Add a line to the log."""
        line = json.dumps({"step": self.step, "minutes": round(self.seconds / 60, 2)} | figures)
        print(line, flush=True)
        with (self.folder / "log.jsonl").open("a") as log:
            log.write(line + "\n")

    def save(self) -> None:
        """Write all that a resumed training needs."""
        state = {
            "model": self.model.state_dict(),
            "dense": self.dense.state_dict(),
            "rows": self.rows.state(),
            "average": self.average.values,
            "updates": self.average.updates,
            "step": self.step,
            "pool": self.pool,
            "seconds": self.seconds,
            "tokens": self.tokens,
            "best": self.best,
            "cursor": self.corpora.cursor,
        }
        part = self.folder / "state.pt.part"
        torch.save(state, part)
        part.replace(self.folder / "state.pt")

    def resume(self) -> None:
        """Go on from state.pt, if there is one."""
        path = self.folder / "state.pt"
        if not path.exists():
            return
        state = torch.load(path, weights_only=True)
        bias = self.model.final_logits_bias.clone()
        self.model.load_state_dict(state["model"])
        self.model.final_logits_bias.copy_(bias)
        self.dense.load_state_dict(state["dense"])
        for group, wanted in zip(self.dense.param_groups, self._groups(), strict=True):
            group["rate"] = wanted["rate"]
        self.rows.restore(state["rows"])
        for value, kept in zip(self.average.values, state["average"], strict=True):
            value.copy_(kept)
        self.average.updates, self.step = state["updates"], state["step"]
        self.pool, self.seconds = state["pool"] + 1, state["seconds"]
        self.tokens, self.best = state["tokens"], state["best"]
        self.corpora.cursor |= {
            k: v for k, v in state["cursor"].items() if v < len(self.corpora.pairs.get(k, ()))
        }

    def evaluate(self) -> None:
        """Score the averaged weights on all held-out text; keep them if they are the best."""
        started = time.time()
        self.average.swap()
        chrf = CHRF(word_order=2)
        scores = {
            name: round(
                chrf.corpus_score(
                    translate(self.student, self.processor, [left for left, _ in pairs]),
                    [[right for _, right in pairs]],
                ).score,
                2,
            )
            for name, pairs in self.heldout.items()
        }
        chosen = [score for name, score in scores.items() if name.startswith("select")]
        mean = round(sum(chosen) / max(len(chosen), 1), 3)
        self.say(scores=scores, mean=mean, best=mean > self.best, took=round(time.time() - started))
        if mean > self.best:
            self.best = mean
            self.keep(self.folder / "best")
        self.average.swap()

    def keep(self, out: Path) -> None:
        """Write the model as a transformers folder, in the place of an older one."""
        part = out.with_name(out.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(self.start, part, ignore=shutil.ignore_patterns("model.safetensors"))
        self.model.save_pretrained(part)
        shutil.rmtree(out, ignore_errors=True)
        part.rename(out)

    def scale(self) -> float:
        """Warm-up, then half a cosine down to the floor, of the rates."""
        done = min(self.seconds / (60 * self.plan.minutes), 1.0)
        falling = self.plan.floor + (1 - self.plan.floor) * 0.5 * (1 + math.cos(math.pi * done))
        return min(1.0, (self.step + 1) / self.plan.warmup_steps) * falling

    def advance(self, pairs: list[tuple[list[int], list[int]]]) -> tuple[float, int]:
        """One step; the loss and the target tokens."""
        extra = self.outputs[torch.randint(len(self.outputs), (self.plan.sampled_outputs,))]
        batch = collate(pairs, torch.cat([self.common, extra]), self.student.pad)
        table = self.student.embedding.data[batch.rows].requires_grad_(True)
        with torch.autocast("cpu", torch.bfloat16):
            loss = self.student.loss(batch, table)
        self.dense.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.student.body, 1.0)
        scale = self.scale()
        for group in self.dense.param_groups:
            group["lr"] = group["rate"] * scale
        self.dense.step()
        self.rows.step(batch.rows, table.grad, scale)
        self.step += 1
        if self.step % 2 == 0:
            self.average.update()
        return loss.item(), batch.tokens

    def go(self) -> None:
        """Train until the minutes are used up."""
        self.resume()
        plan = self.plan
        self.say(corpora={name: len(pairs) for name, pairs in self.corpora.pairs.items()})
        if self.step == 0:
            self.evaluate()
        saved = looked = self.seconds
        total = counted = 0.0
        stream = batches(self.corpora, self.processor, plan, self.pool, self.student.eos)
        for self.pool, pairs in stream:
            started = time.time()
            loss, tokens = self.advance(pairs)
            self.seconds += time.time() - started
            self.tokens += tokens
            total, counted = total + loss * tokens, counted + tokens
            if self.step % LOG_STEPS == 0:
                self.say(
                    loss=round(total / counted, 4),
                    tokens=self.tokens,
                    pool=self.pool,
                    speed=round(self.tokens / self.seconds),
                )
                total = counted = 0.0
            if self.seconds - saved > 60 * plan.save_minutes:
                saved = self.seconds
                self.save()
            if self.seconds - looked > 60 * plan.evaluate_minutes:
                looked = self.seconds
                self.evaluate()
            if self.stopping or self.seconds > 60 * plan.stop:
                break
        self.save()
        if not self.stopping:
            self.evaluate()
            self.save()


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("--name", default="run")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--config", type=Path, default=HERE / "config.toml")
    options = parser.parse_args()
    start = options.start or options.work / "start"
    Run(options.work, options.name, start, load(options.config)).go()


if __name__ == "__main__":
    main()
