"""The command line: the only package that prints, or looks at the environment."""

import os
import sys

from captions.errors import UserError
from checker.cli.audit import audit_command
from checker.cli.baselines import baseline_command
from checker.cli.compare import compare_command
from checker.cli.corpus import corpus_run_command, corpus_stats_command
from checker.cli.lsp import lsp_command
from checker.cli.models import (
    cache_command,
    list_command,
    pull_command,
    remove_command,
    verify_command,
)
from checker.cli.options import parser
from checker.cli.results import results_command
from checker.cli.segments import segments_command
from checker.cli.show import config_command, explain_command
from checker.cli.suggest import suggest_command
from checker.cli.terminal import CLEAN, FAILED, INTERRUPTED, say
from checker.cli.texts import detect_command, score_command, translate_command

_COMMANDS = {
    "audit": audit_command,
    "suggest": suggest_command,
    "segments": segments_command,
    "detect": detect_command,
    "translate": translate_command,
    "score": score_command,
    "compare": compare_command,
    "baseline": baseline_command,
    "lsp": lsp_command,
    "corpus run": corpus_run_command,
    "corpus stats": corpus_stats_command,
    "explain": explain_command,
    "config": config_command,
    "cache": results_command,
    "models list": list_command,
    "models pull": pull_command,
    "models verify": verify_command,
    "models remove": remove_command,
    "models cache": cache_command,
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = parser(_COMMANDS).parse_args(arguments)
    for stream in (sys.stdout, sys.stdin):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except UserError as error:
        say(str(error))
        return FAILED
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except UnicodeDecodeError as error:  # of the lines of a JSON Lines command
        say(f"the input is not UTF-8: {error.reason} at byte {error.start}")
        return FAILED
    except BrokenPipeError:  # the reader of our output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    return code
