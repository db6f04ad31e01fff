"""XLIFF: catalogues that translators' tools exchange."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from captions.article import Declaration
from captions.comment import Comment, commented
from captions.language import normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context
from captions.readers.messages import message_drafts
from captions.readers.xml_comments import xml_comments
from captions.readers.xml_fields import attribute_language, spoken
from captions.source import Source
from captions.xml_tree import Declared, Element, encoding, parse, root_name

_NAMESPACES = {
    f"urn:oasis:names:tc:xliff:document:{version}": ""
    for version in ("1.0", "1.1", "1.2", "2.0", "2.1", "2.2")
}
# Codes that stand for what is no text: a gap where they may part words, nothing where they do not.
_CODES = {
    **dict.fromkeys(["x", "ph"], " "),
    **dict.fromkeys(
        ["bx", "ex", "bpt", "ept", "it", "sc", "ec", "sm", "em", "cp", "sub"], ""
    ),
}  # fmt: skip
# States of a target that nobody has translated yet (XLIFF 1.2, 2.3 `state`; 2.1, 4.3.1.30).
_UNTRANSLATED = frozenset({"new", "needs-translation", "needs-l10n", "initial"})


@dataclass(frozen=True, slots=True)
class Xliff:
    """XLIFF 1 and 2: `source` and `target` of every unit, each in its own language.

    A target is in `target-language` or `trgLang`, which is the article's language, a source in
    `source-language` or `srcLang`. Not read: targets in a state that says that they are not
    translated, units with `translate="no"`, notes, alternative translations, inline codes and
    placeholders (`%s`, `{name}`).
    """

    suffixes: ClassVar[frozenset[str]] = frozenset({".xlf", ".xliff", ".xml"})

    def recognises(self, head: str) -> bool:
        return root_name(head) == "xliff"

    def encoding(self, head: bytes) -> str | None:
        return encoding(head)

    def read(self, source: Source) -> Reading:
        root = parse(source, _NAMESPACES)
        if root.name != "xliff":
            raise ValueError(f"not XLIFF: its root is <{root.name}>; name its format in [formats]")
        files = [_File.of(file, root) for file in root.named("file")]
        pairs = {(_tag(file.target), _tag(file.source)) for file in files}
        target, written = pairs.pop() if len(pairs) == 1 else (None, None)
        translated = any(element.name == "target" for element in root.all())
        language = target or (None if translated else written)
        drafts: list[Draft] = []
        for file in files:
            drafts += file.drafts(language)
        places = {
            declared.span: Declaration(
                declared.tag, declared.span, "xliff", part=_tag(declared) != language
            )
            for file in files
            for declared in (file.source, file.target)
            if declared
        }
        return Reading(
            tuple(drafts),
            language,
            "xliff" if language else None,
            declarations=tuple(places[span] for span in sorted(places)),
        )

    def comments(self, source: Source) -> Iterator[Comment]:
        """Notes, each about the element that it is a note of, and comments."""
        yield from xml_comments(source)
        for element in parse(source, _NAMESPACES).all():
            holders = (element, *element.named("notes")) if element.name != "notes" else ()
            for note in (one for holder in holders for one in holder.named("note")):
                inside, scope = (note.start, note.end), source.locate(element.tag, element.after)
                for comment in commented(source, [(inside, (note.tag, note.after))]):
                    yield Comment(comment.text, comment.span, scope)


def _tag(declared: Declared | None) -> str | None:
    return normalise(declared.tag) if declared else None


@dataclass(frozen=True, slots=True)
class _File:
    """One file of the catalogue and the languages it is translated from and to."""

    file: Element
    source: Declared | None
    target: Declared | None

    @classmethod
    def of(cls, file: Element, root: Element) -> "_File":
        return cls(
            file,
            attribute_language(file, "source-language") or attribute_language(root, "srcLang"),
            attribute_language(file, "target-language") or attribute_language(root, "trgLang"),
        )

    def drafts(self, article: str | None) -> Iterator[Draft]:
        for unit in self.units():
            for holder in (unit, *unit.named("segment")):
                if self.source:
                    for text in holder.named("source"):
                        yield from self.text(text, self.source, article)
                for text in holder.named("target"):
                    state = text.attribute("state") or holder.attribute("state")
                    if state not in _UNTRANSLATED:
                        yield from self.text(text, self.target, article)

    def units(self) -> Iterator[Element]:
        """The units to be translated, in whatever groups."""
        todo = [self.file]
        while todo:
            element = todo.pop()
            if element.attribute("translate") == "no":
                continue
            if element.name in ("trans-unit", "unit"):
                yield element
            else:
                todo += reversed(element.children)

    def text(self, text: Element, side: Declared | None, article: str | None) -> Iterator[Draft]:
        context = Context()
        if side and _tag(side) != article:
            context = spoken(side, context)
        yield from message_drafts(text.text(_CODES), context)
