"""The configuration: where it is found, what it sets, and how its errors are told."""

import tomllib

import pytest
from articles import BODY, ENGLISH, SPANISH, articles, one_line, page, write

QUIET = "translate = false\n"


def settings(captioncheck, *arguments):
    code, out, err = captioncheck("config", *arguments)
    assert (code, err) == (0, "")
    return tomllib.loads(out)


def test_config_shows_the_defaults_as_toml(captioncheck):
    found = settings(captioncheck)
    assert found["fail-on"] == "error"
    assert found["detector"] == "verifier"
    assert found["metrics"] == ["chrf", "bleu"]
    assert found["translate"] is True


def test_the_evidence_of_articles_and_sites(captioncheck, tmp_path):
    usual = settings(captioncheck)
    assert (usual["article-evidence"], usual["site-languages"], usual["extend-select"]) == (
        True, [], [],
    )  # fmt: skip
    write(
        tmp_path / "captioncheck.toml",
        'article-evidence = false\nsite-languages = ["de"]\nextend-select = ["accessibility"]\n',
    )
    found = settings(captioncheck)
    assert (found["article-evidence"], found["site-languages"]) == (False, ["de"])
    assert found["extend-select"] == ["accessibility"]
    assert settings(captioncheck, "--site-languages", "pt-BR")["site-languages"] == ["pt-BR"]


def test_options_count_before_the_file(captioncheck, tmp_path):
    write(tmp_path / "captioncheck.toml", 'fail-on = "note"\nlanguage = "de"\n')
    assert settings(captioncheck)["fail-on"] == "note"
    found = settings(captioncheck, "--fail-on", "never")
    assert (found["fail-on"], found["language"]) == ("never", "de")


@pytest.mark.parametrize(
    "options",
    [
        ("--translator", "transformers", "--model", "x", "--offline", "--no-translate"),
        ("--references", "a.jsonl", "--references", "b.csv", "--metric", "ter"),
        ("--select", "language", "--ignore", "localisation", "--language", "pt-BR"),
        ("--extend-select", "accessibility", "--site-languages", "de", "--no-article-evidence"),
    ],
    ids=" ".join,
)
def test_what_config_shows_is_a_configuration(captioncheck, tmp_path, options):
    shown = settings(captioncheck, *options)
    _, out, _ = captioncheck("config", *options)
    write(tmp_path / "captioncheck.toml", out)
    again = settings(captioncheck)
    again["references"] = [name.removeprefix(f"{tmp_path}/") for name in again["references"]]
    assert again == shown


def test_tables_come_back_as_they_were(captioncheck, tmp_path):
    text = """
    [languages]
    "es-*.html" = "es"
    'with "quotes" and \\' = "de"
    [formats]
    "*.xyz" = "text"
    [rules.foreign-language]
    min-confidence = 0.9
    marked = false
    [models]
    es-en = "models/es-en"
    """
    write(tmp_path / "captioncheck.toml", text)
    found = settings(captioncheck)
    assert tomllib.loads(text).items() <= found.items()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("captioncheck.toml", 'fail-on = "note"\n'),
        ("pyproject.toml", '[tool.captioncheck]\nfail-on = "note"\n'),
    ],
)
def test_the_file_is_found_upwards(captioncheck, tmp_path, monkeypatch, name, text):
    write(tmp_path / name, text)
    write(tmp_path / "a/pyproject.toml", "[project]\nname = 'other'\n")
    tmp_path.joinpath("a/b").mkdir()
    monkeypatch.chdir(tmp_path / "a/b")
    assert settings(captioncheck)["fail-on"] == "note"


def test_the_nearest_file_counts(captioncheck, tmp_path, monkeypatch):
    write(tmp_path / "captioncheck.toml", 'fail-on = "note"\nlanguage = "de"\n')
    write(tmp_path / "a/captioncheck.toml", 'fail-on = "never"\n')
    monkeypatch.chdir(tmp_path / "a")
    found = settings(captioncheck)
    assert (found["fail-on"], found["language"]) == ("never", "")


