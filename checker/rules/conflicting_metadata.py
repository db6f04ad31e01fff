"""The conflicting-metadata rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from captions.article import Article
from captions.embedded import Embedded
from captions.language import same_language
from captions.photo_text import PhotoText
from captions.segment import Kind as SegmentKind
from captions.segment import Region
from checker.evidence import Evidence
from checker.facts import Fact, Facts, Kind, Mismatch, compare, extract
from checker.facts.alike import alike
from checker.finding import Finding, Related, Severity
from checker.letters import WORD, fold

_SEGMENTS = frozenset({SegmentKind.CAPTION, SegmentKind.ALT, SegmentKind.CREDIT})
_KINDS = frozenset({Kind.NUMBER, Kind.DATE, Kind.WEEKDAY, Kind.TIME, Kind.SIDE, Kind.NAME})
# Either text may be the wrong one, and both may be right about different things.
_CONFIDENCE = 0.7
# Words shorter than these are in every text, and texts that share fewer are about different things.
_SHORTEST = 4
_FEWEST_SHARED = 3
_WORDS_OF_A_PERSON = range(2, 5)
# Who hands on pictures of others: both names are right.
_DISTRIBUTORS = frozenset(
    "getty corbis shutterstock alamy imago istock keystone scanpix ritzau tt ntb anp belga apa epa"
    " lehtikuva wikimedia flickr unsplash pexels pixabay bridgeman redux nurphoto sipa wireimage"
    " filmmagic".split()
) | {"adobe stock", "stock.adobe.com", "stockadobecom", "picture alliance", "europa press"}
# In the names of those who own or give away pictures rather than take them.
_ORGANISATION = frozenset(
    "agency archive archives archivo ayuntamiento bundesarchiv camera canon city club collection"
    " college committee company congress corporation council department design foundation fundacion"
    " gallery getty gmbh gobierno government group guard house images inc institute library"
    " limited ltd magazine media military ministerio ministry museo museum museu national navy news"
    " nikon office pictures police photo photography photos press prensa presse publishing red"
    " senate service services society staff stock stringer studio studios the times tribune"
    " union universidad university unknown verlag via".split()
)


@dataclass(frozen=True, slots=True)
class ConflictingMetadata:
    """The file of a picture states another fact than the page that shows it.

    Photographers and agencies write into the file (XMP, IPTC, EXIF) what is to be seen and who took
    it. Where the page says another date, name or photographer, one of the two was mistyped, or the
    page shows another picture than it means. Which one is for an editor to say.

    Fires: `The boats return on 14 July 2015.` under a picture whose file says `The boats return on
    24 July 2015.`: numbers, dates, days, times, names, sides of the picture; the photographer or
    the agency of a caption's or a credit line's credit that is another in the file.

    Silent: facts that only one of the two states; texts in different languages, or in one that
    cannot be told; texts that have too little in common to be about the same, such as keywords;
    lists of more than 40 facts; facts that another text of the file or of the page about the
    picture confirms, or that another finding is about already; what cameras and programs write of
    themselves; organisations instead of people; agencies that hand on pictures of others (`AFP` and
    `Getty`); pictures that are not on disk, which are never fetched.

    Options: `min-shared`, the share (0 to 1) of the words of the shorter text that must be in the
    other one; `credits`, whether photographers and agencies are compared.
    """

    name: ClassVar[str] = "conflicting-metadata"
    group: ClassVar[str] = "localisation"
    opt_in: ClassVar[bool] = False

    min_shared: float = 0.6
    credits: bool = True

    def wants_translation(self, item: Evidence) -> bool:
        return False

    def check(self, article: Article, evidence: Sequence[Evidence]) -> Iterator[Finding]:
        pictures = {picture.address: picture for picture in article.embedded}
        about: dict[str, list[Evidence]] = {}
        for item in evidence if pictures else ():
            segment = item.segment
            if segment.image in pictures and segment.kind in _SEGMENTS:
                about.setdefault(str(segment.image), []).append(item)
        for address, items in about.items():
            picture = pictures[address]
            seen = set()
            for item in items:
                if item.segment.region is not Region.ARTICLE:
                    continue
                for mismatch, text in self._conflicts(item, items, picture):
                    key = mismatch.one.kind, mismatch.one.value
                    if key not in seen:  # once, where the caption and the alt text say it
                        seen.add(key)
                        place = f"the picture, {text.origin}: {text.text}"
                        yield _finding(article, item, mismatch, Related(picture.file, place))

    def _conflicts(
        self, item: Evidence, items: Sequence[Evidence], picture: Embedded
    ) -> Iterator[tuple[Mismatch, PhotoText]]:
        """What a segment and the file contradict each other in, and the text of the file."""
        told = _told(item)
        if item.segment.kind is not SegmentKind.CREDIT:
            yield from self._in_prose(item, told, items, picture)
        if self.credits:
            said = " ".join(one.segment.text for one in items)
            yield from _photographers(told, said, picture)
            yield from _agencies(told, [_told(one) for one in items], picture)

    def _in_prose(
        self, item: Evidence, told: Facts, items: Sequence[Evidence], picture: Embedded
    ) -> Iterator[tuple[Mismatch, PhotoText]]:
        inside = [
            (text, extract(text.text, text.language))
            for text in picture.prose
            if text.language and same_language(text.language, told.language)
        ]
        page = [_told(one) for one in items if one is not item]
        reported = {
            mismatch.one.span
            for reference in item.references
            if reference.sure
            for mismatch in compare(told, extract(reference.text, reference.language))
        }
        for text, facts in inside:
            for mismatch in compare(told, facts):
                one, other = mismatch.one, mismatch.other
                confirmed = any(_states(rest, one) for _, rest in inside) or any(
                    _states(rest, other) for rest in page
                )
                if (
                    one.kind in _KINDS
                    and one.span not in reported
                    and not confirmed
                    and self._alike(told, facts, mismatch)
                ):
                    reported.add(one.span)
                    yield mismatch, text

    def _alike(self, told: Facts, facts: Facts, mismatch: Mismatch) -> bool:
        """Whether two texts say much the same, but for the facts that they differ in."""
        one, other = _words(told.text, mismatch.one), _words(facts.text, mismatch.other)
        shared = len(one & other)
        return shared >= max(_FEWEST_SHARED, self.min_shared * min(len(one), len(other)))


def _told(item: Evidence) -> Facts:
    found = item.detection
    language = found.language if found.told else item.expected
    return extract(item.segment.text, language, credit=item.segment.kind is SegmentKind.CREDIT)


def _states(facts: Facts, fact: Fact) -> bool:
    return any(one.value == fact.value for one in facts.of(fact.kind))


def _words(text: str, without: Fact) -> set[str]:
    rest = text[: without.span.start] + " " + text[without.span.end :]
    return {fold(word) for word in WORD.findall(rest) if len(word) >= _SHORTEST}


def _inside(picture: Embedded, kind: Kind) -> list[tuple[Fact, PhotoText]]:
    """The photographers or agencies that the file names."""
    found = [
        (fact, text)
        for text in picture.credits
        if kind is Kind.AGENCY or text.field == "creator"  # the rest may be owners
        for fact in extract(text.text, text.language or "und", credit=True).of(kind)
    ]
    return found + [
        (fact, text)
        for text in picture.prose
        for fact in extract(text.text, text.language or "und").of(kind)
    ]


def _photographers(
    told: Facts, said: str, picture: Embedded
) -> Iterator[tuple[Mismatch, PhotoText]]:
    """A photographer of the page, where the file has another, and neither names both."""
    inside = _inside(picture, Kind.PHOTOGRAPHER)
    here = told.of(Kind.PHOTOGRAPHER)
    if not here or not inside or not all(map(_is_person, [*here, *(fact for fact, _ in inside)])):
        return
    in_file = " ".join(text.text for text in picture.texts)
    if any(_names(fact, in_file) for fact in here) or any(_names(fact, said) for fact, _ in inside):
        return
    yield Mismatch(here[0], inside[0][0]), inside[0][1]


def _is_person(fact: Fact) -> bool:
    words = cast(tuple[str, ...], fact.value)
    return len(words) in _WORDS_OF_A_PERSON and _ORGANISATION.isdisjoint(words)


def _names(fact: Fact, text: str) -> bool:
    """Whether a text has any word of a person's name."""
    known = [fold(word) for word in WORD.findall(text)]
    return any(
        alike(word, candidate)
        for word in cast(tuple[str, ...], fact.value)
        if len(word) > 1
        for candidate in known
    )


def _agencies(
    told: Facts, page: Sequence[Facts], picture: Embedded
) -> Iterator[tuple[Mismatch, PhotoText]]:
    """An agency of the page, where the file has another."""
    inside = _inside(picture, Kind.AGENCY)
    here = told.of(Kind.AGENCY)
    on_page = {fact.value for facts in page for fact in facts.of(Kind.AGENCY)}
    in_file = {fact.value for fact, _ in inside}
    if here and inside and on_page.isdisjoint(in_file) and not (on_page | in_file) & _DISTRIBUTORS:
        yield Mismatch(here[0], inside[0][0]), inside[0][1]


def _finding(article: Article, item: Evidence, mismatch: Mismatch, place: Related) -> Finding:
    segment = item.segment
    part = mismatch.one.span
    what = segment.kind if segment.kind is not SegmentKind.ALT else "alt text"
    return Finding(
        rule=ConflictingMetadata.name,
        severity=Severity.NOTE,
        path=article.path,
        span=segment.locate(part.start, part.end),
        evidence=item,
        message=f"the file of the picture says {mismatch.other.text}, the {what} "
        f"{mismatch.one.text}",
        confidence=_CONFIDENCE,
        related=(place,),
        part=part,
    )
