"""Which changes hold: the file, read again with them, says what is meant and all else as before."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from captions.article import Article, Unreadable
from captions.decode import encoding_of
from captions.read import ReadSettings, read_bytes, reader_of
from checker import patch
from checker.edit import Change, Chosen, Edit, Omission


@dataclass(frozen=True, slots=True)
class Trial:
    """A file as it is read, to compare with what it would be read as."""

    base: Article
    encoding: str
    read: Callable[[bytes], Article | Unreadable]

    @classmethod
    def of(cls, article: Article, data: bytes, settings: ReadSettings) -> "Trial | str":
        """The trial of a file's bytes, or why there can be none."""

        def read(changed: bytes) -> Article | Unreadable:
            return read_bytes(PurePath(article.path), changed, settings)

        base = read(data)
        if isinstance(base, Unreadable) or base.text != article.text:
            return "the file was changed while it was checked"
        name = reader_of(article.path, data, settings)
        encoding = encoding_of(data, base.text, settings.readers[name or ""].encoding)
        if encoding is None:
            return "its encoding has no place in a patch, or cannot be told; save it as UTF-8"
        return cls(base, encoding, read)

    def choose(self, edits: Sequence[Edit]) -> tuple[list[Chosen], list[Omission]]:
        """The edits that hold together, each in the spelling that is read as it is meant."""
        return self._choose([], edits) if edits else ([], [])

    def _choose(
        self, chosen: list[Chosen], edits: Sequence[Edit]
    ) -> tuple[list[Chosen], list[Omission]]:
        """Those that hold beside what is chosen; halved, since each trial reads the whole file."""
        first = [(edit, edit.spellings[0]) for edit in edits]
        if self._holds([*chosen, *first]):
            return first, []
        if len(edits) > 1:
            middle = len(edits) // 2
            some, failed = self._choose(chosen, edits[:middle])
            more, failed_too = self._choose([*chosen, *some], edits[middle:])
            return some + more, failed + failed_too
        [edit] = edits
        for spelling in edit.spellings[1:]:
            if self._holds([*chosen, (edit, spelling)]):
                return [(edit, spelling)], []
        reason = "the file, read again with it, would not say what is suggested"
        if not any(map(self._encodes, edit.spellings)):
            reason = f"the file's encoding, {self.encoding}, does not have its characters"
        return [], [Omission(edit.finding, reason)]

    def changes(self, edits: Sequence[Edit]) -> tuple[Change, ...]:
        """Those of the edits that hold together."""
        chosen, _ = self.choose(edits)
        return tuple(Change(edit.span, spelling) for edit, spelling in chosen)

    def _encodes(self, text: str) -> bool:
        try:
            return bool(text.encode(self.encoding))
        except UnicodeEncodeError:
            return False

    def _holds(self, chosen: Sequence[Chosen]) -> bool:
        """Whether the file with the edits says what they mean, and all else as before."""
        ranges = [(edit.span, spelling) for edit, spelling in chosen]
        try:
            changed = self.read(patch.apply(self.base.text, ranges).encode(self.encoding))
        except UnicodeEncodeError:
            return False
        if isinstance(changed, Unreadable) or not set(changed.notices) <= set(self.base.notices):
            return False
        segments = [(one.kind, one.image, one.text) for one in self.base.segments]
        tags = {one.span: one.tag for one in self.base.declarations}
        added = []
        for edit, _ in chosen:
            if edit.segment is not None:
                kind, image, _ = segments[edit.segment]
                segments[edit.segment] = (kind, image, edit.text)
            elif edit.wraps:
                added.append(edit.tag)
            else:
                tags[edit.span] = edit.tag
        if Counter([*tags.values(), *added]) != Counter(one.tag for one in changed.declarations):
            return False
        found = [(one.kind, one.image, one.text) for one in changed.segments]
        if added:  # what is marked becomes a segment of its own
            return _characters(segments) == _characters(found)
        return segments == found


def _characters(segments: Sequence[tuple[str, str | None, str]]) -> Counter[str]:
    return Counter("".join("".join(text.split()) for _, _, text in segments))
