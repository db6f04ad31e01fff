"""The pictures of an article, and which of another edition are the same."""

import pytest

from captions.edition import Edition, Picture, Shown
from captions.picture import pictures
from captions.same_picture import match
from captions.segment import Kind
from captions.span import Span


def shown(article):
    return [(one.address, [text.text for text in one.texts]) for one in pictures(article)]


def test_pictures_of_a_page(read_article):
    article = read_article(
        "a.html",
        '<p>x</p><figure><img src="1.jpg" alt="One"><figcaption>First</figcaption></figure>\n'
        '<img src="2.jpg"><img src="3.jpg" alt=""><img src="1.jpg" alt="Again">\n'
        '<img alt=" " src = \'4&amp;5.jpg\'><img src="data:image/gif;base64,x"><img>',
    )
    assert shown(article) == [
        ("1.jpg", ["One", "First", "Again"]), ("2.jpg", []), ("3.jpg", []), ("4&5.jpg", [])
    ]  # fmt: skip
    second = pictures(article)[1]
    assert article.text[slice(*second.span.bounds)] == "2.jpg"
    assert [text.line for text in pictures(article)[0].texts] == [1, 1, 2]


def test_pictures_of_markdown(read_article):
    article = read_article(
        "a.md", "![One](1.jpg)\n\n![](<2.jpg>)\n\n```\n![](3.jpg)\n```\n\n`![](4.jpg)`\n"
    )
    assert shown(article) == [("1.jpg", ["One"]), ("2.jpg", [])]


@pytest.mark.parametrize(
    "markup",
    [
        '<!-- <img src="1.jpg"> -->',
        '<template><img src="1.jpg"></template>',
        '<noscript><img src="1.jpg"></noscript>',
        '<!-- never closed <img src="1.jpg">',
        '<img src="1.jpg" title="Says it all">',
        '<img src="1.jpg" aria-hidden="true">',
        '<img src="{{ page.image }}">',
        '<img data-src="1.jpg" src="x.gif" alt="Said">',
    ],
)
def test_what_is_no_bare_picture(read_article, markup):
    article = read_article("a.html", f"<p>x</p>{markup}")
    assert [one for one in pictures(article) if not one.texts] == []


def test_other_formats_show_no_bare_pictures(read_article):
    article = read_article("a.json", '{"body": "<p>x</p><img src=\\"1.jpg\\">"}')
    assert pictures(article) == ()


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<img ",
        "<figure ",
        "<figure data-id='a'>",
        '<img src="',
        "![",
        "![ ](",
        "<pre>",
        "```\n",
        "<img '",
    ],
)
def test_broken_markup_costs_no_more_than_its_length(read_article, piece):
    from dataclasses import replace

    article = replace(read_article("a.html", "<p>x</p>"), text=piece * 40_000)
    pictures(article)


def picture(address, *texts):
    return Picture(address, Span(0, 1), tuple(Shown(Kind.ALT, text, 1) for text in texts))


