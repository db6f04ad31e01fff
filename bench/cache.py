"""What a second run over an unchanged site costs, against the first.

    python bench/cache.py [--articles N]

Makes a site of pages with pictures, one caption in fifty in Spanish, audits it twice in processes
of their own, then once more with one page changed, and prints seconds and ratios.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_TEXTS = (
    "The harbour opened again on Monday after the storm had passed, the city said.",
    "Fishermen had waited three days for the wind to drop and the buoys to be put back.",
    "The council will decide next week whether the old pier is repaired or taken down.",
    "Ferries to the islands run twice a day until the end of the month.",
    "Nobody was hurt, but eleven boats were damaged and one of them sank at its berth.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        site, cache = Path(folder, "site"), Path(folder, "cache")
        site.mkdir()
        for number in range(count):
            (site / f"{number}.html").write_text(_page(number), encoding="utf-8")
        first, second = _seconds(site, cache), _seconds(site, cache)
        (site / "0.html").write_text(_page(count), encoding="utf-8")
        third = _seconds(site, cache)
        alone = _seconds(site, cache, "--help")
    print(f"{count} articles: first run {first:.2f} s")
    print(f"unchanged: {second:.2f} s, {first / second:.1f} times as fast")
    print(f"one page changed: {third:.2f} s, {first / third:.1f} times as fast")
    print(f"start alone: {alone:.2f} s")


def _page(number: int) -> str:
    """About 3 kB."""
    body = "".join(
        f"<p>{_TEXTS[(number + at) % len(_TEXTS)]} {_TEXTS[(3 * number + at) % len(_TEXTS)]} "
        f"It was the {number + at}th report of that kind this year.</p>\n"
        for at in range(10)
    )
    caption = (
        "Una vista del puerto al amanecer, con los barcos de pesca."
        if number % 50 == 0
        else f"Fishing boats in the harbour at dawn, picture {number} of the series."
    )
    return (
        f'<!doctype html><html lang="en"><head><title>Harbour report {number}</title></head><body>'
        f"<article><h1>The harbour opens again for the {number}th time</h1>{body}"
        f'<figure><img src="img/{number}.jpg" alt="Boats at the quay in the morning">'
        f"<figcaption>{caption}</figcaption></figure></article></body></html>"
    )


def _seconds(site: Path, cache: Path, *options: str) -> float:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "checker.cli", "audit", str(site), "--format", "jsonl", *options],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "HF_HUB_OFFLINE": "1"},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
