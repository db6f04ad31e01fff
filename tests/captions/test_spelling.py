"""What a segment says is what stands at its place, decoded: in every reader, run by run."""

import html
import json
import re
from pathlib import PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reader_properties import HTML, JSON, READERS, TEXT, soup

from captions.article import Article
from captions.read import ReadSettings, read_bytes

EMBEDDED = st.lists(
    st.sampled_from(
        """
        <noscript> </noscript> [caption] [/caption] [caption&#32;caption="a&amp;b"] </> <svg> <desc>
        </desc> </svg> <nav> </nav> <img&#32;aria-labelledby="i"> <p&#32;id="i"> &lt &ampamp &#65x
        <a&#32;data-caption="&lt;b&gt;x&lt;/b&gt;&amp;amp;y"> <meta&#32;property="og:image:alt"&#32;
        content='&#39;x"'> <script&#32;type="application/ld+json">{"caption":"\\u00e9\\/b"}</script>
        """.split()
    ).map(lambda sign: sign.replace("&#32;", " ")),
    max_size=20,
).map("".join)
OWN = {"html": HTML | EMBEDDED, "json": JSON, "text": TEXT}

# Spellings that are not the text itself: a character reference, an escape in JSON, in Markdown, and
# one within the other where a format holds another.
DECODERS = (
    html.unescape,
    lambda spelt: html.unescape(html.unescape(spelt)),
    lambda spelt: json.loads(f'"{spelt}"'),
    lambda spelt: html.unescape(json.loads(f'"{spelt}"')),
    lambda spelt: re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", spelt),
)


def says(spelt: str, text: str) -> bool:
    """Whether a spelling says a text; white space may stand for whatever parts two words."""
    if text.isspace():
        return True
    for decode in DECODERS:
        try:
            if plain(decode(spelt)) == plain(text):
                return True
        except ValueError:
            continue
    return False


def plain(text: str) -> str:
    """A text without what is folded, dropped or replaced on the way."""
    return re.sub("[\\s\u00ad\u200b\u2060\ufeff\ufffd\0\ud800-\udfff]", "", text)


@pytest.mark.parametrize("name", OWN)
def test_a_segment_says_what_stands_at_its_place(name):
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(OWN[name] | soup)
    def run(text):
        reading = ReadSettings(READERS, formats={"*": name})
        article = read_bytes(PurePath("a"), b"\xef\xbb\xbf" + text.encode(), reading)
        if isinstance(article, Article):
            for segment in article.segments:
                for run in segment.runs:
                    spelt = article.text[run.span.start : run.span.end]
                    assert spelt == run.text if run.verbatim else says(spelt, run.text)

    run()
