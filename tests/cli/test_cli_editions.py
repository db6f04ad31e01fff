"""Editions of articles in an audit: how they are found, and what is said of them."""

import json
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from articles import BODY, SPANISH, articles, page, write

from captions.editions import Editions
from captions.read import ReadSettings, read
from captions.reader import Reader

SPANISH_BODY = "El puerto abrió de nuevo el lunes después de la tormenta, dijo el ayuntamiento."
ALT = "Los marineros esperan en la cubierta del barco"


def spanish(*captions, language="es"):
    return page(*captions, language=language, body=SPANISH_BODY)


def rules(item):
    return [finding["rule"] for finding in item["findings"]]


MARKDOWN = {"en": f"---\nlang: en\n---\n{BODY}\n\n![{ALT}](a.jpg)\n",
            "es": f"{SPANISH_BODY}\n\n![{ALT}](a.jpg)\n"}  # fmt: skip

SITES = {
    "hugo": ("content/boats.en.md", "content/boats.es.md"),
    "hugo, the first language without a name": ("content/boats.md", "content/boats.es.md"),
    "jekyll": ("_en/boats.md", "_es/boats.md"),
    "docusaurus": ("docs/boats.md", "i18n/es/docusaurus-plugin-content-docs/current/boats.md"),
    "folders": ("en/boats.md", "es/boats.md"),
    "the first language without a folder": ("news/boats.md", "es/news/boats.md"),
}


@pytest.mark.parametrize("name", SITES)
def test_known_layouts_need_no_configuration(audit, tmp_path, name):
    english, other = SITES[name]
    write(tmp_path / english, MARKDOWN["en"])
    write(tmp_path / other, MARKDOWN["es"])
    code, found, err = audit(".")
    assert (code, err) == (1, "")
    [finding] = [finding for item in found for finding in item["findings"]]
    assert (finding["path"], finding["rule"]) == (english, "untranslated")
    [place] = finding["related"]
    assert (place["path"], place["line"]) == (other, 3)
    assert f"{other}:3" in [one["origin"] for one in finding["references"]]


def test_an_edition_is_found_that_is_not_on_the_command_line(audit, tmp_path):
    write(tmp_path / "en/a.html", page(SPANISH))
    write(tmp_path / "es/a.html", spanish(SPANISH))
    _, alone, _ = audit("en/a.html")
    _, [together, _], _ = audit("en", "es")
    _, [absolute], _ = audit(tmp_path / "en/a.html")
    assert alone == [together]
    assert rules(together) == rules(absolute) == ["untranslated"]
    origin = absolute["findings"][0]["references"][0]["origin"]
    assert origin == f"{tmp_path}/es/a.html:2"


def test_the_result_does_not_depend_on_the_order_or_the_window(audit, tmp_path):
    captions = {"en": page(SPANISH, "A boat."), "es": spanish(SPANISH, "Un barco blanco.")}
    captions["de"] = page(SPANISH, "Ein Boot.", language="de", body="Der Hafen ist wieder offen.")
    for tag, text in captions.items():
        write(tmp_path / tag / "a.html", text)
    _, together, _ = audit("en", "es", "de")
    write(tmp_path / "captioncheck.toml", "window = 1")
    _, apart, _ = audit("de", "es", "en")
    assert sorted(together, key=lambda item: item["path"]) == sorted(
        apart, key=lambda item: item["path"]
    )


def test_a_pattern_of_the_configuration(audit, tmp_path):
    write(
        tmp_path / "captioncheck.toml",
        '[editions]\narticles = "site/{section}/l-{language}/{slug}.html"\n',
    )
    write(tmp_path / "site/news/l-en/a.html", page(SPANISH))
    write(tmp_path / "site/news/l-es/a.html", spanish(SPANISH, language=None))
    _, [english, other], _ = audit("site")
    assert rules(english) == ["untranslated"]
    assert (other["language"], other["language_source"]) == ("es", "editions")


def test_a_pattern_for_the_edition_without_a_language(audit, captioncheck, tmp_path):
    write(
        tmp_path / "captioncheck.toml",
        '[editions]\ndocs = ["source/{slug}.html", "locales/{language}/{slug}.html"]\n',
    )
    write(tmp_path / "source/x/a.html", page(SPANISH))
    write(tmp_path / "locales/es/x/a.html", spanish(SPANISH))
    _, [_, item], _ = audit(".")
    assert (item["path"], rules(item)) == ("source/x/a.html", ["untranslated"])
    _, shown, _ = captioncheck("config")
    assert 'locales/{language}/{slug}.html"]' in shown