def test_captioncheck_toml_counts_before_pyproject(captioncheck, tmp_path):
    write(tmp_path / "captioncheck.toml", 'fail-on = "note"\n')
    write(tmp_path / "pyproject.toml", '[tool.captioncheck]\nfail-on = "never"\n')
    assert settings(captioncheck)["fail-on"] == "note"


def test_a_named_file(captioncheck, tmp_path):
    write(tmp_path / "captioncheck.toml", 'fail-on = "note"\n')
    write(tmp_path / "other.toml", 'language = "de"\n')
    found = settings(captioncheck, "--config", "other.toml")
    assert (found["fail-on"], found["language"]) == ("error", "de")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('langauge = "en"', "'langauge': did you mean 'language'?"),
        ("xyz = 1", "'xyz': valid are language, "),
        ("fail_on = 'error'", "'fail-on'"),
        ("language = 7", "language is 7, not text"),
        ("translate = 'no'", "translate is 'no', not true or false"),
        ("max-bytes = true", "max-bytes is True, not a whole number"),
        ("max-bytes = 0", "max-bytes is 0"),
        ("window = -1", "window is -1"),
        ("references = 'r.jsonl'", "references is 'r.jsonl', not a list"),
        ("select = [1]", "not a list of texts"),
        ("languages = 'es'", "languages is 'es', not a table"),
        ("[languages]\n'*' = 7", "languages.* is 7, not text"),
        ("[languages]\n'*' = 'Spanish!'", "'Spanish!' is no language tag"),
        ("language = 'Spanish!'", "'Spanish!' is no language tag"),
        ("fail-on = 'eror'", "did you mean 'error'?"),
        ("select = ['foreign-langage']", "did you mean 'foreign-language'?"),
        ("extend-select = ['accesibility']", "did you mean 'accessibility'?"),
        ("extend-select = 'accessibility'", "extend-select is 'accessibility', not a list"),
        ("extend_select = ['accessibility']", "did you mean 'extend-select'?"),
        ("site-languages = ['english']", "did you mean 'en'?"),
        ("site-languages = ['jp']", "'jp' is no language tag"),
        ("site-languages = 'en'", "site-languages is 'en', not a list"),
        ("site-languages = [1]", "not a list of texts"),
        ("article-evidence = 1", "article-evidence is 1, not true or false"),
        ("article-evidence = 'no'", "article-evidence is 'no', not true or false"),
        ("[detectors.verifier]\ngroup = ['es ca']", "did you mean 'groups'?"),
        ("[rules.foreign-langage]\nx = 1", "did you mean 'foreign-language'?"),
        ("[rules.foreign-language]\nmin-confidnce = 1", "did you mean 'min-confidence'?"),
        ("[rules.foreign-language]\nmin-confidence = 'x'", "min-confidence is 'x', not float"),
        ("[rules.foreign-language]\nmarked = 1", "marked is 1, not bool"),
        ("rules = 7", "rules is 7, not a table"),
        ("[rules]\nforeign-language = 7", "rules.foreign-language is 7, not a table"),
        ("[formats]\n'*.xyz' = 'txt'", "did you mean 'text'?"),
        ("detector = 'verifeir'", "did you mean 'verifier'?"),
        ("translator = 'transformer'", "did you mean 'transformers'?"),
        ("metrics = ['blue']", "did you mean 'bleu'?"),
        ("[detectors.langdetect]\nsed = 1", "'sed'"),
        ("[translators.transformers]\nbeam = 1", "did you mean 'beams'?"),
        ("[translators.xyz]\nbeam = 1", "valid are auto"),
        ("fail-on = ", "captioncheck.toml: not TOML: "),
        ("a = 1\na = 2", "not TOML"),
        (b"\xff", "captioncheck.toml: cannot be read"),
    ],
    ids=lambda value: value.replace("\n", " ") if isinstance(value, str) else "bytes",
)
def test_a_broken_configuration_is_one_line_that_says_how(captioncheck, tmp_path, text, words):
    write(tmp_path / "a.html", page())
    write(tmp_path / "captioncheck.toml", text)
    options = ["--detector", "langdetect"] if "langdetect" in str(text) else []
    code, out, err = captioncheck("audit", "a.html", *options)
    assert (code, out) == (2, "")
    assert words in one_line(err)


