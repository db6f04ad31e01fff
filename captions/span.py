"""Places in an article's text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range [start, end) of code points in an article's text."""

    start: int
    end: int

    @property
    def bounds(self) -> tuple[int, int]:
        """Start and end, as they are for slices."""
        return self.start, self.end

    def __len__(self) -> int:
        return self.end - self.start
