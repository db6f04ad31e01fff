"""The Marian student as a transformers model: a Transformer encoder, a recurrent decoder.

The decoder's self-attention is replaced by a Simpler Simple Recurrent Unit. Kim et al. 2019, "From
Research to Production and Back: Ludicrously Fast Neural Machine Translation" (WNGT), section 3.1:

    f_t = sigmoid(W_f x_t + b_f)
    c_t = f_t * c_{t-1} + (1 - f_t) * W x_t
    h_t = relu(c_t)

One state c of d_model numbers a layer stands for the whole prefix, so that a step of `generate`
costs the same at every length. The state lives in transformers' own cache, where beam search
reorders it with the cross-attention's keys and values.
"""

from __future__ import annotations

import math
from typing import Self

import torch
from torch import Tensor, nn
from torch.autograd.function import FunctionCtx, once_differentiable
from transformers import AutoConfig, AutoModelForSeq2SeqLM, MarianConfig, MarianMTModel
from transformers.cache_utils import Cache, DynamicLayer, EncoderDecoderCache
from transformers.models.marian.modeling_marian import MarianSinusoidalPositionalEmbedding


class MarianSSRUConfig(MarianConfig):  # type: ignore[misc]
    """A MarianConfig whose decoder self-attention is an SSRU.

    `activation_multipliers` are Marian's alphas by weight name (`decoder_l1_rnn_W`): what an 8-bit
    engine multiplies a layer's input by. Nothing is computed with them here; the export needs them.
    """

    model_type = "marian_ssru"
    activation_multipliers: dict[str, float] | None = None


class SSRUState(DynamicLayer):  # type: ignore[misc]
    """One decoder layer's place in a transformers cache: the last state, and the steps seen.

    `keys` is the state, (batch, 1, 1, d_model), so that the inherited reordering, repetition and
    selection of rows apply to it; `values` is empty, (batch, 0).
    """

    is_croppable = False

    def __init__(self) -> None:
        super().__init__()
        self.cumulative_length = 0

    def update(
        self, key_states: Tensor, value_states: Tensor, *_args: object, **_kwargs: object
    ) -> tuple[Tensor, Tensor]:
        """Keep the last of the states `key_states`, (batch, 1, steps, d_model)."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        self.keys = key_states[..., -1:, :]
        self.values = value_states
        self.cumulative_length += key_states.shape[-2]
        return self.keys, self.values

    def get_seq_length(self) -> int:
        """Return the steps seen so far; the decoder takes its positions from here."""
        return self.cumulative_length

    def crop(self, tokens_to_remove: int) -> None:
        """Refuse: a recurrent state cannot be wound back."""
        if tokens_to_remove:
            raise RuntimeError("an SSRU state cannot forget its last tokens")


class _Scan(torch.autograd.Function):  # type: ignore[misc]
    """The recurrence with its gradient by hand: one graph node instead of one for each step."""

    @staticmethod
    def forward(ctx: FunctionCtx, forget: Tensor, update: Tensor, initial: Tensor) -> Tensor:
        state, states = initial, []
        for f, g in zip(forget.unbind(1), update.unbind(1), strict=True):
            state = torch.addcmul(g, f, state)
            states.append(state)
        stacked = torch.stack(states, dim=1)
        ctx.save_for_backward(forget, stacked, initial)
        return stacked

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: FunctionCtx, grad: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        forget, states, initial = ctx.saved_tensors
        grad_forget, grad_update = torch.empty_like(states), torch.empty_like(states)
        carry = torch.zeros_like(initial)
        for t in range(grad.shape[1] - 1, -1, -1):
            carry = carry + grad[:, t]
            grad_update[:, t] = carry
            grad_forget[:, t] = carry * (states[:, t - 1] if t else initial)
            carry = carry * forget[:, t]
        return grad_forget, grad_update, carry


def scan(forget: Tensor, update: Tensor, initial: Tensor) -> Tensor:
    """Run c_t = forget_t * c_{t-1} + update_t, beginning with c_0 = `initial`.

    forget, update: (batch, steps, d_model), at least one step; initial: (batch, d_model).
    Returns every c_t: (batch, steps, d_model).
    """
    states: Tensor = _Scan.apply(forget, update, initial)
    return states


class SSRU(nn.Module):  # type: ignore[misc]
    """The recurrent unit, called the way MarianDecoderLayer calls its self-attention.

    It takes no mask: targets are padded on the right, where a recurrence does not look.
    """

    def __init__(self, d_model: int, layer_idx: int) -> None:
        super().__init__()
        self.layer_idx = layer_idx
        self.W = nn.Linear(d_model, d_model, bias=False)
        self.Wf = nn.Linear(d_model, d_model)

    def forward(self, hidden_states: Tensor, **options: object) -> tuple[Tensor, None]:
        """Continue from the cache, if there is one.

        hidden_states and the result: (batch, steps, d_model). There are no attention weights.
        """
        # Found by its type: its name is `past_key_values` in early releases of transformers 5, and
        # `cache` in later ones. A name that nobody knows would begin anew at every step.
        cache = next((value for value in options.values() if isinstance(value, Cache)), None)
        forget = torch.sigmoid(self.Wf(hidden_states))
        update = (1 - forget) * self.W(hidden_states)
        if cache is None:
            return torch.relu(scan(forget, update, torch.zeros_like(update[:, 0]))), None
        layer = _state_layer(cache, self.layer_idx)
        seen = layer.get_seq_length() > 0
        previous = layer.keys[:, 0, 0] if seen else torch.zeros_like(update[:, 0])
        states = scan(forget, update, previous)
        layer.update(states[:, None], states.new_empty(len(states), 0))
        return torch.relu(states), None


def _state_layer(cache: Cache, layer_idx: int) -> SSRUState:
    """Return the SSRU's layer of the cache, put there in the place of an unused attention layer.

    Both `generate` and the decoder make caches of attention layers. Exchanging them on first
    sight leaves the making of caches to transformers.
    """
    if isinstance(cache, EncoderDecoderCache):
        cache = cache.self_attention_cache
    while len(cache.layers) <= layer_idx:
        cache.layers.append(SSRUState())
    layer = cache.layers[layer_idx]
    if isinstance(layer, SSRUState):
        return layer
    if layer.get_seq_length():
        raise ValueError("the cache holds attention states; MarianSSRUModel needs one of its own")
    cache.layers[layer_idx] = state = SSRUState()
    return state


class MarianPositions(MarianSinusoidalPositionalEmbedding):  # type: ignore[misc]
    """Marian's sinusoidal table, (positions, d_model): first the sines, then the cosines.

    Marian divides the exponent by d_model / 2 - 1 (`sinusoidalPositionEmbeddings` in
    `src/graph/node_initializers.cpp`), transformers by d_model / 2; the weights expect the former.
    """

    def create_weight(self) -> Tensor:
        """Compute the table at once: the inherited loop would be half of a model's load time."""
        positions, d_model = self.weight.shape
        half = d_model // 2
        # Named, because a model may be built under `torch.device("meta")`.
        options = {"dtype": torch.float64, "device": "cpu"}
        rates = torch.exp(torch.arange(half, **options) * (-math.log(10000) / max(half - 1, 1)))
        angles = torch.arange(positions, **options)[:, None] * rates
        return torch.cat([angles.sin(), angles.cos()], dim=1).to(self.weight.dtype)


