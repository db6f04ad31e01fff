"""What the files of pictures say, beside what an article says of them."""

from collections.abc import Sequence
from dataclasses import replace

from captions.article import Article
from captions.embedded import Embedded
from captions.language import same_language
from captions.photo_text import PhotoText
from captions.segment import Kind, Segment
from checker.detection import Detector
from checker.reference import Reference


def verify(articles: Sequence[Article], detector: Detector) -> list[Article]:
    """The articles with the language that each embedded text is really in.

    Software marks texts as being in its own language, and most say nothing: where the language can
    be told it counts, else what the file says.
    """
    asked = list(
        dict.fromkeys(
            (one.text, one.language or article.language)
            for article in articles
            for picture in article.embedded
            for one in picture.prose
        )
    )
    found = detector.detect([text for text, _ in asked], [tag for _, tag in asked])
    told = {key: one.language for key, one in zip(asked, found, strict=True) if one.told}

    def spoken(one: PhotoText, article: Article) -> PhotoText:
        language = told.get((one.text, one.language or article.language), one.language)
        return replace(one, language=language)

    return [
        replace(
            article,
            embedded=tuple(
                replace(
                    picture,
                    texts=(*(spoken(one, article) for one in picture.prose), *picture.credits),
                )
                for picture in article.embedded
            ),
        )
        if article.embedded
        else article
        for article in articles
    ]


def references(article: Article) -> list[tuple[Reference, ...]]:
    """What the file of each segment's picture says, in the language of the segment.

    None of it is sure: a file tells what is in the picture, a caption why it is shown.
    """
    pictures = {picture.address: picture for picture in article.embedded}
    return [
        tuple(
            Reference(
                text.text,
                text.language or article.language,
                picture.origin(text),
                sure=False,
                embedded=True,
            )
            for text in _about(segment, article.language, picture)
        )
        if segment.image and (picture := pictures.get(segment.image))
        else ()
        for segment in article.segments
    ]


def _about(segment: Segment, language: str, picture: Embedded) -> tuple[PhotoText, ...]:
    if segment.kind is Kind.CREDIT:
        return picture.credits
    if segment.kind not in (Kind.CAPTION, Kind.ALT):
        return ()
    return tuple(
        one
        for one in picture.prose
        if one.language
        and any(
            same_language(one.language, tag) for tag in (language, segment.language or language)
        )
    )
