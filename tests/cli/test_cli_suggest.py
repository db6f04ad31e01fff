"""The patch that `suggest` writes, applied by the tools that people apply it with."""

import json
import shutil
import subprocess

import pytest
from articles import ANOTHER, BODY, ENGLISH, SPANISH, articles, jsonl, one_line, page, write

from checker import trial

HYPOTHESIS = "A view of the port at dawn, with the fishing boats."
# What would be markup somewhere: entities, quotes, emphasis, escapes.
TRICKY = (
    'The "Mar & Sol" <i>harbour</i> of *Vigo* & its [boats] \\ at dawn: the city\'s view_point.'
)
GERMAN = (
    "Der Hafen wurde am Montag nach dem Sturm wieder geöffnet, teilte die Stadt mit. "
    "Die Fischer hatten neun Tage lang auf besseres Wetter gewartet und freuen sich nun. "
    "Die Kosten der Schäden werden auf drei Millionen Euro geschätzt."
)
TOOLS = {
    "patch": ["patch", "-p1", "-s"],
    "git": ["git", "apply", "--whitespace=nowarn"],
}


@pytest.fixture
def suggest(captioncheck, tmp_path):
    """Run `suggest` with a reference for the Spanish caption; the patch and standard error."""

    def run(*arguments, text=ENGLISH, code=0):
        if text:
            entry = {"source": SPANISH, "language": "en", "text": text}
            write(tmp_path / "r.jsonl", jsonl([entry]))
            arguments = (*arguments, "--references", "r.jsonl")
        found, out, err = captioncheck("suggest", *arguments, "--output", "p.diff")
        assert (found, out) == (code, ""), err
        return (tmp_path / "p.diff").read_bytes(), err

    return run


