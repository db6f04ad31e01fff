"""The same weights by Marian's names and by transformers': both ways.

Marian stores a layer's matrix as (inputs, outputs) and its bias as (1, outputs); `nn.Linear` has
(outputs, inputs) and (outputs,). Embeddings are (pieces, d_model) in both. Marian has no padding
token: here one is added after the last piece, with an embedding of zeros, because zeros are what
Marian's decoder starts from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import torch

from checker.marian.binary import SETTINGS, Floats, MarianFormatError, Tensor
from checker.marian.settings import ALPHA, get, write_settings
from checker.marian.ssru import MarianSSRUConfig, MarianSSRUModel

# The score of what must never be generated: far below any other, and still finite in float16.
NEVER = -6e4
_OUTPUT_BIAS = "decoder_ff_logit_out_b"


def read_state(tensors: Mapping[str, Tensor], config: MarianSSRUConfig) -> dict[str, torch.Tensor]:
    """Collect the weights for `MarianSSRUModel(config).load_state_dict`, without the tied copies.

    Raises MarianFormatError for a weight that is missing, left over, or of the wrong shape.
    """
    rows = config.pad_token_id + 1
    state, used = {}, {SETTINGS, _OUTPUT_BIAS}
    for ours, theirs in _embeddings(config):
        state[ours] = _padded(get(tensors, theirs).values(), (rows, config.d_model), theirs)
        used.add(theirs)
    bias = np.full((1, rows), NEVER, np.float32)
    target = tensors["Wemb" if config.share_encoder_decoder_embeddings else "decoder_Wemb"].shape[0]
    bias[0, :target] = 0
    if _OUTPUT_BIAS in tensors:
        bias[0, :target] = _shaped(tensors, _OUTPUT_BIAS, (1, target))[0]
    state["final_logits_bias"] = torch.from_numpy(bias)
    for ours, theirs, shape in _layers(config):
        values = _shaped(tensors, theirs, shape)
        values = values[0] if shape[0] == 1 else values.T
        state[ours] = torch.from_numpy(np.ascontiguousarray(values))
        used.add(theirs)
    left = sorted(name for name in tensors if name not in used and not name.endswith(ALPHA))
    if left:
        raise MarianFormatError(f"tensor {left[0]} is not part of an SSRU student")
    return state


def write_tensors(
    model: MarianSSRUModel, pieces: tuple[int, int], alphas: Mapping[str, float]
) -> list[Tensor]:
    """Make the tensors of Marian's 8-bit file, sorted by name.

    pieces: how many pieces the source and the target vocabulary have; with a shared one, twice the
    same. alphas: the multiplier of each weight's input, as in `activation_multipliers`.
    """
    config, state = model.config, model.state_dict()
    tensors = [write_settings(config, pieces)]
    for (ours, theirs), count in zip(_embeddings(config), pieces, strict=False):
        tensors.append(Tensor.of_integers(theirs, _numpy(state[ours])[:count]))
    bias = _numpy(state["final_logits_bias"])[:, : pieces[1]]
    tensors.append(Tensor.of_floats(_OUTPUT_BIAS, bias))
    for ours, theirs, shape in _layers(config):
        values = _numpy(state[ours])
        if shape[0] == 1:
            tensors.append(Tensor.of_floats(theirs, values.reshape(shape)))
        else:
            tensors.append(Tensor.of_integers(theirs, values.T))
            tensors.append(_alpha(theirs, alphas, integers=False))
    # Marian's converter rounds every parameter named after an embedding, this alpha among them:
    # it lies there as the integer 127. Where the embedding is shared, the engine reads "none".
    if config.share_encoder_decoder_embeddings:
        tensors.append(_alpha("none", alphas, integers=False))
        alphas = {"Wemb": alphas["none"], **alphas}
        tensors.append(_alpha("Wemb", alphas, integers=True))
    else:
        tensors.append(_alpha("decoder_Wemb", alphas, integers=True))
    return sorted(tensors, key=lambda tensor: tensor.name)


def matrices(config: MarianSSRUConfig) -> Iterator[tuple[str, str]]:
    """Pair the names of the modules that multiply by a matrix, ours, with those of their alphas."""
    for ours, theirs, shape in _layers(config):
        if shape[0] > 1:
            yield ours.removesuffix(".weight"), theirs
    yield "lm_head", "none" if config.share_encoder_decoder_embeddings else "decoder_Wemb"


def _embeddings(config: MarianSSRUConfig) -> list[tuple[str, str]]:
    """Pair the embeddings' names, ours and Marian's, the source's first."""
    if config.share_encoder_decoder_embeddings:
        return [("model.shared.weight", "Wemb")]
    return [(f"model.{coder}.embed_tokens.weight", f"{coder}_Wemb") for coder in _CODERS]


