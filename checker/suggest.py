"""From findings to a patch that a person applies: what could stand in the place of what is there.

Nothing is believed that was not tried: a change is suggested only where the file, read again with
it, says what was meant and nothing else differs.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from captions.article import Article, Declaration, Unreadable
from captions.credit import find_credit
from captions.decode import encoding_of
from captions.language import effective, name, same_language
from captions.lines import Lines
from captions.read import ReadSettings, read_bytes, reader_of
from captions.segment import Segment
from captions.source import Source, fold
from captions.span import Span
from captions.spelling import Place, is_unbroken, spellings
from checker import patch
from checker.checked import Checked
from checker.evidence import Evidence
from checker.finding import Finding
from checker.reference import Reference

_REPLACING = frozenset(
    {"foreign-language", "untranslated", "inconsistent-translation", "fact-mismatch"}
)
# Text that may be meant to be in its language, if it says in which one it is.
_MARKABLE = frozenset({"foreign-language", "foreign-passage"})
_BY_MACHINE = "a machine translation"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The lines of one file's diff, and a line on each change and on each that was left out.

    Text that is not UTF-8 stands in the diff as the bytes that it is (surrogateescape).
    """

    diff: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """A range of the file and what may be written there, the likeliest first.

    `segment` then says `text`; or the declaration at the range says `tag`; or `tag` is declared for
    what stands there.
    """

    finding: Finding
    span: Span
    spellings: tuple[str, ...]
    what: str
    segment: int | None = None
    text: str = ""
    tag: str = ""
    wraps: bool = False


@dataclass(frozen=True, slots=True)
class _Omission:
    """A finding for which nothing is suggested, and why."""

    finding: Finding
    reason: str


_Chosen = tuple[_Edit, str]