def apply(tmp_path, tool):
    """Apply the patch; skips where the tool is missing."""
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    data = (tmp_path / "p.diff").read_bytes()
    done = subprocess.run(TOOLS[tool], cwd=tmp_path, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


def rules(audit, name, *arguments):
    _, [item], _ = audit(name, *arguments)
    return [finding["rule"] for finding in item["findings"]]


def captions(captioncheck, name):
    _, out, _ = captioncheck("segments", name, "--format", "jsonl")
    return [json.loads(line)["text"] for line in out.splitlines()]


FILES = {
    "text.html": page(SPANISH),
    "attribute.html": f'<html lang="en"><p>{BODY}</p><img src="a.jpg" alt="{SPANISH}">',
    "single.html": f"<html lang='en'><p>{BODY}</p><img src='a.jpg' alt='{SPANISH}'>",
    "lines.html": page(SPANISH.replace(", ", ",\n      ").replace("é", "&eacute;")),
    "crlf.html": page(SPANISH).replace("\n", "\r\n"),
    "cr.html": page(SPANISH).replace("\n", "\r"),
    "unended.html": page(SPANISH).rstrip("\n"),
    "mark.html": "\ufeff" + page(SPANISH),
    "a name.html": page(SPANISH),
    "body.md": f"---\nlang: en\n---\n# Harbour\n\n{BODY}\n\n![{SPANISH}](a.jpg)\n",
    "raw.md": f"---\nlang: en\n---\n{BODY}\n\n<figure><img src='a.jpg'>"
    f"<figcaption>{SPANISH}</figcaption></figure>\n",
    "shortcode.md": f"---\nlang: en\n---\n{BODY}\n\n"
    f'{{{{< figure src="a.jpg" caption="{SPANISH}" >}}}}\n',
    "bare.md": f"---\nlang: en\nimage:\n  src: a.jpg\n  caption: {SPANISH}\n---\n{BODY}\n",
    "double.md": f'---\nlang: en\nimage:\n  src: a.jpg\n  caption: "{SPANISH}"\n---\n{BODY}\n',
    "quoted.md": f"---\nlang: en\nimage:\n  src: a.jpg\n  caption: '{SPANISH}'\n---\n{BODY}\n",
    "block.md": f"---\nlang: en\nimage:\n  src: a.jpg\n  caption: >-\n    {SPANISH}\n---\n{BODY}\n",
    "toml.md": f'+++\nlang = "en"\n[image]\nsrc = "a.jpg"\ncaption = "{SPANISH}"\n+++\n{BODY}\n',
    "plain.json": json.dumps(
        {"language": "en", "body": BODY, "image": "a.jpg", "caption": SPANISH}, ensure_ascii=False
    ),
    "linked.html": f'<html lang="en"><script type="application/ld+json">{{"@type": "ImageObject", '
    f'"contentUrl": "a.jpg", "caption": "{SPANISH}"}}</script><p>{BODY}</p>',
    "cdata.rss": f"<rss version='2.0'><channel><language>en</language><item><title>Harbour</title>"
    f"<description><![CDATA[<p>{BODY}</p><figure><img src='a.jpg'><figcaption>{SPANISH}"
    "</figcaption></figure>]]></description></item></channel></rss>",
    "escaped.rss": f"<rss version='2.0'><channel><language>en</language><item><title>Port</title>"
    f"<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;img src='a.jpg' alt='{SPANISH}'&gt;"
    "</description></item></channel></rss>",
    "story.nitf": f"<nitf><body xml:lang='en'><body.content><p>{BODY}</p><media media-type='image'>"
    f"<media-reference source='a.jpg'/><media-caption>{SPANISH}</media-caption></media>"
    "</body.content></body></nitf>",
    "cues.vtt": f"WEBVTT\nLanguage: en\n\n00:01.000 --> 00:04.000\n{SPANISH}\n",
    "html.json": json.dumps(
        {"language": "en", "body": f"<p>{BODY}</p><img src='a.jpg' alt='{SPANISH}'>"}, indent=1
    ),
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("text", [ENGLISH, TRICKY], ids=["usual", "tricky"])
@pytest.mark.parametrize("name", FILES)
def test_an_applied_patch_mends_what_it_is_for(
    suggest, audit, captioncheck, tmp_path, name, text, tool
):
    file = write(tmp_path / name, FILES[name])
    before = file.read_bytes()
    assert rules(audit, name) == ["foreign-language"]
    said = captions(captioncheck, name)
    diff, err = suggest(name, text=text)
    assert file.read_bytes() == before
    assert "the reference r.jsonl:1 in place of" in err, (err, diff)
    apply(tmp_path, tool)
    assert rules(audit, name) == []
    assert captions(captioncheck, name) == [text if one == SPANISH else one for one in said]
    after = file.read_bytes()
    assert after.count(b"\r\n") == before.count(b"\r\n")
    assert after.endswith(b"\n") == before.endswith(b"\n")
    assert after.startswith(b"\xef\xbb\xbf") == before.startswith(b"\xef\xbb\xbf")


def test_the_patch_goes_to_standard_output_and_what_it_does_to_the_other(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    write(
        tmp_path / "a.html.captions.jsonl",
        jsonl([{"image": "img/1.jpg", "language": "en", "kind": "caption", "text": ENGLISH}]),
    )
    code, out, err = captioncheck("suggest", "a.html")
    first, second = page(SPANISH).splitlines()
    assert code == 0
    assert out == (
        "--- a/a.html\n+++ b/a.html\n@@ -1,2 +1,2 @@\n"
        f" {first}\n-{second}\n+{second.replace(SPANISH, ENGLISH)}\n"
    )
    assert err == (
        "a.html:2: foreign-language: the reference a.html.captions.jsonl:1 "
        "in place of the caption\n"
    )


@pytest.mark.parametrize("tool", TOOLS)
def test_the_bytes_of_another_encoding_stay(suggest, audit, tmp_path, tool):
    head = "<html lang=en><meta charset=iso-8859-1>\n<p>Señor Núñez said: “yes”.</p>\n"
    article = head.replace("“", '"').replace("”", '"') + page(SPANISH, language=None)
    file = write(tmp_path / "a.html", article.encode("latin-1"))
    suggest("a.html", text="A view of the café at dawn.")
    apply(tmp_path, tool)
    expected = article.replace(SPANISH, "A view of the café at dawn.")
    assert file.read_bytes() == expected.encode("latin-1")
    assert rules(audit, "a.html") == []


def test_characters_that_an_encoding_does_not_have_are_left_out(suggest, tmp_path):
    article = "<html lang=en><meta charset=iso-8859-1>\n<p>Núñez.</p>" + page(
        SPANISH, language=None
    )
    write(tmp_path / "a.html", article.encode("latin-1"))
    diff, err = suggest("a.html", text="A view of the port of Łódź at dawn.")
    assert diff == b""
    assert "left out: the file's encoding" in err


def test_one_that_does_not_hold_has_few_of_the_others_tried_alone(suggest, tmp_path, monkeypatch):
    reads = []
    real = trial.read_bytes
    monkeypatch.setattr(trial, "read_bytes", lambda *given: reads.append(0) or real(*given))
    texts = [f"{SPANISH} {number}" for number in range(32)]
    entries = [
        {"source": text, "language": "en", "text": f"{ENGLISH} {number}"}
        for number, text in enumerate(texts)
    ]
    entries[20]["text"] = "A view of the port of Łódź at dawn."
    write(tmp_path / "many.jsonl", jsonl(entries))
    article = "<html lang=en><meta charset=iso-8859-1>\n<p>Núñez.</p>" + page(*texts, language=None)
    write(tmp_path / "a.html", article.encode("latin-1"))
    diff, err = suggest("a.html", "--references", "many.jsonl", text=None)
    assert err.count("left out: the file's encoding") == 1
    assert diff.count(ENGLISH.encode()) == 31
    assert len(reads) < 12


def test_utf_16_is_left_out(suggest, tmp_path):
    write(tmp_path / "a.html", page(SPANISH).encode("utf-16"))
    diff, err = suggest("a.html")
    assert diff == b""
    assert "left out: its encoding has no place in a patch" in err


def test_a_machine_translation_only_when_asked_for_and_marked_as_one(
    suggest, audit, phrasebook, tmp_path
):
    phrasebook({SPANISH: HYPOTHESIS})
    write(tmp_path / "a.html", page(SPANISH))
    diff, err = suggest("a.html", text=None)
    assert diff == b""
    assert err == (
        "a.html:2: foreign-language: left out: there is only a machine translation; "
        "--machine takes it\n"
    )
    diff, err = suggest("a.html", "--machine", text=None)
    assert err == (
        "a.html:2: foreign-language: a machine translation (fake) in place of the caption\n"
    )
    assert HYPOTHESIS in diff.decode()
    diff, _ = suggest("a.html", "--machine")
    assert ENGLISH in diff.decode()
    assert HYPOTHESIS not in diff.decode()


@pytest.mark.parametrize(
    ("caption", "text", "reason"),
    [
        (SPANISH.replace("puerto", "<em>puerto</em>"), ENGLISH, "there is markup inside it"),
        (SPANISH.replace("puerto", "puerto<!-- b -->"), ENGLISH, "there is markup inside it"),
        (f"{SPANISH} (Foto: Íñigo Peña)", ENGLISH, "its credit would be lost"),
        (SPANISH, "A view of the {{ harbour }} at dawn.", "would not say what is suggested"),
    ],
)
def test_what_is_not_safe_is_left_out_with_the_reason(
    captioncheck, tmp_path, caption, text, reason
):
    write(tmp_path / "a.html", page(caption))
    entry = {"image": "img/1.jpg", "kind": "caption", "language": "en", "text": text}
    write(tmp_path / "r.jsonl", jsonl([entry]))
    code, out, err = captioncheck("suggest", "a.html", "--references", "r.jsonl")
    assert (code, out) == (0, "")
    assert err.startswith("a.html:2: foreign-language: left out: ")
    assert reason in err
    assert captioncheck("suggest", "a.html", "--references", "r.jsonl", "--quiet") == (0, "", "")


def test_a_text_marked_with_its_language_is_left_out(suggest, tmp_path):
    write(tmp_path / "a.html", page(SPANISH).replace("<figcaption", '<figcaption lang="es"'))
    diff, err = suggest("a.html")
    assert diff == b""
    assert "left out: it is marked as 'es'" in err


@pytest.mark.parametrize("tool", TOOLS)
def test_wrong_tags_are_replaced(suggest, audit, tmp_path, tool):
    article = page(f"<span lang='de'>{ENGLISH}</span>").replace("<html", "<!doctype html>\n<html")
    write(tmp_path / "part.html", article)
    write(tmp_path / "page.html", page(language="en-US", body=GERMAN))
    write(tmp_path / "page.md", f"---\nlang: en\n---\n{GERMAN}\n")
    before = [rules(audit, name) for name in ("part.html", "page.html", "page.md")]
    assert before == [["wrong-part-language"], ["wrong-page-language"], ["wrong-page-language"]]
    diff, err = suggest("part.html", "page.html", "page.md", text=None)
    assert "wrong-part-language: 'en' in place of 'de'" in err
    assert "wrong-page-language: 'de' in place of 'en-US'" in err
    assert b'+<html lang="de">' in diff
    assert b"+lang: de" in diff
    apply(tmp_path, tool)
    assert [rules(audit, name) for name in ("part.html", "page.html", "page.md")] == [[], [], []]


@pytest.mark.parametrize("tool", TOOLS)
def test_passages_are_marked_where_it_is_asked_for(suggest, audit, tmp_path, tool):
    said = "“La ciudad recuperará su puerto antes de que llegue el verano”"
    article = page(body=f"{BODY} The mayor said: {said}, and nobody there doubted her word.")
    write(tmp_path / "a.html", f'{article}<img src="b.jpg" alt="{SPANISH}">')
    select = ("--select", "undeclared-part-language")
    assert rules(audit, "a.html", *select) == ["undeclared-part-language"] * 2
    diff, err = suggest("a.html", *select, text=None)
    assert '<span lang="es">' in diff.decode()
    assert "undeclared-part-language: marked as 'es'" in err
    assert "left out: the file, read again with it" in err  # an attribute holds no markup
    apply(tmp_path, tool)
    assert rules(audit, "a.html", *select) == ["undeclared-part-language"]


def test_the_other_rules_of_texts(captioncheck, phrasebook, audit, tmp_path):
    other = "El gato duerme sobre el tejado de la casa vieja."
    cat = "The cat sleeps on the roof of the old house in the village."
    phrasebook({SPANISH: "A view of the port.", other: cat})
    dated = "The harbour opened again on 14 July 2015 after the storm."
    write(tmp_path / "en/a.html", page(SPANISH, dated, other))
    write(tmp_path / "es/a.html", page(SPANISH, language="es", body="Nada."))
    another = "Ministers sign new budget law after a long night of talks."
    texts = [ENGLISH, dated.replace("14", "24"), another]
    entries = [
        {"image": f"img/{number}.jpg", "kind": "caption", "language": "en", "text": text}
        for number, text in enumerate(texts, 1)
    ]
    write(tmp_path / "r.jsonl", jsonl(entries))
    select = ("--select", "untranslated", "--select", "fact-mismatch")
    select += ("--select", "inconsistent-translation", "--references", "r.jsonl")
    code, out, err = captioncheck("suggest", "en", *select)
    assert code == 0
    rules_of = [line.split(": ")[1] for line in err.splitlines()]
    assert rules_of == ["untranslated", "fact-mismatch", "inconsistent-translation"]
    write(tmp_path / "p.diff", out)
    apply(tmp_path, "patch")
    assert rules(audit, "en/a.html", *select) == []


def test_hunks_of_a_long_file_and_of_several_files(captioncheck, suggest, audit, tmp_path):
    rows = [f"<p>{BODY}</p>"] * 30
    rows[3] = rows[20] = rows[21] = (
        f"<figure><img src=a.jpg><figcaption>{SPANISH}</figcaption></figure>"
    )
    for name in ("sub/a.html", "sub/b.html"):
        write(tmp_path / name, '<html lang="en">\n' + "\n".join(rows) + "\n")
    diff, _ = suggest("sub")
    assert diff.decode().count("@@ -") == 4
    apply(tmp_path, "patch")
    assert rules(audit, "sub/a.html") == rules(audit, "sub/b.html") == []


def test_nothing_to_change(suggest, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH))
    assert suggest("a.html", text=None) == (b"", "")


def test_what_cannot_be_done(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH, ANOTHER))
    code, _, err = captioncheck("suggest", "-")
    assert code == 2
    assert "name them" in one_line(err)
    code, _, err = captioncheck("suggest", "missing.html")
    assert code == 2
    assert "no such file" in err
    _, out, err = captioncheck(
        "suggest", tmp_path.parent / tmp_path.name / "a.html", "--no-translate"
    )
    assert out == ""
    assert err.count("left out: there is no reference") == 2
    assert len(articles(captioncheck("audit", "a.html", "--format", "jsonl")[1])) == 1
