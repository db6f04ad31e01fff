"""Many machines, on Ray Data: parts are read and checked by tasks, translated by actors, written.

Where a task runs, how many run at once, how much waits between them and what is done again when a
machine is lost is Ray's affair. A part goes through as one row, so it is done again as a whole or
not at all, and its files get their names only when they are complete.
"""

import logging
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from captions.corpus.files import load
from captions.corpus.record import Part
from captions.errors import UserError
from checker.check import Gathered, conclude, gather
from checker.corpus.job import Done, Job, Outcome, inputs, write
from checker.corpus.rows import Key
from checker.stages import wants_translation

# A row of the dataset: pickled, for Ray's tables hold bytes.
_Row = dict[str, Any]
# A task that writes waits for the disk more than it computes.
_WRITING = 0.25
# What a process needs at most. Ray runs stages that ask for the same in one process, and then all
# that read would wait for a translator: these ask for different things.
_CHECKING_BYTES = 700_000_000
_TRANSLATING_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An article that has text to be translated before rules can judge it."""

    key: Key
    gathered: Gathered


def run(job: Job, parts: Sequence[Part], address: str | None) -> Iterator[Done]:
    """Check parts on a Ray cluster; gives them as they are finished.

    `address`: that of a running cluster, None for the one around this process or for one of this
    machine alone. Inputs and the output folder must be reached under the same names everywhere.
    """
    ray = load("ray", "ray")
    data = load("ray.data", "ray")
    if not parts:
        return
    if not ray.is_initialized():
        try:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        except (ConnectionError, ValueError) as error:
            raise UserError(f"no Ray cluster answers at {address}: {error}") from error
    data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        for row in _dataset(data, job, parts, ray.cluster_resources().get("CPU", 1)).iter_rows():
            yield pickle.loads(row["done"])
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, UserError):
            raise error.cause from error
        raise


def _dataset(data: Any, job: Job, parts: Sequence[Part], processors: float) -> Any:
    rows = [{"part": pickle.dumps(part)} for part in parts]
    # Actors hold their processors as long as they live: half of them is left to those that read.
    share = min(1.0, processors / 2)
    pool = data.ActorPoolStrategy(min_size=1, max_size=max(1, int(processors // 2)))
    dataset = data.from_items(rows, override_num_blocks=len(rows))
    dataset = dataset.map(_check, fn_args=(job,), num_cpus=share, memory=_CHECKING_BYTES)
    if job.tools().translator:
        dataset = dataset.map(
            _Translating,
            fn_constructor_args=(job,),
            compute=pool,
            num_cpus=share,
            memory=_TRANSLATING_BYTES,
        )
    return dataset.map(_write, fn_args=(job,), num_cpus=_WRITING)


def _check(row: _Row, job: Job) -> _Row:
    """Read a part and check it as far as that goes without a translator."""
    tools = job.tools()
    checked: list[Outcome | _Waiting] = []
    for keys, window in inputs(job, pickle.loads(row["part"])):
        for key, item in zip(keys, gather(window, tools), strict=True):
            if tools.translator and any(
                wants_translation(one, tools.rules) for one in item.evidence
            ):
                checked.append(_Waiting(key, item))
            else:
                checked += map(Outcome.of, [key], conclude([item], tools))
    return {**row, "checked": pickle.dumps(checked)}


class _Translating:
    """An actor: it holds the models, and translates and judges what waits for that."""

    def __init__(self, job: Job) -> None:
        self._tools = job.tools()

    def __call__(self, row: _Row) -> _Row:
        checked: list[Outcome | _Waiting] = pickle.loads(row["checked"])
        waiting = [item for item in checked if isinstance(item, _Waiting)]
        done = iter(conclude([item.gathered for item in waiting], self._tools))
        outcomes = [
            Outcome.of(item.key, next(done)) if isinstance(item, _Waiting) else item
            for item in checked
        ]
        return {**row, "checked": pickle.dumps(outcomes)}


def _write(row: _Row, job: Job) -> _Row:
    part: Part = pickle.loads(row["part"])
    return {"done": pickle.dumps(write(job, part, pickle.loads(row["checked"])))}
