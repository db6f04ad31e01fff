"""`audit` on files, folders, globs and standard input; exit codes; rules chosen; other commands."""

import json
import subprocess
import sys
from dataclasses import fields

import pytest
from articles import ANOTHER, BODY, ENGLISH, SPANISH, one_line, page, parse, write

from captions import plugins


def test_a_clean_article(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH))
    code, out, err = captioncheck("audit", "a.html")
    assert (code, err) == (0, "")
    assert out == "1 article, 2 segments checked: no findings\n"


def test_a_foreign_caption(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    code, out, err = captioncheck("audit", "a.html", "--no-translate")
    assert (code, err) == (1, "")
    _, first, *_ = out.splitlines()
    assert first.startswith("a.html:2:42: error: Spanish caption ")
    assert first.endswith("[foreign-language]")
    assert SPANISH in out
    assert out.endswith("1 article, 2 segments checked: 1 error\n")


def test_several_files_come_in_the_order_of_the_arguments(audit, tmp_path):
    write(tmp_path / "b.html", page(SPANISH))
    write(tmp_path / "a.html", page(ENGLISH))
    code, found, _ = audit("b.html", "a.html")
    assert code == 1
    assert [item["path"] for item in found] == ["b.html", "a.html"]
    assert [len(item["findings"]) for item in found] == [1, 0]


def test_a_file_named_twice_is_checked_once(audit, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH))
    _, found, _ = audit("a.html", "a.html", "./a.html", ".")
    assert len(found) == 1


def test_options_may_stand_between_paths(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH))
    write(tmp_path / "b.html", page(ENGLISH))
    code, out, _ = captioncheck("audit", "a.html", "--no-translate", "b.html")
    assert code == 0
    assert out.startswith("2 articles")


def test_a_folder_gives_its_articles_sorted_and_nothing_else(audit, tmp_path):
    for name in ("z.html", "b/a.md", "b/c.txt", "a.json", "no.css", ".hidden.html", "x/no.py"):
        write(tmp_path / "site" / name, "{}" if name.endswith("json") else BODY)
    code, found, _ = audit("site", "--language", "en")
    assert code == 0
    assert [item["path"] for item in found] == [
        "site/a.json", "site/z.html", "site/b/a.md", "site/b/c.txt",
    ]  # fmt: skip


def test_a_folder_leaves_out_what_git_ignores(audit, tmp_path):
    write(tmp_path / "site/.gitignore", "drafts/\n*.tmp.md\n")
    for name in ("a.md", "drafts/b.md", "c.tmp.md"):
        write(tmp_path / "site" / name, BODY)
    _, found, _ = audit("site", "--language", "en")
    assert [item["path"] for item in found] == ["site/a.md"]


def test_a_glob(audit, tmp_path):
    for name in ("a.html", "b/c.html", "b/d.md"):
        write(tmp_path / name, page(ENGLISH))
    assert [item["path"] for item in audit("*.html")[1]] == ["a.html"]
    assert [item["path"] for item in audit("**/*.html")[1]] == ["a.html", "b/c.html"]


def test_a_file_whose_name_looks_like_a_glob(audit, tmp_path):
    write(tmp_path / "[a].html", page(ENGLISH))
    write(tmp_path / "a.html", page(ENGLISH))
    assert [item["path"] for item in audit("[a].html")[1]] == ["[a].html"]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("b.html", page(SPANISH), (2, 42)),
        ("b.md", f"---\nlang: en\n---\n{BODY}\n\n![{SPANISH}](a.jpg)\n", (6, 3)),
        ("b.json", json.dumps({"lang": "en", "caption": SPANISH}), (1, 28)),
    ],
)
def test_standard_input_is_read_as_its_name_says(audit, stdin, name, content, place):
    stdin(content)
    code, [item], _ = audit("-", "--stdin-filename", name)
    assert code == 1
    [finding] = item["findings"]
    assert item["path"] == finding["path"] == name
    assert (finding["line"], finding["column"]) == place


