"""What is kept where a report may hold only so much."""

import heapq
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from checker.finding import Severity

Item = TypeVar("Item")


@dataclass(slots=True)
class Severest(Generic[Item]):
    """The severest of what is added, of equals the earliest; memory holds `limit` of them."""

    limit: int
    added: int = 0
    _heap: list[tuple[int, int, Item]] = field(default_factory=list)

    def add(self, severity: Severity, item: Item) -> None:
        """Keep the item in the place of the mildest, or only count it."""
        self.added += 1
        # Places differ, so that items are never compared.
        entry = (severity.rank, -self.added, item)
        if len(self._heap) < self.limit:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    @property
    def left_out(self) -> int:
        """How many were added and are not kept."""
        return self.added - len(self._heap)

    def ranked(self) -> list[tuple[int, Item]]:
        """What is kept, the severest first, each with its place in the order of arrival."""
        return [(-place, item) for _, place, item in sorted(self._heap, reverse=True)]
