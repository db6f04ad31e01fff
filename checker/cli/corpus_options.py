"""The commands on corpora and their options."""

import argparse
from collections.abc import Callable, Mapping

from checker.cli.parsing import Parser
from checker.cli.setting_options import config_option, setting_options

_DESCRIPTION = """\
Checks corpora, an article a row: Parquet, JSON Lines (plain, gzip, zstd), WARC and
WET. Writes Parquet tables of articles and findings. Columns are mapped in the
configuration: [corpus] text = "content". `captioncheck corpus IN --output DIR` is
`captioncheck corpus run IN --output DIR`; a folder called like a command is ./run."""


def corpus_commands(
    corpus: Parser, commands: Mapping[str, Callable[[argparse.Namespace], int]]
) -> None:
    """Add the commands on corpora to their own."""
    corpus.description = _DESCRIPTION
    corpus.formatter_class = argparse.RawDescriptionHelpFormatter
    added = corpus.add_subparsers(title="commands", metavar="COMMAND", required=True)
    corpus.commands, corpus.usual = added, "run"
    run = added.add_parser("run", help="check a corpus; meant where no command is named")
    run.set_defaults(run=commands["corpus run"])
    run.add_argument(
        "inputs",
        nargs="+",
        metavar="IN",
        help="files, folders, globs, or what fsspec opens (s3://)",
    )
    run.add_argument(
        "--output", required=True, metavar="DIR", help="the tables are written there; what a "
        "killed run left is taken up where it ended"
    )  # fmt: skip
    run.add_argument(
        "--jobs", type=_positive, metavar="N", help="processes (default: one a processor)"
    )
    run.add_argument(
        "--part-size",
        type=_positive,
        default=64,
        metavar="MB",
        help="how much is written at once, and lost when it is killed (default: 64)",
    )
    run.add_argument(
        "--engine", choices=["local", "ray"], default="local", help="where it runs (default: local)"
    )
    run.add_argument(
        "--address",
        metavar="HOST:PORT",
        help="the Ray cluster (default: the one that this runs in, else this machine)",
    )
    run.add_argument("--quiet", action="store_true", help="failures only")
    config_option(run)
    setting_options(run)

    stats = added.add_parser("stats", help="the sums of a run: languages, domains, samples")
    stats.set_defaults(run=commands["corpus stats"])
    stats.add_argument("folder", metavar="DIR", help="the --output of a run")
    stats.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    for option, count, what in (
        ("--samples", 3, "texts of each pair of languages"),
        ("--domains", 20, "domains"),
    ):
        stats.add_argument(
            option, type=_positive, default=count, metavar="N", help=f"{what} (default: {count})"
        )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not at least 1")
    return number
