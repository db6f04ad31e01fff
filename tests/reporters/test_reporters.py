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
from checker.columns import columns
from checker.consistency import Comparison, Standing
from checker.detection import Detection
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity
from checker.likeness import Likeness
from checker.reference import Reference
from checker.reporters.text import Text
from checker.score import Score, tally
from checker.translation import Translation, Untranslated
from checker.visible import visible

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
        compared=changed.pop("compared", None),
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
    reference = Reference("A view of the harbour at dawn.", "en", "refs.jsonl:7")
    translation = Translation("A view of the port at dawn.", "es-en", "fake:es-en@1:fp32")
    likeness = Likeness((4000, 4100), (5000, 5000), 7)
    place = Standing(0.43211, 0.98765, "general")
    finding = _finding(
        article,
        references=(reference,),
        outcome=translation,
        compared=Comparison(reference, translation, likeness, place),
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


def _interrupted() -> Iterator[Checked]:
    yield from _everything()
    yield from _unreadable()


def _silenced() -> Iterator[Checked]:
    """One finding counts, one is in a baseline, one is suppressed in the file."""
    article = _article("a.html", "Una vista del puerto.", "Dos barcos.", "Tres barcos.")
    first, second, third = (_finding(article, number) for number in range(3))
    yield Checked(article, (first,), accepted=(second,), suppressed=(third,))


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
    "silenced": _silenced,
    "interrupted": _interrupted,
}


def results(case: str) -> Iterator[Checked | Summary]:
    """What a run hands its reporters."""
    summary = Summary()
    scores = {}
    for checked in CASES[case]():
        summary += Summary.of(checked)
        scores |= checked.scores
        yield checked
    yield replace(summary, interrupted=case == "interrupted", scores=scores)


def report(name: str, case: str, **options: object) -> str:
    """The whole report of a case."""
    return "".join(plugins.create("reporters", name, options).report(RUN, results(case)))


def _without_static(text: str) -> str:
    """A page without its style, its script and their hashes, which are the same in every case."""
    text = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", text, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]+", "sha256-…", text)


@pytest.mark.parametrize("name", plugins.names("reporters"))
@pytest.mark.parametrize("case", CASES)
def test_golden(name, case):
    path = _FOLDER / f"{case}.{name}"
    found = _without_static(report(name, case)).encode(errors="surrogateescape")
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
_AT_THE_END = {"html", "markdown", "sarif"}


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
    text = report("text", case, width=width, terminal=True)
    # The report's own isolates end where they began: on their line.
    bare = re.sub("\u2068([^\u2068\u2069\n]*)\u2069", r"\1", text)
    assert all(char.isprintable() or char == "\n" for char in bare)


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


@pytest.mark.parametrize(
    "case", [case for case in CASES if case != "names"]
)  # paths are not broken
@pytest.mark.parametrize("width", [40, 80])
def test_every_line_fits_a_terminal(case, width):
    for line in report("text", case, width=width, terminal=True).splitlines():
        assert columns(line) <= width or "nrefs:" in line  # signatures are copied whole


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("options", [{}, {"width": 40, "terminal": True}, {"colour": True}])
def test_places_begin_their_line_whole(case, options):
    """Terminals and editors make links of them."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", report("text", case, **options)).splitlines()
    for item in CASES[case]():
        path = visible(item.article.path)
        placed = [line for line in lines if re.match(rf"{re.escape(path)}:\d+:\d+:", line)]
        assert len(placed) >= len(item.findings)


def test_a_path_that_is_too_long_is_not_broken():
    article = _article("a/" * 30 + "a.html", "Una vista.")
    text = Text(width=40, terminal=True).report(RUN, [Checked(article, (_finding(article),))])
    lines = "".join(text).splitlines()
    assert f"{article.path}:1:1:" in lines
    assert max(columns(line) for line in lines if "a/" not in line) <= 40


def test_a_program_reads_a_finding_in_one_line():
    line = "a.md:2:1: warning: Spanish caption in an article in English [foreign-language]"
    assert line in report("text", "levels", width=40).splitlines()


def test_right_to_left_text_does_not_move_what_stands_beside_it():
    text = report("text", "right-to-left")
    assert "    caption      \u2068שלום עולם\u2069\n" in text
    assert "\u2068" not in report("text", "everything")


def test_a_message_that_quotes_the_other_direction():
    article = _article("a.html", "Una vista.")
    finding = _finding(article, message="the reference says “שלום עולם”, and not the caption")
    for width in (40, 200):
        text = Text(width, terminal=True).report(RUN, [Checked(article, (finding,))])
        isolates = re.findall("\u2068[^\u2068\u2069\n]*\u2069", "".join(text))
        assert any("שלום" in one for one in isolates)


def test_findings_of_a_file_stand_under_its_name():
    article = _article("b.html", "Una vista.", language="und")
    results = [*_everything(), Checked(article, (_finding(article),)), *_notices()]
    lines = "".join(Text().report(RUN, results)).splitlines()
    assert [line for line in lines if " · " in line] == [
        "site/a.html · English (html-lang) · 1 error",
        "b.html · 1 error",
    ]


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("everything", ["explain foreign-language", "suggest PATH…"]),
        ("levels", ["explain foreign-language"]),
        ("notices", []),
        ("empty", []),
    ],
)
def test_a_person_is_told_what_to_do_next(case, words):
    _, summary, hint = report("text", case, terminal=True).rpartition("checked: ")
    assert summary
    assert [
        line.split("captioncheck ")[1].split("  ")[0] for line in hint.splitlines()[2:]
    ] == words
    assert report("text", case, terminal=True, quiet=True).count("captioncheck") == 0
    assert "captioncheck" not in report("text", case)


def test_a_machine_translation_is_no_mend():
    """References are; for a translation the next step is to find the reference."""
    article = _article("a.html", "Una vista.")
    finding = _finding(
        article, outcome=Translation("A view.", "es-en", "fake"), suggestion="A view."
    )
    checked = Checked(article, (finding,))
    text = "".join(Text(terminal=True).report(RUN, [checked, Summary.of(checked)]))
    assert "--references FILE" in text
    assert "captioncheck suggest" not in text
