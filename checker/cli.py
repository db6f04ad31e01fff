"""The command line: the only module that prints, and the only one that looks at the environment."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path, PurePath
from typing import Any, TextIO

from captions import plugins
from captions.article import Article, Unreadable
from captions.errors import UserError
from checker import config as configuration
from checker.checked import Summary
from checker.config import Config
from checker.options import parser

CLEAN, FOUND, FAILED, NO_INPUT, INTERRUPTED = 0, 1, 2, 3, 130


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
        _say(str(error))
        return FAILED
    except KeyboardInterrupt:
        _say("interrupted")
        return INTERRUPTED
    except UnicodeDecodeError as error:  # of the lines of a JSON Lines command
        _say(f"the input is not UTF-8: {error.reason} at byte {error.start}")
        return FAILED
    except BrokenPipeError:  # the reader of our output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    return code


def _audit(options: argparse.Namespace) -> int:
    from checker import audit

    config = _settings(options)
    outputs = _outputs(options)
    reader = audit.read_settings(config)
    paths = _paths(options.paths, audit.suffixes(reader))
    if not paths:
        return NO_INPUT
    entries, broken = audit.references(config, [path for path in paths if path != _STDIN])
    tools = audit.tools(config, entries)
    articles = _read(paths, options.stdin_filename, reader, quiet=options.quiet)
    whole = audit.with_metadata(config, audit.with_editions(config, reader, articles))
    inputs = _chain(broken, whole)
    results = audit.audit(config, inputs, tools)
    kept, *streams = tee(results, len(outputs) + 1)
    for (name, target), stream in zip(outputs, streams, strict=True):
        reporter = _reporter(name, options, target)
        _write(reporter.report(audit.describe(config), stream), target)
    summary = next(item for item in kept if isinstance(item, Summary))
    _say_untranslated(summary)
    if summary.failures:
        return FAILED
    worst = summary.worst()
    if worst is None or config.fail_on == configuration.NEVER:
        return CLEAN
    return FOUND if worst.rank >= type(worst)(config.fail_on).rank else CLEAN


def _say_untranslated(summary: Summary) -> None:
    for reason, count in sorted(summary.untranslated.items()):
        _say(f"{count} not translated: {reason}")


_STDIN = Path("-")


def _paths(arguments: list[str], suffixes: frozenset[str]) -> list[Path]:
    from captions.discover import discover

    paths: dict[str, Path] = {}
    for argument in arguments:
        found = [_STDIN] if argument == "-" else list(discover([argument], suffixes))
        if not found:
            _say(f"{argument}: no articles there")
        for path in found:
            paths.setdefault(os.path.abspath(path), path)
    return list(paths.values())


def _read(paths: list[Path], stdin_name: str, settings: Any, *, quiet: bool) -> Iterator[Any]:
    from captions.read import read, read_bytes

    for path in _progress(paths, quiet=quiet):
        if path == _STDIN:
            yield read_bytes(PurePath(stdin_name), sys.stdin.buffer.read(), settings)
        else:
            yield read(path, settings)


def _progress(paths: list[Path], *, quiet: bool) -> Iterable[Path]:
    """The paths, with a bar on a terminal where there are many."""
    if quiet or len(paths) < 20 or not sys.stderr.isatty():
        return paths
    from rich.console import Console
    from rich.progress import track

    return track(paths, "checking", console=Console(stderr=True), transient=True)


def _chain(first: Iterable[Any], then: Iterable[Any]) -> Iterator[Any]:
    yield from first
    yield from then


def _outputs(options: argparse.Namespace) -> list[tuple[str, Path | None]]:
    """The reporters to run, each with its file; None is standard output."""
    outputs: list[tuple[str, Path | None]] = []
    for word in options.format or ["text"]:
        name, _, file = word.partition("=")
        plugins.plugin_class("reporters", name)
        outputs.append((name, Path(file) if file else None))
    bare = [index for index, (_, target) in enumerate(outputs) if target is None]
    if len(bare) > 1:
        raise UserError("two formats for standard output: give all but one a file, NAME=FILE")
    if options.output:
        if not bare:
            raise UserError("--output has no format left to write: drop it or a =FILE")
        outputs[bare[0]] = (outputs[bare[0]][0], Path(options.output))
    return outputs


def _reporter(name: str, options: argparse.Namespace, target: Path | None) -> Any:
    if name != "text":
        return plugins.create("reporters", name)
    colour = target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = shutil.get_terminal_size((80, 24)).columns if target is None else 80
    given = {"width": max(width, 40), "colour": colour, "quiet": options.quiet}
    return plugins.create("reporters", name, given)


def _write(pieces: Iterable[str], target: Path | None) -> None:
    """Print the pieces, or write them beside the target and rename: never half a report."""
    if target is None:
        for piece in pieces:
            sys.stdout.write(piece)
            sys.stdout.flush()
        return
    if not target.name or target.is_dir():
        raise UserError(f"{target}: cannot be written: it is a folder; name a file")
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        # File names that are not UTF-8 come in, and go out, as the bytes that they are.
        with beside.open("w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.writelines(pieces)
        beside.replace(target)
    except OSError as error:
        raise UserError(f"{target}: cannot be written: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)


def _suggest(options: argparse.Namespace) -> int:
    from checker import audit

    config = _settings(options)
    reader = audit.read_settings(config)
    if "-" in options.paths:
        raise UserError("a patch is for files: name them instead of standard input")
    paths = _paths(options.paths, audit.suffixes(reader))
    if not paths:
        return NO_INPUT
    entries, broken = audit.references(config, paths)
    tools = audit.tools(config, entries)
    articles = _read(paths, "", reader, quiet=options.quiet)
    inputs = _chain(broken, audit.with_editions(config, reader, articles))
    code = CLEAN

    def lines() -> Iterator[str]:
        nonlocal code
        for checked in audit.audit(config, inputs, tools):
            if isinstance(checked, Summary):
                if options.machine:
                    _say_untranslated(checked)
                continue
            for notice in () if options.quiet else checked.notices:
                _say(f"{checked.article.path}: {notice}")
            if isinstance(checked.article, Unreadable):
                _say(f"{checked.article.path}: {checked.article.reason}")
                code = FAILED
            elif checked.findings:
                yield from _suggestions(checked, reader, options)

    _write(lines(), Path(options.output) if options.output else None)
    return code


def _suggestions(checked: Any, settings: Any, options: argparse.Namespace) -> Iterator[str]:
    """The diff of one file; what it changes and what it leaves out goes to standard error."""
    from checker.suggest import suggest

    path = checked.article.path
    name = Path(os.path.relpath(path)).as_posix()
    if name.startswith("../") or any(sign in name for sign in '\n\r\t"\\'):
        _say(f"{path}: left out: no patch can name it from here; run it in a folder above the file")
        return
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        _say(f"{path}: left out: cannot be read again: {error.strerror}")
        return
    found = suggest(checked, data, name, settings, machine=options.machine)
    yield from found.diff
    for line in found.changes:
        print(line, file=sys.stderr)
    if not options.quiet:
        for line in found.left_out:
            print(line, file=sys.stderr)


def _segments(options: argparse.Namespace) -> int:
    from captions.lines import Lines
    from checker import audit, wire

    settings = audit.read_settings(_settings(options))
    paths = _paths(options.paths, audit.suffixes(settings))
    if not paths:
        return NO_INPUT
    code = CLEAN
    for item in _read(paths, options.stdin_filename, settings, quiet=True):
        if isinstance(item, Unreadable):
            _say(f"{item.path}: {item.reason}")
            code = FAILED
            continue
        lines = Lines(item.text)
        for segment in item.segments:
            found = wire.segment(segment, item, lines)
            if options.format == "jsonl":
                print(json.dumps(found, ensure_ascii=False))
            else:
                print(_segment_line(found, item))
        for notice in item.notices:
            _say(f"{item.path}: {notice}")
    return code


def _segment_line(found: dict[str, Any], article: Article) -> str:
    language = found["language"] or article.language
    place = f"{found['path']}:{found['line']}:{found['column']}"
    return f"{place}  {found['kind']:<11}  {language:<5}  {found['text']}"


# The rule that says whether a text by itself is foreign.
_FOREIGN = "foreign-language"


def _detect(options: argparse.Namespace) -> int:
    from checker import audit, pipe

    config = _settings(options)
    rule = plugins.create("rules", _FOREIGN, config.rules.get(_FOREIGN))
    respond = pipe.detect(audit.detector(config), rule, passages=options.passages)
    with _lines(options.file) as lines:
        _write(pipe.answer(lines, respond, pipe.DETECT_FIELDS), None)
    return CLEAN


def _translate(options: argparse.Namespace) -> int:
    from checker import audit, pipe

    config = _settings(options)
    respond = pipe.translate(audit.translator(config), audit.detector(config))
    with _lines(options.file) as lines:
        _write(pipe.answer(lines, respond, pipe.TRANSLATE_FIELDS), None)
    return CLEAN


def _score(options: argparse.Namespace) -> int:
    from checker import audit, pipe

    metrics = audit.metrics(_settings(options))
    with _lines(options.file) as lines:
        if options.total:
            _write(pipe.score_total(lines, metrics), None)
        else:
            _write(pipe.answer(lines, pipe.score(metrics), pipe.SCORE_FIELDS), None)
    return CLEAN


def _compare(options: argparse.Namespace) -> int:
    from checker import audit, compare, comparison, recorded

    metrics = audit.metrics(_settings(options))
    a, b = (recorded.read(name, _report_lines(name)) for name in (options.a, options.b))
    found = compare.compare(a, b, metrics)
    _write((comparison.as_json if options.format == "json" else comparison.as_text)(found), None)
    if found.unscored:
        raise UserError(found.unscored)
    return CLEAN


def _report_lines(name: str) -> Iterator[str]:
    # File names that are not UTF-8 stand in a report as the bytes that they are.
    with _lines(name, errors="surrogateescape") as lines:
        yield from lines


def _explain(options: argparse.Namespace) -> int:
    from checker import explain

    _write([explain.page(options.rule)] if options.rule else explain.overview(), None)
    return CLEAN


def _config(options: argparse.Namespace) -> int:
    _write(configuration.show(_settings(options)), None)
    return CLEAN


def _settings(options: argparse.Namespace) -> Config:
    """The configuration: defaults, the file, and the options of this call."""
    path = Path(options.config) if options.config else configuration.find(Path.cwd())
    config = configuration.load(path) if path else Config()
    given = {
        name: getattr(options, name.replace("-", "_"), None)
        for name in (
            "language", "references", "select", "extend-select", "ignore", "fail-on", "detector",
            "site-languages", "article-evidence", "picture-metadata", "translator", "translate",
            "model", "offline", "metrics",
        )
    }  # fmt: skip
    return configuration.merge(
        config, {key: value for key, value in given.items() if value is not None}
    )


def _lines(name: str, errors: str = "strict") -> TextIO:
    if name == "-":
        return sys.stdin
    try:
        return Path(name).open(encoding="utf-8", errors=errors)
    except OSError as error:
        raise UserError(f"{name}: cannot be read: {error.strerror}") from error


def _say(message: str) -> None:
    print(f"captioncheck: {message}", file=sys.stderr)


def _models_list(options: argparse.Namespace) -> int:
    from checker import store
    from checker.model import find_fault

    rows = [("model", "pair", "licence", "MB", "revision", "where")]
    for entry in store.entries():
        model = entry.model
        broken = find_fault(model) is not None
        size = f"{model.size / 1e6:.1f}"
        revision = "broken" if broken else entry.commit or model.revision
        rows.append((model.name, model.pair, entry.licence, size, revision, str(model.folder)))
    if options.names:
        rows = [row for row in rows if row[1] in ("pair", *options.names)]
        rows += store.offered(options.names)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        print("  ".join(cells).rstrip())
    return CLEAN


def _models_pull(options: argparse.Namespace) -> int:
    from checker import store

    for name in options.names:
        print(store.fetch(name))
    return CLEAN


def _models_verify(options: argparse.Namespace) -> int:
    from checker import store
    from checker.model import find_fault

    code = CLEAN
    chosen = [store.find(name) for name in options.names] if options.names else store.entries()
    for entry in chosen:
        fault = find_fault(entry.model)
        print(f"{entry.model.name}: {fault or 'whole'}")
        code = FAILED if fault else code
    return code


def _models_remove(options: argparse.Namespace) -> int:
    from checker import store

    for name in options.names:
        freed = store.remove(store.find(name))
        print(f"{name}: removed, {freed / 1e6:.1f} MB free again")
    return CLEAN


def _models_cache(options: argparse.Namespace) -> int:
    from checker import memory

    if options.clear:
        memory.forget()
    print(f"{memory.count()} translations in {memory.path()}")
    return CLEAN


_COMMANDS = {
    "audit": _audit,
    "suggest": _suggest,
    "segments": _segments,
    "detect": _detect,
    "translate": _translate,
    "score": _score,
    "compare": _compare,
    "explain": _explain,
    "config": _config,
    "models list": _models_list,
    "models pull": _models_pull,
    "models verify": _models_verify,
    "models remove": _models_remove,
    "models cache": _models_cache,
}

if __name__ == "__main__":
    sys.exit(main())
