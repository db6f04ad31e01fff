"""What is known about a finding in words, the same in every report for people."""

from collections.abc import Iterable, Iterator, Mapping

from captions.article import Article
from checker.checked import Summary
from checker.evidence import Evidence
from checker.finding import Finding, Severity
from checker.reference import Reference
from checker.score import Score
from checker.translation import Untranslated
from checker.visible import shortened, visible


def details(finding: Finding, article: Article) -> Iterator[tuple[str, str]]:
    """What is known about a finding, labelled."""
    evidence = finding.evidence
    bare = "picture" if finding.picture else "comment" if finding.subject else "declared"
    label = evidence.segment.kind.value if evidence else bare
    yield label, finding.text(article)
    if finding.in_other_language:
        yield "language", f"{finding.language}, {sure(finding)}; expected {finding.expected}"
    for one in finding.related:
        line = f":{one.line}" if one.line else ""
        yield "see", f"{one.path.as_posix()}{line}: {one.message}"
    if evidence is None:
        return
    if evidence.segment.image:
        yield "image", evidence.segment.image
    compared = evidence.comparison.translation if evidence.comparison else None
    if translation := evidence.translation or compared:
        yield "translation", translation.hypothesis
    elif isinstance(evidence.outcome, Untranslated):
        yield "translation", f"none: {evidence.outcome.reason}"
    for reference in evidence.references:
        doubted = not (reference.sure or reference.embedded)
        yield f"{role(reference)}{'?' * doubted}", reference.text
    if evidence.scores:
        yield "scores", in_words(evidence.scores)
        if len(evidence.scored_against) > 1:
            yield "nearest", _nearest(evidence)


def role(reference: Reference) -> str:
    """Where a reference is from: it was given, or stands in an edition or a picture's file."""
    return "metadata" if reference.embedded else "edition" if reference.edition else "reference"


def _nearest(evidence: Evidence) -> str:
    """Where the best of several references is from; metrics may not agree on which it is."""
    metrics: dict[str, list[str]] = {}
    for score in evidence.scores:
        if best := evidence.best(score):
            metrics.setdefault(best.origin, []).append(score.metric)
    if len(metrics) == 1:
        return next(iter(metrics))
    return ", ".join(f"{origin} ({', '.join(names)})" for origin, names in metrics.items())


def sure(finding: Finding) -> str:
    """How sure a finding is."""
    percent = f"{100 * finding.confidence:.1f}" if finding.confidence < 0.9995 else "over 99.9"
    return f"{percent} % sure"


# Reports of machines show a line or a box for each finding.
_LENGTH = 500


def told(finding: Finding, article: Article) -> list[str]:
    """The message of a finding and what is known about it, each on one line."""
    lines = [visible(finding.message)]
    for label, value in details(finding, article):
        if value:
            lines.append(f"{label}: {shortened(visible(value), _LENGTH)}")
    return lines


def totals(item: Summary) -> str:
    """What was checked and what was found, in one line."""
    articles = item.articles - item.failures
    line = f"{count(articles, 'article')}, {count(item.segments, 'segment')} checked: "
    line += in_severities(item.severities) or "no findings"
    if item.accepted:
        line += f"; {item.accepted} accepted by the baseline"
    if item.suppressed:
        line += f"; {item.suppressed} suppressed in place"
    if item.failures:
        line += f"; {count(item.failures, 'file')} not checked"
    return f"interrupted, so far {line}" if item.interrupted else line


def in_severities(counts: Mapping[Severity, int]) -> str:
    """How many findings there are of each severity, the severest first; empty without any."""
    return ", ".join(
        count(counts[level], level.value) for level in reversed(Severity) if counts.get(level)
    )


def in_words(scores: Iterable[Score]) -> str:
    """The names and values of scores."""
    return ", ".join(f"{score.metric} {score.value:.1f}" for score in scores)


def count(number: int, word: str) -> str:
    """A number and what it counts."""
    return f"{number} {word}" if number == 1 else f"{number:,} {word}s".replace(",", " ")