def test_standard_input_is_plain_text_unless_it_is_told(audit, stdin):
    stdin(f"Harbour open again\n\n{BODY} {BODY}\n")
    code, [item], _ = audit("-")
    assert code == 0
    assert item["path"] == "stdin.txt"
    assert item["language"] == "en"


def test_standard_input_is_checked_as_the_file_of_its_name_would_be(audit, stdin, tmp_path):
    """Its languages by configuration, its references and its editions, as an editor needs it."""
    write(tmp_path / "captioncheck.toml", '[languages]\n"content/en/*" = "en"\n')
    write(tmp_path / "content/en/a.html", page(ENGLISH))
    write(tmp_path / "content/es/a.html", page(SPANISH).replace("en", "es", 1))
    write(
        tmp_path / "content/en/a.html.captions.jsonl",
        json.dumps({"image": "img/1.jpg", "language": "en", "text": ENGLISH}),
    )
    stdin(page(SPANISH))
    code, [item], _ = audit("-", "--stdin-filename", "content/en/a.html")
    assert code == 1
    assert (item["path"], item["language_source"]) == ("content/en/a.html", "config")
    [finding] = item["findings"]
    assert finding["rule"] == "untranslated"
    assert finding["suggestion"] == ENGLISH


def test_standard_input_that_is_broken(audit, stdin):
    stdin(b"\0\1\2")
    code, [item], _ = audit("-")
    assert code == 2
    assert item["failure"]["kind"] == "UndecodableText"


@pytest.mark.parametrize("arguments", [("nothing",), ("*.html",), ("nothing", "no*.md")])
def test_no_articles_is_3(captioncheck, tmp_path, arguments):
    tmp_path.joinpath("nothing").mkdir()
    code, out, err = captioncheck("audit", *arguments)
    assert (code, out) == (3, "")
    lines = err.splitlines(keepends=True)
    for argument, line in zip(arguments, lines, strict=True):
        assert one_line(line).startswith(f"{argument}: no articles")


WARNING = page(body="Los barcos de pesca vuelven al puerto después de la tormenta del lunes.")
NOTE = page().replace("</p>", f'</p><img src="a.jpg" alt="{SPANISH}" lang="es">')


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (page(ENGLISH), {"error": 0, "warning": 0, "note": 0, "never": 0}),
        (NOTE, {"error": 0, "warning": 0, "note": 1, "never": 0}),
        (WARNING, {"error": 0, "warning": 1, "note": 1, "never": 0}),
        (page(SPANISH), {"error": 1, "warning": 1, "note": 1, "never": 0}),
    ],
    ids=["clean", "note", "warning", "error"],
)
@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_exit_code_by_fail_on_whatever_the_format(captioncheck, tmp_path, content, codes, form):
    write(tmp_path / "a.html", content)
    for level, expected in codes.items():
        code, _, err = captioncheck(
            "audit", "a.html", "--no-translate", "--fail-on", level, "--format", form
        )
        assert (code, err) == (expected, ""), level


def test_fail_on_never_does_not_hide_a_failure(audit):
    assert audit("missing.html", "--fail-on", "never")[0] == 2


def test_language_of_the_option_counts_before_that_of_the_file(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH, language="de", body=ANOTHER))
    code, [item], _ = audit("a.html", "--language", "es_MX")
    assert code == 0
    assert (item["language"], item["language_source"]) == ("es-MX", "option")


def test_an_unknown_language_is_a_notice_and_no_finding(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH, language="ber"))
    code, [item], _ = audit("a.html")
    assert code == 0
    assert item["findings"] == []
    assert "does not know" in item["notices"][0]


