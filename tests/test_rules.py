"""The rules' prose cases, tests/rules/<rule>.md, and a test of the cases themselves.

A case is a `# heading`; optionally "The translator says: …" (about any text), "The reference says:
…" or "The reference, which claims to be <language>, says: …" (of every caption, in the article's
language or the one claimed), "The picture's <field> says: …" (inside the file of every picture, in
no declared language) and "The <language> edition says:" before an article of its own; an article in
a fenced block whose info string is the file's suffix; and indented lines `line:column severity rule
language text`, one for each finding. A heading that begins with "Silent" promises that the file's
rule finds nothing; "Known failure: …" tells why a case does not hold yet, and must go once it does.
The rules that run unless they are ignored run in every case, a rule that is asked for by name in
its own cases only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

import pytest

from captions import plugins
from captions.article import UNKNOWN
from captions.editions import edition
from captions.embedded import Embedded
from captions.language import tag_of
from captions.lines import Lines
from captions.photo_text import PhotoText
from captions.picture import pictures
from captions.segment import Kind
from checker.check import check_window
from checker.reference import Entry, Reference, References
from checker.translation import Outcome, Translation

_FOLDER = Path(__file__).parent / "rules"
_FENCE = re.compile(r"(`{3,})(\w+)")
_EXPECTED = re.compile(r" {4}(\d+:\d+ (?:note|warning|error) ([a-z-]+) [a-zA-Z-]+(?: .*)?)")
_TRANSLATOR = "The translator says: "
_REFERENCE = "The reference says: "
_CLAIM = re.compile(r"The reference, which claims to be (\w+), says: (.*)")
_EDITION = re.compile(r"The (\w+) edition says:")
_PICTURE = re.compile(r"The picture's ([a-z-]+) says: (.*)")
_FAILURE = "Known failure: "


@dataclass(frozen=True, slots=True)
class Case:
    """One heading of a file of cases."""

    rule: str
    heading: str
    place: str
    suffix: str
    article: str
    expected: tuple[str, ...]
    hypothesis: str | None = None
    reference: str | None = None
    claim: str | None = None  # the language that the reference claims, the article's if none
    editions: tuple[tuple[str, str, str], ...] = ()  # language, suffix, article
    embedded: tuple[PhotoText, ...] = ()
    failure: str | None = None

    @property
    def silent(self) -> bool:
        return self.heading.startswith("Silent")

    @property
    def fires(self) -> bool:
        return any(line.split(" ")[2] == self.rule for line in self.expected)


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """Translates every text alike."""

    hypothesis: str

    def verify(self) -> None:
        pass

    def translate(self, texts: Sequence[str], pair: str) -> list[Outcome]:
        return [Translation(self.hypothesis, pair, "fake") for _ in texts]


def _cases(path: Path) -> Iterator[Case]:
    case: Case | None = None
    edition_in: str | None = None
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    for number, line in lines:
        place = f"{path.name}:{number}"
        if line.startswith("# "):
            if case:
                yield case
            case = Case(path.stem, line[2:].strip(), place, "", "", ())
            continue
        assert case, f"{place}: text before the first heading"
        if fence := _FENCE.fullmatch(line):
            inside = []
            for _, verse in lines:
                if verse == fence[1]:
                    break
                inside.append(verse + "\n")
            else:
                pytest.fail(f"{place}: the block is never closed")
            text = "".join(inside)
            if edition_in:
                case = replace(case, editions=(*case.editions, (edition_in, fence[2], text)))
                edition_in = None
                continue
            assert not case.suffix, f"{place}: a second article"
            case = replace(case, suffix=fence[2], article=text)
        elif found := _EXPECTED.fullmatch(line):
            assert case.suffix, f"{place}: a finding before the article"
            case = replace(case, expected=(*case.expected, found[1]))
        elif line.startswith(_TRANSLATOR):
            case = replace(case, hypothesis=line.removeprefix(_TRANSLATOR))
        elif line.startswith(_REFERENCE):
            case = replace(case, reference=line.removeprefix(_REFERENCE))
        elif found := _CLAIM.fullmatch(line):
            case = replace(case, claim=_tag(found[1]), reference=found[2])
        elif found := _PICTURE.fullmatch(line):
            text = PhotoText(found[1], found[2], None, "XMP")
            case = replace(case, embedded=(*case.embedded, text))
        elif found := _EDITION.fullmatch(line):
            edition_in = _tag(found[1])
        elif line.startswith(_FAILURE):
            case = replace(case, failure=line.removeprefix(_FAILURE))
        else:
            assert not line.strip(), f"{place}: not part of a case: {line}"
    if case:
        yield case


def _tag(name: str) -> str:
    tag = tag_of(name)
    assert tag, f"{name}: no language"
    return tag


_FILES = sorted(_FOLDER.glob("*.md"))
_CASES = [case for path in _FILES for case in _cases(path)]


def _parameter(case: Case) -> object:
    marks = [pytest.mark.xfail(strict=True, reason=case.failure)] if case.failure else []
    return pytest.param(case, id=f"{case.rule}: {case.heading}", marks=marks)


@pytest.mark.parametrize("case", map(_parameter, _CASES))
def test_case(case, tools, read_article):
    article = read_article(f"article.{case.suffix}", case.article)
    if plugins.plugin_class("rules", case.rule).opt_in:
        tools = replace(tools, rules=(*tools.rules, plugins.create("rules", case.rule)))
    if case.hypothesis is not None:
        answer = OneAnswer(case.hypothesis)
        tools = replace(tools, translator=answer, local=answer)
    if case.reference is not None:
        entries = [
            Entry(
                Reference(case.reference, case.claim or article.language, case.place),
                source=segment.text,
            )
            for segment in article.segments
            if segment.kind is Kind.CAPTION
        ]
        assert entries, "a reference, but no caption that it is for"
        tools = replace(tools, references=References.of(entries))

    if case.editions:
        others = []
        for tag, suffix, text in case.editions:
            other = read_article(f"{tag}/article.{suffix}", text)
            other = replace(other, pictures=pictures(other))
            if other.language == UNKNOWN:
                other = replace(other, language=tag)
            others.append(edition(other))
        article = replace(article, pictures=pictures(article), editions=tuple(others))

    if case.embedded:
        addresses = dict.fromkeys(filter(None, (one.image for one in article.segments)))
        files = [Embedded(one, PurePath(one), case.embedded) for one in addresses]
        article = replace(article, embedded=tuple(files))

    [checked] = check_window([article], tools)

    lines = Lines(article.text)
    found = []
    for finding in checked.findings:
        line, column = lines.place(finding.span.start)
        found.append(
            f"{line}:{column} {finding.severity} {finding.rule} {finding.language} "
            f"{finding.text(article)}".rstrip()
        )
    assert found == list(case.expected), case.place


@pytest.mark.parametrize("rule", plugins.names("rules"))
def test_every_rule_has_cases_that_fire_and_that_stay_silent(rule):
    cases = [case for case in _CASES if case.rule == rule]
    assert any(case.fires for case in cases), f"tests/rules/{rule}.md: no case fires"
    assert any(not case.fires for case in cases), f"tests/rules/{rule}.md: no case is silent"


def test_every_file_of_cases_is_of_a_rule():
    assert {path.stem for path in _FILES} <= set(plugins.names("rules"))


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case.rule}: {case.heading}")
def test_headings_say_what_happens(case):
    assert case.suffix, f"{case.place}: no article"
    assert case.silent != case.fires, case.place


def test_headings_differ():
    headings = [(case.rule, case.heading) for case in _CASES]
    assert len(headings) == len(set(headings))
