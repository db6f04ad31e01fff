"""The likeness of texts, and where it stands."""

import pytest

from captions import plugins
from checker.consistency import GENERAL, LENGTHS, SHARES, Distribution, standing
from checker.likeness import compare

TRUE = "The fishing boats return to the harbour at dawn."


@pytest.mark.parametrize(
    ("near", "far"),
    [
        # Other articles and prepositions are less than another noun.
        (
            "A fishing boat returns in a harbour by dawn.",
            "The fishing boats return to the airport.",
        ),
        # Names and rare words tell more than common ones.
        ("Fishing boats, harbour, dawn", "The old men return to the house at the end."),
        # Inflections are forms of one word.
        ("the boat returned to harbours at dawn", "the coat is burned at noon"),
        ("Puerto: fishing boats at dawn", "Puerto: the mayor at dawn"),
    ],
)
def test_what_says_the_same_is_more_alike(near, far):
    assert compare(TRUE, near).value > compare(TRUE, far).value


def test_it_does_not_matter_which_is_first():
    assert compare(TRUE, "two boats").value == compare("two boats", TRUE).value


@pytest.mark.parametrize(
    "text", [TRUE, "Two boats", "1914", "Ñandú", "Рыбацкие лодки", "سفن الصيد"]
)
def test_equal_texts(text):
    assert compare(text, text.upper()).value == 100


def test_a_shorter_version_is_more_alike_than_half():
    assert compare("The boats return", TRUE).value > 50


@pytest.mark.parametrize(
    ("text", "words"),
    [(TRUE, 9), ("l’homme, c'est-à-dire lui", 5), ("मछली पकड़ने वाली नावें", 4), ("12,5 %", 2)],
)
def test_words_are_counted_as_they_are_written(text, words):
    assert compare(text, text).words == words


def test_very_long_texts_take_no_more_than_long_ones():
    text = "".join(f"word{number} " for number in range(50_000))
    assert compare(text, text).value == 100
    assert compare(text, text).words < 1000


def test_numbers_are_the_same_or_not():
    assert compare("1914 1918", "1915 1919").value == 0
    assert compare("١٩١٤", "1914").value == 100


@pytest.mark.parametrize("text", ["", "—", "港に戻る漁船", "เรือประมง"])
def test_nothing_to_compare(text):
    assert compare(text, TRUE).words == 0
    assert standing(compare(text, TRUE), "fake") is None


def test_a_share_is_never_less_than_its_pairs_can_tell():
    ten = Distribution(10, tuple(float(number) for number in range(len(SHARES))))
    assert ten.share(-1) == ten.share(0) == pytest.approx(1 / 11)
    assert ten.share(len(SHARES)) == 1
    shares = [ten.share(number / 2) for number in range(70)]
    assert shares == sorted(shares)


@pytest.mark.parametrize("model", ["fxtranslate:captioncheck-es-en@123:int8", "auto:else@1:int8"])
@pytest.mark.parametrize("words", [*LENGTHS, 3, 200])
def test_every_length_has_a_standing(model, words):
    text = "boat " * words
    place = standing(compare(text, text), model)
    assert place
    assert place.true == place.different == 1
    assert place.basis == ("captioncheck-es-en" if "captioncheck" in model else GENERAL)


def test_what_has_less_in_common_is_rarer_among_true_pairs():
    places = [
        standing(compare(TRUE, other), "auto:captioncheck-es-en@1:int8")
        for other in (
            "The mayor opens a new library with children.",
            "The boats come back in the evening with the mayor.",
            "At dawn, fishing boats come back into the harbour.",
        )
    ]
    true = [place.true for place in places]
    assert true == sorted(true)
    assert true[0] < 0.01 < true[2]
    assert all(place.true < place.different for place in places)


@pytest.mark.parametrize(
    ("hypothesis", "text"),
    [
        ("A rescuer guards the beach.", "A lifeguard keeps watch."),
        ("Do not step on the lawn", "Keep off the grass"),
    ],
)
def test_a_short_free_translation_is_not_rare(hypothesis, text):
    place = standing(compare(hypothesis, text), "auto:captioncheck-es-en@1:int8")
    assert place.true > 0.01


def test_metric_takes_the_best_reference():
    metric = plugins.create("metrics", "likeness")
    score = metric.measure(TRUE, ["Nothing of it", TRUE])
    assert score.value == 100
    assert score.signature.startswith("nrefs:2|words:")


def test_embedding_says_what_it_lacks(captioncheck, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"hypothesis": "boats", "references": ["boats"]}\n')
    code, _, err = captioncheck("score", "in.jsonl", "--metric", "embedding")
    assert code == 2
    assert "set model in [metric-options.embedding]" in err
    assert err.count("\n") == 1
