"""The transformers translator on a stock MarianMT model that is made here: tiny, random, local."""

import json
import pickle
import shutil

import pytest
from articles import ENGLISH, SPANISH, articles, one_line, page, parse, write

from captions import plugins
from captions.errors import UserError
from checker.stages import translate_all
from checker.testing import FakeDetector, check_translator
from checker.translation import Translation, Untranslated

torch = pytest.importorskip("torch")
sentencepiece = pytest.importorskip("sentencepiece")

pytestmark = pytest.mark.slow

SENTENCES = [
    SPANISH,
    ENGLISH,
    "Los marineros esperan en la cubierta del barco.",
    "The sailors wait on the deck of the ship.",
    "El puerto vuelve a abrir después de la tormenta del lunes.",
    "The harbour opened again after the storm of Monday.",
    "¿Quién fue? «Nadie», dijo: 1, 2, 3.",
    "No, no, no.",
]
TEXTS = [SPANISH, "Sí", "El puerto", "“Comillas” y ‘más’", "漢字 🚢", "El puerto", SENTENCES[4] * 9]


def make_model(folder, bias=None, seed=7):
    """Save a random MarianMT model; `bias` is a token, or any word, that it always says."""
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True)
    write(folder / "corpus.txt", "\n".join(SENTENCES))
    for side in ("source", "target"):
        sentencepiece.SentencePieceTrainer.train(
            input=str(folder / "corpus.txt"),
            model_prefix=str(folder / side),
            vocab_size=120,
            hard_vocab_limit=False,
            minloglevel=2,
        )
        (folder / f"{side}.vocab").unlink()
        (folder / f"{side}.model").rename(folder / f"{side}.spm")
    (folder / "corpus.txt").unlink()
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    names = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    names = ["</s>", "<unk>", *(name for name in names if not name.startswith("<"))]
    numbers = {name: number for number, name in enumerate([*names, "<pad>"])}
    write(folder / "vocab.json", json.dumps(numbers))
    tokenizer = MarianTokenizer(
        source_spm=str(folder / "source.spm"),
        target_spm=str(folder / "target.spm"),
        vocab=str(folder / "vocab.json"),
    )
    torch.manual_seed(seed)
    config = MarianConfig(
        vocab_size=len(numbers),
        d_model=16,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=64,
        init_std=1.0,
        pad_token_id=numbers["<pad>"],
        eos_token_id=numbers["</s>"],
        forced_eos_token_id=numbers["</s>"],
        decoder_start_token_id=numbers["<pad>"],
    )
    model = MarianMTModel(config).eval()
    model.final_logits_bias[:, numbers["<pad>"]] = -1e9
    if bias == "word":
        bias = next(name for name in names if name.startswith("▁") and name[1:].isalpha())
    if bias:
        model.final_logits_bias[:, numbers[bias]] = 1e6
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model of random weights: nonsense, always the same."""
    return make_model(tmp_path_factory.mktemp("models") / "tiny-es-en")


@pytest.fixture(scope="module")
def silent_model(tmp_path_factory):
    """A model that ends at once."""
    return make_model(tmp_path_factory.mktemp("models") / "silent-es-en", bias="</s>")


@pytest.fixture(scope="module")
def endless_model(tmp_path_factory):
    """A model that says one thing and never ends."""
    return make_model(tmp_path_factory.mktemp("models") / "endless-es-en", bias="word")


def make(**options):
    return plugins.create("translators", "transformers", options)


def test_the_stock_path(model):
    translator = make(model=str(model))
    translator.verify()
    outcomes = translator.translate(TEXTS, "es-en")
    assert all(isinstance(outcome, Translation) for outcome in outcomes)
    assert outcomes[2] == outcomes[5]
    assert any(outcome.hypothesis for outcome in outcomes)
    [name] = {outcome.model for outcome in outcomes}
    engine, rest = name.split(":", 1)
    assert engine == "transformers"
    title, revision = rest.split("@")
    assert title == "tiny-es-en"
    assert revision.endswith(":fp32")


def test_it_says_what_transformers_says(model):
    """The same as from_pretrained and generate by hand."""
    from transformers import MarianMTModel, MarianTokenizer

    tokenizer = MarianTokenizer.from_pretrained(model)
    stock = MarianMTModel.from_pretrained(model).eval()
    inputs = tokenizer([SPANISH], return_tensors="pt")
    cap = min(2 * inputs.input_ids.shape[1] + 12, 63)
    output = stock.generate(
        **inputs, num_beams=1, do_sample=False, max_length=None, max_new_tokens=cap
    )
    [expected] = tokenizer.batch_decode(output, skip_special_tokens=True)
    [outcome] = make(model=str(model)).translate([SPANISH], "es-en")
    assert outcome.hypothesis == expected.strip()


@pytest.mark.parametrize("batch", [1, 2048])
def test_contract(model, batch):
    check_translator(make(model=str(model), batch=batch), TEXTS, "es-en")


def test_contract_when_the_model_does_not_stop(endless_model):
    check_translator(make(model=str(endless_model)), TEXTS, "es-en")


def test_contract_of_a_model_that_stops(silent_model):
    check_translator(make(model=str(silent_model)), TEXTS, "es-en")


@pytest.mark.parametrize("beams", [1, 3])
def test_beams(model, beams):
    outcomes = make(model=str(model), beams=beams).translate(TEXTS[:3], "es-en")
    assert len(outcomes) == 3


def test_length_is_capped_by_the_source(endless_model):
    [short] = make(model=str(endless_model)).translate(["Sí"], "es-en")
    assert len(short.hypothesis.split()) < 40
    [long] = make(model=str(endless_model)).translate([SENTENCES[4] * 50], "es-en")
    assert len(long.hypothesis.split()) <= 50 * 63


def test_guards(model, silent_model, endless_model):
    jobs = [(text, "es-en") for text in ("—", "2015", SPANISH)]
    dash, number, empty = translate_all(jobs, make(model=str(silent_model)), FakeDetector())
    for outcome in (dash, number):
        assert isinstance(outcome, Untranslated)
        assert "no letters" in outcome.reason
    assert isinstance(empty, Untranslated)
    assert "empty" in empty.reason
    loop = translate_all(jobs, make(model=str(endless_model)), FakeDetector())[-1]
    assert isinstance(loop, Untranslated)
    assert "repeats itself" in loop.reason


def test_text_without_letters_loads_no_model(tmp_path):
    """A folder that could not be loaded is not looked at."""
    [outcome] = translate_all([("—", "es-en")], make(model=str(tmp_path / "none")), FakeDetector())
    assert isinstance(outcome, Untranslated)


def test_a_pair_in_the_models_name_limits_it(model):
    translator = make(model=str(model), offline=True)
    [outcome] = translator.translate(["Der Hafen"], "de-en")
    assert isinstance(outcome, Untranslated)
    assert outcome.reason.startswith("no model for de-en")
    assert "models pull de-en" in outcome.remedy


def test_a_model_whose_name_tells_no_pair_is_for_all(model, tmp_path):
    shutil.copytree(model, tmp_path / "mine")
    [outcome] = make(model=str(tmp_path / "mine")).translate(["Der Hafen"], "de-en")
    assert isinstance(outcome, Translation)
    assert outcome.pair == "de-en"


def test_models_by_pair(model, silent_model):
    translator = make(models={"es-en": str(model), "pt-en": str(silent_model)})
    translator.verify()
    [spanish] = translator.translate([SPANISH], "es-en")
    [portuguese] = translator.translate([SPANISH], "pt-en")
    assert "tiny-es-en" in spanish.model
    assert "silent-es-en" in portuguese.model


@pytest.mark.usefixtures("no_bundled_model")
@pytest.mark.parametrize("offline", [True, False])
def test_no_model_and_no_hub(monkeypatch, tmp_path, offline):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", not offline)
    outcomes = make(offline=offline).translate(["Hola", "Adiós"], "es-en")
    assert len(outcomes) == 2
    assert all(isinstance(outcome, Untranslated) for outcome in outcomes)
    assert outcomes[0].reason.startswith("no model for es-en")
    assert outcomes[0].remedy


def test_the_network_is_not_touched_for_a_local_model(model, monkeypatch):
    """The network is closed in all tests; here the hub is said to be on."""
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    shutil.copytree(model, model.parent / "again-es-en")
    [outcome] = make(model=str(model.parent / "again-es-en")).translate([SPANISH], "es-en")
    assert isinstance(outcome, Translation)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "source.spm", "vocab.json"])
def test_a_broken_file_is_one_line(captioncheck, model, tmp_path, name):
    folder = tmp_path / f"broken-{name.partition('.')[0]}"
    shutil.copytree(model, folder)
    write(folder / name, b"not what it should be \xff")
    write(tmp_path / "a.html", page(SPANISH))
    code, _, err = captioncheck("audit", "a.html", "--model", folder)
    assert code == 2
    assert one_line(err).startswith(f"model {folder} cannot be loaded: ")


def test_a_folder_without_weights(model, tmp_path):
    shutil.copytree(model, tmp_path / "m")
    (tmp_path / "m/model.safetensors").unlink()
    with pytest.raises(UserError, match="no weights"):
        make(model=str(tmp_path / "m")).verify()


def test_weights_in_a_pickle_are_refused(model, tmp_path):
    shutil.copytree(model, tmp_path / "old")
    (tmp_path / "old/model.safetensors").unlink()
    (tmp_path / "old/pytorch_model.bin").write_bytes(b"")
    with pytest.raises(UserError, match="pickle"):
        make(model=str(tmp_path / "old")).verify()


def test_a_translator_that_has_worked_is_still_a_value(model):
    translator = make(model=str(model))
    translator.translate(["El puerto"], "es-en")
    assert pickle.loads(pickle.dumps(translator)) == make(model=str(model))


def test_audit_and_translate_give_the_same(captioncheck, model, tmp_path):
    write(tmp_path / "a.html", page(SPANISH))
    code, out, _ = captioncheck("audit", "a.html", "--model", model, "--format", "jsonl")
    assert code == 1
    [finding] = articles(out)[0]["findings"]
    write(tmp_path / "t.jsonl", json.dumps({"text": SPANISH, "pair": "es-en"}))
    code, out, _ = captioncheck("translate", "t.jsonl", "--model", model)
    assert code == 0
    [answer] = parse(out)
    if finding["translation"]:
        assert answer["hypothesis"] == finding["translation"]["text"]
        assert answer["model"] == finding["translation"]["model"]
    else:
        assert answer["hypothesis"] is None
        assert finding["translation_failure"]["reason"] in answer["reason"]
