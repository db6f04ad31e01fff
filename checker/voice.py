"""The language that an article itself is written in, whatever it declares."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from captions.article import Article
from captions.language import UNDETERMINED, same_language
from captions.segment import Region, Segment
from checker.detection import Detector
from checker.evidence import OWN_VOICE

# Enough text to tell an article's language from.
_SAMPLE = 4000
# Against what an article declares: how many letters have to be in one other language, which share
# of all that tell a language, and how sure the whole of them has to be.
_LETTERS = 150
_SHARE = 0.75
_SURE = 0.99


def languages(articles: Sequence[Article], detector: Detector) -> list[str]:
    """The language of each article: the declared one, unless its own text is in another."""
    settled = [article.language for article in articles]
    unknown = [at for at, tag in enumerate(settled) if tag == UNDETERMINED]
    found = detector.detect(
        [_sample(articles[at]) for at in unknown], [UNDETERMINED] * len(unknown)
    )
    for at, detection in zip(unknown, found, strict=True):
        settled[at] = detection.language
    declared = [at for at, tag in enumerate(settled) if articles[at].language != UNDETERMINED]
    contradicted = {
        at: language
        for at, language in zip(
            declared, _spoken([articles[at] for at in declared], detector), strict=True
        )
        if language
    }
    found = detector.detect(
        [_sample(articles[at]) for at in contradicted], [settled[at] for at in contradicted]
    )
    for (at, language), detection in zip(contradicted.items(), found, strict=True):
        if detection.differs(settled[at]) and detection.confidence >= _SURE:
            settled[at] = language
    return settled


def _spoken(articles: Sequence[Article], detector: Detector) -> Iterator[str | None]:
    """The language of nearly all of each article's text, where it is not the declared one.

    Its segments are verified against that one, as they will be again, which is then remembered.
    """
    own = [_own(article) for article in articles]
    found = iter(
        detector.detect(
            [segment.text for some in own for segment in some],
            [article.language for article, some in zip(articles, own, strict=True) for _ in some],
        )
    )
    for article, some in zip(articles, own, strict=True):
        told = [
            (segment.text, detection.language)
            for segment, detection in zip(some, islice(found, len(some)), strict=True)
            if detection.told
        ]
        if all(same_language(language, article.language) for _, language in told):
            yield None
            continue
        letters: Counter[str] = Counter()
        for text, language in told:
            letters[language] += sum(map(str.isalpha, text))
        language, most = letters.most_common(1)[0]
        enough = most >= max(_LETTERS, _SHARE * letters.total())
        yield language if enough and not same_language(language, article.language) else None


def _own(article: Article) -> list[Segment]:
    """The segments that the article says itself, in no language of their own."""
    return [
        segment
        for segment in article.segments
        if segment.kind in OWN_VOICE
        and segment.region is Region.ARTICLE
        and segment.language is None
    ]


def _sample(article: Article) -> str:
    """The article's own voice; what it only shows comes in where it has none."""
    own = _own(article)
    return "\n".join(segment.text for segment in own or article.segments)[:_SAMPLE]
