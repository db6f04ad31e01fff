"""The page: templates filled in, with a policy that lets nothing in from anywhere."""

import hashlib
import inspect
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from captions import plugins
from captions.errors import PluginError
from captions.language import name
from checker.checked import Run, Summary
from checker.details import count
from checker.finding import Severity
from checker.reporters.html.rows import Row
from checker.reporters.html.shelf import Shelf
from checker.reporters.html.totals import Totals

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

# What HTML does not allow in text: control characters are shown as their pictures, and lone
# surrogates, which stand for the bytes of file names that are no text, as escapes.
_SHOWN: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"},
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **{code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)},
    0x7F: 0x2421,
}


def page(
    run: Run,
    summary: Summary,
    totals: Totals,
    shelf: Shelf,
    signatures: Mapping[tuple[str, str], int],
) -> Iterator[str]:
    """The page in pieces."""
    style, script = _static("report.css"), _static("report.js")
    rules = sorted(totals.rules.items(), key=lambda item: (-item[1], item[0]))
    yield from (
        _environment()
        .get_template("page.html")
        .generate(
            run=run,
            summary=summary,
            totals=totals,
            shelf=shelf,
            found=sum(summary.findings.values()),
            levels=[level for level in reversed(Severity) if summary.severities.get(level)],
            rules=[(rule, number, _meaning(rule)) for rule, number in rules],
            chart=totals.chart(),
            signatures=signatures,
            style=style,
            script=script,
            # Pictures are in the page itself: opening it tells nobody, and looks the same anywhere.
            policy=f"default-src 'none'; img-src data:; style-src {_hash(style)}; "
            f"script-src {_hash(script)}; base-uri 'none'; form-action 'none'",
        )
    )


def row_of(row: Row) -> str:
    """The HTML of one row."""
    return _environment().get_template("row.html").render(row=row)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("checker.reporters.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    environment.filters["name"] = name
    environment.filters["count"] = count
    environment.filters["number"] = _number
    return environment


def _finalize(value: object) -> object:
    return value.translate(_SHOWN) if isinstance(value, str) else value


def _static(file: str) -> "Markup":
    from markupsafe import Markup

    return Markup((files(__package__) / "static" / file).read_text("utf-8"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _meaning(rule: str) -> str:
    """What a rule finds, in its own words."""
    try:
        found = plugins.plugin_class("rules", rule)
    except PluginError:
        return ""
    return inspect.cleandoc(found.__doc__ or "").partition("\n")[0]


def _number(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
