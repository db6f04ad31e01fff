"""What a check works with: the plugins that the configuration asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from captions.read import matches
from checker.detection import Detector
from checker.prior import Prior
from checker.reference import References
from checker.rule import Rule
from checker.score import Metric
from checker.translation import Translator


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything `check_window` needs besides articles.

    No translator: nothing is translated. `local` translates what is only to be compared, and keeps
    to the models on this machine: nothing is downloaded for texts that nobody said are wrong. No
    prior: each segment is judged as if it stood alone. `ignores` maps globs of paths to the names
    of rules that do not run there.
    """

    detector: Detector
    rules: Sequence[Rule]
    metrics: Sequence[Metric] = ()
    translator: Translator | None = None
    local: Translator | None = None
    references: References = field(default_factory=References)
    prior: Prior | None = None
    ignores: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def rules_for(self, path: PurePath) -> Sequence[Rule]:
        """The rules that run on an article."""
        left_out = frozenset().union(*matches(path, self.ignores))
        return [rule for rule in self.rules if rule.name not in left_out]