_CODERS = ("encoder", "decoder")
_ATTENTION = (("q_proj", "q"), ("k_proj", "k"), ("v_proj", "v"), ("out_proj", "o"))


def _layers(config: MarianSSRUConfig) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Walk through the layers' weights: our name, Marian's, and the shape in Marian's file."""
    size = config.d_model
    depths = {"encoder": config.encoder_layers, "decoder": config.decoder_layers}
    inner = {"encoder": config.encoder_ffn_dim, "decoder": config.decoder_ffn_dim}

    def attention(ours: str, theirs: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
        for projection, letter in _ATTENTION:
            yield f"{ours}.{projection}.weight", f"{theirs}_W{letter}", (size, size)
            yield f"{ours}.{projection}.bias", f"{theirs}_b{letter}", (1, size)
        yield from norm(f"{ours}_layer_norm", f"{theirs}_Wo")

    def norm(ours: str, theirs: str) -> Iterator[tuple[str, str, tuple[int, int]]]:
        yield f"{ours}.weight", f"{theirs}_ln_scale", (1, size)
        yield f"{ours}.bias", f"{theirs}_ln_bias", (1, size)

    for coder in _CODERS:
        for index in range(depths[coder]):
            ours, theirs = f"model.{coder}.layers.{index}", f"{coder}_l{index + 1}"
            if coder == "encoder":
                yield from attention(f"{ours}.self_attn", f"{theirs}_self")
            else:
                yield f"{ours}.self_attn.W.weight", f"{theirs}_rnn_W", (size, size)
                yield f"{ours}.self_attn.Wf.weight", f"{theirs}_rnn_Wf", (size, size)
                yield f"{ours}.self_attn.Wf.bias", f"{theirs}_rnn_bf", (1, size)
                yield from norm(f"{ours}.self_attn_layer_norm", f"{theirs}_rnn_ffn")
                yield from attention(f"{ours}.encoder_attn", f"{theirs}_context")
            yield f"{ours}.fc1.weight", f"{theirs}_ffn_W1", (size, inner[coder])
            yield f"{ours}.fc1.bias", f"{theirs}_ffn_b1", (1, inner[coder])
            yield f"{ours}.fc2.weight", f"{theirs}_ffn_W2", (inner[coder], size)
            yield f"{ours}.fc2.bias", f"{theirs}_ffn_b2", (1, size)
            yield from norm(f"{ours}.final_layer_norm", f"{theirs}_ffn_ffn")


def _alpha(name: str, alphas: Mapping[str, float], *, integers: bool) -> Tensor:
    make = Tensor.of_integers if integers else Tensor.of_floats
    return make(name + ALPHA, np.array([[alphas[name]]], np.float32))


def _shaped(tensors: Mapping[str, Tensor], name: str, shape: tuple[int, int]) -> Floats:
    tensor = get(tensors, name)
    if tensor.shape != shape:
        raise MarianFormatError(f"tensor {name} is of shape {tensor.shape}, not {shape}")
    return tensor.values()


def _padded(values: Floats, shape: tuple[int, int], name: str) -> torch.Tensor:
    if values.ndim != 2 or values.shape[1] != shape[1]:
        raise MarianFormatError(f"tensor {name} is of shape {values.shape}, not (…, {shape[1]})")
    padded = torch.zeros(shape)
    padded[: len(values)] = torch.from_numpy(values)
    return padded


def _numpy(values: torch.Tensor) -> Floats:
    array: Floats = values.detach().float().cpu().numpy()
    return array
