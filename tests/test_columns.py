"""Lines of a terminal: their width, and where they are broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.columns import columns, fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("abc", 3),
        ("ñandú", 5),
        ("e\u0301", 1),
        ("港", 2),
        ("한국", 4),
        ("👩\u200d👩\u200d👧", 2),
    ],
)
def test_columns(text, expected):
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two three", ["one two", "three"]),
        ("Una grúa caída", ["Una grúa", "caída"]),
        ("漁船が港に戻る", ["漁船が港", "に戻る"]),
        ("🚢 嵐の後に", ["🚢 嵐の後", "に"]),
        ("漁船が港。戻る", ["漁船が", "港。戻る"]),  # no line starts with a full stop
        ("漁船が「港」に", ["漁船が", "「港」に"]),  # nor ends with an opening bracket
        ("港のReutersだ", ["港の", "Reutersだ"]),
        ("사진 이야기", ["사진", "이야기"]),
        ("ab unbreakable", ["ab", "unbreakab", "le"]),
    ],
)
def test_lines_are_broken_where_their_language_does(text, lines):
    assert fold(text, 9) == lines


def test_a_first_line_that_is_shorter():
    assert fold("one two three", 9, 4) == ["one", "two three"]
    assert fold("three", 9, 4) == ["", "three"]
    assert fold("three", 9, -5) == ["", "three"]


@given(st.text(st.sampled_from("ab 港。「한e\u0301👩\u200d👧-/"), max_size=60), st.integers(4, 20))
def test_nothing_is_lost_and_everything_fits(text, room):
    text = " ".join(text.split())
    lines = fold(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(columns(line) <= room for line in lines)
