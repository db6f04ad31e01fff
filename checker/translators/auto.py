"""The fastest engine that is installed and runs the model."""

from dataclasses import dataclass

from checker.engine import Engine, ModelTranslator
from checker.engines.ctranslate2 import Ctranslate2Engine
from checker.engines.fxtranslate import FxtranslateEngine
from checker.engines.transformers import TransformersEngine


@dataclass(frozen=True, slots=True)
class Auto(ModelTranslator):
    """`fxtranslate`, else `ctranslate2`, else `transformers`: what is installed and fits."""

    def engines(self) -> tuple[Engine, ...]:
        return (FxtranslateEngine(), Ctranslate2Engine(), TransformersEngine())
