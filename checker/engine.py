"""What engines share: finding the model, preparing the text, remembering the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from checker.memory import Memory
from checker.model import (
    HubUnreachableError,
    Model,
    ModelUnavailableError,
    Wanted,
    locate,
    verify,
)
from checker.prose import join, split
from checker.translation import Outcome, Translation, Untranslated

# Hypotheses are cut at this many times the source's tokens, and some more for short ones.
_LENGTH_RATIO = 2
_LENGTH_FREE = 12


def most_tokens(source: int) -> int:
    """How many tokens the hypothesis of a source of so many tokens may have."""
    return _LENGTH_RATIO * source + _LENGTH_FREE


class Loaded(Protocol):
    """A model that an engine has in memory."""

    def translate(self, sentences: Sequence[str], beams: int, batch: int) -> list[str]:
        """A hypothesis for each sentence, in order; `batch` bounds a batch's source tokens."""
        ...


class Engine(Protocol):
    """Runs models of some formats."""

    @property
    def extra(self) -> str:
        """The extra of captioncheck that installs what it needs."""
        ...

    @property
    def precision(self) -> str:
        """The numeric type that it computes in."""
        ...

    def missing(self) -> list[str]:
        """The packages that it needs and that are not installed."""
        ...

    def runs(self, model: Model) -> bool:
        """Whether it can run a model."""
        ...

    def load(self, model: Model) -> Loaded:
        """Load a model; raises `ModelError` for one that is broken."""
        ...


@dataclass(frozen=True, slots=True)
class ModelTranslator:
    """The options and the way of working of every translator that runs a local model.

    `model` is a folder or a hub id; a pair in its name (`opus-mt-es-en`) limits it to that pair.
    `models` maps pairs to such names. `offline` keeps to what is on the machine. `beams` is 1 for
    greedy search; `batch` bounds the source tokens of a batch; `memory` keeps hypotheses for later
    runs.
    """

    model: str = ""
    models: Mapping[str, str] = field(default_factory=dict)
    offline: bool = False
    beams: int = 1
    batch: int = 2048
    memory: bool = True

    def engines(self) -> tuple[Engine, ...]:
        """The engines that may be used, the one to prefer first."""
        raise NotImplementedError

    def verify(self) -> None:
        verify(self._wanted())

    def translate(self, texts: Sequence[str], pair: str) -> list[Outcome]:
        if not texts:
            return []
        try:
            model = locate(pair, self._wanted())
        except ModelUnavailableError as error:
            remedy = f"name one with --model DIR, or get one: captioncheck models pull {pair}"
            passing = isinstance(error, HubUnreachableError)
            reason = f"no model for {pair}: {error}"
            return [Untranslated(pair, reason, remedy, passing)] * len(texts)
        fitting = [engine for engine in self.engines() if engine.runs(model)]
        ready = next((engine for engine in fitting if not engine.missing()), None)
        if ready is None:
            return [_not_run(model, fitting)] * len(texts)
        title, hypotheses = self._run(ready, model, texts)
        return [Translation(hypothesis, pair, title) for hypothesis in hypotheses]

    def _run(self, engine: Engine, model: Model, texts: Sequence[str]) -> tuple[str, list[str]]:
        """The hypotheses, from memory where it has them; the model is loaded only for the rest."""
        source = model.pair.partition("-")[0]
        parts = [split(text, source) for text in texts]
        sentences = list(dict.fromkeys(sentence for part in parts for sentence in part.sentences))
        name = type(engine).__name__.removesuffix("Engine").lower()
        title = f"{name}:{model.name}@{model.revision}:{engine.precision}"
        key = f"{title}|beams:{self.beams}" + (f"|{model.prefix}" if model.prefix else "")
        with Memory.open(key, on=self.memory) as memory:
            known = memory.recall(sentences)
            new = [sentence for sentence in sentences if sentence not in known]
            if new:
                loaded = _load(engine, model)
                found = loaded.translate(new, self.beams, self.batch)
                fresh = dict(zip(new, found, strict=True))
                memory.keep(fresh)
                known |= fresh
        return title, [join(part, [known[one] for one in part.sentences]) for part in parts]

    def _wanted(self) -> Wanted:
        return Wanted(self.model, self.models, self.offline)


_loaded: dict[tuple[type[Engine], Model], Loaded] = {}


def _load(engine: Engine, model: Model) -> Loaded:
    """The model in memory: a process loads each once."""
    key = (type(engine), model)
    if key not in _loaded:
        _loaded[key] = engine.load(model)
    return _loaded[key]


def _not_run(model: Model, fitting: Sequence[Engine]) -> Untranslated:
    if not fitting:
        reason = f"this translator does not run {model.format.value} models"
        return Untranslated(model.pair, reason, "choose --translator auto")
    missing = " and ".join(fitting[0].missing())
    extras = " or ".join(f"pip install 'captioncheck[{engine.extra}]'" for engine in fitting)
    return Untranslated(model.pair, f"{missing} not installed", extras)
