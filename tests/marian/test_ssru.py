import inspect

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("sentencepiece")

from transformers import AutoConfig, AutoModelForSeq2SeqLM, MarianMTModel  # noqa: E402
from transformers.cache_utils import DynamicCache, EncoderDecoderCache  # noqa: E402

from checker.marian.ssru import (  # noqa: E402
    MarianPositions,
    MarianSSRUConfig,
    MarianSSRUModel,
    SSRUState,
    register,
    scan,
)

# What this release of transformers calls a model's cache, as an argument and in the output.
CACHE = next(
    name
    for name in ("cache", "past_key_values")
    if name in inspect.signature(MarianMTModel.forward).parameters
)


def random_scan(steps, dtype=torch.float64):
    torch.manual_seed(steps)
    forget = torch.rand(2, steps, 3, dtype=dtype, requires_grad=True)
    update = torch.randn(2, steps, 3, dtype=dtype, requires_grad=True)
    initial = torch.randn(2, 3, dtype=dtype, requires_grad=True)
    return forget, update, initial


@pytest.mark.parametrize("steps", [1, 2, 7])
def test_scan_is_the_recurrence_step_by_step(steps):
    forget, update, initial = random_scan(steps)
    states = scan(forget, update, initial)
    state = initial
    for t in range(steps):
        state = forget[:, t] * state + update[:, t]
        torch.testing.assert_close(states[:, t], state)


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_the_gradient_of_scan_is_right(steps):
    assert torch.autograd.gradcheck(scan, random_scan(steps))


@pytest.mark.parametrize("pieces", [[6], [1, 5], [3, 1, 2], [1] * 6])
def test_a_prefix_may_come_in_pieces(model, batch, pieces):
    target = torch.tensor([[40, 4, 9, 22, 8, 31], [40, 5, 5, 5, 6, 2], [40, 39, 38, 1, 2, 3]])
    whole = model(**batch, decoder_input_ids=target, use_cache=False).logits
    cache, parts = None, []
    for part in target.split(pieces, dim=1):
        out = model(**batch, decoder_input_ids=part, use_cache=True, **{CACHE: cache})
        cache = getattr(out, CACHE)
        parts.append(out.logits)
    torch.testing.assert_close(torch.cat(parts, dim=1), whole, rtol=1e-4, atol=1e-5)
    assert cache.get_seq_length() == target.shape[1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"num_beams": 4},
        {"num_beams": 5, "num_return_sequences": 3, "length_penalty": 0.6},
        {"num_beams": 3, "early_stopping": True},
    ],
    ids=str,
)
def test_generating_with_the_cache_is_generating_without(make_model, batch, options, seed):
    model = make_model(seed=seed)
    # Without the ban on repetition, random weights say one word for ever.
    told = {"output_scores": True, "return_dict_in_generate": True, "no_repeat_ngram_size": 2}
    cached = model.generate(**batch, **options, **told, use_cache=True)
    uncached = model.generate(**batch, **options, **told, use_cache=False)
    assert getattr(uncached, CACHE) is None
    assert cached.sequences.tolist() == uncached.sequences.tolist()
    assert len({tuple(row) for row in cached.sequences.tolist()}) > 1
    if "num_beams" in options:
        torch.testing.assert_close(
            cached.sequences_scores, uncached.sequences_scores, rtol=1e-4, atol=1e-4
        )


@pytest.mark.parametrize("beams", [1, 4])
def test_neighbours_in_a_batch_do_not_matter(model, batch, beams):
    together = model.generate(**batch, num_beams=beams)
    for row, ids in enumerate(batch["input_ids"]):
        alone = ids[ids != model.config.pad_token_id][None]
        tokens = model.generate(input_ids=alone, num_beams=beams)[0].tolist()
        assert together[row, : len(tokens)].tolist() == tokens


def test_the_state_does_not_grow(model, batch):
    cache = getattr(model.generate(**batch, return_dict_in_generate=True), CACHE)
    layers = cache.self_attention_cache.layers
    assert [layer.keys.shape for layer in layers] == [(3, 1, 1, 16)] * 2
    assert all(layer.is_initialized for layer in cache.cross_attention_cache.layers)
    assert cache.cross_attention_cache.get_seq_length() == batch["input_ids"].shape[1]


