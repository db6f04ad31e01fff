"""The one flow: articles in, results out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from captions.article import Article, Unreadable
from captions.language import UNDETERMINED, name
from captions.segment import Kind
from checker import stages
from checker.checked import Checked
from checker.evidence import Evidence
from checker.score import tally, totals
from checker.tools import Tools

# Enough text to tell an article's language from.
_SAMPLE = 4000
_OWN_VOICE = frozenset({Kind.BODY, Kind.HEADLINE, Kind.QUOTE, Kind.TITLE, Kind.DESCRIPTION})


def check_window(window: Sequence[Article | Unreadable], tools: Tools) -> list[Checked]:
    """Check some articles together: one result for each, in order.

    A pure function of each article alone; the window only fills the models' batches.
    """
    window = settle_languages(window, tools)
    articles = [item for item in window if isinstance(item, Article)]
    evidence = [
        Evidence(segment, article.language, segment.language or article.language)
        for article in articles
        for segment in article.segments
    ]
    found = [references for article in articles for references in tools.references.find(article)]
    wrong = stages.misdeclared((one for many in found for one in many), tools.detector)
    trusted = [tuple(one for one in many if one not in wrong) for many in found]
    evidence = stages.detect(evidence, tools.detector)
    evidence = stages.refer(evidence, trusted)
    if tools.translator:
        evidence = stages.translate(evidence, tools.translator, tools.rules, tools.detector)
    evidence = stages.score(evidence, tools.metrics)

    rest = iter(evidence)
    doubted = iter(found)
    results = []
    for item in window:
        if isinstance(item, Unreadable):
            results.append(Checked(item))
            continue
        count = len(item.segments)
        own = list(islice(rest, count))
        bad = {one: wrong[one] for many in islice(doubted, count) for one in many if one in wrong}
        notices = [
            f"reference {one.origin} says it is {name(one.language)} but is {name(language)}: "
            "not used"
            for one, language in bad.items()
        ]
        results.append(judge(item, own, tools, [*_not_checked(item, tools), *notices]))
    return results


def judge(
    article: Article, evidence: Sequence[Evidence], tools: Tools, notices: Sequence[str]
) -> Checked:
    """The findings of all rules on one article, in the order of their places."""
    findings = [finding for rule in tools.rules for finding in rule.check(article, evidence)]
    findings.sort(key=lambda finding: (finding.span, -finding.severity.rank, finding.rule))
    sums = tally(
        (item.translation.pair, score)
        for item in evidence
        if item.translation
        for score in item.scores
    )
    return Checked(
        article,
        tuple(findings),
        (*article.notices, *notices),
        sums,
        totals(sums, tools.metrics),
    )


def settle_languages(
    window: Sequence[Article | Unreadable], tools: Tools
) -> list[Article | Unreadable]:
    """Give the articles that nothing gives a language the dominant one of their text."""
    open_articles = [
        item for item in window if isinstance(item, Article) and item.language == UNDETERMINED
    ]
    detections = tools.detector.detect(
        [_sample(article) for article in open_articles], [UNDETERMINED] * len(open_articles)
    )
    settled = {
        id(article): replace(article, language=detection.language, language_source="text")
        for article, detection in zip(open_articles, detections, strict=True)
        if detection.language != UNDETERMINED
    }
    return [settled.get(id(item), item) for item in window]


def _sample(article: Article) -> str:
    """The article's own voice; what it only shows comes in where it has none."""
    own = [segment.text for segment in article.segments if segment.kind in _OWN_VOICE]
    return "\n".join(own or [segment.text for segment in article.segments])[:_SAMPLE]


def _not_checked(article: Article, tools: Tools) -> Iterator[str]:
    if article.segments and article.language == UNDETERMINED:
        yield "its language cannot be told, so nothing was checked; say it with --language"
    elif article.segments and not tools.detector.knows(article.language):
        yield f"the detector does not know {name(article.language)}: language not checked"
    if not article.segments:
        yield "it holds no text to check"


def windows(
    articles: Iterable[Article | Unreadable], segments: int
) -> Iterator[list[Article | Unreadable]]:
    """Group articles, in order, until each group holds at least so many segments."""
    window: list[Article | Unreadable] = []
    held = 0
    for article in articles:
        window.append(article)
        held += len(article.segments) if isinstance(article, Article) else 0
        if held >= segments:
            yield window
            window, held = [], 0
    if window:
        yield window
