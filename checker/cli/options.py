"""What the command line offers: commands, options and the help that teaches them."""

import argparse
from collections.abc import Callable, Mapping

from captions import plugins
from checker import __version__
from checker.cli.corpus_options import corpus_commands
from checker.cli.parsing import Parser
from checker.cli.setting_options import (
    config_option,
    metric_option,
    setting_options,
    translator_options,
)

Command = Callable[[argparse.Namespace], int]

_DESCRIPTION = """\
Finds captions that are in the wrong language, translates them, scores the
translation against the caption that should be there, and says where each one
stands."""

_EPILOG = """\
examples:
  captioncheck audit article.html                    check an article
  captioncheck audit site/ --language en             check every article of a folder
  captioncheck audit site/ --references refs.jsonl   score against reference captions
  captioncheck audit - --stdin-filename a.md         check what an editor pipes in
  captioncheck audit site/ --format html=a.html      write a report for editors
  captioncheck suggest site/ > mend.diff             write a patch of what could be changed
  captioncheck compare before.jsonl after.jsonl      what two runs differ in
  captioncheck explain foreign-language              what a rule finds, and when it is silent

exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not do what was
asked, 3 no inputs, 130 interrupted"""

_AUDIT = """\
Checks articles: HTML, Markdown, reStructuredText, plain text, JSON, feeds, news
formats, subtitles, catalogues, and what pictures say inside. Each segment
(caption, alt text, headline, paragraph …) is verified against the language that
its reader was promised."""


_SUGGEST = """\
Checks articles and writes a patch (unified diff) for `patch -p1` or `git apply`,
run where this was: captions replaced by their references, wrong language tags
by the right ones, and, with --extend-select undeclared-part-language, passages
in HTML marked. No article is written to. What changes, and what was left out
and why, is told on standard error."""


def parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    """The parser; the chosen command of `commands` comes back as the option `run`."""
    made = Parser(
        prog="captioncheck",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.add_argument("--version", action="version", version=f"captioncheck {__version__}")
    added = made.add_subparsers(title="commands", metavar="COMMAND", required=True)
    made.commands = added

    def command(
        name: str, text: str, description: str = "", *, configured: bool = True
    ) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = added.add_parser(
            name,
            help=text,
            description=description or text[0].upper() + text[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        one.set_defaults(run=commands[name])
        if configured:
            config_option(one)
        return one

    _audit_options(command("audit", "check articles: the main job", _AUDIT))
    _suggest_options(command("suggest", "write a patch of what could be changed", _SUGGEST))
    _segments_options(command("segments", "show what the readers extract"))
    _detect_options(
        command(
            "detect",
            "verify the language of texts in JSON Lines",
            'Reads {"text", "expected"?} a line,\n'
            'answers {"language", "confidence", "foreign"} a line.',
        )
    )
    _translate_options(
        command(
            "translate",
            "translate texts in JSON Lines",
            'Reads {"text", "pair"} a line, such as "pair": "es-en",\n'
            'answers {"hypothesis", "model"} a line.',
        )
    )
    _score_options(
        command(
            "score",
            "score hypotheses against references in JSON Lines",
            'Reads {"hypothesis", "references": [text, …]} a line,\nanswers {"scores"} a line.',
        )
    )
    _compare_options(
        command(
            "compare",
            "compare the scores and findings of two runs",
            "Compares two reports of audit, in JSON Lines or JSON: the scores of the segments\n"
            "that both translated, with 95 % confidence intervals and the significance of\n"
            "their difference, and the findings that are gone and new in B.",
        )
    )
    baseline = command(
        "baseline",
        "merge baselines into one: what each of them accepts adds up",
        configured=False,
    )
    baseline.add_argument("files", nargs="+", metavar="FILE", help="a baseline")
    baseline.add_argument(
        "--output",
        metavar="FILE",
        help="write it there (default: standard output); one of them may be it",
    )
    server = command(
        "lsp",
        "serve an editor: findings while you write",
        "Speaks the Language Server Protocol on standard input and output.",
    )
    server.add_argument("--stdio", action="store_true", help="what some editors add; the default")
    corpus = added.add_parser(
        "corpus",
        help="check corpora of many articles: Parquet, JSON Lines, WARC",
    )
    corpus_commands(corpus, commands)
    explain = command("explain", "what a rule finds, why, and when it is silent", configured=False)
    explain.add_argument(
        "rule", nargs="?", metavar="RULE", help="a rule's name (default: list them)"
    )
    show = command("config", "show the effective settings")
    setting_options(show)
    kept = command(
        "cache",
        "the results of earlier runs that are kept for unchanged files",
        "Tells how many results of earlier runs are kept for files that have not changed, and\n"
        "where. Translations are kept apart from them: captioncheck models cache.",
        configured=False,
    )
    kept.add_argument("--clear", action="store_true", help="forget them")
    models = added.add_parser(
        "models",
        help="the translation models on this machine",
        description="Looks after the translation models on this machine.",
    )
    _models_commands(models, commands)
    return made


def _models_commands(models: Parser, commands: Mapping[str, Command]) -> None:
    added = models.add_subparsers(title="commands", metavar="COMMAND", required=True)
    models.commands = added
    for name, text, names in (
        ("list", "those that can be used without a network; of a pair, all that may serve it", "*"),
        ("pull", "download models by pair (es-en) or hub id, to use later offline", "+"),
        ("verify", "compare models with their published checksums", "*"),
        ("remove", "remove downloaded models", "+"),
        ("cache", "the translations kept from earlier runs", None),
    ):
        one = added.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        one.set_defaults(run=commands[f"models {name}"])
        if names:
            one.add_argument("names", nargs=names, metavar="NAME", help="a model's name or pair")
        if name == "cache":
            one.add_argument("--clear", action="store_true", help="forget them")


def _audit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="files, folders, globs, or - for standard input"
    )
    parser.add_argument(
        "--stdin-filename",
        default="stdin.txt",
        metavar="NAME",
        help="the name, and so the format, of standard input",
    )
    setting_options(parser)
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="NAME[=FILE]",
        help=f"{', '.join(plugins.names('reporters'))} (default: text); printed, or written to "
        "FILE; repeatable",
    )
    parser.add_argument(
        "--no-cache",
        dest="cache",
        action="store_const",
        const=False,
        help="read and check every file, also what earlier runs found unchanged",
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        help="write there what is else printed, as --format NAME=FILE does",
    )
    parser.add_argument("--quiet", action="store_true", help="findings and failures only")
    _changed_options(parser)
    _baseline_options(parser)


def _changed_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what has changed, as git knows it")
    group.add_argument(
        "--changed-since",
        metavar="REV",
        help="check only files that differ from where the work parted from REV (its merge base "
        "with HEAD), untracked ones included",
    )
    group.add_argument(
        "--changed-lines",
        action="store_true",
        help="of those files, report only findings on lines that differ",
    )


def _baseline_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is known and accepted")
    group.add_argument(
        "--baseline",
        action="append",
        metavar="FILE",
        help="leave out the findings that this file accepts; repeatable",
    )
    group.add_argument(
        "--no-baseline",
        dest="baseline",
        action="store_const",
        const=[],
        help="accept nothing, whatever the settings file says",
    )
    group.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="accept all that is found: write it there; what a file that is there accepts in "
        "files that are not checked, and its reasons, are kept",
    )
    group.add_argument(
        "--prune-baseline",
        action="store_true",
        help="drop from the baselines what is not found any more, and write them anew",
    )


def _suggest_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or globs")
    setting_options(parser)
    parser.add_argument(
        "--machine",
        action="store_true",
        help="machine translations where there is no reference: read each before applying it",
    )
    parser.add_argument(
        "--output", metavar="FILE", help="write the patch there (default: standard output)"
    )
    parser.add_argument("--quiet", action="store_true", help="do not tell what was left out")


def _segments_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, globs, or -")
    parser.add_argument(
        "--stdin-filename", default="stdin.txt", metavar="NAME", help="the name of standard input"
    )
    parser.add_argument("--format", choices=["text", "jsonl"], default="text", help="default: text")


def _detect_options(parser: argparse.ArgumentParser) -> None:
    _file_argument(parser)
    parser.add_argument(
        "--detector", metavar="NAME", help=f"one of: {', '.join(plugins.names('detectors'))}"
    )
    parser.add_argument(
        "--passages",
        action="store_true",
        help="also list the passages of a text that are in another language",
    )


def _translate_options(parser: argparse.ArgumentParser) -> None:
    _file_argument(parser)
    translator_options(parser)


def _score_options(parser: argparse.ArgumentParser) -> None:
    _file_argument(parser)
    metric_option(parser)
    parser.add_argument("--total", action="store_true", help="one object: the corpus scores")


def _compare_options(parser: argparse.ArgumentParser) -> None:
    for name, what in (("a", "the run before"), ("b", "the run after")):
        parser.add_argument(name, metavar=name.upper(), help=f"the report of {what}")
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    metric_option(parser)


def _file_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="default: standard input"
    )
