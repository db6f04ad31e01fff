"""An audit put together: what a configuration asks for, and the stream of its results."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, replace
from pathlib import Path

from captions import plugins
from captions.article import Article, Unreadable
from captions.editions import Editions
from captions.errors import ConfigError
from captions.files import Look
from captions.language import normalise
from captions.layout import Pattern
from captions.metadata import Metadata
from captions.picture_files import PictureFiles
from captions.read import Loaded, ReadSettings, read_bytes
from captions.reader import folder_suffixes
from checker import __version__, explain
from checker.cache import Cache, settings_digest
from checker.check import check_window, windows
from checker.checked import Checked, Run, Summary
from checker.config import NEVER, Config, rules_of
from checker.detection import Detector
from checker.prior import Prior
from checker.reference import Entry, ReferenceFormat, References, load, load_sidecar, sidecar
from checker.score import Metric, totals
from checker.tools import Tools
from checker.translation import Translator
from checker.translation_memory import Unit

Input = Article | Unreadable
Sift = Callable[[Iterable[Checked]], Iterable[Checked]]


def read_settings(config: Config) -> ReadSettings:
    """How the configuration has files read."""
    return ReadSettings(
        readers={
            name: plugins.create("readers", name, config.readers.get(name))
            for name in plugins.names("readers")
        },
        language=normalise(config.language) if config.language else None,
        languages={glob: normalise(tag) or tag for glob, tag in config.languages.items()},
        formats=config.formats,
        editions=tuple(map(Pattern.of, config.editions.values())),
        max_bytes=config.max_bytes,
    )


def suffixes(settings: ReadSettings) -> frozenset[str]:
    """The suffixes of the files that are taken from folders."""
    return folder_suffixes(settings.readers)


def detector(config: Config) -> Detector:
    """The configured detector."""
    chosen: Detector = plugins.create(
        "detectors", config.detector, config.detectors.get(config.detector)
    )
    return chosen


def translator(config: Config, *, local: bool = False) -> Translator:
    """The configured translator, its named models looked at; `local`: kept from downloading."""
    options = dict(config.translators.get(config.translator, {}))
    for key in ("model", "models", "offline"):
        if value := getattr(config, key):
            options[key] = value
    kind = plugins.plugin_class("translators", config.translator)
    if local and "offline" in {one.name for one in fields(kind)}:
        options["offline"] = True
    chosen: Translator = plugins.create("translators", config.translator, options)
    chosen.verify()
    return chosen


def metrics(config: Config) -> tuple[Metric, ...]:
    """The configured metrics."""
    return tuple(
        plugins.create("metrics", name, config.metric_options.get(name)) for name in config.metrics
    )


def tools(config: Config, entries: Iterable[Entry | Unit] = ()) -> Tools:
    """The plugins that the configuration asks for."""
    rules = config.chosen_rules()
    if not rules:
        raise ConfigError("select and ignore leave no rule to run")
    return Tools(
        detector=detector(config),
        rules=tuple(plugins.create("rules", name, config.rules.get(name)) for name in rules),
        metrics=metrics(config),
        translator=translator(config) if config.translate else None,
        local=translator(config, local=True) if config.translate else None,
        references=References.of(entries, config.memory_similarity),
        ignores={glob: rules_of(words) for glob, words in config.ignores.items()},
        prior=Prior.of_site(config.site_languages) if config.article_evidence else None,
    )


def describe(config: Config) -> Run:
    """What a report says of the run itself."""
    parts = {
        "detector": config.detector,
        "translator": config.translator if config.translate else "none",
        "metrics": ",".join(config.metrics),
        "version": __version__,
    }
    signature = "|".join(f"{key}:{value}" for key, value in parts.items())
    rules = config.chosen_rules()
    return Run(__version__, rules, signature, {name: explain.rule_page(name) for name in rules})


def inputs(
    config: Config,
    settings: ReadSettings,
    loaded: Iterable[Loaded | Unreadable],
    cache: Cache | None = None,
) -> Iterator[Input | Checked]:
    """The articles, each with the editions and the pictures' metadata that lie beside it.

    Where the cache knows what checking one gives, that comes in its place.
    """
    cache = cache or Cache()
    photos = PictureFiles(cache.files)
    editions = Editions(settings, cache.files, photos) if config.find_editions else None
    metadata = Metadata(photos) if config.picture_metadata else None
    for item in loaded:
        if isinstance(item, Unreadable):
            yield item
        elif known := cache.recall(item.path, item.data):
            yield known
        else:
            with cache.noting() as sights:
                cache.files.note(sidecar(Path(item.path)))
                article = read_bytes(item.path, item.data, settings)
                if editions and isinstance(article, Article):
                    article = editions.beside(article)
                if metadata and isinstance(article, Article):
                    article = metadata.beside(article)
            if isinstance(article, Article):
                cache.expect(item.path, item.data, sights)
            yield article


def open_cache(config: Config) -> AbstractContextManager[Cache]:
    """The results of earlier runs like this one, if the configuration has them used."""
    if not config.cache:
        return nullcontext(Cache())
    named = [*map(Path, config.references), *_model_folders(config)]
    # What is made of results changes none of them.
    checking = replace(config, fail_on=NEVER, baseline=(), window=1)
    return Cache.open(settings_digest([repr(checking)], named))


def _model_folders(config: Config) -> Iterator[Path]:
    """The folders of models that any setting names."""
    own = {"model": config.model, "models": config.models}
    for options in (own, *config.translators.values(), *config.metric_options.values()):
        several = options.get("models")
        named = [options.get("model"), *(several.values() if isinstance(several, Mapping) else ())]
        folders = (Path(name) for name in named if isinstance(name, str) and name)
        yield from (folder for folder in folders if folder.is_dir())


def references(
    config: Config, paths: Sequence[Path], cache: Cache | None = None
) -> tuple[list[Entry | Unit], list[Unreadable]]:
    """The configured references and the sidecars of the articles, and the files that are broken.

    What a sidecar says is what the cache will hold results to, even if it changes meanwhile.
    """
    formats: list[ReferenceFormat] = [
        plugins.create("references", name) for name in plugins.names("references")
    ]
    entries, broken = load([Path(name) for name in config.references], formats)
    for path in paths:
        if cache:
            cache.files.look(Look.CONTENT, str(sidecar(path)))
        own, wrong = load_sidecar(path, formats)
        entries += own
        broken += wrong
    return entries, broken


def audit(
    config: Config,
    inputs: Iterable[Input | Checked],
    with_tools: Tools,
    sifts: Sequence[Sift] = (),
    cache: Cache | None = None,
) -> Iterator[Checked | Summary]:
    """One `Checked` for each input, in order, then the `Summary`; memory holds one window.

    `sifts` say, one after the other, what counts of what was found, before it is summed up.
    """
    summary = Summary()
    results: Iterable[Checked] = _checked(config, inputs, with_tools, cache)
    for sift in sifts:
        results = sift(results)
    for checked in results:
        summary += Summary.of(checked)
        yield checked
    yield replace(summary, scores=totals(summary.tally, with_tools.metrics))


def _checked(
    config: Config, inputs: Iterable[Input | Checked], with_tools: Tools, cache: Cache | None
) -> Iterator[Checked]:
    for window in windows(inputs, config.window):
        fresh = [item for item in window if not isinstance(item, Checked)]
        results = iter(check_window(fresh, with_tools))
        for item in window:
            if isinstance(item, Checked):
                yield item
                continue
            checked = next(results)
            if cache:
                cache.keep(checked)
            yield checked