def test_a_cache_made_without_a_configuration_serves(model, batch):
    target = torch.tensor([[40], [40], [40]])
    cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
    first = model(**batch, decoder_input_ids=target, **{CACHE: cache})
    again = model(**batch, decoder_input_ids=target, use_cache=True)
    torch.testing.assert_close(first.logits, again.logits)


def test_another_models_cache_is_refused(model, batch):
    cache = EncoderDecoderCache(DynamicCache(), DynamicCache())
    cache.self_attention_cache.update(torch.ones(3, 4, 2, 4), torch.ones(3, 4, 2, 4), 0)
    with pytest.raises(ValueError, match="attention states"):
        model(**batch, decoder_input_ids=torch.tensor([[40]] * 3), **{CACHE: cache})


def test_a_state_cannot_be_wound_back():
    state = SSRUState()
    state.crop(0)
    with pytest.raises(RuntimeError, match="forget"):
        state.crop(-1)


def test_labels_give_a_loss_that_reaches_every_weight(model, batch):
    model.train()
    labels = torch.tensor([[4, 9, 0], [5, 0, -100], [39, 3, 0]])
    out = model(**batch, labels=labels)
    logits = out.logits.flatten(0, 1)
    torch.testing.assert_close(
        out.loss, torch.nn.functional.cross_entropy(logits, labels.flatten())
    )
    out.loss.backward()
    without = [name for name, p in model.named_parameters() if p.requires_grad and p.grad is None]
    assert without == []


def test_a_few_steps_of_training_lower_the_loss(model, batch):
    labels = torch.tensor([[4, 9, 0], [5, 0, -100], [39, 3, 0]])
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.Adam(trained, lr=0.01)
    losses = []
    for _ in range(15):
        optimiser.zero_grad()
        loss = model(**batch, labels=labels).loss
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0] / 2


def test_saved_and_loaded_it_is_the_same(model, batch, tmp_path):
    model.save_pretrained(tmp_path)
    loaded = MarianSSRUModel.from_pretrained(tmp_path)
    assert not loaded.training
    assert loaded.state_dict().keys() == model.state_dict().keys()
    for name, values in model.state_dict().items():
        assert torch.equal(values, loaded.state_dict()[name]), name
    assert loaded.generate(**batch).tolist() == model.generate(**batch).tolist()


def test_an_old_checkpoint_is_loaded_in_full_precision_and_cached(model, batch, tmp_path):
    expected = model.half().float().generate(**batch).tolist()
    model.config.use_cache = model.generation_config.use_cache = False
    model.half().save_pretrained(tmp_path)
    register()
    loaded = AutoModelForSeq2SeqLM.from_pretrained(tmp_path)
    assert type(loaded) is MarianSSRUModel
    assert loaded.dtype == torch.float32
    out = loaded.generate(**batch, return_dict_in_generate=True)
    assert getattr(out, CACHE) is not None
    assert out.sequences.tolist() == expected


def test_what_the_caller_asks_for_is_kept(model, tmp_path):
    model.save_pretrained(tmp_path)
    loaded, report = MarianSSRUModel.from_pretrained(
        tmp_path, dtype=torch.bfloat16, use_cache=False, output_loading_info=True
    )
    assert not report["missing_keys"]
    assert loaded.dtype == torch.bfloat16
    assert loaded.config.use_cache is False


def test_registering_twice_is_registering_once():
    register()
    register()
    assert AutoConfig.for_model("marian_ssru").__class__ is MarianSSRUConfig


def test_positions_are_marians():
    table = MarianPositions(10, 8)
    weight = table.create_weight()
    assert weight[0].tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    expected = torch.tensor([3.0, 3 / 10000 ** (1 / 3), 3 / 10000 ** (2 / 3), 3 / 10000])
    torch.testing.assert_close(weight[3], torch.cat([expected.sin(), expected.cos()]))