class MarianSSRUModel(MarianMTModel):  # type: ignore[misc]
    """A MarianMTModel with SSRUs for decoder self-attention.

    `forward`, with labels or without, and `generate` are MarianMTModel's, and so are the shapes.
    """

    config_class = MarianSSRUConfig

    def __init__(self, config: MarianSSRUConfig) -> None:
        # A student's output is its target embedding; early transformers 5 unties split ones.
        config.tie_word_embeddings = True
        super().__init__(config)
        for coder in (self.model.encoder, self.model.decoder):
            coder.embed_positions = MarianPositions(config.max_position_embeddings, config.d_model)
        for index, layer in enumerate(self.model.decoder.layers):
            layer.self_attn = SSRU(config.d_model, index)
        self.post_init()

    @classmethod
    def from_pretrained(cls, *args: object, **kwargs: object) -> Self:
        """Load as PreTrainedModel does, in float32 and with the cache on unless told otherwise.

        Half precision saves room in a file; a processor computes it slower, not faster. And
        checkpoints made before the state could be cached say `use_cache: false`.
        """
        if kwargs.get("dtype") is None and kwargs.get("torch_dtype") is None:
            kwargs["dtype"] = torch.float32
        loaded: Self = super().from_pretrained(*args, **kwargs)
        # With output_loading_info, transformers returns the model and a report.
        model = loaded[0] if isinstance(loaded, tuple) else loaded
        if "use_cache" not in kwargs:
            model.config.use_cache = True
            model.generation_config.use_cache = True
        return loaded


def register() -> None:
    """Make `AutoModelForSeq2SeqLM.from_pretrained` know the model; once or more often."""
    AutoConfig.register(MarianSSRUConfig.model_type, MarianSSRUConfig, exist_ok=True)
    AutoModelForSeq2SeqLM.register(MarianSSRUConfig, MarianSSRUModel, exist_ok=True)
