"""Passages in other languages: their spans, planted ones, and texts that have none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions import plugins
from checker import passages

ENGLISH = [
    "The harbour opened again on Monday after the storm had passed.",
    "Nobody was hurt, she added, and the schools will stay open for the rest of the week.",
    "The ships had been waiting off the coast since Friday morning.",
    "Most of the fishermen sold their catch directly from their boats.",
]
FOREIGN = {
    "es": "El puerto sigue cerrado desde el lunes por la tormenta.",
    "de": "Die Schiffe warteten seit Freitag vor der Küste auf besseres Wetter.",
    "fr": "Les bateaux de pêche rentrent au port après la tempête.",
    "it": "Le barche da pesca tornano al porto dopo la tempesta di lunedì.",
    "pl": "Łodzie rybackie wracają do portu po wielkiej burzy.",
    "ru": "Рыбацкие лодки возвращаются в гавань после шторма.",
    "el": "Τα αλιευτικά σκάφη επιστρέφουν στο λιμάνι μετά την καταιγίδα.",
    "ar": "عادت قوارب الصيد إلى الميناء بعد انتهاء العاصفة.",
    "he": "סירות הדיג חוזרות לנמל אחרי הסערה הגדולה.",
    "hi": "तूफान के बाद मछली पकड़ने वाली नावें बंदरगाह लौटती हैं।",
    "ja": "嵐の後、漁船が港に戻ってきました。",
    "zh": "暴风雨过后，渔船回到了港口，人们在岸边等待。",
    "ko": "폭풍이 지나간 뒤 어선들이 항구로 돌아오고 있다.",
}


def find(text, expected="en"):
    [found] = passages.find([text], [expected])
    return found


def shown(text, expected="en"):
    """The passages as (language, text)."""
    return [(one.language, text[one.span.start : one.span.end]) for one in find(text, expected)]


def check_spans(text, found):
    """Within the text, in order, disjoint, without white space around, on bounds of words."""
    end = 0
    for one in found:
        assert end <= one.span.start < one.span.end <= len(text)
        end = one.span.end
        inside = text[one.span.start : end]
        assert inside == inside.strip()
        assert 0.5 <= one.confidence <= 1
        assert one.words >= 1
        for place in one.span.bounds:
            around = text[max(place - 1, 0) : place + 1]
            assert not (len(around) == 2 and around.isascii() and around.isalnum()), around


@pytest.mark.parametrize("language", FOREIGN)
@pytest.mark.parametrize("place", range(3))
def test_a_planted_sentence_is_found_exactly(language, place):
    sentences = ENGLISH[:2]
    sentences.insert(place, FOREIGN[language])
    assert shown(" ".join(sentences)) == [(language, FOREIGN[language])]


@pytest.mark.parametrize("language", FOREIGN)
def test_a_planted_english_sentence_is_found_in_every_language(language):
    text = f"{FOREIGN[language]} {ENGLISH[0]} {FOREIGN[language]}"
    assert shown(text, language) == [("en", ENGLISH[0])]


def test_several_passages_stand_in_order():
    text = f"{ENGLISH[0]} {FOREIGN['es']} {ENGLISH[1]} {FOREIGN['de']} {ENGLISH[2]}"
    assert shown(text) == [("es", FOREIGN["es"]), ("de", FOREIGN["de"])]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\n\n", "\r", "\t", "\u00a0", "  ", "\u2028"])
def test_whatever_stands_between_the_sentences(gap):
    text = gap.join([ENGLISH[0], FOREIGN["es"], ENGLISH[1]])
    assert shown(text) == [("es", FOREIGN["es"])]


@pytest.mark.parametrize(
    ("before", "after"),
    ["“”", "«»", "„“", "「」", '""'],
    ids=["curly", "guillemets", "low", "corner", "straight"],
)
def test_a_quotation_is_one(before, after):
    quotation = f"{before}{FOREIGN['es'].rstrip('.')}{after}"
    text = f"The mayor told the press that {quotation} and then she left the room in a hurry."
    [found] = find(text)
    assert found.quoted
    assert text[found.span.start : found.span.end] == quotation


@pytest.mark.parametrize("marks", ["“”", "«»", "„“", '""'])
def test_a_quotation_that_is_a_sentence_is_whole(marks):
    quotation = f"{marks[0]}{FOREIGN['es']}{marks[1]}"
    text = f"{ENGLISH[0]} {quotation} {ENGLISH[1]}"
    [found] = find(text)
    assert found.quoted
    assert text[found.span.start : found.span.end] == quotation


@pytest.mark.parametrize("brackets", ["()", "[]"])
def test_a_passage_in_brackets(brackets):
    text = f"{ENGLISH[0]} {brackets[0]}{FOREIGN['es']}{brackets[1]} {ENGLISH[1]}"
    [found] = find(text)
    assert FOREIGN["es"] in text[found.span.start : found.span.end]


def test_a_passage_outside_of_quotation_marks_is_none():
    [found] = find(f"{ENGLISH[0]} {FOREIGN['es']} {ENGLISH[1]}")
    assert not found.quoted
    assert found.words == 10


@pytest.mark.parametrize("language", FOREIGN)
def test_text_in_one_language_has_none(language):
    assert find(" ".join([FOREIGN[language]] * 3), language) == ()


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_that_is_foreign_as_a_whole_is_no_passage(language):
    assert find(FOREIGN[language]) == ()


@pytest.mark.parametrize("tag", ["und", "", "tlh", "qqq", "zxx"])
def test_nothing_is_looked_for_where_the_language_is_not_known(tag):
    assert find(f"{ENGLISH[0]} {FOREIGN['es']}", tag) == ()


@pytest.mark.parametrize("tag", ["en-GB", "en_US", "EN"])
def test_regional_tags(tag):
    assert shown(f"{ENGLISH[0]} {FOREIGN['es']} {ENGLISH[1]}", tag) == [("es", FOREIGN["es"])]


@pytest.mark.parametrize(
    "text",
    [
        "The Nationalrat (national council) has voted, and the Wiener Zeitung was on sale.",
        "It was déjà vu for the chargé d'affaires, who had ordered the same plate in May.",
        "Students of the Universidad Nacional Autónoma de México met near the Paseo de la Reforma.",
        "The method goes back to García, Ruiz et al., Los puertos pesqueros y sus gentes, 1998.",
        "Louis van Gaal met Rafael van der Vaart and Luiz Inácio Lula da Silva in São Paulo.",
        "Run `git commit --message=puerto` and open https://example.org/el-puerto-de-la-mar now.",
        "MARÍA JOSÉ NÚÑEZ ZÚÑIGA, UNIVERSIDAD AUTÓNOMA DE MADRID, told us about the harbour.",
    ],
)
def test_names_terms_and_codes_are_none(text):
    assert find(text) == ()


def test_a_credit_does_not_belong_to_a_passage():
    text = f"{ENGLISH[0]} {FOREIGN['es']} (Foto: Ana Gil/EFE)"
    assert shown(text) == [("es", FOREIGN["es"])]


def test_a_run_of_words_inside_a_sentence():
    text = (
        "The sailors told us in the afternoon that el puerto sigue cerrado desde el lunes por la "
        "tormenta and that nobody on board had been able to go ashore for most of the week."
    )
    assert shown(text) == [("es", "el puerto sigue cerrado desde el lunes por la tormenta")]


_SENTENCES = st.sampled_from([*ENGLISH, *FOREIGN.values()])
_AWKWARD = st.text(
    st.sampled_from("ab Zé.,;:!?…“”\"«»()–—\n\r\t’'漢字かなถא\u0301\u200d🚢"), max_size=30
)


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.one_of(_SENTENCES, _AWKWARD), max_size=8), gap=st.sampled_from(" \n\t"))
def test_spans_are_places_of_the_text(parts, gap):
    text = gap.join(parts)
    check_spans(text, find(text))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all(text):
    for expected in ("en", "ja"):
        check_spans(text, find(text, expected))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_SENTENCES, max_size=5).map(" ".join), max_size=6))
def test_passages_do_not_depend_on_the_other_texts(texts):
    together = passages.find(texts, ["en"] * len(texts))
    assert together == [find(text) for text in texts]


def test_languages_of_a_group_are_not_foreign_to_one_another():
    text = f"{ENGLISH[0]} {FOREIGN['es']} {ENGLISH[1]}"
    detector = plugins.create("detectors", "verifier", {"groups": ("en es",)})
    assert detector.passages([text], ["en"]) == [()]


def test_a_long_text():
    text = " ".join(ENGLISH * 400 + [FOREIGN["es"]] + ENGLISH * 400)
    assert shown(text) == [("es", FOREIGN["es"])]


@pytest.mark.parametrize(
    "text",
    ["“" * 5_000, ". " * 5_000, f"et al {FOREIGN['es']} " * 400, f"“{FOREIGN['es']}” " * 400],
    ids=["quotation marks", "full stops", "citations", "quotations"],
)
def test_hostile_text_is_read_to_its_end(text):
    """A quadratic search of it would not come back for minutes."""
    find(text * 20)


@pytest.mark.parametrize("block", [1, 10, 25, 60])
def test_passages_do_not_depend_on_the_texts_before(monkeypatch, block):
    said = "“Nos quedamos sin casa y sin nada”, dijo. El puerto sigue cerrado desde el lunes."
    texts = [
        "The mayor spoke to the press on Tuesday. Nobody was hurt in the storm.",
        f"The mayor spoke to the press. {said} Nobody was hurt, the city said later.",
        f"{said} The ferry will run again next week. {said}",
    ] * 3
    texts = [f"{text} Report number {number} ends here." for number, text in enumerate(texts)]
    alone = [find(text) for text in texts]
    assert [bool(found) for found in alone] == [False, True, True] * 3
    monkeypatch.setattr(passages, "_BLOCK", block)
    parted = [find(text) for text in texts]
    assert passages.find(texts, ["en"] * len(texts)) == parted
    if block == 60:  # more than any of the texts
        assert parted == alone
