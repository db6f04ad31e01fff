"""The language that an article itself is written in, whatever it declares."""

from collections import Counter
from collections.abc import Sequence

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
    samples = [_sample(article) for article in articles]
    declared = [article.language for article in articles]
    found = detector.detect(samples, declared)
    doubted = [
        one.differs(tag) and one.confidence >= _SURE
        for one, tag in zip(found, declared, strict=True)
    ]
    settled = []
    for article, detection, doubt in zip(articles, found, doubted, strict=True):
        if article.language == UNDETERMINED:
            settled.append(detection.language)
        else:
            settled.append(_contradicted(article, detector) if doubt else article.language)
    return settled


def _contradicted(article: Article, detector: Detector) -> str:
    """The language of nearly all of the article's text, where there is one; else the declared."""
    texts = [segment.text for segment in _own(article)]
    letters: Counter[str] = Counter()
    for text, found in zip(
        texts, detector.detect(texts, [article.language] * len(texts)), strict=True
    ):
        if found.told:
            letters[found.language] += sum(map(str.isalpha, text))
    language, most = letters.most_common(1)[0] if letters else (article.language, 0)
    if same_language(language, article.language):
        return article.language
    enough = most >= max(_LETTERS, _SHARE * letters.total())
    return language if enough else article.language


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