def test_select_and_ignore(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    assert audit("a.html", "--select", "foreign-language")[0] == 1
    assert audit("a.html", "--select", "language")[0] == 1
    assert audit("a.html", "--select", "localisation")[0] == 0
    assert audit("a.html", "--ignore", "foreign-language")[0] == 0
    assert audit("a.html", "--ignore", "localisation")[0] == 1
    assert audit("a.html", "--select", "localisation", "--select", "language")[0] == 1


def test_the_report_names_the_rules_that_ran(captioncheck, tmp_path):
    write(tmp_path / "a.html", page())
    _, out, _ = captioncheck("audit", "a.html", "--format", "jsonl", "--select", "foreign-language")
    assert parse(out)[0]["rules"] == ["foreign-language"]


def test_rules_about_accessibility_are_asked_for(captioncheck, tmp_path):
    write(tmp_path / "a.html", page())

    def ran(*options):
        return set(
            parse(captioncheck("audit", "a.html", "--format", "jsonl", *options)[1])[0]["rules"]
        )

    asked = {"missing-page-language", "undeclared-part-language"}
    assert ran() == set(plugins.names("rules")) - asked
    assert ran("--extend-select", "accessibility") == set(plugins.names("rules"))
    assert ran("--select", "accessibility") == asked
    localisation = ran("--select", "localisation")
    assert {"inconsistent-translation", "untranslated"} <= localisation
    rest = localisation | asked | {"unused-suppression"}
    assert ran("--extend-select", "accessibility", "--ignore", "language") == rest


def test_no_rule_left(captioncheck, tmp_path):
    write(tmp_path / "a.html", page())
    code, _, err = captioncheck("audit", "a.html", "--select", "language", "--ignore", "language")
    assert code == 2
    assert "no rule" in one_line(err)


def test_quiet_leaves_out_the_summary(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH))
    assert captioncheck("audit", "a.html", "--quiet") == (0, "", "")


