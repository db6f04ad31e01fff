"""HTML: that the tree is the browsers', that its texts keep their places, and what they are."""

import pytest
import turbohtml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captions.readers.html_tree import Tree
from captions.segment import Region
from captions.source import Source

quick = settings(max_examples=300, deadline=None, derandomize=True)

TAGS = (
    "a b i p div span li ul ol td th tr table tbody caption h1 h2 figure figcaption title script "
    "style textarea template noscript select option button form font nobr em dl dt dd svg math "
    "desc mi foreignObject br hr img input iframe head body html frameset pre article"
).split()
SIGNS = """
one two é 🚢 &eacute; &amp ;7 </ </> <!--c--> <!doctype> <?php&#32;x?> <p <br/> <svg/> <path/>
<title/> <a&#32;href=1> <img&#32;alt="&lt;"> <p&#32;class='x'&#32;lang=es>
""".split()
soup = st.lists(
    st.sampled_from([f"<{tag}>" for tag in TAGS])
    | st.sampled_from([f"</{tag}>" for tag in TAGS])
    | st.sampled_from([" ", "\n", "\r\n", "< ", *(sign.replace("&#32;", " ") for sign in SIGNS)])
    | st.sampled_from(["<a href=2>", '<b title="', "<p alt='&ampamp &#65x &notit; &copy=1&lt'>"])
    | st.sampled_from(
        ['<p class="&#x1F6A2;&eacute;&ETH&gt;b" title=\'"\' lang= "x">', "&notit;", "&#65x"]
    ),
    max_size=40,
).map("".join)


RAW = "title textarea script style iframe noscript template".split()


def shown(root) -> list[str]:
    """The texts of a tree in its order, but for those whose markup is text."""
    return [
        node.data
        for node in root.descendants
        if isinstance(node, turbohtml.Text) and getattr(node.parent, "tag", "") not in RAW
    ]


def read(text: str, *, fragment: bool = False) -> str:
    """The text in our tree, without white space."""
    tree = Tree(Source.of(text), fragment=fragment)
    spans = [span for data in shown(tree.root) for span in tree.numbers.spans(data)]
    runs = [run for span in spans for run in tree.decoded(*span)]
    return "".join("".join(run.text for run in runs).split())


@quick
@example("<table>one<tr>two<td>three</table>four")
@example("<b><p>one</b>two</p>three")
@example("one\r\n</i>&amp<p")
@given(soup)
def test_the_tree_holds_the_texts_that_browsers_show_in_their_order(text):
    found = read(text)
    if "<svg" not in text and "<math" not in text:  # where markup may be text, and the reverse
        theirs = turbohtml.parse(text, scripting=True, allow_declarative_shadow_roots=False)
        assert found == "".join("".join(shown(theirs)).split())


@quick
@given(soup)
def test_every_attribute_stands_where_its_tree_says(text):
    tree = Tree(Source.of(text))
    for element in tree.root.descendants:
        if isinstance(element, turbohtml.Element):
            for name in ("alt", "class", "lang", "href"):
                value = element.attr(name)
                place = tree.attribute(element, name)
                if value is not None and place:
                    decoded = "".join(run.text for run in tree.attribute_runs(*place))
                    assert decoded == value


@quick
@given(soup)
def test_a_fragment_keeps_every_text(text):
    read(text, fragment=True)


def regions(article) -> dict[str, Region]:
    return {segment.text: segment.region for segment in article.segments}


PAGE = """\
<html lang="en"><body class="home with-sidebar cookie-bar-shown">
<div class="cookie-banner"><p>We use cookies.</p><button>Accept</button></div>
<header><a href="/">The Post</a><nav><a href="/world">World</a></nav></header>
<div class="layout has-sidebar"><main class="main"><article>
<header><h1>Harbour reopens</h1></header>
<p>The ferry left.</p><aside>An aside.</aside>
<div class="related-articles"><article><h2>Another story</h2></article></div>
</article></main>
<div class="sidebar"><p>Most read</p></div></div>
<section id="comments"><p>First!</p></section>
<div role="dialog">A dialog.</div>
<a href="/about" title="Tells who we are">About</a>
<label>Name</label>
<footer><p>All rights reserved.</p></footer>
</body></html>
"""


def test_what_is_beside_the_article_is_marked(read_article):
    assert regions(read_article("a.html", PAGE)) == {
        "We use cookies.": Region.NOTICE,
        "The Post": Region.NAVIGATION,
        "World": Region.NAVIGATION,
        "Harbour reopens": Region.ARTICLE,
        "The ferry left.": Region.ARTICLE,
        "An aside.": Region.ARTICLE,
        "Another story": Region.RELATED,
        "Most read": Region.RELATED,
        "First!": Region.COMMENTS,
        "A dialog.": Region.NOTICE,
        "Tells who we are": Region.NAVIGATION,
        "About": Region.ARTICLE,
        "Name": Region.NAVIGATION,
        "All rights reserved.": Region.NAVIGATION,
    }


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="content with-sidebar">',
        '<div class="page related">',
        '<div id="nav"><h1>Harbour</h1>',
        '<form class="navigation-form">',
        '<article class="comments-open">',
        '<div class="content-behind-paywall">',
    ],
)
def test_what_holds_the_article_is_not_named_after_a_part(read_article, wrapper):
    prose = "".join(f"<p>Paragraph {number}." for number in range(8))
    found = regions(read_article("a.html", f"{wrapper}<main></main>{prose}"))
    assert set(found.values()) == {Region.ARTICLE}


