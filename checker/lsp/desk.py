"""Checking what lies open in an editor, as `captioncheck audit` would once it is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from captions.article import Article
from captions.language import name
from captions.read import ReadSettings, read_bytes
from captions.span import Span
from checker import audit
from checker import config as configuration
from checker.acceptance import Acceptance
from checker.baseline import read as read_baseline
from checker.checked import Checked
from checker.config import Config
from checker.finding import Finding
from checker.reference import SIDECAR, References
from checker.suggest import Change, Mend, mends
from checker.tools import Tools

_Stamp = tuple[tuple[str, int, int], ...]
# HTML's comments are errors in MDX; where a format has neither, no comment is offered.
_COMMENT, _MDX_COMMENT = "<!-- {} -->", "{{/* {} */}}"
_LINES_ABOVE = 20


@dataclass(frozen=True, slots=True)
class _Setup:
    """What a configuration asks for, and the files that it is from."""

    stamp: _Stamp
    config: Config
    settings: ReadSettings
    tools: Tools


class Desk:
    """Checks the texts of one folder; the folder's configuration is read anew when it changes."""

    def __init__(self, folder: Path, given: Path | None = None) -> None:
        self._folder = folder
        self._given = given
        self._setup: _Setup | None = None
        self._references: dict[Path, tuple[_Stamp, References]] = {}

    def check(self, path: Path, text: str) -> Checked:
        """The result for a file as if it held the text; raises `UserError` for its configuration.

        Nothing is downloaded: an editor is not the place to wait for a model.
        """
        setup = self._current()
        read = read_bytes(path, _data(text), setup.settings)
        whole = audit.with_editions(setup.config, setup.settings, [read])
        whole = audit.with_metadata(setup.config, whole)
        tools = replace(setup.tools, references=self._references_of(path, setup))
        baselines = [read_baseline(Path(file)) for file in setup.config.baseline]
        sifts = [Acceptance(baselines, [path]).accept] if baselines else []
        checked, _ = audit.audit(setup.config, whole, tools, sifts)
        assert isinstance(checked, Checked)
        return checked

    def mends(self, checked: Checked, finding: Finding) -> Iterator[Mend]:
        """What may be done about a finding: replace it, mark its language, leave it out."""
        article = checked.article
        if not isinstance(article, Article):
            return
        found = mends(checked, finding, _data(article.text), self._current().settings)
        for mend in found:
            if mend.what.startswith("marked as"):
                yield replace(mend, what=f"mark as {name(finding.language)}")
            else:
                yield mend
        if ignored := self._ignoring(checked, article, finding):
            yield Mend((ignored,), f"ignore {finding.rule} here")

    def _ignoring(self, checked: Checked, article: Article, finding: Finding) -> Change | None:
        """A comment on a line above that leaves out the finding, and changes nothing else."""
        text = article.text
        place = finding.evidence.segment.span.start if finding.evidence else finding.span.start
        start = text.rfind("\n", 0, place) + 1
        comment = _MDX_COMMENT if article.path.suffix.lower() == ".mdx" else _COMMENT
        words = comment.format(f"captioncheck: ignore-next-line {finding.rule}")
        end = "\r\n" if "\r\n" in text else "\n"
        for _ in range(_LINES_ABOVE):
            line = text[start:]
            indent = line[: len(line) - len(line.lstrip(" \t"))]
            added = f"{indent}{words}{end}"
            tried = self.check(Path(article.path), text[:start] + added + text[start:])
            if _differ_by(checked, tried, finding):
                return Change(Span(start, start), added)
            if not start:
                break
            start = text.rfind("\n", 0, start - 1) + 1
        return None

    def _current(self) -> _Setup:
        file = self._given or configuration.find(self._folder)
        if self._setup is None or self._setup.stamp != _stamp(file, self._setup.config):
            config = configuration.load(file) if file else Config()
            config = replace(config, offline=True)
            entries, _ = audit.references(config, [])
            settings, tools = audit.read_settings(config), audit.tools(config, entries)
            self._references.clear()
            self._setup = _Setup(_stamp(file, config), config, settings, tools)
        return self._setup

    def _references_of(self, path: Path, setup: _Setup) -> References:
        """The references for a file: those of the configuration and those beside it."""
        stamp = _stamp(path.with_name(path.name + SIDECAR))
        if not stamp:
            return setup.tools.references
        known, references = self._references.get(path, ((), setup.tools.references))
        if known != stamp:
            entries, _ = audit.references(setup.config, [path])
            references = References.of(entries, setup.config.memory_similarity)
            self._references[path] = stamp, references
        return references


def _differ_by(before: Checked, after: Checked, finding: Finding) -> bool:
    """Whether a finding is suppressed in `after`, and nothing else is told."""
    gone = [one.fingerprint for one in before.findings]
    gone.remove(finding.fingerprint)
    return (
        [one.fingerprint for one in after.findings] == gone
        and len(after.suppressed) == len(before.suppressed) + 1
        and after.notices == before.notices
        and isinstance(after.article, Article)
        and isinstance(before.article, Article)
        and [one.text for one in after.article.segments]
        == [one.text for one in before.article.segments]
    )


def _data(text: str) -> bytes:
    """A text as the bytes of a file that is read as just that text, whatever it declares."""
    return text.encode("utf-8-sig", "replace")


def _stamp(file: Path | None, config: Config | None = None) -> _Stamp:
    """What changes when files do."""
    names = [*([file] if file else []), *(map(Path, config.references) if config else [])]
    found = []
    for one in names:
        try:
            state = one.stat()
        except OSError:
            continue
        found.append((str(one), state.st_mtime_ns, state.st_size))
    return tuple(found)
