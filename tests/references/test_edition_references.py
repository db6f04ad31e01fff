"""What other editions say of an article's pictures, as references."""

from dataclasses import replace

import pytest
from articles import ANOTHER, ENGLISH, SPANISH, page

from captions import plugins
from captions.editions import edition
from captions.picture import pictures
from checker import editions
from checker.evidence import Evidence

SPANISH_BODY = "El puerto abrió de nuevo el lunes después de la tormenta, dijo el ayuntamiento."


@pytest.fixture(scope="module")
def detector():
    return plugins.create("detectors", "verifier")


@pytest.fixture
def beside(read_article, detector):
    """An English article with a Spanish edition, both of some markup."""

    def make(here, there, language="es"):
        other = read_article("es.html", there)
        other = edition(replace(other, pictures=pictures(other), language=language))
        article = read_article("en.html", here)
        article = replace(article, pictures=pictures(article), editions=(other,))
        [verified] = editions.verify([article], detector)
        return verified

    return make


def texts(article):
    return [
        [(one.text, one.language, one.origin) for one in many]
        for segment, many in zip(article.segments, editions.references(article), strict=True)
        if segment.image
    ]


def test_captions_are_for_captions_and_alternative_texts_for_alternative_texts(beside):
    picture = '<p>x</p><figure><img src="1.jpg" alt="{}"><figcaption>{}</figcaption></figure>'
    article = beside(picture.format("A harbour", ENGLISH), picture.format(ANOTHER, SPANISH))
    assert texts(article) == [[(ANOTHER, "es", "es.html:1")], [(SPANISH, "es", "es.html:1")]]


def test_a_picture_that_stands_twice_has_its_texts_in_order(beside):
    twice = '<p>x</p><img src="1.jpg" alt="{}">\n<img src="1.jpg" alt="{}">'
    article = beside(twice.format("One harbour", "Two boats"), twice.format(SPANISH, ANOTHER))
    assert texts(article) == [[(SPANISH, "es", "es.html:1")], [(ANOTHER, "es", "es.html:2")]]
    article = beside('<p>x</p><img src="1.jpg" alt="A harbour">', twice.format(SPANISH, ANOTHER))
    assert texts(article) == [[(SPANISH, "es", "es.html:1"), (ANOTHER, "es", "es.html:2")]]


def test_what_is_not_in_the_language_of_its_edition_is_left_out(beside):
    article = beside(page(ENGLISH, "One.", "Two."), page(ENGLISH, SPANISH, "Ana Gil/EFE"))
    assert texts(article) == [
        [], [(SPANISH, "es", "es.html:3")], [("Ana Gil/EFE", "es", "es.html:4")]
    ]  # fmt: skip
    found = [[one.verified for one in picture.texts] for picture in article.editions[0].pictures]
    assert found == [[], [True], [False]]


def test_an_edition_that_declares_nothing_is_in_the_language_of_its_captions(beside):
    [other] = beside(page(ENGLISH), page(SPANISH, ANOTHER), language="und").editions
    assert other.language == "es"
    assert beside(page(ENGLISH), page("2015"), language="und").editions == ()


def test_a_caption_at_the_same_place_is_not_scored_against(beside):
    article = beside(page(ENGLISH), page("A view of the port.").replace("1.jpg", "2.jpg"), "en-GB")
    [segment] = [one for one in article.segments if one.image]
    [reference] = editions.references(article)[-1]
    assert (reference.sure, reference.edition) == (False, True)
    assert Evidence(segment, "en", "en", references=(reference,)).comparable == []
    same = replace(reference, sure=True)
    assert Evidence(segment, "en", "en", references=(same,)).comparable == ["A view of the port."]
