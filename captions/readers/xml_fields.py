"""What readers of XML share: what elements inherit, and the drafts of their text."""

from collections.abc import Iterator
from dataclasses import replace

from captions.article import Declaration
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft
from captions.readers.contents import Context, field_drafts, html_drafts
from captions.segment import Kind
from captions.source import Source
from captions.xml_tree import Declared, Element


def inherited(element: Element, context: Context, article: Declared | None) -> Context:
    """The context with the element's `xml:lang`, unless that is the article's own."""
    declared = element.language
    if declared is None or declared is article:
        return context
    return spoken(declared, context)


def spoken(declared: Declared, context: Context) -> Context:
    """The context in another language; an empty or broken tag leaves it undetermined."""
    tag = normalise(declared.tag) or UNDETERMINED
    return replace(context, language=tag, declared=declared.span)


def attribute_language(element: Element, name: str) -> Declared | None:
    """The language that an attribute other than `xml:lang` declares, and where."""
    place = element.place(name)
    if place is None or not (tag := element.source.text[slice(*place)].strip()):
        return None
    return Declared(tag, element.source.locate(*place))


def element_language(element: Element | None) -> Declared | None:
    """The language that is the text of an element, and where."""
    text = element.text() if element else Source(())
    tag = text.text.strip()
    if not tag:
        return None
    start = text.text.index(tag)
    return Declared(tag, text.locate(start, start + len(tag)))


def element_drafts(kind: Kind, element: Element, context: Context) -> Iterator[Draft]:
    """An element's text: HTML where it holds elements or carries markup, else plain."""
    if element.children:
        yield from html_drafts(kind, element.inner(), context)
    else:
        yield from field_drafts(kind, element.text(), context)


def declarations(
    root: Element, source: str, article: Declared | None = None
) -> tuple[Declaration, ...]:
    """Every language that the elements declare; `article` is the one for all of them.

    `source` names the place of that one, where it is no `xml:lang`.
    """
    known = {id(article): Declaration(article.tag, article.span, source)} if article else {}
    for element in root.all():
        if (declared := element.language) and id(declared) not in known:
            known[id(declared)] = Declaration(declared.tag, declared.span, "xml-lang", part=True)
    return tuple(sorted(known.values(), key=lambda item: item.span))
