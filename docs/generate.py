"""Writes the pages under docs/rules/ from the rules' docstrings; --check only compares."""

import sys
from pathlib import Path

from captions import plugins
from checker import explain

FOLDER = Path(__file__).parent / "rules"


def main() -> int:
    """Write the pages, or say which of them are out of date."""
    pages = {f"{name}.md": explain.page(name) for name in plugins.names("rules")}
    stale = [path.name for path in FOLDER.glob("*.md") if path.name not in pages]
    stale += [
        name
        for name, text in pages.items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/rules/{name} is out of date: run python docs/generate.py")
        return 1 if stale else 0
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