def test_a_pattern_gives_the_language_that_nothing_else_gives(audit, tmp_path):
    write(tmp_path / "captioncheck.toml", '[editions]\nx = "{language}/{slug}.html"\n')
    write(tmp_path / "de/a.html", page("A boat."))
    write(tmp_path / "de/b.html", page("A boat.", language=None))
    _, [declared, silent], _ = audit("de")
    assert (declared["language"], declared["language_source"]) == ("en", "html-lang")
    assert (silent["language"], silent["language_source"]) == ("de", "editions")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ('[editions]\nx = "es/{slug}.md"', "has no {language}"),
        ("[editions]\nx = 1", "editions.x is 1, not text"),
        ("[editions]\nx = [1]", "editions.x is [1], not a list of texts"),
        ("memory-similarity = 101", "between 0 and 100"),
        ('memory-similarity = "high"', "not a number"),
    ],
)
def test_broken_settings_are_one_line(captioncheck, tmp_path, setting, words):
    write(tmp_path / "captioncheck.toml", setting)
    code, _, err = captioncheck("audit", ".")
    assert code == 2
    assert words in err
    assert err.count("\n") == 1


def test_editions_are_not_looked_for_where_nobody_wants_them(audit, tmp_path):
    write(tmp_path / "captioncheck.toml", "find-editions = false\n")
    write(tmp_path / "en/a.html", page(SPANISH))
    write(tmp_path / "es/a.html", spanish(SPANISH))
    _, [item], _ = audit("en")
    assert rules(item) == ["foreign-language"]


def test_without_the_rule_the_other_one_reports(audit, tmp_path):
    write(tmp_path / "en/a.html", page(SPANISH))
    write(tmp_path / "es/a.html", spanish(SPANISH))
    _, [item], _ = audit("en", "--ignore", "untranslated")
    assert rules(item) == ["foreign-language"]
    assert item["findings"][0]["references"][0]["origin"] == "es/a.html:2"


def test_an_edition_that_cannot_be_read_is_told(audit, tmp_path):
    write(tmp_path / "en/a.html", page("A view of the harbour at dawn."))
    write(tmp_path / "es/a.html", b"\x00\x01\xff" * 100)
    code, [item], err = audit("en")
    assert (code, err) == (0, "")
    [notice] = item["notices"]
    assert notice.startswith("its edition es/a.html was not read: ")


def test_an_article_without_pictures_needs_no_editions(audit, tmp_path):
    write(tmp_path / "en/a.html", page())
    write(tmp_path / "es/a.html", b"\x00\x01\xff" * 100)
    _, [item], _ = audit("en")
    assert item["notices"] == []


def test_of_very_many_editions_the_first_are_read(audit, tmp_path, monkeypatch):
    monkeypatch.setattr("captions.editions._MOST", 2)
    for tag in ("en", "de", "es", "fr", "it"):
        write(tmp_path / tag / "a.html", page("Ana Gil/EFE", language=tag))
    _, [item], _ = audit("en")
    assert "of its 4 editions the first 2 were read" in item["notices"]


def test_a_folder_that_is_named_like_a_language_and_is_none(audit, tmp_path):
    for folder in ("it", "id"):  # information technology, identities
        write(tmp_path / folder / "a.html", page("The sailors are waiting on the deck."))
    write(tmp_path / "is/a.html", page("x").replace("<figcaption>x</figcaption>", ""))
    code, found, _ = audit(".")
    assert code == 0
    assert [item["findings"] for item in found] == [[], [], []]


@dataclass(frozen=True, slots=True)
class _WithAlternates:
    """Reads HTML, and says where the article is to be found in other languages."""

    html: Reader
    suffixes: ClassVar = frozenset({".html"})

    def recognises(self, head):
        return True

    def encoding(self, head):
        return None

    def read(self, source):
        places = (("es", "https://example.org/noticias/puerto"), ("x-default", "harbour.html"))
        return replace(self.html.read(source), alternates=places)


def test_alternates_that_an_article_names(readers, tmp_path):
    place = write(tmp_path / "news/harbour.html", page(SPANISH))
    write(tmp_path / "noticias/puerto.html", spanish(SPANISH))
    settings = ReadSettings({"html": _WithAlternates(readers["html"])})
    [edition] = Editions(settings).beside(read(place, settings)).editions
    assert (edition.path, edition.language) == (tmp_path / "noticias/puerto.html", "es")


