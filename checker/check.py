"""The one flow: articles in, results out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from captions.article import Article, Unreadable
from captions.language import UNDETERMINED, name, same_language
from captions.read import PROMISED
from captions.segment import Region
from captions.span import Span
from checker import editions, metadata, stages, voice
from checker.checked import Checked
from checker.detection import Detector
from checker.evidence import Evidence
from checker.finding import Finding
from checker.rule import Rule
from checker.score import tally, totals
from checker.suppress import silence
from checker.tools import Tools
from checker.translation import Untranslated

_Item = TypeVar("_Item", bound=Article | Unreadable | Checked)

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
    evidence = stages.score(evidence, tools.metrics)
    rest = iter(stages.compare(evidence, tools.local, tools.rules, tools.detector))
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
    rules = tools.rules_for(article.path)
    ran = frozenset(rule.name for rule in rules if _able(rule, article, evidence, tools.detector))
    found = _causes([finding for rule in rules for finding in rule.check(article, evidence)])
    flagged = {finding.evidence.segment.id for finding in found if finding.evidence}
    silenced = silence(found, article, rules, ran)
    sums = tally(
        (item.translation.pair, score)
        for item in evidence
        if item.translation
        for score in item.scores
    )
    missed = [item.outcome for item in evidence if isinstance(item.outcome, Untranslated)]
    return Checked(
        article,
        tuple(sorted(silenced.findings, key=_order)),
        (*article.notices, *notices, *silenced.notices),
        sums,
        totals(sums, tools.metrics),
        uncompared=Counter(
            why.told for item in evidence if isinstance(why := item.compared, Untranslated)
        ),
        characters=_characters(evidence),
        suppressed=tuple(sorted(silenced.suppressed, key=_order)),
        ran=ran,
        untranslated=Counter(
            item.outcome.told
            for item in evidence
            if isinstance(item.outcome, Untranslated) and item.segment.id not in flagged
        ),
        models=frozenset(_models(evidence)),
        complete=not missed,
        final=not any(one.passing for one in missed),
    )


def _models(evidence: Sequence[Evidence]) -> Iterator[str]:
    for item in evidence:
        if item.translation:
            yield item.translation.model
        if item.comparison:
            yield item.comparison.translation.model


def _order(finding: Finding) -> tuple[Span, int, str]:
    return finding.span, -finding.severity.rank, finding.rule


def _able(rule: Rule, article: Article, evidence: Sequence[Evidence], detector: Detector) -> bool:
    """Whether a rule could find anything: the language has to be known, and comparing takes more.

    What was accepted or suppressed is not gone because a run had less to go by.
    """
    if article.language == UNDETERMINED or not detector.knows(article.language):
        return False
    if rule.group != "localisation":
        return True
    return bool(
        article.editions
        or article.embedded
        or any(item.references or item.misdeclared for item in evidence)
    ) and not any(
        item.translation is None
        and item.detection.differs(item.article_language)
        and rule.wants_translation(item)
        for item in evidence
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


def windows(inputs: Iterable[_Item], segments: int) -> Iterator[list[_Item]]:
    """Group inputs, in order, until each group holds at least so many segments.

    Or so much text that memory would follow it.
    """
    window: list[_Item] = []
    held = characters = 0
    for item in inputs:
        window.append(item)
        held += max(len(item.segments), 1) if isinstance(item, Article) else 1
        characters += len(item.text) if isinstance(item, Article) else 0
        if held >= segments or characters >= _CHARACTERS:
            yield window
            window, held, characters = [], 0, 0
    if window:
        yield window
