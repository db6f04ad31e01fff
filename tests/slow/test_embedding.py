"""The embedding metric on an encoder that is made here: tiny, random, local."""

import json

import pytest
from articles import jsonl, parse, write

from captions import plugins
from captions.errors import UserError
from checker.testing import check_metric

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.slow

WORDS = "a the view boats two of harbour cat roof on no in".split()


@pytest.fixture(scope="module")
def encoder(tmp_path_factory):
    """The folder of a random encoder."""
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("encoder")
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    write(folder / "vocab.txt", "\n".join(vocabulary))
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=37, max_position_embeddings=40,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    return folder


def metric(folder):
    return plugins.create("metrics", "embedding", {"model": str(folder)})


def test_contract(encoder):
    check_metric(metric(encoder))


def test_equal_texts_are_equal_and_others_are_not(encoder):
    own = metric(encoder)
    assert own.measure("two boats", ["two boats"]).value == 100
    assert own.measure("two boats", ["a cat on the roof"]).value < 99
    best = own.measure("two boats", ["a cat on the roof", "two boats"])
    assert best.value == 100
    assert best.signature.startswith("nrefs:2|model:")


def test_long_and_empty_texts(encoder):
    own = metric(encoder)
    assert own.measure("", ["two boats"]).value >= 0
    assert own.measure("boats " * 900, ["boats " * 900]).value == 100


def test_pooling_is_what_the_folder_says(encoder, tmp_path):
    from shutil import copytree

    folder = copytree(encoder, tmp_path / "cls")
    write(folder / "1_Pooling/config.json", json.dumps({"pooling_mode_cls_token": True}))
    mean, first = (metric(one).measure("two boats", ["a cat"]) for one in (encoder, folder))
    assert "pooling:cls" in first.signature
    assert "pooling:mean" in mean.signature
    assert first.value != mean.value


def test_a_broken_folder_is_one_line(tmp_path):
    write(tmp_path / "config.json", "{}")
    with pytest.raises(UserError, match="cannot be loaded") as error:
        metric(tmp_path).measure("two boats", ["two boats"])
    assert "\n" not in str(error.value)


def test_configured_on_the_command_line(captioncheck, encoder, tmp_path):
    write(tmp_path / "captioncheck.toml", f'[metric-options.embedding]\nmodel = "{encoder}"\n')
    write(tmp_path / "in.jsonl", jsonl([{"hypothesis": "two boats", "references": ["two boats"]}]))
    code, out, _ = captioncheck("score", "in.jsonl", "--metric", "embedding")
    [answer] = parse(out)
    assert (code, answer["scores"][0]["value"]) == (0, 100)
