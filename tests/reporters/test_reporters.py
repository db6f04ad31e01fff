"""Reports as they were accepted: tests/reporters/<case>.<reporter>.

`CAPTIONCHECK_RENEW=1 pytest tests/reporters` writes them anew; read the difference before you
commit it.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath

import pytest

from captions import plugins
from captions.article import Article, Unreadable
from captions.segment import Kind, Segment
from captions.source import Run, Source
from captions.span import Span
from checker.checked import Checked, RulePage, Summary
from checker.checked import Run as Version
from checker.detection import Detection
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity
from checker.reference import Reference
from checker.score import Score, tally
from checker.translation import Translation, Untranslated

_FOLDER = Path(__file__).parent
_RENEW = "CAPTIONCHECK_RENEW"
_PAGE = RulePage("language", "A segment is in another language.", "# foreign-language\n\nMore.\n")
RUN = Version(
    "1.2.3",
    ("foreign-language", "inconsistent-translation"),
    "detector:d|version:1.2.3",
    {"foreign-language": _PAGE},
)

_CHRF = Score("chrF2++", 61.25, "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2", (1, 2))
_BLEU = Score("BLEU", 31.5, "nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2", (3, 4))


def _article(name: str, *lines: str, language: str = "en") -> Article:
    """Every line is a caption of its own."""
    text = "\n".join(lines)
    segments = []
    start = 0
    for number, line in enumerate(lines, 1):
        runs = Source.of(text).cut(start, start + len(line))
        segments.append(Segment(f"caption-{number}", Kind.CAPTION, runs, None, "img/1.jpg"))
        start += len(line) + 1
    return Article(PurePath(name), text, tuple(segments), language, "html-lang")


def _finding(article: Article, number: int = 0, **changed: object) -> Finding:
    segment = article.segments[number]
    evidence = Evidence(
        segment,
        article.language,
        article.language,
        changed.pop("detection", Detection("es", 0.9876)),
        changed.pop("references", ()),
        changed.pop("outcome", None),
        changed.pop("scores", ()),
    )
    values = {
        "rule": "foreign-language",
        "severity": Severity.ERROR,
        "path": article.path,
        "span": segment.span,
        "evidence": evidence,
        "message": "Spanish caption in an article in English",
        "confidence": evidence.detection.confidence,
    }
    return Finding(**values | changed)


def _everything() -> Iterator[Checked]:
    article = _article("site/a.html", "Una vista del puerto al amanecer.")
    finding = _finding(
        article,
        references=(Reference("A view of the harbour at dawn.", "en", "refs.jsonl:7"),),
        outcome=Translation("A view of the port at dawn.", "es-en", "fake:es-en@1:fp32"),
        scores=(replace(_CHRF, best=0), replace(_BLEU, best=0)),
        suggestion="A view of the harbour at dawn.",
        related=(Related(PurePath("site/es/a.html"), "the Spanish edition says the same", 12),),
    )
    scores = [("es-en", score) for score in (_CHRF, _BLEU)]
    yield Checked(article, (finding,), (), tally(scores), {"es-en": (_CHRF, _BLEU)})


def _levels() -> Iterator[Checked]:
    article = _article("a.md", "Una vista.", "Otra vista del puerto.", "La última.")
    failure = Untranslated("es-en", "no model for es-en", "name one with --model DIR")
    yield Checked(
        article,
        (
            _finding(article, 0, severity=Severity.NOTE, confidence=0.5),
            _finding(article, 1, severity=Severity.WARNING, outcome=failure),
            _finding(article, 2, confidence=1.0, rule="inconsistent-translation", message="m"),
            _finding(
                article, 1, span=Span(16, 21), part=Span(5, 10), message="a part of a caption"
            ),
        ),
    )


def _unreadable() -> Iterator[Checked]:
    reason = "it is a binary file, not text"
    yield Checked(Unreadable(PurePath("img/a b.html"), "UndecodableText", reason))


def _notices() -> Iterator[Checked]:
    yield Checked(
        _article("a.html", "A view of the harbour."),
        notices=(
            "reference r.jsonl:1 says it is English but is Spanish: not used",
            "a [bold]second[/bold] notice :smile: with a very long text that goes on for more than "
            "one line of a terminal, whose end comes here",
        ),
    )


def _wide() -> Iterator[Checked]:
    line = "嵐の後、漁船が港に戻ってきました。" * 4
    article = _article("港/写真.html", "🚢 " + line, "👩 e\u0301 한국어 사진")
    detection = Detection("ja", 0.99996)
    yield Checked(
        article, tuple(_finding(article, number, detection=detection) for number in (0, 1))
    )


def _right_to_left() -> Iterator[Checked]:
    article = _article(
        "ar.html", "عادت قوارب الصيد إلى الميناء (تصوير: علي/Reuters) 2015", "שלום עולם"
    )
    detection = Detection("ar", 0.9)
    yield Checked(
        article, tuple(_finding(article, number, detection=detection) for number in (0, 1))
    )


def _control() -> Iterator[Checked]:
    """Text that would clear the screen, ring, hide, turn around or forge lines of the report."""
    article = _article(
        "a.html",
        "red \x1b[31m clear \x1b[2J ring \a null \0 back \b\b delete \x7f csi \x9b31m",
        "turned \u202egnp.exe\u202c isolate \u2066x\u2069 mark \u200f zero\u200bwidth \ufeff",
        "markup [bold red]not bold[/] \\[x] :ship: tab\tnext \u2028 line \u2029 paragraph \x85 end",
    )
    findings = tuple(
        _finding(
            article,
            number,
            outcome=Translation("safe \x1b[2J\n\rsafe", "es-en", "fake"),
            references=(Reference("\x1b]0;title\a", "en", "r.jsonl:1"),),
        )
        for number in range(3)
    )
    yield Checked(article, findings, ("a notice \x1b[2J\nof two lines",))
    yield Checked(Unreadable(PurePath("b.html"), "MalformedArticle", "bad \x1b[2J\n reason"))


def _entities() -> Iterator[Checked]:
    """A segment whose text is shorter than its source."""
    text = "<p>\r\n  caf&eacute;\r\n  solo"
    runs = (
        Run("caf", Span(7, 10)),
        Run("é", Span(10, 18)),
        Run(" ", Span(18, 22)),
        Run("solo", Span(22, 26)),
    )
    segment = Segment("caption-1", Kind.CAPTION, runs)
    article = Article(PurePath("a.html"), text, (segment,), "en", "option")
    yield Checked(article, (_finding(article, span=segment.span),))


def _names() -> Iterator[Checked]:
    """Files are called anything; the last name is not UTF-8."""
    for name in (
        "Über uns & más.txt",
        "a b/'single' \"double\" 100%.html",
        "two\nlines,\tand: more::.html",
        "# 1 <b>|`*_[x](y)_*`|</b> @team.md",
        "=cmd.html",
        "caf\udce9.html",
    ):
        article = _article(name, "Una vista del puerto.")
        yield Checked(article, (_finding(article),), ("a notice",))
        yield Checked(Unreadable(PurePath("broken", name), "UndecodableText", "no text"))


def _hostile() -> Iterator[Checked]:
    """Text that is markup, a command, a formula, a mention or a link to whoever reads it."""
    article = _article(
        "a.html",
        "</script><img src=x onerror=alert(1)> & ]]> <!-- --> &amp;",
        "| a `code` | **b** _c_ ~~d~~ [text](https://e.example) ![x](y) {0} $e$ \\ end |",
        "@team #12 GH-3 !4 :ship: www.e.example ::error file=b::no %0A%0D ##[error] ::stop",
        '=HYPERLINK("https://e.example","x")',
        "@SUM(1), +1",
    )
    yield Checked(article, tuple(_finding(article, number) for number in range(5)))


def _repeated() -> Iterator[Checked]:
    """The same caption twice in one file, and in another."""
    for name in ("a.html", "b.html"):
        article = _article(name, "Una vista.", "Una vista.")
        yield Checked(article, (_finding(article, 0), _finding(article, 1)))


def _rules() -> Iterator[Checked]:
    """A finding of every rule, with evidence and without."""
    article = _article("a.html", *(f"Una vista número {n}." for n in range(20)))
    names = plugins.names("rules")
    yield Checked(article, tuple(_finding(article, n, rule=r) for n, r in enumerate(names)))
    bare = _article("b.html", "en")
    span = Span(0, 2)
    yield Checked(
        bare,
        tuple(
            Finding(rule, Severity.WARNING, bare.path, span, None, f"m{n}", 1.0, found="es")
            for n, rule in enumerate(names)
        ),
    )


def _fixes() -> Iterator[Checked]:
    """What can stand where it is, and what needs to be spelt first."""
    article = _article("a.html", "Ñu: una vista (Foto: Íñigo)", "Otra vista & más", "Una tercera.")
    texts = ("A view (Foto: Íñigo)", "Another view & more", "A third & last.")
    yield Checked(
        article,
        tuple(
            _finding(
                article, n, suggestion=text, references=(Reference(text, "en", f"r.csv:{n + 2}"),)
            )
            for n, text in enumerate(texts)
        ),
    )


CASES = {
    "empty": lambda: iter(()),
    "everything": _everything,
    "levels": _levels,
    "unreadable": _unreadable,
    "notices": _notices,
    "wide": _wide,
    "right-to-left": _right_to_left,
    "control": _control,
    "entities": _entities,
    "names": _names,
    "hostile": _hostile,
    "repeated": _repeated,
    "rules": _rules,
    "fixes": _fixes,
}


def results(case: str) -> Iterator[Checked | Summary]:
    """What a run hands its reporters."""
    summary = Summary()
    scores = {}
    for checked in CASES[case]():
        summary += Summary.of(checked)
        scores |= checked.scores
        yield checked
    yield Summary(*(getattr(summary, name) for name in summary.__slots__[:-1]), scores)


def report(name: str, case: str, **options: object) -> str:
    """The whole report of a case."""
    return "".join(plugins.create("reporters", name, options).report(RUN, results(case)))


@pytest.mark.parametrize("name", plugins.names("reporters"))
@pytest.mark.parametrize("case", CASES)
def test_golden(name, case):
    path = _FOLDER / f"{case}.{name}"
    found = report(name, case).encode(errors="surrogateescape")
    if os.environ.get(_RENEW):
        path.write_bytes(found)
    assert path.is_file(), f"{path.name} is missing: {_RENEW}=1 writes it"
    assert found == path.read_bytes()


def test_every_golden_is_used():
    names = {f"{case}.{name}" for case in CASES for name in plugins.names("reporters")}
    found = {path.name for path in _FOLDER.iterdir() if path.is_file() and path.suffix != ".py"}
    assert found == names


@pytest.mark.parametrize("case", CASES)
def test_json_and_jsonl_say_the_same(case):
    run, *articles, summary = map(json.loads, report("jsonl", case).split("\n")[:-1])
    assert json.loads(report("json", case)) == {
        "run": run,
        "articles": articles,
        "summary": summary,
    }
    assert run["type"] == "run"
    assert summary["type"] == "summary"
    assert {article["type"] for article in articles} <= {"article"}
    assert summary["articles"] == len(articles)


# Which findings are the severest is known at the end.
_AT_THE_END = {"markdown", "sarif"}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", plugins.names("reporters"))
def test_a_report_comes_in_pieces_as_results_do(name, case):
    """A reporter does not wait for the end of the run, but where only so much fits into it."""
    seen = []

    def watched():
        for item in results(case):
            seen.append(item)
            yield item

    pieces = plugins.create("reporters", name).report(RUN, watched())
    taken = []
    for piece in pieces:
        assert isinstance(piece, str)
        taken.append(len(seen))
    assert taken == sorted(taken)
    if name not in _AT_THE_END:
        assert len(taken) >= len(list(results(case)))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_text_cannot_steer_the_terminal(case, width):
    text = report("text", case, width=width)
    assert all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize("word", ["می\u200cرود", "👩\u200d👩\u200d👧", "क्\u200dष"])
def test_joiners_stand_as_they_are(word):
    """Persian and Indic words and emoji are written with them."""
    article = _article("a.html", word)
    pieces = plugins.create("reporters", "text").report(
        RUN, [Checked(article, (_finding(article),))]
    )
    assert word in "".join(pieces)


def test_escapes_are_unambiguous():
    assert "\\u202egnp" in report("text", "control")


def test_text_shows_every_word_whatever_the_width():
    line = "嵐の後、漁船が港に戻ってきました。" * 4
    for width in (40, 80, 300):
        text = report("text", "wide", width=width)
        assert line in "".join(part.strip() for part in text.splitlines())


def test_text_in_colour_says_the_same():
    plain = report("text", "everything")
    coloured = report("text", "everything", colour=True)
    assert "\x1b[" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_quiet_text_has_no_summary():
    loud, quiet = report("text", "levels"), report("text", "levels", quiet=True)
    assert loud.startswith(quiet)
    assert report("text", "empty", quiet=True) == ""
