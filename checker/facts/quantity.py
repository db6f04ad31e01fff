"""What an amount is, and when two of them agree or contradict each other."""

from dataclasses import dataclass

# How far a rounded number may lie from the exact one, as a ratio, where the text says that it is
# one, and where it does not.
_FEW_DIGITS = 1.15
_CLOSE = 1.05
# An English ton may be a short, a long or a metric one; 12 short tons are 11 metric ones.
_TONS = frozenset({"mass-ton", "mass-tonne"})
_TON = 1.15
# Beyond this ratio a magnitude was written that is not known here.
_COMPARABLE = 5.0
# Units that stand in many forms, or apart from their number, or whose names are words ("feet").
_INFLECTED = frozenset(
    f"duration-{unit}" for unit in ("year", "month", "week", "day", "hour", "minute", "second")
) | {"length-foot", "length-inch"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount. `values` has both readings of "3.400", the language's own first.

    `about`: the text says that it is rounded; `weak`: it may be no number at all ("a couple");
    `scaled`: it was written with a magnitude ("300 mil"); `year`: it looks like one; `spelled`: it
    is in words.
    """

    values: tuple[float, ...]
    unit: str | None = None
    about: bool = False
    weak: bool = False
    scaled: bool = False
    year: bool = False
    spelled: bool = False


def agree(one: Quantity, other: Quantity) -> bool:
    """Whether two amounts may be the same: alike, or one of them rounded."""
    if one.unit and other.unit and one.unit != other.unit:
        low, high = sorted((one.values[0], other.values[0]))
        return {one.unit, other.unit} == _TONS and high <= low * _TON
    return _same_amount(one, other)


def _same_amount(one: Quantity, other: Quantity) -> bool:
    pairs = [(a, b) for a in one.values for b in other.values]
    if any(a == b for a, b in pairs):
        return True
    if one.year or other.year:
        return False
    about = one.about != other.about
    return any(_rounded(a, b, about) for a, b in pairs)


def _rounded(one: float, other: float, about: bool) -> bool:
    low, high = sorted((one, other))
    if low <= 0 or high / low > (_FEW_DIGITS if about else _CLOSE):
        return False
    # Three thousand may be 3,012, and about 200 may be 206; two hundred is neither.
    coarse = max((_tail(one), one), (_tail(other), other))
    if coarse[0] < (1 if about else 2) or coarse[1] < (0 if about else 1000):
        return False
    return round(low + high - coarse[1], -coarse[0]) == coarse[1]


def _tail(value: float) -> int:
    """How many zeros a whole number ends in."""
    written = f"{value:.0f}" if value == int(value) else "1"
    return len(written) - len(written.rstrip("0"))


def contradict(one: Quantity, other: Quantity, *, alone: bool) -> bool:
    """Whether two amounts that do not agree are said of the same: then one of them is wrong.

    `alone`: they are all that is left of two texts. Years, days and hours are inflected, or stand
    apart from their number, and feet are no measure only, so then the unit may be on both sides.
    """
    if one.weak or other.weak:
        return False
    a, b = one.values[0], other.values[0]
    time = one.unit or other.unit or ""
    unread = alone and time in _INFLECTED and None in (one.unit, other.unit)
    if one.unit != other.unit and not unread and {one.unit, other.unit} != _TONS:
        # Converted amounts differ in both; the same amount of another currency is a mistake.
        kinds = [
            unit.partition("-")[0] if unit and "-" in unit else unit and "money"
            for unit in (one.unit, other.unit)
        ]
        return bool(one.unit and other.unit) and kinds[0] == kinds[1] and _same_amount(one, other)
    if one.year != other.year and min(a, b) < 1000:
        return False
    if one.scaled != other.scaled and min(a, b) > 0:
        return max(a, b) / min(a, b) <= _COMPARABLE
    return True
