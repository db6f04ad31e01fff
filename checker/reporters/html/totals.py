"""What the summary of the page counts while results go by."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile

from captions.article import Article, Unreadable
from captions.segment import Kind
from checker.checked import Checked

# Failures and notices that are listed; the others are counted.
_LISTED = 200
# Folders that are told apart, and those of them that the chart shows.
_FOLDERS, _SHOWN = 5_000, 12
# Languages with a colour of their own.
_COLOURS = 6

Folder = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The findings of a section by language: how many, from which percentage to which, a colour.

    The colours are numbered from the commonest language on; `None` is all the rest.
    """

    section: str
    total: int
    parts: tuple[tuple[str, int, float, float, int], ...]


@dataclass(slots=True)
class Totals:
    """Counts over everything that was checked, in bounded memory.

    `filters` are the rules and the languages of all findings, the accepted ones among them.
    """

    kinds: Counter[Kind] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    flagged: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    filters: tuple[set[str], set[str]] = field(default_factory=lambda: (set(), set()))
    failures: list[Unreadable] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    unlisted: int = 0
    folders: dict[Folder, Counter[str]] = field(default_factory=dict)
    depth: int = 8

    def add(self, checked: Checked) -> None:
        """Count one input."""
        article = checked.article
        if isinstance(article, Unreadable):
            if len(self.failures) < _LISTED:
                self.failures.append(article)
            return
        self.kinds.update(checked.kinds)
        self.articles[article.language] += 1
        self.flagged += bool(checked.findings)
        notices = [(article.path.as_posix(), notice) for notice in checked.notices]
        room = _LISTED - len(self.notices)
        self.notices += notices[:room]
        self.unlisted += len(notices[room:])
        rules, languages = self.filters
        for finding in (*checked.findings, *checked.accepted):
            rules.add(finding.rule)
            if finding.in_other_language:
                languages.add(finding.language)
        for finding in checked.findings:
            self.rules[finding.rule] += 1
            if finding.in_other_language:
                self._foreign(article, finding.language)

    def _foreign(self, article: Article, language: str) -> None:
        """Count a finding for its folder; the folder of the language itself is no section."""
        self.languages[language] += 1
        folder = [part for part in article.path.parent.parts if part != article.language]
        self.folders.setdefault(tuple(folder[: self.depth]), Counter())[language] += 1
        while len(self.folders) > _FOLDERS:
            self.depth -= 1
            self.folders = _cut(self.folders, self.depth)

    @property
    def captions(self) -> int:
        """Captions and alternative texts."""
        return self.kinds[Kind.CAPTION] + self.kinds[Kind.ALT]

    @property
    def colours(self) -> dict[str, int]:
        """The commonest languages, numbered."""
        return {tag: n for n, (tag, _) in enumerate(self.languages.most_common(_COLOURS))}

    def chart(self) -> list[Bar]:
        """The sections with most findings; none where there is nothing to compare."""
        alike = _common(list(self.folders))
        sections = _cut(self.folders, alike + 1)
        if len(sections) < 2:
            return []
        ranked = sorted(sections.items(), key=lambda item: (-item[1].total(), item[0]))
        most = ranked[0][1].total()
        return [
            self._bar("/".join(folder[alike:]) or "(top)", counts, most)
            for folder, counts in ranked[:_SHOWN]
        ]

    def _bar(self, section: str, counts: Counter[str], most: int) -> Bar:
        colours = self.colours
        parts = []
        start = 0.0
        for language, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            width = 100 * count / most
            parts.append(
                (language, count, round(start, 2), round(width, 2), colours.get(language, _COLOURS))
            )
            start += width
        return Bar(section, counts.total(), tuple(parts))


def _cut(folders: dict[Folder, Counter[str]], depth: int) -> dict[Folder, Counter[str]]:
    """The counts of the folders of up to a depth, with those of all folders in them."""
    merged: dict[Folder, Counter[str]] = {}
    for folder, counts in folders.items():
        merged.setdefault(folder[:depth], Counter()).update(counts)
    return merged


def _common(folders: list[Folder]) -> int:
    """How many parts all folders have in common."""
    columns = zip(*folders, strict=False)
    return sum(1 for _ in takewhile(lambda parts: len(set(parts)) == 1, columns))
