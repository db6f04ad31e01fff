"""Checking what lies open in an editor, as `captioncheck audit` would once it is saved."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from captions.article import Article, Unreadable
from captions.read import Loaded, ReadSettings, read_bytes
from captions.span import Span
from checker import audit
from checker import config as configuration
from checker.acceptance import Acceptance
from checker.baseline import read as read_baseline
from checker.checked import Checked
from checker.config import Config
from checker.edit import Change
from checker.finding import Finding
from checker.reference import SIDECAR, References
from checker.suggest import Mend, mends
from checker.tools import Tools

_Stamp = tuple[tuple[str, int, int], ...]
_Known = tuple[References, list[Unreadable]]
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
    broken: list[Unreadable]


class Desk:
    """Checks the texts of one folder; the folder's configuration is read anew when it changes."""

    def __init__(self, folder: Path, given: Path | None = None) -> None:
        self._folder = folder
        self._given = given
        self._setup: _Setup | None = None
        self._beside: dict[Path, tuple[_Stamp, _Known]] = {}

    def check(self, path: Path, text: str) -> Checked:
        """The result for a file as if it held the text; raises `UserError` for its configuration.

        Nothing is downloaded: an editor is not the place to wait for a model.
        """
        setup = self._current()
        whole = audit.inputs(setup.config, setup.settings, [Loaded(path, _data(text))])
        references, broken = self._references_of(path, setup)
        tools = replace(setup.tools, references=references)
        baselines = [read_baseline(Path(file)) for file in setup.config.baseline]
        sifts = [Acceptance(baselines, [path]).accept] if baselines else []
        results = audit.audit(setup.config, whole, tools, sifts)
        checked = next(item for item in results if isinstance(item, Checked))
        told = (f"{one.path}: not used: {one.reason}" for one in (*setup.broken, *broken))
        return replace(checked, notices=(*checked.notices, *told))

    def mends(self, checked: Checked, finding: Finding) -> Iterator[Mend]:
        """What may be done about a finding: replace it, mark its language, leave it out."""
        article = checked.article
        if not isinstance(article, Article):
            return
        yield from mends(checked, finding, _data(article.text), self._current().settings)
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
            if self._leaves_out(checked, article, finding, text[:start] + added + text[start:]):
                return Change(Span(start, start), added)
            if not start:
                break
            start = text.rfind("\n", 0, start - 1) + 1
        return None

    def _leaves_out(self, before: Checked, article: Article, finding: Finding, text: str) -> bool:
        """Whether a finding is suppressed in a text, and all else is as in the article."""
        path = Path(article.path)
        read = read_bytes(path, _data(text), self._current().settings)
        if (
            isinstance(read, Unreadable)
            or len(read.comments) != len(article.comments) + 1
            or [one.text for one in read.segments] != [one.text for one in article.segments]
        ):
            return False
        after = self.check(path, text)
        left = [one.fingerprint for one in before.findings]
        left.remove(finding.fingerprint)
        found = [one.fingerprint for one in after.findings]
        return found == left and after.notices == before.notices

    def _current(self) -> _Setup:
        file = self._given or configuration.find(self._folder)
        if self._setup is None or self._setup.stamp != _stamp(file, self._setup.config):
            config = configuration.load(file) if file else Config()
            config = replace(config, offline=True)
            entries, broken = audit.references(config, [])
            settings, tools = audit.read_settings(config), audit.tools(config, entries)
            self._beside.clear()
            self._setup = _Setup(_stamp(file, config), config, settings, tools, broken)
        return self._setup

    def _references_of(self, path: Path, setup: _Setup) -> _Known:
        """The references for a file, those beside it among them, and what of these is broken."""
        stamp = _stamp(path.with_name(path.name + SIDECAR))
        if not stamp:
            return setup.tools.references, []
        if path not in self._beside or self._beside[path][0] != stamp:
            entries, broken = audit.references(setup.config, [path])
            known = References.of(entries, setup.config.memory_similarity)
            self._beside[path] = stamp, (known, broken[len(setup.broken) :])
        return self._beside[path][1]


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
