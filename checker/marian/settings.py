"""What a Marian file says of its model beside the numbers, and a MarianSSRUConfig: both ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from checker.marian.binary import SETTINGS, MarianFormatError, Tensor
from checker.marian.ssru import MarianSSRUConfig

# Marian appends this to a weight's name for the multiplier of the weight's input.
ALPHA = "_QuantMultA"
_POSITIONS = 512
# What makes a Marian model a student of this kind, and what it may say instead. A setting that a
# file leaves out is taken to be the first; the first is what is written.
_KIND: dict[str, tuple[object, ...]] = {
    "type": ("transformer",),
    "transformer-decoder-autoreg": ("rnn",),
    "dec-cell": ("ssru",),
    "transformer-ffn-activation": ("relu",),
    "transformer-ffn-depth": (2,),
    "transformer-no-projection": (False,),
    "transformer-postprocess": ("dan", "an"),
    "transformer-postprocess-top": ("", None),
    "transformer-preprocess": ("", None),
    "transformer-tied-layers": ([], None),
    "transformer-train-position-embeddings": (False,),
    "tied-embeddings-src": (False,),
    "lemma-dim-emb": (0,),
    "right-left": (False,),
}


def read_config(tensors: Mapping[str, Tensor]) -> MarianSSRUConfig:
    """Describe the model in a file's tensors; MarianFormatError if it is another architecture.

    Sizes come from the tensors, where they cannot be wrong, and the rest from the settings.
    """
    settings = _read_settings(tensors)
    for key, allowed in _KIND.items():
        if settings.get(key, allowed[0]) not in allowed:
            raise MarianFormatError(f"{key} is {settings[key]!r}: not an SSRU student of Marian's")
    shared = "Wemb" in tensors
    source = get(tensors, "Wemb" if shared else "encoder_Wemb").shape
    target = get(tensors, "Wemb" if shared else "decoder_Wemb").shape
    try:
        heads = int(settings.get("transformer-heads", 8))
        encoder_layers, decoder_layers = int(settings["enc-depth"]), int(settings["dec-depth"])
    except (KeyError, TypeError, ValueError):
        raise MarianFormatError("the settings do not say how deep the model is") from None
    if len(source) != 2 or heads < 1 or source[-1] % heads:
        raise MarianFormatError(f"an embedding of shape {source} cannot have {heads} heads")
    pad = max(source[0], target[0])
    return MarianSSRUConfig(
        vocab_size=pad + 1,
        decoder_vocab_size=pad + 1,
        d_model=source[1],
        encoder_layers=encoder_layers,
        decoder_layers=decoder_layers,
        encoder_attention_heads=heads,
        decoder_attention_heads=heads,
        encoder_ffn_dim=get(tensors, "encoder_l1_ffn_W1").shape[-1],
        decoder_ffn_dim=get(tensors, "decoder_l1_ffn_W1").shape[-1],
        activation_function="relu",
        scale_embedding=True,
        max_position_embeddings=_POSITIONS,
        dropout=0.0,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=0,
        share_encoder_decoder_embeddings=shared,
        tie_word_embeddings=True,
        activation_multipliers=read_alphas(tensors) or None,
    )


def write_settings(config: MarianSSRUConfig, pieces: tuple[int, int]) -> Tensor:
    """Say of the model what Marian wants to know; pieces: how many each vocabulary has."""
    shared = config.share_encoder_decoder_embeddings
    settings = {key: allowed[0] for key, allowed in _KIND.items()} | {
        "dec-cell-base-depth": 2,
        "dec-cell-high-depth": 1,
        "dec-depth": config.decoder_layers,
        "dim-emb": config.d_model,
        "dim-rnn": 1024,
        "dim-vocabs": list(pieces),
        "enc-cell": "gru",
        "enc-cell-depth": 1,
        "enc-depth": config.encoder_layers,
        "enc-type": "bidirectional",
        "input-types": [],
        "layer-normalization": False,
        "output-omit-bias": False,
        "skip": False,
        "tied-embeddings": not shared,
        "tied-embeddings-all": shared,
        "transformer-aan-activation": "swish",
        "transformer-aan-depth": 2,
        "transformer-aan-nogate": False,
        "transformer-dim-aan": 2048,
        "transformer-dim-ffn": config.encoder_ffn_dim,
        "transformer-guided-alignment-layer": "last",
        "transformer-heads": config.encoder_attention_heads,
        "transformer-pool": False,
        "transformer-postprocess-emb": "d",
        "ulr": False,
        "ulr-dim-emb": 0,
        "ulr-trainable-transformation": False,
        "version": "v1.9.56 94aeaa46 2021-04-28 00:28:35 +0100",
    }
    return Tensor.of_text(SETTINGS, yaml.safe_dump(settings))


def get(tensors: Mapping[str, Tensor], name: str) -> Tensor:
    """Find the tensor; MarianFormatError if it is not there."""
    if name not in tensors:
        raise MarianFormatError(f"tensor {name} is missing")
    return tensors[name]


def _read_settings(tensors: Mapping[str, Tensor]) -> dict[str, Any]:
    try:
        settings = yaml.safe_load(get(tensors, SETTINGS).text)
    except yaml.YAMLError:
        settings = None
    if not isinstance(settings, dict):
        raise MarianFormatError(f"{SETTINGS} is not a list of settings")
    return settings


def read_alphas(tensors: Mapping[str, Tensor]) -> dict[str, float]:
    """Read the multipliers of the layers' inputs, by the name of the weight."""
    return {
        name.removesuffix(ALPHA): float(tensor.values().flat[0])
        for name, tensor in tensors.items()
        if name.endswith(ALPHA)
    }
