"""What readers of JSON from content systems share: records, and the drafts of their fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from captions.article import Declaration
from captions.language import UNDETERMINED, normalise
from captions.reader import Draft, Reading
from captions.readers.contents import Context, field_drafts, html_drafts
from captions.readers.json_values import String, Value, decoded, span, strings, word
from captions.segment import Kind
from captions.source import Source


@dataclass(slots=True)
class Records:
    """Gathers the drafts of a file's records, and the languages that they declare.

    The languages of outermost records are the article's, as long as they agree.
    """

    source: Source
    drafts: list[Draft] = field(default_factory=list)
    declarations: list[Declaration] = field(default_factory=list)
    languages: list[str | None] = field(default_factory=list)

    def outermost(self, language: Value) -> Context:
        """What an outermost record's texts inherit, of which `language` is the declaring field."""
        context = self.inner(language, Context())
        if isinstance(language, String) and context.declared:
            self.declarations.append(
                Declaration(language.value, context.declared, "json-language", part=False)
            )
        if context.language == UNDETERMINED:
            context = Context()  # no tag: it declares nothing to anybody
        self.languages.append(context.language)
        return context

    def inner(self, language: Value, context: Context) -> Context:
        """What the texts of a record inside another inherit."""
        if not isinstance(language, String) or not language.value.strip():
            return context
        tag = normalise(language.value) or UNDETERMINED
        return replace(context, language=tag, declared=span(self.source, language))

    def add(self, kind: Kind, value: Value, context: Context) -> None:
        """A field that may carry HTML, or a list of such."""
        for string in strings(value):
            if string.value.strip():
                self.drafts += field_drafts(kind, decoded(self.source, string), context)

    def add_html(self, kind: Kind, value: Value, context: Context) -> None:
        """A field that is HTML whatever it looks like."""
        for string in strings(value):
            if string.value.strip():
                self.drafts += html_drafts(kind, decoded(self.source, string), context)

    def reading(self) -> Reading:
        """All of it; texts in the article's own language declare none of their own."""
        tags = set(self.languages)
        if len(tags) != 1 or None in tags:
            declarations = tuple(replace(item, part=True) for item in self.declarations)
            return Reading(tuple(self.drafts), declarations=declarations)
        [tag] = tags
        places = {item.span for item in self.declarations}
        drafts = tuple(
            _inherited(draft) if draft.declared in places else draft for draft in self.drafts
        )
        return Reading(drafts, tag, "json-language", declarations=tuple(self.declarations))


def _inherited(draft: Draft) -> Draft:
    return replace(draft, language=None, declared=None)


def first_word(*values: Value) -> str | None:
    """The first of some values that is a string with something in it."""
    return next(filter(None, map(word, values)), None)


def records(value: Value) -> Iterator[dict[str, Value]]:
    """A value's object, the objects of a list, or those that an object holds by name."""
    if isinstance(value, dict):
        held = list(value.values())
        if held and all(isinstance(item, dict) for item in held):
            yield from (item for item in held if isinstance(item, dict))
        else:
            yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))
