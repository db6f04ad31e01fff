"""Dates in any order and format, days of the week and times of day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker.facts import cldr
from checker.facts.fact import Fact, Kind
from checker.letters import western

_DAY = r"(?<![\d.,:/])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-?го|-?е|e)?"
_AND = r"\s*(?:-|–|—|/|,?\s(?:to|and|al?|y|et|e|i|bis|und|en|do|till?|au|tot|и|по|à)\s)\s*"
_OF = r"(?:\s+(?:of|de|del|den|der|di|do|d[’']|,))?"
_YEAR = r"(\d{4})(?![\d])"
_BEFORE_YEAR = r"(?:\.?,?\s+(?:of\s|de\s|del\s|d[’'])?)"
# 24/7/2015, 24.07.15, 2015-07-24
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:(\d{1,2})(?P<mark>[./-])\s?(\d{1,2})(?P=mark)\s?(\d{4}|\d{2})"
    r"|(\d{4})(?P<sign>[./-])(\d{1,2})(?P=sign)(\d{1,2}))(?![\d/-])"
)
_HAN = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?")
_TIME = re.compile(
    r"(?<![\d.,:/])(\d{1,2})(?:(?::|\s?h\s?)(\d{2})(?::\d{2})?|\.(\d{2})(?=\s?(?:Uhr|horas|uur|h\b|hod|[ap]\.?\s?m\b))"
    r"|(?<=\balle \d\d)\.(\d{2})|(?<=\bore \d\d)\.(\d{2})"
    r"|\s?(?:h\b|Uhr\b|uur\b)|(?=\s?[ap]\.?\s?m\b))(?!\d)(?:\s?([ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
# What may be a time where another text says that it is one.
_TIME_OR_NUMBER = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
# Months that are as often another word: "may", French "mars" (the planet), "march" (a walk).
_ALSO_WORDS = frozenset("may mar mars march mart set out ago mai sept dec dic jan sep".split())
_LONG = 4


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is said; `readings` holds (year, month, day) with None for unsaid."""

    readings: frozenset[tuple[int | None, int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day in minutes since midnight; `half`: it may be of either half of the day."""

    minutes: int
    half: bool


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = sorted(cldr.months(language), key=len, reverse=True)
    if not names:
        return ()
    month = rf"(?<!\w)({'|'.join(map(re.escape, names))})(?!\w)"
    flags = re.IGNORECASE
    return (
        re.compile(rf"{_YEAR}\.?,?\s+(?:de\s)?{month}\.?\s+{_DAY}(?!\d)", flags),
        re.compile(rf"(?:{_DAY}{_AND})?{_DAY}{_OF}\s*{month}(?:{_BEFORE_YEAR}{_YEAR})?", flags),
        re.compile(
            rf"{month}\.?\s+{_DAY}(?![\d:h]|[.,]\d)(?:{_AND}{_DAY}(?![\d:h]))?(?:,?\s+{_YEAR})?",
            flags,
        ),
        re.compile(rf"{month}{_BEFORE_YEAR}{_YEAR}", flags),
        re.compile(month, flags),
    )


def find(text: str, language: str) -> Iterator[Fact]:
    """The dates, days of the week and times of a text."""
    plain = western(text)
    taken: list[Span] = []
    for fact in (*_dates(plain, language), *_times(plain)):
        if not any(span.start < fact.span.end and fact.span.start < span.end for span in taken):
            taken.append(fact.span)
            yield Fact(fact.kind, fact.value, text[fact.span.start : fact.span.end], fact.span)
        elif fact.kind is Kind.DATE and fact.span in taken:
            yield fact  # the other day of a range
    yield from _weekdays(text, language)


def _fact(text: str, start: int, end: int, *readings: tuple[int | None, int, int | None]) -> Fact:
    return Fact(Kind.DATE, Date(frozenset(readings)), text[start:end], Span(start, end))


def _dates(text: str, language: str) -> Iterator[Fact]:
    for found in _NUMERIC.finditer(text):
        if found[4]:
            one, other = int(found[1]), int(found[3])
            year = int(found[4]) + (0 if len(found[4]) == 4 else 2000)
            possible = {(year, m, d) for d, m in ((one, other), (other, one)) if _is_day(m, d)}
        else:
            month, day = int(found[7]), int(found[8])
            possible = {(int(found[5]), month, day)} if _is_day(month, day) else set()
        if possible:
            yield _fact(text, *found.span(), *possible)
    if any(char in "年년月월" for char in text):
        for found in _HAN.finditer(text):
            month = int(found[2])
            if _is_day(month, int(found[3] or 1)):
                date = (_number(found[1]), month, _number(found[3]))
                yield _fact(text, *found.span(), date)
    months = cldr.months(language)
    patterns = _patterns(language)
    if not patterns:
        return
    ymd, dmy, mdy, month_year, month_only = patterns
    # Most texts name no month.
    if not month_only.search(text):
        return
    for found in ymd.finditer(text):
        yield _fact(text, *found.span(), (int(found[1]), months[found[2].lower()], int(found[3])))
    for found in dmy.finditer(text):
        yield from _days(text, found, months[found[3].lower()], (found[1], found[2]), found[4])
    for found in mdy.finditer(text):
        yield from _days(text, found, months[found[1].lower()], (found[2], found[3]), found[4])
    for found in month_year.finditer(text):
        yield _fact(text, *found.span(), (int(found[2]), months[found[1].lower()], None))
    for found in month_only.finditer(text):
        name = found[1].lower()
        capital = found[1][0].isupper() or primary(language) not in ("en", "de", "nl")
        if len(name) >= _LONG and name not in _ALSO_WORDS and capital:
            yield _fact(text, *found.span(), (None, months[name], None))


def _days(
    text: str, found: re.Match[str], month: int, days: tuple[str | None, ...], year: str | None
) -> Iterator[Fact]:
    for day in days:
        if day and _is_day(month, int(day)):
            yield _fact(text, *found.span(), (_number(year), month, int(day)))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _times(text: str) -> Iterator[Fact]:
    for found in _TIME.finditer(text):
        hour, minute = int(found[1]), int(found[2] or found[3] or found[4] or found[5] or 0)
        if hour > 24 or minute > 59:
            continue
        half = found[6]
        # "16:9" is no time; "5 h" may last that long.
        if half is None and not any(found.group(2, 3, 4, 5)):
            continue
        if half and half.lower() == "p" and hour < 12:
            hour += 12
        elif half and half.lower() == "a" and hour == 12:
            hour = 0
        value = Time(hour % 24 * 60 + minute, half=half is None and hour <= 12)
        yield Fact(Kind.TIME, value, found[0].strip(), Span(*found.span()))


@lru_cache(maxsize=64)
def _weekday_pattern(language: str) -> re.Pattern[str] | None:
    names = sorted(cldr.weekdays(language), key=len, reverse=True)
    inside = "|".join(map(re.escape, names))
    return re.compile(rf"(?<!\w)(?:{inside})(?!\w)", re.IGNORECASE) if names else None


def _weekdays(text: str, language: str) -> Iterator[Fact]:
    if pattern := _weekday_pattern(language):
        for found in pattern.finditer(text):
            value = cldr.weekdays(language)[found[0].lower()]
            yield Fact(Kind.WEEKDAY, value, found[0], Span(*found.span()))


def same_date(one: Date, other: Date) -> bool:
    """Whether two dates may be one: nothing that both say differs."""
    return any(
        all(x is None or y is None or x == y for x, y in zip(first, second, strict=True))
        for first in one.readings
        for second in other.readings
    )


def may_be_time(text: str) -> Time | None:
    """The time that a number may be ("at 6.30 in the morning"), None where it can be none."""
    found = _TIME_OR_NUMBER.fullmatch(western(text))
    return Time(int(found[1]) * 60 + int(found[2]), half=int(found[1]) <= 12) if found else None


def same_time(one: Time, other: Time) -> bool:
    """Whether two times may be one, with twelve hours or twenty-four."""
    if one.half or other.half:
        return one.minutes % 720 == other.minutes % 720
    return one.minutes == other.minutes