@pytest.mark.parametrize(
    "text",
    [
        "[rules.foreign-language]\nmin-confidnce = 1",
        "detector = 'verifeir'",
    ],
)
def test_errors_in_plugins_options_name_the_file(captioncheck, tmp_path, text):
    write(tmp_path / "a.html", page())
    write(tmp_path / "captioncheck.toml", text)
    _, _, err = captioncheck("audit", "a.html")
    assert "captioncheck.toml" in err


@pytest.mark.parametrize(
    "text",
    [
        "detector = 'verifeir'",
        "metrics = ['blue']",
        "[rules.foreign-language]\nmin-confidnce = 1",
    ],
)
def test_config_refuses_what_audit_refuses(captioncheck, tmp_path, text):
    write(tmp_path / "captioncheck.toml", text)
    assert captioncheck("config")[0] == 2


def test_broken_pyproject_of_another_project_says_so(captioncheck, tmp_path):
    write(tmp_path / "a.html", page())
    write(tmp_path / "pyproject.toml", "[project\n")
    code, _, err = captioncheck("audit", "a.html")
    assert code == 2
    assert "pyproject.toml: not TOML" in one_line(err)


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\ncaptioncheck = 1"])
def test_a_pyproject_whose_tables_are_none(captioncheck, tmp_path, text):
    write(tmp_path / "pyproject.toml", text)
    code, _, err = captioncheck("config")
    assert code in (0, 2)
    assert "Traceback" not in err


def test_options_of_rules(captioncheck, tmp_path):
    marked = page().replace("</p>", f'</p><img src="a.jpg" alt="{SPANISH}" lang="es">')
    write(tmp_path / "a.html", marked)
    write(tmp_path / "captioncheck.toml", QUIET)
    [item] = articles(captioncheck("audit", "a.html", "--format", "jsonl")[1])
    assert [finding["severity"] for finding in item["findings"]] == ["note"]
    write(tmp_path / "captioncheck.toml", QUIET + "[rules.foreign-language]\nmarked = false\n")
    [item] = articles(captioncheck("audit", "a.html", "--format", "jsonl")[1])
    assert item["findings"] == []


def test_languages_by_glob(captioncheck, tmp_path):
    write(tmp_path / "captioncheck.toml", QUIET + "[languages]\n'content/es/**' = 'ES_mx'\n")
    write(tmp_path / "content/es/a.html", page(language=None, body=SPANISH))
    write(tmp_path / "content/en/a.html", page(ENGLISH))
    code, out, _ = captioncheck("audit", "content", "--format", "jsonl")
    assert code == 0
    found = {item["path"]: (item["language"], item["language_source"]) for item in articles(out)}
    assert found == {
        "content/es/a.html": ("es-MX", "config"),
        "content/en/a.html": ("en", "html-lang"),
    }


def test_formats_by_glob(captioncheck, tmp_path):
    write(tmp_path / "captioncheck.toml", QUIET + "[formats]\n'*.article' = 'html'\n")
    write(tmp_path / "a.article", f"<p>{BODY}</p>")
    _, out, _ = captioncheck("segments", "a.article")
    assert out.rstrip().endswith(BODY)


@pytest.mark.parametrize("window", [1, 2, 100])
def test_the_window_changes_nothing(captioncheck, tmp_path, window):
    for name, captions in {"a": [SPANISH], "b": [], "c": [ENGLISH, SPANISH]}.items():
        write(tmp_path / f"{name}.html", page(*captions))
    write(tmp_path / "captioncheck.toml", QUIET)
    options = ("audit", "a.html", "missing.html", "b.html", "c.html", "--format", "jsonl")
    whole = captioncheck(*options)
    write(tmp_path / "captioncheck.toml", QUIET + f"window = {window}\n")
    assert captioncheck(*options) == whole
