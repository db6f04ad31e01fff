"""Amounts: numbers in digits and words, with their units, currencies and percent signs."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from captions.language import primary
from captions.span import Span
from checker.facts import cldr, numerals
from checker.facts.fact import Fact, Kind
from checker.facts.quantity import Quantity
from checker.letters import western

# 3.400, 3,400, 3 400, 3'400, 2.000,50, 15; not within names, codes and versions (A320, v1.2.3).
_GROUPS = r"[.,'’\u00a0\u202f\u2009 ]"
DIGITS = re.compile(
    rf"(?<![\w#@=])(?<![^\W\d][-_/.+])(?<!\d[.,:/])"
    rf"(?:\d{{1,3}}(?:{_GROUPS}\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)?(?![.,:/]\d|[½¼¾⅓⅔])"
)
# Ordinals are written on to a number: 1st, 3º, 1er, 2-й. Other letters make it part of a word.
_ORDINAL = re.compile(
    r"(?:st|nd|rd|th|er|re|e|è|ème|eme|nde|º|ª|°|o|a|r|t|n|y|ste|de|-?(?:го|й|я|е|ая|ый|ой|м))(?!\w)",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|00?)\d+(?:[ /-]\d{2,})+")
# Heights of people, in two units that no other language has, and results: 10:6 is 10-6.
_FEET = re.compile(r"\b\d+(?:['’]|[- ]?(?:foot|feet|ft)[- ]?)\d+\b")
_SCORE = re.compile(r"(?<![\d:])(\d{1,3}):(?=\d(?!\d))")
# What continues a number in scripts without spaces: 7만 7천, 6백만, 27 分.
_CONTINUED = re.compile(r"\s?(?:\d|[百千万萬亿億兆十百千백천만억십])")
_BY = re.compile(r"(\d)\s?[x×]\s?(?=\d)")
_CURRENCIES = (
    ("EUR", r"€|eur(?:os?|a|ach|y|ó|ami)?|евро"),
    ("GBP", r"£(?:gb)?|gbp|sterling|pounds? sterling"),
    ("JPY", r"¥|jpy|yen(?:es|s)?|jenów|иен\w?"),
    ("USD", r"us\$|\$(?:us|u)?|usd|d[oó]lar\w*|dollar\w*|доллар\w*|dòlar\w*|dollari"),
    ("RUB", r"₽|rub|rubl\w*|r(?:o)?uble?s?|roubles?|рубл\w*"),
    ("PLN", r"pln|zł|złot\w*|zloty\w*|злот\w*"),
    ("CZK", r"czk|kč|koru?n\w*|крон\w*"),
    ("CHF", r"chf|francs? suisses?|schweizer franken"),
    ("CNY", r"cny|yuan\w*|юан\w*"),
    ("peso", r"pesos?"),
    ("INR", r"₹|inr|rupee\w*|rupi\w*|roupie\w*|рупи\w*"),
)
_CURRENCY = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _CURRENCIES)
_BEFORE = re.compile(rf"(?:{_CURRENCY})\s?$", re.IGNORECASE)
_AFTER = re.compile(
    rf"[\s\u00a0-]?(?:de |d['’]|di |US[- ]|U\.S\. |amerikanisch\w* )?(?:{_CURRENCY})(?!\w)",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"[\s\u00a0\u202f-]?(?:%|٪|per ?cent\w*|por ?cent[oi]\w*|pour ?cent|prozent\w*|procent\w*"
    r"|процент\w*)",
    re.IGNORECASE,
)
# The end of a word; scripts without spaces write on.
_END = r"(?:(?!\w)|(?<=[\u3040-\uffdc]))"
_PER_CENT = "concentr-percent"
_AGE = re.compile(r"[\s-]years?[\s-]olds?\b|[\s-]*(?:jährig|летн|letni|letá|letý|letého|jarig)\w*")
_YEARS = "duration-year"
# A number beside these is rounded by whoever wrote it.
_ABOUT = re.compile(
    r"(?:\b(?:about|around|nearly|almost|over|above|under|more than|less than|some|roughly|"
    r"approximately|at least|up to|unos|unas|casi|cerca de|más de|menos de|alrededor de|"
    r"aproximadamente|environ|près de|plus de|moins de|presque|quelque|une? (?:dizaine|centaine)|"
    r"rund|etwa|fast|über|mehr als|zirka|ca\.?|circa|quasi|più di|oltre|mais de|quase|cerca|"
    r"ongeveer|bijna|meer dan|ruim|około|ponad|prawie|blisko|prop de|gairebé|més de|uns|unes|asi|"
    r"přes|téměř|zhruba|více než|около|более|почти|свыше|примерно|больше)|[~≈><])\s*$",
    re.IGNORECASE,
)
_LARGE = 1000
_YEAR = range(1900, 2101)
_UNCASED = "\u0900"  # scripts from here on have no capitals and write numbers and words together


def find(text: str, language: str, taken: Sequence[Span]) -> Iterator[Fact]:
    """The amounts of a text outside of what is taken already."""
    plain = _BY.sub(lambda found: found[0].replace("x", " ").replace("×", " "), western(text))
    plain = _FEET.sub(lambda found: " " * len(found[0]), _SCORE.sub(r"\1 ", plain))
    plain = _TELEPHONE.sub(lambda found: " " * len(found[0]), plain)
    for start, end, values in _in_digits(plain, language):
        if not any(span.start < end and start < span.end for span in taken):
            fact = _measured(text, plain, language, Span(start, end), values)
            if fact:
                yield fact
    for found in numerals.numerals(text, language):
        if any(span.start < found.end and found.start < span.end for span in taken):
            continue
        if re.search(r"\d[\s\u00a0]?$", text[max(0, found.start - 2) : found.start]):
            continue  # a magnitude, read with its digits
        unit, end = _unit(text, language, found.end)
        about = bool(_ABOUT.search(text[max(0, found.start - 24) : found.start]))
        large = found.value >= _LARGE and found.value % _LARGE == 0
        quantity = Quantity(
            (float(found.value),), unit, about, found.weak, scaled=large, spelled=True
        )
        yield Fact(Kind.NUMBER, quantity, text[found.start : end], Span(found.start, end))


def _in_digits(plain: str, language: str) -> Iterator[tuple[int, int, tuple[float, ...]]]:
    place = 0
    while found := DIGITS.search(plain, place):
        written, end = found[0], found.end()
        # English parts thousands by commas: "in 2015 300 people" has two numbers, and so has
        # "Room 12 300 people".
        if " " in written and primary(language) == "en":
            end = found.start() + written.index(" ")
            written = plain[found.start() : end]
        yield found.start(), end, readings(written, language)
        place = end


@lru_cache(maxsize=4096)
def readings(written: str, language: str) -> tuple[float, ...]:
    """The values that a number in digits may have, the language's own reading first."""
    body = re.sub(r"['’\u00a0\u202f\u2009 ]", "", written)
    marks = [char for char in body if char in ".,"]
    if not marks:
        return (float(body),)
    digits = re.split("[.,]", body)
    whole = float("".join(digits))
    if len(marks) > 1:
        if len(set(marks)) == 1 or len(set(marks[:-1])) > 1:
            return (whole,)
        return (float("".join(digits[:-1]) + "." + digits[-1]),)
    decimal = float(".".join(digits))
    if len(digits[1]) != 3 or len(digits[0]) > 3 or digits[0].startswith("0"):
        return (decimal,)
    known = cldr.locale(language)
    point = known.number_symbols["latn"]["decimal"] if known else "."
    return (decimal, whole) if marks[0] == point and len(digits[0]) < 2 else (whole, decimal)


