"""Facts: what texts state, and in what they contradict each other."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions import plugins
from checker.check import check_window
from checker.facts import Kind, compare, extract
from checker.facts.alike import alike, same_person
from checker.facts.dates import Date
from checker.facts.numerals import numerals
from checker.letters import fold, western
from checker.reference import Entry, Reference, References

LANGUAGES = ["en", "es", "fr", "de", "it", "pt", "nl", "pl", "ca", "cs", "ru"]


def pairs(one, language, other, other_language):
    """The texts of the facts that differ."""
    found = compare(extract(one, language), extract(other, other_language))
    return [(mismatch.one.text, mismatch.other.text) for mismatch in found]


def values(text, language, kind):
    return [fact.value for fact in extract(text, language).of(kind)]


# Numbers in words.


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "twenty-five", 25),
        ("en", "one hundred and five", 105),
        ("en", "two thousand three hundred", 2300),
        ("en", "six million", 6_000_000),
        ("es", "dos", 2),
        ("es", "treinta y cinco", 35),
        ("es", "doscientos cincuenta", 250),
        ("es", "veintidós", 22),
        ("es", "tres mil millones", 3_000_000_000),
        ("fr", "soixante et onze", 71),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("fr", "deux cents", 200),
        ("de", "dreiundzwanzig", 23),
        ("de", "zweihundertfünfzig", 250),
        ("de", "zwei Millionen", 2_000_000),
        ("it", "ventitré", 23),
        ("it", "ventotto", 28),
        ("it", "duecentocinquanta", 250),
        ("it", "tremila", 3000),
        ("pt", "trinta e dois", 32),
        ("pt", "quinhentas", 500),
        ("nl", "vierentwintig", 24),
        ("nl", "tweeëntwintig", 22),
        ("nl", "driehonderd", 300),
        ("pl", "dwadzieścia pięć", 25),
        ("pl", "dwóch", 2),
        ("ca", "vint-i-dos", 22),
        ("ca", "tres-cents", 300),
        ("cs", "čtyřicet dva", 42),
        ("cs", "dvou", 2),
        ("ru", "сорок пять", 45),
        ("ru", "двое", 2),
    ],
)
def test_number_words(language, text, value):
    [found] = [one.value for one in numerals(f"({text})", language) if not one.weak]
    assert found == value


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "no numbers here"), ("de", "Achtung, die Elfen"), ("es", "un barco"), ("sv", "två")],
)
def test_no_number_words(language, text):
    assert list(numerals(text, language)) == []


def test_numbers_that_follow_one_another_are_several():
    assert [one.value for one in numerals("two three-year-olds and five dogs", "en")] == [2, 3, 5]


# What agrees.


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language"),
    [
        # Numbers and their separators, words, magnitudes and rounding.
        ("Marcharon 3.400 personas", "es", "3,400 people marched", "en"),
        ("10 000 personnes", "fr", "10,000 people", "en"),
        ("300 mil personas", "es", "300,000 people", "en"),
        ("1.200 millones de euros", "es", "1.2 billion euros", "en"),
        ("2,5 Prozent", "de", "2.5 percent", "en"),
        ("dos perros", "es", "2 dogs", "en"),
        ("dwa psy i 3 koty", "pl", "two dogs and three cats", "en"),
        ("about 3,000 boats", "en", "3.012 barcos", "es"),
        ("más de 200 barcos", "es", "206 boats", "en"),
        ("24 000", "cs", "24.000", "de"),
        ("عام ٢٠١٥", "ar", "the year 2015", "en"),
        ("20万人", "ja", "200,000 people", "en"),
        # One side says more.
        ("Two dogs", "en", "Dos perros y 3 gatos", "es"),
        ("A dog", "en", "5 dogs", "en"),
        ("a couple of dogs", "en", "three dogs", "en"),
        # Units: converted, and adjectives.
        ("5 km away", "en", "a 3 millas", "es"),
        ("the 25-year-old", "en", "de 25 años", "es"),
        ("4 feet", "en", "120 cm", "de"),
        ("12,500 feet above the sea", "en", "auf 3800 Metern Höhe", "de"),
        ("It weighs 12 tons and is 9 feet tall.", "en", "Pesa 11 toneladas e tem 2,7 m.", "pt"),
        ("seit 90 Tagen", "de", "desde hace tres meses", "es"),
        ("2 w 2015", "pl", "2 in 2015", "en"),
        ("A 6-foot-6 player", "en", "Un jugador de 1,98 m", "es"),
        # Part of a name or a code.
        ("an A320 and a v1.2.3", "en", "un A321 y un v1.2.4", "es"),
        ("call 0800 555 111", "en", "llame al 0800 555 112", "es"),
        ("won 10-6", "en", "gewann 10:6", "de"),
        # Dates.
        ("July 24, 2015", "en", "el pasado 24 de julio de 2015", "es"),
        ("24/7/2015", "es", "7/24/2015", "en"),
        ("am 24.07.2015", "de", "24 lipca 2015 r.", "pl"),
        ("2015年7月24日", "ja", "24 июля 2015 года", "ru"),
        ("in July 2015", "en", "24 de juliol de 2015", "ca"),
        ("July 24-26, 2015", "en", "24-26 de julio de 2015", "es"),
        ("in September 2015", "en", "в сентябре 2015 года", "ru"),
        ("She may march in 2015", "en", "Il marche en mai 2014", "fr"),
        ("des de 2013", "ca", "since 2013", "en"),
        # Days and times.
        ("on Monday", "en", "el lunes", "es"),
        ("at 3:30 p.m.", "en", "um 15.30 Uhr", "de"),
        ("at 3:30", "en", "à 15h30", "fr"),
        # Sides.
        ("Merkel (left)", "en", "Merkel (izq.)", "es"),
        ("the man on the left", "en", "l'homme à gauche", "fr"),
        ("in his right hand", "en", "in der rechten Hand", "de"),
        ("from left: Ana, Luis", "en", "zleva: Ana, Luis", "cs"),
        ("the human right to vote on the left", "en", "el derecho a votar, a la izquierda", "es"),
        ("The boats left the harbour", "en", "Los barcos a la derecha", "es"),
        ("El líder de la izquierda", "es", "The leader of the right", "en"),
        # Names.
        ("in Moscow", "en", "en Moscú", "es"),
        ("in Moscow", "en", "в Москве", "ru"),
        ("in Mosul", "en", "à Mossoul", "fr"),
        ("in Germany", "en", "en Alemania", "es"),
        ("in Austria", "en", "w Austrii", "pl"),
        ("in Cologne", "en", "nach Köln", "de"),
        ("the president of Great Britain", "en", "il presidente della Gran Bretagna", "it"),
        ("meets Angela Merkel", "en", "potkal Angelu Merkelovou", "cs"),
        ("meets Boris Yeltsin", "en", "rencontre Boris Eltsine", "fr"),
        ("at the White House", "en", "en la Casa Blanca", "es"),
        ("at the Christmas market", "en", "au marché de Noël", "fr"),
        ("with the mayor Ana Gil", "en", "con la alcaldesa", "es"),
        ("an Asian girl", "en", "une fille de Miami", "fr"),
        # Credits.
        ("A boat (Photo: Ana Gil/AP)", "en", "Un barco (Foto: A. Gil/Associated Press)", "es"),
        ("A boat (Photo: Ana Gil/Reuters)", "en", "Un barco", "es"),
        ("A boat (Photo: Reuters)", "en", "Un barco (Foto: Ana Gil)", "es"),
        # Negation is not compared across languages.
        ("The boats did not return", "en", "Los barcos volvieron", "es"),
        ("No. 5 came back to the harbour", "en", "Number 5 came back to the harbour", "en"),
    ],
)  # fmt: skip
def test_nothing_differs(one, language, other, other_language):
    assert pairs(one, language, other, other_language) == []
    assert pairs(other, other_language, one, language) == []


# Captions as news sites write them, in two languages: language, text, language, text.
_TRUE_PAIRS = [
    line.split("\t")
    for line in Path(__file__).with_name("true-pairs.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "one", "other_language", "other"), _TRUE_PAIRS)
def test_a_true_pair_is_silent(language, one, other_language, other):
    assert pairs(one, language, other, other_language) == []
    assert pairs(other, other_language, one, language) == []


# What does not.


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language", "expected"),
    [
        ("3.400 personas", "es", "3,500 people", "en", ("3.400", "3,500")),
        ("200 boats", "en", "206 barcos", "es", ("200", "206")),
        ("dos perros", "es", "three dogs", "en", ("dos", "three")),
        ("2,5 %", "de", "25 percent", "en", ("2,5 %", "25 percent")),
        ("5 million euros", "en", "5 millones de dólares", "es",
         ("5 million euros", "5 millones de dólares")),
        ("$5", "en", "7 $", "de", ("$5", "7 $")),
        ("35 kilometres", "en", "53 Kilometer", "de", ("35 kilometres", "53 Kilometer")),
        ("the 25-year-old", "en", "de 52 años", "es", ("25-year-old", "52 años")),
        ("a grid of 8 x 8", "en", "una cuadrícula de 8 x 6", "es", ("8", "6")),
        ("in 2015", "en", "en 2016", "es", ("2015", "2016")),
        ("July 24, 2015", "en", "14 juillet 2015", "fr", ("July 24, 2015", "14 juillet 2015")),
        ("July 24", "en", "24 de agosto", "es", ("July 24", "24 de agosto")),
        ("13.07.2015", "de", "July 14, 2015", "en", ("13.07.2015", "July 14, 2015")),
        ("on Monday", "en", "el martes", "es", ("Monday", "martes")),
        ("at 3:30 p.m.", "en", "a las 16:30", "es", ("3:30 p.m.", "16:30")),
        ("Merkel (left)", "en", "Merkel (derecha)", "es", ("Merkel (left)", "Merkel (derecha)")),
        ("in his right hand", "en", "dans sa main gauche", "fr", ("right", "main gauche")),
        ("von links nach rechts", "de", "from right to left", "en",
         ("von links nach rechts", "right to left")),
        ("From left: Ana Gil, Luis Ruiz", "en", "Von links: Luis Ruiz, Ana Gil", "de",
         ("Ana Gil", "Luis Ruiz")),
        ("in Moscow", "en", "en Londres", "es", ("Moscow", "Londres")),
        ("in Germany", "en", "w Austrii", "pl", ("Germany", "Austrii")),
        ("with Ana Gil", "en", "con Ana Quintero", "es", ("Ana Gil", "Ana Quintero")),
        ("meets Carolyn Kaster", "en", "trifft Hannah Bergström", "de",
         ("Carolyn Kaster", "Hannah Bergström")),
        ("A boat (Photo: Ana Gil/AFP)", "en", "Un barco (Foto: Ana Gil/EFE)", "es", ("AFP", "EFE")),
        ("A boat (Photo: Ana Gil/AFP)", "en", "Un barco (Foto: Luis Ruiz/AFP)", "es",
         ("Ana Gil", "Luis Ruiz")),
        ("The boats did not return to the harbour", "en", "The boats did return to the harbour",
         "en", ("not", "")),
    ],
)  # fmt: skip
def test_a_fact_differs(one, language, other, other_language, expected):
    found = pairs(one, language, other, other_language)
    assert found == [expected]
    assert pairs(other, other_language, one, language) == [expected[::-1]]


def test_people_who_changed_sides():
    one, other = "Merkel (left) and Hollande (right)", "Hollande (izq.) y Merkel (dcha.)"
    assert pairs(one, "en", other, "es") == [("Merkel (left)", "Merkel (dcha.)")]
    assert pairs(one, "en", "Hollande (dcha.) y Merkel (izq.)", "es") == []


def test_a_row_in_another_order():
    row = "From left to right: Ana Gil, Luis Ruiz and Eva Sanz"
    same = "De izquierda a derecha: Ana Gil, Luis Ruiz y Eva Sanz"
    assert pairs(row, "en", same, "es") == []
    assert pairs(row, "en", same.replace("Ana Gil, Luis Ruiz", "Luis Ruiz, Ana Gil"), "es")
    assert pairs(row, "en", same.replace("Luis Ruiz y ", ""), "es") == []


# Reading.


def test_a_date_that_is_ambiguous_has_both_readings():
    [value] = values("3/4/2015", "en", Kind.DATE)
    assert value == Date(frozenset({(2015, 4, 3), (2015, 3, 4)}))


def test_facts_are_in_the_order_of_their_places():
    text = "On July 24, 2015, Ana Gil (left) had 3 boats and 25 % (Photo: Ana Gil/AFP)"
    items = extract(text, "en").items
    assert list(items) == sorted(items, key=lambda fact: fact.span)
    assert {fact.kind for fact in items} >= {
        Kind.DATE, Kind.SIDE, Kind.NUMBER, Kind.PHOTOGRAPHER, Kind.AGENCY, Kind.NAME,
    }  # fmt: skip


def test_a_credit_line_is_one_from_its_start():
    facts = extract("Ana Gil / Reuters", "en", credit=True)
    assert [fact.text for fact in facts.of(Kind.PHOTOGRAPHER)] == ["Ana Gil"]
    assert [fact.text for fact in facts.of(Kind.AGENCY)] == ["Reuters"]


@given(st.text(max_size=120), st.sampled_from([*LANGUAGES, "ja", "und", "x-klingon", ""]))
def test_any_text_has_facts_that_lie_within_it(text, language):
    for fact in extract(text, language).items:
        assert 0 <= fact.span.start <= fact.span.end <= len(text)
        assert fact.text in text


@given(st.text(max_size=120), st.sampled_from(LANGUAGES))
def test_a_text_does_not_contradict_itself(text, language):
    facts = extract(text, language)
    assert compare(facts, facts) == []


@given(st.integers(2, 99_999), st.integers(2, 99_999), st.sampled_from(LANGUAGES))
def test_two_numbers_differ_in_either_direction(one, other, language):
    first, second = extract(f"x {one} y", "en"), extract(f"x {other} y", language)
    assert bool(compare(first, second)) == bool(compare(second, first))
    if one == other:
        assert compare(first, second) == []


@given(st.text(max_size=60))
def test_digits_keep_their_places(text):
    assert len(western(text)) == len(text)


@pytest.mark.parametrize("text", ["1 " * 3000, "uno dos " * 1500, "Ana Gil " * 1500, "(left" * 999])
def test_long_texts_end(text):
    extract(text, "es")


# Names.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Moskva", "Moskvě"), ("Mosul", "Mossoul"), ("Boston", "bostonský"), ("Diego", "Diega"),
        ("Paxi", "Paxiho"), ("Chekhov", "Tchekhov"), ("Клинтон", "Clinton"),
    ],
)  # fmt: skip
def test_names_that_are_alike(one, other):
    assert alike(fold(one), fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana", "Luis"), ("Whitfield", "White"), ("London", "longues"), ("Kaster", "Miller")],
)
def test_names_that_are_not(one, other):
    assert not alike(fold(one), fold(other))


def test_an_initial_is_a_first_name():
    assert same_person(("c", "kaster"), ("carolyn", "kaster"))
    assert not same_person(("c", "kaster"), ("ana", "kaster"))


# The rule.

CAPTION = "The mayor Hannah Bergström greets 12 fishermen in the harbour."


@pytest.fixture
def findings(read_article, tools):
    """The messages about a caption with some references."""

    def check(*references, text=CAPTION, **options):
        page = f'<html lang="en"><figure><img src="a.jpg"><figcaption>{text}</figcaption></figure>'
        article = read_article("a.html", page)
        entries = [
            Entry(Reference(text, language, f"r.jsonl:{line}"), image="a.jpg")
            for line, (text, language) in enumerate(references, 1)
        ]
        rules = (plugins.create("rules", "fact-mismatch", options),)
        run = replace(tools, rules=rules, references=References.of(entries))
        [checked] = check_window([article], run)
        return [finding.message for finding in checked.findings]

    return check


def test_a_reference_in_any_language_is_compared(findings):
    text = "La alcaldesa Hannah Bergström saluda a 15 pescadores en el puerto de la ciudad."
    assert findings((text, "es")) == ["the reference says 15, the caption 12"]


def test_a_fact_that_another_reference_confirms_is_none(findings):
    text = "The mayor Hannah Bergström greets 15 fishermen in the harbour."
    assert findings((text, "en"), (CAPTION, "en")) == []


def test_a_fact_is_reported_once(findings):
    text = "The mayor Hannah Bergström greets 15 fishermen in the harbour."
    assert len(findings((text, "en"), (text.replace("15", "17"), "en"))) == 1


def test_names_may_be_left_out(findings):
    text = "The mayor Carolyn Kaster greets 12 fishermen in the harbour."
    assert findings((text, "en")) == [
        "the reference says Carolyn Kaster, the caption Hannah Bergström"
    ]
    assert findings((text, "en"), names=False) == []


def test_no_reference_is_nothing_to_compare(findings):
    assert findings() == []


@pytest.mark.parametrize(
    ("one", "language", "other", "other_language", "found"),
    [
        ("The boats left at 6.30 in the morning.", "en", "Parti à 6 h 30 du matin.", "fr", []),
        ("The boats left at 6.30 on Sunday.", "en", "Los barcos salieron a las 18:30.", "es", []),
        ("Parti à 6 h 30 du matin.", "fr", "Parti à 7 h 30.", "fr", [("6 h 30", "7 h 30")]),
        ("It is 6.30 m long.", "en", "It is 6.80 m long.", "en", [("6.30 m", "6.80 m")]),
        ("6.30 of it, at 8:00", "en", "6.80 of it, at 8:00", "en", [("6.30", "6.80")]),
    ],
)  # fmt: skip
def test_times_that_look_like_numbers(one, language, other, other_language, found):
    assert pairs(one, language, other, other_language) == found


def test_lists_are_not_compared():
    boats, others = (", ".join(f"{first + n} boats" for n in range(40)) for first in (100, 200))
    assert len(compare(extract(boats, "en"), extract(others, "en"))) == 40
    assert compare(extract(boats + ", 7 cats", "en"), extract(others, "en")) == []


def test_facts_without_end_are_not_paired_for_days():
    one, other = (" ".join(f"{first + n} boats," for n in range(5_000)) for first in (0, 7))
    assert compare(extract(one, "en"), extract(other, "en")) == []
