"""The native engine for Firefox Translations models: 8-bit integers on the CPU, no PyTorch."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from checker.engine import Loaded
from checker.model import Format, Model, broken


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
        try:
            native = Translator(
                model=model.weights.read_bytes(),
                src_vocab=source.read_bytes(),
                trg_vocab=target.read_bytes(),
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise broken(model, error) from error
        return _Native(native)


@dataclass(frozen=True, slots=True)
class _Native:
    native: Any

    def translate(self, sentences: Sequence[str], beams: int, batch: int) -> list[str]:
        return [self.native.translate(sentence).strip() for sentence in sentences]