def matched(here, there, hosts=frozenset()):
    sides = (("en", here), ("es", there))
    one, other = (Edition(None, tag, tuple(map(picture, many)), hosts) for tag, many in sides)
    pairs = match(one, other)
    return [(one.here.address, one.there.address, one.placed) for one in pairs]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("a.jpg", "a.jpg"),
        ("a.jpg", "../img/a.jpg"),
        ("/img/a.jpg", "https://cdn.example.org/site/img/a.jpg?w=640"),
        ("img/a-1024x768.jpg", "img/a.jpg"),
        ("img/a-300x200.jpg", "img/a-1024x768.jpg"),
        ("img/a@2x.png", "img/a.png"),
        ("img/a-scaled.jpg", "img/a.jpg"),
        ("/640x480/img/a.jpg", "/1280x960/img/a.jpg"),
        ("https://x.org/w_640,h_480,c_fill/v1437730/img/a.jpg", "/img/a.jpg"),
        ("/cdn-cgi/image/width=80,quality=75/img/a.jpg", "/image/img/a.jpg"),
        ("/_next/image?url=%2Fimg%2Fa.jpg&w=640&q=75", "/img/a.jpg"),
        ("/thumb/1/1a/A.jpg/640px-A.jpg", "/1/1a/A.jpg"),
        ("img/en/a.jpg", "img/es/a.jpg"),
        ("img/a.en.jpg", "img/a.es.jpg"),
        ("img/a_en.jpg", "img/a_es.jpg"),
        ("img/A.JPG", "img/a.jpg"),
        ("img/a%20b.jpg", "img/a b.jpg"),
    ],
)
def test_one_picture_in_two_editions(here, there):
    # With another picture in one of them, so that the place tells nothing.
    assert matched([here], [there, "z.jpg"]) == [(here, there, False)]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("a.jpg", "b.jpg"),
        ("a.jpg", "a.png"),
        ("harbour/1.jpg", "market/1.jpg"),
        ("a-1.jpg", "a-2.jpg"),
        ("img/log-in.png", "img/log.png"),
        ("img/a.de.jpg", "img/a.es.jpg"),
    ],
)
def test_different_pictures(here, there):
    assert matched([here], [there, "z.jpg"]) == []


SITE = frozenset({"example.org"})


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("https://example.org/1.jpg", "/1.jpg"),
        ("https://www.example.org/1.jpg?w=640", "1.jpg"),
        ("https://cdn.net/1.jpg", "https://cdn.net/1.jpg"),
        ("https://cdn.net/img/1.jpg", "https://example.org/img/1.jpg"),
        ("https://i0.cdn.net/img/1.jpg", "https://i1.cdn.net/img/1.jpg"),
    ],
)
def test_addresses_on_hosts_that_are_the_site(here, there):
    assert matched([here], [there, "z.jpg"], SITE) == [(here, there, False)]


@pytest.mark.parametrize(
    ("here", "there"),
    [("https://cdn.net/1.jpg", "/1.jpg"), ("https://cdn.net/1.jpg", "https://cdn.org/1.jpg")],
)
def test_one_name_on_two_hosts_tells_nothing(here, there):
    assert matched([here], [there, "z.jpg"], SITE) == []
    # Where nobody says which host is the site's own, any may be.
    assert matched([here], [there, "z.jpg"]) == [(here, there, False)]


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="canonical" href="https://www.example.org/en/a.html">',
        '<meta property="og:url" content="http://example.org/en/a.html">',
        '<base href="https://example.org/en/">',
    ],
)
def test_the_host_of_a_page(read_article, head):
    assert read_article("a.html", f"<html><head>{head}</head><p>x</p></html>").hosts == SITE


def test_addresses_that_are_none(read_article):
    article = read_article(
        "a.html",
        '<link rel="canonical" href="http://[x"><link rel="alternate" hreflang="es" href="http://[">'
        '<p>x</p><img src="http://[x/1.jpg" alt="One"><img src="http://[x/2.jpg">',
    )
    assert shown(article) == [("http://[x/1.jpg", ["One"]), ("http://[x/2.jpg", [])]
    assert article.hosts == frozenset()


def test_among_equally_many_pictures_the_place_tells():
    assert matched(["1.jpg", "x.jpg"], ["1.jpg", "y.jpg"]) == [
        ("1.jpg", "1.jpg", False), ("x.jpg", "y.jpg", True)
    ]  # fmt: skip
    assert matched(["x.jpg", "1.jpg"], ["1.jpg", "y.jpg"]) == [("1.jpg", "1.jpg", False)]


def test_a_name_that_fits_several_pictures_fits_none():
    assert matched(["1.jpg"], ["a/1.jpg", "b/1.jpg"]) == []
    assert matched(["a/1.jpg", "b/1.jpg", "c.jpg"], ["1.jpg"]) == []
    assert matched(["a/1.jpg"], ["a/1.jpg", "b/1.jpg"]) == [("a/1.jpg", "a/1.jpg", False)]
