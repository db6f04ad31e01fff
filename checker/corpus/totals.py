"""The totals of a part, as they stand in its file."""

import json
from collections.abc import Mapping
from typing import Any

from checker.checked import Summary
from checker.finding import Severity


def write(summary: Summary) -> bytes:
    """A summary without its scores, as JSON."""
    return json.dumps(
        {
            "articles": summary.articles,
            "segments": summary.segments,
            "failures": summary.failures,
            "findings": dict(sorted(summary.findings.items())),
            "severities": {level.value: count for level, count in summary.severities.items()},
            "untranslated": dict(sorted(summary.untranslated.items())),
        }
    ).encode()


def read(text: bytes) -> Summary:
    """The summary that `write` wrote; raises `ValueError` for anything else."""
    values: Mapping[str, Any] = json.loads(text)
    try:
        return Summary(
            articles=values["articles"],
            segments=values["segments"],
            failures=values["failures"],
            findings=values["findings"],
            severities={Severity(level): n for level, n in values["severities"].items()},
            untranslated=values["untranslated"],
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"no totals: {error}") from error
