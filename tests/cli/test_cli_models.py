"""Translation on the command line: models that are there, broken, missing, or not needed."""

import json

import pytest
from articles import ANOTHER, ENGLISH, SPANISH, articles, one_line, page, parse, write


@pytest.fixture(autouse=True)
def article(tmp_path):
    return write(tmp_path / "a.html", page(SPANISH))


PARTS = ("config.json", "source.spm", "target.spm", "vocab.json", "tokenizer_config.json")


def model_folder(folder, *names):
    for name in names:
        write(folder / name, "{}")
    return folder


@pytest.mark.parametrize(
    ("name", "files", "words"),
    [
        ("./none", None, "there is no such folder"),
        ("/none/at/all", None, "there is no such folder"),
        ("es-en", (), "no config.json"),
        ("es-en", [name for name in PARTS if name != "source.spm"], "no source.spm"),
        ("es-en", [name for name in PARTS if name != "vocab.json"], "no vocab.json"),
        ("es-en", PARTS, "no weights (model.safetensors)"),
    ],
)
@pytest.mark.parametrize("place", ["option", "model", "models"])
def test_a_model_folder_that_is_none(captioncheck, tmp_path, name, files, words, place):
    if files is not None:
        model_folder(tmp_path / name, *files).mkdir(exist_ok=True)
    options = ("--model", name) if place == "option" else ()
    if place == "model":
        write(tmp_path / "captioncheck.toml", f"model = {json.dumps(name)}\n")
    if place == "models":
        write(tmp_path / "captioncheck.toml", f"[models]\nes-en = {json.dumps(name)}\n")
    code, out, err = captioncheck("audit", "a.html", *options)
    assert (code, out) == (2, "")
    line = one_line(err)
    assert line.startswith("model ")
    assert words in line


def test_a_broken_model_matters_only_where_it_is_used(captioncheck):
    code, _, err = captioncheck("audit", "a.html", "--model", "./none", "--no-translate")
    assert (code, err) == (1, "")


def test_translate_with_a_folder_that_is_none(captioncheck, tmp_path):
    write(tmp_path / "t.jsonl", '{"text": "Hola", "pair": "es-en"}\n')
    code, out, err = captioncheck("translate", "t.jsonl", "--model", "./none")
    assert (code, out) == (2, "")
    assert "there is no such folder" in one_line(err)


@pytest.mark.usefixtures("no_bundled_model")
@pytest.mark.parametrize("options", [(), ("--offline",)], ids=["hub-off", "offline"])
def test_without_a_model_the_finding_stands_and_a_note_says_how(
    captioncheck, tmp_path, monkeypatch, options
):
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    write(tmp_path / "b.html", page(SPANISH, ANOTHER))
    code, out, err = captioncheck("audit", "a.html", "b.html", "--format", "jsonl", *options)
    assert code == 1
    found = [finding for item in articles(out) for finding in item["findings"]]
    assert [finding["text"] for finding in found] == [SPANISH, SPANISH, ANOTHER]
    assert all(finding["translation"] is None for finding in found)
    assert {finding["translation_failure"]["pair"] for finding in found} == {"es-en"}
    line = one_line(err)
    assert line.startswith("3 not translated: es-en: no model for es-en")
    assert "--model DIR" in line
    assert "Helsinki-NLP/opus-mt-es-en" in line


@pytest.mark.usefixtures("no_bundled_model")
def test_without_a_model_text_says_so_as_well(captioncheck):
    code, out, err = captioncheck("audit", "a.html")
    assert code == 1
    assert "none: no model for es-en" in out
    one_line(err)


def test_a_clean_article_needs_no_model(captioncheck, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH))
    code, _, err = captioncheck("audit", "a.html")
    assert (code, err) == (0, "")


def test_a_plugin_translates(captioncheck, phrasebook):
    phrasebook({SPANISH: ENGLISH})
    code, out, err = captioncheck("audit", "a.html", "--format", "jsonl")
    assert (code, err) == (1, "")
    run, item, _ = parse(out)
    assert "translator:phrasebook" in run["signature"]
    [finding] = item["findings"]
    assert finding["translation"] == {"text": ENGLISH, "pair": "es-en", "model": "fake"}
    assert finding["translation_failure"] is None
    assert finding["suggestion"] == ENGLISH


@pytest.mark.parametrize(
    ("hypothesis", "reason"),
    [
        ("", "empty"),
        ("…", "empty"),
        ("No, no, no, no, no, no, no, no, no.", "repeats itself"),
        ("a" * 1000, "far longer"),
        (SPANISH, "copy of the source"),
    ],
)
def test_a_hypothesis_that_is_none_is_dropped_with_the_reason(
    captioncheck, phrasebook, hypothesis, reason
):
    phrasebook({SPANISH: hypothesis})
    code, out, err = captioncheck("audit", "a.html", "--format", "jsonl")
    assert code == 1
    [finding] = articles(out)[0]["findings"]
    assert finding["translation"] is None
    assert finding["suggestion"] is None
    assert reason in finding["translation_failure"]["reason"]
    assert reason in one_line(err)


def test_only_what_is_foreign_is_translated(captioncheck, phrasebook, tmp_path):
    write(tmp_path / "a.html", page(ENGLISH, SPANISH))
    phrasebook({SPANISH: ENGLISH})
    code, _, err = captioncheck("audit", "a.html")
    assert (code, err) == (1, "")


def test_the_target_is_the_articles_language_even_under_a_mark(captioncheck, phrasebook, tmp_path):
    marked = page().replace("</p>", f'</p><img src="a.jpg" alt="{SPANISH}" lang="es-MX">')
    write(tmp_path / "a.html", marked.replace('lang="en"', 'lang="en-GB"', 1))
    phrasebook({SPANISH: ENGLISH})
    _, out, _ = captioncheck("audit", "a.html", "--format", "jsonl")
    [finding] = articles(out)[0]["findings"]
    assert finding["translation"]["pair"] == "es-en"


def test_no_translate_asks_no_translator(captioncheck, phrasebook):
    phrasebook({SPANISH: ENGLISH})
    code, out, err = captioncheck("audit", "a.html", "--no-translate", "--format", "jsonl")
    assert (code, err) == (1, "")
    run, item, _ = parse(out)
    assert "translator:none" in run["signature"]
    assert item["findings"][0]["translation"] is None