@lru_cache(maxsize=64)
def _magnitude(language: str) -> re.Pattern[str]:
    names = sorted(cldr.magnitudes(language), key=len, reverse=True)
    inside = "|".join(map(re.escape, names)) or "(?!)"
    # Words that other languages write without spaces follow at once.
    return re.compile(rf"[\s\u00a0-]?({inside})(?![a-zà-ÿа-я])", re.IGNORECASE)


@lru_cache(maxsize=64)
def _units(language: str) -> re.Pattern[str]:
    names = sorted(cldr.units(language), key=len, reverse=True)
    inside = "|".join(map(re.escape, names)) or "(?!)"
    return re.compile(rf"[\s\u00a0\u202f-]?(?:de )?({inside}){_END}", re.IGNORECASE)


def _unit(text: str, language: str, place: int) -> tuple[str | None, int]:
    """The unit that is written after a number, and where it ends."""
    if found := _PERCENT.match(text, place):
        return _PER_CENT, found.end()
    if found := _AGE.match(text, place):
        return _YEARS, found.end()
    if found := _AFTER.match(text, place):
        return found.lastgroup, found.end()
    if found := _units(language).match(text, place):
        name = found[1].lower()
        return cldr.units(language).get(name), found.end()
    return None, place


def _measured(
    text: str, plain: str, language: str, digits: Span, values: tuple[float, ...]
) -> Fact | None:
    """The amount with what stands beside it, None where the digits are part of a word."""
    start, end = digits.start, digits.end
    first = start
    after, scaled = end, False
    if found := _magnitude(language).match(plain, end):
        size = cldr.magnitudes(language)[found[1].lower()]
        values = tuple(round(value * size, 6) for value in values)
        after, scaled = found.end(), True
    weak = bool(_CONTINUED.match(plain, after)) and plain[after - 1 : after + 1] > _UNCASED
    if after == end and (ordinal := _ORDINAL.match(plain, end)):
        after = ordinal.end()
    unit, after = _unit(plain, language, after)
    if unit is None and plain[start - 1 : start] == "%":  # Turkish
        unit, first = _PER_CENT, start - 1
    if unit is None and (sign := _BEFORE.search(plain, max(0, start - 8), start)):
        unit, first = sign.lastgroup, sign.start()
    # Scripts without spaces write on.
    if after == end and plain[end : end + 1].isalpha() and plain[end] < _UNCASED:
        return None
    year = not scaled and values[0] in _YEAR and plain[start:end].isdecimal()
    if year and unit == _YEARS:  # "2016 roku"
        unit = None
    year = year and unit is None
    about = bool(_ABOUT.search(plain[max(0, first - 24) : first]))
    quantity = Quantity(values, unit, about, weak, scaled, year)
    return Fact(Kind.NUMBER, quantity, text[first:after], Span(first, after))
