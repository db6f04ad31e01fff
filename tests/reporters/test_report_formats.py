"""Each format as the tools that take it up read it: schemas, escapes, limits."""

import csv
import gzip
import io
import json
import os
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path, PurePath
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

import pytest
import xmlschema
from articles import BODY, ENGLISH, SPANISH, page, write
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt
from test_reporters import CASES, RUN, _article, _finding, report, results

from captions import plugins
from captions.article import Article, Unreadable
from captions.segment import Kind, Segment
from captions.source import Source
from checker.checked import Checked, Summary
from checker.finding import Finding, Related, Severity
from checker.reference import Reference
from checker.translation import Translation

_SCHEMAS = Path(__file__).parent / "schemas"
_SARIF = Draft4Validator(json.loads((_SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")))
_RDFORMAT = Draft202012Validator(json.loads((_SCHEMAS / "rdformat.json").read_text("utf-8")))
_GITLAB = Draft202012Validator(json.loads((_SCHEMAS / "gitlab.json").read_text("utf-8")))
_JUNIT = xmlschema.XMLSchema10(_SCHEMAS / "junit-10.xsd")

every_case = pytest.mark.parametrize("case", CASES)


def written(name: str, items: list[Checked], **options: object) -> str:
    """The report of some results and their summary."""
    summary = sum(map(Summary.of, items), Summary())
    reporter = plugins.create("reporters", name, options)
    return "".join(reporter.report(RUN, [*items, summary]))


def checked(case: str) -> list[Checked]:
    return [item for item in results(case) if isinstance(item, Checked)]


def found(case: str) -> list[tuple[Finding, Article]]:
    return [(finding, item.article) for item in checked(case) for finding in item.findings]


def failed(case: str) -> list[Unreadable]:
    return [item.article for item in checked(case) if isinstance(item.article, Unreadable)]


def noticed(case: str) -> int:
    return sum(len(item.notices) for item in checked(case))


def shown(path: PurePath) -> str:
    """A path with the bytes that are no UTF-8 as they are shown."""
    return path.as_posix().encode(errors="backslashreplace").decode()


def many(count: int, severity: Severity = Severity.ERROR, words: str = "Una vista") -> Checked:
    article = _article("site/a.html", *(f"{words} {number}." for number in range(count)))
    findings = tuple(_finding(article, number, severity=severity) for number in range(count))
    return Checked(article, findings)


# SARIF


def sarif(text: str) -> dict:
    document = json.loads(text)
    _SARIF.validate(document)
    [run] = document["runs"]
    return run


@every_case
def test_sarif_is_valid_and_complete(case):
    run = sarif(report("sarif", case))
    expected = [(one.rule, one.severity, one.path) for one, _ in found(case)]
    assert expected == [
        (one["ruleId"], one["level"], _path(one["locations"][0])) for one in run["results"]
    ]
    [invocation] = run["invocations"]
    interrupted = case == "interrupted"
    assert invocation["executionSuccessful"] == (not failed(case) and not interrupted)
    levels = Counter(one["level"] for one in invocation["toolExecutionNotifications"])
    assert levels["error"] == len(failed(case)) + interrupted


def _path(location: dict) -> PurePath:
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})*", uri, re.ASCII)
    return PurePath(os.fsdecode(unquote_to_bytes(uri)))


@every_case
def test_sarif_fingerprints_are_unique(case):
    prints = [
        one["partialFingerprints"]["captioncheck/v1"]
        for one in sarif(report("sarif", case))["results"]
    ]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_identities_outlive_edits_above(name):
    def identities(*before: str) -> list[str]:
        article = _article("a.html", *before, "Una vista.", "Una vista.")
        text = written(
            name, [Checked(article, tuple(_finding(article, len(before) + n) for n in (0, 1)))]
        )
        return re.findall(r'"(?:captioncheck/v1|fingerprint)": "(.+?)"', text)

    assert identities() == identities("A new first line", "and a second one.")
    assert len(set(identities())) == 2


def test_sarif_places_are_code_points():
    text = report("sarif", "wide")
    run = sarif(text)
    assert run["columnKind"] == "unicodeCodePoints"
    for one, (finding, article) in zip(run["results"], found("wide"), strict=True):
        region = one["locations"][0]["physicalLocation"]["region"]
        line = article.text.split("\n")[region["startLine"] - 1]
        assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == finding.text(article)
        assert region["snippet"]["text"] == finding.text(article)


def test_sarif_relative_paths_have_a_base_and_absolute_ones_none():
    def location(name: str) -> dict:
        article = _article(name, "Una vista.")
        run = sarif(written("sarif", [Checked(article, (_finding(article),))]))
        assert "%SRCROOT%" in run["originalUriBaseIds"]
        return run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

    assert location("./a b.html") == {"uri": "a%20b.html", "uriBaseId": "%SRCROOT%"}
    assert location("/tmp/ü.html") == {"uri": "file:///tmp/%C3%BC.html"}
    assert location("a:b.html")["uri"] == "a%3Ab.html"


def test_sarif_rules_have_help():
    first, second = sarif(report("sarif", "empty"))["tool"]["driver"]["rules"]
    assert first["help"]["markdown"] == RUN.pages["foreign-language"].text
    assert first["shortDescription"]["text"] == RUN.pages["foreign-language"].summary
    assert len(first["properties"]["tags"]) <= 10
    assert second["help"]["text"] == second["id"] == "inconsistent-translation"


def test_sarif_keeps_the_severest_and_says_what_it_leaves_out():
    items = [many(3, Severity.NOTE), many(3), many(3, Severity.WARNING)]
    run = sarif(written("sarif", items, max_results=5))
    assert [one["level"] for one in run["results"]] == ["error"] * 3 + ["warning"] * 2
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert (told["level"], told["descriptor"]["id"]) == ("warning", "left-out")
    assert "4 findings" in told["message"]["text"]


def test_sarif_that_fits_leaves_nothing_out():
    run = sarif(written("sarif", [many(5)], max_results=5))
    assert len(run["results"]) == 5
    assert run["invocations"][0]["toolExecutionNotifications"] == []


def test_sarif_fits_after_gzip():
    """Texts that cannot be packed are left out, the mildest first."""
    texts = [random.Random(number).randbytes(200).hex() for number in range(1050)]
    article = _article("a.html", *texts)
    levels = [Severity.NOTE] * 50 + [Severity.WARNING] * 997 + [Severity.ERROR] * 3
    marked = enumerate(levels)
    items = [Checked(article, tuple(_finding(article, n, severity=one) for n, one in marked))]
    limit, margin = 60_000, 50_000  # what the packer holds back, and the rest of the file
    text = written("sarif", items, max_bytes=limit)
    assert len(gzip.compress(text.encode(), 6)) < limit + margin
    run = sarif(text)
    levels = Counter(one["level"] for one in run["results"])
    assert levels["error"] == 3
    assert 100 < levels["warning"] < 1000
    assert levels["note"] == 0
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert f"{1050 - len(run['results']):,} finding".replace(",", " ") in told["message"]["text"]


def test_sarif_says_how_many_places_and_notifications_are_left_out():
    article = _article("a.html", "Una vista.")
    related = tuple(Related(PurePath("b.html"), f"place {number}", number) for number in range(130))
    broken = [Checked(Unreadable(PurePath(f"{n}.html"), "Broken", "no text")) for n in range(1002)]
    run = sarif(
        written("sarif", [Checked(article, (_finding(article, related=related),)), *broken])
    )
    [one] = run["results"]
    assert len(one["relatedLocations"]) == 100
    assert "30 more places are left out" in one["message"]["text"]
    first, *rest = run["invocations"][0]["toolExecutionNotifications"]
    assert "2 notifications" in first["message"]["text"]
    assert len(rest) == 1000


def test_sarif_says_what_was_not_compared():
    article = _article("site/a.html", "A view.")
    run = sarif(written("sarif", [Checked(article, uncompared={"no model for de-en": 2})]))
    [told] = run["invocations"][0]["toolExecutionNotifications"]
    assert told["descriptor"]["id"] == "uncompared"
    assert told["message"]["text"] == "2 not compared with another edition: no model for de-en"


def test_sarif_messages_hold_no_links_of_the_article():
    for one in sarif(report("sarif", "hostile"))["results"]:
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(", one["message"]["text"])
        assert not re.search(r"(?<!\{)\{\d+\}(?!\})", one["message"]["text"])


# GitHub


def _commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log, read as GitHub's runner reads them."""
    commands = []
    for line in text.split("\n"):
        if line.startswith("::"):
            head, _, message = line[2:].partition("::")
            name, _, given = head.partition(" ")
            properties = dict(part.split("=", 1) for part in given.split(","))
            for escape, char in (("%3A", ":"), ("%2C", ",")):
                properties = {key: one.replace(escape, char) for key, one in properties.items()}
            commands.append((name, {k: _unescaped(v) for k, v in properties.items()}, message))
    return [(name, properties, _unescaped(message)) for name, properties, message in commands]


def _unescaped(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


@every_case
def test_github_commands_say_what_was_found(case):
    commands = _commands(report("github", case))
    assert len(commands) == len(found(case)) + len(failed(case)) + noticed(case)
    assert {properties["file"] for _, properties, _ in commands} == {
        shown(item.article.path)
        for item in checked(case)
        if isinstance(item.article, Unreadable) or item.findings or item.notices
    }
    placed = [one for one in commands if "line" in one[1]]
    names = {"note": "notice", "warning": "warning", "error": "error"}
    for (name, properties, message), (finding, _) in zip(placed, found(case), strict=True):
        assert name == names[finding.severity]
        assert properties["title"] == finding.rule
        assert message.startswith(finding.message)


@every_case
def test_github_log_holds_no_other_commands(case):
    lines = report("github", case).split("\n")
    assert not [
        line for line in lines if re.match(r"\s*(?:::(?!error |warning |notice )|##\[)", line)
    ]
    assert not [char for line in lines for char in line if not char.isprintable() and char != "\t"]


def test_github_has_columns_of_one_line_only():
    commands = _commands(report("github", "entities"))
    assert commands[0][1]["line"] == "2"
    assert commands[0][1]["endLine"] == "3"
    assert not commands[0][1].keys() & {"col", "endColumn"}


def test_github_says_when_more_was_found_than_it_shows():
    last = "11 errors, of which GitHub shows 10 as annotations\n1 article, 11 segments checked:"
    assert last in written("github", [many(11)])
    assert "of which" not in written("github", [many(10), many(10, Severity.NOTE)])


# GitLab


@every_case
def test_gitlab_is_valid_and_its_fingerprints_are_unique(case):
    violations = json.loads(report("gitlab", case))
    _GITLAB.validate(violations)
    assert len(violations) == len(found(case)) + len(failed(case)) + noticed(case)
    prints = [one["fingerprint"] for one in violations]
    assert len(set(prints)) == len(prints)
    names = {"note": "info", "warning": "minor", "error": "major"}
    rules = [one for one in violations if one["check_name"] not in ("notice", "not-checked")]
    for violation, (finding, _) in zip(rules, found(case), strict=True):
        assert violation["severity"] == names[finding.severity]
        assert violation["location"]["path"] == shown(finding.path)


def test_gitlab_paths_begin_at_the_root_of_the_repository():
    article = _article("./site/a.html", "Una vista.")
    [violation] = json.loads(written("gitlab", [Checked(article, (_finding(article),))]))
    assert violation["location"] == {"path": "site/a.html", "lines": {"begin": 1, "end": 1}}


# JUnit


@every_case
def test_junit_is_valid_and_counts_right(case):
    text = report("junit", case)
    _JUNIT.validate(text)
    suites = ElementTree.fromstring(text)
    assert len(suites) == len(checked(case))
    for suite, item in zip(suites, checked(case), strict=True):
        tests = suite.findall("testcase")
        outcomes = Counter(one.tag for test in tests for one in test)
        assert suite.get("name") == shown(item.article.path)
        assert int(suite.get("tests")) == len(tests) == max(len(item.findings), 1)
        for tag, attribute in (
            ("failure", "failures"),
            ("error", "errors"),
            ("skipped", "skipped"),
        ):
            assert int(suite.get(attribute)) == outcomes[tag]
        severities = Counter(finding.severity for finding in item.findings)
        assert outcomes["skipped"] == severities[Severity.NOTE]
        assert outcomes["failure"] == severities[Severity.WARNING] + severities[Severity.ERROR]
        assert outcomes["error"] == isinstance(item.article, Unreadable)
        output = suite.findtext("system-out", "")
        assert len(output.splitlines()) == len(item.notices)


def test_junit_holds_what_xml_cannot():
    article = replace(_article("a\x01\ufffe.html", "Una vista."), language="e\x00n")
    text = written("junit", [Checked(article, (_finding(article, message="m\x0b]]>\ud800"),))])
    _JUNIT.validate(text)
    assert ElementTree.fromstring(text)[0].get("name") == "a\ufffd\ufffd.html"


# reviewdog


@every_case
def test_rdjson_is_valid_and_complete(case):
    document = json.loads(report("rdjson", case))
    _RDFORMAT.validate(document)
    diagnostics = document["diagnostics"]
    assert len(diagnostics) == len(found(case)) + len(failed(case)) + noticed(case)
    placed = [one for one in diagnostics if "range" in one["location"]]
    names = {"note": "INFO", "warning": "WARNING", "error": "ERROR"}
    for one, (finding, article) in zip(placed, found(case), strict=True):
        assert one["severity"] == names[finding.severity]
        assert one["code"]["value"] == finding.rule
        assert one["location"]["path"] == shown(finding.path)
        start, end = _bytes(article, one["location"]["range"])
        data = article.text.encode()
        assert data[start:end].decode() == article.text[finding.span.start : finding.span.end]


def _bytes(article: Article, place: dict) -> tuple[int, int]:
    """Where a range begins and ends in the UTF-8 of a file."""
    starts = [0, *(one.end() for one in re.finditer(rb"\r\n|\r|\n", article.text.encode()))]
    start, end = (starts[place[k]["line"] - 1] + place[k]["column"] - 1 for k in ("start", "end"))
    return start, end


def test_rdjson_and_sarif_suggest_what_is_spelt_alike_everywhere():
    diagnostics = json.loads(report("rdjson", "fixes"))["diagnostics"]
    fixes = [one["fixes"] for one in sarif(report("sarif", "fixes"))["results"]]
    assert [len(one["suggestions"]) for one in diagnostics] == [1, 0, 0]
    assert [len(one) for one in fixes] == [1, 0, 0]
    [suggestion] = diagnostics[0]["suggestions"]
    [(_, article), *_] = found("fixes")
    start, end = _bytes(article, suggestion["range"])
    data = article.text.encode()
    changed = data[:start] + suggestion["text"].encode() + data[end:]
    assert changed.decode().split("\n")[0] == "A view (Foto: Íñigo)"


# Markdown


_TAGS = {"h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "code", "ul", "li"}
_TAGS |= {"strong"}


def _rendered(text: str) -> str:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(parser.render(text))


@every_case
def test_markdown_shows_everything_and_nothing_else(case):
    """Rendered, it has the tags of the report and the text of the articles."""
    html = _rendered(report("markdown", case))
    assert set(re.findall(r"</?(\w+)", html)) <= _TAGS
    assert "<!--" not in html
    assert html.count("<tr>") == len(found(case)) + html.count("<thead>")
    assert html.count("<li>") == len(failed(case)) + noticed(case)
    assert html.count("<td") == 4 * len(found(case))


def test_markdown_mentions_nobody():
    text = report("markdown", "hostile") + report("markdown", "names")
    assert "@" in text
    assert not re.search(r"[@#](?=\w)(?<!&#)", text)
    assert "://" not in text


def test_markdown_stays_below_the_limit_and_shows_the_severest():
    items = [many(900, Severity.NOTE), many(40), many(900, Severity.WARNING)]
    text = written("markdown", items)
    assert 60_000 < len(text) <= 65_536
    rows = Counter(re.findall(r"\| (error|warning|note) \|", text))
    assert rows["error"] == 40
    assert rows["warning"] > 100
    assert rows["note"] == 0
    missing = f"{1840 - sum(rows.values()):,}".replace(",", " ")
    assert text.endswith(f"\n{missing} lines more, the mildest, would not fit into a comment.\n")


@pytest.mark.parametrize("limit", [2_000, 10_000])
def test_markdown_of_long_names_and_texts_stays_below_its_limit(limit):
    items = []
    for number in range(300):
        article = _article(f"{'folder/' * 20}{number}.html", "*`|<é" * 200)
        items.append(Checked(article, (_finding(article),), ("n" * 500,)))
    assert len(written("markdown", items, max_characters=limit)) <= limit


def test_markdown_of_a_run_that_fits_says_nothing_of_a_limit():
    assert "would not fit" not in written("markdown", [many(3)])


# CSV


@every_case
def test_csv_is_a_line_a_finding(case):
    text = report("csv", case)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(found(case)) + len(failed(case)) + noticed(case)
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1
    placed = [row for row in rows if row["line"]]
    for row, (finding, article) in zip(placed, found(case), strict=True):
        assert (row["rule"], row["severity"]) == (finding.rule, finding.severity)
        assert row["fingerprint"] == finding.fingerprint
        assert article.text.split("\n")[int(row["line"]) - 1]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(tuple("=+-@＝"))]


def test_csv_guards_formulas_and_nothing_else():
    rows = list(csv.DictReader(io.StringIO(report("csv", "hostile"), newline="")))
    guarded = [row["text"].startswith("'") for row in rows]
    assert guarded == [False, False, True, True, True]


# All of them


@pytest.mark.parametrize("name", sorted(set(plugins.names("reporters")) - {"text"}))
def test_every_report_can_be_written_as_utf_8_and_names_what_was_not_checked(name):
    for case in ("unreadable", "control", "hostile", "names"):
        text = report(name, case)
        if name not in ("json", "jsonl"):  # which keep file names as the bytes that they are
            text.encode()
        for article in failed(case):
            words = " ".join(re.sub(r"[\x00-\x1f].*", "", article.reason).split())
            assert words in text


@pytest.mark.parametrize("name", plugins.names("reporters"))
def test_the_same_results_give_the_same_report(name):
    for case in ("names", "levels"):
        assert report(name, case) == report(name, case)


_ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30).map("m{}".format)
_TEXT = st.text(min_size=1, max_size=30).filter(lambda text: text.strip())
_NAME = _ANYTHING.map(lambda text: re.sub(r"[/\0\ud800-\udc7f\udd00-\udfff]", "", text) + ".html")


@settings(max_examples=100, deadline=None, derandomize=True)
@given(_NAME, _TEXT, _ANYTHING, _ANYTHING, st.sampled_from(Severity))
def test_whatever_is_written_is_valid(name, text, message, reference, severity):
    """Names and texts of any characters, among them half surrogate pairs."""
    runs = Source.of(text).cut(0, len(text))
    segment = Segment("caption-1", Kind.CAPTION, runs, image=message)
    article = Article(PurePath("x") / name, text, (segment,), "en")
    references = (Reference(reference, "en", "r.csv:1"),)
    changed = {"message": message, "references": references, "suggestion": reference}
    finding = _finding(article, severity=severity, **changed)
    broken = Checked(Unreadable(article.path, "Broken", message))
    items = [Checked(article, (finding,), (message, reference)), broken]
    [result] = sarif(written("sarif", items))["results"]
    assert _path(result["locations"][0]) == article.path
    _GITLAB.validate(json.loads(written("gitlab", items)))
    _RDFORMAT.validate(json.loads(written("rdjson", items)))
    _JUNIT.validate(written("junit", items))
    assert len(list(csv.reader(io.StringIO(written("csv", items), newline="")))) == 5
    assert written("csv", items).count("\n") == 5
    assert len(_commands(written("github", items))) == 4
    assert set(written("github", items).split("\n")[4:-1]) == {
        f"1 article, 1 segment checked: 1 {severity.value}; 1 file not checked"
    }
    html = _rendered(written("markdown", items))
    assert set(re.findall(r"</?(\w+)", html)) <= _TAGS
    assert (html.count("<td"), html.count("<li>")) == (4, 3)


# From files, by the command line

NAMES = (
    "Über uns & más.html",
    'it\'s "quoted" 100%.html',
    "two\nlines: and, more.html",
    "=cmd|' /C calc'!A0.html",
    "# 1. [x](y) <b> @team `.html",
    "caf\udce9.html",
)


@pytest.fixture
def site(tmp_path):
    """Articles of all kinds of names, a clean one and a broken one."""
    for name in NAMES:
        write(tmp_path / "site" / name, page(SPANISH))
    write(tmp_path / "site" / "clean.html", page(ENGLISH))
    write(tmp_path / "site" / "broken.html", b"\0\0\0\1binary\0")
    return tmp_path


def test_all_formats_at_once_of_files_of_any_name(captioncheck, site):
    names = [name for name in plugins.names("reporters") if name != "text"]
    options = [f"--format={name}=report.{name}" for name in names]
    code, out, _ = captioncheck("audit", "site", "--no-translate", *options, "--format", "text")
    assert code == 2
    assert "broken.html" in out
    assert sorted(path.name for path in site.iterdir()) == sorted(
        ["site", *(f"report.{name}" for name in names)]
    )

    def read(name: str) -> str:
        return (site / f"report.{name}").read_bytes().decode(errors="surrogateescape")

    paths = {f"site/{name}" for name in NAMES}
    printable = {shown(PurePath(path)) for path in paths}
    run = sarif(read("sarif"))
    assert {_path(one["locations"][0]).as_posix() for one in run["results"]} == paths
    assert run["tool"]["driver"]["rules"][0]["help"]["markdown"].startswith("# ")
    assert not run["invocations"][0]["executionSuccessful"]
    violations = json.loads(read("gitlab"))
    _GITLAB.validate(violations)
    assert {one["location"]["path"] for one in violations} == {*printable, "site/broken.html"}
    diagnostics = json.loads(read("rdjson"))
    _RDFORMAT.validate(diagnostics)
    assert len(diagnostics["diagnostics"]) == len(NAMES) + 1
    _JUNIT.validate(read("junit"))
    suites = ElementTree.fromstring(read("junit"))
    everything = {*printable, "site/broken.html", "site/clean.html"}
    assert {suite.get("name") for suite in suites} == everything
    rows = list(csv.DictReader(io.StringIO(read("csv"), newline="")))
    assert len(rows) == len(NAMES) + 1
    files = {properties["file"] for _, properties, _ in _commands(read("github"))}
    assert files == {*printable, "site/broken.html"}
    assert read("markdown").count(SPANISH) == len(NAMES)


@pytest.mark.parametrize("name", plugins.names("reporters"))
def test_a_run_without_findings_is_a_report(captioncheck, tmp_path, name):
    write(tmp_path / "clean.html", page(ENGLISH))
    code, out, err = captioncheck("audit", "clean.html", "--no-translate", "--format", name)
    assert (code, err) == (0, "")
    assert out


# A reference where a caption stands, in formats that spell things each in its own way.
_REFERENCE = "A view of the harbour at dawn, with the fishing boats (Foto: Ana)"
_CAPTION = "Una vista del puerto al amanecer, con los barcos de pesca (Foto: Ana)"
_PLACES = {
    "a.html": f"<html lang=en><p>{BODY}</p><figure><img src=1.jpg>"
    f"<figcaption>{_CAPTION}</figcaption></figure>",
    "b.html": f'<html lang="en"><p>{BODY}</p><img src="1.jpg" alt="{_CAPTION}">',
    "c.md": f"---\nlang: en\n---\n\n{BODY}\n\n![{_CAPTION}](1.jpg)\n",
    "d.json": json.dumps(
        {"language": "en", "body": BODY, "images": [{"src": "1.jpg", "caption": _CAPTION}]},
        ensure_ascii=False,
    ),
}


@pytest.mark.parametrize("name", _PLACES)
def test_what_is_suggested_is_read_as_it_was_meant(captioncheck, tmp_path, name):
    content = write(tmp_path / name, _PLACES[name]).read_text("utf-8")
    entry = {"source": _CAPTION, "language": "en", "text": _REFERENCE}
    write(tmp_path / "r.jsonl", json.dumps(entry))
    audit = ("audit", name, "--references", "r.jsonl", "--no-translate")
    _, out, _ = captioncheck(*audit, "--format", "rdjson")
    [diagnostic] = json.loads(out)["diagnostics"]
    [suggestion] = diagnostic["suggestions"]
    start, end = _bytes(Article(PurePath(name), content, ()), suggestion["range"])
    data = content.encode()
    write(tmp_path / name, data[:start] + suggestion["text"].encode() + data[end:])
    _, before, _ = captioncheck("segments", name)
    assert _REFERENCE in before
    code, out, _ = captioncheck(*audit)
    assert code == 0, out


def test_a_machine_translation_is_no_suggestion():
    article = _article("a.html", "Una vista del puerto.")
    outcome = Translation("A view of the harbour.", "es-en", "fake")
    finding = _finding(article, outcome=outcome, suggestion=outcome.hypothesis)
    [diagnostic] = json.loads(written("rdjson", [Checked(article, (finding,))]))["diagnostics"]
    assert diagnostic["suggestions"] == []
    assert "translation: A view of the harbour." in diagnostic["message"]


@pytest.mark.parametrize(
    ("caption", "reference"),
    [
        ("Una vista del puerto.", 'A "view" of it.'),
        ("Una vista del puerto.", "A view <b>of</b> it."),
        ("Una vista del puerto.", "A view: of it."),
        ("Una vista del puerto.", "1. A view"),
        ("Una vista:del puerto.", "A view: of it."),
        ("Una vista (Foto: Ana Gil)", "A view of the harbour"),
    ],
)
def test_what_would_have_to_be_spelt_or_would_lose_a_credit_is_no_suggestion(caption, reference):
    article = _article("a.html", caption)
    references = (Reference(reference, "en", "r.csv:1"),)
    finding = _finding(article, suggestion=reference, references=references)
    [diagnostic] = json.loads(written("rdjson", [Checked(article, (finding,))]))["diagnostics"]
    assert diagnostic["suggestions"] == []


def test_a_wrong_language_tag_has_a_suggestion(captioncheck, tmp_path):
    body = "\n".join(f"<p>{BODY} {ENGLISH}</p>" for _ in range(5))
    write(tmp_path / "a.html", f'<html lang="es">\n{body}')
    _, out, _ = captioncheck("audit", "a.html", "--no-translate", "--format", "rdjson")
    [diagnostic] = json.loads(out)["diagnostics"]
    assert diagnostic["code"]["value"] == "wrong-page-language"
    place = {"start": {"line": 1, "column": 13}, "end": {"line": 1, "column": 15}}
    assert diagnostic["suggestions"] == [{"range": place, "text": "en"}]
