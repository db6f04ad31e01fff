"""The ctranslate2 translator."""

from dataclasses import dataclass

from checker.engine import Engine, ModelTranslator
from checker.engines.ctranslate2 import Ctranslate2Engine


@dataclass(frozen=True, slots=True)
class Ctranslate2(ModelTranslator):
    """MarianMT models (opus-mt) in int8 through CTranslate2, converted into the cache on first use.

    Conversion needs PyTorch once. Students with an SSRU decoder are for `fxtranslate`.
    """

    def engines(self) -> tuple[Engine, ...]:
        return (Ctranslate2Engine(),)
