"""How many words a segment has, in scripts with and without spaces."""

import pytest

from captions.segment import Kind, Segment, count_words
from captions.source import Source


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Read more", 2),
        ("Donaudampfschifffahrtsgesellschaft", 1),
        ("2015-07-24, 12:00 — …", 0),
        ("É o fim", 3),
        ("Cafe\u0301 olé", 2),
        ("और पढ़ें", 2),
        ("तूफान के बाद मछली पकड़ने वाली नावें", 7),
        ("اقرأ المزيد", 2),
        ("قَرَأَ الكِتَابَ", 2),
        ("שָׁלוֹם עולם", 2),
        ("می\u200cرود", 1),
        ("Читать далее", 2),
        ("폭풍이 지나간 뒤", 3),
        ("もっと見る", 1),
        ("嵐の後、漁船が港に戻ってきました。", 5),
        ("暴风雨过后，渔船回到了港口", 3),
        ("เรือประมงกลับเข้าท่าเรือหลังพายุสงบลงแล้ว", 13),
        ("新しい iPhone 15", 2),
        ("", 0),
    ],
)
def test_words_of_a_text(text, count):
    assert count_words(text) == count


def test_words_of_a_segment():
    segment = Segment("body-1", Kind.BODY, Source.of("Nobody was hurt.").runs)
    assert segment.words == 3
