"""What might be changed about findings."""

from collections.abc import Iterator, Sequence

from captions.article import Article, Declaration
from captions.credit import find_credit
from captions.language import effective, same_language
from captions.read import ReadSettings, reader_of
from captions.segment import Kind, Segment
from captions.source import Source, fold
from captions.span import Span
from captions.spelling import Place, is_unbroken, spellings
from checker.edit import Edit, Omission
from checker.evidence import Evidence
from checker.finding import Finding
from checker.reference import Reference

REPLACING = frozenset(
    {"foreign-language", "untranslated", "inconsistent-translation", "fact-mismatch"}
)
BY_MACHINE = "a machine translation"


def proposals(
    article: Article,
    findings: Sequence[Finding],
    data: bytes,
    settings: ReadSettings,
    *,
    machine: bool,
) -> Iterator[Edit | Omission]:
    """What could be done about each finding, or why nothing can."""
    reader = reader_of(article.path, data, settings) or ""
    for finding in findings:
        item = finding.evidence
        if finding.rule in REPLACING and item:
            yield replacement(article, finding, item, reader, machine=machine)
        elif finding.rule == "wrong-page-language":
            yield from page_tags(article, finding)
        elif finding.rule == "wrong-part-language" and item:
            yield part_tag(article, finding, item)
        elif finding.rule == "undeclared-part-language" and item:
            yield wrapping(article, finding, item, reader)
        elif finding.suggestion:
            yield Omission(finding, f"there is no place for {finding.suggestion!r} yet; add one")


def replacement(
    article: Article, finding: Finding, item: Evidence, reader: str, *, machine: bool
) -> Edit | Omission:
    """The whole segment's text by its reference, else by its machine translation."""
    segment = item.segment
    text = finding.suggestion
    if not text:
        return Omission(finding, "there is no reference" + ", no translation either" * machine)
    origin = next(
        (
            one.origin
            for one in item.references
            if one.sure and one.text == text and _own(item, one)
        ),
        None,
    )
    if origin is None and not (item.translation and item.translation.hypothesis == text):
        return Omission(finding, "the reference may be for another text")
    if origin is None and not machine:
        return Omission(finding, "there is only a machine translation; --machine takes it")
    text = "".join(run.text for run in fold(Source.of(text).runs))
    if item.marked:
        return Omission(finding, f"it is marked as {item.expected!r}, and may be meant to be so")
    if find_credit(segment.text) is not None and find_credit(text) is None:
        return Omission(finding, "its credit would be lost: what is suggested has none")
    if fault := _broken(article.text, segment):
        return Omission(finding, fault)
    written = spellings(reader, Place(article.text, segment.span), text)
    if not written:
        return Omission(finding, f"how {reader or 'such'} files spell it is not known for sure")
    source = f"the reference {origin}" if origin else f"{BY_MACHINE} ({_model(item)})"
    index = next(at for at, one in enumerate(article.segments) if one.id == segment.id)
    kind = "alt text" if segment.kind is Kind.ALT else segment.kind
    what = f"{source} in place of the {kind}"
    return Edit(finding, segment.span, written, what, segment=index, text=text)


def _own(item: Evidence, reference: Reference) -> bool:
    return same_language(reference.language, item.article_language)


def _model(item: Evidence) -> str:
    return item.translation.model if item.translation else ""


def _broken(text: str, segment: Segment, start: int = 0, end: int | None = None) -> str | None:
    """Why a segment's text is no single stretch of the file; None where it is one."""
    runs = Source(segment.runs).cut(start, len(segment.text) if end is None else end)
    place = runs[0].span.start
    for run in runs:
        between = text[place : run.span.start]
        spelt = "" if run.verbatim else text[run.span.start : run.span.end]
        if run.span.start < place or between.strip() or not is_unbroken(spelt):
            return "there is markup inside it"
        place = run.span.end
    return None


def page_tags(article: Article, finding: Finding) -> Iterator[Edit | Omission]:
    """Every tag for the whole page that says what the nearest one says."""
    for one in article.declarations:
        if not one.part and same_language(one.tag, finding.promised or ""):
            yield _tag(article, finding, one, finding.suggestion or "")


def part_tag(article: Article, finding: Finding, item: Evidence) -> Edit | Omission:
    """The tag of an element by the one that is right."""
    for one in article.declarations:
        if one.span == finding.span == item.segment.declared:
            return _tag(article, finding, one, finding.suggestion or "")
    return Omission(finding, "where its language is declared is not known")


def _tag(article: Article, finding: Finding, one: Declaration, tag: str) -> Edit | Omission:
    if article.text[one.span.start : one.span.end] != one.tag or not effective(tag):
        return Omission(finding, f"the tag {one.tag!r} is not spelt as it is read")
    written = tag
    if one.source == "front-matter" and not Place(article.text, one.span).quote and tag == "no":
        written = f'"{tag}"'  # which is false to YAML
    return Edit(finding, one.span, (written,), f"{tag!r} in place of {one.tag!r}", tag=tag)


def wrapping(article: Article, finding: Finding, item: Evidence, reader: str) -> Edit | Omission:
    """An element with a `lang` around a passage of text in HTML."""
    if reader != "html":
        return Omission(finding, f"how {reader or 'such'} files mark a passage is not known")
    part = finding.part or Span(0, len(item.segment.text))
    if fault := _broken(article.text, item.segment, *part.bounds):
        return Omission(finding, fault)
    passage = article.text[finding.span.start : finding.span.end]
    tag = finding.language
    written = f'<span lang="{tag}">{passage}</span>'
    return Edit(finding, finding.span, (written,), f"marked as {tag!r}", tag=tag, wraps=True)


def apart(edits: Sequence[Edit]) -> tuple[list[Edit], list[Omission]]:
    """The edits in order without those that overlap: a text goes before what marks it."""
    kept: list[Edit] = []
    left: list[Omission] = []
    for edit in sorted(edits, key=lambda one: (one.wraps, one.span)):
        rival = next((one for one in kept if _overlap(one.span, edit.span)), None)
        if rival is None:
            kept.append(edit)
        elif rival.span != edit.span or rival.spellings != edit.spellings:
            left.append(Omission(edit.finding, f"another change stands there: {rival.what}"))
    return sorted(kept, key=lambda one: one.span), left


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
