"""Likelihoods are those of each text alone, to the last bit."""

import numpy as np
import pytest

from checker import ngrams

_TEXTS = [
    "The harbour opened again on Monday after the storm had passed.",
    "Una vista del puerto al amanecer, con los barcos de pesca.",
    "",
    "Der Hafen wurde am Montag wieder geöffnet.",
    "Вид на гавань на рассвете.",
] * 9


@pytest.mark.parametrize("block", [1, 7, 40, 64, 16_384])
def test_a_texts_likelihoods_do_not_depend_on_the_others(monkeypatch, block):
    # Distinct words make distinct features, so that a text may be more than a block.
    texts = [f"{text} {number * 7919} {text[number % 9 :]}" for number, text in enumerate(_TEXTS)]
    monkeypatch.setattr(ngrams, "_BLOCK", block)
    model = ngrams.load()
    together = model.likelihoods(texts)
    alone = np.concatenate([model.likelihoods([text]) for text in texts])
    assert (together == alone).all()
    assert together.any(axis=1).sum() > 36
