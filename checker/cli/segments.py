"""captioncheck segments: what the readers saw."""

import argparse
import json
from typing import Any

from captions.article import Article, Unreadable
from checker.cli.inputs import find_paths, load_all, settings_of
from checker.cli.terminal import CLEAN, FAILED, NO_INPUT, say


def segments_command(options: argparse.Namespace) -> int:
    """List the segments of articles."""
    from captions.lines import Lines
    from captions.read import read_bytes
    from checker import audit, wire

    settings = audit.read_settings(settings_of(options))
    paths = find_paths(options.paths, audit.suffixes(settings))
    if not paths:
        return NO_INPUT
    code = CLEAN
    for loaded in load_all(paths, options.stdin_filename, settings):
        if isinstance(loaded, Unreadable):
            item: Article | Unreadable = loaded
        else:
            item = read_bytes(loaded.path, loaded.data, settings)
        if isinstance(item, Unreadable):
            say(f"{item.path}: {item.reason}")
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
            say(f"{item.path}: {notice}")
    return code


def _segment_line(found: dict[str, Any], article: Article) -> str:
    language = found["language"] or article.language
    place = f"{found['path']}:{found['line']}:{found['column']}"
    return f"{place}  {found['kind']:<11}  {language:<5}  {found['text']}"
