"""Places survive: cutting, nesting, decoding on the way, and folding."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from captions.lines import Lines
from captions.source import Run, Source, fold
from captions.span import Span

quick = settings(max_examples=100, deadline=None, derandomize=True)

INVISIBLE = "\u00ad\u200b\u2060\ufeff"
texts = st.text(st.sampled_from("ab\u00e9\U0001f6a2 \t\n\r\u00a0\u2003" + INVISIBLE), max_size=20)


@st.composite
def sources(draw, levels: int = 3) -> Source:
    """An article decoded again and again: parts of it cut out, parts of it respelt."""
    source = Source.of(draw(texts))
    for _ in range(draw(st.integers(0, levels))):
        runs: list[Run] = []
        place = 0
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(place, len(source.text)))
            end = draw(st.integers(start, len(source.text)))
            runs += source.cut(place, start)
            if end - start > 1:  # an escape decoded: shorter than its spelling, as escapes are
                decoded = draw(
                    st.text(st.sampled_from("xy é"), min_size=1, max_size=end - start - 1)
                )
                runs.append(Run(decoded, source.locate(start, end)))
            place = end
        runs += source.cut(place, len(source.text))
        source = Source(tuple(runs))
    return source


@st.composite
def ranges(draw, within: st.SearchStrategy[Source] = sources()) -> tuple[Source, int, int]:  # noqa: B008
    source = draw(within)
    start = draw(st.integers(0, len(source.text)))
    return source, start, draw(st.integers(start, len(source.text)))


@quick
@given(ranges())
def test_a_cut_has_the_text_of_its_range(cut):
    source, start, end = cut
    runs = source.cut(start, end)
    assert "".join(run.text for run in runs) == source.text[start:end]
    assert all(run.text for run in runs)


@quick
@given(ranges())
def test_a_part_is_a_source_of_its_own(cut):
    source, start, end = cut
    part = source.part(start, end)
    assert part.text == source.text[start:end]
    for place in range(len(part.text)):
        assert part.locate(place, place + 1) == source.locate(start + place, start + place + 1)


@quick
@given(ranges(), st.data())
def test_a_part_of_a_part_is_a_part_of_the_whole(cut, data):
    source, start, end = cut
    first = data.draw(st.integers(0, end - start))
    last = data.draw(st.integers(first, end - start))
    inner = source.part(start, end).part(first, last)
    assert inner.cut(0, len(inner.text)) == source.cut(start + first, start + last)
    assert source.part(start, end).cut(first, last) == source.cut(start + first, start + last)


@quick
@given(ranges())
def test_a_range_is_where_its_ends_are(cut):
    source, start, end = cut
    if start == end:
        return
    span = source.locate(start, end)
    assert span.start == source.locate(start, start + 1).start
    assert span.end == source.locate(end - 1, end).end


@quick
@given(sources())
def test_places_never_run_backwards(source):
    spans = [source.locate(place, place + 1) for place in range(len(source.text))]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end for span in spans)


@quick
@given(texts, st.data())
def test_an_article_is_its_own_origin(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert Source.of(text).locate(start, end) == Span(start, end)


@quick
@given(ranges())
def test_an_empty_range_lies_between_its_neighbours(cut):
    source, start, _ = cut
    if not source.runs:
        return
    span = source.locate(start, start)
    assert len(span) == 0
    if start:
        assert span.start == source.locate(start - 1, start).end
    elif source.text:
        assert span.start == source.locate(0, 1).start


def test_an_empty_part_has_a_place():
    assert Source.of("boat").part(2, 2).locate(0, 0) == Span(2, 2)


def test_an_escape_keeps_its_whole_range():
    source = Source(
        (Run("a", Span(0, 1)), Run("🚢", Span(1, 13), verbatim=False), Run("b", Span(13, 14)))
    )
    assert source.text == "a🚢b"
    assert source.locate(1, 2) == Span(1, 13)
    assert source.locate(2, 3) == Span(13, 14)
    assert source.part(1, 3).locate(0, 1) == Span(1, 13)


def folded(text: str) -> str:
    visible = re.sub(f"[{INVISIBLE}]", "", text)
    return re.sub(r"\s+", " ", visible).strip()


@quick
@given(sources())
def test_fold_collapses_white_space_and_drops_what_is_invisible(source):
    runs = fold(source.runs)
    assert "".join(run.text for run in runs) == folded(source.text)
    assert all(run.text for run in runs)


@quick
@given(sources())
def test_fold_keeps_the_place_of_every_visible_character(source):
    runs = fold(source.runs)
    after = Source(runs) if runs else Source(())
    visible = [
        (char, source.locate(place, place + 1))
        for place, char in enumerate(source.text)
        if not char.isspace() and char not in INVISIBLE
    ]
    kept = [
        (char, after.locate(place, place + 1))
        for place, char in enumerate(after.text)
        if char != " "
    ]
    assert [char for char, _ in kept] == [char for char, _ in visible]
    assert [span for _, span in kept] == [span for _, span in visible]


@quick
@given(sources())
def test_fold_twice_is_fold_once(source):
    once, twice = Source(fold(source.runs)), Source(fold(fold(source.runs)))
    assert twice.text == once.text
    for place in range(len(once.text)):
        assert twice.locate(place, place + 1) == once.locate(place, place + 1)


@quick
@given(st.text(st.sampled_from("a🚢\t\v\f\u2028\u0085\n\r"), max_size=30))
def test_lines_and_columns(text):
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.place(offset)
        before = text[:offset]
        if before.endswith("\r") and text[offset:].startswith("\n"):
            before = before[:-1]  # between the two halves of one line end
        ends = before.replace("\r\n", "\n").replace("\r", "\n")
        assert line == ends.count("\n") + 1
        if before == text[:offset]:
            assert column == len(ends) - ends.rfind("\n")


def test_lines_count_code_points_from_one():
    lines = Lines("🚢a\r\nb\rc\n")
    places = [lines.place(offset) for offset in range(9)]
    assert places == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (3, 1), (3, 2), (4, 1)]
