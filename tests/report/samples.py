"""Findings as an editor meets them, and as nobody should, for the HTML report."""

import random
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath

from captions import plugins
from captions.article import Article, Unreadable
from captions.segment import Kind, Segment
from captions.source import Source
from captions.span import Span
from checker.checked import Checked, Run, Summary
from checker.detection import Detection
from checker.evidence import Evidence
from checker.finding import Finding, Related, Severity
from checker.reference import Reference
from checker.score import Score, tally
from checker.translation import Translation, Untranslated

RUN = Run(
    "1.2.3",
    ("foreign-language", "foreign-passage", "inconsistent-translation"),
    "detector:verifier|translator:auto|metrics:chrf,bleu|version:1.2.3",
)
_CHRF = "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0"
_BLEU = "nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0"
_NAMES = {"es": "Spanish", "fr": "French", "ja": "Japanese", "ar": "Arabic", "he": "Hebrew"}

# Text, language, hypothesis, reference.
TEXTS = (
    (
        "La alcaldesa Begoña Núñez visita el muelle norte del puerto, donde la tormenta derribó "
        "dos grúas el pasado 14 de enero. (Foto: Íñigo Peña)",
        "es",
        "Mayor Begoña Núñez visits the northern dock of the port, where the storm knocked down "
        "two cranes on January 14. (Photo: Íñigo Peña)",
        "Mayor Begoña Núñez visits the north quay of the harbour, where the storm brought down "
        "two cranes on January 14. (Photo: Íñigo Peña)",
    ),
    (
        "Les pêcheurs réparent leurs filets sur le quai après la tempête.",
        "fr",
        "The fishermen repair their nets on the platform after the storm.",
        "Fishermen mend their nets on the quay after the storm.",
    ),
    (
        "Una vista del puerto al amanecer, con los barcos de pesca.",
        "es",
        "A view of the harbour at dawn, with the fishing boats.",
        "A view of the harbour at dawn, with the fishing boats.",
    ),
)
ARABIC = "عادت قوارب الصيد إلى الميناء بعد العاصفة (تصوير: علي حسن/Reuters)، 14 يناير 2015."
JAPANESE = "嵐の後、漁船が港に戻ってきました。市長は北埠頭を視察し、倒れたクレーンを確認した。"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
HOSTILE = (
    '</script><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>',
    "</style><svg onload='window.pwned=1'></svg>",
    '"\'><a href="javascript:window.pwned=1">{{ 7 * 7 }} {% raw %}</a><!--',
    "red \x1b[31m null \0 turned \u202egnp.exe ]]> &lt;b&gt;",
)


def article(path: str, *texts: str, kind: Kind = Kind.CAPTION, language: str = "en") -> Article:
    """Every text is a segment of its own, about a picture of its own."""
    text = "\n".join(texts)
    segments = []
    start = 0
    for number, line in enumerate(texts, 1):
        runs = Source.of(text).cut(start, start + len(line))
        segments.append(Segment(f"{kind}-{number}", kind, runs, None, f"img/{number}.png"))
        start += len(line) + 1
    return Article(PurePath(path), text, tuple(segments), language, "html-lang")


def finding(of: Article, number: int = 0, language: str = "es", **changed: object) -> Finding:
    """A finding about a segment of an article."""
    segment = of.segments[number]
    evidence = Evidence(
        segment,
        of.language,
        of.language,
        Detection(language, changed.pop("confidence", 0.9876)),
        changed.pop("references", ()),
        changed.pop("outcome", None),
        changed.pop("scores", ()),
    )
    name = _NAMES.get(language, language)
    values = {
        "rule": "foreign-language",
        "severity": Severity.ERROR,
        "path": of.path,
        "span": segment.span,
        "evidence": evidence,
        "message": f"{name} {segment.kind} in an article in English",
        "confidence": evidence.detection.confidence,
    }
    return Finding(**values | changed)


def translated(of: Article, number: int, text: tuple[str, ...], chrf: float) -> Finding:
    """A foreign caption with all that can be known of it."""
    _, language, hypothesis, reference = text
    return finding(
        of,
        number,
        language,
        references=(Reference(reference, "en", "captions.jsonl:7"),),
        outcome=Translation(hypothesis, f"{language}-en", "fxtranslate:fake@abe22ebc000a:int8"),
        scores=(Score("chrF2++", chrf, _CHRF, (1, 2)), Score("BLEU", chrf / 2, _BLEU, (3, 4))),
        suggestion=reference,
    )


