"""The catalogue: which public models may serve a pair."""

import pytest

from checker.catalogue import offers


@pytest.mark.parametrize(
    ("pair", "names"),
    [
        ("es-en", ["opus-mt-es-en", "opus-mt-ROMANCE-en", "opus-mt-mul-en"]),
        ("de-en", ["opus-mt-de-en", "opus-mt-mul-en"]),
        ("en-es", ["opus-mt-en-es", "opus-mt-en-ROMANCE"]),
        ("es-fr", ["opus-mt-es-fr"]),
        ("xx-en", ["opus-mt-xx-en"]),
    ],
)
def test_the_models_of_a_pair_in_order(pair, names):
    assert [offer.name for offer in offers(pair)] == [f"Helsinki-NLP/{name}" for name in names]


def test_only_models_of_several_targets_want_a_token():
    assert [offer.prefix for offer in offers("en-pt")] == ["", ">>pt<<"]
    assert {offer.prefix for offer in offers("pt-en")} == {""}


def test_each_says_its_licence_and_its_page():
    for offer in [*offers("es-en"), *offers("en-es")]:
        assert offer.licence
        assert offer.page == f"https://huggingface.co/{offer.name}"
