"""A student small enough to be made anew for each test, and vocabularies for it."""

import sys
from pathlib import Path

import pytest

WORDS = {
    "src": "una mujer pasea por la playa con su perro en la mañana de julio y mira el mar",
    "trg": "a woman walks along the beach with her dog on a july morning and looks at the sea",
}

SIZES = {"src": 40, "trg": 34}


@pytest.fixture(autouse=True)
def one_thread():
    """Keep torch from waking threads for products too small to share."""
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def make_model():
    """Make a model with weights large enough that its outputs differ from one another."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("sentencepiece")
    from transformers import GenerationConfig

    from checker.marian.ssru import MarianSSRUConfig, MarianSSRUModel

    def make(pieces=40, seed=0, **changes):
        torch.manual_seed(seed)
        settings = {
            "vocab_size": pieces + 1,
            "d_model": 16,
            "encoder_layers": 2,
            "decoder_layers": 2,
            "encoder_attention_heads": 4,
            "decoder_attention_heads": 4,
            "encoder_ffn_dim": 32,
            "decoder_ffn_dim": 24,
            "activation_function": "relu",
            "scale_embedding": True,
            "max_position_embeddings": 64,
            "dropout": 0.0,
            "pad_token_id": pieces,
            "decoder_start_token_id": pieces,
            "eos_token_id": 0,
            "forced_eos_token_id": 0,
        } | changes
        model = MarianSSRUModel(MarianSSRUConfig(**settings)).eval()
        for name, weight in model.named_parameters():
            if "embed_positions" not in name and "layer_norm" not in name:
                torch.nn.init.normal_(weight, std=0.4)
        for embedding in {model.get_input_embeddings(), model.model.decoder.embed_tokens}:
            embedding.weight.data[pieces:] = 0
        model.tie_weights()
        bias = model.final_logits_bias
        torch.nn.init.normal_(bias)
        bias[:, pieces:] = -6e4
        model.generation_config = GenerationConfig(
            max_length=24,
            num_beams=1,
            pad_token_id=pieces,
            eos_token_id=0,
            decoder_start_token_id=pieces,
            use_cache=True,
        )
        return model

    return make


@pytest.fixture
def model(make_model):
    return make_model()


@pytest.fixture
def batch(model):
    """Make three sources of different lengths: input_ids and attention_mask."""
    torch = pytest.importorskip("torch")
    pad = model.config.pad_token_id
    rows = [[5, 9, 3, 17, 22, 8, 30, 0], [12, 33, 0], [7, 7, 25, 14, 0]]
    width = max(map(len, rows))
    ids = torch.tensor([row + [pad] * (width - len(row)) for row in rows])
    return {"input_ids": ids, "attention_mask": (ids != pad).long()}


@pytest.fixture(scope="session")
def vocabularies(tmp_path_factory):
    """Train a SentencePiece model for each language, numbered as Marian's are."""
    sentencepiece = pytest.importorskip("sentencepiece")
    folder = tmp_path_factory.mktemp("vocabularies")
    paths = {}
    for side, words in WORDS.items():
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter([words, words[::-1], *words.split()]),
            model_prefix=str(folder / side),
            vocab_size=SIZES[side],
            hard_vocab_limit=False,
            eos_id=0,
            unk_id=1,
            bos_id=-1,
            pad_id=-1,
            minloglevel=2,
        )
        paths[side] = Path(folder, f"{side}.spm")
        Path(folder, f"{side}.model").rename(paths[side])
    return paths


@pytest.fixture
def alphas():
    """Multipliers for every input of the small model's layers."""
    names = [f"encoder_l{n}_self_W{x}" for n in (1, 2) for x in "qkvo"]
    names += [f"decoder_l{n}_context_W{x}" for n in (1, 2) for x in "qkvo"]
    names += [f"{c}_l{n}_ffn_W{x}" for c in ("encoder", "decoder") for n in (1, 2) for x in "12"]
    names += [f"decoder_l{n}_rnn_W{x}" for n in (1, 2) for x in ("", "f")]
    return {name: 8.0 + number for number, name in enumerate([*names, "none", "decoder_Wemb"])}
