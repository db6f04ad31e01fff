"""The transformers translator."""

from dataclasses import dataclass

from checker.engine import Engine, ModelTranslator
from checker.engines.transformers import TransformersEngine


@dataclass(frozen=True, slots=True)
class Transformers(ModelTranslator):
    """Marian-family models (opus-mt, Firefox Translations students) in PyTorch."""

    def engines(self) -> tuple[Engine, ...]:
        return (TransformersEngine(),)
