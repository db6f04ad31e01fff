"""The native engine for Firefox Translations models: 8-bit integers on the CPU, no PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from checker.engine import Loaded
from checker.model import Format, Model, broken

_LENGTH_DELIMITED = 2


@dataclass(frozen=True, slots=True)
class FxtranslateEngine:
    """Runs models in Marian's own format."""

    extra: str = "fxtranslate"
    precision: str = "int8"

    def missing(self) -> list[str]:
        return [] if find_spec("fxtranslate") else ["fxtranslate"]

    def runs(self, model: Model) -> bool:
        return model.format is Format.FIREFOX

    def load(self, model: Model) -> Loaded:
        from fxtranslate import Translator

        vocabularies = sorted(model.folder.glob("*.spm"))
        by_side = {path.name[:3]: path for path in vocabularies}
        source = by_side.get("src", vocabularies[0])
        target = by_side.get("trg", vocabularies[0])
        for path in {source, target}:
            if not _is_whole(path.read_bytes()):
                raise broken(model, ValueError(f"{path.name} is cut short"))
        try:
            native = Translator(
                model=model.weights.read_bytes(),
                src_vocab=source.read_bytes(),
                trg_vocab=target.read_bytes(),
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise broken(model, error) from error
        return _Native(native)


def _is_whole(data: bytes) -> bool:
    """Whether a SentencePiece model ends where its last field does (Protocol Buffers, wire format).

    The engine takes a vocabulary that is cut short, and answers nonsense.
    """
    place = 0
    while place < len(data):
        tag, place = _varint(data, place)
        size, place = _varint(data, place)
        if tag & 7 != _LENGTH_DELIMITED:
            return False
        place += size
    return place == len(data) > 0


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    for offset, byte in enumerate(data[place : place + 10], place + 1):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, offset
    return value, len(data) + 1


@dataclass(frozen=True, slots=True)
class _Native:
    native: Any

    def translate(self, sentences: Sequence[str], beams: int, batch: int) -> list[str]:
        return [self.native.translate(sentence).strip() for sentence in sentences]
