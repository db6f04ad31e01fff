"""Languages in the names of files and folders: `boats.es.md`, `pt_br`, `_es`."""

import re
from pathlib import PurePath

from captions.language import is_known, normalise

LANGUAGE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|[0-9]{3}))?"
TAG = re.compile(LANGUAGE)


def tag_in(name: str) -> str | None:
    """The language tag that a folder or a part of a file's name is (`pt_br` is `pt-BR`)."""
    tag = normalise(name) if TAG.fullmatch(name) else None
    return tag if tag and is_known(tag) else None


def split_name(name: str) -> tuple[str, str | None, str]:
    """`boats.es.md` as `boats`, `es` and `.md`; no tag where there is none."""
    path = PurePath(name)
    base, dot, last = path.stem.rpartition(".")
    tag = tag_in(last) if dot and base else None
    return (base, tag, path.suffix) if tag else (path.stem, None, path.suffix)


def language_of_folder(name: str) -> str | None:
    """The language tag that a folder is named after, with the underscore of Jekyll or without."""
    return tag_in(name.removeprefix("_"))
