"""Editions that are both in their right language, compared with one another in an audit."""

import json
from dataclasses import replace
from typing import ClassVar

import pytest
from articles import articles, page, parse, write

from captions.edition import Edition
from captions.picture import pictures
from checker import audit as auditing
from checker.check import check_window
from checker.config import Config
from checker.testing import FakeTranslator

SPANISH_BODY = "El puerto abrió de nuevo el lunes después de la tormenta, dijo el ayuntamiento."
FRENCH_BODY = "Le port a rouvert lundi après la tempête, a déclaré la ville aux journalistes."
NETS = "Los pescadores remiendan las redes en el muelle antes de que salgan los barcos."
FILETS = "Les pêcheurs réparent leurs filets sur le quai avant le départ des bateaux."
MENDING = "Fishermen mend their nets on the quay before the boats leave."
LIBRARY = "The mayor opens a new library with children from the school."
RULE = "inconsistent-translation"


@pytest.fixture
def site(tmp_path):
    """A site in three languages; the English edition shows another picture's caption."""
    write(tmp_path / "en/a.html", page(LIBRARY))
    write(tmp_path / "es/a.html", page(NETS, language="es", body=SPANISH_BODY))
    write(tmp_path / "fr/a.html", page(FILETS, language="fr", body=FRENCH_BODY))
    return tmp_path


def test_an_audit_says_that_editions_differ(captioncheck, phrasebook, site):
    phrasebook({NETS: MENDING})
    code, out, err = captioncheck("audit", "en", "es", "--format", "jsonl")
    [finding] = [finding for item in articles(out) for finding in item["findings"]]
    assert (code, err) == (0, "")  # a warning
    assert (finding["rule"], finding["path"]) == (RULE, "es/a.html")
    assert [one["path"] for one in finding["related"]] == ["en/a.html"]
    assert "the English edition" in finding["message"]
    assert "general figures, none for es-en" in finding["message"]
    assert finding["translation"] is None  # it is in its own language
    assert finding["comparison"]["translation"]["text"] == MENDING
    assert finding["suggestion"] is None
    _, out, _ = captioncheck("audit", "es")
    assert f"translation  {MENDING}" in out
    assert "see          en/a.html:2: the English edition" in out


def test_what_the_model_itself_says_is_judged_by_its_own_figures(captioncheck, site):
    _, out, _ = captioncheck("audit", "es", "--offline", "--format", "jsonl")
    [finding] = articles(out)[0]["findings"]
    assert finding["comparison"]["basis"] == "captioncheck-es-en"
    assert "general" not in finding["message"]


def test_editions_that_agree_are_silent(captioncheck, phrasebook, site):
    write(site / "en/a.html", page("On the quay, fishermen mend nets before their boats go out."))
    phrasebook({NETS: MENDING, FILETS: "Fishermen repair their nets on the quay before they go."})
    code, out, err = captioncheck("audit", ".", "--format", "jsonl")
    assert (code, err) == (0, "")
    assert not any(item["findings"] for item in articles(out))


def test_what_could_not_be_compared_is_told(captioncheck, phrasebook, site):
    phrasebook({NETS: MENDING})
    _, out, err = captioncheck("audit", ".", "--format", "jsonl")
    assert err == "captioncheck: 1 not compared with another edition: fr-en: not in the fake\n"
    assert parse(out)[-1]["uncompared"] == {"fr-en: not in the fake": 1}


@pytest.mark.parametrize("option", [("--no-translate",), ("--ignore", RULE)])
def test_nothing_is_translated_that_nobody_asks_for(captioncheck, phrasebook, site, option):
    phrasebook({})
    _, out, err = captioncheck("audit", ".", "--format", "jsonl", *option)
    assert err == ""
    assert not any(item["findings"] for item in articles(out))


class Counting(FakeTranslator):
    """Notes what it is asked for."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def translate(self, texts, pair):
        self.asked.extend((text, pair) for text in texts)
        return super().translate(texts, pair)


def test_each_text_is_translated_once_and_into_one_language(tools, read_article):
    def edition(name, text):
        article = read_article(name, text)
        return Edition(article.path, article.language, pictures(article))

    counting = Counting({NETS: MENDING})
    text = page(NETS, NETS, language="es", body=SPANISH_BODY)
    others = (
        edition("fr/a.html", page(FILETS, FILETS, language="fr", body=FRENCH_BODY)),
        edition("en/a.html", page(LIBRARY, LIBRARY)),
    )
    window = []
    for number in range(3):
        article = read_article(f"es/{number}.html", text)
        window.append(replace(article, pictures=pictures(article), editions=others))
    checked = check_window(window, replace(tools, local=counting))
    assert Counting.asked == [(NETS, "es-en")]
    assert [len(item.findings) for item in checked] == [2, 2, 2]


def test_models_are_not_downloaded_for_it():
    tools = auditing.tools(Config())
    assert tools.local.offline
    assert not tools.translator.offline


def test_translators_without_that_option_are_used_as_they_are(phrasebook, tmp_path):
    phrasebook({NETS: MENDING})
    tools = auditing.tools(Config(translator="phrasebook"))
    assert tools.local == tools.translator


def test_a_report_holds_no_comparison_where_there_was_none(captioncheck, phrasebook, site):
    phrasebook({})
    write(site / "en/a.html", page(NETS))
    _, out, _ = captioncheck("audit", "en/a.html", "--format", "json")
    [article] = json.loads(out)["articles"]
    assert [finding["comparison"] for finding in article["findings"]] == [None]
