"""One machine: a pool of processes, each with its own models."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from captions.corpus.record import Part
from captions.errors import UserError
from checker.corpus.job import Done, Job

# Parts that wait for a worker, for each of them: enough that none is idle.
_AHEAD = 2


def run(job: Job, parts: Sequence[Part], jobs: int) -> Iterator[Done]:
    """Check parts in so many processes; gives them as they are finished."""
    if jobs == 1 or len(parts) <= 1:
        yield from map(job.run, parts)
        return
    pool = ProcessPoolExecutor(
        min(jobs, len(parts)), get_context("spawn"), initializer=_begin_worker
    )
    left = iter(parts)
    try:
        running: set[Future[Done]] = {
            pool.submit(job.run, part) for part in islice(left, _AHEAD * jobs)
        }
        while running:
            ended, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(job.run, part) for part in islice(left, len(ended))}
            for one in ended:
                yield one.result()
    except BrokenProcessPool as error:
        raise UserError(
            "a worker was killed, perhaps for want of memory; run the same again, with fewer "
            "--jobs: it goes on where this ended"
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


def _begin_worker() -> None:
    """End at once when the run is interrupted or its own process is killed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)
