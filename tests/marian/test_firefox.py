import shutil

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sentencepiece")

import sentencepiece  # noqa: E402
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer  # noqa: E402

from checker.marian import binary, firefox  # noqa: E402
from checker.marian.binary import MarianFormatError, Tensor  # noqa: E402
from checker.marian.settings import read_alphas  # noqa: E402
from checker.marian.ssru import register  # noqa: E402
from checker.marian.weights import matrices  # noqa: E402


def count(path):
    return sentencepiece.SentencePieceProcessor(model_file=str(path)).get_piece_size()


@pytest.fixture(params=["shared", "split"])
def folder(request, make_model, vocabularies, alphas, tmp_path):
    """Make a folder as Firefox has it, with one vocabulary or with two of different sizes."""
    shared = request.param == "shared"
    pair = (vocabularies["src"], vocabularies["src" if shared else "trg"])
    assert count(vocabularies["src"]) != count(vocabularies["trg"])
    model = make_model(max(map(count, pair)), share_encoder_decoder_embeddings=shared)
    return firefox.export(model, pair, tmp_path / "esen", ("es", "en"), alphas)


@pytest.fixture
def tensors(folder):
    """Take the folder's model apart, by name."""
    return {tensor.name: tensor for tensor in binary.read(weights(folder))}


def weights(folder):
    return folder / "model.esen.intgemm.alphas.bin"


def put(folder, tensors):
    binary.write(weights(folder), tensors.values())


def generate(model, tokenizer, text="una mujer mira el mar"):
    tokens = tokenizer([text, "perro"], return_tensors="pt", padding=True)
    return tokenizer.batch_decode(
        model.generate(**tokens, max_length=20, no_repeat_ngram_size=2), skip_special_tokens=True
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["model.esen.intgemm.alphas.bin", "vocab.esen.spm"], ("es", "en")),
        (["model.enzh_hant.bin", "srcvocab.spm", "trgvocab.spm", "lex.bin"], ("en", "zh_hant")),
        (["model.bin", "vocab.spm"], None),
        (["model.bin"], ...),
        (["vocab.spm"], ...),
        (["model.a.bin", "model.b.bin", "vocab.spm"], ...),
        (["model.bin", "a.spm", "b.spm"], ...),
        (["pytorch_model.bin", "source.spm", "target.spm"], ...),
        ([], ...),
    ],
)
def test_a_folder_is_recognised_by_its_files(tmp_path, names, expected):
    for name in names:
        (tmp_path / name).touch()
    files = firefox.recognise(tmp_path)
    if expected is ...:
        assert files is None
        with pytest.raises(MarianFormatError, match=r"needs one model\*\.bin"):
            firefox.load(tmp_path)
        return
    assert files is not None
    assert files.languages == expected
    assert files.weights.name == names[0]
    assert (files.shortlist is not None) == ("lex.bin" in names)
    assert (files.source_vocabulary == files.target_vocabulary) == (len(names) == 2)


def test_nowhere_is_no_folder_of_a_model(tmp_path):
    assert firefox.recognise(tmp_path / "nowhere") is None


def test_loaded_and_exported_it_is_the_same_model(folder, tmp_path):
    model, _ = firefox.load(folder)
    files = firefox.recognise(folder)
    pair = (files.source_vocabulary, files.target_vocabulary)
    again = firefox.export(model, pair, tmp_path / "again", ("es", "en"))
    assert weights(again).read_bytes() == weights(folder).read_bytes()
    assert {path.name for path in again.iterdir()} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("shared", [True, False])
def test_the_weights_survive_within_their_rounding(
    make_model, vocabularies, alphas, tmp_path, shared
):
    pair = (vocabularies["src"], vocabularies["src"])
    pieces = count(pair[0])
    model = make_model(pieces, share_encoder_decoder_embeddings=shared, max_position_embeddings=512)
    out = firefox.export(model, pair, tmp_path / "esen", ("es", "en"), alphas)
    # With one file for both sides, a split model's export has two of it.
    theirs = firefox.load(out)[0].state_dict()
    for name, values in model.state_dict().items():
        step = values.abs().max() / 127 if values.dim() == 2 else 0
        assert (values - theirs[name]).abs().max() <= step * 0.501 + 1e-6, name