def suggest(
    checked: Checked, data: bytes, name: str, settings: ReadSettings, *, machine: bool
) -> Suggestions:
    """The patch of one file, whose bytes are `data` and whose name in the diff is `name`.

    With `machine`, translations are suggested where there is no reference.
    """
    article = checked.article
    if isinstance(article, Unreadable):
        return Suggestions(left_out=(f"{article.path}: {article.reason}",))
    proposed = list(_proposals(article, checked.findings, data, settings, machine=machine))
    omissions = [one for one in proposed if isinstance(one, _Omission)]
    edits, overlapping = _apart([one for one in proposed if isinstance(one, _Edit)])
    omissions += overlapping
    chosen: list[_Chosen] = []
    if edits:
        trial = _Trial.of(article, data, settings)
        if isinstance(trial, str):
            omissions += [_Omission(edit.finding, trial) for edit in edits]
        else:
            chosen, failed = trial.choose(edits)
            omissions += failed
    lines = Lines(article.text)

    def told(finding: Finding, text: str) -> str:
        return f"{article.path}:{lines.place(finding.span.start)[0]}: {finding.rule}: {text}"

    omissions.sort(key=lambda one: one.finding.span)
    return Suggestions(
        tuple(_diff(name, trial, chosen)) if chosen and isinstance(trial, _Trial) else (),
        tuple(told(edit.finding, edit.what) for edit, _ in chosen),
        tuple(dict.fromkeys(told(one.finding, f"left out: {one.reason}") for one in omissions)),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A text that may stand in the place of a range of the article."""

    span: Span
    text: str


def exact_change(article: Article, finding: Finding) -> Change | None:
    """A change that is spelt alike in every format, for reports, which cannot try it.

    It is a language tag, or a reference in the place of a text that stands in the file letter by
    letter, with no sign but those that stand there already or are no markup anywhere.
    """
    item = finding.evidence
    if finding.rule in _REPLACING and item:
        found = _replacement(article, finding, item, "text", machine=False)
        before = article.text[item.segment.span.start : item.segment.span.end]
        if before != item.segment.text or not _is_plain(finding.suggestion or "", before):
            return None
    elif finding.rule == "wrong-page-language":
        several = list(_page_tags(article, finding))
        if len(several) != 1:
            return None
        found = several[0]
    elif finding.rule == "wrong-part-language" and item:
        found = _part_tag(article, finding, item)
    else:
        return None
    return Change(found.span, found.spellings[0]) if isinstance(found, _Edit) else None


@dataclass(frozen=True, slots=True)
class Mend:
    """What may be done about one finding: changes that belong together, and what they are.

    `sure` where nobody needs to decide: a reference, or a tag that is plainly wrong.
    """

    changes: tuple[Change, ...]
    what: str
    sure: bool = False


def mends(
    checked: Checked, finding: Finding, data: bytes, settings: ReadSettings
) -> Iterator[Mend]:
    """What may be done about a finding of a file whose bytes are `data`, for a person to choose.

    Another text in its place, also a machine translation; the right tag; or its language marked.
    """
    article = checked.article
    if isinstance(article, Unreadable):
        return
    trial = _Trial.of(article, data, settings)
    if isinstance(trial, str):
        return
    proposed = _proposals(article, [finding], data, settings, machine=True)
    edits = [one for one in proposed if isinstance(one, _Edit)]
    if changes := trial.changes(edits):
        what = edits[0].what
        yield Mend(changes, what, sure=not what.startswith(_BY_MACHINE))
    item = finding.evidence
    if item and finding.in_other_language and finding.rule in _MARKABLE:
        marked = _wrapping(article, finding, item, reader_of(article.path, data, settings) or "")
        if isinstance(marked, _Edit) and (changes := trial.changes([marked])):
            yield Mend(changes, f"mark as {name(finding.language)}")


_SIGNS_OF_MARKUP = frozenset("\\`*_[]<>$~^|{}@&")
_PAIRS_OF_YAML = (": ", " #")


def _is_plain(text: str, before: str) -> bool:
    """Whether a text is spelt as it is wherever `before` is; only ASCII means anything."""
    signs = {char for char in text if char.isascii() and not char.isalnum() and char != "."}
    known = signs <= set(before) - _SIGNS_OF_MARKUP
    pairs = all(pair in before for pair in _PAIRS_OF_YAML if pair in text)
    return known and pairs and text.isprintable() and text[:1].isalpha()


# What might be changed


def _proposals(
    article: Article,
    findings: Sequence[Finding],
    data: bytes,
    settings: ReadSettings,
    *,
    machine: bool,
) -> Iterator[_Edit | _Omission]:
    reader = reader_of(article.path, data, settings) or ""
    for finding in findings:
        item = finding.evidence
        if finding.rule in _REPLACING and item:
            yield _replacement(article, finding, item, reader, machine=machine)
        elif finding.rule == "wrong-page-language":
            yield from _page_tags(article, finding)
        elif finding.rule == "wrong-part-language" and item:
            yield _part_tag(article, finding, item)
        elif finding.rule == "undeclared-part-language" and item:
            yield _wrapping(article, finding, item, reader)
        elif finding.suggestion:
            yield _Omission(finding, f"there is no place for {finding.suggestion!r} yet; add one")


def _replacement(
    article: Article, finding: Finding, item: Evidence, reader: str, *, machine: bool
) -> _Edit | _Omission:
    """The whole segment's text by its reference, else by its machine translation."""
    segment = item.segment
    text = finding.suggestion
    if not text:
        return _Omission(finding, "there is no reference" + ", no translation either" * machine)
    origin = next(
        (
            one.origin
            for one in item.references
            if one.sure and one.text == text and _own(item, one)
        ),
        None,
    )
    if origin is None and not (item.translation and item.translation.hypothesis == text):
        return _Omission(finding, "the reference may be for another text")
    if origin is None and not machine:
        return _Omission(finding, "there is only a machine translation; --machine takes it")
    text = "".join(run.text for run in fold(Source.of(text).runs))
    if item.marked:
        return _Omission(finding, f"it is marked as {item.expected!r}, and may be meant to be so")
    if find_credit(segment.text) is not None and find_credit(text) is None:
        return _Omission(finding, "its credit would be lost: what is suggested has none")
    if fault := _broken(article.text, segment):
        return _Omission(finding, fault)
    written = spellings(reader, Place(article.text, segment.span), text)
    if not written:
        return _Omission(finding, f"how {reader or 'such'} files spell it is not known for sure")
    source = f"the reference {origin}" if origin else f"{_BY_MACHINE} ({_model(item)})"
    index = next(at for at, one in enumerate(article.segments) if one.id == segment.id)
    what = f"{source} in place of the {segment.kind}"
    return _Edit(finding, segment.span, written, what, segment=index, text=text)


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


def _page_tags(article: Article, finding: Finding) -> Iterator[_Edit | _Omission]:
    """Every tag for the whole page that says what the nearest one says."""
    for one in article.declarations:
        if not one.part and same_language(one.tag, finding.promised or ""):
            yield _tag(article, finding, one, finding.suggestion or "")


def _part_tag(article: Article, finding: Finding, item: Evidence) -> _Edit | _Omission:
    for one in article.declarations:
        if one.span == finding.span == item.segment.declared:
            return _tag(article, finding, one, finding.suggestion or "")
    return _Omission(finding, "where its language is declared is not known")


def _tag(article: Article, finding: Finding, one: Declaration, tag: str) -> _Edit | _Omission:
    if article.text[one.span.start : one.span.end] != one.tag or not effective(tag):
        return _Omission(finding, f"the tag {one.tag!r} is not spelt as it is read")
    written = tag
    if one.source == "front-matter" and not Place(article.text, one.span).quote and tag == "no":
        written = f'"{tag}"'  # which is false to YAML
    return _Edit(finding, one.span, (written,), f"{tag!r} in place of {one.tag!r}", tag=tag)


def _wrapping(article: Article, finding: Finding, item: Evidence, reader: str) -> _Edit | _Omission:
    """An element with a `lang` around a passage of text in HTML."""
    if reader != "html":
        return _Omission(finding, f"how {reader or 'such'} files mark a passage is not known")
    part = finding.part or Span(0, len(item.segment.text))
    if fault := _broken(article.text, item.segment, *part.bounds):
        return _Omission(finding, fault)
    passage = article.text[finding.span.start : finding.span.end]
    tag = finding.language
    written = f'<span lang="{tag}">{passage}</span>'
    return _Edit(finding, finding.span, (written,), f"marked as {tag!r}", tag=tag, wraps=True)


def _apart(edits: Sequence[_Edit]) -> tuple[list[_Edit], list[_Omission]]:
    """The edits in order without those that overlap: a text goes before what marks it."""
    kept: list[_Edit] = []
    left: list[_Omission] = []
    for edit in sorted(edits, key=lambda one: (one.wraps, one.span)):
        rival = next((one for one in kept if _overlap(one.span, edit.span)), None)
        if rival is None:
            kept.append(edit)
        elif rival.span != edit.span or rival.spellings != edit.spellings:
            left.append(_Omission(edit.finding, f"another change stands there: {rival.what}"))
    return sorted(kept, key=lambda one: one.span), left


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


# What of it holds


@dataclass(frozen=True, slots=True)
class _Trial:
    """A file as it is read, to compare with what it would be read as."""

    base: Article
    encoding: str
    read: Callable[[bytes], Article | Unreadable]

    @classmethod
    def of(cls, article: Article, data: bytes, settings: ReadSettings) -> "_Trial | str":
        """The trial of a file's bytes, or why there can be none."""

        def read(changed: bytes) -> Article | Unreadable:
            return read_bytes(PurePath(article.path), changed, settings)

        base = read(data)
        if isinstance(base, Unreadable) or base.text != article.text:
            return "the file was changed while it was checked"
        name = reader_of(article.path, data, settings)
        encoding = encoding_of(data, base.text, settings.readers[name or ""].encoding)
        if encoding is None:
            return "its encoding has no place in a patch, or cannot be told; save it as UTF-8"
        return cls(base, encoding, read)

    def choose(self, edits: Sequence[_Edit]) -> tuple[list[_Chosen], list[_Omission]]:
        """The edits that hold together, each in the spelling that is read as it is meant."""
        first = [(edit, edit.spellings[0]) for edit in edits]
        if self._holds(first):
            return first, []
        chosen: list[_Chosen] = []
        failed: list[_Omission] = []
        for edit in edits:
            for spelling in edit.spellings:
                if self._holds([*chosen, (edit, spelling)]):
                    chosen.append((edit, spelling))
                    break
            else:
                reason = "the file, read again with it, would not say what is suggested"
                if not any(map(self._encodes, edit.spellings)):
                    reason = f"the file's encoding, {self.encoding}, does not have its characters"
                failed.append(_Omission(edit.finding, reason))
        return chosen, failed

    def changes(self, edits: Sequence[_Edit]) -> tuple[Change, ...]:
        """Those of the edits that hold together."""
        chosen, _ = self.choose(edits)
        return tuple(Change(edit.span, spelling) for edit, spelling in chosen)

    def _encodes(self, text: str) -> bool:
        try:
            return bool(text.encode(self.encoding))
        except UnicodeEncodeError:
            return False

    def _holds(self, chosen: Sequence[_Chosen]) -> bool:
        """Whether the file with the edits says what they mean, and all else as before."""
        ranges = [(edit.span, spelling) for edit, spelling in chosen]
        try:
            changed = self.read(patch.apply(self.base.text, ranges).encode(self.encoding))
        except UnicodeEncodeError:
            return False
        if isinstance(changed, Unreadable) or not set(changed.notices) <= set(self.base.notices):
            return False
        segments = [(one.kind, one.image, one.text) for one in self.base.segments]
        tags = {one.span: one.tag for one in self.base.declarations}
        added = []
        for edit, _ in chosen:
            if edit.segment is not None:
                kind, image, _ = segments[edit.segment]
                segments[edit.segment] = (kind, image, edit.text)
            elif edit.wraps:
                added.append(edit.tag)
            else:
                tags[edit.span] = edit.tag
        if Counter([*tags.values(), *added]) != Counter(one.tag for one in changed.declarations):
            return False
        found = [(one.kind, one.image, one.text) for one in changed.segments]
        if added:  # what is marked becomes a segment of its own
            return _characters(segments) == _characters(found)
        return segments == found


def _characters(segments: Sequence[tuple[str, str | None, str]]) -> Counter[str]:
    return Counter("".join("".join(text.split()) for _, _, text in segments))


def _diff(name: str, trial: _Trial, chosen: Sequence[_Chosen]) -> Iterator[str]:
    text = trial.base.text
    ranges = [(edit.span, spelling) for edit, spelling in chosen]
    encoding = trial.encoding
    if encoding == "utf-8-sig":  # the mark is part of the first line
        encoding, text = "utf-8", "\ufeff" + text
        ranges = [(Span(span.start + 1, span.end + 1), other) for span, other in ranges]
    yield from patch.header(name)
    for line in patch.hunks(text, ranges):
        yield line.encode(encoding).decode("utf-8", "surrogateescape")
