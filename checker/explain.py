"""The pages of the rules, made from their docstrings."""

import inspect
from collections.abc import Iterator
from dataclasses import MISSING, fields

from captions import plugins
from checker.checked import RulePage


def rule_page(name: str) -> RulePage:
    """What reports tell of a rule."""
    rule = plugins.plugin_class("rules", name)
    return RulePage(rule.group, _docstring(rule).splitlines()[0], page(name))


def overview() -> Iterator[str]:
    """A line for each rule."""
    names = plugins.names("rules")
    width = max(map(len, names))
    for name in names:
        rule = plugins.plugin_class("rules", name)
        yield f"{name:{width}}  {rule.group}: {_docstring(rule).splitlines()[0]}\n"
    yield "\ncaptioncheck explain RULE prints the whole page of a rule.\n"


def page(name: str) -> str:
    """A rule's page in Markdown: what it finds, why it matters, fires, silent, options."""
    rule = plugins.plugin_class("rules", name)
    lines = [f"# {name}", "", f"Group: {rule.group}.", "", _docstring(rule), ""]
    options = [(item.name.replace("_", "-"), item.default) for item in fields(rule)]
    if options:
        lines += ["```toml", f"[rules.{name}]"]
        lines += [f"{key} = {_toml(value)}" for key, value in options if value is not MISSING]
        lines += ["```", ""]
    return "\n".join(lines)


def _docstring(rule: type) -> str:
    return inspect.cleandoc(rule.__doc__ or "")


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
