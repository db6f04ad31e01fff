"""The verifier's fallbacks, options and memory, and input that nobody would write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captions import plugins
from checker.detection import UNDETECTED
from checker.detectors import verifier
from checker.detectors.verifier import Verifier

ENGLISH = "The fishing boats return to the harbour after the storm."
SPANISH = "Los barcos de pesca vuelven al puerto después de la tormenta."
RUSSIAN = "Рыбацкие лодки возвращаются в гавань после шторма."


@pytest.fixture(scope="module")
def detector():
    return Verifier()


def detect(text, expected, detector=None):
    [found] = (detector or Verifier()).detect([text], [expected])
    return found


@pytest.mark.parametrize(
    ("tag", "text", "language"),
    [
        ("ti", ENGLISH, "en"),  # Tigrinya is written in Ethiopic letters
        ("dv", SPANISH, "es"),  # Divehi in Thaana
        ("chr", RUSSIAN, "ru"),  # Cherokee in its own
        ("nah", RUSSIAN, "ru"),  # Nahuatl in Latin letters
        ("ceb", RUSSIAN, "ru"),
    ],
)
def test_of_languages_without_models_the_script_is_verified(detector, tag, text, language):
    found = detect(text, tag, detector)
    assert found.differs(tag)
    assert found.language == language


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("nah", SPANISH),
        ("tlh", SPANISH),
        ("ti", "Ana Gil"),
        ("ti", "2015"),
        ("ti", "ዓሳ ኣጥመዲ ጀላቡ ድሕሪ ህቦብላ ናብ ወደብ ይምለሳ።"),
        ("qqq", SPANISH),
        ("x-sailors", SPANISH),
        ("not a tag", SPANISH),
        ("chr", "Reuters"),
    ],
)
def test_where_the_script_does_not_tell_nothing_is_said(detector, tag, text):
    assert not detect(text, tag, detector).differs(tag)


def test_a_group_is_one_language():
    text = "Los barcos de pesca vuelven al puerto."
    apart, together = Verifier(), Verifier(groups=("pt es gl", "ca es"))
    for expected in ("pt", "ca-ES", "gl"):
        assert detect(text, expected, apart).language == "es"
        assert detect(text, expected, together).language == expected.partition("-")[0]
        assert detect(text, expected, together).confidence >= 0.5
    assert detect(text, "en", together).language == "es"
    assert detect(text, "es-MX", together).language == "es"


def test_groups_are_not_joined_by_a_common_member():
    together = Verifier(groups=("pt es", "es it"))
    text = "Le barche da pesca tornano al porto dopo la tempesta."
    assert detect(text, "pt", together).language == "it"
    assert detect(text, "es", together).language == "es"


def test_groups_are_settings(captioncheck, tmp_path):
    (tmp_path / "captioncheck.toml").write_text('[detectors.verifier]\ngroups = ["es en"]\n')
    (tmp_path / "a.html").write_text(
        f'<html lang="en"><p>{ENGLISH}</p><figure><figcaption>{SPANISH}</figcaption></figure>'
    )
    assert captioncheck("audit", "a.html", "--no-translate")[0] == 0


def test_answers_are_remembered(monkeypatch):
    calls = []
    real = verifier._detect
    monkeypatch.setattr(verifier, "_detect", lambda asked: calls.append(list(asked)) or real(asked))
    detector = Verifier()
    texts, expected = [ENGLISH, SPANISH, ENGLISH], ["en", "en", "es"]
    first = detector.detect(texts, expected)
    assert calls == [[(ENGLISH, "en"), (SPANISH, "en"), (ENGLISH, "es")]]
    assert detector.detect([*texts, RUSSIAN], [*expected, "en"])[:3] == first
    assert calls[1:] == [[(RUSSIAN, "en")]]
    assert detector.detect(texts * 2, expected * 2) == first * 2
    assert len([pair for pairs in calls for pair in pairs]) == 4


def test_memory_is_bounded_and_answers_stay_the_same(monkeypatch):
    monkeypatch.setattr(verifier, "_REMEMBERED", 3)
    detector = Verifier()
    texts = [ENGLISH, SPANISH, RUSSIAN, "Ana Gil", "2015", ""]
    first = detector.detect(texts, ["en"] * len(texts))
    assert len(detector._remembered) == 3
    assert detector.detect(texts, ["en"] * len(texts)) == first
    assert detector.detect(texts[::-1], ["en"] * len(texts)) == first[::-1]


def test_what_it_remembers_is_no_part_of_its_value():
    used, fresh = Verifier(), Verifier()
    used.detect([ENGLISH], ["en"])
    assert used == fresh
    assert repr(used) == repr(fresh)


@pytest.mark.parametrize("length", [100, 10_000])
def test_long_texts(detector, length):
    assert detect(f"{SPANISH} " * length, "en", detector).language == "es"
    assert detect(f"{SPANISH} " * length, "es", detector).language == "es"
    assert not detect("a" * length * 50, "en", detector).differs("en")


@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_texts_do_not_depend_on_one_another(detector, count):
    texts = [
        ENGLISH,
        SPANISH,
        "Ana Gil",
        "",
        RUSSIAN,
        "嵐の後、漁船が港に戻ってきました。",
        "LOS BARCOS",
        "x",
    ]
    expected = ["en", "en", "de", "", "ti", "zh", "en", "qqq"]
    together = Verifier().detect(texts * count, expected * count)
    alone = [detect(*pair) for pair in zip(texts, expected, strict=True)]
    assert together == alone * count


@pytest.mark.parametrize(
    "text",
    [
        "\ud800",
        "\0",
        "\u202e" + SPANISH[::-1],
        "e\u0301" * 500,
        "\u0301",
        "🚢" * 100,
        "." * 10_000,
        " " * 1000 + "\n",
        "[email\u00a0protected]",
        "{{ page.title }}",
        "<b></b>",
        "' \" “ ” « »",
        "“" * 500,
        "(" * 500 + ")" * 500,
        "de la " * 300,
        "A" * 3000 + "b" * 3000,
    ],
)
@pytest.mark.parametrize("expected", ["en", "ja", "ar", "und", "qqq", "ti"])
def test_awkward_input_is_answered(detector, text, expected):
    found = detect(text, expected, detector)
    assert 0 <= found.confidence <= 1
    assert found == detect(text, expected)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=60), st.sampled_from(["en", "de", "zh", "", "ti", "und", "EN_us"])
        ),
        max_size=5,
    )
)
def test_one_answer_for_each_text(asked):
    texts, expected = [text for text, _ in asked], [tag for _, tag in asked]
    found = Verifier().detect(texts, expected)
    assert len(found) == len(texts)
    for one, tag in zip(found, expected, strict=True):
        assert 0 <= one.confidence <= 1
        assert one.rival is None or not one.differs(tag)


def test_nothing_asked_nothing_answered(detector):
    assert detector.detect([], []) == []
    assert detector.passages([], []) == []
    with pytest.raises(ValueError, match="zip"):
        detector.detect([ENGLISH], [])


def test_a_language_is_not_told_from_nothing(detector):
    for text in ("", "2015", "…", "🚢"):
        assert detect(text, "und", detector) == UNDETECTED


def test_it_is_what_the_name_stands_for():
    assert plugins.plugin_class("detectors", "verifier") is Verifier