def test_each_multiplier_belongs_to_a_module(folder):
    model, _ = firefox.load(folder)
    pairs = dict(matrices(model.config))
    assert all(isinstance(model.get_submodule(ours), torch.nn.Linear) for ours in pairs)
    # A shared embedding's own is that of "none", written twice.
    assert set(pairs.values()) == set(model.config.activation_multipliers) - {"Wemb"}


def test_the_tokenizer_speaks_both_languages(folder):
    model, tokenizer = firefox.load(folder)
    source = tokenizer("una mujer").input_ids
    assert source[-1] == tokenizer.eos_token_id == model.config.eos_token_id == 0
    assert tokenizer.pad_token_id == model.config.pad_token_id
    target = tokenizer(text_target="a sea").input_ids
    assert tokenizer.decode(target, skip_special_tokens=True) == "a sea"


def test_only_pieces_of_the_target_are_generated(folder):
    model, tokenizer = firefox.load(folder)
    pieces = count(firefox.recognise(folder).target_vocabulary)
    torch.manual_seed(0)
    tokens = tokenizer(["una mujer"], return_tensors="pt")
    out = model.generate(**tokens, do_sample=True, num_return_sequences=50, top_k=0)[:, 1:]
    assert out[out != model.config.pad_token_id].max() < pieces
    assert not (out == tokenizer.unk_token_id).any()


def test_converted_it_translates_the_same(folder, tmp_path):
    out = firefox.convert(folder, tmp_path / "deep" / "esen")
    assert out == tmp_path / "deep" / "esen"
    names = {path.name for path in out.iterdir()}
    assert {"model.safetensors", "config.json", "vocab.json", "source.spm", "target.spm"} <= names
    assert len({path.stat().st_mode for path in out.iterdir()}) == 1
    expected = generate(*firefox.load(folder))
    shutil.rmtree(folder)
    register()
    model = AutoModelForSeq2SeqLM.from_pretrained(out)
    assert generate(model, AutoTokenizer.from_pretrained(out)) == expected
    assert model.config.activation_multipliers


def test_no_path_of_this_machine_is_left_in_what_is_converted(folder, tmp_path):
    out = firefox.convert(folder, tmp_path / "out")
    for path in out.glob("*.json"):
        assert "/" not in path.read_text().replace("</s>", "").replace('"/', "").replace("▁/", "")


