"""`check_window`: a pure function of each article alone, whatever it is handed together."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

import pytest
from articles import ANOTHER, BODY, ENGLISH, SPANISH, page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captions.article import Article, Unreadable
from captions.editions import edition
from captions.picture import pictures
from captions.read import ReadSettings, read_bytes
from checker import stages, wire
from checker.audit import audit
from checker.check import check_window, windows
from checker.checked import Checked, Summary
from checker.config import Config
from checker.detection import Detection
from checker.evidence import Evidence
from checker.finding import Severity
from checker.reference import Entry, Reference, References
from checker.testing import FakeDetector, FakeTranslator
from checker.translation import Translation, Untranslated
from checker.translation_memory import Unit

HYPOTHESIS = "A view of the port at dawn, with the fishing boats."


@pytest.fixture(scope="module")
def articles(readers):
    """A small article of every kind that the window could confuse with its neighbour."""
    contents = {
        "clean.html": page(ENGLISH),
        "foreign.html": page(SPANISH),
        "same-caption.html": page(SPANISH, ANOTHER),
        "german.html": page(SPANISH, language="de", body="Der Hafen ist seit Montag wieder offen."),
        "undeclared.html": page(SPANISH, language=None, body=BODY * 3),
        "short.txt": "2015",
        "empty.txt": "",
        "unknown.html": page(SPANISH, language="ber"),
        "marked.html": page().replace("</p>", f'</p><img src="1" alt="{SPANISH}" lang="es">'),
        "broken.json": "{",
        "binary.txt": "\0",
        "edited.html": page(SPANISH, ANOTHER, language="en").replace(ANOTHER, ""),
    }
    read = [
        read_bytes(PurePath(name), content.encode(), ReadSettings(readers))
        for name, content in contents.items()
    ]
    other = replace(read[2], path=PurePath("es.html"), pictures=pictures(read[2]))
    others = (replace(edition(other), language="es"), replace(edition(other), language="und"))
    read[-1] = replace(read[-1], pictures=pictures(read[-1]), editions=others)
    return read


@pytest.fixture(scope="module")
def full_tools(tools):
    """With a translator and references, right and wrong ones."""
    entries = [
        Entry(Reference(ENGLISH, "en", "r:1"), source=SPANISH),
        Entry(Reference("Der Hafen bei Tagesanbruch, mit Booten.", "de", "r:2"), source=SPANISH),
        Entry(Reference(SPANISH, "en", "r:3"), source=ANOTHER),
        Entry(Reference("The president signs the bill.", "en", "r:4"), path="marked.html"),
    ]
    units = [Unit((("es", SPANISH), ("en", "A view of the port.")), "m.tmx", 1)]
    return replace(
        tools,
        translator=FakeTranslator({SPANISH: HYPOTHESIS}),
        references=References.of([*entries, *units], 90.0),
    )


@pytest.fixture(scope="module")
def alone(articles, full_tools):
    """The result of each article checked by itself."""
    return {article.path: check_window([article], full_tools)[0] for article in articles}


def test_each_article_gives_one_result_in_order(articles, full_tools, alone):
    together = check_window(articles, full_tools)
    assert [checked.article.path for checked in together] == [item.path for item in articles]
    assert together == list(alone.values())


def test_the_articles_cover_what_there_is_to_confuse(alone):
    results = list(alone.values())
    assert any(isinstance(checked.article, Unreadable) for checked in results)
    assert any(checked.scores for checked in results)
    rules = {finding.rule for checked in results for finding in checked.findings}
    assert rules >= {"bad-reference", "foreign-language", "missing-translation", "untranslated"}
    levels = {finding.severity for checked in results for finding in checked.findings}
    assert levels >= {Severity.ERROR, Severity.NOTE}
    outcomes = {
        type(f.evidence.outcome) for checked in results for f in checked.findings if f.evidence
    }
    assert outcomes >= {Translation, Untranslated}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_results_do_not_depend_on_the_window(articles, full_tools, alone, data):
    order = data.draw(st.lists(st.sampled_from(range(len(articles))), max_size=14))
    size = data.draw(st.integers(1, 12))
    inputs = [articles[index] for index in order]
    results = [
        checked for part in windows(inputs, size) for checked in check_window(part, full_tools)
    ]
    assert results == [alone[item.path] for item in inputs]


@settings(max_examples=40, deadline=None)
@given(cuts=st.lists(st.integers(0, 11), max_size=5))
def test_summaries_of_shards_add_up(articles, full_tools, cuts):
    def total(inputs):
        *_, summary = audit(Config(), inputs, full_tools)
        return summary

    whole = total(articles)
    places = sorted({0, *cuts, len(articles)})
    parts = [total(articles[start:end]) for start, end in pairwise(places)]
    merged = sum(parts, Summary())
    assert replace(merged, scores=whole.scores) == whole
    assert merged.tally == whole.tally


@settings(max_examples=60, deadline=None)
@given(order=st.lists(st.integers(0, 10), max_size=20), size=st.integers(1, 30))
def test_windows_keep_all_in_order(articles, order, size):
    inputs = [articles[index] for index in order]
    groups = list(windows(iter(inputs), size))
    assert [item for group in groups for item in group] == inputs
    assert all(groups)
    for group in groups[:-1]:
        held = [max(len(getattr(item, "segments", ())), 1) for item in group]
        assert sum(held[:-1]) < size <= sum(held)


def test_an_audit_holds_one_window(articles, tools):
    """A stream of inputs is taken as it is needed."""
    taken = 0

    def inputs():
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield articles[0]

    results = audit(Config(window=4), inputs(), tools)
    next(results)
    assert taken == 2


def test_nothing_is_nothing(tools):
    assert check_window([], tools) == []
    assert list(windows([], 10)) == []
    assert list(audit(Config(), [], tools)) == [Summary()]


def test_a_summary(alone):
    summary = sum(map(Summary.of, alone.values()), Summary())
    assert (summary.articles, summary.failures) == (12, 2)
    assert summary.findings["foreign-language"] == sum(summary.severities.values()) - sum(
        count for rule, count in summary.findings.items() if rule != "foreign-language"
    )
    assert summary.worst() is Severity.ERROR
    assert sum(summary.untranslated.values()) >= 1


def test_findings_stand_in_the_order_of_their_places(alone):
    for checked in alone.values():
        spans = [finding.span for finding in checked.findings]
        assert spans == sorted(spans)


def test_an_article_that_says_nothing_is_in_its_own_language(articles, tools):
    [checked] = check_window([one for one in articles if one.path.name == "undeclared.html"], tools)
    assert (checked.article.language, checked.article.language_source) == ("en", "text")


def test_wire_objects_are_json_whatever_the_article(alone):
    for checked in alone.values():
        assert json.loads(json.dumps(wire.checked(checked)))["path"]


class _Short:
    """A detector that breaks its contract."""

    def detect(self, texts, expected):
        return [Detection("en", 1.0)] * (len(texts) - 1)

    def knows(self, language):
        return True


def test_a_detector_that_loses_a_text_is_caught(articles, tools):
    with pytest.raises(ValueError, match="zip"):
        check_window(articles[:1], replace(tools, detector=_Short()))


class _Counting:
    """Translates, and remembers what it was asked."""

    def __init__(self):
        self.calls = []

    def verify(self):
        pass

    def translate(self, texts, pair):
        self.calls.append((pair, list(texts)))
        return [Translation(f"{pair} {text} translated", pair, "counting") for text in texts]


def test_a_text_is_translated_once_a_pair_and_a_pair_is_called_once():
    translator = _Counting()
    jobs = [("uno dos", "es-en"), ("eins", "de-en"), ("uno dos", "es-de"), ("…", "es-en")] * 3
    outcomes = stages.translate_all(jobs, translator, FakeDetector())
    assert [(one.pair) for one in outcomes] == [pair for _, pair in jobs]
    assert sorted(translator.calls) == [
        ("de-en", ["eins"]), ("es-de", ["uno dos"]), ("es-en", ["uno dos"]),
    ]  # fmt: skip
    assert isinstance(outcomes[3], Untranslated)
    assert "no letters" in outcomes[3].reason


def test_stages_change_nothing_that_they_are_given(articles, full_tools):
    before = [
        Evidence(segment, article.language, article.language)
        for article in articles
        if isinstance(article, Article)
        for segment in article.segments
    ]
    given_evidence = list(before)
    after = stages.detect(given_evidence, full_tools.detector)
    after = stages.translate(after, full_tools.translator, full_tools.rules, full_tools.detector)
    after = stages.score(after, full_tools.metrics)
    assert given_evidence == before
    assert [item.segment for item in after] == [item.segment for item in before]


def test_a_checked_article_is_a_value(articles, full_tools):
    first, second = check_window(articles[1:2] * 2, full_tools)
    assert first == second
    assert isinstance(first, Checked)
