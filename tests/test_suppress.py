"""Suppressions in each format's own comments: what they cover, and what they leave alone."""

import json
import re
from itertools import product
from pathlib import PurePath
from time import process_time

import pytest
from articles import ANOTHER, BODY, ENGLISH, SPANISH

from captions import plugins
from captions.article import Article
from captions.comment import NAME, Comment
from captions.reader import Commented
from captions.span import Span
from checker.check import check_window
from checker.finding import Finding, Severity
from checker.suppress import silence
from checker.suppression import Reach

HEAD = f'<html lang="en"><p>{BODY}</p>\n'
MATTER = f"---\nlang: en\n---\n{BODY}\n\n"


def _caption(text, comment=""):
    return f'<figure><img src="1.jpg"><figcaption>{text}{comment}</figcaption></figure>\n'


# name, article, suppressed texts, texts that are reported all the same
CASES = {
    "in the element": (
        "a.html",
        HEAD + _caption(SPANISH, " <!-- captioncheck: ignore --> ") + _caption(ANOTHER),
        [SPANISH], [ANOTHER],
    ),
    "in the element, on one line with another": (
        "a.html",
        (HEAD + _caption(SPANISH, "<!-- captioncheck: ignore -->") + _caption(ANOTHER)).replace(
            "\n", ""
        ),
        [SPANISH], [ANOTHER],
    ),
    "behind an emphasis in the element": (
        "a.html",
        HEAD + _caption(f"<em>{SPANISH}</em>\n", "<!-- captioncheck: ignore -->\n")
        + _caption(ANOTHER),
        [SPANISH], [ANOTHER],
    ),
    "on the line of an attribute": (
        "a.html",
        HEAD + f'<img src="1.jpg" alt="{SPANISH}"> <!-- captioncheck: ignore -->\n'
        f'<img src="2.jpg" alt="{ANOTHER}">',
        [SPANISH], [ANOTHER],
    ),
    "on a line of its own": (
        "a.html",
        HEAD + "<!-- captioncheck: ignore foreign-language -->\n"
        "<figure>\n<img src='1.jpg'>\n\n" + f"<figcaption>{SPANISH}</figcaption></figure>\n"
        + _caption(ANOTHER),
        [SPANISH], [ANOTHER],
    ),
    "the next line": (
        "a.html",
        HEAD + f"<p>{ENGLISH}</p> <!-- captioncheck: ignore-next-line -->\n\n"
        + _caption(SPANISH) + _caption(ANOTHER),
        [SPANISH], [ANOTHER],
    ),
    "a block": (
        "a.html",
        HEAD + "<!-- captioncheck: off -->" + _caption(SPANISH) + "<!-- captioncheck: on -->"
        + _caption(ANOTHER),
        [SPANISH], [ANOTHER],
    ),
    "a block of one rule": (
        "a.html",
        HEAD + "<!-- captioncheck: ignore-start language -->" + _caption(SPANISH)
        + "<!-- captioncheck: ignore-end language -->" + _caption(ANOTHER),
        [SPANISH], [ANOTHER],
    ),
    "a block that is never ended": (
        "a.html",
        HEAD + _caption(SPANISH) + "<!-- captioncheck: off -->" + _caption(ANOTHER),
        [ANOTHER], [SPANISH],
    ),
    "a whole file": (
        "a.html",
        HEAD + _caption(SPANISH) + _caption(ANOTHER) + "<!-- captioncheck: ignore-file -->",
        [SPANISH, ANOTHER], [],
    ),
    "another rule": (
        "a.html",
        HEAD + _caption(SPANISH, "<!-- captioncheck: ignore foreign-passage, untranslated -->"),
        [], [SPANISH],
    ),
    "a group and a reason": (
        "a.html",
        HEAD + _caption(SPANISH, "<!-- captioncheck: ignore language -- foreign-passage -->"),
        [SPANISH], [],
    ),
    "in a script, where it is none": (
        "a.html",
        HEAD + '<script>"<!-- captioncheck: ignore-file -->"</script>' + _caption(SPANISH),
        [], [SPANISH],
    ),
    "as text, where it is none": (
        "a.html",
        HEAD + "<p>Write &lt;!-- captioncheck: ignore-file --&gt; here.</p>" + _caption(SPANISH),
        [], [SPANISH],
    ),
    "behind an empty title of a drawing": (
        "a.html",
        HEAD + "<svg><title/><path/></svg>" + _caption(SPANISH, "<!-- captioncheck: ignore -->"),
        [SPANISH], [],
    ),
    "behind what is no comment in raw text": (
        "a.html",
        HEAD + "<textarea><!-- captioncheck: ignore-file --></textarea>" + _caption(SPANISH),
        [], [SPANISH],
    ),
    "CR": (
        "a.html",
        (HEAD + "<!-- captioncheck: ignore -->\n" + _caption(SPANISH) + _caption(ANOTHER)).replace(
            "\n", "\r"
        ),
        [SPANISH], [ANOTHER],
    ),
    "Markdown, above a paragraph that is wrapped": (
        "a.md",
        MATTER + "<!-- captioncheck: ignore foreign-language -->\n"
        + SPANISH.replace(", ", ",\n") + f"\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "Markdown, behind a picture": (
        "a.md",
        MATTER + f"![{SPANISH}](1.jpg) <!-- captioncheck: ignore -->\n\n![{ANOTHER}](2.jpg)\n",
        [SPANISH], [ANOTHER],
    ),
    "Markdown, a definition that nothing refers to": (
        "a.md",
        MATTER + f"[//]: # (captioncheck: ignore)\n\n{SPANISH}\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "Markdown, in a quotation": (
        "a.md",
        MATTER + f"> <!-- captioncheck: ignore -->\n> {SPANISH}\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "Markdown, in a directive": (
        "a.md",
        MATTER + f"```{{note}}\n<!-- captioncheck: ignore -->\n{SPANISH}\n```\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "Markdown, in code, where it is none": (
        "a.md",
        MATTER + "```\n<!-- captioncheck: ignore-file -->\n```\n\n"
        "Write `<!-- captioncheck: ignore-file -->` to ``leave ` it "
        "<!-- captioncheck: ignore-file --> out``.\n\n    <!-- captioncheck: ignore-file -->\n\n"
        + SPANISH,
        [], [SPANISH],
    ),
    "MDX": (
        "a.mdx",
        MATTER + f"{{/* captioncheck: ignore */}}\n\n{SPANISH}\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "Hugo": (
        "a.md",
        MATTER + f"{{{{/* captioncheck: ignore */}}}}\n\n{SPANISH}\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "front matter in YAML": (
        "a.md",
        "---\nlang: en\ncaptioncheck: {ignore: [foreign-language]}\n---\n"
        f"{BODY}\n\n{SPANISH}\n\n{ANOTHER}\n",
        [SPANISH, ANOTHER], [],
    ),
    "front matter in TOML": (
        "a.md",
        f'+++\nlang = "en"\n[captioncheck]\nignore = "language"\n+++\n{BODY}\n\n{SPANISH}\n',
        [SPANISH], [],
    ),
    "front matter in TOML, a dotted key": (
        "a.md",
        f'+++\nlang = "en"\ncaptioncheck.ignore = ["language"]\n+++\n{BODY}\n\n{SPANISH}\n',
        [SPANISH], [],
    ),
    "front matter in JSON": (
        "a.md",
        json.dumps({"lang": "en", "captioncheck": "ignore-file"}, indent=1)
        + f"\n\n{BODY}\n\n{SPANISH}\n",
        [SPANISH], [],
    ),
    "front matter that YAML itself would refuse": (
        "a.md",
        "---\nlang: en\ndate: 2026-13-45\nnav: !ref x\ncaptioncheck:\n  ignore: true\n---\n"
        f"{BODY}\n\n{SPANISH}\n",
        [SPANISH], [],
    ),
    "a comment in front matter": (
        "a.md",
        f"---\nlang: en\ntitle: {SPANISH}  # captioncheck: ignore\n"
        f"description: {ANOTHER}\n---\n{BODY}\n",
        [SPANISH], [ANOTHER],
    ),
    "reStructuredText": (
        "a.rst",
        f":lang: en\n\n{BODY}\n\n.. captioncheck: ignore foreign-language\n\n"
        f".. figure:: 1.jpg\n\n   {SPANISH}\n\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "reStructuredText, a block": (
        "a.rst",
        f":lang: en\n\n{BODY}\n\n..\n   captioncheck: off\n\n{SPANISH}\n\n.. captioncheck: on\n\n"
        f"{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
    "JSON, an object": (
        "a.json",
        json.dumps({
            "lang": "en", "body": BODY, "images": [
                {"caption": SPANISH, "captioncheck": {"ignore": ["foreign-language"]}},
                {"caption": ANOTHER},
            ],
        }),
        [SPANISH], [ANOTHER],
    ),
    "JSON, all of it": (
        "a.json",
        json.dumps({"captioncheck": "ignore", "lang": "en", "body": BODY, "caption": SPANISH}),
        [SPANISH], [],
    ),
    "NITF": (
        "a.nitf",
        f'<nitf xml:lang="en"><body><body.content><p>{BODY}</p>\n'
        f"<p>{SPANISH}</p> <!-- captioncheck: ignore -->\n<p>{ANOTHER}</p></body.content></body>"
        "</nitf>",
        [SPANISH], [ANOTHER],
    ),
    "PO": (
        "a.po",
        'msgid ""\nmsgstr "Language: en\\n"\n\n'
        f'# captioncheck: ignore foreign-language\n#: a.c:1\nmsgid "a"\nmsgid_plural "b"\n'
        f'msgstr[0] "{SPANISH}"\nmsgstr[1] "{SPANISH}"\n\nmsgid "c"\nmsgstr "{ANOTHER}"\n',
        [SPANISH, SPANISH], [ANOTHER],
    ),
    "XLIFF": (
        "a.xlf",
        '<xliff version="1.2"><file source-language="de" target-language="en"><body>'
        f"<trans-unit id='1'><source>x</source><target>{SPANISH}</target>"
        "<note>captioncheck: ignore</note></trans-unit>"
        f"<trans-unit id='2'><source>y</source><target>{ANOTHER}</target></trans-unit>"
        "</body></file></xliff>",
        [SPANISH], [ANOTHER],
    ),
    "WebVTT": (
        "a.vtt",
        "WEBVTT\nLanguage: en\n\nNOTE captioncheck: ignore-next-line\n\n"
        f"00:01.000 --> 00:02.000\n{SPANISH}\n\n00:02.000 --> 00:03.000\n{ANOTHER}\n",
        [SPANISH], [ANOTHER],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_case(case, read_article, tools):
    name, content, suppressed, kept = CASES[case]
    [checked] = check_window([read_article(name, content)], tools)
    article = checked.article
    reported = [one for one in checked.findings if one.rule != "unused-suppression"]
    assert [one.text(article) for one in checked.suppressed] == suppressed
    assert [one.text(article) for one in reported] == kept
    assert checked.notices == ()


@pytest.mark.parametrize("case", CASES)
def test_line_ends_change_nothing(case, read_article, tools):
    name, content, suppressed, kept = CASES[case]
    content = re.sub(r"\r\n|\r|\n", "\r\n", content)
    [checked] = check_window([read_article(name, content)], tools)
    reported = [one for one in checked.findings if one.rule != "unused-suppression"]
    assert [one.text(checked.article) for one in checked.suppressed] == suppressed
    assert [one.text(checked.article) for one in reported] == kept


@pytest.mark.parametrize("case", CASES)
def test_without_comments_all_of_it_is_reported(case, read_article, tools):
    """So that each case can fail: with another name in its comments it silences nothing."""
    name, content, suppressed, kept = CASES[case]
    [checked] = check_window([read_article(name, content.replace(NAME, "othertool"))], tools)
    texts = [one.text(checked.article) for one in checked.findings]
    assert sorted(texts) == sorted([*suppressed, *kept])
    assert checked.suppressed == ()


@pytest.mark.parametrize("case", CASES)
def test_comments_lie_where_they_say(case, read_article):
    name, content, *_ = CASES[case]
    article = read_article(name, content)
    for comment in article.comments:
        assert NAME in article.text[comment.span.start : comment.span.end]
        if comment.scope:
            assert 0 <= comment.scope.start < comment.scope.end <= len(article.text)


@pytest.mark.parametrize(
    ("comment", "notice"),
    [
        ("ignore foreign-langage", "no rule or group is called 'foreign-langage': did you mean "
         "'foreign-language'?"),
        ("ignore foreign_language", "no rule or group is called 'foreign_language': did you mean "
         "'foreign-language'?"),
        ("ingore foreign-language", "no comment can ask for 'ingore': did you mean 'ignore'?"),
        ("", "no comment can ask for '': valid are ignore, ignore-next-line, ignore-start, "
         "ignore-end, ignore-file, off, on"),
        ("on", "there is nothing to end: nothing is off here"),
        ("on foreign-language", "there is nothing to end: foreign-language is not off here"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_told(comment, notice, read_article, tools):
    content = HEAD + _caption(SPANISH, f" <!-- captioncheck: {comment} -->")
    [checked] = check_window([read_article("a.html", content)], tools)
    assert checked.notices == (f"line 2: {notice}",)
    assert [one.rule for one in checked.findings] == ["foreign-language"]


def test_a_broken_key_is_told(read_article, tools):
    content = json.dumps({"captioncheck": {"ingore": ["x"]}, "lang": "en", "body": BODY})
    [checked] = check_window([read_article("a.json", content)], tools)
    assert checked.notices == ("line 1: no comment can ask for 'ingore': did you mean 'ignore'?",)


def test_every_reader_of_a_format_with_comments_is_asked_for_them():
    silent = {"photo", "srt", "text"}  # of which none has comments
    for name in plugins.names("readers"):
        assert isinstance(plugins.create("readers", name), Commented) is (name not in silent)


def test_two_unused_words_of_a_comment_are_two_findings(read_article, tools):
    content = HEAD + _caption(ENGLISH, " <!-- captioncheck: ignore language, foreign-language -->")
    [checked] = check_window([read_article("a.html", content)], tools)
    assert [one.rule for one in checked.findings] == ["unused-suppression"] * 2
    assert len({one.fingerprint for one in checked.findings}) == 2


def test_joined_spans_meet_what_one_of_them_meets():
    spans = [Span(*ends) for ends in product(range(5), repeat=2) if ends[0] <= ends[1]]
    for three in product(spans, repeat=3):
        reach = Reach(("rule", span) for span in three)
        for asked in spans:
            alone = any(one.start < asked.end and asked.start < one.end for one in three)
            assert reach.meets("rule", asked) is alone, (three, asked)
    assert not reach.meets("other", Span(0, 5))


@pytest.mark.parametrize("asked", ["ignore", ":ignorre"], ids=["followed", "told of"])
def test_many_comments_take_no_longer_each(asked):
    count = 20_000
    line = f"<p>x <!-- captioncheck{asked} -->\n"
    starts = range(0, count * len(line), len(line))
    article = Article(
        PurePath("a.html"),
        line * count,
        (),
        "en",
        "option",
        comments=tuple(Comment(asked, Span(at + 5, at + len(line) - 1)) for at in starts),
    )
    findings = [
        Finding("foreign-language", Severity.ERROR, article.path, Span(at + 3, at + 4), None, "", 1)
        for at in starts
    ]
    begun = process_time()
    silenced = silence(findings, article, [], frozenset(["foreign-language"]))
    assert process_time() - begun < 10  # the square of them takes minutes
    assert len(silenced.suppressed if asked == "ignore" else silenced.notices) == count
