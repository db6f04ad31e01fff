"""What a row of the page shows of a finding."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from captions.article import Article
from captions.language import UNDETERMINED, effective
from captions.lines import Lines
from checker.details import role, sure
from checker.evidence import Evidence
from checker.finding import Finding
from checker.reference import Reference
from checker.reporters.html.diff import Pieces, diff
from checker.reporters.html.pictures import Pictures
from checker.reporters.html.words import LONGEST, Words, around
from checker.score import Score
from checker.translation import Translation, Untranslated
from checker.visible import shortened

# What says in which language an article should be, where the article itself does not.
_PROMISES = {
    "option": "as --language says",
    "config": "as the configuration says",
    "editions": "as its path says",
    "text": "as most of its text is",
    "none": "",
}

_LONGEST_ADDRESS, _SHOWN_OF_ADDRESS = 2000, 300


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
    accepted: bool
    place: tuple[str, ...]
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

    def row(self, finding: Finding, article: Article, lines: Lines, *, accepted: bool) -> Row:
        """The row of a finding in an article."""
        evidence = finding.evidence
        image = (evidence.segment.image if evidence else finding.picture) or ""
        embedded = image.startswith("data:")
        line, column = lines.place(finding.span.start)
        translated, given = _translated(evidence) if evidence else (None, ())
        outcome = evidence.outcome if evidence else None
        return Row(
            id=self._id(finding.fingerprint),
            finding=finding,
            accepted=accepted,
            place=tuple(f"{finding.path.as_posix()}:{line}:{column}".split("/")),
            kind=evidence.segment.kind.value if evidence else "",
            caption=_caption(finding, article),
            code=evidence is None,
            sure=sure(finding) if finding.in_other_language else "",
            why=_why(finding, article),
            image="a picture within the article" if embedded else image[:_SHOWN_OF_ADDRESS],
            picture=self.pictures.inline(image, finding.path) if image and not embedded else None,
            link=_web_address(image),
            translation=translated,
            untranslated=outcome if isinstance(outcome, Untranslated) else None,
            model=outcome.model if isinstance(outcome, Translation) else "",
            references=given,
            suggestion=_suggestion(finding, translated, given),
            scores=tuple(
                (one, self._signature(one)) for one in (evidence.scores if evidence else ())
            ),
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
        return Words(((shortened(finding.text(article), LONGEST), False),), found)
    pieces = around(finding.evidence.segment.text, finding.part)
    return Words(pieces, _tag(finding.evidence.expected), found)


def _translated(evidence: Evidence) -> tuple[Words | None, tuple[Given, ...]]:
    """The hypothesis and the references.

    Words that differ are marked in the hypothesis and the first reference that it is scored with.
    """
    texts = evidence.comparable
    compared = next((one for one in evidence.references if one.text in texts), None)
    if not evidence.translation:
        return None, tuple(_given(one) for one in evidence.references)
    hypothesis = shortened(evidence.translation.hypothesis, LONGEST)
    mine: Pieces = ((hypothesis, False),)
    theirs: Pieces | None = None
    if compared:
        mine, theirs = diff(hypothesis, shortened(compared.text, LONGEST))
    return Words(mine, _tag(evidence.article_language)), tuple(
        _given(one, theirs if one is compared else None) for one in evidence.references
    )


def _given(one: Reference, marked: Pieces | None = None) -> Given:
    label = role(one).capitalize()
    if not one.sure and not one.embedded:
        label += ", perhaps"
    pieces = marked or ((shortened(one.text, LONGEST), False),)
    return Given(label, Words(pieces, _tag(one.language)), one.origin)


def _suggestion(
    finding: Finding, translated: Words | None, given: tuple[Given, ...]
) -> Words | None:
    """The suggestion, where the row does not show the same text anyway."""
    if finding.suggestion is None:
        return None
    text = shortened(finding.suggestion, LONGEST)
    shown = [one.words.text for one in given] + [translated.text if translated else None]
    return None if text in shown else Words(((text, False),), _tag(finding.expected))


def _why(finding: Finding, article: Article) -> str:
    """Why another language was expected there."""
    if not finding.in_other_language:
        return ""
    if finding.found is None and finding.expected == article.language:
        source = article.language_source
        return _PROMISES.get(source, f"as the file says ({source})")
    marked = finding.evidence is not None and finding.evidence.segment.language
    return "as the markup of this text says" if marked else ""


def _tag(tag: str) -> str:
    """A language tag that a browser can do something with."""
    return effective(tag) or UNDETERMINED


def _web_address(address: str) -> str | None:
    """An address that can be opened from anywhere; none of those that no server would take."""
    if len(address) > _LONGEST_ADDRESS:
        return None
    try:
        split = urlsplit(address)
    except ValueError:
        return None
    if split.netloc and split.scheme in ("", "http", "https"):
        return split._replace(scheme=split.scheme or "https").geturl()
    return None