def newsroom() -> Iterator[Checked]:
    """A site with some of everything."""
    news = article("content/world/harbour.html", *(text[0] for text in TEXTS))
    scored = [translated(news, n, text, (72.3, 58.8, 100)[n]) for n, text in enumerate(TEXTS)]
    sums = tally(("es-en", score) for one in scored for score in one.evidence.scores)
    yield Checked(news, tuple(scored), (), sums, {"es-en": scored[0].evidence.scores})
    mixed = "The mayor said: Nadie esperaba una tormenta tan fuerte en enero. She thanked everyone."
    sports = article("content/sports/regatta.md", mixed, "Une vue du port.", kind=Kind.BODY)
    start = mixed.index("Nadie")
    end = mixed.index(" She")
    yield Checked(
        sports,
        (
            finding(
                sports,
                rule="foreign-passage",
                severity=Severity.WARNING,
                span=Span(start, end),
                part=Span(start, end),
                found="es",
                message="A Spanish passage in a text in English",
                outcome=Untranslated("es-en", "no model for es-en", "name one with --model DIR"),
                related=(Related(PurePath("content/es/regatta.md"), "the Spanish edition", 12),),
            ),
            finding(sports, 1, "fr", severity=Severity.NOTE, confidence=0.9321),
        ),
        ("reference captions.jsonl:3 says it is English but is Spanish: not used",),
    )
    other = article("content/culture/écoles & more.html", ARABIC, JAPANESE, "שלום עולם, ברוכים")
    yield Checked(
        other,
        (
            finding(other, 0, "ar"),
            finding(other, 1, "ja", confidence=0.99999),
            finding(other, 2, "he", rule="untranslated"),
        ),
    )
    yield Checked(Unreadable(PurePath("content/old.html"), "UndecodableText", "it is binary"))
    yield Checked(article("content/world/quiet.html", "A view of the harbour."))


def accepted() -> Iterator[Checked]:
    """What is left of a site after a baseline: two new findings, three that it accepts."""
    first, *others = (checked for checked in newsroom() if checked.findings)
    new, *old = first.findings
    yield replace(first, findings=(new,), accepted=tuple(old))
    for one in others[:1]:
        yield replace(one, findings=one.findings[:1], accepted=one.findings[1:])
    for one in others[1:]:
        yield replace(one, findings=(), suppressed=one.findings)


def declared() -> Iterator[Checked]:
    """A language tag that is none, and text in what it may be."""
    of = Article(PurePath("a.html"), '<html lang="english">', (), "und", "none")
    one = finding(
        article("a.html", "x"),
        rule="invalid-page-language",
        evidence=None,
        span=Span(12, 19),
        promised="english",
        message="'english' is no valid language tag: it is a name; write en",
    )
    strange = article("b.html", "Una vista.", language="x-none")
    yield Checked(of, (one,))
    yield Checked(strange, (finding(strange, references=(Reference("?", "xx-??", "r:1"),)),))


def hostile() -> Iterator[Checked]:
    """Captions, paths, languages and references that would like to be markup."""
    of = article('a"><script>window.pwned=1</script>.html', *HOSTILE, LONG)
    findings = tuple(
        finding(
            of,
            number,
            "es",
            references=(Reference(text, "en", f"{text}.jsonl:1"),),
            outcome=Translation(text[::-1], "es-en", text),
            message=text,
            rule=text if number else "foreign-language",
            related=(Related(PurePath(text), text, 1),),
        )
        for number, text in enumerate([*HOSTILE, LONG])
    )
    yield Checked(of, findings, tuple(HOSTILE))
    yield Checked(Unreadable(PurePath("</title>\udce9.html"), "X", HOSTILE[0]))


def many(count: int) -> Iterator[Checked]:
    """As many findings, ten to an article, in four sections and five languages."""
    chance = random.Random(7)
    captions = [*TEXTS, (ARABIC, "ar", "The boats are back.", "Boats are back in the harbour.")]
    captions.append((JAPANESE, "ja", "The boats are back.", "Boats are back in the harbour."))
    for start in range(0, count, 10):
        section = chance.choice(("world", "sports", "culture", "business"))
        drawn = [chance.choice(captions) for _ in range(min(10, count - start))]
        texts = [f"{text[0]} {start + n}" for n, text in enumerate(drawn)]
        of = article(f"content/{section}/{start}.html", *texts)
        yield Checked(
            of,
            tuple(translated(of, n, text, chance.uniform(10, 90)) for n, text in enumerate(drawn)),
        )


def results(checked: Iterable[Checked]) -> Iterator[Checked | Summary]:
    """What a run hands its reporters."""
    summary = Summary()
    scores = {}
    for one in checked:
        summary += Summary.of(one)
        scores |= one.scores
        yield one
    yield replace(summary, scores=scores)


def html(checked: Iterable[Checked], **options: object) -> str:
    """The report."""
    return "".join(plugins.create("reporters", "html", options).report(RUN, results(checked)))


def png(path: Path, colour: tuple[int, int, int], width: int = 240, height: int = 150) -> Path:
    """A picture of one colour with a horizon."""
    sky, sea = bytes(colour), bytes(value // 2 for value in colour)
    lines = b"".join(b"\0" + (sky if y < height * 2 / 3 else sea) * width for y in range(height))
    path.parent.mkdir(parents=True, exist_ok=True)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in parts
        )
    )
    return path
