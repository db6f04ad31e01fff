"""What the other editions of an article say about its pictures."""

from collections.abc import Sequence
from dataclasses import replace

from captions.article import Article
from captions.edition import Edition
from captions.language import UNDETERMINED
from captions.same_picture import match
from checker.detection import Detector
from checker.reference import Reference


def verify(articles: Sequence[Article], detector: Detector) -> list[Article]:
    """The articles with what is in the right language of their editions.

    An edition's own mistakes are reported where it is checked itself, so a text in another language
    than its edition is left out here, and so is an edition in no language that can be told.
    """
    every = list(dict.fromkeys(one for article in articles for one in article.editions))
    settled = dict(zip(every, _languages(every, detector), strict=True))
    asked = list(
        dict.fromkeys(
            (shown.text, language)
            for edition, language in settled.items()
            for picture in edition.pictures
            for shown in picture.texts
        )
    )
    found = detector.detect([text for text, _ in asked], [tag for _, tag in asked])
    detections = dict(zip(asked, found, strict=True))

    def verified(edition: Edition) -> Edition:
        language = settled[edition]
        pictures = []
        for picture in edition.pictures:
            texts = []
            for shown in picture.texts:
                detection = detections[shown.text, language]
                if not detection.differs(language):
                    texts.append(replace(shown, verified=detection.told))
            pictures.append(replace(picture, texts=tuple(texts)))
        return replace(edition, language=language, pictures=tuple(pictures))

    usable = {edition: verified(edition) for edition in every if settled[edition] != UNDETERMINED}
    return [
        replace(
            article,
            editions=tuple(usable[one] for one in article.editions if one in usable),
        )
        if article.editions
        else article
        for article in articles
    ]


def _languages(editions: Sequence[Edition], detector: Detector) -> list[str]:
    """The language of each edition: the one that it declares, else that of its captions."""
    samples = [
        "\n".join(shown.text for picture in edition.pictures for shown in picture.texts)
        for edition in editions
    ]
    expected = [edition.language for edition in editions]
    return [
        found.language if tag == UNDETERMINED and found.told else tag
        for tag, found in zip(expected, detector.detect(samples, expected), strict=True)
    ]


def references(article: Article) -> list[tuple[Reference, ...]]:
    """What each segment's picture is said to show in other editions, in the same kind of text."""
    found: dict[tuple[str | None, str, str], list[Reference]] = {}
    for edition in article.editions:
        for pair in match(article, edition):
            for kind in {shown.kind for shown in pair.here.texts}:
                here = pair.here.of_kind(kind)
                texts = [
                    Reference(
                        one.text,
                        edition.language,
                        f"{edition.path}:{one.line}",
                        edition=True,
                        sure=not pair.placed,
                    )
                    for one in pair.there.of_kind(kind)
                ]
                for number, shown in enumerate(here):
                    # A picture that stands twice in both has its texts in order.
                    own = [texts[number]] if len(texts) == len(here) else texts
                    found.setdefault((pair.here.address, kind, shown.text), []).extend(own)
    return [
        tuple(dict.fromkeys(found.get((segment.image, segment.kind, segment.text), ())))
        for segment in article.segments
    ]
