"""What every plugin keeps, whoever wrote it: names, values, documentation, measurements."""

import dataclasses
import inspect
import pickle

import pytest
from sacrebleu.metrics import BLEU, CHRF, TER

from captions import plugins
from checker.sacre import SacreMetric
from checker.score import tally, totals
from checker.testing import FakeTranslator, check_detector, check_metric, check_translator
from checker.translation import Translation, Untranslated

KINDS = (
    "readers", "detectors", "translators", "references", "metrics", "rules", "reporters",
)  # fmt: skip
PLUGINS = [(kind, name) for kind in KINDS for name in plugins.names(kind)]
# The class variables that a protocol asks for besides its methods.
CLASS_VARIABLES = {
    "readers": ("suffixes",),
    "references": ("suffixes",),
    "metrics": ("name",),
    "rules": ("name", "group"),
}
METHODS = {
    "readers": ("recognises", "encoding", "read"),
    "detectors": ("detect", "knows"),
    "translators": ("verify", "translate"),
    "references": ("read",),
    "metrics": ("measure", "value"),
    "rules": ("wants_translation", "check"),
    "reporters": ("report",),
}

# Hypotheses with one to two references; the last is as short as captions get.
PAIRS = [
    ("The boats return to the harbour.", ["The fishing boats are back in the harbour."]),
    ("A cat sleeps on the roof.", ["A cat is asleep on the roof.", "A cat on a roof, sleeping."]),
    ("Nothing in common here", ["quite another sentence altogether"]),
    ("Two boats", ["Two boats"]),
    ("12,5 % — «sí»", ["12.5 %: “sí”"]),
    ("", ["An empty hypothesis"]),
]

every_plugin = pytest.mark.parametrize(("kind", "name"), PLUGINS)


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_plugin_of_every_kind(kind):
    assert plugins.names(kind)


@every_plugin
def test_entry_point_module_and_class_share_one_name(kind, name):
    found = plugins.plugin_class(kind, name)
    package = "captions" if kind == "readers" else "checker"
    assert found.__module__ == f"{package}.{kind}.{name.replace('-', '_')}"
    assert found.__name__ == "".join(word.capitalize() for word in name.split("-"))
    if kind == "rules":
        assert found.name == name


@every_plugin
def test_plugins_are_frozen_values(kind, name):
    found = plugins.plugin_class(kind, name)
    assert dataclasses.is_dataclass(found)
    assert found.__dataclass_params__.frozen
    plugin = plugins.create(kind, name)
    assert plugin == plugins.create(kind, name)
    assert pickle.loads(pickle.dumps(plugin)) == plugin


@every_plugin
def test_plugins_are_documented(kind, name):
    found = plugins.plugin_class(kind, name)
    text = inspect.getdoc(found)
    # A dataclass without a docstring gets its signature for one.
    assert text
    assert not text.startswith(f"{found.__name__}(")
    assert text.splitlines()[0].endswith((".", ",", "-", *"abcdefghijklmnopqrstuvwxyz"))
    for field in dataclasses.fields(found):
        if kind == "rules":
            assert f"`{field.name.replace('_', '-')}`" in text, field.name
    assert inspect.getmodule(found).__doc__


@every_plugin
def test_plugins_have_what_their_protocol_asks_for(kind, name):
    plugin = plugins.create(kind, name)
    for attribute in CLASS_VARIABLES.get(kind, ()):
        assert getattr(type(plugin), attribute)
    for method in METHODS[kind]:
        assert callable(getattr(plugin, method))


@pytest.mark.parametrize("name", plugins.names("rules"))
def test_rules_say_when_they_fire_and_when_not(name):
    text = inspect.getdoc(plugins.plugin_class("rules", name))
    assert "\nFires: " in text
    assert "\nSilent: " in text


def _suffixes(kind):
    return {name: plugins.plugin_class(kind, name).suffixes for name in plugins.names(kind)}


@pytest.mark.parametrize("kind", ["readers", "references"])
def test_suffixes_are_written_as_they_are_compared(kind):
    suffixes = frozenset().union(*_suffixes(kind).values())
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


