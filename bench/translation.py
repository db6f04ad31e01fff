"""Translation: seconds a caption of each engine, on the same captions, in one run.

    python bench/translation.py [--model DIR] [--captions N]

Compares, where they are installed: transformers without a cached decoder state, transformers with
it, CTranslate2 and the native engine, one caption at a time and all at once. Prints ratios to the
uncached run. Without --model it takes the first model that came with an installed package.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from checker.engine import Engine
from checker.engines.ctranslate2 import Ctranslate2Engine
from checker.engines.fxtranslate import FxtranslateEngine
from checker.engines.transformers import TransformersEngine
from checker.model import Model, installed, open_folder

PEOPLE = ["Ana Núñez", "Íñigo Peña", "Begoña Muñoz", "John Miller", "Carolyn Kaster"]
TITLES = ["La alcaldesa", "El ministro de Defensa", "La portavoz", "El entrenador"]
ACTIONS = [
    "visita el puerto tras la tormenta",
    "habla con los periodistas en el aeropuerto",
    "saluda a los vecinos del barrio antiguo",
    "presenta los presupuestos ante el Parlamento",
]
DATES = ["el pasado 24 de julio de 2015.", "este lunes.", "en enero de 2020.", "ayer por la tarde."]


def captions(count: int) -> list[str]:
    """Distinct Spanish captions of eight to twenty words."""
    texts = [
        f"{title} {person} {action} {date}"
        for date in DATES
        for action in ACTIONS
        for title in TITLES
        for person in PEOPLE
    ]
    return texts[:count]


def spent(run: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """Seconds that some texts take."""
    started = time.perf_counter()
    run(texts)
    return time.perf_counter() - started


def uncached(model: Model) -> Callable[[Sequence[str]], object]:
    """`generate` that computes the whole prefix anew for every token, as a baseline."""
    loaded = TransformersEngine().load(model)
    network = loaded.network
    network.generation_config.use_cache = False
    network.config.use_cache = False
    return lambda texts: loaded.translate(texts, 1, 10**6)


def runner(engine: Engine, model: Model) -> Callable[[Sequence[str]], object]:
    loaded = engine.load(model)
    return lambda texts: loaded.translate(texts, 1, 4096)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--captions", type=int, default=32)
    options = parser.parse_args()
    model = (
        open_folder(options.model, str(options.model), "es-en", "option")
        if options.model
        else next(installed())
    )
    texts = captions(options.captions)
    few = texts[:: max(len(texts) // 6, 1)][:6]
    print(f"{model.name}, {len(texts)} captions")
    print(f"{'':24}{'load s':>8}{'single s':>10}{'batch s':>10}{'batch ratio':>13}")
    engines: list[Engine] = [TransformersEngine(), Ctranslate2Engine(), FxtranslateEngine()]
    rows: list[tuple[str, Callable[[], Callable[[Sequence[str]], object]]]] = []
    for engine in engines:
        name = type(engine).__name__.removesuffix("Engine").lower()
        if engine.missing() or not engine.runs(model):
            print(f"{name:24}{'not for this model, or not installed':>8}")
            continue
        rows.append((f"{name} {engine.precision}", lambda engine=engine: runner(engine, model)))
        if isinstance(engine, TransformersEngine):
            rows.insert(0, ("transformers uncached", lambda: uncached(model)))
    base = None
    for name, prepare in rows:
        started = time.perf_counter()
        run = prepare()
        load = time.perf_counter() - started
        spent(run, few[:1])
        single = sum(spent(run, [text]) for text in few) / len(few)
        batch = spent(run, texts) / len(texts)
        base = base or batch
        print(f"{name:24}{load:8.2f}{single:10.4f}{batch:10.4f}{base / batch:13.1f}")


if __name__ == "__main__":
    main()