def test_two_editions_that_point_at_each_other_and_themselves(audit, tmp_path):
    head = '<link rel="alternate" hreflang="{}" href="../{}.html">'
    both = head.format("es", "es/puerto") + head.format("en", "en/harbour")
    write(tmp_path / "en/harbour.html", both + page(SPANISH))
    write(tmp_path / "es/puerto.html", both + spanish(SPANISH))
    _, found, err = audit(".")
    assert err == ""
    assert [(item["path"], rules(item), item["notices"]) for item in found] == [
        ("en/harbour.html", ["untranslated"], []), ("es/puerto.html", [], [])
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("img/harbour.jpg", "img/puerto.jpg"),  # equal files
        ('a/1.jpg" class="wp-image-77', 'b/2.jpg" class="big wp-image-77'),
        ("https://example.org/1.jpg", "/1.jpg"),
        ("img/none.jpg", "img/puerto.jpg"),
    ],
)
def test_a_caption_is_found_by_its_picture(audit, tmp_path, here, there):
    write(tmp_path / "en/img/harbour.jpg", b"\xff\xd8\xff a picture")
    write(tmp_path / "es/img/puerto.jpg", b"\xff\xd8\xff a picture")
    head = '<link rel="canonical" href="https://www.example.org/">'
    write(tmp_path / "en/a.html", head + page(SPANISH).replace("img/1.jpg", here))
    write(
        tmp_path / "es/a.html",
        head + spanish(ALT, SPANISH).replace("img/2.jpg", there).replace("img/1.jpg", "z.jpg"),
    )
    _, [english, _], _ = audit(".")
    expected = "foreign-language" if "none" in here else "untranslated"
    assert rules(english) == [expected]


def test_two_editions_that_both_lack_something(audit, tmp_path):
    bare = '<figure><img src="img/{}.jpg"></figure>'
    write(tmp_path / "en/a.html", page("A view of the harbour at dawn.") + bare.format(2))
    write(tmp_path / "es/a.html", spanish(SPANISH, ALT).replace(f"<figcaption>{SPANISH}<", "<"))
    _, found, _ = audit(".")
    shown = [(item["path"], finding["rule"], finding["text"])
             for item in found for finding in item["findings"]]  # fmt: skip
    assert shown == [
        ("en/a.html", "missing-translation", "img/2.jpg"),
        ("es/a.html", "missing-translation", "img/1.jpg"),
    ]
    prints = [finding["fingerprint"] for item in found for finding in item["findings"]]
    assert len(set(prints)) == 2


def test_text_names_the_places_of_the_other_edition(captioncheck, tmp_path):
    write(tmp_path / "en/a.html", page(SPANISH) + '<img src="b.jpg">')
    write(tmp_path / "es/a.html", spanish(SPANISH) + f'<img src="b.jpg" alt="{ALT}">')
    _, out, _ = captioncheck("audit", "en", "--no-translate")
    for part in ("see          es/a.html:2: the Spanish edition", "picture      b.jpg", ALT):
        assert part in out
    assert f"edition      {SPANISH}" in out


def test_text_doubts_an_edition_that_is_known_by_its_place_alone(captioncheck, tmp_path):
    write(tmp_path / "en/a.html", page(SPANISH))
    write(tmp_path / "es/a.html", spanish(ALT).replace("img/1.jpg", "z.jpg"))
    _, out, _ = captioncheck("audit", "en", "--no-translate")
    assert f"edition?     {ALT}" in out


def test_a_copied_caption_is_translated_and_the_translation_suggested(
    captioncheck, phrasebook, tmp_path
):
    phrasebook({SPANISH: "A view of the port."})
    write(tmp_path / "en/a.html", page(SPANISH))
    write(tmp_path / "es/a.html", spanish(SPANISH))
    _, out, _ = captioncheck("audit", "en", "--format", "jsonl")
    [item] = articles(out)
    assert item["findings"][0]["suggestion"] == "A view of the port."


TMX = """<tmx version="1.4"><body>
<tu><tuv xml:lang="en"><seg>A view of the harbour at dawn, with fishing boats.</seg></tuv>
<tuv xml:lang="fr"><seg>Le port.</seg></tuv><tuv xml:lang="es"><seg>{}</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize(
    ("similarity", "found"), [(90, ["memory.tmx:2"]), (80.5, ["memory.tmx:2"]), (100, [])]
)
def test_a_translation_memory(captioncheck, tmp_path, similarity, found):
    write(tmp_path / "captioncheck.toml", f"memory-similarity = {similarity}\ntranslate = false\n")
    write(tmp_path / "a.html", page(SPANISH))
    write(tmp_path / "memory.tmx", TMX.format(SPANISH.replace("al amanecer", "al atardecer")))
    _, out, _ = captioncheck("audit", "a.html", "--references", "memory.tmx", "--format", "json")
    [finding] = json.loads(out)["articles"][0]["findings"]
    assert [one["origin"] for one in finding["references"]] == found
    assert [one["language"] for one in finding["references"]] == ["en"] * len(found)
    assert finding["suggestion"] is None  # of a text that is only like the unit's


def test_a_text_that_equals_a_units_is_scored(captioncheck, phrasebook, tmp_path):
    phrasebook({SPANISH: "A view of the port."})
    write(tmp_path / "a.html", page(SPANISH))
    write(tmp_path / "memory.tmx", TMX.format(SPANISH.upper()))
    _, out, _ = captioncheck("audit", "a.html", "--references", "memory.tmx", "--format", "jsonl")
    [item] = articles(out)
    assert item["findings"][0]["suggestion"].startswith("A view of the harbour at dawn")
    assert [score["metric"] for score in item["findings"][0]["scores"]] == ["chrF2++", "BLEU"]