def test_a_suffix_belongs_to_one_format_of_references():
    suffixes = [suffix for many in _suffixes("references").values() for suffix in many]
    assert len(suffixes) == len(set(suffixes))


@every_plugin
def test_an_unknown_option_is_named_with_the_valid_ones(kind, name):
    with pytest.raises(plugins.ConfigError, match="has no option 'surprise'"):
        plugins.create(kind, name, {"surprise": 1})


@pytest.mark.parametrize("name", plugins.names("detectors"))
def test_detector(name):
    check_detector(plugins.create("detectors", name))


@pytest.mark.parametrize("name", plugins.names("detectors"))
def test_a_detection_depends_on_its_own_text_alone(name):
    detector = plugins.create("detectors", name)
    texts = ["The boats return to the harbour.", "Los barcos vuelven al puerto.", "Ana Gil", ""]
    expected = ["en", "en", "pt-BR", "und"]
    together = detector.detect(texts, expected)
    alone = [detector.detect([text], [tag])[0] for text, tag in zip(texts, expected, strict=True)]
    assert together == alone
    assert detector.detect(texts[::-1], expected[::-1]) == together[::-1]


# The metric that needs a model has its contract tested where there is one: tests/slow.
METRICS = sorted(set(plugins.names("metrics")) - {"embedding"})


@pytest.mark.parametrize("name", METRICS)
def test_metric(name):
    check_metric(plugins.create("metrics", name))


ENGINES = {"bleu": BLEU(effective_order=True), "chrf": CHRF(word_order=2), "ter": TER()}


def test_every_metric_of_sacrebleu_is_compared_with_it():
    metrics = {name for name in plugins.names("metrics")
               if issubclass(plugins.plugin_class("metrics", name), SacreMetric)}  # fmt: skip
    assert metrics == set(ENGINES)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("count", [1, 2])
def test_corpus_score_is_that_of_sacrebleu(name, count):
    """The sum of the segments' statistics gives sacreBLEU's own corpus score and signature."""
    engine = ENGINES[name]
    metric = plugins.create("metrics", name)
    pairs = [(hypothesis, many[:count]) for hypothesis, many in PAIRS if len(many) >= count]
    sums = tally(("es-en", metric.measure(hypothesis, many)) for hypothesis, many in pairs)
    [score] = totals(sums, [metric])["es-en"]
    streams = list(zip(*(many for _, many in pairs), strict=True))
    theirs = engine.corpus_score([hypothesis for hypothesis, _ in pairs], streams)
    assert score.value == pytest.approx(theirs.score, abs=0.005)
    assert score.signature == engine.get_signature().format(short=False)


@pytest.mark.parametrize("name", ENGINES)
def test_segment_score_is_that_of_sacrebleu(name):
    engine = ENGINES[name]
    metric = plugins.create("metrics", name)
    for hypothesis, references in PAIRS:
        theirs = engine.sentence_score(hypothesis, references)
        ours = metric.measure(hypothesis, references)
        assert ours.value == pytest.approx(theirs.score, abs=0.005)
        assert ours.signature == engine.get_signature().format(short=False)


@pytest.mark.parametrize("name", METRICS)
def test_segments_with_different_numbers_of_references_say_so(name):
    metric = plugins.create("metrics", name)
    sums = tally(("es-en", metric.measure(hypothesis, many)) for hypothesis, many in PAIRS)
    [score] = totals(sums, [metric])["es-en"]
    assert score.signature.startswith("nrefs:var|")
    backwards = tally(("es-en", metric.measure(one, many)) for one, many in reversed(PAIRS))
    assert totals(backwards, [metric])["es-en"] == (score,)


def test_an_identical_caption_of_two_words_scores_100():
    for name in ("bleu", "chrf"):
        assert plugins.create("metrics", name).measure("Two boats", ["Two boats"]).value == 100


def test_fake_translator_keeps_the_contract():
    fake = FakeTranslator({"Los barcos": "The boats"})
    check_translator(fake, ["Los barcos", "¿?", "Los barcos", ""], "es-en")
    assert fake.translate(["Los barcos", "otra"], "es-en") == [
        Translation("The boats", "es-en", "fake"),
        Untranslated("es-en", "not in the fake"),
    ]
