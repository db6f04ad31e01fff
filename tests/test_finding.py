"""Fingerprints: what keeps a finding the same finding, and what makes it another one."""

import pytest
from articles import SPANISH, page

from checker.check import check_window


@pytest.fixture
def prints(read_article, tools):
    def of(content, name="a.html"):
        [checked] = check_window([read_article(name, content)], tools)
        return [finding.fingerprint for finding in checked.findings]

    return of


PAGE = page(SPANISH)


@pytest.mark.parametrize(
    "changed",
    [
        PAGE.replace("<p>", "\n\n<p>Nobody was hurt, she said, and the schools stay open.</p><p>"),
        PAGE.replace(" del ", "\r\n  del "),
        PAGE.replace("vista", "<em>vista</em>"),
        PAGE.replace("img/1.jpg", "img/7.jpg"),
    ],
    ids=["text above", "wrapped", "emphasis", "another picture"],
)
def test_it_stays_the_same(prints, changed):
    assert changed != PAGE
    assert prints(changed) == prints(PAGE)


def test_it_does_not_name_the_file(prints):
    assert prints(PAGE, "b.html") == prints(PAGE, "a.html")


@pytest.mark.parametrize(
    "changed",
    [
        PAGE.replace("amanecer", "atardecer"),
        PAGE.replace('lang="en"', 'lang="de"').replace("<p>", "<p>Die Schiffe sind da. "),
        PAGE.replace("figcaption", "blockquote"),
    ],
    ids=["another text", "another language", "another kind"],
)
def test_it_is_another_one(prints, changed):
    assert changed != PAGE
    assert not set(prints(changed)) & set(prints(PAGE))


def test_wrong_tags_differ(prints):
    tags = ["english", "jp", "en-UK", "xx"]
    parts = "".join(f'<p lang="{tag}">The ships had been waiting since Friday.</p>' for tag in tags)
    found = prints(f'<html lang="en">{parts}')
    assert len(found) == len(set(found)) == len(tags)
    pages = [prints(f'<html lang="{tag}"><p>Nobody was hurt.</p>') for tag in tags]
    assert len(set(map(tuple, pages))) == len(tags)


def test_the_parts_of_a_text_differ(prints):
    text = (
        "The mayor spoke on Monday. El puerto sigue cerrado desde el lunes por la tormenta. Nobody "
        "was hurt. Los barcos de pesca vuelven al puerto después de la tormenta. The schools stay "
        "open for the rest of the week."
    )
    found = prints(f'<html lang="en"><p>{text}</p>')
    assert len(found) == len(set(found)) == 2
