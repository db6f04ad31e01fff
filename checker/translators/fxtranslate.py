"""The fxtranslate translator."""

from dataclasses import dataclass

from checker.engine import Engine, ModelTranslator
from checker.engines.fxtranslate import FxtranslateEngine


@dataclass(frozen=True, slots=True)
class Fxtranslate(ModelTranslator):
    """Models in Marian's own format, the bundled ones among them, through `fxtranslate`.

    The fastest way, and a download of 2 MB. It searches greedily; `beams` and `batch` do not apply.
    """

    def engines(self) -> tuple[Engine, ...]:
        return (FxtranslateEngine(),)
