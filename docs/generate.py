"""Writes docs/rules/, readers.md and formats.md from docstrings; --check only compares."""

import inspect
import sys
from pathlib import Path

from captions import plugins
from checker import explain

FOLDER = Path(__file__).parent
LONGEST_EXAMPLE = 6_000
# A page shows itself best; docs/report.md describes it.
UNSHOWN = {"html"}
# What examples are coloured as, where it is not the name of the format.
FENCES = {
    "github": "text", "gitlab": "json", "jsonl": "json", "junit": "xml", "rdjson": "json",
    "sarif": "json",
}  # fmt: skip


def main() -> int:
    """Write the pages, or say which of them are out of date."""
    pages = {f"rules/{name}.md": explain.page(name) for name in plugins.names("rules")}
    pages["readers.md"] = readers()
    pages["formats.md"] = formats()
    known = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("rules/*.md")}
    stale = sorted(known - pages.keys())
    stale += [
        name
        for name, text in pages.items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/{name} is out of date: run python docs/generate.py")
        return 1 if stale else 0
    for name in known - pages.keys():
        (FOLDER / name).unlink()
    for name, text in pages.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def readers() -> str:
    """What is read of each format, and where it stands."""
    parts = [
        "# What is read\n\n"
        "Each format has a reader. Where several share a suffix, what is in the file decides;\n"
        '`[formats]` names one for a glob: `"wire/*.xml" = "nitf"`. `captioncheck segments FILE`\n'
        "shows what it makes of a file.\n"
    ]
    for name in plugins.names("readers"):
        reader = plugins.plugin_class("readers", name)
        suffixes = ", ".join(f"`{suffix}`" for suffix in sorted(reader.suffixes))
        parts.append(f"\n## {name}\n\n{suffixes}\n\n{inspect.getdoc(reader)}\n")
    return "".join(parts)


def formats() -> str:
    """How each report looks, as its golden has it, and who takes it up."""
    parts = [
        "# Reports\n\n"
        "`captioncheck audit --format NAME` prints a report, `--format NAME=FILE` writes it into\n"
        "a file; several are written in one run. A file appears when its report is whole. Exit\n"
        "codes are the same for every format.\n\n"
        "Lines and columns count from 1, columns in code points, and end after the text, but\n"
        "where a format has it otherwise. The outputs are of one caption with all that is known.\n"
    ]
    for name in plugins.names("reporters"):
        reporter = plugins.plugin_class("reporters", name)
        golden = FOLDER.parent / "tests" / "reporters" / f"everything.{name}"
        parts.append(f"\n## {name}\n\n{inspect.getdoc(reporter)}\n")
        example = golden.read_text(encoding="utf-8").strip()
        if name not in UNSHOWN and len(example) < LONGEST_EXAMPLE:
            parts.append(f"\n````{FENCES.get(name, name)}\n{example}\n````\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main())
