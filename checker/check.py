"""The one flow: articles in, results out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from captions.article import Article, Unreadable
from captions.language import UNDETERMINED, name, same_language
from captions.read import PROMISED
from captions.segment import Region
from checker import editions, metadata, stages, voice
from checker.checked import Checked
from checker.evidence import Evidence
from checker.finding import Finding
from checker.score import tally, totals
from checker.tools import Tools

# Characters of a window at most, but for its last article.
_CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """One input with what is known of its segments before anything is translated."""

    article: Article | Unreadable
    evidence: tuple[Evidence, ...] = ()
    notices: tuple[str, ...] = ()


def check_window(window: Sequence[Article | Unreadable], tools: Tools) -> list[Checked]:
    """Check some articles together: one result for each, in order.

    A pure function of each article alone; the window only fills the models' batches.
    """
    return conclude(gather(window, tools), tools)


def gather(window: Sequence[Article | Unreadable], tools: Tools) -> list[Gathered]:
    """The first half of a check, which needs no translator."""
    window = settle_languages(window, tools)
    articles = [item for item in window if isinstance(item, Article)]
    articles = editions.verify(articles, tools.detector)
    articles = metadata.verify(articles, tools.detector)
    evidence = [
        Evidence(segment, article.language, segment.language or article.language)
        for article in articles
        for segment in article.segments
    ]
    found = [
        given + elsewhere + inside
        for article in articles
        for given, elsewhere, inside in zip(
            tools.references.find(article),
            editions.references(article),
            metadata.references(article),
            strict=True,
        )
    ]
    evidence = stages.detect(evidence, tools.detector)
    if tools.prior:
        sizes = [len(article.segments) for article in articles]
        evidence = stages.weigh(evidence, sizes, tools.prior)
    evidence = stages.find_passages(evidence, tools.detector)
    evidence = stages.refer(evidence, found, tools.detector)

    rest, verified = iter(evidence), iter(articles)
    gathered = []
    for item in window:
        if isinstance(item, Unreadable):
            gathered.append(Gathered(item))
            continue
        own = tuple(islice(rest, len(item.segments)))
        gathered.append(Gathered(next(verified), own, tuple(_not_checked(item, tools))))
    return gathered


def conclude(gathered: Sequence[Gathered], tools: Tools) -> list[Checked]:
    """The second half of a check: translations, scores, and what the rules say."""
    evidence = [one for item in gathered for one in item.evidence]
    if tools.translator:
        evidence = stages.translate(evidence, tools.translator, tools.rules, tools.detector)
    rest = iter(stages.score(evidence, tools.metrics))
    return [
        Checked(item.article)
        if isinstance(item.article, Unreadable)
        else judge(item.article, list(islice(rest, len(item.evidence))), tools, item.notices)
        for item in gathered
    ]


def judge(
    article: Article, evidence: Sequence[Evidence], tools: Tools, notices: Sequence[str]
) -> Checked:
    """The findings of all rules on one article, in the order of their places."""
    findings = _causes(
        [finding for rule in tools.rules for finding in rule.check(article, evidence)]
    )
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
        _characters(evidence),
    )


def _characters(evidence: Iterable[Evidence]) -> Mapping[str, int]:
    """How many characters of the article itself are in each language."""
    counts: Counter[str] = Counter()
    for item in evidence:
        if item.segment.region is not Region.ARTICLE:
            continue
        inside = 0
        for passage in item.detection.passages:
            counts[passage.language] += passage.span.end - passage.span.start
            inside += passage.span.end - passage.span.start
        counts[item.detection.language] += len(item.segment.text) - inside
    return counts


def _causes(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, each cause once: without those that another one takes the place of."""
    superseded = {
        (rule, finding.evidence.segment.id)
        for finding in findings
        if finding.evidence
        for rule in finding.supersedes
    }
    return [
        finding
        for finding in findings
        if not finding.evidence or (finding.rule, finding.evidence.segment.id) not in superseded
    ]


def settle_languages(
    window: Sequence[Article | Unreadable], tools: Tools
) -> list[Article | Unreadable]:
    """Give each article the language that it is written in, where nobody says another.

    What the caller or the configuration says counts. What the file declares counts unless nearly
    all of its own text is in another language: templates are copied with their `lang`.
    """
    settled: list[Article | Unreadable] = list(window)
    places = [
        place
        for place, item in enumerate(window)
        if isinstance(item, Article) and item.language_source not in PROMISED
    ]
    articles = [item for item in window if isinstance(item, Article)]
    articles = [item for item in articles if item.language_source not in PROMISED]
    for place, article, language in zip(
        places, articles, voice.languages(articles, tools.detector), strict=True
    ):
        if not same_language(language, article.language):
            settled[place] = replace(article, language=language, language_source="text")
    return settled


def _not_checked(article: Article, tools: Tools) -> Iterator[str]:
    if article.segments and article.language == UNDETERMINED:
        yield "its language cannot be told, so nothing was checked; say it with --language"
    elif article.segments and not tools.detector.knows(article.language):
        yield (
            f"the detector does not know {name(article.language)}: "
            "only text in another script is found"
        )
    if not article.segments:
        yield "it holds no text to check"
    for entry in tools.references.unplaced(article):
        what = (
            "a text that the article does not have"
            if entry.source
            else f"{entry.image}, of which the article says nothing"
        )
        yield f"reference {entry.reference.origin} is for {what}: not used"


def windows(
    articles: Iterable[Article | Unreadable], segments: int
) -> Iterator[list[Article | Unreadable]]:
    """Group articles, in order, until each group holds at least so many segments.

    Or so much text that memory would follow it.
    """
    window: list[Article | Unreadable] = []
    held = characters = 0
    for article in articles:
        window.append(article)
        if isinstance(article, Article):
            held += len(article.segments)
            characters += len(article.text)
        if held >= segments or characters >= _CHARACTERS:
            yield window
            window, held, characters = [], 0, 0
    if window:
        yield window
