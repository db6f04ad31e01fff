"""An audit put together: what a configuration asks for, and the stream of its results."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from captions import plugins
from captions.article import Article, Unreadable
from captions.editions import Editions
from captions.errors import ConfigError
from captions.language import normalise
from captions.layout import Pattern
from captions.metadata import Metadata
from captions.picture_files import PictureFiles
from captions.read import ReadSettings
from captions.reader import folder_suffixes
from checker import __version__, explain
from checker.check import check_window, windows
from checker.checked import Checked, Run, Summary
from checker.config import Config
from checker.detection import Detector
from checker.prior import Prior
from checker.reference import Entry, ReferenceFormat, References, load, load_sidecar
from checker.score import Metric, totals
from checker.tools import Tools
from checker.translation import Translator
from checker.translation_memory import Unit

Input = Article | Unreadable


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


def translator(config: Config) -> Translator:
    """The configured translator, its named models looked at."""
    options = dict(config.translators.get(config.translator, {}))
    for key in ("model", "models", "offline"):
        if value := getattr(config, key):
            options[key] = value
    chosen: Translator = plugins.create("translators", config.translator, options)
    chosen.verify()
    return chosen


def metrics(config: Config) -> tuple[Metric, ...]:
    """The configured metrics."""
    return tuple(plugins.create("metrics", name) for name in config.metrics)


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
        references=References.of(entries, config.memory_similarity),
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


def with_surroundings(
    config: Config, settings: ReadSettings, inputs: Iterable[Input]
) -> Iterable[Input]:
    """The inputs, each article with its editions and with what the files of its pictures say."""
    files = PictureFiles()
    return _with_metadata(config, with_editions(config, settings, inputs, files), files)


def with_editions(
    config: Config,
    settings: ReadSettings,
    inputs: Iterable[Input],
    files: PictureFiles | None = None,
) -> Iterable[Input]:
    """The inputs, each article with the editions that lie beside it."""
    if not config.find_editions:
        return inputs
    editions = Editions(settings, files or PictureFiles())
    return (editions.beside(item) if isinstance(item, Article) else item for item in inputs)


def _with_metadata(config: Config, inputs: Iterable[Input], files: PictureFiles) -> Iterable[Input]:
    if not config.picture_metadata:
        return inputs
    metadata = Metadata(files)
    return (metadata.beside(item) if isinstance(item, Article) else item for item in inputs)


def references(
    config: Config, paths: Sequence[Path]
) -> tuple[list[Entry | Unit], list[Unreadable]]:
    """The configured references and the sidecars of the articles, and the files that are broken."""
    formats: list[ReferenceFormat] = [
        plugins.create("references", name) for name in plugins.names("references")
    ]
    entries, broken = load([Path(name) for name in config.references], formats)
    for path in paths:
        own, wrong = load_sidecar(path, formats)
        entries += own
        broken += wrong
    return entries, broken


def audit(
    config: Config, inputs: Iterable[Input], with_tools: Tools
) -> Iterator[Checked | Summary]:
    """One `Checked` for each input, in order, then the `Summary`; memory holds one window."""
    summary = Summary()
    for window in windows(inputs, config.window):
        for checked in check_window(window, with_tools):
            summary += Summary.of(checked)
            yield checked
    yield replace(summary, scores=totals(summary.tally, with_tools.metrics))
