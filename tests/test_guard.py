"""What is not sent to a translator, and what is not believed of what comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions import plugins
from checker.guard import unsendable, unusable
from checker.stages import translate_all
from checker.testing import FakeTranslator
from checker.translation import Translation, Untranslated

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


# Numbers.


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Marcharon 3.400 personas", "3,400 people marched"),
        ("Marcharon 3.400 personas", "3400 people marched"),
        ("Cuesta 2.000,50 euros", "It costs 2,000.50 euros"),
        ("El 24 de julio", "July 24"),
        ("El 24 de julio de 2015", "On July 24, 2015"),
        ("A las 15:30", "At 3:30 p.m."),
        ("A las 15.30 horas", "At 3:30 p.m."),
        ("El 16/11/2014", "11/16/2014"),
        ("Subió un 2,5 %", "It rose by 2.5%"),
        ("Los años 90", "The 1990s"),
        ("Tiene 25 años", "The 25-year-old"),
        ("El minuto 89 del partido", "The 89th minute of the match"),
        ("Doce barcos", "12 ships"),
        ("Volvieron 12 barcos", "Twelve ships returned"),
        ("Entre 2014 y 2015", "Between 2014 and 2015"),
        ("El siglo XX", "The 20th century"),
        ("Eran 10 000 personas", "There were 10,000 people"),
    ],
)
def test_a_number_may_be_written_otherwise(source, hypothesis):
    assert unusable(source, hypothesis) is None


@pytest.mark.parametrize(
    ("source", "hypothesis", "number"),
    [
        ("Marcharon 3.400 personas", "3,500 people marched", "3.400"),
        ("El 24 de julio de 2015", "On July 25, 2015", "24"),
        ("El 24 de julio de 2015", "On July 24, 2016", "2015"),
        ("Tiene 25 años", "He is 52 years old", "25"),
        ("Cuesta 2,50 euros", "It costs 25 euros", "2,50"),
    ],
)
def test_another_number_is_not_believed(source, hypothesis, number):
    assert unusable(source, hypothesis) == f"the output has another number than {number}"


@pytest.mark.parametrize(
    ("source", "hypothesis"),
    [
        ("Marcharon 300 mil personas", "300,000 people marched"),
        ("Costó 1.200 millones de euros", "It cost 1.2 billion euros"),
        ("El 24.07.2015 en Erbil", "On July 24, 2015 in Erbil"),
        ("El 24.7.2015 en Erbil", "On July 24, 2015 in Erbil"),
        ("En 2015 300 personas marcharon", "In 2015, 300 people marched"),
        ("عام ٢٠١٥", "The year 2015"),
    ],
)
def test_a_number_may_be_counted_or_joined_otherwise(source, hypothesis):
    assert unusable(source, hypothesis) is None


# The language of the hypothesis.

DETECTOR = plugins.create("detectors", "verifier")


def outcome(source, hypothesis, pair="es-en"):
    [found] = translate_all([(source, pair)], FakeTranslator({source: hypothesis}), DETECTOR)
    return found


@pytest.mark.parametrize(
    ("hypothesis", "reason"),
    [
        ("Die Fischerboote kehren nach dem Sturm in den Hafen zurück.", "in German"),
        ("Les bateaux de pêche rentrent au port après la tempête.", "in French"),
        ("Os barcos de pesca voltam ao porto depois da tempestade.", "in Portuguese"),
        ("Los pescadores vuelven con sus barcos cuando pasa la tormenta.", "still in Spanish"),
        ("Рыбацкие лодки возвращаются в гавань после шторма.", "in Russian"),
    ],
)
def test_a_hypothesis_in_another_language_is_not_believed(hypothesis, reason):
    found = outcome(SOURCE, hypothesis)
    assert found == Untranslated("es-en", f"no usable translation: the output is {reason}")


@pytest.mark.parametrize(
    "hypothesis",
    [
        "The fishing boats return to the harbour after the storm.",
        "San Sebastián, Carolyn Kaster/Reuters",
        "Boats.",
        "Begoña Núñez and Íñigo Peña in the harbour of La Coruña",
    ],
)
def test_a_hypothesis_in_the_language_asked_for_is_believed(hypothesis):
    assert outcome(SOURCE, hypothesis) == Translation(hypothesis, "es-en", "fake")


def test_the_language_asked_for_is_that_of_the_pair():
    german = "Die Fischerboote kehren nach dem Sturm in den Hafen zurück."
    assert isinstance(outcome(SOURCE, german, "es-de"), Translation)


def test_each_text_has_its_own_outcome_in_order():
    hypotheses = {"Hola a todos": "Hello everybody", "Los barcos": "", "El puerto": "The harbour"}
    jobs = [("El puerto", "es-en"), ("—", "es-en"), ("Los barcos", "es-en")]
    jobs += [("Nada", "es-en"), ("Hola a todos", "es-en"), ("El puerto", "es-en")]
    found = translate_all(jobs, FakeTranslator(hypotheses), DETECTOR)
    assert [getattr(item, "hypothesis", None) for item in found] == [
        "The harbour",
        None,
        None,
        None,
        "Hello everybody",
        "The harbour",
    ]
    assert [getattr(item, "reason", None) for item in found] == [
        None,
        "not sent: it has no letters",
        "no usable translation: the output is empty",
        "not in the fake",
        None,
        None,
    ]