def test_what_is_converted_already_stays(folder, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine").touch()
    assert firefox.convert(folder, out) == out
    assert [path.name for path in out.iterdir()] == ["mine"]


def test_a_conversion_that_fails_leaves_nothing(folder, tmp_path, monkeypatch):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(firefox.MarianTokenizer, "save_pretrained", fail)
    with pytest.raises(KeyboardInterrupt):
        firefox.convert(folder, tmp_path / "cache" / "out")
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_first_of_two_conversions_stays(folder, tmp_path, monkeypatch):
    out = tmp_path / "out"
    save = firefox.MarianTokenizer.save_pretrained

    def other_is_first(self, path, **kwargs):
        out.mkdir()
        (out / "theirs").touch()
        return save(self, path, **kwargs)

    monkeypatch.setattr(firefox.MarianTokenizer, "save_pretrained", other_is_first)
    assert firefox.convert(folder, out) == out
    assert [path.name for path in out.iterdir()] == ["theirs"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["esen", "out"]


def test_export_never_writes_over_anything(model, vocabularies, alphas, tmp_path):
    with pytest.raises(FileExistsError):
        firefox.export(model, (vocabularies["src"],) * 2, tmp_path, ("es", "en"), alphas)


def test_export_asks_for_multipliers(model, vocabularies, tmp_path):
    with pytest.raises(ValueError, match="activation multipliers"):
        firefox.export(model, (vocabularies["src"],) * 2, tmp_path / "out", ("es", "en"))


def test_multipliers_are_those_of_the_file(tensors, alphas):
    read = read_alphas(tensors)
    for name in read.keys() & alphas.keys():
        assert read[name] == pytest.approx(alphas[name], rel=1e-6)


def test_a_file_cut_short_is_refused_in_one_line(folder):
    path = weights(folder)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(MarianFormatError, match=r"model\.esen\S+: truncated") as error:
        firefox.load(folder)
    assert "\n" not in str(error.value)


def test_a_broken_vocabulary_is_refused(folder):
    for path in folder.glob("*.spm"):
        path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(MarianFormatError, match="not a whole SentencePiece model"):
        firefox.load(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"decoder_l2_rnn_W": None}, "decoder_l2_rnn_W is missing"),
        ({"encoder_l1_self_bq": None}, "encoder_l1_self_bq is missing"),
        ({"decoder_l1_rnn_Wo": np.ones((16, 16))}, "decoder_l1_rnn_Wo is not part"),
        ({"encoder_l1_self_bq": np.ones((1, 3))}, r"of shape \(1, 3\), not \(1, 16\)"),
        ({"encoder_l1_ffn_W2": np.ones((3, 16))}, "encoder_l1_ffn_W2 is of shape"),
        ({binary.SETTINGS: None}, "special:model.yml is missing"),
        ({binary.SETTINGS: "dec-cell: gru\n"}, "dec-cell is 'gru'"),
        ({binary.SETTINGS: "transformer-preprocess: n\n"}, "transformer-preprocess is 'n'"),
        ({binary.SETTINGS: "enc-depth: many\n"}, "how deep"),
        ({binary.SETTINGS: "transformer-heads: 5\n"}, "how deep|5 heads"),
        ({binary.SETTINGS: "enc-depth: 2\ndec-depth: 2\ntransformer-heads: 5\n"}, "5 heads"),
        ({binary.SETTINGS: "a: [b"}, "not a list of settings"),
        ({binary.SETTINGS: "text"}, "not a list of settings"),
        ({"decoder_ff_logit_out_b": np.ones((1, 7))}, "decoder_ff_logit_out_b is of shape"),
    ],
)
def test_another_architecture_is_refused_by_name(folder, tensors, change, message):
    for name, value in change.items():
        if value is None:
            del tensors[name]
        elif isinstance(value, str):
            tensors[name] = Tensor.of_text(name, value)
        else:
            tensors[name] = Tensor.of_floats(name, value.astype(np.float32))
    put(folder, tensors)
    with pytest.raises(MarianFormatError, match=message):
        firefox.load(folder)


def test_embeddings_too_few_for_the_vocabulary_are_refused(folder, tensors):
    for name in tensors:
        if name.endswith("Wemb"):
            tensors[name] = Tensor.of_floats(name, np.ones((5, 16), np.float32))
    del tensors["decoder_ff_logit_out_b"]
    put(folder, tensors)
    with pytest.raises(MarianFormatError, match="pieces, but embeddings for 5"):
        firefox.load(folder)


def test_a_model_without_output_bias_loads(folder, tensors):
    del tensors["decoder_ff_logit_out_b"]
    put(folder, tensors)
    model, _ = firefox.load(folder)
    assert model.final_logits_bias.max() == 0


def test_float_weights_load_too(folder, tensors):
    expected = firefox.load(folder)[0].state_dict()
    for name, tensor in tensors.items():
        if tensor.kind is binary.Kind.INTGEMM8:
            tensors[name] = Tensor.of_floats(name, tensor.values())
    put(folder, tensors)
    for name, values in firefox.load(folder)[0].state_dict().items():
        assert torch.equal(values, expected[name]), name
