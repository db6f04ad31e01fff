"""captioncheck detect, translate and score: JSON Lines in, JSON Lines out, in order."""

import argparse

from captions import plugins
from checker.cli.inputs import settings_of
from checker.cli.terminal import CLEAN, open_lines, write

# The rule that says whether a text by itself is foreign.
_FOREIGN = "foreign-language"


def detect_command(options: argparse.Namespace) -> int:
    """Verify the language of texts."""
    from checker import audit, pipe

    config = settings_of(options)
    rule = plugins.create("rules", _FOREIGN, config.rules.get(_FOREIGN))
    respond = pipe.detect(audit.detector(config), rule, passages=options.passages)
    with open_lines(options.file) as lines:
        write(pipe.answer(lines, respond, pipe.DETECT_FIELDS), None)
    return CLEAN


def translate_command(options: argparse.Namespace) -> int:
    """Translate texts."""
    from checker import audit, pipe

    config = settings_of(options)
    respond = pipe.translate(audit.translator(config), audit.detector(config))
    with open_lines(options.file) as lines:
        write(pipe.answer(lines, respond, pipe.TRANSLATE_FIELDS), None)
    return CLEAN


def score_command(options: argparse.Namespace) -> int:
    """Score hypotheses against references."""
    from checker import audit, pipe

    metrics = audit.metrics(settings_of(options))
    with open_lines(options.file) as lines:
        if options.total:
            write(pipe.score_total(lines, metrics), None)
        else:
            write(pipe.answer(lines, pipe.score(metrics), pipe.SCORE_FIELDS), None)
    return CLEAN
