"""How a corpus run scales: articles a second by processes, stages, memory, output.

    python bench/scale.py [--articles 20000] [--sentences FILE] [--untagged]

Makes articles of about `--size` bytes out of the sentences beside this script (or of any file with
an object of sentences by language a line, such as ../shared/data/ntrex/dev.jsonl.gz, whose words
repeat less), one in twenty with a paragraph in another language, and runs `captioncheck corpus`
over them in processes of its own. Wall time depends on what else the machine does; processor time
(user and system, of all processes) does so much less.
"""

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

NAMES = ["Ana Núñez", "John Miller", "Begoña Peña", "Olaf Brandt", "Marie Dupont", "Li Wei"]
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday".split(),
    "es": "lunes martes miércoles jueves viernes".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag".split(),
    "fr": "lundi mardi mercredi jeudi vendredi".split(),
}
# The languages of the articles, and how often each is theirs.
SHARES = {"en": 70, "es": 10, "de": 10, "fr": 10}
CODES = {"en": "eng", "es": "spa", "de": "deu", "fr": "fra"}  # as in NTREX
STRANGE = 0.05
ROWS = 1000  # of a row group
SIZES = [3_000, 30_000, 300_000, 3_000_000, 15_000_000]


def sentences(path: Path) -> dict[str, list[str]]:
    """Sentences by language."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {
        tag: [(row.get(tag) or row.get(code, "")).strip() for row in rows]
        for tag, code in CODES.items()
    }


def article(chance: random.Random, told: dict[str, list[str]], size: int) -> tuple[str, str]:
    """Paragraphs of sentences, each with names and numbers of its own, and their language."""
    own = chance.choices([*SHARES], weights=[*SHARES.values()])[0]
    strange = chance.choice([tag for tag in SHARES if tag != own])
    paragraphs, held = [], 0
    place = chance.randrange(1, 8) if chance.random() < STRANGE else -1
    while held < size:
        tag = strange if len(paragraphs) == place else own
        many = [sentence(chance, told, tag) for _ in range(chance.randrange(1, 4))]
        paragraphs.append(" ".join(many))
        held += len(paragraphs[-1].encode())
    return "\n\n".join(paragraphs), own


def sentence(chance: random.Random, told: dict[str, list[str]], tag: str) -> str:
    text = chance.choice(told[tag])
    values = {"{name}": NAMES, "{day}": DAYS[tag], "{number}": None}
    for key, words in values.items():
        if key in text:
            text = text.replace(key, chance.choice(words) if words else str(chance.randrange(999)))
    return text


def make(path: Path, count: int, size: int, told: dict[str, list[str]], column: bool = True) -> int:
    """Write a Parquet file of articles; gives the bytes of their text."""
    chance = random.Random(8)
    schema = pa.schema(
        [
            ("id", pa.string()),
            ("url", pa.string()),
            ("text", pa.string()),
            ("language", pa.string()),
        ]
    )
    total = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for first in range(0, count, ROWS):
            rows = []
            for number in range(first, min(first + ROWS, count)):
                text, tag = article(chance, told, size)
                total += len(text.encode())
                url = f"https://site{number % 997}.example/{number}"
                row = {"id": str(number), "url": url, "text": text}
                rows.append({**row, "language": tag if column else None})
            writer.write_table(pa.Table.from_pylist(rows, schema))
    return total


def peak_of(pid: int, ended: threading.Event) -> Callable[[], int]:
    """Watches the resident memory of a process and its children; gives its highest sum."""
    highest = 0

    def watch() -> None:
        nonlocal highest
        while not ended.wait(0.1):
            highest = max(highest, sum(map(resident, family(pid))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return lambda: highest


def family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize()


def run(source: Path, output: Path, jobs: int) -> tuple[float, float, int]:
    """(wall, processor seconds, peak bytes of all processes) of a run."""
    shutil.rmtree(output, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "checker.cli", "corpus", "run", str(source), "--output",
            str(output), "--jobs", str(jobs), "--no-translate", "--quiet", "--part-size", "4",
        ],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    ended = threading.Event()
    peak = peak_of(process.pid, ended)
    process.wait()
    ended.set()
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, spent, peak()


def stages(source: Path, output: Path) -> dict[str, float]:
    """Processor seconds of each stage, in one process, the models loaded before."""
    from captions.corpus.files import find
    from captions.corpus.plan import plan
    from checker.check import conclude, gather
    from checker.config import Config
    from checker.corpus import tables
    from checker.corpus.job import Job, Outcome, inputs, write

    shutil.rmtree(output, ignore_errors=True)
    tables.prepare(output)
    job = Job.of(Config(translate=False), output)
    parts = plan(list(find([str(source)])), 4_000_000)
    gather(next(inputs(job, parts[0]))[1], job.tools())
    spent = dict.fromkeys(["read", "detect", "judge", "rows", "write"], 0.0)

    def timed(stage: str, work: Callable[[], object]) -> object:
        started = time.process_time()
        done = work()
        spent[stage] += time.process_time() - started
        return done

    for part in parts:
        outcomes: list[Outcome] = []
        windows = inputs(job, part)
        while window := timed("read", lambda windows=windows: next(windows, None)):
            keys, articles = window
            found = timed("detect", lambda articles=articles: gather(articles, job.tools()))
            checked = timed("judge", lambda found=found: conclude(found, job.tools()))
            outcomes += timed(
                "rows", lambda keys=keys, checked=checked: list(map(Outcome.of, keys, checked))
            )
        timed("write", lambda part=part, outcomes=outcomes: write(job, part, outcomes))
    return spent


def translation(told: dict[str, list[str]]) -> float:
    """Processor seconds to translate a Spanish sentence with the bundled model."""
    from captions import plugins

    chance = random.Random(9)
    texts = list({sentence(chance, told, "es") for _ in range(120)})
    translator = plugins.create("translators", "auto", {"memory": False, "offline": True})
    translator.translate(texts[:1], "es-en")
    started = time.process_time()
    translator.translate(texts[1:], "es-en")
    return (time.process_time() - started) / (len(texts) - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=3000)
    parser.add_argument(
        "--sentences", type=Path, default=Path(__file__).with_name("sentences.jsonl")
    )
    parser.add_argument(
        "--untagged", action="store_true", help="leave the column of the language empty"
    )
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    given = parser.parse_args()
    told = sentences(given.sentences)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        source = folder / "articles.parquet"
        total = make(source, given.articles, given.size, told, not given.untagged)
        count = given.articles
        load = os.getloadavg()[0]
        print(f"{count:,} articles of {total / count / 1000:.2f} kB, load before {load:.1f}")
        rates = {}
        for jobs in (1, 2):
            wall, spent, peak = run(source, folder / "out", jobs)
            rates[jobs] = count / wall
            print(
                f"{jobs} processes: {count / wall:7.0f} articles/s, {count / spent:7.0f} a "
                f"processor second, {1000 * spent / count:.2f} ms each, peak {peak / 1e6:.0f} MB"
            )
        print(f"scaling from one to two: {rates[2] / rates[1]:.2f}")
        for table in ("articles", "findings"):
            size = sum(path.stat().st_size for path in (folder / "out" / table).glob("*"))
            print(f"output {table}: {size / count:.0f} bytes an article")
        print("processor seconds a million articles, by stage")
        for stage, seconds in stages(source, folder / "stages").items():
            print(f"  {stage:7} {seconds / count * 1e6:8.0f}")
        print(f"translation: {1000 * translation(told):.1f} processor milliseconds a sentence")
        print("peak memory by the size of articles, one process")
        for size in SIZES:
            one = folder / f"{size}.parquet"
            make(one, max(2, min(200, 30_000_000 // size)), size, told)
            wall, spent, peak = run(one, folder / "out", 1)
            print(f"  {size / 1000:8.0f} kB {peak / 1e6:6.0f} MB")


if __name__ == "__main__":
    main()
