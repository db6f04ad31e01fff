"""From findings to a patch that a person applies: what could stand in the place of what is there.

Nothing is believed that was not tried: a change is suggested only where the file, read again with
it, says what was meant and nothing else differs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captions.article import Article, Unreadable
from captions.language import name
from captions.lines import Lines
from captions.read import ReadSettings, reader_of
from captions.span import Span
from checker import patch
from checker.checked import Checked
from checker.edit import Change, Chosen, Edit, Omission
from checker.finding import Finding
from checker.proposals import (
    BY_MACHINE,
    REPLACING,
    apart,
    page_tags,
    part_tag,
    proposals,
    replacement,
    wrapping,
)
from checker.trial import Trial

# Text that may be meant to be in its language, if it says in which one it is.
_MARKABLE = frozenset({"foreign-language", "foreign-passage"})


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The lines of one file's diff, and a line on each change and on each that was left out.

    Text that is not UTF-8 stands in the diff as the bytes that it is (surrogateescape).
    """

    diff: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def suggest(
    checked: Checked, data: bytes, name: str, settings: ReadSettings, *, machine: bool
) -> Suggestions:
    """The patch of one file, whose bytes are `data` and whose name in the diff is `name`.

    With `machine`, translations are suggested where there is no reference.
    """
    article = checked.article
    if isinstance(article, Unreadable):
        return Suggestions(left_out=(f"{article.path}: {article.reason}",))
    proposed = list(proposals(article, checked.findings, data, settings, machine=machine))
    omissions = [one for one in proposed if isinstance(one, Omission)]
    edits, overlapping = apart([one for one in proposed if isinstance(one, Edit)])
    omissions += overlapping
    chosen: list[Chosen] = []
    if edits:
        trial = Trial.of(article, data, settings)
        if isinstance(trial, str):
            omissions += [Omission(edit.finding, trial) for edit in edits]
        else:
            chosen, failed = trial.choose(edits)
            omissions += failed
    lines = Lines(article.text)

    def told(finding: Finding, text: str) -> str:
        return f"{article.path}:{lines.place(finding.span.start)[0]}: {finding.rule}: {text}"

    omissions.sort(key=lambda one: one.finding.span)
    return Suggestions(
        tuple(_diff(name, trial, chosen)) if chosen and isinstance(trial, Trial) else (),
        tuple(told(edit.finding, edit.what) for edit, _ in chosen),
        tuple(dict.fromkeys(told(one.finding, f"left out: {one.reason}") for one in omissions)),
    )


def exact_change(article: Article, finding: Finding) -> Change | None:
    """A change that is spelt alike in every format, for reports, which cannot try it.

    It is a language tag, or a reference in the place of a text that stands in the file letter by
    letter, with no sign but those that stand there already or are no markup anywhere.
    """
    item = finding.evidence
    if finding.rule in REPLACING and item:
        found = replacement(article, finding, item, "text", machine=False)
        before = article.text[item.segment.span.start : item.segment.span.end]
        if before != item.segment.text or not _is_plain(finding.suggestion or "", before):
            return None
    elif finding.rule == "wrong-page-language":
        several = list(page_tags(article, finding))
        if len(several) != 1:
            return None
        found = several[0]
    elif finding.rule == "wrong-part-language" and item:
        found = part_tag(article, finding, item)
    else:
        return None
    return Change(found.span, found.spellings[0]) if isinstance(found, Edit) else None


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
    trial = Trial.of(article, data, settings)
    if isinstance(trial, str):
        return
    proposed = proposals(article, [finding], data, settings, machine=True)
    edits = [one for one in proposed if isinstance(one, Edit)]
    if changes := trial.changes(edits):
        what = edits[0].what
        yield Mend(changes, what, sure=not what.startswith(BY_MACHINE))
    item = finding.evidence
    if item and finding.in_other_language and finding.rule in _MARKABLE:
        marked = wrapping(article, finding, item, reader_of(article.path, data, settings) or "")
        if isinstance(marked, Edit) and (changes := trial.changes([marked])):
            yield Mend(changes, f"mark as {name(finding.language)}")


_SIGNS_OF_MARKUP = frozenset("\\`*_[]<>$~^|{}@&")
_PAIRS_OF_YAML = (": ", " #")


def _is_plain(text: str, before: str) -> bool:
    """Whether a text is spelt as it is wherever `before` is; only ASCII means anything."""
    signs = {char for char in text if char.isascii() and not char.isalnum() and char != "."}
    known = signs <= set(before) - _SIGNS_OF_MARKUP
    pairs = all(pair in before for pair in _PAIRS_OF_YAML if pair in text)
    return known and pairs and text.isprintable() and text[:1].isalpha()


def _diff(name: str, trial: Trial, chosen: Sequence[Chosen]) -> Iterator[str]:
    text = trial.base.text
    ranges = [(edit.span, spelling) for edit, spelling in chosen]
    encoding = trial.encoding
    if encoding == "utf-8-sig":  # the mark is part of the first line
        encoding, text = "utf-8", "\ufeff" + text
        ranges = [(Span(span.start + 1, span.end + 1), other) for span, other in ranges]
    yield from patch.header(name)
    for line in patch.hunks(text, ranges):
        yield line.encode(encoding).decode("utf-8", "surrogateescape")
