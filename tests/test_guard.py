"""What is not sent to a translator, and what is not believed of what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.guard import unsendable, unusable

SOURCE = "Los barcos de pesca vuelven al puerto después de la tormenta."


@pytest.mark.parametrize(
    "text", ["", " ", "-", "…", "2015", "24.7.2015", "🚢🌊", "—?!", "½ %", "\0"]
)
def test_text_without_letters_is_not_sent(text):
    assert unsendable(text) == "it has no letters"


@pytest.mark.parametrize("text", ["a", "Hola", "港", "مرحبا", "2015: x", "é", "e\u0301", "ª"])
def test_text_with_letters_is_sent(text):
    assert unsendable(text) is None


@pytest.mark.parametrize(
    "hypothesis",
    [
        "The fishing boats return to the harbour after the storm.",
        "Boats.",
        "No, no, no: the boats return.",
        "The boats, the boats, the boats are back.",
        "A long, long, long time ago the boats left.",
        "嵐の後、漁船が港に戻ってきました。",
        "عادت قوارب الصيد إلى الميناء بعد العاصفة.",
        "12",
        "The boats of the harbour of the city of the king of the north of the country.",
    ],
)
def test_a_translation_is_believed(hypothesis):
    assert unusable(SOURCE, hypothesis) is None


@pytest.mark.parametrize("hypothesis", ["", " ", "…", "-", "\n", "«»", "🚢"])
def test_an_empty_hypothesis(hypothesis):
    assert unusable(SOURCE, hypothesis) == "the output is empty"


@pytest.mark.parametrize(
    "hypothesis",
    [
        "No, no, no, no, no, no, no.",
        "The boats The boats The boats The boats The boats",
        "The boats return to the harbour, the harbour, the harbour, the harbour.",
        "of the city of the city of the city of the city",
        "Ja, ja, JA, ja, ja",
        "a b a c a d a e a f a g a h a",
        "no " * 20,
    ],
)
def test_a_loop(hypothesis):
    assert unusable(SOURCE, hypothesis) == "the output repeats itself"


@pytest.mark.parametrize(
    "hypothesis", ["nonononononononononononono", "漁船漁船漁船漁船漁船漁船漁船漁船漁船漁船"]
)
def test_a_loop_without_spaces(hypothesis):
    assert unusable(SOURCE, hypothesis) == "the output repeats itself"


def test_a_loop_of_the_source_may_be_one_of_the_translation():
    source = "Corre, corre, corre, corre, caballito."
    assert unusable(source, "Run, run, run, run, little horse.") is None


def test_a_hypothesis_far_longer_than_its_source():
    text = " ".join(f"word{number}" for number in range(60))
    assert unusable("Los barcos", text) == "the output is far longer than the source"
    assert unusable("Sí", "Yes, that is how it is, by and large.") is None


@pytest.mark.parametrize("hypothesis", [SOURCE, SOURCE.upper(), f"“{SOURCE}”", SOURCE.rstrip(".")])
def test_a_copy(hypothesis):
    assert unusable(SOURCE, hypothesis) == "the output is a copy of the source"


@pytest.mark.parametrize("text", ["Ana Gil", "Hotel Miramar", "San Sebastián, 2015"])
def test_a_name_may_stay_what_it_is(text):
    assert unusable(text, text) is None


@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_has_an_answer(source, hypothesis):
    assert unsendable(source) in (None, "it has no letters")
    reason = unusable(source, hypothesis)
    assert reason is None or reason.startswith("the output ")


@pytest.mark.parametrize("word", ["a ", "ab, ", "a b ", "a,a.", "x" * 50 + " "])
def test_long_output_ends(word):
    """The pattern for loops must not take exponential time."""
    assert unusable("a" * 3000, word * 400 + "end")
    unusable("a" * 3000, " ".join(f"{word}{number}" for number in range(300)))
