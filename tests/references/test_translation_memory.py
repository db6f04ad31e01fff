"""A translation memory: which of its units are references for a text."""

import random

import pytest

from checker.translation_memory import TranslationMemory, Unit

EN = "The fishing boats return to the harbour after the storm."
ES = "Los barcos de pesca vuelven al puerto después de la tormenta."
DE = "Die Fischerboote kehren nach dem Sturm in den Hafen zurück."


def memory(*units, similarity=90.0):
    return TranslationMemory.of(
        (Unit(tuple(texts.items()), "m.tmx", line) for line, texts in enumerate(units, 1)),
        similarity,
    )


def found(memory, text, language):
    return [(one.unit.origin, dict(one.texts)) for one in memory.find(text, language)]


def test_both_sides_find_the_other():
    both = memory({"en": EN, "es": ES})
    assert found(both, ES, "en") == [("m.tmx:1", {"en": EN})]
    assert found(both, EN, "es") == [("m.tmx:1", {"es": ES})]


def test_a_text_in_the_articles_language_finds_what_it_is_a_translation_of():
    assert found(memory({"en": EN, "es": ES}), EN, "en") == [("m.tmx:1", {"es": ES})]


def test_of_many_languages_the_articles_is_taken():
    many = memory({"de": DE, "es": ES, "en-GB": EN})
    assert found(many, ES, "en-US") == [("m.tmx:1", {"en-GB": EN})]
    assert found(many, ES, "fr") == [("m.tmx:1", {"de": DE, "en-GB": EN})]


@pytest.mark.parametrize(
    "text",
    [
        f"  {ES}\n".replace(" ", "\t "),
        ES.upper(),
        ES.replace("é", "e\u0301"),
        ES.replace("vuelven", "regresan"),
        ES.replace("tormenta.", "tormenta"),
        ES.replace("pesca", "pezca"),
    ],
)
def test_small_differences_do_not_matter(text):
    assert found(memory({"en": EN, "es": ES}), text, "en") == [("m.tmx:1", {"en": EN})]


@pytest.mark.parametrize("text", ["", " ", "—", ES[:20], "Los barcos salen del puerto.", EN + ES])
def test_other_texts_find_nothing(text):
    assert found(memory({"en": EN, "es": ES}), text, "en") == []


def test_texts_that_differ_in_a_number_are_not_alike():
    numbered = memory({"es": "Foto 3 de 5 del puerto", "en": "Photo 3 of 5 of the harbour"})
    assert found(numbered, "Foto 4 de 5 del puerto", "en") == []
    assert found(numbered, "foto 3 de 5 del Puerto", "en")


def test_at_a_similarity_of_100_only_equal_texts_are_found():
    strict = memory({"en": EN, "es": ES}, similarity=100.0)
    assert found(strict, ES.upper(), "en")
    assert not found(strict, ES.replace("vuelven", "regresan"), "en")


def test_the_nearest_comes_first_and_an_equal_one_alone():
    near = memory(
        {"es": ES.replace("vuelven", "regresan"), "en": "one"},
        {"es": ES.replace("tormenta", "tormentas"), "en": "two"},
    )
    assert [texts["en"] for _, texts in found(near, ES, "en")] == ["two", "one"]
    equal = memory({"es": ES + "!", "en": "near"}, {"es": ES, "en": "equal"})
    assert [texts["en"] for _, texts in found(equal, ES, "en")] == ["equal"]


def test_what_is_only_like_a_text_is_told_from_what_equals_it():
    both = memory({"en": EN, "es": ES})
    assert [one.equal for one in both.find(ES.upper(), "en")] == [True]
    assert [one.equal for one in both.find(ES + "!", "en")] == [False]


def test_several_translations_of_one_text_are_all_references_and_repetitions_none():
    units = [{"es": "Puerto viejo", "en": text} for text in ("Old port", "Old harbour", "Old port")]
    texts = [texts["en"] for _, texts in found(memory(*units), "Puerto viejo", "en")]
    assert texts == ["Old port", "Old harbour"]


def test_of_very_many_translations_the_first_are_enough():
    units = [{"es": "Puerto", "en": f"Port {number}"} for number in range(100)]
    assert len(found(memory(*units), "Puerto", "en")) == 5


def test_scripts_without_spaces():
    pair = memory({"ja": "嵐の後、漁船が港に戻ってきました。", "en": EN})
    assert found(pair, "嵐の後、漁船が港に戻って来ました。", "en") == [("m.tmx:1", {"en": EN})]


def test_an_empty_memory_finds_nothing():
    assert not TranslationMemory()
    assert found(TranslationMemory(), ES, "en") == []


WORDS = "barco puerto mar vela red pez ola faro muelle ancla remo sal costa isla bahía".split()


def test_nearly_all_that_comparing_with_every_unit_finds_is_found():
    from rapidfuzz import fuzz

    chance = random.Random(1)
    texts = [" ".join(chance.choices(WORDS, k=12)) for _ in range(2000)]
    many = memory(*({"es": text, "en": f"{n}"} for n, text in enumerate(texts)))
    asked = []
    for text in chance.choices(texts, k=100):
        words = text.split()
        words[chance.randrange(12)] = "gaviota"
        asked.append(" ".join(words))
    near = [text for text in asked if any(fuzz.ratio(text, one) >= 90 for one in texts)]
    hits = [text for text in near if found(many, text, "en")]
    assert len(near) > 30
    assert len(hits) >= 0.95 * len(near)