def test_the_other_detector(audit, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    code, [item], _ = audit("a.html", "--detector", "langdetect")
    assert code == 1
    assert item["findings"][0]["language"] == "es"


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ((), ["COMMAND"]),
        (("audti",), ["'audti'", "did you mean 'audit'?"]),
        (("xyz",), ["'xyz'", "audit", "segments", "explain"]),
        (("models", "lst"), ["'lst'", "did you mean 'list'?"]),
        (("suggest", "a.html", "--baseline", "b.json"), ["--baseline", "of other commands"]),
        (("cache", "--config", "none.toml"), ["--config", "of other commands"]),
        (("audit",), ["PATH"]),
        (("audit", "a.html", "--langauge", "en"), ["--langauge"]),
        (("audit", "a.html", "--lang", "en"), ["--lang"]),
        (("audit", "a.html", "--output"), ["--output"]),
        (("audit", "a.html", "--fail-on", "eror"), ["fail-on", "'error'"]),
        (("audit", "a.html", "--fail-on", "fatal"), ["error, warning, note, never"]),
        (("audit", "a.html", "--format", "jsno"), ["'jsno'", "'json'"]),
        (("audit", "a.html", "--format", "sarifx"), ["'sarif'"]),
        (("audit", "a.html", "--format", "xyz"), ["junit", "text"]),
        (("audit", "a.html", "--select", "foreign-langauge"), ["'foreign-language'"]),
        (
            ("audit", "a.html", "--ignore", "xyz"),
            ["foreign-language, foreign-passage, hygiene, inconsistent-translation"],
        ),
        (("audit", "a.html", "--detector", "verifeir"), ["'verifier'"]),
        (("audit", "a.html", "--translator", "transformer"), ["'transformers'"]),
        (("audit", "a.html", "--metric", "blue"), ["'bleu'"]),
        (("audit", "a.html", "--language", "Spanish!"), ["'Spanish!'", "BCP 47"]),
        (("audit", "a.html", "--config", "none.toml"), ["none.toml"]),
        (("segments", "a.html", "--format", "xml"), ["text", "jsonl"]),
        (("explain", "foreign-lang"), ["'foreign-language'"]),
        (("explain", "xyz"), ["foreign-language, foreign-passage, inconsistent-translation"]),
        (("detect", "none.jsonl"), ["none.jsonl"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_is_one_line_that_says_how(captioncheck, tmp_path, arguments, names):
    write(tmp_path / "a.html", page())
    code, out, err = captioncheck(*arguments)
    assert (code, out) == (2, "")
    for name in names:
        assert name in one_line(err)


def test_an_unknown_option_names_the_nearest(captioncheck, tmp_path):
    write(tmp_path / "a.html", page())
    _, _, err = captioncheck("audit", "a.html", "--langauge", "en")
    assert "--language" in err


@pytest.mark.parametrize("command", ["audit", "segments", "detect", "translate", "score"])
def test_every_command_has_help(captioncheck, command):
    code, out, err = captioncheck(command, "--help")
    assert (code, err) == (0, "")
    assert out.startswith(f"usage: captioncheck {command}")
    _, overview, _ = captioncheck("--help")
    assert f"    {command} " in overview


def test_help_teaches_examples_and_exit_codes(captioncheck):
    code, out, _ = captioncheck("--help")
    assert code == 0
    assert "captioncheck audit article.html" in out
    assert "exit codes: 0 clean" in out


def test_version(captioncheck):
    code, out, _ = captioncheck("--version")
    assert code == 0
    assert out.startswith("captioncheck ")


def test_explain_lists_every_rule(captioncheck):
    code, out, _ = captioncheck("explain")
    assert code == 0
    for name in plugins.names("rules"):
        assert f"\n{name} " in "\n" + out


@pytest.mark.parametrize("name", plugins.names("rules"))
def test_explain_prints_the_page_of_a_rule(captioncheck, name):
    code, out, _ = captioncheck("explain", name)
    assert code == 0
    assert out.startswith(f"# {name}\n")
    for part in ("Group: ", "Fires: ", "Silent: "):
        assert part in out
    options = fields(plugins.plugin_class("rules", name))
    assert (f"[rules.{name}]" in out) == bool(options)


def test_the_options_that_explain_shows_are_valid(captioncheck, tmp_path):
    for name in plugins.names("rules"):
        _, out, _ = captioncheck("explain", name)
        for block in out.split("```toml\n")[1:]:
            write(tmp_path / "captioncheck.toml", block.split("```")[0])
            assert captioncheck("config")[0] == 0


def test_segments_as_text(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    code, out, err = captioncheck("segments", "a.html")
    assert (code, err) == (0, "")
    assert [line.split()[:3] for line in out.splitlines()] == [
        ["a.html:1:20", "body", "en"],
        ["a.html:2:42", "caption", "en"],
    ]
    assert out.rstrip().endswith(SPANISH)


def test_segments_as_json_lines(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    code, out, _ = captioncheck("segments", "a.html", "--format", "jsonl")
    assert code == 0
    *_, caption = parse(out)
    start, end = caption.pop("span")
    assert page(SPANISH)[start:end] == SPANISH
    expected = {
        "type": "segment", "path": "a.html", "id": "caption-1", "kind": "caption",
        "text": SPANISH, "line": 2, "column": 42, "image": "img/1.jpg",
    }  # fmt: skip
    assert expected.items() <= caption.items()
    assert "language" in caption


def test_segments_goes_on_after_what_it_cannot_read(captioncheck, tmp_path):
    write(tmp_path / "a.html", page())
    code, out, err = captioncheck("segments", "missing.html", "a.html")
    assert code == 2
    assert "missing.html: there is no such file" in one_line(err)
    assert "a.html:1:20" in out


def test_segments_of_nothing(captioncheck, tmp_path):
    tmp_path.joinpath("nothing").mkdir()
    code, _, err = captioncheck("segments", "nothing")
    assert code == 3
    one_line(err)


def test_segments_of_standard_input(captioncheck, stdin):
    stdin(page())
    code, out, _ = captioncheck("segments", "-", "--stdin-filename", "x.html")
    assert code == 0
    assert out.startswith("x.html:1:20")


def test_the_command_is_installed(tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    done = subprocess.run(
        [sys.executable, "-m", "checker.cli", "audit", "a.html", "--no-translate"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b""
    assert SPANISH.encode() in done.stdout


def test_a_reader_of_the_report_that_stops_early_is_no_error(tmp_path):
    write(tmp_path / "a.html", page(*[SPANISH] * 300))
    command = [sys.executable, "-m", "checker.cli", "audit", "a.html", "--no-translate"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        run.stdout.close()
        error = run.stderr.read()
    assert run.returncode == 0
    assert error == b""
