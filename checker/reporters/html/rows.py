"""What a row of the page shows of a finding."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from captions.article import Article
from captions.language import UNDETERMINED, effective, name
from captions.lines import Lines
from captions.read import PROMISED
from captions.span import Span
from checker.evidence import Evidence
from checker.finding import Finding
from checker.reference import Reference
from checker.reporters.html.diff import Pieces, diff
from checker.reporters.html.pictures import Pictures
from checker.reporters.html.words import Words, around, shortened
from checker.score import Score
from checker.translation import Untranslated

# What says in which language an article should be, where the article itself does not.
_PROMISES = {
    "option": "as --language says",
    "config": "as the configuration says",
    "editions": "as its path says",
    "text": "as most of its text is",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class Given:
    """A text that the segment should correspond to: what it is, and where it comes from."""

    label: str
    words: Words
    origin: str


@dataclass(frozen=True, slots=True)
class Row:
    """A finding as the template shows it. `picture` is a `data:` address, `link` a web address."""

    id: str
    finding: Finding
    path: str
    place: str
    kind: str
    caption: Words
    code: bool
    sure: str
    why: str
    image: str
    picture: str | None
    link: str | None
    translation: Words | None
    untranslated: Untranslated | None
    model: str
    references: tuple[Given, ...]
    suggestion: Words | None
    scores: tuple[tuple[Score, int], ...]


@dataclass(slots=True)
class Rows:
    """Makes rows; ids are fingerprints, numbered where several findings share one.

    `signatures` are those of the scores, with the metrics, numbered in the order of their use.
    """

    pictures: Pictures
    ids: Counter[str] = field(default_factory=Counter)
    signatures: dict[tuple[str, str], int] = field(default_factory=dict)

    def row(self, finding: Finding, article: Article, lines: Lines) -> Row:
        """The row of a finding in an article."""
        evidence = finding.evidence
        image = (evidence.segment.image if evidence else finding.picture) or ""
        embedded = image.startswith("data:")
        line, column = lines.place(finding.span.start)
        hypothesis = evidence.translation if evidence else None
        compared = _compared(evidence) if evidence else None
        translated: Words | None = None
        marks: Pieces | None = None
        if evidence and hypothesis:
            text = shortened(hypothesis.hypothesis)
            pieces: Pieces = ((text, False),)
            if compared:
                pieces, marks = diff(text, shortened(compared.text))
            translated = Words(pieces, _tag(evidence.article_language))
        outcome = evidence.outcome if evidence else None
        given = tuple(_given(evidence, compared, marks)) if evidence else ()
        return Row(
            id=self._id(finding.fingerprint),
            finding=finding,
            path=finding.path.as_posix(),
            place=f"{finding.path.as_posix()}:{line}:{column}",
            kind=evidence.segment.kind.value if evidence else "",
            caption=_caption(finding, article),
            code=evidence is None,
            sure=_sure(finding.confidence) if finding.in_other_language else "",
            why=_why(finding, article),
            image="a picture within the article" if embedded else image[:300],
            picture=self.pictures.inline(image, finding.path) if image and not embedded else None,
            link=_web_address(image),
            translation=translated,
            untranslated=outcome if isinstance(outcome, Untranslated) else None,
            model=hypothesis.model if hypothesis else "",
            references=given,
            suggestion=_suggestion(finding, translated, given),
            scores=tuple((one, self._signature(one)) for one in evidence.scores)
            if evidence
            else (),
        )

    def _id(self, fingerprint: str) -> str:
        self.ids[fingerprint] += 1
        number = self.ids[fingerprint]
        return f"f-{fingerprint}" if number == 1 else f"f-{fingerprint}-{number}"

    def _signature(self, score: Score) -> int:
        key = score.metric, score.signature
        return self.signatures.setdefault(key, len(self.signatures) + 1)


def _caption(finding: Finding, article: Article) -> Words:
    """The flagged text; a part of a text is marked within it, in its own language."""
    found = _tag(finding.language if finding.in_other_language else finding.expected)
    if finding.evidence is None or finding.part is None:
        return Words(((shortened(finding.text(article)), False),), found)
    pieces = around(finding.evidence.segment.text, finding.part)
    return Words(pieces, _tag(finding.evidence.expected), found)


def _compared(evidence: Evidence) -> Reference | None:
    """The reference that the hypothesis is shown against: the first that it is scored against."""
    texts = evidence.comparable
    return next((one for one in evidence.references if one.text in texts), None)


def _given(
    evidence: Evidence, compared: Reference | None, marks: Pieces | None
) -> Iterator[Given]:
    for one in evidence.references:
        label = "Metadata" if one.embedded else "Edition" if one.edition else "Reference"
        if not one.sure and not one.embedded:
            label += ", perhaps"
        shown = one is compared and marks
        yield Given(
            label, Words(marks if shown and marks else ((shortened(one.text), False),), _tag(one.language)), one.origin
        )


def _suggestion(
    finding: Finding, translated: Words | None, given: tuple[Given, ...]
) -> Words | None:
    """The suggestion, where the row does not show the same text anyway."""
    if finding.suggestion is None:
        return None
    text = shortened(finding.suggestion)
    shown = [one.words.text for one in given] + [translated.text if translated else None]
    return None if text in shown else Words(((text, False),), _tag(finding.expected))


def _sure(confidence: float) -> str:
    return f"{100 * confidence:.1f} % sure" if confidence < 0.9995 else "over 99.9 % sure"


def _why(finding: Finding, article: Article) -> str:
    """Why another language was expected there."""
    if not finding.in_other_language:
        return ""
    evidence = finding.evidence
    if evidence and evidence.segment.language and not finding.promised:
        return "as the markup of this text says"
    if evidence is None or finding.promised:
        return ""
    source = article.language_source
    return _PROMISES.get(source, f"as the file says ({source})")


def _tag(tag: str) -> str:
    """A language tag that a browser can do something with."""
    return effective(tag) or UNDETERMINED


def _web_address(address: str) -> str | None:
    """An address that can be opened from anywhere."""
    try:
        split = urlsplit(address)
    except ValueError:
        return None
    if split.netloc and split.scheme in ("", "http", "https"):
        return split._replace(scheme=split.scheme or "https").geturl()
    return None