SHOWN = {
    "an empty lang": ('<p lang="">Un barco', [("Un barco", "und")]),
    "lang inside an empty lang": (
        '<div lang=""><p lang="es">Un barco',
        [("Un barco", "es")],
    ),
    "xml:lang in an SVG's title": (
        '<svg xml:lang="fr" lang="fr"><title>Un bateau</title></svg>',
        [("Un bateau", "fr")],
    ),
    "translate": (
        '<div translate="no">Not read <p translate="yes">Read</p></div>',
        [("Read", None)],
    ),
    "notranslate": ('<p>A <b class="notranslate">KX-3</b> boat', [("A boat", None)]),
    "hidden until found": ('<p hidden="until-found">Found', [("Found", None)]),
    "hidden": ("<p hidden>Not read</p><p style='display:none'>nor this", []),
    "aria-hidden": (
        '<div aria-hidden="true">Seen <img src="a.jpg" alt="Not heard"></div>',
        [("Seen", None)],
    ),
    "alt takes its element's language": (
        '<div lang="es"><img src="a.jpg" alt="Un barco"><img lang="fr" src="b" alt="Un bateau">',
        [("Un barco", "es"), ("Un bateau", "fr")],
    ),
    "right to left": (
        '<p dir="rtl" lang="ar">مرحبا <bdo dir="ltr">abc</bdo>',
        [("مرحبا abc", "ar")],
    ),
    "other editions": ('<a hreflang="de" href="/de">Deutsch</a>', []),
    "a language within a caption": (
        '<figcaption>The <i lang="de">Abend</i> by Klee</figcaption>',
        [("The by Klee", None), ("Abend", "de")],
    ),
    "a component that comes with its content": (
        '<p-box lang="es"><template shadowrootmode="open"><h2>Un barco</h2></template></p-box>'
        "<template><p>Not read</template>",
        [("Un barco", "es")],
    ),
    "an empty component": (
        '<p-box><template shadowrootmode="open"></template>Un barco',
        [("Un barco", None)],
    ),
    "a page that scripts show": (
        '<html translate="no" class="notranslate"><body style="visibility: hidden"><p>Read',
        [("Read", None)],
    ),
    "raw text in an SVG": ("<svg><style/><title/></svg><p>Read", [("Read", None)]),
    "a cell of a fragment of a table": ("<td>One<td>Two", [("OneTwo", None)]),
}


@pytest.mark.parametrize(("text", "wanted"), SHOWN.values(), ids=SHOWN.keys())
def test_what_is_read_and_in_which_language(read_article, text, wanted):
    article = read_article("a.html", text)
    assert [(segment.text, segment.language) for segment in article.segments] == wanted


def test_cells_of_a_fragment_stay_apart():
    from captions.readers.html import Html

    drafts = Html.drafts(Source.of("<td>One<td>Two"))
    assert ["".join(run.text for run in draft.runs) for draft in drafts] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<html lang=en><p lang='pt_BR'>x", [("en", "html-lang", False), ("pt_BR", "lang", True)]),
        ("<p>x<html lang=en>", [("en", "html-lang", False)]),
        ("<html lang=en><p>x<html lang=es><p>y", [("en", "html-lang", False)]),
        ("<html lang=en><noscript><html lang=es><p>y</noscript>", [("en", "html-lang", False)]),
        ("<html id=a><p>x<html lang=es><p>y", [("es", "html-lang", False)]),
        ("<p><i lang=fr>x<p>y", [("fr", "lang", True)]),
        ("<body lang=''>x", [("", "body-lang", False)]),
    ],
)
def test_each_declaration_is_kept_once_where_it_stands(read_article, text, wanted):
    found = read_article("a.html", text).declarations
    assert [(one.tag, one.source, one.part) for one in found] == wanted
    for one in found:
        assert text[one.span.start : one.span.end] == one.tag


def test_formatting_that_is_never_closed_does_not_multiply():
    opened = "".join(f"<b id={number}>" for number in range(500))
    tree = Tree(Source.of(f"<p>{opened}</p>" + "<p>x</p>" * 500))
    assert sum(1 for _ in tree.root.descendants) < 10_000


@pytest.mark.parametrize(
    ("picture", "address"),
    [
        ('<img src="a.jpg" srcset="b.jpg 2x">', "a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src=" a.jpg ">', "a.jpg"),
        ('<img src="/img/placeholder-16x9.png" data-srcset="a.jpg 320w, b.jpg 640w">', "a.jpg"),
        ('<img src="/img/placeholder.png">', "/img/placeholder.png"),
        ('<img srcset=" a.jpg, b.jpg 2x">', "a.jpg"),
        ('<picture><source srcset="a.webp 1x"><img src="data:,"></picture>', "a.webp"),
        ('<video poster="a.jpg" src="a.mp4"></video>', "a.jpg"),
        ('<video src="a.mp4"></video>', "a.mp4"),
        ('<img src="dot.gif" width="1" height="1"><img src="a.jpg">', "a.jpg"),
        ('<amp-img src="a.jpg"></amp-img>', "a.jpg"),
        ("<iframe src=a.html></iframe>", "a.html"),
        ("<blockquote>Said</blockquote>", None),
        ("<img>", None),
    ],
)
def test_which_picture_a_figure_shows(read_article, picture, address):
    article = read_article(
        "a.html", f"<figure>{picture}<figcaption>A caption.</figcaption></figure>"
    )
    [caption] = [segment for segment in article.segments if segment.kind == "caption"]
    assert caption.image == address


def test_other_editions_are_those_that_the_page_links(read_article):
    page = (
        '<html><link rel="alternate" hreflang="es" href="/es/a.html">'
        '<link rel="alternate" hreflang="x-default" href="/"><link rel="alternate" href="/feed">'
        '<link rel="stylesheet" hreflang="de" href="a.css">'
    )
    assert read_article("a.html", page).alternates == (("es", "/es/a.html"),)
