"""Records to articles."""

from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from captions.article import Article, Unreadable
from captions.corpus.record import Broken, Record
from captions.decode import DecodeError, decode
from captions.language import effective
from captions.read import PROMISED, ReadSettings, read_text, too_large


def read_record(
    record: Record | Broken, path: PurePath, settings: ReadSettings
) -> Article | Unreadable:
    """The article of a record; what could not be read stays in the stream.

    `path` names it in results; the language of its column counts for more than what a page
    declares of itself, and less than what the caller or the configuration says.
    """
    if isinstance(record, Broken):
        return Unreadable(path, record.kind, record.reason)
    size = len(record.content)
    if isinstance(record.content, str) and not record.content.isascii():
        size = len(record.content.encode("utf-8", "surrogatepass"))
    if size > settings.max_bytes:
        return too_large(path, size, settings)
    reader = settings.readers["html" if record.markup else "text"]
    try:
        text = (
            record.content
            if isinstance(record.content, str)
            else decode(record.content, lambda head: record.charset or reader.encoding(head))
        )
    except DecodeError as error:
        return Unreadable(path, "UndecodableText", str(error))
    article = read_text(path, text, reader, settings)
    if isinstance(article, Unreadable) or article.language_source in PROMISED:
        return article
    tag = _tag(record.language) if record.language else None
    if tag:
        return replace(article, language=tag, language_source="column")
    if record.language:
        notice = f"its column says the language {record.language!r}, which is none"
        return replace(article, notices=(*article.notices, notice))
    return article


@lru_cache(maxsize=4096)
def _tag(written: str) -> str | None:
    """The tag of a language as corpora write it: `en`, `eng`, `eng_Latn`, `__label__en`."""
    from langcodes import standardize_tag
    from langcodes.tag_parser import LanguageTagError

    try:
        return effective(standardize_tag(written.removeprefix("__label__")))
    except LanguageTagError:
        return None
