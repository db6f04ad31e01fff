"""What is expected of a segment before its text is read, and that it can be switched off."""

from dataclasses import replace

import pytest
from articles import SPANISH, page, parse, write
from hypothesis import given, settings
from hypothesis import strategies as st

from captions.segment import Kind, Segment
from captions.source import Source
from checker.check import check_window
from checker.detection import UNDETECTED, Detection
from checker.evidence import Evidence
from checker.prior import Prior


def item(detection, kind=Kind.CAPTION, text=SPANISH, expected="en"):
    segment = Segment(f"{kind}-1", kind, Source.of(text).runs)
    return Evidence(segment, expected, expected, detection)


def foreign(confidence, language="es", **changed):
    return item(Detection(language, confidence), **changed)


def home(confidence, rival="es", **changed):
    return item(Detection("en", confidence, rival), **changed)


def chance(one):
    """The probability that a segment is foreign."""
    found = one.detection
    return found.confidence if one.foreign else 1 - found.confidence


@pytest.fixture(scope="module")
def prior():
    return Prior.of_site(())


@pytest.mark.parametrize("kind", [Kind.BODY, Kind.HEADLINE, Kind.QUOTE, Kind.TITLE])
def test_what_an_article_says_is_foreign_more_rarely_than_what_it_shows(prior, kind):
    [caption], [other] = prior.weigh([foreign(0.8)]), prior.weigh([foreign(0.8, kind=kind)])
    assert chance(other) < chance(caption) == pytest.approx(0.8)


def test_a_doubtful_paragraph_is_in_the_language_of_its_article(prior):
    [weighed] = prior.weigh([foreign(0.6, kind=Kind.BODY)])
    assert not weighed.foreign
    assert (weighed.detection.language, weighed.detection.rival) == ("en", "es")


def test_a_companion_raises(prior):
    alone, together = prior.weigh([foreign(0.7)]), prior.weigh([foreign(0.7), foreign(0.99)])
    assert chance(together[0]) > chance(alone[0])


def test_a_companion_makes_a_doubtful_caption_foreign(prior):
    doubtful = home(0.6)
    assert not prior.weigh([doubtful])[0].foreign
    assert prior.weigh([doubtful, foreign(0.999)])[0].foreign


@pytest.mark.parametrize(
    "other",
    [
        foreign(0.99, language="fr"),
        foreign(0.9),
        foreign(0.99, text="Una vista"),
        home(0.99),
        item(Detection("zxx", 1.0)),
        item(UNDETECTED),
    ],
    ids=["another language", "not sure", "few words", "at home", "names", "not told"],
)
def test_what_is_no_companion(prior, other):
    assert prior.weigh([foreign(0.7), other])[0] == prior.weigh([foreign(0.7)])[0]


def test_a_text_is_not_its_own_companion(prior):
    """Neither itself nor its copy, which a page shows twice."""
    [alone] = prior.weigh([foreign(0.99)])
    assert chance(alone) == pytest.approx(0.99)
    assert prior.weigh([foreign(0.99), foreign(0.99)]) == [alone, alone]


def test_a_language_of_the_site_is_no_stranger():
    unknown, own, others = Prior.of_site(()), Prior.of_site(("en", "es-MX")), Prior.of_site(("de",))
    assert unknown.weigh([foreign(0.9)]) == own.weigh([foreign(0.9)])
    assert chance(others.weigh([foreign(0.9)])[0]) < chance(own.weigh([foreign(0.9)])[0])
    assert chance(others.weigh([foreign(0.9999)])[0]) > 0.9


@pytest.mark.parametrize("found", [Detection("zxx", 1.0), UNDETECTED])
def test_what_tells_no_language_stays_as_it_is(prior, found):
    one = item(found)
    assert prior.weigh([one]) == [one]


_DETECTIONS = st.one_of(
    st.builds(Detection, st.sampled_from(["es", "fr", "ja"]), st.floats(0.5, 1)),
    st.builds(Detection, st.just("en"), st.floats(0.5, 1), st.sampled_from(["es", "fr"])),
    st.sampled_from([Detection("zxx", 1.0), UNDETECTED, Detection("en", 0.999)]),
)
_ITEMS = st.builds(
    item, _DETECTIONS, st.sampled_from(Kind), st.sampled_from([SPANISH, "Ana Gil", "Una vista"])
)


@settings(max_examples=200)
@given(st.lists(_ITEMS, max_size=8), st.sampled_from([(), ("en",), ("es", "fr")]))
def test_order_and_length_stay_and_only_detections_change(article, site):
    weighed = Prior.of_site(site).weigh(article)
    assert len(weighed) == len(article)
    for before, after in zip(article, weighed, strict=True):
        assert replace(after, detection=before.detection) == before
        assert 0 <= after.detection.confidence <= 1
        assert after.detection.told == before.detection.told


@settings(max_examples=100)
@given(st.lists(_ITEMS, min_size=1, max_size=6), st.randoms())
def test_the_order_of_segments_tells_nothing(article, random):
    order = list(range(len(article)))
    random.shuffle(order)
    prior = Prior.of_site(())
    weighed = prior.weigh(article)
    assert prior.weigh([article[place] for place in order]) == [weighed[place] for place in order]


# A caption that is Spanish by a little only, and one that surely is.
DOUBTFUL = "Vista general"
COMPANION = page(DOUBTFUL, SPANISH)


def test_other_articles_of_the_window_tell_nothing(tools, read_article):
    with_companion = read_article("a.html", COMPANION)
    alone = read_article("b.html", page(DOUBTFUL))
    together = check_window([with_companion, alone, with_companion], tools)
    apart = [check_window([one], tools)[0] for one in (with_companion, alone, with_companion)]
    assert together == apart


def confidences(output):
    return [one["confidence"] for one in parse(output)[1]["findings"]]


def test_it_can_be_switched_off(captioncheck, tmp_path):
    body = "Nuevo puerto, vista general"
    write(tmp_path / "a.html", page(SPANISH).replace("<figure>", f"<p>{body}</p><figure>"))
    audit = ("audit", "a.html", "--format", "jsonl", "--no-translate", "--fail-on", "never")
    usual = captioncheck(*audit)[1]
    off = captioncheck(*audit, "--no-article-evidence")[1]
    assert max(map(len, map(confidences, (usual, off)))) == 2
    assert confidences(usual) != confidences(off)
    write(tmp_path / "captioncheck.toml", "article-evidence = false\n")
    assert captioncheck(*audit)[1] == off


def test_the_site_can_be_named(captioncheck, tmp_path):
    write(tmp_path / "a.html", page("Una vista del puerto"))
    audit = ("audit", "a.html", "--format", "jsonl", "--no-translate", "--fail-on", "never")
    usual = confidences(captioncheck(*audit)[1])
    strange = confidences(
        captioncheck(*audit, "--site-languages", "en", "--site-languages", "de")[1]
    )
    assert strange < usual
    write(tmp_path / "captioncheck.toml", 'site-languages = ["en", "es"]\n')
    assert confidences(captioncheck(*audit)[1]) == usual
