"""Which findings of a run its baselines accept, and which of their entries are of use."""

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from captions.article import Unreadable
from checker.baseline import Baseline, Entry, entry_of
from checker.checked import Checked


@dataclass(slots=True, eq=False)
class _Slot:
    """An entry of a baseline, how many findings it still accepts, and which it accepted."""

    baseline: Baseline
    entry: Entry
    left: int
    used: list[Entry] = field(default_factory=list)

    def take(self, found: Entry) -> None:
        self.left -= 1
        self.used.append(replace(found, reason=self.entry.reason))


@dataclass(slots=True, eq=False)
class _Waiting:
    """The results of a file; its findings as entries, and whether each is accepted if known."""

    checked: Checked
    found: list[Entry]
    verdicts: list[bool | None]


class Acceptance:
    """The baselines of one run, and what is left of them as results come by.

    A finding is accepted by an entry of its own file, else by one that its file has no use for: the
    file was renamed, or the text moved to another. An entry accepts as many findings as it counts.
    Results come out in the order in which they came in; one is held back only while a file that is
    still to come may need the entry that it asks for.

    `inputs` are the files of the run, `folders` those whose files were all asked for: of other
    files nothing is known, nor of what rules would find that did not run.
    """

    def __init__(
        self,
        baselines: Sequence[Baseline],
        inputs: Iterable[PurePath],
        folders: Iterable[PurePath] = (),
    ) -> None:
        self.baselines = tuple(baselines)
        self._folders = [PurePath(os.path.abspath(folder)) for folder in folders]
        self._to_come = {os.path.abspath(path) for path in inputs}
        self._ran: dict[str, frozenset[str]] = {}  # the rules, by file
        self._slots: list[_Slot] = []
        self._own: dict[str, dict[str, list[_Slot]]] = {}  # by file and fingerprint
        self._free: dict[str, deque[_Slot]] = {}  # of use for any file, by fingerprint
        self._kept: Counter[str] = Counter()  # slots that wait for a file to come, by fingerprint
        self._new: list[Entry] = []
        for baseline in self.baselines:
            for entry in baseline.entries:
                self._add(_Slot(baseline, entry, entry.count), baseline.place(entry))

    def _add(self, slot: _Slot, place: str) -> None:
        fingerprint = slot.entry.fingerprint
        self._slots.append(slot)
        if place in self._to_come:
            self._own.setdefault(place, {}).setdefault(fingerprint, []).append(slot)
            self._kept[fingerprint] += 1
        elif not os.path.exists(place):
            self._free.setdefault(fingerprint, deque()).append(slot)

    def accept(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """The results, the accepted findings of each apart."""
        waiting: deque[_Waiting] = deque()
        for checked in results:
            waiting.append(self._own_entries(checked))
            while waiting and self._settle(waiting[0]):
                yield self._parted(waiting.popleft())
        self._kept.clear()  # of files that never came
        for one in waiting:
            self._settle(one)
            yield self._parted(one)

    def _own_entries(self, checked: Checked) -> _Waiting:
        """Look in the entries of the file itself, and free those that it has no use for."""
        article = checked.article
        path = os.path.abspath(article.path)
        slots = self._own.pop(path, {})
        for fingerprint, own in slots.items():
            self._kept[fingerprint] -= len(own)
        if isinstance(article, Unreadable):
            return _Waiting(checked, [], [])
        self._ran[path] = checked.ran
        found = [entry_of(finding, article, path) for finding in checked.findings]
        verdicts: list[bool | None] = []
        for entry in found:
            slot = next((one for one in slots.get(entry.fingerprint, ()) if one.left), None)
            if slot:
                slot.take(entry)
            verdicts.append(True if slot else None)
        for fingerprint, own in slots.items():
            self._free.setdefault(fingerprint, deque()).extend(one for one in own if one.left)
        return _Waiting(checked, found, verdicts)

    def _settle(self, one: _Waiting) -> bool:
        """Find verdicts for the findings that have none; gives whether all have one now."""
        for number, entry in enumerate(one.found):
            if one.verdicts[number] is not None:
                continue
            free = self._free.get(entry.fingerprint)
            if free:
                free[0].take(entry)
                if not free[0].left:
                    free.popleft()
                one.verdicts[number] = True
            elif self._kept[entry.fingerprint] > 0:
                return False
            else:
                one.verdicts[number] = False
        return True

    def _parted(self, one: _Waiting) -> Checked:
        self._new += [
            entry for entry, accepted in zip(one.found, one.verdicts, strict=True) if not accepted
        ]
        pairs = list(zip(one.checked.findings, one.verdicts, strict=True))
        return replace(
            one.checked,
            findings=tuple(finding for finding, accepted in pairs if not accepted),
            accepted=tuple(finding for finding, accepted in pairs if accepted),
        )

    def _of_run(self, slot: _Slot) -> bool:
        """Whether the run looked for what the entry accepts where it was."""
        place = slot.baseline.place(slot.entry)
        if place in self._ran:
            return slot.entry.rule in self._ran[place]
        within = any(PurePath(place).is_relative_to(folder) for folder in self._folders)
        return within and not os.path.exists(place)

    @property
    def new(self) -> int:
        """How many findings no baseline accepts."""
        return len(self._new)

    def unused(self, baseline: Baseline) -> int:
        """How many findings a baseline accepts that the run looked for and did not find."""
        return sum(
            slot.left for slot in self._slots if slot.baseline is baseline and self._of_run(slot)
        )

    def pruned(self, baseline: Baseline) -> list[Entry]:
        """A baseline without what is unused; entries of moved texts name their new file."""
        slots = [slot for slot in self._slots if slot.baseline is baseline]
        return list(self._entries(slots, baseline))

    def whole(self, baseline: Baseline) -> list[Entry]:
        """All that the run found, and what the baselines hold that it did not look for."""
        new = (replace(entry, path=baseline.named(entry.path)) for entry in self._new)
        return [*self._entries(self._slots, baseline), *new]

    def _entries(self, slots: Iterable[_Slot], target: Baseline) -> Iterator[Entry]:
        """What is left of entries when they are written into a baseline."""
        for slot in slots:
            for entry in slot.used:
                yield replace(entry, path=target.named(entry.path))
            if slot.left and not self._of_run(slot):
                path = target.named(slot.baseline.place(slot.entry))
                yield replace(slot.entry, path=path, count=slot.left)
