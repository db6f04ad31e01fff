"""What a sentence model is given of a text, and how its answers become one text again."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.prose import join, restore_names, split

# Sentences above this many characters are cut where they have a comma, semicolon or colon.
LONGEST = 400


def letters(*texts):
    """The texts without spaces, in one case and with plain quotes."""
    plain = "".join("".join(texts).split()).casefold()
    return re.sub("[“”„]", '"', re.sub("[‘’‚]", "'", plain))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("El puerto abre.", ["El puerto abre."]),
        ("El puerto abre. Los barcos salen.", ["El puerto abre.", "Los barcos salen."]),
        ("¿Quién fue? ¡Nadie! Así fue.", ["¿Quién fue?", "¡Nadie!", "Así fue."]),
        ("El Sr. García llegó. Habló.", ["El Sr. García llegó.", "Habló."]),
        ("La Dra. Peña y el Dr. Gil hablan.", ["La Dra. Peña y el Dr. Gil hablan."]),
        ("  El puerto\n\t abre\u00a0hoy. ", ["El puerto abre hoy."]),
        ("Pesó 3.400 kilos. Nada más.", ["Pesó 3.400 kilos.", "Nada más."]),
    ],
)
def test_sentences(text, sentences):
    assert list(split(text, "es").sentences) == sentences


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Llegó el 24 de julio.", "(Imagen por Carolyn Kaster/Reuters)"),
        ("Llegó el 24 de julio", "(Carolyn Kaster/Reuters)"),
        ("Llegó el 24 de julio.", "Foto: Ana Núñez"),
        ("Llegó. Habló.", "[Foto: EFE]"),
    ],
)
def test_a_credit_is_a_sentence_of_its_own(caption, credit):
    *before, last = split(f"{caption} {credit}", "es").sentences
    assert last == credit
    assert " ".join(before) == caption


def test_a_text_that_is_all_credit():
    assert split("(Carolyn Kaster/Reuters)", "es").sentences == ("(Carolyn Kaster/Reuters)",)


def test_quotes_become_plain():
    assert split("“Sí”, dijo: ‘no’ y „quizá‚", "es").sentences == ("\"Sí\", dijo: 'no' y \"quizá'",)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("EL PUERTO ABRE", ["El puerto abre"]),
        ("EL PUERTO ABRE. LOS BARCOS SALEN.", ["El puerto abre.", "Los barcos salen."]),
        ("ÁRBOLES EN ESPAÑA: 24", ["Árboles en españa: 24"]),
    ],
)
def test_capitals_are_sent_as_sentences_and_come_back_as_capitals(text, sentences):
    parts = split(text, "es")
    assert list(parts.sentences) == sentences
    assert join(parts, ["The answer."] * len(sentences)).isupper()


@pytest.mark.parametrize("text", ["AFP", "El PP y el PSOE", "ONU: 24", "EL PUERTO de Vigo"])
def test_acronyms_and_mixed_case_stay(text):
    parts = split(text, "es")
    assert " ".join(parts.sentences) == text
    assert join(parts, ["It is."] * len(parts.sentences)).startswith("It is.")


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0 "])
def test_of_nothing_there_is_nothing_to_send(text):
    parts = split(text, "es")
    assert parts.sentences == ()
    assert join(parts, []) == ""


@pytest.mark.parametrize("text", ["🚢🌊", "…", "—", "2015", "漢字かな。漢字。"])
def test_text_of_other_signs_comes_through(text):
    assert letters(*split(text, "es").sentences) == letters(text)


@pytest.mark.parametrize("language", ["es", "pt", "zh", "xx", "", "und"])
def test_every_language_is_split_somehow(language):
    assert split("Hola. Adiós.", language).sentences == ("Hola.", "Adiós.")


@given(st.text(max_size=300))
def test_nothing_is_lost_of_any_text(text):
    parts = split(text, "es")
    if not parts.capitals:  # some letters have no way back from lower case
        assert letters(*parts.sentences) == letters(normalize("NFC", text))
    assert all(sentence == sentence.strip() != "" for sentence in parts.sentences)


WORDS = st.sampled_from(["puerto", "el", "niño", "uno,", "así;", "hora:", "x" * 90, "a,b", "3,5"])


@given(st.lists(WORDS, min_size=60, max_size=200))
def test_long_sentences_are_cut_where_they_can_be_and_nothing_is_lost(words):
    text = " ".join(words)
    pieces = split(text, "es").sentences
    assert " ".join(pieces) == text
    for piece in pieces:
        assert len(piece) <= LONGEST or not re.search(r"[,;:]\s", piece)


@given(st.lists(st.sampled_from(["EL", "NIÑO,", "ABRE.", "¿QUIÉN?", "24", "ÁRBOL"]), min_size=2))
def test_nothing_is_lost_of_capitals(words):
    text = " ".join(words)
    assert letters(*split(text, "es").sentences) == letters(text)


@pytest.mark.parametrize("text", ["x" * 900, "y," * 400])
def test_a_long_sentence_without_a_place_to_cut_stays_whole(text):
    assert split(text, "es").sentences == (text.strip(),)


def test_a_sentence_is_not_cut_more_often_than_it_must_be():
    clause = "el barco vuelve al puerto de noche y con lluvia, "
    text = (clause * 12).strip()[:-1] + "."
    assert LONGEST < len(text) < 2 * LONGEST
    assert len(split(text, "es").sentences) == 2


@pytest.mark.parametrize(
    ("source", "hypothesis", "restored"),
    [
        ("Begoña llegó", "Begonha arrived", "Begoña arrived"),
        ("Begoña llegó", "Begona arrived", "Begoña arrived"),
        ("Ana Núñez y Peña", "Ana Nunez and Penha", "Ana Núñez and Peña"),
        ("El Ñandú", "The Nhandu", "The Ñandú"),
        ("BEGOÑA Gil", "Begonha Gil", "BEGOÑA Gil"),
        ("México y Begoña", "Mexico and Begonha", "Mexico and Begoña"),
        ("México y Perú", "Mexico and Peru", "Mexico and Peru"),
        ("La niña de España", "The girl of Spain", "The girl of Spain"),
        ("Begoña", "Begonhas", "Begonhas"),
        ("la mañana", "Manana", "Manana"),
        ("Begoña", "", ""),
    ],
)
def test_names_with_n_tilde_are_spelt_as_in_the_source(source, hypothesis, restored):
    assert restore_names(source, hypothesis) == restored


def test_each_sentence_restores_its_own_names():
    parts = split("Begoña llegó. Ana Pena habló.", "es")
    assert join(parts, ["Begonha arrived.", "Ana Pena spoke."]) == "Begoña arrived. Ana Pena spoke."


def test_two_names_that_differ_in_a_tilde_stay_two():
    assert restore_names("Peña y Pena", "Peña and Pena") == "Peña and Pena"


def test_names_in_capitals_are_spelt_as_in_the_source():
    parts = split("LLEGA BEGOÑA AL PUERTO", "es")
    assert join(parts, ["Begonha arrives at the port"]) == "BEGOÑA ARRIVES AT THE PORT"


def test_a_decomposed_tilde_is_a_tilde():
    restored = restore_names("Bego\u006e\u0303a llegó", "Begonha arrived")
    assert restored in ("Begoña arrived", "Bego\u006e\u0303a arrived")


NO_NAMES = st.text(st.sampled_from("abc xyz.,"), max_size=30)


@given(st.lists(NO_NAMES, max_size=8))
def test_join_keeps_the_order(hypotheses):
    parts = split(" ".join(f"El barco {n} sale." for n in range(len(hypotheses))), "es")
    assert len(parts.sentences) == len(hypotheses)
    assert join(parts, hypotheses) == " ".join(text.strip() for text in hypotheses)


@given(st.text(max_size=60), st.text(max_size=60))
def test_without_such_names_nothing_is_restored(source, hypothesis):
    if "ñ" not in source.lower():
        assert restore_names(source, hypothesis) == hypothesis


def test_join_wants_a_hypothesis_for_each_sentence():
    with pytest.raises(ValueError, match="zip"):
        join(split("Uno. Dos.", "es"), ["One."])
